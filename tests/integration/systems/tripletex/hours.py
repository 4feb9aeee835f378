"""A project, people and activities to book hours on, and short words for rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samspill.model.hours import RowDraft, RowKey, SheetRow, Stated
from samspill.sync.ports.hours import RowDone, RowOutcome
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.tripletex.hand_timesheet import Approval, approve
from tests.integration.systems.tripletex.account import Account, employees, projects

#: A Wednesday.
DAY = date(2026, 7, 1)
WORK = "Fakturerbart arbeid"


@dataclass
class Site:
    """Where people work."""

    account: Account
    system: TripletexSystem
    project: str
    work: str
    people: list[str]

    @classmethod
    def of(cls, account: Account, system: TripletexSystem, people: int = 3) -> Site:
        """A project from the second of January on, and people with numbers from 100."""
        account.seed(employees=employees(people), projects=projects(1))
        ids = [account.id_of("employee", employeeNumber=str(100 + n)) for n in range(people)]
        return cls(account, system, account.id_of("project", number="P0"), account.id_of("activity", name=WORK), ids)

    def key(self, person: int = 0, day: int = 0) -> RowKey:
        """The key of a row on the project."""
        on = DAY + timedelta(days=day)
        return RowKey(employee=self.people[person], on=on, project=self.project, activity=self.work)

    def draft(self, person: int = 0, day: int = 0, hours: str = "7.50", comment: str = "Tak") -> RowDraft:
        """A row to be made."""
        return RowDraft(self.key(person, day), stated(hours, comment))

    def booked(self, person: int = 0, day: int = 0, hours: str = "7.50", comment: str = "Tak") -> SheetRow:
        """A row that was made; calls are counted from here."""
        [outcome] = self.system.create_rows([self.draft(person, day, hours, comment)])
        assert isinstance(outcome, RowDone)
        assert outcome.row is not None
        self.account.forget_calls()
        return outcome.row

    def by_somebody(self, person: int = 0, day: int = 0, hours: float = 4, comment: str = "") -> str:
        """A person's own row; its id."""
        key = self.key(person, day)
        values: dict[str, Any] = {name: {"id": int(value)} for name, value in _refs(key).items()}
        values |= {"date": key.on.isoformat(), "hours": hours, "comment": comment}
        return self.account.by_hand("timesheet/entry", "create", None, **values)

    def approve(self, person: int = 0, **period: str) -> None:
        """A person approves a week or a month of somebody."""
        wanted = {"company": self.account.company.id, "employee": int(self.people[person]), **period}
        approve(self.account.world, Approval.model_validate(wanted))

    def read(self, days: int = 31) -> list[SheetRow]:
        """All rows of the people."""
        return self.system.rows(self.people, DAY, DAY + timedelta(days=days))


def _refs(key: RowKey) -> dict[str, str]:
    assert key.project is not None
    return {"employee": key.employee, "project": key.project, "activity": key.activity}


def stated(hours: str, comment: str = "Tak") -> Stated:
    """What a row says."""
    return Stated(hours=Decimal(hours), comment=comment)


def kinds(outcomes: list[RowOutcome]) -> list[str]:
    """The outcomes by name."""
    return [type(outcome).__name__ for outcome in outcomes]
