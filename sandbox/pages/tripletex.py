"""Tripletex as its people use it: over the same rows, rules and webhooks as the API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sandbox.pages.program import Access, Firm, Json, NotThere, Record, Refused, Sent
from sandbox.pages.screen import Screen
from sandbox.pages.tripletex_screens import SCREENS
from sandbox.tripletex.company import Company
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.errors import TripletexError
from sandbox.tripletex.hand import edit, raw
from sandbox.tripletex.hand_timesheet import Approval, approve
from sandbox.tripletex.rows import Row
from sandbox.tripletex.texts import say
from sandbox.tripletex.world import TripletexWorld

_TAGS = re.compile(r"<[^>]+>")


class Tripletex:
    """The pages' Program over a world."""

    name = "Tripletex"
    screens = SCREENS

    def __init__(self, world: TripletexWorld) -> None:
        self._world = world

    def firms(self) -> list[Firm]:
        """See Program."""
        with self._world.lock:
            return [
                Firm(str(each.id), each.name, each.organization_number) for each in self._world.companies.values()
            ]

    def access(self, firm: str) -> Access:
        """See Program."""
        with self._company(firm) as company:
            keys = [(self._owner(company, each.owner_id), token) for token, each in company.tokens.items()]
        return Access(("My profile", "More", "API access"), keys)

    def mails(self, firm: str) -> list[Sent]:
        """See Program."""
        with self._company(firm) as company:
            documents = [Sent(each.to, f"{each.document} {each.number}") for each in company.outbox]
            return [*reversed(documents), *reversed([Sent(each.to, each.reason) for each in company.mails])]

    def records(self, firm: str, screen: Screen) -> list[Record]:
        """See Program."""
        kind = KINDS[screen.kind]
        with self._company(firm) as company:
            found = [_record(company, screen, row) for row in company.table(kind.schema) if kind.member(row)]
        return sorted(found, key=lambda each: (each.changed is not None, each.changed, int(each.id)), reverse=True)

    def record(self, firm: str, screen: Screen, record: str) -> Record:
        """See Program."""
        kind = KINDS[screen.kind]
        with self._company(firm) as company:
            row = company.row(kind.schema, int(record)) if record.isdecimal() else None
            if row is None or not kind.member(row):
                raise NotThere
            return _record(company, screen, row)

    def names(self, firm: str, screen: Screen) -> Mapping[str, str]:
        """See Program."""
        kind = KINDS[screen.kind]
        with self._company(firm) as company:
            return {str(row.id): _named(row) for row in company.table(kind.schema) if kind.member(row)}

    def make(self, firm: str, screen: Screen, values: Json) -> str:
        """See Program."""
        made = self._edit(firm, screen, "create", None, values)
        return str(made["id"])

    def change(self, firm: str, screen: Screen, record: str, values: Json) -> str:
        """See Program."""
        self._edit(firm, screen, "update", record, values)
        return record

    def act(self, firm: str, screen: Screen, record: str, act: str) -> str | None:
        """See Program."""
        if act == "delete":
            self._edit(firm, screen, "delete", record, {})
            return None
        entry = self.record(firm, screen, record).fields
        year, week, _ = date.fromisoformat(entry["date"]).isocalendar()
        of_week = {"employee": entry["employee"]["id"], "week": f"{year}-W{week:02}", "action": act}
        with _refusing():
            approve(self._world, Approval.model_validate({"company": int(firm), **of_week}))
        return record

    def _edit(self, firm: str, screen: Screen, action: Any, record: str | None, values: Json) -> dict[str, Any]:
        with _refusing():
            row_id = None if record is None else int(record)
            return edit(self._world, int(firm), screen.kind, action, row_id, _with_ids(values)) or {}

    @contextmanager
    def _company(self, firm: str) -> Iterator[Company]:
        with self._world.lock:
            company = self._world.companies.get(int(firm)) if firm.isdecimal() else None
            if company is None:
                raise NotThere
            yield company

    def _owner(self, company: Company, employee: int) -> str:
        row = company.row("Employee", employee)
        return f"Key of {_named(row)}" if row else "Key"


def _record(company: Company, screen: Screen, row: Row) -> Record:
    changed = row.changes[-1].moment if row.changes else None
    return Record(str(row.id), raw(company, KINDS[screen.kind], row), changed, row.version)


def _named(row: Row) -> str:
    person = " ".join(filter(None, (row.get("firstName"), row.get("lastName"))))
    return str(row.get("name") or person or row.get("number") or row.id)


def _with_ids(values: Any) -> Any:
    """The ids that a form chose, as numbers; whoever chose nobody has no reference."""
    if not isinstance(values, Mapping):
        return values
    return {
        name: (int(value) if value else None) if name == "id" else _with_ids(value) for name, value in values.items()
    }


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except TripletexError as error:
        if error.status == 404:
            raise NotThere from error
        told = [(each.field or "", _plain(each.wire("en")["message"])) for each in error.complaints or ()]
        raise Refused(told or [("", _said(error))]) from error


def _said(error: TripletexError) -> str:
    return say(error.text_key, "en") if error.text_key else str(error.message)


def _plain(message: object) -> str:
    return " ".join(_TAGS.sub(" ", str(message)).split())
