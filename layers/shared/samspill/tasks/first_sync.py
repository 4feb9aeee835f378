"""The steps of the state machine `connect`: what each is called with, what it answers, how statuses move.

check_keys -> snapshot -> plan -> await_review -> subscribe -> payment_terms -> refresh -> phases -> stock -> verify
-> activate -> catch_up -> await_remainder -> apply_remainder -> done            (statemachines/connect.asl.json)
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, GenerationChanged
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.sync.desk import Desk
from samspill.sync.first_sync import running, steps
from samspill.tasks.connections import wake_groups
from samspill.tasks.desk import desk_for
from samspill.tasks.first_sync_progress import CHECKING, begun, further
from samspill.tasks.key_check import KeysRefused, check_again
from samspill.tasks.remainder import leave_out_remainder, release_remainder
from samspill.tasks.reviewers import tell_live
from samspill.tasks.reviewing import (
    asked_about,
    await_remainder,
    await_review,
    failed,
    file_remainder,
    keep_facts,
    rejected,
    timed_out,
)
from samspill.tasks.start_up import check_start_up, make_payment_terms, put_in_stock
from samspill.tasks.subscriptions import subscribe

#: Keys that were checked when they were turned in are not checked again at once.
KEYS_STAY_CHECKED = timedelta(minutes=10)
#: A step that reads registers answers `more` after this time and is called again: well within the function's timeout,
#: since planning and the last slice come on top.
SLICE = timedelta(seconds=90)

Answer = dict[str, Any]
Step = Callable[[App, Connection, Mapping[str, Any]], Answer]


def take_step(app: App, event: Mapping[str, Any]) -> Answer:
    """Carry out the step that `event` names. Raises KeyError for a step that does not exist, and what stops a step:
    RateLimited and RetryLater are tried again by the machine, everything else ends in the step `failed`.

    An execution that a restart has replaced does nothing any more: its steps raise GenerationChanged, and how it ends
    is not told, since it is not the connection's end.
    """
    step = STEPS[event["step"]]
    connection = app.connections.get(event["connection"])
    logger.info("step", step=event["step"], connection=connection.id, status=connection.status.value)
    if event["execution"] == connection.execution:
        try:
            return step(app, connection, event)
        except ConfigurationWrong as error:
            # Of an exception the machine hears its message only; what fills the texts stays with the connection.
            keep_facts(app, connection, error)
            raise
    if step is failed:
        return {"status": connection.status.value}
    raise GenerationChanged


def plan_folder(connection: Connection) -> str:
    """Where the plan under review lies."""
    return f"{connection.id}/plan"


def run_folder(connection: Connection, event: Mapping[str, Any]) -> str:
    """Where an execution keeps what it carries out."""
    return f"{connection.id}/run-{event['execution']}"


def _check_keys(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    checked_at = connection.keys_checked_at
    if checked_at is None or app.clock() - checked_at >= KEYS_STAY_CHECKED:
        checked = check_again(app, connection, app.connections.keys(connection.id))
        found = {"capabilities": checked.capabilities, "keys_checked_at": app.clock()}
        app.connections.update(connection.id, lambda now: now.model_copy(update=found))
    findings = check_start_up(app, connection)
    if findings:
        raise KeysRefused(tuple(findings))
    return {}


def _snapshot(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    folder, purpose = plan_folder(connection), f"execution {event['execution']}"
    records = steps.snapshot(_desk(app, connection), app.plans, folder, purpose, app.clock() + SLICE)
    return {"more": records is None, "records": records or 0}


def _plan(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    plan = steps.make_plan(_desk(app, connection), app.plans, plan_folder(connection))
    return {"plan": plan.hash}


def _subscribe(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    subscribed = subscribe(app, _syncing(connection))
    return {"subscriptions": len(subscribed.subscriptions)}


def _payment_terms(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    return make_payment_terms(app, _desk(app, _syncing(connection)), plan_folder(connection))


def _refresh(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    desk, folder = _desk(app, _syncing(connection)), run_folder(connection, event)
    if not steps.read_again(desk, app.plans, folder, app.clock() + SLICE):
        return {"more": True, "moved_too_much": False, "phases": [], "moved": 0}
    refreshed = steps.refresh(desk, app.plans, plan_folder(connection), folder)
    progress = begun(refreshed.per_phase, refreshed.moved)
    app.connections.update(
        connection.id,
        lambda now: now.model_copy(
            update={"progress": progress, "review_pending": "remainder" if refreshed.moved else None}
        ),
    )
    kinds = [{"kind": kind.value} for kind in steps.kinds_on(desk)]
    phases = [{"phase": phase, "kinds": kinds} for phase in running.TARGETS]
    return {"more": False, "moved_too_much": refreshed.moved_too_much, "phases": phases, "moved": refreshed.moved}


def _prepare_kind(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    kind, phase = Kind(event["kind"]), int(event["phase"])
    _syncing(connection)
    chunks = running.build_chunks(app.plans, run_folder(connection, event), phase, kind)
    return {"chunks": chunks}


def _apply_chunk(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    desk, phase = _desk(app, _syncing(connection)), int(event["phase"])
    folder = run_folder(connection, event)
    result = running.apply_chunk(desk, app.plans, folder, phase, Kind(event["kind"]), event["chunk"])

    app.connections.update(connection.id, lambda now: further(now, phase, result.rows))
    return result.model_dump()


def _stock(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    connection = app.connections.update(_syncing(connection).id, lambda now: further(now, CHECKING))
    desk, folder = _desk(app, connection), run_folder(connection, event)
    return put_in_stock(app, desk, folder, app.clock() + SLICE)


def _verify(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    desk, folder = _desk(app, _syncing(connection)), run_folder(connection, event)
    drifts = steps.verify(desk, app.plans, folder, app.clock() + SLICE)
    found = drifts or []
    return {
        "more": drifts is None,
        "unequal": sum(drift.unequal for drift in found),
        "records": sum(drift.tripletex + drift.app for drift in found),
    }


def _activate(app: App, connection: Connection, event: Mapping[str, Any]) -> Answer:
    if connection.live:  # the process ended before the answer was heard, perhaps before anybody was told
        tell_live(app, connection)
        return {}
    asked: dict[str, object] = {}
    if connection.progress.get("remainder", 0):
        # On file from now on: whatever becomes of this execution, a person can approve it.
        asked = asked_about(app, file_remainder(app, connection, event))

    def active(now: Connection) -> Connection:
        moved = now.moved(Event.FIRST_SYNC_DONE, app.clock())
        live = {"live": True, "live_since": now.live_since or app.clock()}
        return moved.model_copy(update={**live, "attention": None, "attention_facts": {}, **asked})

    tell_live(app, app.connections.update(connection.id, active))
    return {}


def _catch_up(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    desk = _desk(app, connection)
    steps.catch_up(desk)
    # Not only what is compared: something may wait in a kind that start-up alone creates, and of documents.
    wake_groups(app, connection, connection.kinds_on(desk.integration.worked))
    moved = connection.progress.get("remainder", 0)
    return {"more": False, "remainder": moved}


def _apply_remainder(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    return {"more": False, "released": release_remainder(app, connection)}


def _reject_remainder(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    return {"left_out": leave_out_remainder(app, connection, connection.approved_by or "staff")}


def _done(app: App, connection: Connection, _event: Mapping[str, Any]) -> Answer:
    app.plans.delete_prefix(f"{connection.id}/run-")
    return {"status": connection.status.value}


def _desk(app: App, connection: Connection) -> Desk:
    return desk_for(app, connection, Priority.FIRST_SYNC)


def _syncing(connection: Connection) -> Connection:
    """Raises GenerationChanged when the connection was turned off or restarted since it was approved."""
    if connection.status is not Status.SYNCING:
        raise GenerationChanged
    return connection


STEPS: dict[str, Step] = {
    "check_keys": _check_keys,
    "snapshot": _snapshot,
    "plan": _plan,
    "await_review": await_review,
    "review_timed_out": timed_out,
    "rejected": rejected,
    "subscribe": _subscribe,
    "payment_terms": _payment_terms,
    "refresh": _refresh,
    "prepare_kind": _prepare_kind,
    "apply_chunk": _apply_chunk,
    "stock": _stock,
    "verify": _verify,
    "activate": _activate,
    "catch_up": _catch_up,
    "await_remainder": await_remainder,
    "remainder_timed_out": _done,
    "apply_remainder": _apply_remainder,
    "reject_remainder": _reject_remainder,
    "done": _done,
    "failed": failed,
}
