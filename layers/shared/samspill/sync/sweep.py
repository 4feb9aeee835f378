"""Reconcile one kind: both registers against their bases; enqueue what differs, report drift.

read both registers
a linked record differs from its base, or the pair is not equal      -> look at it
a linked record is absent from a complete register                   -> suspect a delete: look at it
a record without link whose fate is not settled for this very state  -> look at it
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import CATALOGUE
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.case import Hold, Skip, Step, Surroundings, Wait
from samspill.sync.decide import decide
from samspill.sync.desk import Desk
from samspill.sync.fingerprint import fingerprint
from samspill.sync.matching import Matcher, Registers
from samspill.sync.merge import Translate, differences
from samspill.sync.reading import pages


def sweep_key(kind: Kind) -> RecordKey:
    """The change that means: compare both registers of `kind`."""
    return RecordKey(kind=kind, side=Side.TRIPLETEX, id=EVERYTHING)


#: How many waiting changes a comparison answers at most.
BACKLOG = 10_000


@dataclass(frozen=True)
class Drift:
    """What a sweep found: records looked at, and how many have to be looked at again."""

    kind: Kind
    tripletex: int
    app: int
    enqueued: int
    unequal: int
    at: datetime


@dataclass(frozen=True)
class Comparison:
    """What differs and must be looked at again, and which records of linked pairs are at peace."""

    drift: Drift
    wanted: list[RecordKey]
    peaceful: frozenset[RecordKey]


def sweep(desk: Desk, kind: Kind) -> Drift:
    """Compare the whole registers of `kind` and enqueue differences. Writes nothing to either system.

    Raises ConfigurationWrong(register_too_large) when a register cannot be read completely: nothing then counts as
    absent.
    """
    waiting = [c for c in desk.stores.inbox.due(sweep_key(kind).group, desk.clock(), BACKLOG) if c.key.kind is kind]
    found = compare(desk, kind)
    desk.stores.inbox.put_many(found.wanted, due_at=found.drift.at, priority=Priority.RECONCILE)
    for change in waiting:  # came in before we read: a pair at peace has nothing more to tell, e.g. our own echoes
        if change.key in found.peaceful:
            desk.stores.inbox.done(change)
    return found.drift


def compare(desk: Desk, kind: Kind) -> Comparison:
    """Read both registers whole and compare. Raises as `sweep`."""
    now = desk.clock()
    registers = {side: _read(desk, kind, side) for side in Side}
    links = list(desk.stores.links.all(kind))
    wanted, unequal, peaceful = _unequal_pairs(desk, kind, registers, links)
    wanted += _loose(desk, kind, registers, links)
    wanted += _vanished(desk, kind, registers, links)
    sizes = {side: len(registers[side]) for side in Side}
    drift = Drift(kind, sizes[Side.TRIPLETEX], sizes[Side.APP], len(wanted), unequal, now)
    return Comparison(drift, wanted, frozenset(peaceful))


def _read(desk: Desk, kind: Kind, side: Side) -> dict[str, Record]:
    return {record.id: record for page in pages(desk, kind, side) for record in page}


def _unequal_pairs(
    desk: Desk, kind: Kind, registers: Registers, links: list[Link]
) -> tuple[list[RecordKey], int, set[RecordKey]]:
    rule = desk.integration.rule(kind)
    translate = _translator(desk, rule)
    wanted: list[RecordKey] = []
    peaceful: set[RecordKey] = set()
    tombstones: list[Link] = []
    for link in links:
        keys = {side: RecordKey(kind=kind, side=side, id=link.half(side).id) for side in Side}
        present = {side: registers[side].get(link.half(side).id) for side in Side}
        if link.state is LinkState.TOMBSTONE:
            tombstones.append(link)
            continue
        absent = [side for side in Side if present[side] is None]
        if absent:
            wanted.append(keys[absent[0]])
            continue
        records = {side: record for side, record in present.items() if record is not None}
        if differences(rule, records, translate) or _touched(rule, link, records):
            wanted.append(keys[Side.TRIPLETEX])
        else:
            peaceful.update(keys.values())
    held = _held(desk, wanted)
    unequal = len([key for key in wanted if key not in held])
    # Equal again, but a problem is still open: looking at it closes it.
    healed = _held(desk, sorted(peaceful, key=str))
    wanted += sorted(healed, key=str)
    return [*wanted, *_untold(desk, tombstones)], unequal, peaceful - healed


def _touched(rule: KindRule, link: Link, records: Mapping[Side, Record]) -> bool:
    """Whether one side differs from its own base in a field that crosses."""
    for side in Side:
        base, values = link.half(side).base, records[side].values()
        for each in rule.fields:
            known = each.name in base and each.name in values
            if known and each.normalise(base[each.name]) != each.normalise(values[each.name]):
                return True
    return False


def _held(desk: Desk, keys: list[RecordKey]) -> set[RecordKey]:
    fates = desk.stores.journal.fates(keys) if keys else {}
    return {key for key, fate in fates.items() if fate.standing is Standing.HELD}


def _untold(desk: Desk, tombstones: list[Link]) -> list[RecordKey]:
    """Survivors that have not been told what became of their partner: the worker was cut off."""
    survivors = {
        RecordKey(kind=link.kind, side=link.gone_side.other, id=link.half(link.gone_side.other).id): link
        for link in tombstones
        if link.gone_side is not None
    }
    fates = desk.stores.journal.fates(list(survivors)) if survivors else {}
    return [
        key for key in survivors if key not in fates or fates[key].standing in (Standing.LINKED, Standing.WAITING)
    ]


def _vanished(desk: Desk, kind: Kind, registers: Registers, links: list[Link]) -> list[RecordKey]:
    """Records with an open problem that are in no register any more: their problem ends with them."""
    linked = {(side, link.half(side).id) for link in links for side in Side}
    gone, cursor = [], None
    while True:
        page, cursor = desk.stores.journal.problems(kind=kind, limit=500, cursor=cursor)
        for problem in page:
            key = problem.key
            if key.id not in registers[key.side] and (key.side, key.id) not in linked:
                gone.append(key)
        if cursor is None:
            return gone


def _loose(desk: Desk, kind: Kind, registers: Registers, links: list[Link]) -> list[RecordKey]:
    """Records without a link for which there is something new to do: decided on here, without asking anybody."""
    rule = desk.integration.rule(kind)
    decisions = {decision.key: decision for decision in desk.stores.decisions.all() if decision.key.kind is kind}
    matcher = Matcher(rule, registers, links, decisions)
    around = Surroundings(desk.connection.settings, desk.connection.capabilities, _translator(desk, rule))
    records = {
        RecordKey(kind=kind, side=side, id=record.id): record
        for side in Side
        for record in registers[side].values()
        if not matcher.is_taken(side, record.id)
    }
    fates = desk.stores.journal.fates(list(records)) if records else {}
    wanted = []
    for key, record in records.items():
        step = decide(matcher.case(key.side, record), rule, around)
        if _is_news(step, fates.get(key), fingerprint(rule, record)):
            wanted.append(key)
    return wanted


def _is_news(step: Step, fate: Fate | None, now: str) -> bool:
    """Whether looking at the record would do or say something that has not been done or said."""
    if fate is None:
        return True
    if fate.standing is Standing.WAITING:
        return False  # it is in the inbox
    if isinstance(step, Skip | Hold):
        return fate.code != step.code
    if isinstance(step, Wait):
        return fate.code != "parent_held"
    refused = fate.code is not None and CATALOGUE[fate.code].refusal
    return not (refused and fate.fingerprint == now)  # the system would only refuse the same again


def _translator(desk: Desk, rule: KindRule) -> Translate:
    """References of these registers translated by their links, looked up a kind at a time."""
    partners: dict[tuple[Side, Kind, str], str] = {}
    for ref in {each.ref for each in rule.fields if each.ref is not None}:
        for link in desk.stores.links.all(ref):
            for side in Side if link.state is LinkState.LIVE else ():
                partners[side, ref, link.half(side).id] = link.half(side.other).id
    return lambda side, kind, record_id: partners.get((side, kind, record_id))
