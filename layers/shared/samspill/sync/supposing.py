"""What would come of it if a person linked two records, or took a pair apart: the engine's own decision on what both
systems show now. Nothing is stored or written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.sync.case import Case, Hold, Join, Meet, Step
from samspill.sync.decide import decide
from samspill.sync.desk import Desk
from samspill.sync.gather import count_numbers, find_candidates, left_out_of, surroundings
from samspill.sync.meeting import first_meeting, what_cannot_be_written


@dataclass(frozen=True)
class Linked:
    """What linking the two would come to. `step` is the decision, None while one of them does not exist; `meet` their
    first merge, when they may be linked; `hold` why a part of it would stay undone."""

    records: Mapping[Side, Record | None]
    step: Step | None = None
    meet: Meet | None = None
    hold: Hold | None = None


def if_linked(desk: Desk, key: RecordKey, partner: str) -> Linked:
    """As if a person had just said that `key` is the record `partner` of the other side. Raises what the systems
    raise."""
    kind, there = key.kind, key.side.other
    own = desk.systems[key.side].get(kind, [key.id])[key.id]
    other = desk.systems[there].get(kind, [partner])[partner]
    records = {key.side: own, there: other}
    if own is None or other is None:
        return Linked(records)
    decision = Decision(
        connection=desk.connection.id, key=key, choice=Choice.LINK, partner=partner, by="", at=desk.clock()
    )
    rule = desk.integration.rule(kind)
    counts = count_numbers(desk, kind, key.side, {key.id: own})
    case = Case(
        key=key, own=own, candidates=[other] if rule.matchable(other) else [], decision=decision,
        number_count=counts[normalise.number(own.number)],
    )  # fmt: skip
    around = surroundings(desk, rule, [replace(case, other=other)])
    step = decide(case, rule, around)
    if not isinstance(step, Join):
        return Linked(records, step)
    meet = first_meeting(desk, kind, case, step, around)
    return Linked(records, step, meet, what_cannot_be_written(desk, kind, meet))


def if_apart(desk: Desk, link: Link) -> dict[Side, Step]:
    """What would become of each half that is there if it were matched anew. Raises what the systems raise."""
    kind, rule = link.kind, desk.integration.rule(link.kind)
    found: dict[Side, Step] = {}
    for side in Side:
        half = link.half(side)
        own = desk.systems[side].get(kind, [half.id])[half.id]
        if own is None:
            continue
        candidates = find_candidates(desk, kind, side, {own.id: own}, {})
        ids = [each.id for each in candidates]
        taken = desk.stores.links.by_ids(kind, side.other, ids) if ids else {}
        case = Case(
            key=RecordKey(kind=kind, side=side, id=own.id),
            own=own,
            candidates=candidates,
            taken=frozenset(taken) - {link.half(side.other).id},
            left_out=left_out_of(desk, kind, side.other, ids),
            number_count=count_numbers(desk, kind, side, {own.id: own})[normalise.number(own.number)],
        )
        found[side] = decide(case, rule, surroundings(desk, rule, [case]))
    return found
