"""Links that are behind: where the number is the identity, what a reference names may have changed hands before its
link has followed. Translated by such a link it would name somebody else on the other side, for ever.

not looked at since               -> that first, then again
a person is asked where it went   -> held until the answer; the reference would name a number that nobody has

Only what is about to be written is asked about, once for each record it refers to; not in a first sync, where links
were made a moment ago.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.records import Record, record_from_values
from samspill.model.rules import KindRule
from samspill.sync.asking import PERHAPS
from samspill.sync.case import Behind, Case, Hold
from samspill.sync.comparing.references import translated
from samspill.sync.desk import Desk
from samspill.sync.merge import mean_others

#: What looking at such a record takes, and a little more.
BEHIND_PAUSE = timedelta(seconds=2)
#: What a reference names: side, kind and id there.
Reference = tuple[Side, Kind, str]


def refer_too_early(desk: Desk, rule: KindRule, cases: Sequence[Case]) -> dict[str, Behind | Hold]:
    """Cases that would write a reference with the help of a link that is behind, by their id. Raises what the systems
    raise."""
    wanted = {case.key.id: {*_news(rule, case), *_parted(desk, rule, case)} for case in cases}
    links: dict[Reference, Link] = {}
    for side, kind in {reference[:2] for each in wanted.values() for reference in each}:
        ids = {i for each in wanted.values() for at, of, i in each if (at, of) == (side, kind)}
        found = desk.stores.links.by_ids(kind, side, sorted(ids))
        links |= {(side, kind, record_id): link for record_id, link in found.items()}
    late: dict[str, Behind | Hold] = {}
    for kind in {link.kind for link in links.values()}:
        late |= behind(desk, kind, [link for link in links.values() if link.kind is kind])
    return {
        case_id: late[links[reference].id]
        for case_id, references in wanted.items()
        for reference in references
        if reference in links and links[reference].id in late
    }


def behind(desk: Desk, kind: Kind, links: Collection[Link]) -> dict[str, Behind | Hold]:
    """Links of `kind` whose record has another name than they know, or answers no more, by their id with what to do
    with who refers to it; none of whom people are told something else. Raises what the systems raise."""
    found: dict[RecordKey, str] = {}
    for at in desk.integration.rule(kind).number_is_id if desk.wakes and kind in desk.integration.kinds else ():
        known = {link.half(at).id: link for link in links if link.state is LinkState.LIVE and _known(link, at)}
        there = desk.systems[at].get(kind, sorted(known)) if known else {}
        moved = {i: link for i, link in known.items() if _is_another(there[i], link, at)}
        found |= {RecordKey(kind=kind, side=at, id=i): link.id for i, link in moved.items()}
    fates = desk.stores.journal.fates(list(found)) if found else {}
    return {link_id: step for key, link_id in found.items() if (step := _until(key, fates.get(key))) is not None}


def _until(key: RecordKey, fate: Fate | None) -> Behind | Hold | None:
    """What somebody who refers to that record waits for."""
    if fate is not None and fate.code == PERHAPS and fate.waiting_for is not None:
        facts = {"kind": key.kind.value, "parent_code": PERHAPS}
        return Hold("parent_held", facts, parent=RecordKey.parse(fate.waiting_for))
    told = fate is not None and fate.standing in (Standing.HELD, Standing.WAITING)
    return None if told else Behind(key)


def _news(rule: KindRule, case: Case) -> Iterator[Reference]:
    """References that may be written: those of a record without link, and those that are not what they were."""
    for side, record in ((case.key.side, case.own), (case.key.side.other, case.other)):
        if record is None or case.own is None:
            continue
        base = case.link.half(side).base if case.link is not None else {}
        for each in rule.fields:
            value = record.values().get(each.name)
            if each.ref is not None and value and each.normalise(base.get(each.name)) != each.normalise(value):
                yield side, each.ref, str(value)


def _parted(desk: Desk, rule: KindRule, case: Case) -> Iterator[Reference]:
    """References of a pair that mean another on each side by the links of today: one of those may be behind."""
    if case.own is None or case.other is None or not desk.wakes:
        return
    values = {case.key.side: case.own.values(), case.key.side.other: case.other.values()}
    fields = [each for each in rule.fields if each.ref is not None and desk.integration.rule(each.ref).number_is_id]
    translate = translated(desk.stores.links, rule, values.items()) if fields else None
    for each in fields if translate is not None else ():
        now = {side: values[side].get(each.name) for side in Side}
        if translate is not None and mean_others(each, now, translate):
            yield from ((side, each.ref, str(value)) for side, value in now.items() if each.ref is not None)


def _known(link: Link, at: Side) -> str:
    half = link.half(at)
    return str(normalise.folded(record_from_values(link.kind, half.id, half.base).label) or "")


def _is_another(record: Record | None, link: Link, at: Side) -> bool:
    return record is None or normalise.folded(record.label) != _known(link, at)
