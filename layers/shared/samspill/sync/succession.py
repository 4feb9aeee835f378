"""Which record is the heir of which link, on a side where the number is the identity. Pure.

lost    a link whose record answers 404
strange a link whose record bears another name than the link knew: edited, or the number changed hands
loose   a record without link
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samspill.model import normalise
from samspill.model.kinds import Side
from samspill.model.links import Link, LinkState
from samspill.model.records import Record, record_from_values
from samspill.model.rules import KindRule
from samspill.sync.likeness import clearly_other, looks_alike

#: A link and the id its record has now.
Move = tuple[Link, str]
#: A transaction holds a hundred items, and each link of a circle takes two. Longer ones stay edits.
LONGEST_CIRCLE = 50


@dataclass
class Scene:
    """What may have changed hands on the side `at`: links by their id, records by theirs. `occupants` are the
    records of strange links."""

    rule: KindRule
    at: Side
    lost: dict[str, Link] = field(default_factory=dict)
    strange: dict[str, Link] = field(default_factory=dict)
    loose: dict[str, Record] = field(default_factory=dict)
    occupants: dict[str, Record] = field(default_factory=dict)

    def add_link(self, link: Link, record: Record | None) -> None:
        """Add the link as lost or strange, if it is; `record` is what its id answers, None for a 404."""
        if link.state is not LinkState.LIVE or self.has(link):
            return
        if record is None:
            self.lost[link.id] = link
        elif normalise.folded(record.label) != normalise.folded(self.known(link).label):
            self.strange[link.id] = link
            self.occupants[record.id] = record

    def has(self, link: Link) -> bool:
        """Whether the link is there already."""
        return link.id in self.lost or link.id in self.strange

    def known(self, link: Link) -> Record:
        """The record as the link knew it."""
        return record_from_values(link.kind, link.half(self.at).id, link.half(self.at).base)

    def is_the_one(self, link: Link, record: Record) -> bool:
        """Whether the record has everything that the link knew but the number, or else what we sent it and know no
        outcome of, and that is more than nothing. What it refers to may have another number, and so another id, as
        well."""
        half, values = link.half(self.at), record.values()
        texts = 0
        for each in self.rule.fields:
            if each.name == "number" or each.ref or each.name not in half.base or each.name not in values:
                continue
            ours = (half.base[each.name], *half.sent.get(each.name, ()))
            if each.normalise(values[each.name]) not in [each.normalise(value) for value in ours]:
                return False
            texts += isinstance(each.normalise(values[each.name]), str)
        return texts > 0

    def has_the_number_we_sent(self, link: Link, record: Record) -> bool:
        """Whether the record is called as we wanted the link's to be, and is not clearly somebody else."""
        return record.id in self.numbers_sent(link) and not clearly_other(self.rule.kind, self.wanted(link), record)

    def numbers_sent(self, link: Link) -> list[str]:
        """What the link's record is called by now if the answers to our writes were lost."""
        return [str(number) for number in link.half(self.at).sent.get("number", ()) if number]

    def wanted(self, link: Link) -> Record:
        """The record as we last wanted it to be."""
        half = link.half(self.at)
        sent = {name: values[-1] for name, values in half.sent.items() if values}
        return record_from_values(link.kind, half.id, {**half.base, **sent})

    def heirs(self, link: Link) -> list[str]:
        """Ids of unlinked records that may be the link's: all it knew, or at least its name or a look-alike."""
        known = self.known(link)
        return [
            record.id
            for record in self.loose.values()
            if self.is_the_one(link, record)
            or _same_name(known, record)
            or looks_alike(self.rule, known, record)
            or self.has_the_number_we_sent(link, record)
        ]


def _same_name(one: Record, two: Record) -> bool:
    return bool(one.label) and normalise.folded(one.label) == normalise.folded(two.label)


def moves(scene: Scene, named: Mapping[str, str]) -> dict[str, str]:
    """Link id -> the id its record has now, as far as that is certain: `named` for the link, or neither of the two
    has another choice."""
    return _closed(scene, _certain(scene, named))


def _certain(scene: Scene, named: Mapping[str, str]) -> dict[str, str]:
    links, records = scene.lost | scene.strange, scene.loose | scene.occupants
    fitting = {link.id: _fitting(scene, link, records.values()) for link in links.values()}
    claims = Counter(record_id for ids in fitting.values() for record_id in ids)
    only = {link_id: ids[0] for link_id, ids in fitting.items() if len(ids) == 1 and claims[ids[0]] == 1}
    free = {link_id: record_id for link_id, record_id in only.items() if record_id not in named.values()}
    return {**free, **named}


def _fitting(scene: Scene, link: Link, records: Iterable[Record]) -> list[str]:
    """Who has all of it; else who is called as we wanted it to be."""
    others = [record for record in records if record.id != link.half(scene.at).id]
    alike = [record.id for record in others if scene.is_the_one(link, record)]
    return alike or [record.id for record in others if scene.has_the_number_we_sent(link, record)]


def _closed(scene: Scene, certain: Mapping[str, str]) -> dict[str, str]:
    """Without moves to a number whose link stays, and away from one that nobody takes over: those are edits."""
    owners = {link.half(scene.at).id: link.id for link in scene.strange.values()}
    kept = dict(certain)
    while True:
        taken = set(kept.values())
        stays = {
            link_id
            for link_id, record_id in kept.items()
            if owners.get(record_id, link_id) not in kept
            or (link_id in scene.strange and scene.strange[link_id].half(scene.at).id not in taken)
        }
        if not stays:
            return kept
        kept = {link_id: record_id for link_id, record_id in kept.items() if link_id not in stays}


def ordered(at: Side, wanted: Iterable[Move]) -> list[list[Move]]:
    """Moves in an order in which each finds its number free; those that go round in a circle together."""
    left = {link.half(at).id: (link, new) for link, new in wanted}
    parts: list[list[Move]] = []
    while left:
        free = [old for old, (_, new) in left.items() if new not in left]
        parts += [[left.pop(old)] for old in free]
        if not free:
            circle = [left.pop(next(iter(left)))]
            while circle[-1][1] in left:
                circle.append(left.pop(circle[-1][1]))
            parts.append(circle)
    return [part for part in parts if len(part) <= LONGEST_CIRCLE]
