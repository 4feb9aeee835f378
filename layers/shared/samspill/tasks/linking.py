"""Linking by hand: whom a record may be linked with, what linking would do, and having it done.

What is done is what the engine does after any answer *link*: see sync/decide and sync/meeting.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samspill.composition import App
from samspill.exceptions import WrongStatus
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.kinds import RECORDS, Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.model.records import Record, Value, Values
from samspill.model.rules import KindRule
from samspill.model.status import Status
from samspill.sync.breaker import BREAKER_OPEN
from samspill.sync.case import Hold, Skip, Step
from samspill.sync.gather import find_candidates
from samspill.sync.ports import System
from samspill.sync.supposing import Linked, if_linked
from samspill.tasks.breakers import opened
from samspill.tasks.desk import desk_for
from samspill.tasks.problems import called, carry_out, check_partner
from samspill.tasks.refusals import Invalid, Refused

#: So many are offered at once.
OFFERED = 20
#: What a peer looks up by itself, besides what we know: parts of a number or name only we can search for.
_LOOKED_UP = ("number", "email", "organization_number")


@dataclass(frozen=True)
class Candidate:
    """A record of the other side. `linked_with` is what it has for a partner already."""

    id: str
    number: str | None
    name: str
    linked_with: RecordKey | None = None
    suggested: bool = False


@dataclass(frozen=True)
class FieldForeseen:
    """A field with what each side shows. `written_to`: that side gets `value`; `lost`: what stood there goes, and is
    kept in the history."""

    name: str
    ref: Kind | None
    tripletex: Value
    app: Value
    written_to: Side | None = None
    value: Value = None
    lost: bool = False


@dataclass(frozen=True)
class LinkForeseen:
    """What linking the two would do. `undone` is why a part of it would wait for somebody; `confirm` is to be sent
    along when something would be overwritten, else None."""

    key: RecordKey
    partner: RecordKey
    records: Mapping[Side, Record]
    fields: tuple[FieldForeseen, ...]
    undone: Hold | None
    confirm: str | None


def linked_kinds(app: App, connection: Connection) -> frozenset[Kind]:
    """The kinds whose records people may link and take apart."""
    return RECORDS.intersection(connection.kinds_on(app.integration_of(connection).kinds))


def check_possible(app: App, connection: Connection, kind: Kind, deed: str) -> None:
    """Raises WrongStatus; Refused(kind_without_links, breaker_open)."""
    if connection.status is not Status.ACTIVE:
        raise WrongStatus(connection.status.value, deed)
    if kind not in linked_kinds(app, connection):
        raise Refused("kind_without_links")
    stopped = next((each for each in opened(app, connection) if each.breaker.kind is kind), None)
    if stopped is not None:
        raise Refused(BREAKER_OPEN, facts={**stopped.facts, "app": connection.integration.capitalize()})


def candidates(app: App, connection: Connection, key: RecordKey, q: str) -> list[Candidate]:
    """Records of the other side whose name or number contains `q`, those that the other system itself finds by it
    first; without `q` those that look like the record. Raises what `check_possible` and the systems raise."""
    check_possible(app, connection, key.kind, "link")
    desk, rule = desk_for(app, connection, Priority.PERSON), app.integration_of(connection).rule(key.kind)
    found: dict[str, Candidate] = {}
    if q.strip():
        live = _looked_up(desk.systems[key.side.other], rule, q.strip())
    else:
        own = desk.systems[key.side].get(key.kind, [key.id])[key.id]
        live = find_candidates(desk, key.kind, key.side, {key.id: own}, {}) if own is not None else []
    for record in live[:OFFERED]:
        found[record.id] = Candidate(record.id, record.number, record.label, suggested=not q.strip())
    if q.strip():
        fates, _ = desk.stores.journal.search(kind=key.kind, side=key.side.other, q=q, limit=OFFERED)
        for fate in fates:
            found.setdefault(fate.key.id, Candidate(fate.key.id, fate.number, fate.name))
    offered = list(found.values())[:OFFERED]
    links = desk.stores.links.by_ids(key.kind, key.side.other, [each.id for each in offered]) if offered else {}
    return [_with_partner(each, links.get(each.id), key.side) for each in offered]


def _looked_up(system: System, rule: KindRule, q: str) -> list[Record]:
    names = [name for name in _LOOKED_UP if name == "number" or name in rule.near]
    wanted = [name for name in names if ("@" in q) == (name == "email")]
    return [record for name in wanted for record in system.find(rule.kind, name, [q])]


def _with_partner(candidate: Candidate, link: Link | None, side: Side) -> Candidate:
    if link is None:
        return candidate
    partner = RecordKey(kind=link.kind, side=side, id=link.half(side).id)
    return Candidate(candidate.id, candidate.number, candidate.name, partner, candidate.suggested)


def preview(app: App, connection: Connection, key: RecordKey, partner: str) -> LinkForeseen:
    """What linking the two would do, as both systems show them now. Raises Refused, Invalid, WrongStatus with the
    reason why they cannot be linked, and what the systems raise."""
    check_possible(app, connection, key.kind, "link")
    check_free(app, connection, key, partner)
    desk = desk_for(app, connection, Priority.PERSON)
    supposed = if_linked(desk, key, partner)
    own, other = supposed.records[key.side], supposed.records[key.side.other]
    if own is None:
        raise Refused("record_gone")
    if other is None:
        raise Invalid("partner_not_found", "partner")
    if supposed.meet is None:
        raise Refused("link_not_possible", facts=_reason(supposed.step))
    fields = tuple(_fields(desk.integration.rule(key.kind), supposed))
    there = RecordKey(kind=key.kind, side=key.side.other, id=partner)
    both = {key.side: own, key.side.other: other}
    return LinkForeseen(key, there, both, fields, supposed.hold, _confirmation(fields))


def link(app: App, connection: Connection, key: RecordKey, partner: str, confirm: str | None, by: str) -> bool:
    """Have the two linked; False when they are linked with each other already. Raises as `preview`, and
    Refused(link_needs_confirmation) when values would be overwritten that `confirm` does not confirm."""
    if _are_linked(app, connection, key, partner):
        return False
    foreseen = preview(app, connection, key, partner)
    if foreseen.confirm is not None and foreseen.confirm != confirm:
        raise Refused("link_needs_confirmation")
    decision = Decision(connection=connection.id, key=key, choice=Choice.LINK, partner=partner, by=by, at=app.clock())
    carry_out(app, connection, decision)
    return True


def check_free(app: App, connection: Connection, key: RecordKey, partner: str) -> None:
    """Raises Refused(record_linked, partner_taken), each naming whom with. What a deleted record left of a pair may
    be linked anew."""
    links = app.stores(connection.id).links
    own = links.by_ids(key.kind, key.side, [key.id]).get(key.id)
    if own is not None and own.state is LinkState.LIVE:
        there = RecordKey(kind=key.kind, side=key.side.other, id=own.half(key.side.other).id)
        raise Refused("record_linked", facts={"other_name": called(app, connection, there)})
    check_partner(app, connection, key, partner)


def _are_linked(app: App, connection: Connection, key: RecordKey, partner: str) -> bool:
    own = app.stores(connection.id).links.by_ids(key.kind, key.side, [key.id]).get(key.id)
    return own is not None and own.state is LinkState.LIVE and own.half(key.side.other).id == partner


def _reason(step: Step | None) -> dict[str, str]:
    code = step.code if isinstance(step, Hold | Skip) else "data_refused"
    return {"parent_code": code, "code": code}


def _fields(rule: KindRule, supposed: Linked) -> Iterable[FieldForeseen]:
    assert supposed.meet is not None
    merged, records = supposed.meet.merged, supposed.meet.records
    values: dict[Side, Values] = {side: records[side].values() for side in Side}
    for each in rule.fields:
        now = {side: values[side].get(each.name) for side in Side}
        target = next((side for side in Side if each.name in merged.patches[side]), None)
        if target is None and all(each.normalise(value) is None for value in now.values()):
            continue
        yield FieldForeseen(
            each.name, each.ref, now[Side.TRIPLETEX], now[Side.APP], target,
            merged.patches[target][each.name] if target else None,
            lost=target is not None and each.name in merged.lost[target],
        )  # fmt: skip


def _confirmation(fields: Iterable[FieldForeseen]) -> str | None:
    """What a person confirms: exactly these values that go, and what comes in their place."""
    lost = [(each.name, each.written_to, each.tripletex, each.app) for each in fields if each.lost]
    return hashlib.sha256(json.dumps(lost, default=str).encode()).hexdigest()[:32] if lost else None
