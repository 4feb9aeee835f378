"""What the pages ask of a program, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox.pages.screen import Screen

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Firm:
    """A company that uses the program."""

    id: str
    name: str
    organization_number: str = ""


@dataclass(frozen=True)
class Access:
    """The way through the menus to where the program shows API keys, and the keys: what each is called, and it."""

    way: Sequence[str]
    keys: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A mail that left the program."""

    to: str
    what: str


@dataclass(frozen=True)
class Record:
    """A record: `fields` are as the program's API shows them."""

    id: str
    fields: Json
    changed: datetime | None = None
    version: int | None = None


class Refused(Exception):
    """The program refuses what was typed: (name of the field or "", what is wrong)."""

    def __init__(self, wrong: Sequence[tuple[str, str]]) -> None:
        super().__init__(wrong)
        self.wrong = tuple(wrong)


class NotThere(Exception):
    """No such firm, screen or record."""


class Program(Protocol):
    """A sandbox as its people use it. What names a firm or a record raises NotThere for one that there is not."""

    name: str
    screens: Mapping[str, Screen]

    def firms(self) -> list[Firm]:
        """All of them."""

    def access(self, firm: str) -> Access:
        """The keys of a firm."""

    def mails(self, firm: str) -> list[Sent]:
        """What left it, newest first."""

    def records(self, firm: str, screen: Screen) -> list[Record]:
        """All of a kind, the one that changed last first."""

    def record(self, firm: str, screen: Screen, record: str) -> Record:
        """One of them."""

    def names(self, firm: str, screen: Screen) -> Mapping[str, str]:
        """What each record of a kind is called, by id."""

    def make(self, firm: str, screen: Screen, values: Json) -> str:
        """Make a record and give its id. Raises Refused."""

    def change(self, firm: str, screen: Screen, record: str, values: Json) -> str:
        """Change a record and give its id, which may be another by then. Raises Refused."""

    def act(self, firm: str, screen: Screen, record: str, act: str) -> str | None:
        """Do what a button says, and give the record to show next (None: the list). Raises Refused."""
