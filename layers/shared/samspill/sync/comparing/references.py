"""References of a slice's records translated by their links, looked up a kind at a time."""

from collections.abc import Iterable

from samspill.model.kinds import Kind, Side
from samspill.model.links import LinkState
from samspill.model.records import Record, Values
from samspill.model.rules import KindRule
from samspill.sync.desk import Desk
from samspill.sync.merge import Translate
from samspill.sync.ports import Links


def translator(desk: Desk, rule: KindRule, records: Iterable[tuple[Side, Record]]) -> Translate:
    """What the references of these records are on the other side; None for those without live partner."""
    return translated(desk.stores.links, rule, ((side, record.values()) for side, record in records))


def translated(links: Links, rule: KindRule, values_of: Iterable[tuple[Side, Values]]) -> Translate:
    """The same of records as their values tell them."""
    fields = [(each.name, each.ref) for each in rule.fields if each.ref is not None]
    wanted: dict[tuple[Side, Kind], set[str]] = {}
    for side, values in values_of if fields else ():
        for name, ref in fields:
            if value := values.get(name):
                wanted.setdefault((side, ref), set()).add(str(value))
    partners: dict[tuple[Side, Kind, str], str] = {}
    for (side, ref), ids in wanted.items():
        for record_id, link in links.by_ids(ref, side, sorted(ids)).items():
            if link.state is LinkState.LIVE:
                partners[side, ref, record_id] = link.half(side.other).id
    return lambda side, kind, record_id: partners.get((side, kind, record_id))
