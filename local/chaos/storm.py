"""One run from the founding of the firms to the judgement."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from local.chaos.auditor import audit
from local.chaos.duty import Duty
from local.chaos.edits import EDITS
from local.chaos.faults import Fault
from local.chaos.firms import Firm, found
from local.chaos.going_live import GoingLive
from local.chaos.hands import Hands
from local.chaos.judge import judge
from local.chaos.newcomer import Newcomer
from local.chaos.office import PAPERS, Office
from local.chaos.people import Nobody, People
from local.chaos.plan import Act, plan
from local.chaos.quiet import NeverQuiet, Quiet, patiently
from local.chaos.report import Outcome
from local.chaos.shelf import Shelf
from local.chaos.sight import Explanations
from local.chaos.trouble import QUEUES, Trouble
from local.chaos.watch import Watch
from local.chaos.weather import Weather
from local.companies import Company
from local.deployment import STACK
from local.peers import PeerRefused
from local.traffic import Sort, Traffic
from local.world import World

#: Records of each firm that people make by hand before it is connected, in turns of kinds and sides.
BEFORE = 12
#: Seconds after which a message whose worker was killed is visible again. On AWS it is longer than any worker takes;
#: short here, so that a run does not wait, and so that two workers meet.
VISIBILITY = 20
#: More deliveries at once are refused and come again: a process for each would bring a small machine to its knees.
DELIVERIES_AT_ONCE = 4


@dataclass
class Storm:
    """A run of `cast`, its firms, in one world. `tell` gets a line now and then."""

    world: World
    seed: int
    seconds: float
    tell: Callable[[str], None]
    cast: tuple[Firm, ...]
    outcome: Outcome = field(init=False)

    def __post_init__(self) -> None:
        self.outcome = Outcome(self.seed, self.seconds)
        self._weather = Weather(self.world)
        self._made: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()

    def run(self) -> Outcome:
        """All of it. Raises what the embedded AWS and the sandboxes raise when they break themselves."""
        self._prepare_the_stack()
        companies = [found(self.world, firm, self.seed) for firm in self.cast]
        people = People([Hands.of(self.world, company) for company in companies])
        duties = [(Duty if isinstance(each, Company) else Newcomer)(self.world, each) for each in companies]
        office, shelves = Office(people), [Shelf.of(hands) for hands in people.firms]
        trouble, quiet = Trouble(self.world), Quiet(self.world, duties)
        watch = Watch(people.firms, duties)
        self._furnish(people)
        try:
            with self._phase("first syncs"):
                fair_ends = partial(self._weather.turn_hostile, self.seed)
                GoingLive(duties, trouble, self._dice("first sync"), fair_ends, self.tell).run()
            watch.start()
            with self._phase("storm"):
                self._rage(office, duties, trouble, watch)
            self._weather.turn_fair()
            with self._phase("until nothing is due"):
                quiet.wait("after the storm")
            with self._phase("reconcile"):
                quiet.reconcile()
                quiet.wait("after the reconcile")
            watch.stop()
            self._second_reconcile(quiet)
        except NeverQuiet as busy:
            self.outcome.faults.append(Fault("quiet", str(busy)))
        finally:
            watch.stop()
        for firm, (hands, duty) in enumerate(zip(people.firms, duties, strict=True)):
            self.outcome.faults += patiently(partial(judge, firm, hands, duty, people.ledger))
            papers = [each for each in office.papers if each.firm == firm]
            told = patiently(partial(Explanations.of, duty.connected))
            self.outcome.faults += audit(hands, told, papers, shelves[firm])
        self._sum_up(duties, trouble, watch)
        return self.outcome

    def _prepare_the_stack(self) -> None:
        for queue in QUEUES.values():
            attributes = {"VisibilityTimeout": str(VISIBILITY)}
            url = self.world.stack.outputs[queue]
            self.world.stack.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=attributes)
        self.world.stack.client("lambda").put_function_concurrency(
            FunctionName=f"{STACK}-webhooks", ReservedConcurrentExecutions=DELIVERIES_AT_ONCE
        )

    def _furnish(self, people: People) -> None:
        """Some records that people keep an eye on stand there before the first sync."""
        dice = self._dice("furnish")
        for firm in range(len(people.firms)):
            for place in range(BEFORE):
                kinds = people.firms[firm].trade.kinds
                kind, sides = list(kinds)[place % len(kinds)], list(kinds.values())[place % len(kinds)].sides
                people.create(dice, firm, kind, sides[place // len(kinds) % len(sides)])

    def _rage(self, office: Office, duties: list[Duty], trouble: Trouble, watch: Watch) -> None:
        """Act after act, each at its time or as soon after it as this machine can."""
        begun = time.monotonic()
        for act in plan(self.seed, self.seconds):
            time.sleep(max(0.0, begun + act.at - time.monotonic()))
            dice = random.Random(act.dice)  # noqa: S311 - not for secrets
            firm = office.people.firm(dice)
            connection, group = duties[firm].connected.id, dice.choice(office.people.firms[firm].trade.groups)
            match act.name:
                case "kill":
                    trouble.kill(dice)
                case "duplicate":
                    trouble.duplicate(connection, group)
                case "meet":
                    trouble.meet(connection, group, dice)
                case _:
                    self._edit(act, office, dice, watch)

    def _edit(self, act: Act, office: Office, dice: random.Random, watch: Watch) -> None:
        if act.name in PAPERS and not any(hands.trade.has_invoices for hands in office.people.firms):
            return
        try:
            done = PAPERS[act.name](office, dice) if act.name in PAPERS else EDITS[act.name](office.people, dice)
            watch.follow(act.name, done)
            self._made[act.name] += 1
        except (PeerRefused, Nobody):
            self._refused[act.name] += 1

    def _second_reconcile(self, quiet: Quiet) -> None:
        """It must find nothing to write."""
        traffic = Traffic(self.world.sandboxes.exchanges) if self.world.sandboxes.exchanges else None
        before, mark = self._weather.writes(), traffic.mark() if traffic else {}
        with self._phase("second reconcile"):
            quiet.reconcile()
            quiet.wait("after the second reconcile")
        wrote = {name: count - before[name] for name, count in self._weather.writes().items()}
        if any(wrote.values()):
            calls = traffic.between(mark, traffic.mark()) if traffic else []
            lines = [f"{call.server} {call.text} {call.updated}" for call in calls if call.sort is Sort.WRITE]
            self.outcome.faults.append(Fault("second reconcile wrote nothing", f"it wrote {wrote}", "\n".join(lines)))

    def _sum_up(self, duties: list[Duty], trouble: Trouble, watch: Watch) -> None:
        self.outcome.injected, self.outcome.calls = self._weather.injected(), self._weather.calls()
        self.outcome.trouble = trouble.made
        self.outcome.attended = sum((duty.done for duty in duties), Counter())
        self.outcome.edits, self.outcome.refused = dict(self._made), dict(self._refused)
        self.outcome.taken = watch.taken
        problems: Counter[str] = Counter()
        for duty in duties:
            problems.update(patiently(duty.connected.now)["counts"]["problems"])
        self.outcome.problems = dict(problems)

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        self.tell(f"{name} …")
        begun = time.monotonic()
        try:
            yield
        finally:
            self.outcome.phases[name] = time.monotonic() - begun

    def _dice(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {what}")  # noqa: S311
