"""The steps of the first sync, each on its own folder of the shelf; what `connect` calls in turn.

{connection}/plan/        plan.json, rows, snapshot: what people review
{connection}/run-{n}/     what is carried out: a fresh snapshot, the rows that run, chunks, what was seen
"""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from samspill.model.changes import Priority
from samspill.model.kinds import Kind, Side
from samspill.model.plan import Plan, PlanRow
from samspill.sync.desk import Desk
from samspill.sync.first_sync.planning import Planned, moved_rows, plan_kind, summary
from samspill.sync.first_sync.remainder import moved_too_much, set_aside
from samspill.sync.first_sync.snapshot import Kept, load_registers, snapshot_key, take_snapshot
from samspill.sync.ports import Shelf
from samspill.sync.sweep import Drift, compare, sweep_key


class Refreshed(BaseModel):
    """What `refresh` found: how many rows run, how many moved, whether a person must be asked again."""

    model_config = ConfigDict(frozen=True)

    rows: int
    moved: int
    moved_too_much: bool


def kinds_on(desk: Desk) -> tuple[Kind, ...]:
    """The kinds to sync, parents first."""
    return desk.connection.kinds_on(desk.integration.kinds)


def snapshot(desk: Desk, shelf: Shelf, folder: str) -> dict[Kind, dict[Side, int]]:
    """Read both registers of every kind into `folder`; how many records."""
    return {kind: take_snapshot(desk, shelf, f"{folder}/snapshot", kind) for kind in kinds_on(desk)}


def make_plan(desk: Desk, shelf: Shelf, folder: str) -> Plan:
    """Plan from the snapshot in `folder`; plan and rows are kept beside it."""
    planned = _plan(desk, shelf, folder)
    plan = summary(desk.connection.id, desk.integration, planned, desk.clock())
    shelf.put_rows(f"{folder}/rows.jsonl.gz", planned.rows)
    shelf.put_json(f"{folder}/plan.json", plan)
    return plan


def refresh(desk: Desk, shelf: Shelf, approved: str, folder: str) -> Refreshed:
    """Read everything again and plan again, with the decisions taken since; what moved is set aside.

    `approved` is the folder of the plan that was reviewed. When more than 5 % of its rows moved nothing is set
    aside: the new plan replaces the old one for another review.
    """
    verdict = f"{folder}/refreshed.{desk.connection.plan}.json"
    if shelf.keys(verdict):  # this step was cut off after it had decided: the same verdict, carried out to its end
        known = shelf.get_json(verdict, Refreshed)
        if known.moved_too_much:
            snapshot_again(desk, shelf, folder, approved)
        return known
    before = _plan(desk, shelf, approved).rows  # the old snapshot with today's decisions: what was approved
    snapshot(desk, shelf, folder)
    now = _plan(desk, shelf, folder).rows
    moved = list(moved_rows(before, now))
    if moved_too_much(before, moved):
        asked_again = Refreshed(rows=0, moved=len(moved), moved_too_much=True)
        shelf.put_json(verdict, asked_again)
        snapshot_again(desk, shelf, folder, approved)
        return asked_again
    waiting = {row.id for row in moved}
    running = [row for row in now if row.id not in waiting]
    shelf.put_rows(f"{folder}/rows.jsonl.gz", running)
    set_aside(desk, moved)
    _keep_remainder(desk, shelf, folder, moved)
    return Refreshed(rows=len(running), moved=len(moved), moved_too_much=False)


def snapshot_again(desk: Desk, shelf: Shelf, source: str, target: str) -> None:
    """Make the snapshot of `source` the one under review in `target`, and plan from it."""
    for kind in kinds_on(desk):
        for side in Side:
            rows = shelf.rows(snapshot_key(f"{source}/snapshot", kind, side), Kept)
            shelf.put_rows(snapshot_key(f"{target}/snapshot", kind, side), rows)
    make_plan(desk, shelf, target)


def _keep_remainder(desk: Desk, shelf: Shelf, folder: str, moved: Sequence[PlanRow]) -> None:
    planned = Planned(rows=list(moved), sizes={kind: dict.fromkeys(Side, 0) for kind in kinds_on(desk)})
    plan = summary(desk.connection.id, desk.integration, planned, desk.clock())
    shelf.put_rows(f"{folder}/remainder/rows.jsonl.gz", moved)
    shelf.put_json(f"{folder}/remainder/plan.json", plan.model_copy(update={"remainder": True}))


def verify(desk: Desk) -> list[Drift]:
    """Read both registers once more and compare; nothing is enqueued, the catch-up does that."""
    return [compare(desk, kind).drift for kind in kinds_on(desk)]


def catch_up(desk: Desk) -> list[str]:
    """Enqueue a comparison of every kind; the groups to wake."""
    now = desk.clock()
    keys = [sweep_key(kind) for kind in kinds_on(desk)]
    # First of all: most of what waits are the echoes of the first sync's own writes, and this answers them.
    desk.stores.inbox.put_many(keys, due_at=now, priority=Priority.PERSON)
    return list(dict.fromkeys(key.group for key in keys))


def _plan(desk: Desk, shelf: Shelf, folder: str) -> Planned:
    decisions = {decision.key: decision for decision in desk.stores.decisions.all()}
    planned = Planned()
    for kind in kinds_on(desk):
        registers = load_registers(shelf, f"{folder}/snapshot", kind)
        plan_kind(desk, kind, registers, desk.stores.links.all(kind), decisions, planned)
    return planned
