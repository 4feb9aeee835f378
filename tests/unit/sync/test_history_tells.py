"""What a record's history tells: how a change was noticed, when a problem was solved, who was linked with whom."""

import pytest

from samspill.model.changes import Noticed, Way
from samspill.model.history import Entry
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from tests.fakes.company import A, SmallCompany, T

C = Kind.CUSTOMER


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def newest(company: SmallCompany, record: Record, side: Side, what: str) -> Entry:
    lines = company.stores.journal.history(company.key(record, side))
    return next(line for line in lines if line.what == what)


def told(company: SmallCompany, record: Record, side: Side, way: Way) -> None:
    company.stores.inbox.put(company.key(record, side), due_at=company.now, way=way)
    company.settle()


def test_what_was_created_says_how_its_source_was_noticed_and_what_was_made(company: SmallCompany) -> None:
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS")
    at = company.now
    told(company, record, T, Way.WEBHOOK)
    line = newest(company, record, T, "created")
    assert line.noticed == Noticed(way=Way.WEBHOOK, side=T, at=at)
    assert line.partner == company.partner(record, T).id


def test_what_was_written_says_on_which_side_and_how_the_edit_was_noticed(company: SmallCompany) -> None:
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS")
    told(company, record, T, Way.WEBHOOK)
    partner = company.partner(record, T)
    at = company.now
    told(company, company.app.edit(C, partner.id, name="Ås Bygg og Anlegg AS"), A, Way.POLL)
    assert newest(company, record, T, "updated").noticed == Noticed(way=Way.POLL, side=A, at=at)


def test_what_a_comparison_found_says_so(company: SmallCompany) -> None:
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS")
    company.reconcile()
    noticed = newest(company, record, T, "created").noticed
    assert noticed is not None
    assert (noticed.way, noticed.side) == (Way.COMPARISON, T)


def test_a_problem_that_is_solved_stands_in_the_history_with_its_code(company: SmallCompany) -> None:
    record = company.app.put(C, number="", name="Ås Bygg AS")
    company.changed(record, A)
    company.settle()
    code = company.problem(record, A).code
    told(company, company.app.edit(C, record.id, number="10001"), A, Way.WEBHOOK)
    assert newest(company, record, A, "solved").code == code
