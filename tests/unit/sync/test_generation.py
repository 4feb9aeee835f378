"""A connection that was turned off, paused or started again: the next write does not happen."""

from dataclasses import replace

import pytest

from samspill.exceptions import GenerationChanged
from samspill.model.kinds import Kind
from samspill.model.records import Record
from tests.fakes.company import A, SmallCompany, T

C = Kind.CUSTOMER


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def moved_on(company: SmallCompany) -> None:
    """From now on the connection is of another generation than the worker's."""

    def stop() -> None:
        raise GenerationChanged

    company.desk = replace(company.desk, guard=stop)


def linked(company: SmallCompany, number: str = "10001", name: str = "Ås Bygg AS") -> Record:
    record = company.tripletex.put(C, number=number, name=name)
    company.changed(record, T)
    company.settle()
    return record


def writes_after(company: SmallCompany, *changed: Record) -> int:
    """How much is written because of these changes in Tripletex."""
    before = company.tripletex.writes() + company.app.writes()
    moved_on(company)
    for record in changed:
        company.changed(record, T)
    company.settle()
    return company.tripletex.writes() + company.app.writes() - before


def test_nothing_is_created_any_more(company: SmallCompany) -> None:
    """Seen to fail with creates without asking for the generation."""
    assert writes_after(company, company.tripletex.put(C, number="10001", name="Ås Bygg AS")) == 0


def test_nothing_is_updated_any_more(company: SmallCompany) -> None:
    """Seen to fail with updates without asking for the generation."""
    record = linked(company)
    assert writes_after(company, company.tripletex.edit(C, record.id, phone="91234567")) == 0


def test_nothing_is_deleted_any_more(company: SmallCompany) -> None:
    """Seen to fail with deletes without asking for the generation."""
    record = linked(company)
    company.tripletex.remove(C, record.id)
    assert writes_after(company, record) == 0


def test_no_number_is_given_any_more(company: SmallCompany) -> None:
    """Seen to fail with numbers without asking for the generation."""
    record = company.tripletex.put(Kind.PROJECT, number="", name="Tak", start_date="2026-01-05")
    assert writes_after(company, record) == 0


def test_what_was_to_be_written_stays_in_the_inbox(company: SmallCompany) -> None:
    record = linked(company)
    writes_after(company, company.tripletex.edit(C, record.id, phone="91234567"))
    assert [change.key for change in company.stores.inbox.due("party", company.now)] == [company.key(record, T)]


def test_no_number_is_freed_for_a_swap_any_more(company: SmallCompany) -> None:
    """The guard holds for the first of two writes, and the connection moves on before the second. Seen to fail with
    exchanges of numbers without asking for the generation."""
    first, second = linked(company), linked(company, "10002", "Fjordfisk AS")
    asked: list[None] = []

    def stop_at_the_second() -> None:
        asked.append(None)
        if len(asked) > 1:
            raise GenerationChanged

    mine, other = company.partner(first, T), company.partner(second, T)
    company.app.edit(C, mine.id, number="10002")
    company.app.edit(C, other.id, number="10001")
    company.desk = replace(company.desk, guard=stop_at_the_second)
    company.changed(mine, A)
    company.settle()
    assert sorted(str(record.number) for record in company.everything(C, T)) == ["10001", "10002"]
