"""Records with an open problem that are in no register any more: their problem ends with them."""

from samspill.model.changes import EVERYTHING
from samspill.model.kinds import Side
from samspill.sync.comparing.findings import Comparing, Found

SLICE = 500


def compare_problems(comparing: Comparing, cursor: str) -> Found:
    """Look for the records of a page of open problems. Where a register is not complete, absence tells nothing."""
    desk, kind = comparing.desk, comparing.kind
    page, further = desk.stores.journal.problems(kind=kind, limit=SLICE, cursor=cursor or None)
    gone = []
    for side in Side if page else ():
        keys = [problem.key for problem in page if problem.key.side is side and problem.key.id != EVERYTHING]
        absent = [key for key in keys if comparing.registers.get(side, key.id) is None]
        if absent and comparing.reading.complete(side):
            linked = desk.stores.links.by_ids(kind, side, [key.id for key in absent])
            gone += [key for key in absent if key.id not in linked]
    return Found(wanted=gone, cursor=further)
