"""The next free number for a record that has none: one above the highest plain number known on either side."""

from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk


def next_free_number(desk: Desk, kind: Kind) -> str:
    """A number that no record of `kind` bears on either side.

    Svenn generates one when Tripletex has none and writes it back (reference/svenn.md 3.1); how is not known, so
    the series simply goes on. Known records come from the journal, freedom is checked with both systems.
    """
    highest, cursor = 0, None
    while True:
        page, cursor = desk.stores.journal.search(kind=kind, limit=1000, cursor=cursor)
        highest = max([highest, *(int(f.number) for f in page if f.number and f.number.isdecimal())])
        if cursor is None:
            break
    candidate = highest + 1
    while any(desk.systems[side].find(kind, "number", [str(candidate)]) for side in Side):
        candidate += 1
    return str(candidate)
