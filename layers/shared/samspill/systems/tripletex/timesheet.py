"""The timesheet of one company (samspill.sync.ports.hours.Timesheet)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from samspill.model.hours import Activity, ActivityType, Period, ProjectSheet, RowDraft, SheetRow, Stated
from samspill.sync.ports.hours import RowOutcome
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.timesheet_catalogues import TimesheetCatalogues
from samspill.systems.tripletex.timesheet_periods import ClosedPeriods
from samspill.systems.tripletex.timesheet_rows import TimesheetRows
from samspill.systems.tripletex.timesheet_writes import TimesheetWrites


class TripletexTimesheet:
    """Each method is the port's; it says what they raise."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._rows = TimesheetRows(client)
        self._writes = TimesheetWrites(client, self._rows)
        self._known = TimesheetCatalogues(client, clock)
        self._closed = ClosedPeriods(client, clock)

    def look_again(self) -> None:
        """See the port."""
        self._known.look_again()
        self._closed.look_again()

    def rows(self, employees: Sequence[str], first: date, last: date) -> list[SheetRow]:
        """See the port."""
        return self._rows.of(employees, first, last)

    def row(self, row_id: str) -> SheetRow | None:
        """See the port."""
        return self._rows.one(row_id)

    def closed_periods(self, employees: Sequence[str], first: date, last: date) -> list[Period]:
        """See the port."""
        return self._closed.of(employees, first, last)

    def activities(self) -> list[Activity]:
        """See the port."""
        return self._known.activities()

    def standard_activity(self) -> str | None:
        """See the port."""
        return self._known.standard_activity()

    def project_sheets(self, projects: Sequence[str]) -> dict[str, ProjectSheet]:
        """See the port."""
        return self._known.project_sheets(projects)

    def create_rows(self, drafts: Sequence[RowDraft]) -> list[RowOutcome]:
        """See the port."""
        return self._writes.create(drafts)

    def update_rows(self, rows: Sequence[tuple[SheetRow, Stated]]) -> list[RowOutcome]:
        """See the port."""
        return self._writes.update(rows)

    def delete_row(self, row: SheetRow) -> RowOutcome:
        """See the port."""
        return self._writes.delete(row)

    def create_activity(self, name: str, kind: ActivityType) -> Activity:
        """See the port."""
        return self._known.create_activity(name, kind)

    def link_activity(self, project: str, activity: str) -> None:
        """See the port."""
        self._known.link_activity(project, activity)
