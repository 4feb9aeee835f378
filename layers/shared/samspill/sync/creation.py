"""Creates records on the other side: intent first, then the create, then the link. Never twice.

claim an intent (somebody else's is live -> later), then look once more: linked meanwhile, or made by an earlier try
a first try, or the one guarded retry -> create; the third time a person decides
done -> link and drop the intent in one transaction · refused -> drop it, hold · lost -> keep it, look up later
not sent, whatever stopped it -> the claim is given back: only what was sent counts as a try
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.exceptions import RateLimited, RetryLater, RevisionConflict, SamspillError
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.records import Record
from samspill.sync.attempts import adopt, look_again
from samspill.sync.case import Case, Hold, Make, Surroundings
from samspill.sync.desk import (
    OPTIONAL_PATIENCE,
    PEER_LONGEST,
    Desk,
    Finished,
    Later,
    Parked,
    Result,
)
from samspill.sync.merge import merge
from samspill.sync.ports import Claim, Done, Draft, NotSent, Outcome, Refused, Uncertain
from samspill.sync.settle import Settlement

#: One try, one guarded retry after the look-up found nothing; then only a person can tell.
TRIES = 2


@dataclass(frozen=True)
class _Attempt:
    """`claim` is as it was taken, with the values of the try before: as it is given back when this is not sent."""

    case: Case
    make: Make
    claim: Claim
    draft: Draft


def create(
    desk: Desk,
    kind: Kind,
    target: Side,
    makes: Sequence[tuple[Case, Make]],
    around: Surroundings,
    settlement: Settlement,
) -> dict[RecordKey, Result]:
    """Create all of `makes` on `target`; what is to happen with each change. Raises GenerationChanged, and what the
    look-up of earlier tries raises: who was not sent by then has not used up a try."""
    results: dict[RecordKey, Result] = {}
    unsent: dict[RecordKey, _Attempt] = {}
    try:
        for case, make in makes:
            _claim(desk, case, make, unsent, results)
        attempts = _still_to_do(desk, kind, target, list(unsent.values()), settlement, results)
        first = [a for a in attempts if a.claim.attempt == 1]
        again = [[a] for a in attempts if a.claim.attempt > 1 and _renewed(desk, a, results)]
        for batch in [first, *again] if first else again:  # one of `again` may be what broke its batch
            for attempt, outcome in zip(batch, _send(desk, kind, target, batch, unsent), strict=True):
                results[attempt.case.key] = _settle(desk, attempt, outcome, around, settlement)
    except Exception:  # not when the function is killed: then the leases run out
        for attempt in unsent.values():
            desk.stores.intents.give_back(attempt.claim, desk.clock())
        raise
    return results


def _renewed(desk: Desk, attempt: _Attempt, results: dict[RecordKey, Result]) -> bool:
    """The try before came to nothing, so what is sent now is what will be looked for. Whether the intent is ours."""
    try:
        desk.stores.intents.send(attempt.claim, attempt.make.values)
    except RevisionConflict:
        results[attempt.case.key] = Later(desk.clock(), counts=False)
        return False
    return True


def _send(
    desk: Desk, kind: Kind, target: Side, attempts: Sequence[_Attempt], unsent: dict[RecordKey, _Attempt]
) -> Sequence[Outcome]:
    desk.guard()
    for attempt in attempts:
        del unsent[attempt.case.key]
    try:
        return desk.systems[target].create(kind, [a.draft for a in attempts])
    except RetryLater as error:
        return [Uncertain(error) if error.uncertain else NotSent(error)] * len(attempts)
    except SamspillError:
        for attempt in attempts:  # nobody knows what was stored: whoever tries next looks it up first
            desk.stores.intents.expire(attempt.claim, desk.clock() + PEER_LONGEST)
        raise
    except Exception:  # noqa: BLE001 - an answer that breaks us is no answer; who is tried again goes alone
        desk.report(attempts[0].case.key)
        return [Uncertain(RetryLater(uncertain=True))] * len(attempts)


def _claim(
    desk: Desk, case: Case, make: Make, unsent: dict[RecordKey, _Attempt], results: dict[RecordKey, Result]
) -> None:
    """An attempt that may be sent now goes to `unsent`; its result to `results` when somebody else is at it."""
    now = desk.clock()
    claim = desk.stores.intents.claim(case.key, make.values, desk.new_id(), now, desk.lease)
    if claim is None:
        results[case.key] = Later(now + PEER_LONGEST, counts=False)
    else:
        unsent[case.key] = _Attempt(case, make, claim, Draft(intent=claim.id, values=make.values))


def _still_to_do(
    desk: Desk, kind: Kind, target: Side, claimed: Sequence[_Attempt], settlement: Settlement,
    results: dict[RecordKey, Result],
) -> list[_Attempt]:  # fmt: skip
    """Only who holds the intent knows that nobody else is at it: what was read before that is looked at once more."""
    if not claimed:
        return []
    linked = desk.stores.links.by_ids(kind, target.other, [a.case.key.id for a in claimed])
    repeated = [a.claim for a in claimed if a.claim.attempt > 1 and a.case.key.id not in linked]
    made, unclear = look_again(desk, kind, target, repeated) if repeated else ({}, frozenset())
    left = []
    for attempt in claimed:
        key = attempt.case.key
        if key.id in linked:
            desk.stores.intents.release(attempt.claim)
            results[key] = Later(desk.clock(), counts=False)
        elif key in made:
            results[key] = adopt(desk, attempt.claim, made[key], settlement)
        elif attempt.claim.attempt > 1 and not _may_repeat(attempt, unclear):
            desk.stores.intents.give_back(attempt.claim, desk.clock())
            settlement.held(key, attempt.case.own, Hold("create_uncertain", {"number": attempt.claim.number}))
            results[key] = Finished()
        else:
            left.append(attempt)
    return left


def _may_repeat(attempt: _Attempt, unclear: frozenset[RecordKey]) -> bool:
    """Once by ourselves, when we know that nothing is there; else when a person insists."""
    decision = attempt.case.decision
    insisted = decision is not None and decision.insists
    return insisted or (attempt.case.key not in unclear and attempt.claim.attempt <= TRIES)


def _settle(desk: Desk, attempt: _Attempt, outcome: Outcome, around: Surroundings, settlement: Settlement) -> Result:
    key, own, now = attempt.case.key, attempt.case.own, desk.clock()
    match outcome:
        case Done(record):
            return _link(desk, attempt, record, around, settlement)
        case Refused(error):
            desk.stores.intents.release(attempt.claim)
            settlement.held(key, own, Hold(error.code, error.facts, technical=f"{error.field}: {error.message}"))
            return Finished()
        case NotSent(error):
            desk.stores.intents.give_back(attempt.claim, now)
            return Later(error.until if isinstance(error, RateLimited) else now + PEER_LONGEST, counts=False)
        case _:
            # The peer may be at it for so long: nobody tries again before that, whoever asks.
            desk.stores.intents.expire(attempt.claim, now + PEER_LONGEST)
            settlement.waiting(key, own, "create_uncertain")
            return Later(now + PEER_LONGEST)


def _link(desk: Desk, attempt: _Attempt, made: Record, around: Surroundings, settlement: Settlement) -> Result:
    case, key = attempt.case, attempt.case.key
    assert case.own is not None
    records: dict[Side, Record] = {key.side: case.own, key.side.other: made}
    link = _with_bases(desk, attempt, records)
    rule = around.rule_of(desk.integration.rule(key.kind), records)
    merged = merge(rule, link, records, desk.connection.settings.policy(key.kind), around.translate)
    for side in Side:
        half = link.half(side)
        link = link.with_half(side, half.model_copy(update={"base": {**half.base, **merged.bases[side]}}))
    try:
        link = desk.stores.links.add(link, attempt.claim)
    except RevisionConflict:
        # somebody linked one of the two meanwhile: what was created is found by its number the next time
        return Later(desk.clock(), counts=True)
    settlement.linked(link, records)
    settlement.wake(key, RecordKey(kind=key.kind, side=key.side.other, id=made.id))
    settlement.happened(key, "created", link=link.id, written=attempt.draft.values, partner=made.id)
    if case.decision is not None:
        desk.stores.decisions.drop(case.decision.key)
    if merged.writes:  # e.g. a generated number goes back to its source
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.CHANGE)
        return Finished()
    if attempt.make.waiting:
        return Parked(attempt.make.waiting[0], desk.clock() + OPTIONAL_PATIENCE)
    return Finished()


def _with_bases(desk: Desk, attempt: _Attempt, records: Mapping[Side, Record]) -> Link:
    """A link whose bases hold the fields that were written, each as its own side has it; what the answer to the
    create leaves out (Tripletex: an address) is taken as sent. An intent's number may be older than the source's:
    then the source has changed it since, and what was sent is its base."""
    key, sent = attempt.case.key, attempt.draft.values
    names = [f.name for f in desk.integration.rule(key.kind).fields if f.name in attempt.make.values]

    def half(side: Side) -> Half:
        record, values = records[side], records[side].values()
        known = {**values, "number": sent.get("number")} if side is key.side else {**sent, **values}
        return Half(id=record.id, base={n: known[n] for n in names if n in known}, version=record.version)

    return Link(
        id=desk.new_id(),
        connection=desk.connection.id,
        kind=key.kind,
        tripletex=half(Side.TRIPLETEX),
        app=half(Side.APP),
    )
