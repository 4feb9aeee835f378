"""Where numbers are ids, what we renumber has another id afterwards, also when nobody has heard the answer."""

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.model.settings import Policy
from tests.fakes.company import A, T
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.numbered import NUMBERED
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
