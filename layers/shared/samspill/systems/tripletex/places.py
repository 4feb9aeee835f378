"""Where the reading of a register has got to: the queries left, and the row the first of them goes on from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from samspill.systems.tripletex.narrowing import Query


@dataclass(frozen=True)
class Place:
    """A place in a register; `queries` is empty at its end."""

    queries: Sequence[Query]
    start: int = 0

    @classmethod
    def parse(cls, cursor: str) -> "Place":
        """The place that `cursor` names."""
        start, queries = json.loads(cursor)
        return cls(queries, start)

    @property
    def query(self) -> Query:
        """The query to ask now."""
        return self.queries[0]

    @property
    def cursor(self) -> str | None:
        """The place as text; None at the end."""
        return json.dumps([self.start, list(self.queries)], separators=(",", ":")) if self.queries else None

    def onward(self, start: int | None) -> "Place":
        """The next page of the same query, or with None the next query."""
        return Place(self.queries[1:]) if start is None else Place(self.queries, start)

    def instead(self, parts: Sequence[Query]) -> "Place":
        """The parts of the query in its place."""
        return Place([*parts, *self.queries[1:]])
