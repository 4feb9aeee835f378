"""Where numbers are ids, what we renumber has another id afterwards, also when nobody has heard the answer."""

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.model.settings import Policy
from tests.fakes.company import A, T
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.numbered import NUMBERED
from tests.fakes.rackbeat import RackbeatCompany
from tests.fakes.workers import STOPS

C = Kind.CUSTOMER


@pytest.fixture
def company() -> HostileCompany:
    return HostileCompany(policy=Policy.TRIPLETEX, integration=NUMBERED, numbered=True)


def renamed_and_renumbered(company: HostileCompany) -> Record:
    """A person gives a linked customer another number and another name in Tripletex; as it was before."""
    record = company.tripletex.put(C, number="10", name="Ås Bygg AS", email="post@as.no")
    company.changed(record, T)
    company.settle()
    company.changed(company.tripletex.edit(C, record.id, number="30", name="Ås Bygg og Mur AS"), T)
    return record


def is_at_peace(company: HostileCompany, first: Record) -> bool:
    """Whether there is nothing but the record of that id, linked and equal."""
    [there], [here] = company.everything(C, A), company.everything(C, T)
    linked = company.partner(there, A) == here and here.id == first.id
    return linked and company.unequal() == [] and company.stores.journal.count_open() == {}


def test_what_we_renumbered_is_recognised_although_the_answer_was_lost(company: HostileCompany) -> None:
    first = renamed_and_renumbered(company)
    company.hostile[A].row_faults = [RowFault.DONE]
    company.settle()
    assert is_at_peace(company, first)


def test_what_we_renumbered_is_recognised_when_a_person_edits_it_next(company: HostileCompany) -> None:
    """Seen to fail with numbers that were sent forgotten."""
    first = renamed_and_renumbered(company)
    company.cut_off(company.begin_work("party", STOPS["after a system was written"]))
    company.changed(company.app.edit(C, "30", phone="91234567"), A)
    company.settle()
    assert is_at_peace(company, first)


def test_what_we_renamed_is_recognised_when_a_person_renumbers_it_next(company: HostileCompany) -> None:
    """Seen to fail with values that were sent forgotten."""
    first = company.tripletex.put(C, number="10", name="Ås Bygg AS")
    company.changed(first, T)
    company.settle()
    company.changed(company.tripletex.edit(C, first.id, name="Fjordfisk AS"), T)
    company.cut_off(company.begin_work("party", STOPS["after a system was written"]))
    company.changed(company.app.edit(C, "10", number="30"), A)
    company.settle()
    assert is_at_peace(company, first)


def test_a_record_with_the_number_that_we_sent_is_somebody_else_when_nothing_else_fits(
    company: HostileCompany,
) -> None:
    """Seen to fail with whoever has the number that was sent taken for the record that was to get it."""
    first = renamed_and_renumbered(company)
    company.hostile[A].row_faults = [RowFault.NEVER]
    company.settle(1)
    company.app.remove(C, "10")
    company.app.put(C, number="30", name="Fjordfisk AS")
    company.reconcile()
    assert [record.label for record in company.everything(C, T)] == ["Fjordfisk AS"]
    assert company.everything(C, T)[0].id != first.id


def created_and_renumbered(company: HostileCompany, fault: RowFault, **values: object) -> None:
    """A person gives a customer another number while nobody knows what became of its creation in Tripletex."""
    company.changed(company.app.put(C, number="10", name="Ås Bygg AS"), A)
    company.hostile[T].row_faults = [fault]
    company.settle(1)
    company.app.edit(C, "10", number="30", **values)


def numbers_in_tripletex(company: HostileCompany) -> list[str | None]:
    return [record.number for record in company.everything(C, T)]


@pytest.mark.parametrize("fault", list(RowFault))
def test_what_was_created_under_the_old_number_is_not_created_under_the_new_one(
    company: HostileCompany, fault: RowFault
) -> None:
    """Seen to fail with attempts that stay where their source was."""
    created_and_renumbered(company, fault)
    company.changed(company.everything(C, A)[0], A)
    company.settle()
    company.calm()
    company.settle()
    assert numbers_in_tripletex(company) == ["30"]
    assert len(company.hostile[T].made) == 1


def test_a_trigger_that_names_the_old_number_leads_to_what_was_created_under_it(company: HostileCompany) -> None:
    created_and_renumbered(company, RowFault.DONE, name="Ås Bygg og Mur AS")
    company.stores.inbox.put(RecordKey(kind=C, side=A, id="30"), due_at=company.tick(), old_number="10")
    company.settle()
    assert numbers_in_tripletex(company) == ["30"]


def test_an_attempt_stays_with_a_source_that_is_there(company: HostileCompany) -> None:
    """Seen to fail with attempts that follow who is only alike."""
    company.changed(company.app.put(C, number="10", name="Kontantkunde"), A)
    company.hostile[T].row_faults = [RowFault.DONE]
    company.settle(1)
    company.changed(company.app.put(C, number="30", name="Kontantkunde"), A)
    company.settle()
    assert sorted(str(number) for number in numbers_in_tripletex(company)) == ["10", "30"]


def test_an_absence_moves_no_attempt_while_the_rights_check_fails(company: HostileCompany) -> None:
    """Seen to fail with attempts that follow sources which may still be there."""
    created_and_renumbered(company, RowFault.DONE)
    company.app.rightless.add(C)
    company.changed(company.everything(C, A)[0], A)
    with pytest.raises(ConfigurationWrong):
        company.settle(1)
    assert numbers_in_tripletex(company) == ["10"]


def test_a_renumbered_supplier_is_followed_although_tripletex_finds_none_by_name() -> None:
    company = RackbeatCompany()
    here = company.app.put(Kind.SUPPLIER, number="10", name="Ås Bygg AS")
    company.both_looked_at(Kind.SUPPLIER, (A, "10"))
    there = company.partner(here, A)
    company.app.edit(Kind.SUPPLIER, "10", number="30")
    company.both_looked_at(Kind.SUPPLIER, (A, "30"))
    assert [(each.id, each.number) for each in company.everything(Kind.SUPPLIER, T)] == [(there.id, "30")]


@pytest.mark.parametrize("told", [False, True])
def test_what_was_made_and_renamed_is_still_its_renumbered_sources(company: HostileCompany, told: bool) -> None:
    """Seen to fail with the source's name forgotten because what was made has another by now."""
    company.changed(company.app.put(C, number="10", name="Ås Bygg AS"), A)
    company.cut_off(company.begin_work("party", STOPS["after a system was written"]))
    [made] = company.everything(C, T)
    source = company.app.edit(C, "10", number="30")
    renamed = company.tripletex.edit(C, made.id, name="Ås Bygg og Mur AS")
    for record, side in ((source, A), (renamed, T)):
        if told:
            company.changed(record, side)
    company.calm()
    company.settle()
    company.reconcile()
    assert is_at_peace(company, made)
