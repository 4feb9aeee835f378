"""Works on pairs: links two records, writes to each side what only the other has changed, moves the bases."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspill.exceptions import RateLimited, RetryLater, RevisionConflict
from samspill.model.breakers import Harm
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision, Entry
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Choice
from samspill.model.records import Record, Values
from samspill.sync import breaker
from samspill.sync.case import Case, Hold, Join, Meet, Surroundings
from samspill.sync.desk import OPTIONAL_PATIENCE, PEER_LONGEST, Desk, Finished, Later, Parked, Result, Stopped
from samspill.sync.merge import merge
from samspill.sync.numbers import step_aside
from samspill.sync.ports import Conflict, Done, Missing, NotSent, Outcome, Patch, Refused, Uncertain
from samspill.sync.renumbering import after_our_write
from samspill.sync.settle import Settlement, entry, pair_key


@dataclass
class Pair:
    """A pair being worked on. `link` is replaced as bases move; `result` and `hold` fill up on the way."""

    case: Case
    meet: Meet
    link: Link
    result: Result | None = None
    hold: Hold | None = None

    def patch(self, side: Side) -> Values:
        """What is still to be written to `side`."""
        return self.meet.merged.patches[side]


def join(desk: Desk, kind: Kind, case: Case, step: Join, around: Surroundings) -> Pair | None:
    """Store the link, both bases still empty, and merge for the first time. None when somebody was faster."""
    first = first_meeting(desk, kind, case, step, around)
    try:
        link = desk.stores.links.add(_moved(first.link, first.records, first.merged.bases))
    except RevisionConflict:
        return None
    for claim in desk.stores.intents.open([pair_key(link, side) for side in Side]).values():
        if claim.until <= desk.clock():
            desk.stores.intents.release(
                claim
            )  # an attempt that came to nothing, and now to a partner of another origin
    return Pair(case, Meet(link, first.records, first.merged), link)


def first_meeting(desk: Desk, kind: Kind, case: Case, step: Join, around: Surroundings) -> Meet:
    """What linking the two comes to: a link that nobody has stored yet, both bases empty, and its merge."""
    assert case.own is not None
    records = {case.key.side: case.own, case.key.side.other: step.partner}
    halves = {side.value: Half(id=records[side].id, version=records[side].version) for side in Side}
    link = Link.model_validate({"id": desk.new_id(), "connection": desk.connection.id, "kind": kind, **halves})
    rule = around.rule_of(desk.integration.rule(kind), records)
    return Meet(link, records, merge(rule, link, records, desk.connection.settings.policy(kind), around.translate))


def meet(desk: Desk, kind: Kind, pairs: Sequence[Pair], settlement: Settlement) -> dict[RecordKey, Result]:
    """Write what each pair needs, side by side in batches; what is to happen with each change.
    Raises GenerationChanged."""
    for pair in pairs:
        pair.link = _moved(pair.link, pair.meet.records, pair.meet.merged.bases)
        pair.hold = what_cannot_be_written(desk, kind, pair.meet)
    _stop_what_is_too_much(desk, kind, pairs, settlement)
    _announce(desk, [pair for pair in pairs if pair.result is None and pair.meet.merged.writes])
    for side in sorted(desk.targets):
        _write(desk, kind, side, [p for p in pairs if p.result is None and p.patch(side)], settlement)
    return {pair.case.key: _finish(desk, pair, settlement) for pair in pairs}


def what_cannot_be_written(desk: Desk, kind: Kind, meet: Meet) -> Hold | None:
    """Why a part of the merge stays undone, if any does. What a gate stops is taken out of its patches."""
    merged, hold = meet.merged, None
    if merged.asked:
        hold = Hold("both_changed", {"field": ", ".join(merged.asked)})
    for code, facts in merged.refused.values():
        hold = Hold(code, facts)
    gate = desk.integration.rule(kind).write_gate
    for side in Side:
        patch = merged.patches[side]
        stop = gate(side, meet.records[side], patch) if patch else None
        if stop is not None:
            hold = Hold(stop.code, dict(stop.facts))
            merged.patches[side] = {}
    return hold


def _stop_what_is_too_much(desk: Desk, kind: Kind, pairs: Sequence[Pair], settlement: Settlement) -> None:
    rule = desk.integration.rule(kind)
    replacing = [p for p in pairs if breaker.overwrites(rule, p.meet.records, p.meet.merged.patches)]
    wanted = [(pair.case, pair.link) for pair in replacing]
    too_many = breaker.over_limit(desk, kind, Harm.OVERWRITTEN, wanted, settlement)
    for pair in replacing:
        if pair.case.key in too_many:
            pair.result = Stopped()


def _announce(desk: Desk, pairs: Sequence[Pair]) -> None:
    """Before anything is written: the link knows what is about to be, so that it is never taken for a person's edit,
    and the history has what is overruled, should we be cut off. Who lost the race for the link starts over."""
    entries: list[Entry] = []
    for pair in pairs:
        link = pair.link
        for side in desk.targets:
            link = link.with_half(side, link.half(side).sending(pair.patch(side)))
        try:
            pair.link = desk.stores.links.save(link)
        except RevisionConflict:
            pair.result = Later(desk.clock(), counts=False)
            continue
        for side in desk.targets:
            lost = {n: value for n, value in pair.meet.merged.lost[side].items() if n in pair.patch(side)}
            key = pair_key(pair.link, side)
            entries += (
                [entry(desk, key, "conflict", link=pair.link.id, lost=lost, cause=pair.case.key)] if lost else []
            )
    if entries:
        desk.stores.journal.write(entries)


def _write(desk: Desk, kind: Kind, side: Side, pairs: Sequence[Pair], settlement: Settlement) -> None:
    if not pairs:
        return
    desk.guard()
    patches = [
        Patch(p.link.half(side).id, p.meet.records[side].version, p.patch(side), key=f"{p.link.id}.{p.link.revision}")
        for p in pairs
    ]
    try:
        outcomes: Sequence[Outcome] = desk.systems[side].update(kind, patches)
    except RetryLater as error:
        outcomes = [NotSent(error)] * len(pairs)  # writing the same fields again does no harm
    for pair, outcome in zip(pairs, outcomes, strict=True):
        _take(desk, pair, side, outcome, settlement)


def _take(desk: Desk, pair: Pair, side: Side, outcome: Outcome, settlement: Settlement) -> None:
    now = desk.clock()
    match outcome:
        case Done(record):
            written = pair.patch(side)
            old_key = pair_key(pair.link, side)
            try:
                pair.link = after_our_write(desk, _after_write(pair, side, record), side, record)
            except RevisionConflict:
                pair.result = Later(now, counts=False)
                return
            if pair_key(pair.link, side) != old_key:
                settlement.gone(old_key)
            pair.meet.records[side] = record
            _tell_sharer(desk, side, record)
            now_key, cause = pair_key(pair.link, side), pair.case.key
            settlement.happened(now_key, "updated", link=pair.link.id, written=written, cause=cause)
        case Refused(error) if error.code == "number_taken" and _swapped(desk, pair, side):
            pair.result = Later(now)
        case Refused(error):
            pair.hold = Hold(error.code, error.facts, technical=f"{error.field}: {error.message}")
        case Conflict() | Missing():
            pair.result = Later(now)
        case NotSent(error) | Uncertain(error):
            pair.result = (
                Later(error.until, counts=False) if isinstance(error, RateLimited) else Later(now + PEER_LONGEST)
            )


def _tell_sharer(desk: Desk, side: Side, record: Record) -> None:
    """What was written to a row of Tripletex may be news for who else is linked to it."""
    shares = desk.integration.rule(record.kind).shares
    if shares is None or side is not Side.TRIPLETEX or not record.values().get(shares.flag):
        return
    if shares.kind in desk.connection.kinds_on(desk.integration.kinds):
        key = RecordKey(kind=shares.kind, side=side, id=record.id)
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.CHANGE)


def _swapped(desk: Desk, pair: Pair, side: Side) -> bool:
    number = pair.patch(side).get("number")
    try:
        return bool(number) and step_aside(desk, pair.link.kind, side, str(number))
    except RevisionConflict:
        return True  # somebody is at the record that has the number: afterwards it may be free


def _finish(desk: Desk, pair: Pair, settlement: Settlement) -> Result:
    if pair.link != pair.meet.link:
        try:
            pair.link = desk.stores.links.save(pair.link)
        except RevisionConflict:
            return Later(desk.clock(), counts=False)
    answered = pair.case.decision is not None and pair.result is None
    if answered and pair.case.decision is not None:
        for key in _answered_for(pair, pair.case.decision):
            desk.stores.decisions.drop(key)  # an answer holds for the question it was given to
    if pair.hold is not None:
        records = pair.meet.records
        settlement.held(pair.case.key, records[pair.case.key.side], pair.hold, pair.link, records=records)
    elif pair.result is None:
        settlement.linked(pair.link, pair.meet.records)
        settlement.wake(*(pair_key(pair.link, side) for side in Side))
    if pair.result is None and pair.meet.merged.waiting:
        kind, side, record_id = pair.meet.merged.waiting[0]
        return Parked(RecordKey(kind=kind, side=side, id=record_id), desk.clock() + OPTIONAL_PATIENCE)
    return pair.result or Finished()


def _answered_for(pair: Pair, decision: Decision) -> list[RecordKey]:
    """Whose answers are used up: who is linked by a person is not kept out any more, whatever was said of it."""
    if decision.choice is not Choice.LINK:
        return [decision.key]
    return sorted((pair_key(pair.link, side) for side in Side), key=lambda key: key == decision.key)


def _after_write(pair: Pair, side: Side, record: Record) -> Link:
    """Bases of the written fields: each side as it has them now; a field the answer left out is taken as sent."""
    names = pair.patch(side)
    source, returned = pair.meet.records[side.other].values(), record.values()
    link = _rebased(pair.link, side, {n: returned.get(n, names[n]) for n in names}, record.version)
    return _rebased(link, side.other, {n: source[n] for n in names if n in source})


def _moved(link: Link, records: dict[Side, Record], bases: dict[Side, Values]) -> Link:
    for side in Side:
        link = _rebased(link, side, bases[side], records[side].version)
    return link


def _rebased(link: Link, side: Side, base: Values, version: int | None = None) -> Link:
    return link.with_half(side, link.half(side).rebased(base, version))
