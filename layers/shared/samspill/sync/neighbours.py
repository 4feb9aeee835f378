"""Who was held because of a record that is not what it was: looked at again at once, not by the next comparison.

a number became free or changed hands     -> held for that number
a record named in a question is another   -> the question
"""

from collections.abc import Iterator, Mapping, Sequence

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import RECORDS, Kind
from samspill.model.problems import Problem
from samspill.sync.desk import Desk

#: Problems that other records of the kind are the reason for.
BECAUSE_OF_OTHERS = (
    "number_taken",
    "ambiguous_number",
    "ambiguous_duplicate_number",
    "ambiguous_look_alike",
    "project_number_not_unique",
)


def look_again(desk: Desk, before: Mapping[RecordKey, Fate], changed: Sequence[Fate]) -> set[str]:
    """Make due whom these changes of fates may set free; the groups that have something due because of it."""
    records = [fate for fate in changed if fate.key.kind in RECORDS]  # documents are held because of nobody's number
    moved = [fate for fate in records if _has_moved(before.get(fate.key), fate)]
    found: set[RecordKey] = set()
    for kind in {fate.key.kind for fate in moved}:
        of_kind = [fate for fate in moved if fate.key.kind is kind]
        ids = {fate.key.id for fate in of_kind}
        numbers = {number for fate in of_kind for number in _numbers(before.get(fate.key), fate)}
        found |= {problem.key for problem in _open(desk, kind) if _concerns(problem, ids, numbers)}
    found -= {fate.key for fate in moved}  # those held in this very batch were decided on before it acted
    for key in sorted(found, key=str):
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.CHANGE)
    return {key.group for key in found}


def _has_moved(before: Fate | None, after: Fate) -> bool:
    """Whether the record has another number or partner now, or is gone; a new one without partner moves nobody."""
    if before is None:
        return after.link is not None
    gone = after.standing is Standing.GONE and before.standing is not Standing.GONE
    return gone or before.number != after.number or before.link != after.link


def _numbers(before: Fate | None, after: Fate) -> set[str]:
    return {number for fate in (before, after) if fate is not None and (number := fate.number)}


def _concerns(problem: Problem, ids: set[str], numbers: set[str]) -> bool:
    return not ids.isdisjoint(problem.suggestions) or not numbers.isdisjoint(
        (problem.number, *problem.facts.values())
    )


def _open(desk: Desk, kind: Kind) -> Iterator[Problem]:
    """Those problems. A code is no key, so each question reads all open problems of the connection: one for all."""
    cursor = None
    while True:
        page, cursor = desk.stores.journal.problems(kind=kind, codes=BECAUSE_OF_OTHERS, limit=500, cursor=cursor)
        yield from page
        if cursor is None:
            return
