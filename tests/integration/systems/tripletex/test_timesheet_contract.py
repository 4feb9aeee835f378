"""What the engine may expect of a timesheet: of Tripletex, and of the one in memory that its tests run with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

import pytest

from samspill.exceptions import DataRefused
from samspill.model.hours import ActivityType, RowDraft, RowKey, SheetRow, Stated
from samspill.model.kinds import Kind
from samspill.sync.ports import Refused
from samspill.sync.ports.hours import RowDone, RowOutcome, Timesheet
from tests.fakes.hostile import RowFault
from tests.fakes.timesheet import MemorySheet
from tests.integration.systems.tripletex.hours import DAY, Site, kinds, stated

CREATE = "POST /v2/timesheet/entry"
#: The Sunday before; the project begins in January.
BEFORE = date(2025, 12, 31)


class Books(Protocol):
    """A timesheet with a project, two people, an activity of projects and an internal one; and what persons do."""

    project: str
    work: str
    internal: str
    people: list[str]

    @property
    def port(self) -> Timesheet: ...
    def book(self, key: RowKey, hours: str) -> str: ...
    def rewrite(self, row: SheetRow, hours: str) -> None: ...
    def strike(self, row: SheetRow) -> None: ...
    def lock(self, row: SheetRow) -> None: ...
    def approve(self, person: str) -> None: ...
    def disable(self, activity: str) -> None: ...
    def close_project(self) -> None: ...
    def only(self, people: list[str]) -> None: ...
    def demand_links(self) -> None: ...
    def lose_next_answer(self) -> None: ...


class InMemory:
    """The fake."""

    def __init__(self) -> None:
        self.port = MemorySheet()
        self.project = self.port.put(
            Kind.PROJECT, number="1", name="Tak", start_date=date(2026, 1, 2), closed=False
        ).id
        self.work = self.port.add_activity("Fakturerbart arbeid").id
        self.internal = self.port.add_activity("Administrasjon", ActivityType.GENERAL).id
        self.people = ["p1", "p2"]

    def book(self, key: RowKey, hours: str) -> str:
        return self.port.book(key.employee, key.on, key.project, key.activity, Decimal(hours)).id

    def rewrite(self, row: SheetRow, hours: str) -> None:
        self.port.rewrite(row.id, Decimal(hours))

    def strike(self, row: SheetRow) -> None:
        self.port.strike(row.id)

    def lock(self, row: SheetRow) -> None:
        self.port.lock(row.id)

    def approve(self, person: str) -> None:
        self.port.approve(person, DAY - timedelta(days=2), DAY + timedelta(days=4))

    def disable(self, activity: str) -> None:
        self.port.disable(activity)

    def close_project(self) -> None:
        self.port.edit(Kind.PROJECT, self.project, closed=True)

    def only(self, people: list[str]) -> None:
        self.port.participants[self.project] = frozenset(people)

    def demand_links(self) -> None:
        self.port.linked_only.add(self.project)

    def lose_next_answer(self) -> None:
        self.port.faults.append(RowFault.DONE)


@dataclass
class InTripletex:
    """The adapter and a sandbox."""

    site: Site

    def __post_init__(self) -> None:
        self.port, self.project, self.work = self.site.system, self.site.project, self.site.work
        self.people = self.site.people
        self.internal = self.site.account.id_of("activity", name="Administrasjon")

    def book(self, key: RowKey, hours: str) -> str:
        refs = {"employee": key.employee, "project": key.project, "activity": key.activity}
        values: dict[str, Any] = {name: {"id": int(each)} for name, each in refs.items() if each}
        values |= {"date": key.on.isoformat(), "hours": float(hours)}
        return self._edit("timesheet/entry", "create", None, **values)

    def rewrite(self, row: SheetRow, hours: str) -> None:
        self._edit("timesheet/entry", "update", row.id, hours=float(hours))

    def strike(self, row: SheetRow) -> None:
        self._edit("timesheet/entry", "delete", row.id)

    def lock(self, row: SheetRow) -> None:
        self._edit("timesheet/entry", "update", row.id, locked=True)

    def approve(self, person: str) -> None:
        year, week, _ = DAY.isocalendar()
        self.site.approve(self.people.index(person), action="approve", week=f"{year}-W{week:02}")

    def disable(self, activity: str) -> None:
        self._edit("activity", "update", activity, isDisabled=True)

    def close_project(self) -> None:
        self._edit("project", "update", self.project, isClosed=True)

    def only(self, people: list[str]) -> None:
        self._edit("project", "update", self.project, forParticipantsOnly=True)
        for each in people:
            refs = {"project": {"id": int(self.project)}, "employee": {"id": int(each)}}
            self._edit("project/participant", "create", None, **refs)

    def demand_links(self) -> None:
        self.site.account.switch(only_linked_activities=True)

    def lose_next_answer(self) -> None:
        self.site.account.fail(CREATE, "cut", when="after")

    def _edit(self, kind: str, action: Any, row_id: str | None, **fields: Any) -> str:
        return self.site.account.by_hand(kind, action, row_id, **fields)


@pytest.fixture(params=["memory", "tripletex"])
def books(request: pytest.FixtureRequest) -> Books:
    if request.param == "memory":
        return InMemory()
    account, system = request.getfixturevalue("account"), request.getfixturevalue("tripletex")
    return InTripletex(Site.of(account, system, people=2))


def key(books: Books, person: int = 0, on: date = DAY) -> RowKey:
    return RowKey(employee=books.people[person], on=on, project=books.project, activity=books.work)


def made(books: Books, hours: str = "7.50", person: int = 0) -> SheetRow:
    [outcome] = books.port.create_rows([RowDraft(key(books, person), stated(hours))])
    assert isinstance(outcome, RowDone)
    assert outcome.row is not None
    return outcome.row


def refused_as(outcome: RowOutcome) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.error.code


def create(books: Books, row_key: RowKey, hours: str = "1") -> RowOutcome:
    [outcome] = books.port.create_rows([RowDraft(row_key, stated(hours))])
    return outcome


def read(books: Books) -> list[SheetRow]:
    return books.port.rows(books.people, DAY, DAY)


def test_a_made_row_says_what_was_wanted_and_is_read_back(books: Books) -> None:
    row = made(books)
    assert (row.key, row.stated, row.locked) == (key(books), stated("7.50"), False)
    assert [(r.id, r.version, r.stated) for r in read(books)] == [(row.id, row.version, row.stated)]
    assert books.port.row(row.id) == row


def test_a_row_that_stands_is_taken_whoever_made_it(books: Books) -> None:
    books.book(key(books), "4")
    assert kinds([create(books, key(books), "7.50")]) == ["RowTaken"]
    assert [row.hours for row in read(books)] == [Decimal(4)]


def test_a_changed_row_has_another_version(books: Books) -> None:
    row = made(books)
    [outcome] = books.port.update_rows([(row, stated("3.25", "Vegg"))])
    assert isinstance(outcome, RowDone)
    assert outcome.row is not None
    assert (outcome.row.id, outcome.row.stated) == (row.id, stated("3.25", "Vegg"))
    assert outcome.row.version != row.version


def test_a_row_that_a_person_changed_is_in_conflict(books: Books) -> None:
    row = made(books)
    books.rewrite(row, "2")
    assert kinds(books.port.update_rows([(row, stated("3"))])) == ["Conflict"]
    assert kinds([books.port.delete_row(row)]) == ["Conflict"]
    assert [each.hours for each in read(books)] == [Decimal(2)]


def test_a_row_that_a_person_deleted_is_missing(books: Books) -> None:
    row = made(books)
    books.strike(row)
    assert books.port.row(row.id) is None
    assert kinds(books.port.update_rows([(row, stated("3"))])) == ["Missing"]
    assert books.port.delete_row(row) == RowDone(None)


def test_a_deleted_row_leaves_its_key_free(books: Books) -> None:
    row = made(books)
    assert books.port.delete_row(row) == RowDone(None)
    assert read(books) == []
    assert made(books).id != row.id


def test_a_locked_row_stays_as_it_is(books: Books) -> None:
    row = made(books)
    books.lock(row)
    [now] = read(books)
    assert now.locked
    assert refused_as(books.port.update_rows([(now, stated("3"))])[0]) == "hours_locked"
    assert refused_as(books.port.delete_row(now)) == "hours_locked"
    assert [each.hours for each in read(books)] == [Decimal("7.50")]


def test_days_that_are_approved_take_nothing_more_from_that_person_alone(books: Books) -> None:
    row = made(books)
    books.approve(books.people[0])
    assert {(p.employee, p.first <= DAY <= p.last) for p in books.port.closed_periods(books.people, DAY, DAY)} == {
        (books.people[0], True)
    }
    [now] = read(books)
    assert refused_as(books.port.update_rows([(now, stated("3"))])[0]) == "hours_locked"
    assert refused_as(create(books, key(books).model_copy(update={"on": DAY + timedelta(days=1)}))) == "hours_locked"
    assert kinds([create(books, key(books, person=1))]) == ["RowDone"]
    assert row.id == now.id


def test_a_day_of_more_than_twenty_four_hours_is_taken_and_others_must_see_to_it(books: Books) -> None:
    made(books, "20")
    internal = RowKey(employee=books.people[0], on=DAY, project=None, activity=books.internal)
    assert kinds([create(books, internal, "18")]) == ["RowDone"]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("closed", "hours_project_closed"),
        ("before", "hours_before_project"),
        ("stranger", "hours_not_participant"),
        ("disabled", "hours_activity_unusable"),
        ("internal on a project", "hours_activity_unusable"),
        ("work without project", "hours_activity_unusable"),
        ("not linked", "hours_activity_unusable"),
    ],
)
def test_what_keeps_hours_out_is_told(books: Books, what: str, code: str) -> None:
    row_key = key(books)
    match what:
        case "closed":
            books.close_project()
        case "before":
            row_key = key(books, on=BEFORE)
        case "stranger":
            books.only([books.people[1]])
        case "disabled":
            books.disable(books.work)
        case "internal on a project":
            row_key = row_key.model_copy(update={"activity": books.internal})
        case "work without project":
            row_key = row_key.model_copy(update={"project": None})
        case _:
            books.demand_links()
    assert refused_as(create(books, row_key)) == code


def test_a_linked_activity_can_be_used_where_links_are_demanded(books: Books) -> None:
    books.demand_links()
    sheet = books.port.project_sheets([books.project])[books.project]
    [work] = [each for each in books.port.activities() if each.id == books.work]
    assert not sheet.takes(work)
    for _ in range(2):
        books.port.link_activity(books.project, books.work)
    assert books.port.project_sheets([books.project])[books.project].takes(work)
    assert kinds([create(books, key(books))]) == ["RowDone"]


def test_an_internal_activity_is_linked_to_no_project(books: Books) -> None:
    with pytest.raises(DataRefused):
        books.port.link_activity(books.project, books.internal)


def test_an_activity_of_a_name_is_made_once(books: Books) -> None:
    activity = books.port.create_activity("Riving", ActivityType.PROJECT_GENERAL)
    assert activity in books.port.activities()
    with pytest.raises(DataRefused, match="name_taken"):
        books.port.create_activity("Riving", ActivityType.PROJECT_GENERAL)


def test_a_row_whose_answer_was_lost_is_uncertain_and_may_stand(books: Books) -> None:
    books.lose_next_answer()
    assert kinds([create(books, key(books), "7.50")]) == ["Uncertain"]
    assert [row.stated for row in read(books)] == [Stated(hours=Decimal("7.50"), comment="Tak")]


def test_one_bad_row_keeps_no_other_back(books: Books) -> None:
    bad = RowDraft(key(books, on=BEFORE), stated("1"))
    good = [RowDraft(key(books, person), stated("1")) for person in (0, 1)]
    assert kinds(books.port.create_rows([good[0], bad, good[1]])) == ["RowDone", "Refused", "RowDone"]
