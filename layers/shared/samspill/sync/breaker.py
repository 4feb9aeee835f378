"""The breaker (DESIGN section 4): a kind of which too much is deleted or overwritten in an hour stands still until
a person releases it.

what counts    a delete that is believed and changes the other side; a write that replaces a value of a two-way field.
               Not: filling an empty field, an echo, what a person asked for, what a plan's approval covers
when           reserved before the batch acts: what fits under the limit goes on, the rest stays in the inbox, and the
               kind is open from that very moment. A reservation is one conditional write, so two workers count
               together; a record counts once an hour, so trying again after a crash or a conflict costs nothing
while open     every change of the kind is parked; comparisons still look and enqueue; other kinds go on
released       counting begins anew, and what stood in the inbox then has been approved: it does not count, unless
               it was told of again since; a comparison that finds it again tells nothing new
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from samspill.exceptions import RetryLater, RevisionConflict
from samspill.model.breakers import Breaker, Harm, StoppedRecord, limit
from samspill.model.changes import EVERYTHING, Change, Priority, RecordKey
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.records import Record, Values
from samspill.model.rules import KindRule
from samspill.sync.case import Case, Step, Vanish
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.settle import Settlement

#: The id of the change that means "wake what waited for the release".
RELEASED = "!released"
#: The reason of a stopped change, a code of the catalogue.
BREAKER_OPEN = "breaker_open"
#: Who waits looks again after this, should a release ever be missed.
PATIENCE = timedelta(days=1)
#: The index of waiting changes may lag behind: a release looks for who waits once more after this.
_LAG = timedelta(minutes=1)
#: What a person asked for, and what the approval of a plan covers.
_ASKED_FOR = (Priority.PERSON, Priority.FIRST_SYNC)
_EXAMPLES = 5
_TRIES = 20


def waits_for(kind: Kind) -> str:
    """What changes of a stopped kind wait for."""
    return f"breaker#{kind.value}"


def register_of(kind: Kind) -> RecordKey:
    """Whose history tells when the kind was stopped and who released it: the register as a whole."""
    return RecordKey(kind=kind, side=Side.TRIPLETEX, id=EVERYTHING)


# ---- before a batch ------------------------------------------------------------------------------------------


def let_through(desk: Desk, kind: Kind, changes: Sequence[Change]) -> tuple[Desk, list[Change], int]:
    """Park what an open breaker stops. The desk to work at, which knows what is approved, the changes that go on, and
    how many do not."""
    state = desk.stores.breakers.get(kind)
    approved = frozenset(change.key for change in changes if _is_approved(change, state))
    desk = replace(desk, approved=approved.__contains__)
    stopped = [change for change in changes if change.key not in approved] if state.is_open else []
    for change in stopped:
        park(desk, change)
    return desk, [change for change in changes if change not in stopped], len(stopped)


def _is_approved(change: Change, state: Breaker) -> bool:
    """By its last trigger: what is told of after the release is new, however long the item has been waiting."""
    told_at, told_with = change.told_at or change.first_at, change.told_with or change.priority
    return told_with in _ASKED_FOR or (state.released_at is not None and told_at <= state.released_at)


def park(desk: Desk, change: Change) -> bool:
    """Keep the change until the release; nothing of it is used up. Should that have come just now, it is due. False
    when somebody triggered or finished it meanwhile."""
    kind, now = change.key.kind, desk.clock()
    kept = desk.stores.inbox.park(change, waits_for(kind), now + PATIENCE)
    if kept and not desk.stores.breakers.get(kind).is_open:
        desk.stores.inbox.postpone(change, now, attempts=change.attempts)  # no new trigger: what waited is approved
    return kept


# ---- within a batch ------------------------------------------------------------------------------------------


def deletes_over_limit(
    desk: Desk, kind: Kind, steps: Sequence[tuple[Case, Step]], settlement: Settlement
) -> frozenset[RecordKey]:
    """Which deletes, all of them believed, may not be carried over now; all others are counted."""
    harmful = [(case, step.link) for case, step in steps if isinstance(step, Vanish) and _changes_survivor(step)]
    return over_limit(desk, kind, Harm.DELETED, harmful, settlement)


def _changes_survivor(step: Vanish) -> bool:
    if step.survivor is None:
        return False
    values = step.survivor.values()
    return step.gone.delete or any(values.get(name) != value for name, value in step.gone.write.items())


def overwrites(rule: KindRule, records: Mapping[Side, Record], patches: Mapping[Side, Values]) -> bool:
    """Whether those writes replace something: a value, other than empty. A field that goes one way in a kind that
    goes both is one side's word alone, and does not count."""
    for side, patch in patches.items():
        now = records[side].values()
        for name in patch:
            each = rule.field(name)
            replaces = now.get(name) not in (None, "") and each.normalise(now[name]) is not None
            if replaces and (each.flow is Flow.BOTH or rule.flow is not Flow.BOTH):
                return True
    return False


def over_limit(
    desk: Desk, kind: Kind, harm: Harm, pairs: Sequence[tuple[Case, Link]], settlement: Settlement
) -> frozenset[RecordKey]:
    """Reserve for those pairs; the changes of those that may not go on, of which the history then tells. Raises
    RetryLater when others write the same breaker all the time."""
    counting = {
        link.tripletex.id: case
        for case, link in pairs
        if case.decision is None and not desk.approved(case.key)
    }  # fmt: skip
    if not counting:
        return frozenset()
    granted = _reserve(desk, kind, harm, counting, settlement)
    stopped = [case.key for pair, case in counting.items() if pair not in granted]
    for key in stopped:
        settlement.happened(key, "stopped", code=BREAKER_OPEN)
    return frozenset(stopped)


def _reserve(
    desk: Desk, kind: Kind, harm: Harm, wanted: Mapping[str, Case], settlement: Settlement
) -> frozenset[str]:
    """Count what fits under the limit, and open when something does not."""
    for _ in range(_TRIES):
        before, now = desk.stores.breakers.get(kind), desk.clock()
        if before.is_open:
            return frozenset()
        new = before.unknown(harm, wanted, now)
        if not new:
            return frozenset(wanted)
        used, further = before.total(now), before.further(new, now)
        measured = _measured(desk, before, used + len(further), now)
        settings = desk.connection.settings
        fitting = max(0, limit(settings.breaker_count, settings.breaker_share, measured.of) - used)
        over = further[fitting:]
        granted = frozenset(wanted) - frozenset(over)
        after = measured.counted(harm, [each for each in new if each in granted], now)
        if over:
            after = after.opened(now, [_example(wanted[each]) for each in over[:_EXAMPLES]])
        try:
            desk.stores.breakers.save(after)
        except RevisionConflict:
            continue
        if over:
            settlement.happened(register_of(kind), "stopped", code=BREAKER_OPEN)
        return granted
    raise RetryLater("peer_unavailable", "the breaker is written by others all the time")


def _measured(desk: Desk, state: Breaker, total: int, now: datetime) -> Breaker:
    """Links are counted only when the share matters, and once an hour: that reads all of them."""
    if total <= desk.connection.settings.breaker_count or state.is_measured(now):
        return state
    return state.measured(desk.stores.links.live(state.kind), now)


def _example(case: Case) -> StoppedRecord:
    """The record that is still there, as people know it."""
    side = case.key.side if case.own is not None else case.key.side.other
    record = case.own or case.other
    assert record is not None
    return StoppedRecord(side=side, id=record.id, number=record.number, name=record.label)


# ---- after a release -----------------------------------------------------------------------------------------


def go_on(desk: Desk, key: RecordKey, _until: datetime) -> Result:
    """The errand of a release: wake what waited for it."""
    now = desk.clock()
    desk.stores.inbox.wake(waits_for(key.kind), now)
    released_at = desk.stores.breakers.get(key.kind).released_at
    if released_at is not None and now < released_at + _LAG:
        return Later(released_at + _LAG, counts=False)
    return Finished()
