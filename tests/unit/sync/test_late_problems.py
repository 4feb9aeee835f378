"""Two workers at the same record: one holds it as it was, the other links it as it is. No problem outlives that."""

import pytest

from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.problems import Problem
from samspill.model.records import Record
from tests.fakes.company import T
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.workers import STOPS, Point

P = Kind.PROJECT
NEVER = STOPS["never"]


@pytest.fixture
def company() -> HostileCompany:
    return HostileCompany()


def opens_a_problem(point: Point) -> bool:
    return point.name == "open_problem" and point.before


def says_where_it_stands(point: Point) -> bool:
    return point.name == "set_fates" and point.before


def is_done(point: Point) -> bool:
    return point.place == "inbox" and point.name == "done" and point.before


def without_start(company: HostileCompany) -> Record:
    """A project that Tripletex would not take."""
    record = company.app.put(P, number="7", name="Nytt tak")
    company.changed(record, company.app.side)
    return record


def mended(company: HostileCompany, record: Record) -> None:
    company.app.edit(P, record.id, start_date="2026-01-05")
    company.changed(record, company.app.side)


def open_problems(company: HostileCompany) -> list[Problem]:
    return company.stores.journal.problems()[0]


def is_linked(company: HostileCompany, record: Record) -> bool:
    return company.fate(record, company.app.side).standing is Standing.LINKED


def test_a_problem_that_is_opened_after_the_record_was_linked_is_solved(company: HostileCompany) -> None:
    record = without_start(company)
    late = company.begin_work("project", opens_a_problem)
    mended(company, record)
    company.settle()
    assert is_linked(company, record)
    company.go_on(late, NEVER)
    company.settle()
    assert (open_problems(company), is_linked(company, record)) == ([], True)


def test_a_problem_that_is_opened_just_before_the_record_is_linked_is_solved(company: HostileCompany) -> None:
    record = without_start(company)
    late = company.begin_work("project", says_where_it_stands)
    mended(company, record)
    linking = company.begin_work("project", says_where_it_stands)
    company.go_on(late, is_done)
    assert open_problems(company) != []
    company.go_on(linking, NEVER)
    company.go_on(late, NEVER)
    company.settle()
    assert (open_problems(company), is_linked(company, record)) == ([], True)


def test_what_is_at_peace_closes_whatever_problem_is_open_when_it_is_looked_at(company: HostileCompany) -> None:
    record = company.tripletex.put(P, number="7", name="Nytt tak", start_date="2026-01-05")
    company.changed(record, T)
    company.settle()
    key = company.key(record, T)
    company.stores.journal.open_problem(
        Problem(id="", connection="c1", key=key, code="data_refused", opened_at=company.now, seen_at=company.now)
    )
    company.changed(record, T)
    company.settle()
    assert open_problems(company) == []
