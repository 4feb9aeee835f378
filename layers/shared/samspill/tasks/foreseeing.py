"""A change of settings that somebody thinks about, and counting what is known that it touches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from samspill.composition import App
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.consequences import Code, Consequence
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Problem
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.sync.errands import ERRANDS
from samspill.tasks.problems import Filter, each_problem

#: Pairs of a kind that are looked at, and other things that are counted: within the time a request has.
PAIRS, THINGS = 20_000, 2_000
_SLICE = 500

_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class Change:
    """One change of one connection's settings: the rules and settings as they are and as they would be."""

    app: App
    connection: Connection
    was: Settings
    will: Settings

    @property
    def integration(self) -> Integration:
        """What the app's integration offers, whatever is chosen."""
        return self.app.integration(self.connection.integration)

    def rules(self, settings: Settings) -> Integration:
        """The integration as those settings narrow it."""
        return self.app.integration_of(self.connection.model_copy(update={"settings": settings}))

    def is_on(self, kind: Kind) -> tuple[bool, bool]:
        """Before and after."""
        return self.was.is_on(kind), self.will.is_on(kind)


def one(code: Code, kind: Kind, count: int = 0, *, at_least: bool = False, **facts: str) -> Consequence:
    """A consequence for a kind."""
    return Consequence(code=code, kind=kind, count=count, at_least=at_least, facts=facts)


def system_of(change: Change, side: Side) -> dict[str, str]:
    """The fact that names the system of a side."""
    return {"system": "Tripletex" if side is Side.TRIPLETEX else change.connection.integration.capitalize()}


def problems_of(change: Change, kind: Kind) -> tuple[int, bool]:
    """Open problems of a kind, as `counted`."""
    return counted(open_of(change, kind))


def open_of(change: Change, kind: Kind) -> Iterator[Problem]:
    """Open problems of a kind, newest first."""
    return each_problem(change.app, change.connection, Filter(kind=kind))


def waiting_of(change: Change, kind: Kind) -> int:
    """Changes of records that wait, errands apart."""
    inbox = change.app.stores(change.connection.id).inbox
    errands = inbox.find([RecordKey(kind=kind, side=side, id=each) for each in ERRANDS for side in Side])
    return max(0, inbox.count_of(kind) - len(errands))


def linked_of(change: Change, kind: Kind, meant: Callable[[Link], bool]) -> tuple[int, bool]:
    """Live links that are meant, among those that are looked at."""
    links = islice(change.app.stores(change.connection.id).links.all(kind), PAIRS + 1)
    found = [link.state is LinkState.LIVE and meant(link) for link in links]
    return sum(found), len(found) > PAIRS


def slices(links: Iterator[Link]) -> Iterator[Sequence[Link]]:
    """Some links at a time."""
    while found := list(islice(links, _SLICE)):
        yield found


def counted(things: Iterable[_Thing]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = sum(1 for _ in islice(things, THINGS + 1))
    return min(count, THINGS), count > THINGS
