"""Records of the other side that may be the same, for a person who looks for one. Nothing here decides anything.

Imported by pages only: rapidfuzz is compiled code that no worker needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from samspill.model.fields import Field
from samspill.model.plan import PlanRow, RowOutcome, RowSide
from samspill.model.records import Record
from samspill.store.search_text import fold
from samspill.sync.likeness import plain
from samspill.tasks.plan_book import PlanBook
from samspill.tasks.plan_index import Filter

#: Found at most, and below this likeness (per cent) not at all.
AT_ONCE, UNLIKE = 8, 50
#: Fields that tell who somebody is, by weight; each is the same or it is not. Others count as far as they agree.
_TELLING = {"organization_number": 4, "ean": 3, "email": 2, "gln": 2, "phone": 1, "mobile": 1, "postal_code": 1}
_LOOSE = {"address_line1": 1, "city": 1, "description": 1}
_NAME = 4


@dataclass(frozen=True)
class Alike:
    """A record of the other side that nobody is linked with, and how alike the names are, in per cent."""

    side: RowSide
    likeness: int


def names_alike(one: str, two: str) -> int:
    """How alike two names are, in per cent: in whatever order their words stand, written in one word or in two."""
    words = [plain(fold(each)) for each in (one, two)]
    together = [each.replace(" ", "") for each in words]
    return round(max(fuzz.token_sort_ratio(*words), fuzz.ratio(*together)))


def likeness(fields: Sequence[Field], one: Record, two: Record) -> int:
    """How alike two records are in what both of them say, in per cent."""
    known = {field.name: field for field in fields}
    scores = [(_NAME, float(names_alike(one.label, two.label)))] if one.label and two.label else []
    mine, theirs = one.values(), two.values()
    for name, weight in {**_TELLING, **_LOOSE}.items():
        if name not in known:
            continue
        values = [str(known[name].normalise(each.get(name)) or "") for each in (mine, theirs)]
        if all(values):
            same = 100.0 * (values[0] == values[1])
            scores.append((weight, fuzz.token_sort_ratio(*map(fold, values)) if name in _LOOSE else same))
    weights = sum(weight for weight, _ in scores)
    return round(sum(weight * score for weight, score in scores) / weights) if weights else 0


def look_for(book: PlanBook, row: PlanRow, q: str) -> list[Alike]:
    """Records of the row's kind on the other side that have no partner in the plan: first those with `q` in their
    name or number, then those whose name is like it."""
    wanted = fold(q.strip())
    if not wanted:
        return []
    texts = book.texts
    free = {place for place in book.index.places(Filter(kind=row.kind, source=row.source.other))
            if book.index.sort_at(place).outcome is not RowOutcome.LINK}  # fmt: skip
    holding = list(islice((place for place in texts.holding(wanted) if place in free), AT_ONCE))
    names = {place: texts.first_line(place) for place in free.difference(holding)}
    more = process.extract(
        plain(wanted) or wanted, names, scorer=fuzz.token_sort_ratio, limit=AT_ONCE, score_cutoff=UNLIKE
    )
    found = [*holding, *(place for _, _, place in more)][:AT_ONCE]
    rows = book.rows(found)
    own = row.tripletex or row.app
    sides = [side for each in rows if (side := each.tripletex or each.app) is not None]
    return [Alike(side, names_alike(own.name if own else "", side.name)) for side in sides]
