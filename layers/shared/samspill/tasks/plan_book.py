"""The rows of a plan as people leaf through them: written beside the plan when somebody is asked about it.

{connection}/plan/shown/{hash of the plan}/   rows.gz (in parts), texts, ids, partners (columns), index.json (last)

What lies under a hash never changes. A plan without such a folder (it was made earlier, or the folder has expired)
gets one when it is looked at.
"""

import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Side
from samspill.model.plan import Plan, PlanRow, RowSide
from samspill.tasks.plan_index import PART, Column, Filter, Indexing, PlanIndex, row_id
from samspill.tasks.refusals import Refused

#: Of gzip's levels one that packs nearly as well as the best and takes a third of its time.
_QUICKLY = 6
PLAN, ROWS, SHOWN = "plan/plan.json", "plan/rows.jsonl.gz", "plan/shown/"


@dataclass(frozen=True)
class PlanBook:
    """The rows of one plan. What is read of it is read once."""

    app: App
    folder: str
    index: PlanIndex

    @cached_property
    def texts(self) -> Column:
        """What is searched in."""
        return self._column("texts")

    @cached_property
    def ids(self) -> Column:
        """The rows' ids."""
        return self._column("ids")

    @cached_property
    def partners(self) -> Column:
        """Of each row the record it will be linked with, as the id of a row of its own."""
        return self._column("partners")

    def page(self, wanted: Filter, start: int, limit: int) -> tuple[list[PlanRow], int | None]:
        """Rows that are wanted, from the place `start` on, in the plan's order; the place of the first one behind
        them, None at the end."""
        places = self.index.places(wanted, start, self.texts if wanted.text else None)
        found = list(islice(places, limit + 1))
        return self.rows(found[:limit]), found[limit] if len(found) > limit else None

    def row(self, row_id: str) -> PlanRow:
        """The row of that id. Raises NotFound."""
        place = self.ids.place_of(row_id)
        if place is None:
            raise NotFound(f"row {row_id}")
        return self.rows([place])[0]

    def sides(self, records: Iterable[RecordKey]) -> dict[RecordKey, RowSide]:
        """What the plan knows of those records; some it knows nothing of."""
        places: dict[RecordKey, int] = {}
        for key in records:
            wanted = row_id(key.kind, key.side, key.id)
            place = self.ids.place_of(wanted)
            place = self.partners.place_of(wanted) if place is None else place
            if place is not None:
                places[key] = place
        rows = dict(zip(places, self.rows(list(places.values())), strict=True))
        known = {key: row.tripletex if key.side is Side.TRIPLETEX else row.app for key, row in rows.items()}
        return {key: side for key, side in known.items() if side is not None}

    def every_id(self) -> list[str]:
        """The ids of all rows, in the plan's order."""
        return [each.decode() for each in self.ids.values]

    def rows(self, places: Sequence[int]) -> list[PlanRow]:
        """The rows at those places, in that order."""
        if not places:
            return []
        wanted: dict[int, list[int]] = defaultdict(list)
        for place in sorted(places):
            wanted[place // PART].append(place)
        # One request for all of them: what lies between is a few bytes a row.
        ends = self.index.parts
        first = ends[min(wanted)]
        span = self.app.plans.span(f"{self.folder}rows.gz", first, ends[max(wanted) + 1])
        found: dict[int, PlanRow] = {}
        for part, inside in wanted.items():
            lines = gzip.decompress(span[ends[part] - first : ends[part + 1] - first]).split(b"\n")
            found |= {place: PlanRow.model_validate_json(lines[place % PART]) for place in inside}
        return [found[place] for place in places]

    def _column(self, name: str) -> Column:
        return Column(gzip.decompress(self.app.plans.get_file(f"{self.folder}{name}.gz")))


def open_book(app: App, connection: Connection, plan: Plan) -> PlanBook:
    """The rows of `plan`. Raises Refused(plan_changed) when another plan has taken its place."""
    folder = _folder(connection, plan)
    try:
        return PlanBook(app, folder, app.plans.get_json(f"{folder}index.json", PlanIndex))
    except NotFound:
        return _write_book(app, connection, plan)


def keep_book(app: App, connection: Connection, plan: Plan) -> None:
    """Have the rows of the plan ready for people, and let go of those of earlier plans. Doing it again does no harm.
    Raises Refused(plan_changed)."""
    kept = open_book(app, connection, plan).folder
    shown = f"{connection.id}/{SHOWN}"
    # Whoever still looks at an earlier plan is told that there is another one.
    for old in {key[len(shown) :].partition("/")[0] for key in app.plans.keys(shown)}:
        if f"{shown}{old}/" != kept:
            app.plans.delete_prefix(f"{shown}{old}/")


def _write_book(app: App, connection: Connection, plan: Plan) -> PlanBook:
    folder, indexing = _folder(connection, plan), Indexing()
    try:
        rows = app.plans.rows(f"{connection.id}/{ROWS}", PlanRow)
    except NotFound:  # expired
        raise Refused("no_plan") from None
    parts = app.plans.put_parts(f"{folder}rows.gz", indexing.parts(rows))
    app.plans.put_file(f"{folder}texts.gz", gzip.compress(Column.of(indexing.texts).data, _QUICKLY, mtime=0))
    app.plans.put_file(f"{folder}ids.gz", gzip.compress(Column.of(indexing.ids).data, _QUICKLY, mtime=0))
    app.plans.put_file(f"{folder}partners.gz", gzip.compress(Column.of(indexing.partners).data, _QUICKLY, mtime=0))
    if app.plans.get_json(f"{connection.id}/{PLAN}", Plan).hash != plan.hash:  # these were another's rows
        app.plans.delete_prefix(folder)
        raise Refused("plan_changed")
    index = indexing.index(parts)
    app.plans.put_json(f"{folder}index.json", index)
    return PlanBook(app, folder, index)


def _folder(connection: Connection, plan: Plan) -> str:
    return f"{connection.id}/{SHOWN}{plan.hash}/"
