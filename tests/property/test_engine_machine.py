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
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from samspill.exceptions import RateLimited
from samspill.integrations.rackbeat import INTEGRATION
from samspill.model.changes import RecordKey
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.settings import Policy, Settings
from tests.fakes.company import T
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.rackbeat import DEFAULTS, NOT_LOOKED_UP
from tests.fakes.workers import Stop, Worker
from tests.property.people import People
from tests.property.promises import (
    edits_that_got_lost,
    problems_of_nobody,
    records_without_a_reason,
    things_that_exist_twice,
    values_that_did_not_arrive,
    writes,
)
from tests.property.vocabulary import GROUP, HIDEABLE, KINDS, SIDES, STOP


class TwoSystems(People):
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

    @rule(seconds=st.sampled_from([5, 59, 61, 240, 301, 361, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.company.advance(self.company.now + timedelta(seconds=seconds))

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
        self.ledger.withheld |= {(side, name) for name in fields}

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
        company = HostileCompany(
            tidy=tidy, timed=timed, policy=policy, integration=rules, numbered=True, settings=chosen
        )  # fmt: skip
        company.tripletex.not_looked_up |= NOT_LOOKED_UP
        self.settle_in(company)

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
