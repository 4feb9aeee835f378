"""What a program shows on a screen: a list, and a form for one record, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Holds(Enum):
    """What a field of a form holds."""

    TEXT = auto()
    LONG = auto()
    FLAG = auto()
    DAY = auto()
    WHOLE = auto()
    NUMBER = auto()
    HOURS = auto()  # shown as hours, kept as seconds
    CHOICE = auto()
    RECORD = auto()  # another record, by its id


@dataclass(frozen=True)
class Input:
    """A field of a form. `name` is dotted where the record has parts (`postalAddress.city`, `lines.0.quantity`); `of`
    is the screen whose records are offered; `choices` are values and what is read for them; `first`: a new record
    begins with it; fields of one `group` stand together."""

    name: str
    label: str
    holds: Holds = Holds.TEXT
    of: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    first: object = None
    group: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a list. `of`: the value is the id of a record of that screen, whose name is shown."""

    name: str
    label: str
    of: str = ""
    holds: Holds = Holds.TEXT


@dataclass(frozen=True)
class Act:
    """A button of a record; `when` is a field that must be as `being` for it to make sense ("": always)."""

    name: str
    label: str
    when: str = ""
    being: object = False
    grave: bool = False


@dataclass(frozen=True)
class Screen:
    """One kind of records. `key` is its word in addresses, `kind` the sandbox's own word; `change` are the fields of
    a record that is there (None: those of a new one), `parts` a list inside a record with its columns."""

    key: str
    kind: str
    title: str
    one: str
    columns: Sequence[Column]
    make: Sequence[Input] = ()
    change: Sequence[Input] | None = None
    acts: Sequence[Act] = ()
    parts: tuple[str, Sequence[Column]] | None = None
    about: str = ""

    @property
    def changing(self) -> Sequence[Input]:
        """The fields of the form of a record that is there."""
        return self.make if self.change is None else self.change


DELETE = Act("delete", "Delete", grave=True)
