"""Reads whole registers."""

from collections.abc import Iterator, Sequence

from samspill.exceptions import ConfigurationWrong
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.sync.desk import Desk


def pages(desk: Desk, kind: Kind, side: Side) -> Iterator[Sequence[Record]]:
    """The whole register in pages. Raises ConfigurationWrong(register_too_large) when that cannot be done."""
    cursor: str | None = ""
    while cursor is not None:
        page = desk.systems[side].read_page(kind, cursor)
        if not page.complete:
            raise ConfigurationWrong("register_too_large")
        yield page.records
        cursor = page.cursor
