"""A row of Tripletex that is customer and supplier at once has two partners in Rackbeat and never flips."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.ports import Patch
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.rackbeat import RackbeatCompany

C, S = Kind.CUSTOMER, Kind.SUPPLIER


def linked(company: RackbeatCompany, **of_supplier: object) -> str:
    """The id of a row that is linked with customer 10 and supplier 50."""
    shared = {"organization_number": "987654325"}
    row, _ = company.table.put_both("10", "50", name="Ås Bygg AS", phone="22334455", **shared)
    company.app.put(C, number="10", name="Ås Bygg AS", phone="22334455", **shared)
    company.app.put(S, number="50", **{"name": "Ås Bygg Grossist", "phone": "40506070", **shared, **of_supplier})
    company.both_looked_at(C, (A, "10"))
    company.both_looked_at(S, (A, "50"))
    return row.id


def row(company: SmallCompany, row_id: str, kind: Kind = C) -> Record:
    return company.tripletex.records[kind][row_id]


def test_both_partners_are_linked_to_the_one_row() -> None:
    company = RackbeatCompany()
    there = linked(company)
    links = [link.tripletex.id for kind in (C, S) for link in company.stores.links.all(kind)]
    assert links == [there, there]


def test_the_customer_says_what_the_row_is_called() -> None:
    company = RackbeatCompany()
    there = linked(company)
    assert row(company, there).values()["name"] == "Ås Bygg AS"
    assert row(company, there, S).values()["phone"] == "22334455"


def test_an_edit_of_the_supplier_does_not_reach_the_row() -> None:
    company = RackbeatCompany()
    there = linked(company)
    company.app.edit(S, "50", phone="11112222")
    company.both_looked_at(S, (A, "50"))
    assert row(company, there).values()["phone"] == "22334455"


def test_an_edit_of_the_customer_reaches_it() -> None:
    company = RackbeatCompany()
    there = linked(company)
    company.app.edit(C, "10", phone="11112222")
    company.both_looked_at(C, (A, "10"))
    assert row(company, there).values()["phone"] == "11112222"


def test_each_keeps_its_own_number() -> None:
    company = RackbeatCompany()
    there = linked(company)
    company.app.edit(S, "50", number="51")
    company.both_looked_at(S, (A, "51"))
    assert (row(company, there).number, row(company, there, S).number) == ("10", "51")


def test_the_row_is_inactive_only_when_both_are_barred() -> None:
    company = RackbeatCompany()
    there = linked(company)
    company.app.edit(C, "10", active=False)
    company.both_looked_at(C, (A, "10"))
    company.reconcile()
    assert row(company, there).values()["active"] is True
    company.app.edit(S, "50", active=False)
    company.both_looked_at(S, (A, "50"))
    assert row(company, there).values()["active"] is False


def test_the_row_is_active_again_with_the_first_of_them() -> None:
    company = RackbeatCompany()
    there = linked(company, active=False)
    company.app.edit(C, "10", active=False)
    company.both_looked_at(C, (A, "10"))
    assert row(company, there).values()["active"] is False
    company.app.edit(C, "10", active=True)
    company.both_looked_at(C, (A, "10"))
    company.reconcile()
    assert row(company, there).values()["active"] is True


def test_a_barred_record_of_a_row_that_is_somebody_elses_too_leaves_it_active() -> None:
    """The supplier of the row is Tripletex' own: nobody in the app speaks for it."""
    company = RackbeatCompany()
    there, _ = company.table.put_both("10", "50", name="Ås Bygg AS")
    company.app.put(C, number="10", name="Ås Bygg AS", active=False)
    company.both_looked_at(C, (A, "10"))
    assert row(company, there.id).values()["active"] is True


def test_a_deleted_customer_leaves_the_suppliers_row_active() -> None:
    company = RackbeatCompany()
    there = linked(company)
    gone = company.app.records[C]["10"]
    company.app.remove(C, "10")
    company.changed(gone, A)
    company.settle()
    assert row(company, there).values()["active"] is True


def test_with_the_customer_gone_the_supplier_speaks_for_the_row() -> None:
    company = RackbeatCompany()
    there = linked(company)
    gone = company.app.records[C]["10"]
    company.app.remove(C, "10")
    company.changed(gone, A)
    company.settle()
    company.app.edit(S, "50", phone="11112222", active=False)
    company.both_looked_at(S, (A, "50"))
    values = row(company, there, S).values()
    assert (values["phone"], values["active"]) == ("11112222", False)


def test_a_supplier_without_a_customer_partner_speaks_for_the_row() -> None:
    company = RackbeatCompany()
    there, _ = company.table.put_both("10", "50", name="Ås Bygg AS")
    company.app.put(S, number="50", name="Ås Bygg Grossist AS")
    company.both_looked_at(S, (A, "50"))
    assert row(company, there.id).values()["name"] == "Ås Bygg Grossist AS"


@pytest.mark.parametrize(
    "silent",
    [Settings(kinds={C: False}), Settings(direction={C: Flow.TO_APP})],
    ids=["switched off", "read only"],
)
def test_where_no_customer_reaches_tripletex_the_supplier_speaks_for_the_row(silent: Settings) -> None:
    company = RackbeatCompany()
    there = linked(company)
    company.with_settings(silent)
    company.app.edit(S, "50", phone="11112222")
    company.both_looked_at(S, (A, "50"))
    assert row(company, there, S).values()["phone"] == "11112222"


def test_what_a_customer_said_before_customers_were_switched_off_lets_no_row_become_inactive() -> None:
    """It may have been unbarred since, and nobody would know."""
    company = RackbeatCompany()
    there = linked(company)
    company.app.edit(C, "10", active=False)
    company.both_looked_at(C, (A, "10"))
    company.with_settings(Settings(kinds={C: False}))
    company.app.edit(S, "50", active=False)
    company.both_looked_at(S, (A, "50"))
    assert row(company, there, S).values()["active"] is True


EDITS = st.lists(
    st.tuples(
        st.sampled_from([(A, C), (A, S), (T, C)]),
        st.one_of(
            st.tuples(st.just("name"), st.sampled_from(["Ås Bygg AS", "Ås Bygg", "Aas Bygg AS"])),
            st.tuples(st.just("phone"), st.sampled_from(["22334455", "40506070", ""])),
            st.tuples(st.just("active"), st.booleans()),
        ),
        st.booleans(),
    ),
    max_size=8,
)
FLOWS = st.sampled_from([Flow.TO_TRIPLETEX, Flow.TO_APP, Flow.BOTH])


@given(edits=EDITS, flows=st.tuples(FLOWS, FLOWS), off=st.sampled_from([None, C, S]))
@settings(max_examples=100, deadline=None)
def test_whatever_is_edited_where_it_comes_to_rest_and_nothing_is_written_again(
    edits: list[tuple[tuple[Side, Kind], tuple[str, object], bool]], flows: tuple[Flow, Flow], off: Kind | None
) -> None:
    company = RackbeatCompany(Settings(direction={C: flows[0], S: flows[1]}))
    there = linked(company)
    if off is not None:
        company.with_settings(company.connection.settings.model_copy(update={"kinds": {off: False}}))
    for (side, kind), (name, value), told in edits:
        system = company.app if side is A else company.tripletex
        record = system.edit(kind, {C: "10", S: "50"}[kind] if side is A else there, **{name: value})
        if told:
            company.changed(record, side)
            company.settle()
    company.reconcile()
    written = company.tripletex.writes() + company.app.writes()
    for _ in range(3):
        for kind, number in ((C, "10"), (S, "50")):
            company.both_looked_at(kind, (A, number), (T, there))
        company.reconcile()
    assert company.tripletex.writes() + company.app.writes() == written


@given(barred=st.tuples(st.booleans(), st.booleans()), order=st.permutations([C, S]))
@settings(max_examples=8, deadline=None)
def test_in_the_end_the_row_is_inactive_exactly_when_both_are_barred(
    barred: tuple[bool, bool], order: list[Kind]
) -> None:
    company = RackbeatCompany()
    there = linked(company)
    numbers = {C: "10", S: "50"}
    for kind in order:
        company.app.edit(kind, numbers[kind], active=not barred[kind is S])
        company.both_looked_at(kind, (A, numbers[kind]))
    assert row(company, there).values()["active"] is not all(barred)


def test_a_write_to_one_of_them_is_no_edit_of_the_other() -> None:
    """What the customer wrote raises the row's version: the supplier's next own write is guarded by the new one."""
    company = RackbeatCompany()
    there = linked(company)
    stale = row(company, there, S).version
    company.app.edit(C, "10", phone="11112222")
    company.both_looked_at(C, (A, "10"))
    assert row(company, there, S).version != stale
    outcome = company.tripletex.update(S, [Patch(there, stale, {"number": "52"})])
    assert type(outcome[0]).__name__ == "Conflict"
