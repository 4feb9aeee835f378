"""Two people who give two records the same number, one in each system, and a swap that is none of that."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.records import Record
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.numbered import numbered_company

C = Kind.CUSTOMER


@pytest.fixture(params=["ids that stay", "numbers that are ids"])
def company(request: pytest.FixtureRequest) -> SmallCompany:
    company = SmallCompany() if request.param == "ids that stay" else numbered_company()
    for system in (company.tripletex, company.app):
        system.unique_numbers = frozenset({C})
    return company


def linked(company: SmallCompany, number: str, name: str) -> Record:
    """A customer on both sides; the record in Tripletex."""
    record = company.app.put(C, number=number, name=name)
    company.changed(record, A)
    company.settle()
    return company.partner(record, A)


def numbers(company: SmallCompany, name: str) -> list[str | None]:
    """The customer's number in Tripletex and in the app."""
    return [record.number for side in (T, A) for record in company.everything(C, side) if record.label == name]


@pytest.mark.parametrize("first", [T, A])
def test_a_number_that_two_people_gave_to_two_records_is_asked_about(company: SmallCompany, first: str) -> None:
    """Seen to fail with whoever bears a number taken for one that is about to get another."""
    ours, theirs = linked(company, "10", "Ås Bygg AS"), linked(company, "20", "Fjordfisk AS")
    mine = company.tripletex.edit(C, ours.id, number="30")
    yours = company.app.edit(C, company.partner(theirs, T).id, number="30")
    edits = {T: (mine, T), A: (yours, A)}
    for record, side in (edits.pop(first), *edits.values()):  # type: ignore[call-overload]
        company.stores.inbox.put(RecordKey(kind=C, side=side, id=record.id), due_at=company.now)
    company.settle()
    assert numbers(company, "Ås Bygg AS") == ["30", "10"]
    assert numbers(company, "Fjordfisk AS") == ["20", "30"]
    assert company.stores.journal.count_open() == {"number_taken": 2}


def test_numbers_that_change_hands_on_one_side_change_hands_on_the_other(company: SmallCompany) -> None:
    first, second = linked(company, "10", "Ås Bygg AS"), linked(company, "20", "Fjordfisk AS")
    for record, number in ((first, "between"), (second, "10"), (first, "20")):
        company.changed(company.tripletex.edit(C, record.id, number=number), T)
    company.settle()
    assert (numbers(company, "Ås Bygg AS"), numbers(company, "Fjordfisk AS")) == (["20", "20"], ["10", "10"])
