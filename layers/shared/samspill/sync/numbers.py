"""Numbers: the next free one for a record that has none, and a way out when two records swap theirs."""

from collections.abc import Iterator, Sequence
from itertools import count

from samspill.model import normalise
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, LinkState
from samspill.model.records import Values
from samspill.sync.case import Case, Hold
from samspill.sync.desk import Desk, Later, Result
from samspill.sync.ports import Done, Patch, Refused
from samspill.sync.renumbering import after_our_write
from samspill.sync.settle import Settlement


def give_numbers(desk: Desk, kind: Kind, cases: Sequence[Case], settlement: Settlement) -> dict[RecordKey, Result]:
    """Give each record the next free number on its own side; then it is looked at again, like any other.

    One after the other, each number checked with both systems; none is tried twice. During the first sync two
    workers may be busy with a kind, so there it waits for the inbox, where one is.
    """
    both_writable = len(desk.targets) == len(Side)
    free = free_numbers(desk, kind)
    for case in cases if both_writable else ():
        assert case.own is not None
        values: Values = {"number": next(free)}
        desk.guard()
        patch = Patch(case.own.id, case.own.version, values, key=f"{case.key}.number")
        outcome = desk.systems[case.key.side].update(kind, [patch])[0]
        if isinstance(outcome, Done):
            settlement.happened(case.key, "numbered", written=values)
        elif isinstance(outcome, Refused):
            settlement.held(case.key, case.own, Hold(outcome.error.code, outcome.error.facts))
    return {case.key: Later(desk.clock()) for case in cases if case.key not in settlement.problems}


def free_numbers(desk: Desk, kind: Kind) -> Iterator[str]:
    """Numbers that no record of `kind` bears on either side, without end, each another one.

    Svenn generates one when Tripletex has none and writes it back (reference/svenn.md 3.1); how is not known, so
    the series simply goes on. Known records come from the journal, read once, when the first number is asked for;
    freedom is checked with both systems, for each number when it is asked for.
    """
    for candidate in count(_highest(desk, kind) + 1):
        number = str(candidate)
        if not any(desk.systems[side].find(kind, "number", [number]) for side in Side):
            yield number


def _highest(desk: Desk, kind: Kind) -> int:
    """The highest number of a known record; 0 when there is none."""
    highest, cursor = 0, None
    while True:
        page, cursor = desk.stores.journal.search(kind=kind, limit=1000, cursor=cursor)
        highest = max([highest, *(int(f.number) for f in page if f.number and f.number.isdecimal())])
        if cursor is None:
            return highest


def step_aside(desk: Desk, kind: Kind, side: Side, number: str) -> bool:
    """Free `number` on `side` when the record that bears it there is itself about to get another one: two records
    swapped their numbers. It gets a free number for the time being; whether the number is free now. Whom somebody
    gave the number there keeps it.

    The link knows of the temporary number before it is given, so that it is never taken for an edit. Raises
    RevisionConflict.
    """
    for holder in desk.systems[side].find(kind, "number", [number]):
        link = desk.stores.links.by_ids(kind, side, [holder.id]).get(holder.id)
        if link is None or link.state is not LinkState.LIVE or normalise.number(holder.number) != number:
            continue
        if _was_typed(link.half(side), number):
            continue  # two people gave the same number to two records: both keep it where they typed it
        partner_id = link.half(side.other).id
        partner = desk.systems[side.other].get(kind, [partner_id]).get(partner_id)
        if partner is None or normalise.number(partner.number) in (None, number):
            continue
        desk.guard()
        values: Values = {"number": next(free_numbers(desk, kind))}
        link = desk.stores.links.save(link.with_half(side, link.half(side).sending(values)))
        patch = Patch(holder.id, holder.version, values, key=f"{link.id}.{link.revision}")
        outcome = desk.systems[side].update(kind, [patch])[0]
        if not isinstance(outcome, Done):
            return False
        after_our_write(desk, link, side, outcome.record)
        key = RecordKey(kind=kind, side=side.other, id=partner_id)
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.CHANGE)
        return True
    return False


def _was_typed(half: Half, number: str) -> bool:
    """Whether a person gave the record its number on that side, and it has not crossed yet."""
    if "number" not in half.base:
        return False
    ours = (half.base["number"], *half.sent.get("number", ()))
    return normalise.number(number) not in [normalise.number(each) for each in ours]
