"""Makes the plan: decides on every record of a snapshot as real time would, and writes nothing.

for each kind, parents first:
    each Tripletex record, then each app record nobody has taken:
        step = decide(its case)          the same function as in real time
        remember what it will be linked with, so that children can refer to it
        one plan row
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from samspill.model.changes import RecordKey
from samspill.model.fields import Sharer
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.plan import KindSummary, Overwrite, Plan, PlanRow, RowOutcome, RowSide, StartUpEffects
from samspill.model.records import Employee, Record
from samspill.model.rules import Integration, KindRule
from samspill.sync.case import Case, Hold, Join, Make, Meet, Number, Rest, Skip, Step, Surroundings, Wait
from samspill.sync.decide import decide
from samspill.sync.desk import Desk
from samspill.sync.fingerprint import fingerprint
from samspill.sync.matching import Matcher
from samspill.sync.merge import Merged, merge
from samspill.sync.registers import Registers
from samspill.sync.sharing import sharer_by

#: Stands for the id of a record that is still to be created.
NEW = "new:"


@dataclass
class Planned:
    """The plan while it grows: what each record will be linked with, which are held, who else will be linked to a
    row of Tripletex, and the rows."""

    partners: dict[tuple[Side, Kind, str], str] = field(default_factory=dict)
    held: dict[RecordKey, str] = field(default_factory=dict)
    rows: list[PlanRow] = field(default_factory=list)
    sharers: dict[tuple[Kind, str], Sharer] = field(default_factory=dict)
    sizes: dict[Kind, dict[Side, int]] = field(default_factory=dict)

    def translate(self, side: Side, kind: Kind, record_id: str) -> str | None:
        """The partner a record has or will have."""
        return self.partners.get((side, kind, record_id))


def plan_kind(
    desk: Desk,
    kind: Kind,
    registers: Registers,
    links: Iterable[Link],
    decisions: Mapping[RecordKey, Decision],
    planned: Planned,
) -> None:
    """Add the rows of one kind. Its parents must have been planned before; `registers` learns who is taken."""
    rule = desk.integration.rule(kind)
    matcher = Matcher(rule, registers, decisions)
    settings, capabilities = desk.connection.settings, desk.connection.capabilities
    around = Surroundings(settings, capabilities, planned.translate, planned.held, planned.sharers)
    planned.sizes[kind] = {side: registers.count(side) for side in Side}
    for link in links:
        for side in Side:
            registers.take(side, link.half(side).id, link)
            planned.partners[side, kind, link.half(side).id] = link.half(side.other).id
        if (sharer := sharer_by(link)) is not None:
            planned.sharers[kind, link.tripletex.id] = sharer
    for side in (Side.TRIPLETEX, Side.APP):
        for record in registers.by_number(side):
            if side is Side.APP and registers.is_taken(side, record.id):
                continue
            case = matcher.case(side, record)
            step = decide(case, rule, around)
            _remember(step, case, registers, planned)
            row = _row(desk, rule, case, step, around, planned)
            if row is not None:
                planned.rows.append(row)


def _remember(step: Step, case: Case, registers: Registers, planned: Planned) -> None:
    key = case.key
    if isinstance(step, Join):
        registers.take(key.side.other, step.partner.id)
        planned.partners[key.side, key.kind, key.id] = step.partner.id
        planned.partners[key.side.other, key.kind, step.partner.id] = key.id
        assert case.own is not None
        both = {key.side: case.own, key.side.other: step.partner}
        planned.sharers[key.kind, both[Side.TRIPLETEX].id] = Sharer(both[Side.APP].values())
    elif isinstance(step, Make | Number):
        planned.partners[key.side, key.kind, key.id] = f"{NEW}{key.id}"
    elif isinstance(step, Hold | Skip):
        planned.held[key] = step.code
    elif isinstance(step, Wait):
        planned.held[key] = "parent_held"


def _row(
    desk: Desk, rule: KindRule, case: Case, step: Step, around: Surroundings, planned: Planned
) -> PlanRow | None:
    key, own = case.key, case.own
    assert own is not None
    row = PlanRow(
        id=f"{key.kind.value}.{key.side.value}.{key.id}", kind=key.kind, outcome=RowOutcome.HELD, source=key.side,
        **{key.side.value: row_side(rule, own)},
    )  # fmt: skip
    match step:
        case Join(partner):
            merged = _first_merge(desk, rule, key.side, own, partner, around)
            both = {key.side: own, key.side.other: partner}
            changes = {"outcome": RowOutcome.LINK, "overwrites": _overwrites(merged, both),
                       key.side.other.value: row_side(rule, partner)}  # fmt: skip
        case Meet(_, records, merged):
            other = row_side(rule, records[key.side.other])
            changes = {
                "outcome": RowOutcome.LINK,
                "overwrites": _overwrites(merged, records),
                key.side.other.value: other,
            }
        case Make(target, _, _):
            made = RowOutcome.CREATE_IN_APP if target is Side.APP else RowOutcome.CREATE_IN_TRIPLETEX
            changes = {"outcome": made}
        case Number():
            made = RowOutcome.CREATE_IN_APP if key.side is Side.TRIPLETEX else RowOutcome.CREATE_IN_TRIPLETEX
            changes = {"outcome": made}
        case Hold(code, facts, suggestions):
            outcome = RowOutcome.AMBIGUOUS if suggestions else RowOutcome.HELD
            changes = {"outcome": outcome, "code": code, "facts": dict(facts),
                       "suggestions": tuple(row_side(rule, s) for s in suggestions)}  # fmt: skip
        case Skip(code, facts):
            changes = {"outcome": RowOutcome.SKIPPED, "code": code, "facts": dict(facts)}
        case Wait(parent):
            facts = {"kind": parent.kind.value, "parent_code": planned.held.get(parent, "")}
            changes = {"code": "parent_held", "facts": facts}
        case Rest(_, codes):
            changes = {"outcome": RowOutcome.SKIPPED, "code": codes[key.side]}
        case _:
            return None
    told = row.model_copy(update=changes)
    if told.code is None:
        return told
    return told.model_copy(update={"facts": {"name": own.label, "number": own.number or "", **told.facts}})


def _first_merge(
    desk: Desk, rule: KindRule, side: Side, own: Record, partner: Record, around: Surroundings
) -> Merged:
    records = {side: own, side.other: partner}
    halves = {s.value: Half(id=records[s].id) for s in Side}
    link = Link.model_validate({"id": "", "connection": desk.connection.id, "kind": rule.kind, **halves})
    policy = around.settings.policy(rule.kind)
    return merge(around.rule_of(rule, records), link, records, policy, around.translate)


def _overwrites(merged: Merged, records: Mapping[Side, Record]) -> tuple[Overwrite, ...]:
    return tuple(
        Overwrite(side=side, field=name, old=records[side].values().get(name), new=value)
        for side in Side
        for name, value in merged.patches[side].items()
    )


def row_side(rule: KindRule, record: Record) -> RowSide:
    """How a record is shown in a row, with the fingerprint of the fields that cross."""
    return RowSide(
        id=record.id, number=record.number, name=record.label, fingerprint=fingerprint(rule, record)
    )  # fmt: skip


def summary(
    connection: str, integration: Integration, planned: Planned, now: datetime, start_up: StartUpEffects | None = None
) -> Plan:
    """The plan of all rows: counts, side effects, hash."""
    digest = hashlib.sha256()
    for row in planned.rows:
        digest.update(row.model_dump_json().encode())
    if start_up is not None:
        digest.update(start_up.model_dump_json().encode())
    kinds = tuple(_kind_summary(kind, planned) for kind in integration.kinds if kind in planned.sizes)
    return Plan(
        connection=connection, hash=digest.hexdigest()[:32], made_at=now, kinds=kinds, start_up=start_up
    )  # fmt: skip


def _kind_summary(kind: Kind, planned: Planned) -> KindSummary:
    rows = [row for row in planned.rows if row.kind is kind]
    created = sum(row.outcome is RowOutcome.CREATE_IN_APP for row in rows)
    people = created if kind is Employee.kind else 0
    return KindSummary(
        kind=kind,
        read_tripletex=planned.sizes[kind][Side.TRIPLETEX],
        read_app=planned.sizes[kind][Side.APP],
        outcomes=Counter(row.outcome for row in rows),
        codes=Counter(row.code for row in rows if row.code),
        overwrites={side: sum(any(o.side is side for o in row.overwrites) for row in rows) for side in Side},
        mails=people,
        licences=people,
    )


def moved_rows(before: Sequence[PlanRow], now: Sequence[PlanRow]) -> Iterator[PlanRow]:
    """Rows of `now` that are new, or have another outcome or partner than in `before`: the remainder."""
    known = {row.id: (row.outcome, _partner_id(row)) for row in before}
    for row in now:
        if known.get(row.id) != (row.outcome, _partner_id(row)):
            yield row


def _partner_id(row: PlanRow) -> str | None:
    side = row.app if row.source is Side.TRIPLETEX else row.tripletex
    return side.id if side else None
