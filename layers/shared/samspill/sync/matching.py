"""Finds within two whole registers what `gather` finds live: partners, look-alikes, how often a number is used.

Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.case import Case
from samspill.sync.gather import KEPT_OUT

#: Both registers of a kind, by id.
Registers = dict[Side, dict[str, Record]]

_NORMALISERS = {"number": normalise.number, "organization_number": normalise.organization_number}


class Matcher:
    """Indexes of one kind's registers. `take` marks a record as spoken for."""

    def __init__(
        self, rule: KindRule, registers: Registers, links: Iterable[Link], decisions: Mapping[RecordKey, Decision]
    ) -> None:
        self._rule, self._registers = rule, registers
        self._decisions = _mirrored(decisions)
        self._links = {(side, link.half(side).id): link for link in links for side in Side}
        self._taken: dict[Side, set[str]] = {
            side: {record_id for at, record_id in self._links if at is side} for side in Side
        }
        names = ("number", *rule.near)
        self._index = {
            (side, name): _indexed(filter(rule.matchable, registers[side].values()), name)
            for side in Side
            for name in names
        }
        self._counts = {
            side: Counter({value: len(records) for value, records in self._index[side, "number"].items()})
            for side in Side
        }

    def case(self, side: Side, record: Record) -> Case:
        """All that is known about `record` of `side`."""
        key = RecordKey(kind=record.kind, side=side, id=record.id)
        link, decision = self._links.get((side, record.id)), self._decisions.get(key)
        other = self._registers[side.other].get(link.half(side.other).id) if link else None
        count = 1 if side in self._rule.unique_on else max(1, self._counts[side][_value("number", record)])
        candidates = [] if link else self._candidates(side, record, decision)
        return Case(
            key, record, link, other, candidates, frozenset(self._taken[side.other]), count,
            frozenset(c.id for c in candidates if self._is_left_out(side.other, c)), decision,
        )  # fmt: skip

    def take(self, side: Side, record_id: str) -> None:
        """`record_id` of `side` is somebody's partner from now on."""
        self._taken[side].add(record_id)

    def is_taken(self, side: Side, record_id: str) -> bool:
        """Whether the record is somebody's partner already."""
        return record_id in self._taken[side]

    def _is_left_out(self, side: Side, record: Record) -> bool:
        decision = self._decisions.get(RecordKey(kind=record.kind, side=side, id=record.id))
        return decision is not None and decision.choice in KEPT_OUT

    def _candidates(self, side: Side, record: Record, decision: Decision | None) -> Sequence[Record]:
        found: dict[str, Record] = {}
        for name in ("number", *self._rule.near):
            value = _value(name, record)
            for each in self._index[side.other, name].get(value, ()) if value else ():
                found[each.id] = each
        if decision is not None and decision.choice is Choice.LINK and decision.partner:
            chosen = self._registers[side.other].get(decision.partner)
            if chosen is not None:
                found[chosen.id] = chosen
        return list(found.values())


def _indexed(records: Iterable[Record], name: str) -> dict[object, list[Record]]:
    index: dict[object, list[Record]] = defaultdict(list)
    for record in records:
        value = _value(name, record)
        if value:
            index[value].append(record)
    return index


def _value(name: str, record: Record) -> object:
    return _NORMALISERS.get(name, normalise.folded)(record.values().get(name))


def _mirrored(decisions: Mapping[RecordKey, Decision]) -> dict[RecordKey, Decision]:
    """A decision to link holds for both records, whichever it was made for."""
    mirrored = dict(decisions)
    for key, decision in decisions.items():
        if decision.choice is Choice.LINK and decision.partner:
            partner = RecordKey(kind=key.kind, side=key.side.other, id=decision.partner)
            mirrored.setdefault(partner, decision.model_copy(update={"key": partner, "partner": key.id}))
    return mirrored
