"""Makes one thing on the other side exactly once, whatever is lost, repeated or cut off in between.

claim an intent (somebody else's is live -> later), then look once more: linked meanwhile, or not wanted any more?
a try before this one, or somebody else may have made it -> look for it: the free one that is what was sent is linked;
                                            another one that looks like it is somebody else's: a person decides
a first try, or the one guarded retry    -> make it; the third time a person decides
done    -> link and drop the intent in one transaction      refused -> drop it, hold
lost    -> keep it, look for it when the peer must be done  not sent, whatever stopped it -> the claim is given back

It is what `sync.creation` does for batches of records that are recognised by number and content; here each thing goes
alone, carries our own key, and only its step knows how it is looked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from samspill.exceptions import DataRefused, RateLimited, RetryLater, RevisionConflict, SamspillError, VersionConflict
from samspill.model.changes import RecordKey
from samspill.model.links import Half, Link
from samspill.model.records import Values
from samspill.sync.case import Hold
from samspill.sync.desk import PEER_LONGEST, Desk, Later
from samspill.sync.ports import Claim

Thing = TypeVar("Thing")

#: The value that only the intent keeps: all that was sent, to compare what is found with it.
SENT = "sent"
#: One try, one guarded retry after the look-up found nothing; then only a person can tell.
TRIES = 2


@dataclass(frozen=True)
class Step(Generic[Thing]):
    """One thing to be made of the source `key`, on its other side. The key's kind is that of the thing: what the app
    calls an invoice has a link of kind ORDER and one of kind INVOICE.

    `values` say what is made; the link keeps them, but for SENT, as its base on the source's side, and `base_of` the
    thing on the other. `look` finds what may have come of sending those values, `is_it` tells whether it did; both
    get what the last try sent. `if_found` is what the link keeps besides of a thing that was found.
    `look_first`: somebody else may have made it, so even a first try looks. `still` tells whether it is to be made
    after all. `others` is the problem of finding something else. What the connection lacks for this alone is in
    `lacking`: it holds, and stops nothing else."""

    key: RecordKey
    values: Values
    make: Callable[[], Thing]
    look: Callable[[Values], Sequence[Thing]]
    is_it: Callable[[Thing, Values], bool]
    id_of: Callable[[Thing], str]
    number_of: Callable[[Thing], str]
    base_of: Callable[[Thing], Values] = lambda _thing: {}
    if_found: Values = field(default_factory=dict)
    look_first: bool = False
    still: Callable[[], bool] = lambda: True
    others: str = "someone_elses_document"
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Made(Generic[Thing]):
    """It exists and is linked. `found`: it was there already."""

    link: Link
    thing: Thing
    found: bool = False


def once(desk: Desk, step: Step[Thing], *, insist: bool = False) -> Made[Thing] | Hold | Later:
    """Make it, or find it, or say why not. `insist`: a person wants it made although something looks like it, or
    although nobody knows what became of earlier tries. Raises GenerationChanged, what the look-up raises, RateLimited
    and what says that the connection is wrong; then nothing is used up that was not sent."""
    claim = desk.stores.intents.claim(step.key, step.values, desk.new_id(), desk.clock(), desk.lease)
    if claim is None:
        return Later(desk.clock() + PEER_LONGEST, counts=False)
    try:
        ended = _already(desk, step, claim, insist=insist)
        if ended is not None:
            return ended
        sending = desk.stores.intents.send(claim, step.values) if claim.attempt > 1 else claim
        desk.guard()
    except RevisionConflict:  # it took so long that somebody else has taken over
        return Later(desk.clock(), counts=False)
    except Exception:  # not when the function is killed: then the lease runs out
        desk.stores.intents.give_back(claim, desk.clock())
        raise
    return _send(desk, step, claim, sending)


def _already(desk: Desk, step: Step[Thing], claim: Claim, *, insist: bool) -> Made[Thing] | Hold | Later | None:
    """What comes instead of making it; None when nothing does. Only who holds the intent knows that nobody else is at
    it: what was read before that is looked at once more."""
    key, now = step.key, desk.clock()
    if key.id in desk.stores.links.by_ids(key.kind, key.side, [key.id]):
        desk.stores.intents.release(claim)
        return Later(now, counts=False)
    if not step.still():
        desk.stores.intents.give_back(claim, now)
        return Later(now, counts=False)
    tried = claim.attempt > 1 and bool(claim.values)  # one that was only held has no values: nothing was sent for it
    if not tried and not step.look_first:
        return None
    sent = claim.values if tried else step.values
    free = _free(desk, step, sent)
    made = next((thing for thing in free if step.is_it(thing, sent)), None)
    if made is not None:
        return _link(desk, step, claim, made, sent, found=True)
    if insist:
        return None
    if free:
        desk.stores.intents.give_back(claim, now)
        return Hold(step.others, {"other_number": ", ".join(map(step.number_of, free))})
    if claim.attempt > TRIES:
        desk.stores.intents.give_back(claim, now)
        return Hold("create_uncertain")
    return None


def _free(desk: Desk, step: Step[Thing], sent: Values) -> list[Thing]:
    """What may be it and is nobody's yet."""
    found = {step.id_of(thing): thing for thing in step.look(sent)}
    taken = desk.stores.links.by_ids(step.key.kind, step.key.side.other, list(found)) if found else {}
    return [thing for thing_id, thing in found.items() if thing_id not in taken]


def _send(desk: Desk, step: Step[Thing], claim: Claim, sending: Claim) -> Made[Thing] | Hold | Later:
    intents = desk.stores.intents
    try:
        made = step.make()
    except DataRefused as error:
        intents.release(sending)
        return Hold(error.code, error.facts, technical=f"{error.field}: {error.message}")
    except VersionConflict:
        intents.give_back(claim, desk.clock())
        return Later(desk.clock(), counts=False)
    except RetryLater as error:
        if error.uncertain:
            return _lost(desk, sending)
        intents.give_back(claim, desk.clock())
        if isinstance(error, RateLimited):
            raise
        return Later(desk.clock(), code=error.code)
    except SamspillError as error:
        if error.code in step.lacking:
            intents.release(sending)
            return Hold(error.code, error.facts)
        intents.expire(sending, desk.clock() + PEER_LONGEST)  # nobody knows what was stored: it is looked for first
        raise
    except Exception:  # noqa: BLE001 - an answer that breaks us is no answer
        desk.report(step.key)
        return _lost(desk, sending)
    return _link(desk, step, sending, made, sending.values)


def _lost(desk: Desk, claim: Claim) -> Later:
    """The peer may be at it for so long: nobody tries again before that, whoever asks."""
    until = desk.clock() + PEER_LONGEST
    desk.stores.intents.expire(claim, until)
    return Later(until, code="create_uncertain")


def _link(
    desk: Desk, step: Step[Thing], claim: Claim, thing: Thing, sent: Values, *, found: bool = False
) -> Made[Thing] | Later:  # fmt: skip
    base = {name: value for name, value in sent.items() if name != SENT}
    base |= step.if_found if found else {}
    link = linking(desk, step.key, base, step.id_of(thing), step.base_of(thing))
    try:
        return Made(desk.stores.links.add(link, claim), thing, found)
    except RevisionConflict:  # somebody linked one of the two meanwhile: it is found the next time
        return Later(desk.clock())


def linking(desk: Desk, key: RecordKey, base: Values, other_id: str, other_base: Values) -> Link:
    """A new link of the source `key`."""
    halves = {
        key.side.value: Half(id=key.id, base=base),
        key.side.other.value: Half(id=other_id, base=other_base),
    }
    return Link.model_validate({"id": desk.new_id(), "connection": desk.connection.id, "kind": key.kind, **halves})


def held_back(desk: Desk, key: RecordKey) -> Claim | None:
    """The intent of `key`, so that nobody makes anything of it meanwhile; None while somebody is at it. It must be
    given back, or released when nothing can come of earlier tries any more."""
    return desk.stores.intents.claim(key, {}, desk.new_id(), desk.clock(), desk.lease)


def linked_to(desk: Desk, key: RecordKey) -> Link | None:
    """The source's link."""
    return desk.stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id)
