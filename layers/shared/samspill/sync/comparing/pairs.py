"""The linked records of a slice: equal, different, absent or not yet told what became of their partner."""

from collections.abc import Mapping, Sequence
from itertools import islice

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Side
from samspill.model.links import Link, LinkState
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.comparing.findings import Apart, Comparing, Found
from samspill.sync.comparing.references import translator
from samspill.sync.fingerprint import fingerprint
from samspill.sync.merge import Translate, differences, unagreed
from samspill.sync.sharing import Sharers, sharer_of, sharers

SLICE = 500

Present = Mapping[Side, Record | None]


def compare_pairs(comparing: Comparing, cursor: str) -> Found:
    """Compare the links behind `cursor`, the id of a link. Raises what the systems raise."""
    desk, kind, rule = comparing.desk, comparing.kind, comparing.rule
    links = list(islice(desk.stores.links.all(kind, after=cursor), SLICE))
    live = [link for link in links if link.state is LinkState.LIVE]
    present, fetched = _present(comparing, live)
    fates = desk.stores.journal.fates([key for link in links for key in _keys(link).values()]) if links else {}
    both = [(side, record) for each in present.values() for side, record in each.items() if record is not None]
    translate = translator(desk, rule, both)
    shared = sharers(desk.stores.links, rule, [link.tripletex.id for link in live])
    wanted: list[RecordKey] = []
    differing: dict[RecordKey, Apart] = {}
    peaceful: set[RecordKey] = set()
    held = 0
    for link in live:
        keys = _keys(link)
        troubled = [key for key in keys.values() if key in fates and fates[key].standing is Standing.HELD]
        held += bool(troubled)
        if troubled and _would_be_refused_again(comparing, keys, present[link.id], fates):
            continue
        look = _look_at(_rule_of(comparing, present[link.id], shared), link, present[link.id], translate)
        if look is None:
            # Equal, but a problem is still open, or a worker that was cut off or slow had another last word.
            unsettled = [k for k in keys.values() if k not in fates or fates[k].standing is not Standing.LINKED]
            wanted += unsettled
            peaceful.update(key for key in keys.values() if key not in unsettled)
            continue
        side, apart = look
        wanted.append(keys[side])
        if not troubled:
            differing[keys[side]] = apart
    wanted += [key for link in links if link.state is LinkState.TOMBSTONE for key in _untold(comparing, link, fates)]
    return Found(
        wanted=wanted,
        differing=differing,
        peaceful=frozenset(peaceful),
        links=links,
        fetched=fetched,
        linked=len(live),
        unequal=len(differing),
        held=held,
        cursor=links[-1].id if len(links) == SLICE else None,
    )


def _keys(link: Link) -> dict[Side, RecordKey]:
    return {side: RecordKey(kind=link.kind, side=side, id=link.half(side).id) for side in Side}


def _present(comparing: Comparing, links: Sequence[Link]) -> tuple[dict[str, Present], dict[Side, int]]:
    """Both records of each link, and how many were read by id: where a register could not be read completely that is
    the only way to tell whether a record is there."""
    found = {
        side: {link.half(side).id: comparing.registers.get(side, link.half(side).id) for link in links}
        for side in Side
    }
    fetched: dict[Side, int] = {}
    for side in Side:
        missing = [record_id for record_id, record in found[side].items() if record is None]
        if missing and not comparing.reading.complete(side):
            read = comparing.desk.systems[side].get(comparing.kind, missing)
            fetched[side] = sum(record is not None for record in read.values())
            found[side] |= read
    return {link.id: {side: found[side][link.half(side).id] for side in Side} for link in links}, fetched


def _look_at(rule: KindRule, link: Link, present: Present, translate: Translate) -> tuple[Side, Apart] | None:
    """Which record of the pair to look at, and how it differs; None for a pair at peace."""
    absent = [side for side in Side if present[side] is None]
    if absent:
        return absent[0], Apart("absent")
    records = {side: record for side, record in present.items() if record is not None}
    touched = [side for side in Side if _touched(rule, link, side, records[side])]
    if not touched and not differences(rule, records, translate) and not unagreed(rule, link, records, translate):
        return None
    times = [records[side].modified_at for side in touched]
    known = [time for time in times if time is not None]
    modified = max(known) if known and len(known) == len(times) else None
    state = " ".join(fingerprint(rule, records[side]) for side in Side)
    return Side.TRIPLETEX, Apart(state, modified)


def _rule_of(comparing: Comparing, present: Present, shared: Sharers) -> KindRule:
    """The rules as they hold for that pair."""
    records = {side: record for side, record in present.items() if record is not None}
    sharer = sharer_of(comparing.rule, records, shared)
    return comparing.rule.of_pair(comparing.desk.connection.settings, records, sharer)


def _would_be_refused_again(
    comparing: Comparing, keys: Mapping[Side, RecordKey], present: Present, fates: Mapping[RecordKey, Fate]
) -> bool:
    """Whether a system refused what this pair needs, and neither half has changed since: looking at it would only
    send the same once more."""
    for side, key in keys.items():
        record, fate = present[side], fates.get(key)
        if record is None or fate is None or fate.fingerprint != fingerprint(comparing.rule, record):
            return False
    problem = comparing.desk.stores.journal.problem_of(keys[Side.APP])
    return problem is not None and bool(problem.technical)  # the system's own answer: no rule of ours stopped it


def _touched(rule: KindRule, link: Link, side: Side, record: Record) -> bool:
    """Whether the record differs from its own base in a field that crosses."""
    base, values = link.half(side).base, record.values()
    return any(
        each.normalise(base[each.name]) != each.normalise(values[each.name])
        for each in rule.fields
        if each.name in base and each.name in values
    )


def _untold(comparing: Comparing, link: Link, fates: Mapping[RecordKey, Fate]) -> list[RecordKey]:
    """Records of a tombstone whose last word is not what there is to say: the worker was cut off, a deleted record is
    back, or the one that was left is gone too."""
    found = []
    for side, key in _keys(link).items():
        there = comparing.registers.get(side, key.id) is not None
        if not there and not comparing.reading.complete(side):
            continue
        said = (Standing.HELD, Standing.SKIPPED) if there else (Standing.GONE,)
        if key not in fates or fates[key].standing not in said:
            found.append(key)
    return found
