"""The record of a plan's row next to others, field by field, as both systems show them this moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samspill.model.changes import RecordKey
from samspill.model.fields import Field
from samspill.model.kinds import Kind, Side
from samspill.model.plan import Overwrite, PlanRow, RowSide
from samspill.model.records import Record, Value, Values
from samspill.pages.plan_words import name_of, own_side, partner_side
from samspill.pages.visiting import Visit
from samspill.sync.first_sync.planning import NEW
from samspill.tasks.plan_book import PlanBook
from samspill.tasks.plan_sides import SeenSide, sides_of


@dataclass(frozen=True)
class Line:
    """A field on both sides. `overwritten` is the side whose value goes, and `becomes` what it will be."""

    name: str
    tripletex: Value
    app: Value
    differs: bool = False
    overwritten: Side | None = None
    becomes: Value = None


@dataclass(frozen=True)
class Compared:
    """A record of the other side next to the row's own. `likeness` in per cent, None where one cannot be seen."""

    side: RowSide
    lines: tuple[Line, ...]
    likeness: int | None
    gone: bool


@dataclass(frozen=True)
class Table:
    """All that is shown of a row: what both systems say, and what references are called."""

    row: PlanRow
    fields: Sequence[Field]
    seen: Mapping[Side, SeenSide]
    called: Mapping[RecordKey, RowSide]

    @classmethod
    def of(cls, visit: Visit, book: PlanBook, row: PlanRow, partners: Sequence[RowSide]) -> "Table":
        """Reads both systems, and in the plan what is referred to."""
        rules = {rule.kind: rule for rule in visit.app.integration_of(visit.connection).rules}
        fields = rules[row.kind].fields if row.kind in rules else ()
        seen = sides_of(visit.app, visit.connection, row, [side.id for side in partners])
        return cls(row, fields, seen, book.sides(_referred(fields, seen, row.overwrites)))

    def beside(self, side: RowSide) -> Compared:
        """One of the other side next to the row's own."""
        from samspill.tasks.plan_partners import likeness, names_alike  # compiled, and slow to load

        own, other, mine = self._own, self.seen[self.row.source.other], own_side(self.row)
        record = other.records.get(side.id)
        alike = likeness(self.fields, own, record) if own is not None and record is not None else None
        if alike is None and other.unavailable and mine is not None:
            alike = names_alike(mine.name, side.name)
        gone = other.unavailable is None and record is None
        return Compared(side, tuple(self._lines(own, record)), alike, gone)

    def alone(self) -> tuple[Line, ...]:
        """The row's own record."""
        return tuple(self._lines(self._own, None))

    @property
    def _own(self) -> Record | None:
        own = own_side(self.row)
        return self.seen[self.row.source].records.get(own.id) if own is not None else None

    def _lines(self, own: Record | None, other: Record | None) -> Iterator[Line]:
        mine, theirs = (each.values() if each is not None else {} for each in (own, other))
        sides: dict[Side, Values] = {self.row.source: mine, self.row.source.other: theirs}
        overwrites = self._overwrites(other)
        for field in self.fields:
            one, two = sides[Side.TRIPLETEX].get(field.name), sides[Side.APP].get(field.name)
            if one in (None, "") and two in (None, ""):
                continue
            both = field.name in mine and field.name in theirs and field.ref is None
            goes = overwrites.get(field.name)
            yield Line(
                field.name, self._said(field, Side.TRIPLETEX, one), self._said(field, Side.APP, two),
                differs=both and field.normalise(one) != field.normalise(two),
                overwritten=goes.side if goes else None,
                becomes=self._said(field, goes.side, goes.new) if goes else None,
            )  # fmt: skip

    def _overwrites(self, other: Record | None) -> dict[str, Overwrite]:
        """What the plan says of this pair; of others it says nothing."""
        partner = partner_side(self.row)
        planned = other is not None and partner is not None and other.id == partner.id
        return {each.field: each for each in self.row.overwrites} if planned else {}

    def _said(self, field: Field, side: Side, value: Value) -> Value:
        """A value as people know it: a reference by number and name."""
        key = _key(field.ref, side, value) if field.ref is not None else None
        return name_of(self.called[key]) if key is not None and key in self.called else value


def _referred(
    fields: Sequence[Field], seen: Mapping[Side, SeenSide], overwrites: Sequence[Overwrite]
) -> set[RecordKey]:  # fmt: skip
    refs = {field.name: field.ref for field in fields if field.ref is not None}
    values = [(side, record.values()) for side, each in seen.items() for record in each.records.values() if record]
    values += [(each.side, {each.field: each.new}) for each in overwrites]
    keys = (_key(kind, side, each.get(name)) for side, each in values for name, kind in refs.items())
    return {key for key in keys if key is not None}


def _key(kind: Kind, side: Side, value: Value) -> RecordKey | None:
    """The record that a reference names; one that is still to be created is known by the one it is made of."""
    if not isinstance(value, str) or not value:
        return None
    if value.startswith(NEW):
        return RecordKey(kind=kind, side=side.other, id=value.removeprefix(NEW))
    return RecordKey(kind=kind, side=side, id=value)
