"""Rows of Tripletex that two records of the app are linked to, as customer and as supplier: who the other one is."""

from collections.abc import Iterable, Mapping

from samspill.model.fields import Sharer
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.ports import Links

#: (kind, id in Tripletex) -> the app's record that is linked to that row.
Sharers = Mapping[tuple[Kind, str], Sharer]


def sharers(links: Links, rule: KindRule, rows: Iterable[str]) -> dict[tuple[Kind, str], Sharer]:
    """Who else is linked to those rows of Tripletex (their ids), as its links know it."""
    ids = sorted(set(rows)) if rule.shares is not None else []
    if rule.shares is None or not ids:
        return {}
    found = links.by_ids(rule.shares.kind, Side.TRIPLETEX, ids)
    return {(link.kind, row): sharer for row, link in found.items() if (sharer := sharer_by(link)) is not None}


def sharer_by(link: Link) -> Sharer | None:
    """What the app's record of a link last said; None when it is the row that is gone."""
    if link.state is LinkState.LIVE:
        return Sharer(link.app.base)
    return Sharer(link.app.base, linked=False) if link.gone_side is Side.APP else None


def sharer_of(rule: KindRule, records: Mapping[Side, Record], known: Sharers) -> Sharer | None:
    """Who else is linked to the row of that pair."""
    row = records.get(Side.TRIPLETEX)
    return known.get((rule.shares.kind, row.id)) if rule.shares is not None and row is not None else None
