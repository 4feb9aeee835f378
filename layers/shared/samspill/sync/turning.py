"""A direction that was turned, or a part of a kind that is let in again: pairs that differ meet anew, as if they had
just been linked.

While a kind travels one way, what stands on the other side is that side's own business: its base follows it, and
nothing of it is ever a change to carry over. So opening that way later would equalise nothing. Whoever turns a
direction therefore has the bases of what differs forgotten, and the merge that follows is that of a first link:
Tripletex wins where both are filled and both ways are open, else the side that things come from; empty never
overwrites; what yields is in the history. The same goes for pairs that the
settings kept apart for a while: nothing of them travelled at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pydantic import BaseModel

from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link, LinkState
from samspill.model.part import Part
from samspill.model.records import Record, Values, record_from_values
from samspill.model.rules import KindRule
from samspill.model.settings import Settings
from samspill.sync.comparing.references import translated
from samspill.sync.desk import Desk
from samspill.sync.merge import Merged, Translate, merge, same_value
from samspill.sync.ports import Links
from samspill.sync.sharing import sharer_of, sharers

#: The id of a change that means "this kind's direction was turned".
TURNED = ">"
#: And the one that means "a part of this kind is not kept apart any more".
LET_IN = "+"
_SLICE = 200


def turned_key(kind: Kind) -> RecordKey:
    """The change that means: have the pairs of `kind` that differ meet anew."""
    return RecordKey(kind=kind, side=Side.TRIPLETEX, id=TURNED)


def let_in_key(kind: Kind) -> RecordKey:
    """The change that means: have those pairs of `kind` meet anew that were kept apart."""
    return RecordKey(kind=kind, side=Side.TRIPLETEX, id=LET_IN)


def opens(before: KindRule, after: KindRule) -> bool:
    """Whether some field travels to a side where it did not before."""
    return any(
        each.flow is not None and each.flow.allows(side) and not (flow is not None and flow.allows(side))
        for each in after.fields
        for flow in (before.field(each.name).flow,)
        for side in Side
    )


@dataclass(frozen=True)
class Meeting:
    """A pair that differs as far as its last words tell: the link without what is to be forgotten, and what the
    merge of these last words comes to."""

    link: Link
    merged: Merged

    def overwritten(self, side: Side) -> Values:
        """Values of that side that give way."""
        return self.merged.lost[side]


def is_of(part: Part, link: Link) -> bool:
    """Whether the app's record of the pair is one of those that are meant, as far as the link remembers."""
    return part.meant(_last_word(link.kind, link.app))


def meetings(
    links: Links, rule: KindRule, settings: Settings, found: Sequence[Link], part: Part | None = None
) -> Iterator[Meeting]:
    """Those of `found` that differ in a field that travels, by the bases of both halves; with `part` only of that.
    No system is asked."""
    live = [link for link in found if link.state is LinkState.LIVE and (part is None or is_of(part, link))]
    translate = translated(links, rule, [(side, link.half(side).base) for link in live for side in Side])
    known = sharers(links, rule, [link.tripletex.id for link in live])
    for link in live:
        records = {side: _last_word(rule.kind, link.half(side)) for side in Side}
        holding = rule.of_pair(settings, records, sharer_of(rule, records, known))
        names = _differing(holding, link, translate)
        if names:
            forgetful = link
            for side in Side:
                forgetful = forgetful.with_half(side, _without(link.half(side), names))
            merged = merge(holding, forgetful, records, settings.policy(rule.kind), translate)
            yield Meeting(forgetful, merged)


def turn(desk: Desk, key: RecordKey, until: datetime) -> bool:
    """Have pairs of the kind, or of its part, meet anew until the time is `until` (UTC); whether that was all. The
    next call goes on where this one ended; beginning again does no harm. No system is asked."""
    rule, part_only = desk.integration.rule(key.kind), key.id == LET_IN
    place = f"{desk.connection.id}/turning/{key.kind.value}{'-part' if part_only else ''}.json"
    part = rule.part if part_only else None
    while True:
        behind = _reached(desk, place)
        found = list(islice(desk.stores.links.all(key.kind, after=behind), _SLICE))
        anew = list(meetings(desk.stores.links, rule, desk.connection.settings, found, part))
        _meet(desk, key, [each.link for each in anew])
        if len(found) < _SLICE:
            desk.shelf.delete_prefix(place)
            return True
        desk.shelf.put_json(place, _Reached(link=found[-1].id))
        if desk.clock() >= until:
            return False


class _Reached(BaseModel):
    link: str


def _reached(desk: Desk, place: str) -> str:
    try:
        return desk.shelf.get_json(place, _Reached).link
    except NotFound:
        return ""


def _meet(desk: Desk, key: RecordKey, links: Sequence[Link]) -> None:
    """Store links that forgot, and look at their records: a person asked for it, so nothing of it counts for the
    breaker. When others saved a link meanwhile, all are gone over once more."""
    saved = []
    for link in links:
        try:
            saved.append(desk.stores.links.save(link))
        except RevisionConflict:
            desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.PERSON)
    keys = [RecordKey(kind=link.kind, side=Side.TRIPLETEX, id=link.tripletex.id) for link in saved]
    desk.stores.inbox.put_many(keys, due_at=desk.clock(), priority=Priority.PERSON)


def _last_word(kind: Kind, half: Half) -> Record:
    return record_from_values(kind, half.id, half.base, half.version)


def _differing(rule: KindRule, link: Link, translate: Translate) -> frozenset[str]:
    bases: Mapping[Side, Values] = {side: link.half(side).base for side in Side}
    return frozenset(
        each.name
        for each in rule.fields
        if each.flow is not None
        and all(each.name in bases[side] for side in Side)
        and not same_value(each, {side: bases[side][each.name] for side in Side}, translate)
    )


def _without(half: Half, names: frozenset[str]) -> Half:
    base = {name: value for name, value in half.base.items() if name not in names}
    return half.model_copy(update={"base": base})
