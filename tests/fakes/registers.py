"""Reads a register to its end through the port."""

from collections.abc import Sequence

from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.ports import RegisterPage, System


def read_pages(system: System, kind: Kind) -> list[RegisterPage]:
    """Every page, in order."""
    read = [system.read_page(kind)]
    while (cursor := read[-1].cursor) is not None:
        read.append(system.read_page(kind, cursor))
    return read


def whole_register(system: System, kind: Kind) -> list[Sequence[Record]]:
    """The records of every page."""
    return [page.records for page in read_pages(system, kind)]
