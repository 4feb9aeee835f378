"""A field that travels one way: what people type at its end is theirs until its source changes it."""

from samspill.model.kinds import Kind
from tests.fakes.company import A, T
from tests.fakes.rackbeat import RackbeatCompany

C = Kind.CUSTOMER


def lost(company: RackbeatCompany) -> list[object]:
    return [entry.lost for entry in company.stores.journal.entries if entry.lost]  # type: ignore[attr-defined]


def typed_in_tripletex(company: RackbeatCompany, phone: str) -> str:
    """Customers go to Tripletex only; there a person has changed the phone of one, long ago. Its id."""
    here = company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455")
    company.both_looked_at(C, (A, "10"))
    there = company.partner(here, A)
    company.tripletex.edit(C, there.id, phone=phone)
    company.both_looked_at(C, (T, there.id))
    company.reconcile()
    return there.id


def test_what_was_typed_at_the_end_is_in_the_history_when_the_source_overrules_it() -> None:
    """Seen to fail with what one side had for itself overruled without a word."""
    company = RackbeatCompany()
    there = typed_in_tripletex(company, "99887766")
    company.app.edit(C, "10", phone="40506070")
    company.both_looked_at(C, (A, "10"))
    assert company.tripletex.records[C][there].values()["phone"] == "40506070"
    assert lost(company) == [{"phone": "99887766"}]


def test_what_the_source_had_written_itself_is_no_loss() -> None:
    company = RackbeatCompany()
    typed_in_tripletex(company, "+47 22 33 44 55")
    company.app.edit(C, "10", phone="40506070")
    company.both_looked_at(C, (A, "10"))
    assert lost(company) == []
