"""A number that one record has given up and another one got, before anybody has looked where the first one went."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.model.records import Record
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.numbered import numbered_company

C = Kind.CUSTOMER
MAIL = "post@aasbygg.example"


@pytest.fixture
def company() -> SmallCompany:
    return numbered_company()


def linked(company: SmallCompany, number: str, name: str, **values: object) -> Record:
    """A customer on both sides; the record in Tripletex."""
    record = company.app.put(C, number=number, name=name, **values)
    company.changed(record, A)
    company.settle()
    return company.partner(record, A)


def moved_away(company: SmallCompany) -> Record:
    """In the app a customer got another number, and another name, of which nobody has told; in Tripletex its old
    number was given up too. The record in Tripletex."""
    first = linked(company, "10", "Ås Bygg AS", email=MAIL)
    company.app.edit(C, "10", number="30", name="Ås Bygg og Mur AS")
    company.tripletex.edit(C, first.id, number="20")
    return first


def names(company: SmallCompany) -> dict[str, list[str]]:
    return {side.value: sorted(record.label for record in company.everything(C, side)) for side in (T, A)}


def told(company: SmallCompany) -> dict[str, str]:
    """Open problems: code -> name."""
    return {problem.code: problem.name for problem in company.stores.journal.problems()[0]}


def test_a_number_is_not_given_to_a_new_record_before_it_is_known_where_its_own_went(company: SmallCompany) -> None:
    """Seen to fail: the new record took the place of the old one, which was overwritten with the other's values."""
    first = moved_away(company)
    company.changed(company.tripletex.put(C, number="10", name="Fjordfisk AS"), T)
    company.settle()
    assert names(company) == {T: ["Fjordfisk AS", "Ås Bygg AS"], A: ["Ås Bygg og Mur AS"]}
    assert told(company) == {"perhaps_renumbered": "Ås Bygg og Mur AS", "number_taken": "Fjordfisk AS"}
    company.decide(RecordKey(kind=C, side=A, id="30"), Choice.LINK, first.id)
    company.settle()
    both = ["Fjordfisk AS", "Ås Bygg og Mur AS"]
    assert names(company) == {T: both, A: both}
    assert told(company) == {}
    assert {record.number for record in company.everything(C, A)} == {"10", "20"}


def test_a_number_is_not_given_to_a_linked_record_before_it_is_known_where_its_own_went(
    company: SmallCompany,
) -> None:
    other = linked(company, "40", "Fjordfisk AS")
    first = moved_away(company)
    company.changed(company.tripletex.edit(C, other.id, number="10"), T)
    company.settle()
    assert names(company)[A] == ["Fjordfisk AS", "Ås Bygg og Mur AS"]
    company.decide(RecordKey(kind=C, side=A, id="30"), Choice.LINK, first.id)
    company.settle()
    both = ["Fjordfisk AS", "Ås Bygg og Mur AS"]
    assert names(company) == {T: both, A: both}
    assert company.partner(other, T).id == "10"
    assert company.partner(first, T).id == "20"


def test_a_new_record_with_the_name_of_a_vanished_one_is_asked_about_although_all_else_is_other(
    company: SmallCompany,
) -> None:
    linked(company, "10", "Ås Bygg AS", email=MAIL, phone="22334455")
    company.app.edit(C, "10", number="30", email="", phone="99887766")
    company.reconcile()
    assert told(company) == {"perhaps_renumbered": "Ås Bygg AS"}
    assert names(company) == {T: ["Ås Bygg AS"], A: ["Ås Bygg AS"]}


def test_a_number_whose_record_was_deleted_is_given_to_the_next(company: SmallCompany) -> None:
    first = linked(company, "10", "Ås Bygg AS", email=MAIL)
    company.app.remove(C, "10")
    company.tripletex.edit(C, first.id, number="20")
    company.changed(company.tripletex.put(C, number="10", name="Fjordfisk AS"), T)
    company.settle()
    assert names(company) == {T: ["Fjordfisk AS"], A: ["Fjordfisk AS"]}
