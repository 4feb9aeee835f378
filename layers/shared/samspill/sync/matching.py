"""Finds within both registers what `gather` finds live: partners, look-alikes, how often a number is used."""

from collections.abc import Mapping, Sequence

from samspill.model.changes import RecordKey
from samspill.model.history import KEPT_OUT, Decision
from samspill.model.kinds import Side
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.case import Case
from samspill.sync.registers import Registers


class Matcher:
    """Makes the cases of one kind's records."""

    def __init__(self, rule: KindRule, registers: Registers, decisions: Mapping[RecordKey, Decision]) -> None:
        self._rule, self._registers = rule, registers
        self._decisions = _mirrored(decisions)

    def case(self, side: Side, record: Record) -> Case:
        """All that is known about `record` of `side`."""
        key = RecordKey(kind=record.kind, side=side, id=record.id)
        link, decision = self._registers.link(side, record.id), self._decisions.get(key)
        other = self._registers.get(side.other, link.half(side.other).id) if link else None
        candidates = [] if link else self._candidates(side, record, decision)
        return Case(
            key=key,
            own=record,
            link=link,
            other=other,
            candidates=candidates,
            taken=frozenset(c.id for c in candidates if self._registers.is_taken(side.other, c.id)),
            number_count=self._count(side, record),
            left_out=frozenset(c.id for c in candidates if self._is_left_out(side.other, c)),
            decision=decision,
        )

    def _count(self, side: Side, record: Record) -> int:
        if side in self._rule.unique_on:
            return 1
        return max(1, len(self._registers.same(side, "number", record.number)))

    def _is_left_out(self, side: Side, record: Record) -> bool:
        decision = self._decisions.get(RecordKey(kind=record.kind, side=side, id=record.id))
        return decision is not None and decision.choice in KEPT_OUT

    def _candidates(self, side: Side, record: Record, decision: Decision | None) -> Sequence[Record]:
        found: dict[str, Record] = {}
        for name in ("number", *self._rule.near):
            for each in self._registers.same(side.other, name, record.values().get(name)):
                found[each.id] = each
        if decision is not None and decision.choice is Choice.LINK and decision.partner:
            chosen = self._registers.get(side.other, decision.partner)
            if chosen is not None:
                found[chosen.id] = chosen
        return list(found.values())


def _mirrored(decisions: Mapping[RecordKey, Decision]) -> dict[RecordKey, Decision]:
    """A decision to link holds for both records, whichever it was made for."""
    mirrored = dict(decisions)
    for key, decision in decisions.items():
        if decision.choice is Choice.LINK and decision.partner:
            partner = RecordKey(kind=key.kind, side=key.side.other, id=decision.partner)
            mirrored.setdefault(partner, decision.model_copy(update={"key": partner, "partner": key.id}))
    return mirrored
