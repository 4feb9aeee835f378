"""The real engine between two systems in memory, under everything that can go wrong at once.

    persons    add, edit, clear, renumber, swap, delete, undelete, refer elsewhere, (de)activate, answer problems
    network    triggers lost, repeated, late, of records long gone; answers lost; writes that end after the client
               gave up; fields withheld; peers that rewrite what they are given; no number kept unique by a peer
    machines   a worker stops before or after ANY call to a system or store, others go on, persons too; then it goes
               on, is cut off for good, or is told that the line broke; two workers in one group at once
    in the end cut all workers off, let late writes end, let leases run out, work everything off, reconcile once:
               equal · nothing twice, no delete undone · no edit lost without a journal entry · everything has a
               partner or a reason · a second reconcile writes nothing

Time is simulated: each look at the clock is a millisecond, the rest passes by rule.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from samspill.exceptions import RateLimited
from samspill.integrations.rackbeat import INTEGRATION
from samspill.model.changes import Priority, RecordKey
from samspill.model.flow import Flow
from samspill.model.history import Decision
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Record, Value
from samspill.model.settings import Policy, Settings
from tests.fakes.company import T
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.rackbeat import DEFAULTS
from tests.fakes.workers import STOPS, Stop, Worker, after_points
from tests.property.ledger import Ledger
from tests.property.promises import (
    edits_that_got_lost,
    problems_of_nobody,
    records_without_a_reason,
    things_that_exist_twice,
    values_that_did_not_arrive,
    writes,
)

SIDES = st.sampled_from(list(Side))
#: As the machine's integration has them.
KINDS = st.runner().flatmap(lambda machine: st.sampled_from(machine.kinds))
GROUP = st.runner().flatmap(lambda machine: st.sampled_from([GROUPS[kind] for kind in machine.kinds]))
NAMES = ["Ås Bygg AS", "Fjordfisk AS", "Mur og Puss", " Øst  Elektro AS", "Vår Rør"]
TEXTS: dict[str, list[str]] = {
    "name": NAMES,
    "first_name": ["Åse", "Bo", " Kari "],
    "last_name": ["Berg", "Dal", "Li"],
    "phone": ["", "22334455", "+47 91 23 45 67", "40 50 60 70"],
    "mobile": ["", "22334455", "+47 91 23 45 67"],
    "email": ["", "post@as.no", "POST@by.no", "kari@as.no"],
    "address_line1": ["", "Storgata 1", "storgata  2 "],
    "city": ["", "Oslo", " Bergen"],
    "description": ["", "Tak og loft", "Bad"],
}
PARTY = ["name", "phone", "email", "address_line1", "city"]
FIELDS: dict[Kind, list[str]] = {
    Kind.CUSTOMER: PARTY,
    Kind.SUPPLIER: PARTY,
    Kind.PRODUCT: ["name", "description"],
    Kind.PROJECT: ["name", "description"],
    Kind.EMPLOYEE: ["first_name", "last_name", "mobile", "email"],
}
FLAGS = dict.fromkeys(Kind, "active") | {Kind.PROJECT: "closed"}
#: References that persons change: the kind that has one, the field, the kind it refers to.
REFERENCES = {Kind.PROJECT: ("customer", Kind.CUSTOMER), Kind.PRODUCT: ("supplier", Kind.SUPPLIER)}
HIDEABLE = st.sampled_from(["phone", "email", "city", "closed", "active", "mobile", "customer", "supplier"])
STOP = st.one_of(st.sampled_from(list(STOPS.values())), st.integers(0, 60).map(after_points))


class TwoSystems(RuleBasedStateMachine):
    """Rules are what persons, the network and the machines do."""

    kinds: tuple[Kind, ...] = (Kind.CUSTOMER, Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)

    @initialize(
        unique=st.booleans(),
        tidy=st.frozensets(SIDES),
        timed=st.frozensets(SIDES),
        policy=st.sampled_from(list(Policy)),
    )
    def begin(self, unique: bool, tidy: frozenset[Side], timed: frozenset[Side], policy: Policy) -> None:
        self.settle_in(HostileCompany(unique=unique, tidy=tidy, timed=timed, policy=policy))

    def settle_in(self, company: HostileCompany) -> None:
        self.company = company
        self.systems, self.ledger = self.company.hostile, Ledger()
        self.numbers, self.names = iter(range(10001, 99999)), iter(range(1, 9999))

    def is_taken(self, side: Side, kind: Kind, number: str | None) -> bool:
        """Whether the system itself would refuse the number; of one that numbers are ids of, whoever had it has
        it for good: else nobody could tell whose edit was lost."""
        numbers = {record.number for record in self.company.everything(kind, side)}
        if self.company.numbered and side is not T:
            numbers |= self.systems[side].ever_called(kind)
        return number in numbers and (side is T or self.company.numbered)

    @rule(seconds=st.sampled_from([5, 59, 61, 240, 301, 361, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.company.advance(self.company.now + timedelta(seconds=seconds))

    # ---- persons -------------------------------------------------------------------------------------------------

    def pick(self, data: st.DataObject, kind: Kind, side: Side) -> Record | None:
        records = sorted(self.company.everything(kind, side), key=lambda record: record.id)
        return data.draw(st.sampled_from(records)) if records else None

    def tell(self, key: RecordKey, told: bool = True, deleted: bool = False) -> None:
        if told:
            self.company.stores.inbox.put(key, due_at=self.company.tick(), deleted_hint=deleted)

    def type_in(self, side: Side, record: Record, told: bool, **values: Value) -> None:
        """A person edits a record; what returns it to what the engine knows is no edit."""
        key = self.company.key(record, side)
        link = self.company.link(record, side)
        base = link.half(side).base if link is not None else {}
        now = record.values()
        # Empty never overwrites on a first link, so clearing what was never agreed on is no edit to keep.
        news = {name for name in values if self.is_news(record, name, values[name], base.get(name))}
        # Where numbers are ids, a link is no help to recognise a record that has another number and another name.
        known = link is not None and not (self.company.numbered and side is not T)
        self.ledger.wrote(self.company.meant(key), now, values, news, recognised=known)
        edited = self.systems[side].edit(record.kind, record.id, **values)
        self.tell(self.company.key(edited, side), told)

    def is_news(self, record: Record, name: str, value: Value, known: Value) -> bool:
        plain = self.company.desk.integration.rule(record.kind).field(name).normalise
        return plain(value) not in (plain(known), plain(record.values().get(name)))

    @rule(side=SIDES, kind=KINDS, data=st.data(), twin=st.booleans(), told=st.booleans())
    def add(self, side: Side, kind: Kind, data: st.DataObject, twin: bool, told: bool) -> None:
        """A person adds a record: a new one, or one that the other side has too (same number)."""
        like = self.pick(data, kind, side.other) if twin else None
        number = like.number if like is not None else str(next(self.numbers))
        if self.is_taken(side, kind, number):
            return
        values: dict[str, object] = {name: data.draw(st.sampled_from(TEXTS[name])) for name in FIELDS[kind]}
        called = "last_name" if kind is Kind.EMPLOYEE else "name"
        values[called] = f"{values[called]} {next(self.names)}"  # two persons never type quite the same
        if like is not None and data.draw(st.booleans()):
            values |= {name: like.values().get(name) for name in ("name", "first_name", "last_name")}
            values = {name: value for name, value in values.items() if name in like.values()}
        if kind is Kind.PROJECT:
            customer, manager = self.pick(data, Kind.CUSTOMER, side), self.pick(data, Kind.EMPLOYEE, side)
            values |= {"start_date": "2026-01-05", "customer": customer and customer.id}
            values |= {"manager": manager and manager.id}
            number = number if like is not None or data.draw(st.booleans()) else ""
        if kind is Kind.PRODUCT:
            supplier = self.pick(data, Kind.SUPPLIER, side)
            values |= {"supplier": supplier and supplier.id}
        record = self.systems[side].put(kind, number=number, **values)
        self.tell(self.company.key(record, side), told)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def edit(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            name = data.draw(st.sampled_from(FIELDS[kind]))
            self.type_in(side, record, told, **{name: data.draw(st.sampled_from(TEXTS[name]))})

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans(), value=st.booleans())
    def activate_or_not(self, side: Side, kind: Kind, data: st.DataObject, told: bool, value: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            self.type_in(side, record, told, **{FLAGS[kind]: value})

    @rule(side=SIDES, data=st.data(), told=st.booleans(), none=st.booleans())
    def refer_elsewhere(self, side: Side, data: st.DataObject, told: bool, none: bool) -> None:
        kind = next(kind for kind in REFERENCES if kind in self.kinds)
        name, parents = REFERENCES[kind]
        record, parent = self.pick(data, kind, side), self.pick(data, parents, side)
        if record is not None:
            self.type_in(side, record, told, **{name: None if none or parent is None else parent.id})

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def renumber(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None:
            self.type_in(side, record, told, number=str(next(self.numbers)))

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def swap(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        one, two = self.pick(data, kind, side), self.pick(data, kind, side)
        if one is not None and two is not None and one.id != two.id and one.number and two.number:
            self.type_in(side, one, told, number=two.number)
            self.type_in(side, two, told, number=one.number)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def delete(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        record = self.pick(data, kind, side)
        if record is not None and not self.systems[side].in_use(kind, record.id):
            key = self.company.key(record, side)
            self.systems[side].remove(kind, record.id)
            linked = self.company.link(record, side) is not None
            self.ledger.erased(self.company.meant(key), len(self.systems[side].made), linked=linked)
            self.tell(key, told, deleted=True)

    @rule(side=SIDES, kind=KINDS, data=st.data(), told=st.booleans())
    def undelete(self, side: Side, kind: Kind, data: st.DataObject, told: bool) -> None:
        bin_ = sorted(self.systems[side].trash[kind])
        if not bin_:
            return
        record = self.systems[side].trash[kind][data.draw(st.sampled_from(bin_))]
        if side is T and self.is_taken(side, kind, record.number):
            return
        self.systems[side].undelete(kind, record.id)
        self.ledger.taken_back.append(self.company.meant(self.company.key(record, side)))
        self.tell(self.company.key(record, side), told)

    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        """A person answers an open problem, or a note."""
        fates = self.company.stores.journal.all_fates  # type: ignore[attr-defined]
        asked = [fate for fate in fates if fate.code and CATALOGUE[fate.code].choices]
        if not asked:
            return
        fate = data.draw(st.sampled_from(sorted(asked, key=lambda each: str(each.key))))
        choice = data.draw(st.sampled_from(CATALOGUE[fate.code].choices))
        problem = self.company.stores.journal.problem_of(fate.key)
        partner = data.draw(st.sampled_from(problem.suggestions)) if problem and problem.suggestions else None
        if choice is Choice.LINK and partner is None:
            return
        who = self.company.meant(fate.key)
        self.ledger.decided.append((who, choice, partner))
        if choice is Choice.RECREATE:
            self.ledger.begins_anew(who)
        self.company.stores.decisions.put(
            Decision(connection="c1", key=fate.key, choice=choice, partner=partner, by="Kari", at=self.company.tick())
        )
        self.company.stores.inbox.put(fate.key, due_at=self.company.tick(), priority=Priority.PERSON)

    # ---- network -------------------------------------------------------------------------------------------------

    @rule(side=SIDES, kind=KINDS, data=st.data(), deleted=st.booleans())
    def trigger(self, side: Side, kind: Kind, data: st.DataObject, deleted: bool) -> None:
        """A trigger that comes again, late, or for a record long gone; its hint may be wrong."""
        ids = sorted({*self.systems[side].records[kind], *self.systems[side].trash[kind]})
        if ids:
            self.tell(RecordKey(kind=kind, side=side, id=data.draw(st.sampled_from(ids))), deleted=deleted)

    @rule(kind=KINDS)
    def compare(self, kind: Kind) -> None:
        """A reconcile begins in the middle of it all."""
        self.company.compare(kind)

    @rule(side=SIDES, faults=st.lists(st.sampled_from(RowFault), min_size=1, max_size=3))
    def answers_get_lost(self, side: Side, faults: list[RowFault]) -> None:
        self.systems[side].row_faults += faults

    @rule(side=SIDES)
    def a_late_write_ends(self, side: Side) -> None:
        self.systems[side].carry_out_late()

    @rule(side=SIDES, fields=st.sets(HIDEABLE, max_size=2))
    def withhold(self, side: Side, fields: set[str]) -> None:
        self.systems[side].withheld = fields

    # ---- machines ------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.company.workers) < 3)
    @rule(group=GROUP, stop=STOP)
    def begin_work(self, group: str, stop: Stop) -> None:
        self.company.begin_work(group, stop)

    def worker(self, data: st.DataObject) -> Worker:
        return self.company.workers[data.draw(st.integers(0, len(self.company.workers) - 1))]

    @precondition(lambda self: self.company.workers)
    @rule(data=st.data(), stop=STOP)
    def work_goes_on(self, data: st.DataObject, stop: Stop) -> None:
        self.company.go_on(self.worker(data), stop)

    @precondition(lambda self: self.company.workers)
    @rule(data=st.data(), late=st.booleans())
    def worker_is_cut_off(self, data: st.DataObject, late: bool) -> None:
        self.company.cut_off(self.worker(data), late=late)

    @precondition(lambda self: any(worker.at and worker.at.on_system for worker in self.company.workers))
    @rule(data=st.data(), stop=STOP, late=st.booleans(), limited=st.booleans())
    def line_breaks(self, data: st.DataObject, stop: Stop, late: bool, limited: bool) -> None:
        """The call to a system fails: before it was sent, with its answer, or at a rate limit."""
        worker = data.draw(st.sampled_from([w for w in self.company.workers if w.at and w.at.on_system]))
        if limited and worker.at is not None and worker.at.before:
            self.company.go_on(worker, stop, RateLimited(self.company.now + timedelta(seconds=30)))
        else:
            self.company.break_line(worker, stop, late=late)

    @rule(rounds=st.integers(1, 3))
    def work(self, rounds: int) -> None:
        """Everything due is worked off without a fault, up to `rounds` times."""
        self.company.settle(rounds)

    # ---- in the end ----------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "company"):
            return
        company, ledger = self.company, self.ledger
        company.calm()
        company.settle()
        company.reconcile()
        broken = {
            "unequal": company.unequal(),
            "twice": things_that_exist_twice(company, ledger),
            "lost": edits_that_got_lost(company, ledger),
            "not arrived": values_that_did_not_arrive(company, ledger),
            "unexplained": records_without_a_reason(company),
            "of nobody": problems_of_nobody(company),
        }
        assert not any(broken.values()), {name: found for name, found in broken.items() if found}
        written = writes(company)
        company.reconcile()
        assert writes(company) == written, "the second reconcile has written"


RACKBEATS = (Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT)


class Rackbeat(TwoSystems):
    """The same with Rackbeat's rules: numbers are the identity in the app, and each kind goes one way or both."""

    kinds = RACKBEATS

    @initialize(
        tidy=st.frozensets(SIDES),
        timed=st.frozensets(st.just(T)),
        policy=st.sampled_from(list(Policy)),
        direction=st.fixed_dictionaries(dict.fromkeys(RACKBEATS, st.sampled_from(list(Flow)))),
    )
    def begin(
        self, tidy: frozenset[Side], timed: frozenset[Side], policy: Policy, direction: dict[Kind, Flow]
    ) -> None:
        chosen = Settings(direction=direction, app_defaults=DEFAULTS)
        rules = INTEGRATION.under(chosen, starting_up=False)
        self.settle_in(
            HostileCompany(tidy=tidy, timed=timed, policy=policy, integration=rules, numbered=True, settings=chosen)
        )

    def swap(self, *_given: object) -> None:
        """No rule here: two things would have been called the same, and nobody could tell whose edit was lost. Swaps
        are in tests/unit/sync/test_renumbering.py."""


#: Part by part, so that they run beside each other; the seed of each follows from the one that is printed.
PARTS = 4
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "400"))


@pytest.mark.parametrize("part", range(PARTS))
def test_after_whatever_happened_both_sides_are_equal_with_nothing_twice_and_nothing_lost(part: int) -> None:
    machine = seed(int(os.environ["HYPOTHESIS_SEED"]) * PARTS + part)(TwoSystems)
    run_state_machine_as_test(machine, settings=settings(max_examples=EXAMPLES // PARTS, stateful_step_count=40))


#: Fewer: the engine is the same, the tables are others.
RACKBEAT_PARTS = 2


@pytest.mark.parametrize("part", range(RACKBEAT_PARTS))
def test_the_same_holds_for_rackbeats_rules_one_way_and_both_ways(part: int) -> None:
    machine = seed(int(os.environ["HYPOTHESIS_SEED"]) * RACKBEAT_PARTS + part)(Rackbeat)
    examples = EXAMPLES // PARTS // RACKBEAT_PARTS
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=40))
