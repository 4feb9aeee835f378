"""Reads all that is needed to decide on a batch of records: both sides, links, look-alikes, decisions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import KEPT_OUT, Decision, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.attempts import doubts
from samspill.sync.behind import refer_too_early
from samspill.sync.case import Case, Surroundings
from samspill.sync.desk import Desk
from samspill.sync.likeness import looked_up
from samspill.sync.renumbering import follow, unsettled
from samspill.sync.sharing import sharers
from samspill.sync.sources import follow_sources


def gather(
    desk: Desk, kind: Kind, side: Side, ids: Sequence[str], hints: Mapping[str, str] | None = None
) -> list[Case]:
    """Cases for those records, read live, their links where the records are now. `hints` are the old numbers that
    triggers told, by id. Raises what the systems raise (RateLimited, RetryLater ...)."""
    rule = desk.integration.rule(kind)
    while True:
        cases = _read(desk, kind, side, ids)
        followed = follow(desk, rule, side, cases, hints or {})
        if not followed.moved:
            follow_sources(desk, rule, side, cases, hints or {})
            waits = unsettled(desk, rule, side, cases)
            early = refer_too_early(desk, rule, cases)
            doubtful = {**early, **waits, **doubts(desk, rule, side, cases), **followed.doubts}
            return [replace(case, doubt=doubtful.get(case.key.id)) for case in cases]


def _read(desk: Desk, kind: Kind, side: Side, ids: Sequence[str]) -> list[Case]:
    own = desk.systems[side].get(kind, ids)
    links = desk.stores.links.by_ids(kind, side, ids)
    partner_ids = [link.half(side.other).id for link in links.values()]
    others = desk.systems[side.other].get(kind, partner_ids) if partner_ids else {}
    decisions = decisions_for(desk, kind, side, ids, links)
    loose = {i: record for i in ids if (record := own.get(i)) is not None and i not in links}
    candidates = find_candidates(desk, kind, side, loose, decisions)
    taken = desk.stores.links.by_ids(kind, side.other, [c.id for c in candidates]) if candidates else {}
    left_out = left_out_of(desk, kind, side.other, [c.id for c in candidates])
    counts = count_numbers(desk, kind, side, loose)
    cases = []
    for record_id in ids:
        key, link, record = RecordKey(kind=kind, side=side, id=record_id), links.get(record_id), own.get(record_id)
        fitting = [] if record is None or link is not None else candidates
        cases.append(
            Case(
                key=key,
                own=record,
                link=link,
                other=others.get(link.half(side.other).id) if link else None,
                candidates=fitting,
                taken=frozenset(taken),
                left_out=left_out,
                number_count=counts[normalise.number(record.number)] if record is not None else 1,
                decision=decisions.get(record_id),
            )
        )
    return cases


def decisions_for(
    desk: Desk, kind: Kind, side: Side, ids: Sequence[str], links: Mapping[str, Link]
) -> dict[str, Decision]:
    """A person's answers, whichever half of a pair they were given for, by id on `side`; of two the later one."""
    own = {RecordKey(kind=kind, side=side, id=i): i for i in ids}
    partners = {RecordKey(kind=kind, side=side.other, id=link.half(side.other).id): i for i, link in links.items()}
    found = desk.stores.decisions.get([*own, *partners])
    in_order = sorted(found.values(), key=lambda decision: decision.at)
    return {(own | partners)[decision.key]: decision for decision in in_order}


def left_out_of(desk: Desk, kind: Kind, side: Side, ids: Sequence[str]) -> frozenset[str]:
    """Those records of `side` that a person keeps out."""
    keys = [RecordKey(kind=kind, side=side, id=i) for i in ids]
    found = desk.stores.decisions.get(keys) if keys else {}
    return frozenset(key.id for key, decision in found.items() if decision.choice in KEPT_OUT)


def find_candidates(
    desk: Desk, kind: Kind, side: Side, loose: Mapping[str, Record], decisions: Mapping[str, Decision]
) -> list[Record]:
    """Records of the other side that may be one of `loose`: by number, by the rule's near fields, by decision."""
    if not loose:
        return []
    other, rule = desk.systems[side.other], desk.integration.rule(kind)
    found: dict[str, Record] = {}
    for name in ("number", *rule.near):
        values = sorted({v for record in loose.values() if (v := looked_up(name, record))})
        for record in other.find(kind, name, values) if values else ():
            found[record.id] = record
    chosen = [d.partner for i, d in decisions.items() if i in loose and d.choice is Choice.LINK and d.partner]
    missing = [partner for partner in chosen if partner not in found]
    fetched = other.get(kind, missing).values() if missing else ()
    found.update({record.id: record for record in fetched if record is not None})
    return [record for record in found.values() if rule.matchable(record)]


def count_numbers(desk: Desk, kind: Kind, side: Side, loose: Mapping[str, Record]) -> Counter[object]:
    """How many records of `side` bear each number; 1 without asking where the system keeps numbers unique."""
    rule = desk.integration.rule(kind)
    numbers = {normalise.number(record.number) for record in loose.values()} - {None}
    counts: Counter[object] = Counter(dict.fromkeys(numbers, 1))
    counts[None] = 1
    if side in rule.unique_on or not numbers:
        return counts
    seen = desk.systems[side].find(kind, "number", sorted(str(n) for n in numbers))
    for number, ids in _ids_by_number(filter(rule.matchable, seen)).items():
        if number in numbers:
            counts[number] = max(1, len(ids))
    return counts


def _ids_by_number(records: Iterable[Record]) -> dict[object, set[str]]:
    grouped: dict[object, set[str]] = {}
    for record in records:
        grouped.setdefault(normalise.number(record.number), set()).add(record.id)
    return grouped


def surroundings(desk: Desk, rule: KindRule, cases: Sequence[Case]) -> Surroundings:
    """How the references of these cases translate, and which of the unlinked parents are held."""
    wanted: dict[tuple[Side, Kind], set[str]] = {}
    for case in cases:
        for side, record in ((case.key.side, case.own), (case.key.side.other, case.other)):
            for each in rule.fields if record is not None else ():
                value = record.values().get(each.name) if each.ref is not None and record is not None else None
                if value and each.ref is not None:
                    wanted.setdefault((side, each.ref), set()).add(str(value))
    partners: dict[tuple[Side, Kind, str], str] = {}
    orphans: list[RecordKey] = []
    for (side, kind), ids in wanted.items():
        links = desk.stores.links.by_ids(kind, side, sorted(ids))
        for record_id in ids:
            link = links.get(record_id)
            if link is not None and link.state is LinkState.LIVE:
                partners[side, kind, record_id] = link.half(side.other).id
            else:
                orphans.append(RecordKey(kind=kind, side=side, id=record_id))
    fates = desk.stores.journal.fates(orphans) if orphans else {}
    stuck = (Standing.HELD, Standing.SKIPPED, Standing.GONE)
    return Surroundings(
        settings=desk.connection.settings,
        capabilities=desk.connection.capabilities,
        translate=lambda side, kind, record_id: partners.get((side, kind, record_id)),
        held={key: fate.code or fate.standing.value for key, fate in fates.items() if fate.standing in stuck},
        sharers=sharers(desk.stores.links, rule, _rows(cases)),
    )


def _rows(cases: Sequence[Case]) -> Iterator[str]:
    """Ids of Tripletex's rows in those cases: their own, their partners', and those of partners to be."""
    for case in cases:
        of_tripletex = case.key.side is Side.TRIPLETEX
        yield from [case.key.id] if of_tripletex else [candidate.id for candidate in case.candidates]
        if case.link is not None:
            yield case.link.tripletex.id
