"""The steps of the first sync, each on its own folder of the shelf; what `connect` calls in turn.

{connection}/plan/        plan.json, rows, snapshot: what people review
{connection}/run-{n}/     what is carried out: a fresh snapshot, the rows that run, chunks, what was seen
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from samspill.exceptions import NotFound
from samspill.model.changes import Priority
from samspill.model.drift import Drift
from samspill.model.kinds import Kind, Side
from samspill.model.plan import Plan, PlanRow
from samspill.sync.comparing.comparison import compare_on
from samspill.sync.desk import Desk
from samspill.sync.first_sync.planning import Planned, moved_rows, plan_kind, summary
from samspill.sync.first_sync.remainder import moved_too_much, set_aside
from samspill.sync.first_sync.running import TARGETS, in_phase
from samspill.sync.polling import poll_keys
from samspill.sync.ports import Shelf
from samspill.sync.reading import copy_reading, fill, read_on
from samspill.sync.registers import Registers
from samspill.sync.start_up.effects import effects
from samspill.sync.sweep import sweep_key

#: For callers that have all the time there is.
FOREVER = datetime.max.replace(tzinfo=UTC)


class Refreshed(BaseModel):
    """What `refresh` found: how many rows run (and in which phase, a pair may be in both), how many moved, whether a
    person must be asked again."""

    model_config = ConfigDict(frozen=True)

    rows: int
    moved: int
    moved_too_much: bool
    per_phase: dict[int, int] = Field(default_factory=dict)


def kinds_on(desk: Desk) -> tuple[Kind, ...]:
    """The kinds to sync, parents first."""
    return desk.connection.kinds_on(desk.integration.kinds)


def snapshot(desk: Desk, shelf: Shelf, folder: str, purpose: str, until: datetime = FOREVER) -> int | None:
    """Read both registers of every kind into `folder`, at the longest until the time is `until` (UTC); how many
    records, or None when it goes on with the next call. What was read for another `purpose` is read anew.

    Raises what the systems raise (what was read stays), and ConfigurationWrong(register_too_large): nobody can tell
    what must be created when a part of a register cannot be read.
    """
    records = 0
    for kind in kinds_on(desk):
        reading = read_on(desk, shelf, f"{folder}/snapshot", kind, until, purpose)
        reading.require_complete()
        if not reading.finished:
            return None
        records += sum(read.records for read in reading.sides.values())
    return records


def make_plan(desk: Desk, shelf: Shelf, folder: str) -> Plan:
    """Plan from the snapshot in `folder`; plan and rows are kept beside it."""
    planned = _plan(desk, shelf, folder)
    beside = effects(desk, shelf, f"{folder}/snapshot", planned.rows)
    plan = summary(desk.connection.id, desk.integration, planned, desk.clock(), beside)
    shelf.put_rows(f"{folder}/rows.jsonl.gz", planned.rows)
    shelf.put_json(f"{folder}/plan.json", plan)
    return plan


def read_again(desk: Desk, shelf: Shelf, folder: str, until: datetime = FOREVER) -> bool:
    """Read everything again for `refresh`; whether it is all there. Raises as `snapshot`."""
    if shelf.keys(_verdict_key(desk, folder)):
        return True
    return snapshot(desk, shelf, folder, f"plan {desk.connection.plan}", until) is not None


def refresh(desk: Desk, shelf: Shelf, approved: str, folder: str) -> Refreshed:
    """Read everything again and plan again, with the decisions taken since; what moved is set aside.

    `approved` is the folder of the plan that was reviewed. When more than 5 % of its rows moved nothing is set
    aside: the new plan replaces the old one for another review.
    """
    verdict = _verdict_key(desk, folder)
    if shelf.keys(verdict):  # this step was cut off after it had decided: the same verdict, carried out to its end
        known = shelf.get_json(verdict, Refreshed)
        if known.moved_too_much:
            snapshot_again(desk, shelf, folder, approved)
        return known
    before = _plan(desk, shelf, approved).rows  # the old snapshot with today's decisions: what was approved
    read_again(desk, shelf, folder)
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
    per_phase = {phase: sum(in_phase(row, phase) for row in running) for phase in TARGETS}
    return Refreshed(rows=len(running), moved=len(moved), moved_too_much=False, per_phase=per_phase)


def snapshot_again(desk: Desk, shelf: Shelf, source: str, target: str) -> None:
    """Make the snapshot of `source` the one under review in `target`, and plan from it."""
    for kind in kinds_on(desk):
        copy_reading(shelf, kind, f"{source}/snapshot", f"{target}/snapshot")
    make_plan(desk, shelf, target)


def _keep_remainder(desk: Desk, shelf: Shelf, folder: str, moved: Sequence[PlanRow]) -> None:
    planned = Planned(rows=list(moved), sizes={kind: dict.fromkeys(Side, 0) for kind in kinds_on(desk)})
    plan = summary(desk.connection.id, desk.integration, planned, desk.clock())
    shelf.put_rows(f"{folder}/remainder/rows.jsonl.gz", moved)
    shelf.put_json(f"{folder}/remainder/plan.json", plan.model_copy(update={"remainder": True}))


def verify(desk: Desk, shelf: Shelf, folder: str, until: datetime = FOREVER) -> list[Drift] | None:
    """Read both registers once more into `folder` and compare, at the longest until the time is `until` (UTC); None
    when it goes on with the next call. Nothing is enqueued, the catch-up does that."""
    drifts = []
    for kind in kinds_on(desk):
        drift = _verified(desk, shelf, f"{folder}/verify", kind, until)
        if drift is None:
            return None
        drifts.append(drift)
    return drifts


def _verified(desk: Desk, shelf: Shelf, folder: str, kind: Kind, until: datetime) -> Drift | None:
    kept = f"{folder}/{kind.value}.drift.json"
    with suppress(NotFound):
        return shelf.get_json(kept, Drift)
    reading = read_on(desk, shelf, folder, kind, until, "verify")
    if not reading.finished:
        return None
    drift = compare_on(desk, shelf, folder, reading, kind, until, lambda _found: None)
    if drift is not None:
        shelf.put_json(kept, drift)
    return drift


def catch_up(desk: Desk) -> list[str]:
    """Enqueue a comparison of every kind, and before it the first poll of the app, which takes note from where the
    next one goes on: what nobody tells of, from now to the first poll of the schedule, would be missed until the
    comparison of the next day. The groups to wake."""
    now, kinds = desk.clock(), kinds_on(desk)
    polls = [key for key in poll_keys(kinds) if key.side is Side.APP]
    keys = [*polls, *(sweep_key(kind) for kind in kinds)]
    # First of all: most of what waits are the echoes of the first sync's own writes, and this answers them.
    desk.stores.inbox.put_many(keys, due_at=now, priority=Priority.PERSON)
    return list(dict.fromkeys(key.group for key in keys))


def _verdict_key(desk: Desk, folder: str) -> str:
    return f"{folder}/refreshed.{desk.connection.plan}.json"


def _plan(desk: Desk, shelf: Shelf, folder: str) -> Planned:
    decisions = {decision.key: decision for decision in desk.stores.decisions.all()}
    planned = Planned()
    for kind in kinds_on(desk):
        with Registers(desk.integration.rule(kind)) as registers:
            fill(registers, shelf, f"{folder}/snapshot", kind)
            plan_kind(desk, kind, registers, desk.stores.links.all(kind), decisions, planned)
    return planned
