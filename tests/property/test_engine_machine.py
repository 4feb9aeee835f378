"""The real engine between two systems in memory, under edits, deletes, number changes and lost answers.

Once the faults stop and one reconcile has run: both sides equal, nothing duplicated, no deleted record back, and the
next reconcile writes nothing.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from samspill.model.connection import Capabilities
from samspill.model.kinds import Kind, Side
from samspill.model.links import LinkState
from samspill.model.records import Record
from tests.fakes.company import SmallCompany, T

SIDES = st.sampled_from(list(Side))
NAMES = st.sampled_from(["Ås Bygg AS", "Fjordfisk AS", "Mur og Puss", "Øst Elektro AS", "Vår Rør"])
WORDS = st.sampled_from(["", "22334455", "+47 22 33 44 55", "Storgata 1", "storgata  1 ", "post@as.no", "POST@as.no"])
FIELDS = st.sampled_from(["phone", "email", "address_line1", "city"])


class TwoSystems(RuleBasedStateMachine):
    """Rules are what persons and the network do; the engine works whenever `work` is drawn."""

    @initialize()
    def begin(self) -> None:
        self.company = SmallCompany(capabilities=Capabilities(fallback_manager_id="boss"))
        self.numbers = iter(range(10001, 99999))
        self.deleted: set[str] = set()

    def pick(self, data: st.DataObject, kind: Kind, side: Side) -> Record | None:
        records = sorted(self.company.everything(kind, side), key=lambda record: record.id)
        return data.draw(st.sampled_from(records)) if records else None

    @rule(side=SIDES, name=NAMES, told=st.booleans())
    def add_customer(self, side: Side, name: str, told: bool) -> None:
        record = self.company.systems[side].put(Kind.CUSTOMER, number=str(next(self.numbers)), name=name)
        if told:
            self.company.changed(record, side)

    @rule(side=SIDES, data=st.data(), told=st.booleans())
    def add_project(self, side: Side, data: st.DataObject, told: bool) -> None:
        customer = self.pick(data, Kind.CUSTOMER, side)
        record = self.company.systems[side].put(
            Kind.PROJECT, number=str(next(self.numbers)), name="Nytt tak", start_date="2026-01-05",
            customer=customer.id if customer else None,
        )  # fmt: skip
        if told:
            self.company.changed(record, side)

    @rule(side=SIDES, data=st.data(), field=FIELDS, word=WORDS, told=st.booleans())
    def edit_customer(self, side: Side, data: st.DataObject, field: str, word: str, told: bool) -> None:
        record = self.pick(data, Kind.CUSTOMER, side)
        if record is not None:
            self.company.systems[side].edit(Kind.CUSTOMER, record.id, **{field: word})
            if told:
                self.company.changed(record, side)

    @rule(side=SIDES, data=st.data(), name=NAMES)
    def rename_project(self, side: Side, data: st.DataObject, name: str) -> None:
        record = self.pick(data, Kind.PROJECT, side)
        if record is not None and not record.values()["closed"]:
            self.company.systems[side].edit(Kind.PROJECT, record.id, name=name)
            self.company.changed(record, side)

    @rule(side=SIDES, data=st.data())
    def renumber_customer(self, side: Side, data: st.DataObject) -> None:
        record = self.pick(data, Kind.CUSTOMER, side)
        if record is not None:
            self.company.systems[side].edit(Kind.CUSTOMER, record.id, number=str(next(self.numbers)))
            self.company.changed(record, side)

    @rule(data=st.data(), told=st.booleans())
    def delete_customer_in_tripletex(self, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, Kind.CUSTOMER, T)
        projects = self.company.everything(Kind.PROJECT, T)
        if record is None or any(project.values()["customer"] == record.id for project in projects):
            return  # Tripletex does not delete a customer that is in use
        self.company.tripletex.remove(Kind.CUSTOMER, record.id)
        self.deleted.add(str(record.number))
        if told:
            self.company.changed(record, T)

    @rule(side=SIDES, before=st.booleans())
    def lose_an_answer(self, side: Side, before: bool) -> None:
        system = self.company.systems[side]
        if before:
            system.lost_before_commit += 1
        else:
            system.losing += 1

    @precondition(lambda self: hasattr(self, "company"))
    @rule()
    def work(self) -> None:
        self.company.settle(rounds=3)

    @invariant()
    def no_number_is_on_a_side_twice(self) -> None:
        if not hasattr(self, "company"):
            return
        for kind in (Kind.CUSTOMER, Kind.PROJECT):
            for side in Side:
                numbers = [record.number for record in self.company.everything(kind, side)]
                assert len(numbers) == len(set(numbers)), f"{kind} twice on {side}: {sorted(map(str, numbers))}"

    def teardown(self) -> None:
        if not hasattr(self, "company"):
            return
        company = self.company
        for system in company.systems.values():
            system.losing = system.lost_before_commit = 0
        company.settle()
        company.reconcile()
        assert company.unequal() == []
        self._everything_has_a_partner_or_a_reason()
        written = company.tripletex.writes() + company.app.writes()
        company.reconcile()
        assert company.tripletex.writes() + company.app.writes() == written

    def _everything_has_a_partner_or_a_reason(self) -> None:
        company = self.company
        for kind in (Kind.CUSTOMER, Kind.PROJECT):
            for side in Side:
                for record in company.everything(kind, side):
                    link = company.link(record, side)
                    live = link is not None and link.state is LinkState.LIVE
                    assert live or company.fate(record, side).code, f"{record} is neither linked nor explained"


TestTwoSystems = TwoSystems.TestCase
TestTwoSystems.settings = settings(max_examples=300, stateful_step_count=30)
