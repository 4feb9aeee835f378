"""Reading rows of the timesheet: many people and days with each call."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from samspill.exceptions import NotFound
from samspill.model.hours import SheetRow
from samspill.model.kinds import Kind
from samspill.systems.transport import Request
from samspill.systems.tripletex import timesheet_mapping as mapping
from samspill.systems.tripletex import timesheet_wire as wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import comma_lists, everything
from samspill.systems.tripletex.spans import between

PATH = "/timesheet/entry"
SUBJECT = Kind.HOURS.value
_DAY = timedelta(days=1)


class TimesheetRows:
    """Those of one company."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def of(self, employees: Sequence[str], first: date, last: date) -> list[SheetRow]:
        """Rows of those people, days inclusive."""
        return self._found("employeeId", employees, first, last)

    def one(self, row_id: str) -> SheetRow | None:
        """None only after a 404 on that very id."""
        request = Request("GET", f"{PATH}/{row_id}", {"fields": wire.ENTRY_FIELDS}, subject=SUBJECT)
        try:
            return mapping.row(one(self._client.send(request), wire.Entry, request))
        except NotFound:
            return None

    def by_id(self, ids: Sequence[str], first: date, last: date) -> dict[str, SheetRow]:
        """Those of the ids that exist on these days: the list insists on days."""
        return {row.id: row for row in self._found("id", ids, first, last)}

    def _found(self, parameter: str, values: Sequence[str], first: date, last: date) -> list[SheetRow]:
        """`dateTo` is exclusive there, and so is the last day of `between`."""
        return [
            mapping.row(entry)
            for part in comma_lists(list(dict.fromkeys(values)))
            for entry in between(first, last + _DAY, partial(self._between, parameter, part))
        ]

    def _between(self, parameter: str, part: str, first: date, end: date) -> list[wire.Entry]:
        query = {
            parameter: part, "dateFrom": first.isoformat(), "dateTo": end.isoformat(), "fields": wire.ENTRY_FIELDS,
        }  # fmt: skip
        return everything(self._client, PATH, wire.Entry, query, SUBJECT)
