"""Numbers: the next free one for a record that has none, and a way out when two records swap theirs."""

from samspill.model import normalise
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import LinkState
from samspill.model.records import Values
from samspill.sync.desk import Desk
from samspill.sync.ports import Done, Patch


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


def step_aside(desk: Desk, kind: Kind, side: Side, number: str) -> bool:
    """Free `number` on `side` when the record that bears it there is itself about to get another one: two records
    swapped their numbers. It gets a free number for the time being; whether the number is free now.

    Its base moves along, so that the temporary number is never taken for an edit.
    """
    for holder in desk.systems[side].find(kind, "number", [number]):
        link = desk.stores.links.by_ids(kind, side, [holder.id]).get(holder.id)
        if link is None or link.state is not LinkState.LIVE or normalise.number(holder.number) != number:
            continue
        partner_id = link.half(side.other).id
        partner = desk.systems[side.other].get(kind, [partner_id]).get(partner_id)
        if partner is None or normalise.number(partner.number) in (None, number):
            continue
        desk.guard()
        values: Values = {"number": next_free_number(desk, kind)}
        outcome = desk.systems[side].update(kind, [Patch(holder.id, holder.version, values, key=f"{link.id}.aside")])[
            0
        ]
        if not isinstance(outcome, Done):
            return False
        half = link.half(side)
        base: Values = {**half.base, "number": outcome.record.number}
        desk.stores.links.save(
            link.with_half(side, half.model_copy(update={"base": base, "version": outcome.record.version}))
        )
        key = RecordKey(kind=kind, side=side.other, id=partner_id)
        desk.stores.inbox.put(key, due_at=desk.clock(), priority=Priority.CHANGE)
        return True
    return False
