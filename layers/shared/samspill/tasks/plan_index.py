"""Where each row of a plan stands, so that a page of them is found without reading them all. Pure.

Of each row the index keeps one character, which stands for its sort: whatever people filter by. The texts they search
in and the ids are columns beside it, read only by who needs them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow, RowOutcome, RowSide
from samspill.store.search_text import fold, searchable

#: Rows that are read together: few enough to be unpacked at once, enough to be packed well.
PART = 50
#: Sorts are counted in letters from here on.
_FIRST = 0x100
#: Stands between texts and is no letter of anybody's: it is left out of texts.
_BETWEEN = b"\x1e"
_KEPT_OUT = {_BETWEEN[0]: " "}


class Sort(BaseModel):
    """What rows have in common, as far as anybody asks for it. `changes` are the sides where an existing record of
    the row will be changed."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    source: Side
    outcome: RowOutcome
    code: str | None = None
    changes: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Column:
    """One text of each row, in the plan's order, all in one piece: a search is a search in bytes, and nothing is made
    of rows that are not found."""

    data: bytes

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Column":
        """A column of these."""
        return cls(b"".join(_BETWEEN + each.translate(_KEPT_OUT).encode() for each in texts) + _BETWEEN)

    @cached_property
    def values(self) -> list[bytes]:
        """The texts apart."""
        return self.data.split(_BETWEEN)[1:-1]

    def holding(self, text: str) -> Iterator[int]:
        """Places of the texts that hold `text`, which is not empty, in order."""
        return self._places(text.translate(_KEPT_OUT).encode())

    def place_of(self, text: str) -> int | None:
        """The place of the first text that is this one; None when none is."""
        return next(self._places(_BETWEEN + text.translate(_KEPT_OUT).encode() + _BETWEEN, whole=1), None)

    def first_line(self, place: int) -> str:
        """Of a text in lines the first one: of what is searched in, the folded name."""
        return self.values[place].partition(b"\n")[0].decode()

    def _places(self, wanted: bytes, whole: int = 0) -> Iterator[int]:
        data, place, counted = self.data, -1, 0
        found = data.find(wanted)
        while found >= 0:
            place += data.count(_BETWEEN, counted, found + whole)
            yield place
            counted = data.find(_BETWEEN, found + whole)
            found = data.find(wanted, counted)


@dataclass(frozen=True)
class Filter:
    """Which rows to list; `q` is looked for in names and numbers of both sides."""

    outcome: RowOutcome | None = None
    kind: Kind | None = None
    code: str | None = None
    source: Side | None = None
    q: str = ""

    def fits(self, sort: Sort) -> bool:
        """Whether rows of that sort are wanted, whatever their texts."""
        asked = ((self.outcome, sort.outcome), (self.kind, sort.kind), (self.code, sort.code),
                 (self.source, sort.source))  # fmt: skip
        return all(wanted in (None, found) for wanted, found in asked)

    @property
    def text(self) -> str:
        """What is looked for, folded; empty for nothing."""
        return fold(self.q.strip())


class PlanIndex(BaseModel):
    """Where rows stand. `sorted_as` has a letter for each row; `parts` are the bytes at which each part of the file
    of rows begins, and its end."""

    model_config = ConfigDict(frozen=True)

    sorts: tuple[Sort, ...]
    sorted_as: str
    parts: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.sorted_as)

    def sort_at(self, place: int) -> Sort:
        """The sort of a row."""
        return self.sorts[ord(self.sorted_as[place]) - _FIRST]

    def counts(self) -> Mapping[Sort, int]:
        """How many rows there are of each sort."""
        return {self.sorts[ord(letter) - _FIRST]: count for letter, count in Counter(self.sorted_as).items()}

    def places(self, wanted: Filter, start: int = 0, texts: Column | None = None) -> Iterator[int]:
        """Places of wanted rows, from `start` on, in order. `texts` is needed where the filter has a text."""
        letters = {chr(_FIRST + number) for number, sort in enumerate(self.sorts) if wanted.fits(sort)}
        if not wanted.text:
            return (place for place, letter in enumerate(islice(self.sorted_as, start, None), start)
                    if letter in letters)  # fmt: skip
        assert texts is not None
        return (place for place in texts.holding(wanted.text)
                if place >= start and self.sorted_as[place] in letters)  # fmt: skip


@dataclass
class Indexing:
    """The index while it grows: rows are passed through it, part by part."""

    sorted_as: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _letters: dict[Sort, str] = field(default_factory=dict)

    def parts(self, rows: Iterable[PlanRow]) -> Iterator[tuple[PlanRow, ...]]:
        """The same rows in parts, taken note of."""
        waiting = iter(rows)
        while part := tuple(islice(waiting, PART)):
            for row in part:
                self._note(row)
            yield part

    def index(self, parts: tuple[int, ...]) -> PlanIndex:
        """Of all rows that were passed through; `parts` says where each part stands."""
        return PlanIndex(sorts=tuple(self._letters), sorted_as="".join(self.sorted_as), parts=parts)

    def _note(self, row: PlanRow) -> None:
        sort = sort_of(row)
        self.sorted_as.append(self._letters.setdefault(sort, chr(_FIRST + len(self._letters))))
        self.ids.append(row.id)
        partner = row.app if row.source is Side.TRIPLETEX else row.tripletex
        self.partners.append(row_id(row.kind, row.source.other, partner.id) if partner is not None else "")
        self.texts.append(searchable(*_seen(row)))


def row_id(kind: Kind, side: Side, record_id: str) -> str:
    """The id of the row about a record."""
    return f"{kind.value}.{side.value}.{record_id}"


def sort_of(row: PlanRow) -> Sort:
    """The sort of a row."""
    sides = {overwrite.side for overwrite in row.overwrites}
    return Sort(kind=row.kind, source=row.source, outcome=row.outcome, code=row.code,
                changes=tuple(side for side in Side if side in sides))  # fmt: skip


def _seen(row: PlanRow) -> Iterator[str | None]:
    """What people know a row by; the name of the record it is about comes first."""
    sides: list[RowSide | None] = [row.tripletex, row.app]
    for side in sides if row.source is Side.TRIPLETEX else reversed(sides):
        if side is not None:
            yield from (side.name, side.number)
