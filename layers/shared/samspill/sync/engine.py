"""How changes of one kind and side travel: gather -> decide -> act -> settle.

cases  = gather(both sides, links, look-alikes, decisions)
steps  = decide(each case)                              pure
breaker: deletes over the limit                         stay in the inbox; overwrites likewise, before they are sent
skip, hold, await, wait, rest, forget                   written down
pause, adopt                                            an earlier attempt to create it: waited for, linked
join, meet                                              linked, merged, written to the side that did not change
make                                                    intent, create, link
vanish, revive, unlink                                  the matrix of deletes and what persons said
separate                                                a pair that a person takes apart
settle(fates, problems, history; wake who waited)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samspill.exceptions import RevisionConflict
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Fate
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.sync import asking, attempts, breaker, creation, meeting, renumbering, separating, vanishing
from samspill.sync.behind import BEHIND_PAUSE
from samspill.sync.case import (
    Adopt,
    Await,
    Behind,
    Case,
    Forget,
    GiveWay,
    Hold,
    Join,
    Make,
    Meet,
    Number,
    Pause,
    Rest,
    Revive,
    Separate,
    Skip,
    Step,
    Surroundings,
    Unlink,
    Vanish,
    Wait,
)  # fmt: skip
from samspill.sync.decide import decide
from samspill.sync.desk import PARENT_PATIENCE, Desk, Finished, Later, Parked, Result, Stopped
from samspill.sync.gather import gather, surroundings
from samspill.sync.numbers import give_numbers
from samspill.sync.settle import Settlement, keys_of


@dataclass(frozen=True)
class Worked:
    """What a batch came to: a result for each change, the groups that have something due now, the fates, and the
    records of linked pairs as they are afterwards."""

    results: dict[RecordKey, Result]
    groups: frozenset[str] = frozenset()
    fates: Mapping[RecordKey, Fate] = field(default_factory=dict)
    seen: Mapping[RecordKey, Record] = field(default_factory=dict)


def work_on(desk: Desk, kind: Kind, side: Side, ids: Sequence[str], hints: Mapping[str, str] | None = None) -> Worked:
    """Look at those records now and do what is to be done. `hints` are the old numbers that triggers told, by id.
    Raises what the systems raise."""
    return run(desk, kind, gather(desk, kind, side, list(dict.fromkeys(ids)), hints))


def run(desk: Desk, kind: Kind, cases: Sequence[Case]) -> Worked:
    """Decide on gathered cases and act."""
    rule = desk.integration.rule(kind)
    around = surroundings(desk, rule, cases)
    steps = [(case, decide(case, rule, around)) for case in cases]
    settlement = Settlement(desk, desk.stores.journal.fates(_concerned(steps)))
    vanishing.believe(desk, kind, [step for _, step in steps])
    too_many = breaker.deletes_over_limit(desk, kind, steps, settlement)
    results: dict[RecordKey, Result] = dict.fromkeys(too_many, Stopped())
    steps = [(case, step) for case, step in steps if case.key not in too_many]
    asked: set[str] = set()
    for case, step in steps:
        result = _note(desk, case, step, settlement, asked)
        if result is not None:
            results[case.key] = result
    results |= _pairs(desk, kind, steps, around, settlement)
    numberless = [case for case, step in steps if isinstance(step, Number)]
    results |= give_numbers(desk, kind, numberless, settlement)
    for target in sorted(desk.targets):
        makes = [(case, step) for case, step in steps if isinstance(step, Make) and step.target is target]
        results |= creation.create(desk, kind, target, makes, around, settlement)
    groups = settlement.store()
    rest = {case.key: Finished() for case, _ in steps if case.key not in results}
    return Worked(results | rest, frozenset(groups | asked), settlement.fates, settlement.seen)


def _concerned(steps: Sequence[tuple[Case, Step]]) -> list[RecordKey]:
    """Every record whose fate the batch may change: the cases, both halves of links, partners to be."""
    links = [case.link for case, _ in steps if case.link is not None]
    partners = [
        RecordKey(kind=case.key.kind, side=case.key.side.other, id=step.partner.id)
        for case, step in steps
        if isinstance(step, Join)
    ]
    return list(dict.fromkeys([*(case.key for case, _ in steps), *keys_of(links), *partners]))


def _note(  # noqa: PLR0911, PLR0912 - one exit a step
    desk: Desk, case: Case, step: Step, settlement: Settlement, asked: set[str]
) -> Result | None:
    """The steps that concern one record alone; None for those that are done in batches."""
    key, now = case.key, desk.clock()
    try:
        match step:
            case Skip(code):
                settlement.skipped(key, case.own, code)
            case Hold():
                settlement.held(key, case.own, step)
                if step.parent is not None:
                    return Parked(step.parent, now + PARENT_PATIENCE)
            case Wait(parent):
                settlement.waiting(key, case.own, "waits_for_parent", parent)
                desk.stores.inbox.put(parent, due_at=now, priority=Priority.CHANGE)
                asked.add(parent.group)
                return Parked(parent, now + PARENT_PATIENCE)
            case Pause():
                return attempts.pause(case, step, settlement)
            case Adopt(claim, made):
                return attempts.adopt(desk, claim, made, settlement)
            case Await():
                return asking.await_answer(desk, case, step, settlement)
            case Behind(parent):
                settlement.waiting(key, case.own, "waits_for_parent", parent)
                desk.stores.inbox.put(parent, due_at=now, priority=Priority.CHANGE)
                asked.add(parent.group)
                return Later(now + BEHIND_PAUSE)
            case GiveWay(holder):
                asked.add(holder.group)
                return renumbering.give_way(desk, case, step, settlement)
            case Forget():
                settlement.gone(key)
            case Rest():
                return vanishing.rest(desk, case, step, settlement)
            case Vanish():
                return vanishing.vanish(desk, step, settlement)
            case Revive():
                return vanishing.revive(desk, case, step, settlement)
            case Unlink():
                return vanishing.unlink(desk, case, step, settlement)
            case Separate():
                return separating.separate(desk, step, settlement)
            case _:
                return None
    except RevisionConflict:
        return Later(now, counts=False)
    return Finished()


def _pairs(
    desk: Desk, kind: Kind, steps: Sequence[tuple[Case, Step]], around: Surroundings, settlement: Settlement
) -> dict[RecordKey, Result]:
    """Join and merge pairs, writing in batches."""
    pairs: list[meeting.Pair] = []
    results: dict[RecordKey, Result] = {}
    for case, step in steps:
        if isinstance(step, Join):
            pair = meeting.join(desk, kind, case, step, around)
            if pair is None:
                results[case.key] = Later(desk.clock(), counts=False)
                continue
            by = case.decision.by if case.decision is not None else None
            settlement.happened(case.key, "linked", link=pair.link.id, by=by, partner=step.partner.id)
            pairs.append(pair)
        elif isinstance(step, Meet):
            pairs.append(meeting.Pair(case, step, step.link))
    return results | meeting.meet(desk, kind, pairs, settlement)
