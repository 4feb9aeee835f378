"""The steps of `connect` in which people are asked, told, or in which nothing can be done any more.

The token is stored before the connection reads *in review*: whoever approves finds it there.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong
from samspill.model.connection import Connection
from samspill.model.plan import Plan, PlanRow, RowOutcome
from samspill.model.status import Event, Status
from samspill.store.machine import DeadToken
from samspill.tasks.attention import need_attention, tell
from samspill.tasks.plan_book import keep_book
from samspill.tasks.review import APPROVED, REJECTED
from samspill.tasks.reviewers import ask_reviewer, tell_rejected
from samspill.tasks.subscriptions import unsubscribed


def await_review(app: App, connection: Connection, event: Mapping[str, Any]) -> dict[str, Any]:
    """Ask a person to review the plan, again after too much has moved."""
    plan = app.plans.get_json(f"{connection.id}/plan/plan.json", Plan)
    keep_book(app, connection, plan)
    app.connections.put_task_token(connection.id, event["token"])
    moved = Event.MOVED_TOO_MUCH if connection.status is Status.SYNCING else Event.PLAN_READY

    def ready(now: Connection) -> Connection:
        asked = {**_asked(app, plan), "review_pending": "plan", "progress": {}}
        return now.moved(moved, app.clock()).model_copy(update=asked)

    ask_reviewer(app, app.connections.update(connection.id, ready), _counts(plan))
    return {}


def await_remainder(app: App, connection: Connection, event: Mapping[str, Any]) -> dict[str, Any]:
    """Ask a person about what moved between the approval and the first sync. It can be decided since `activate`:
    an answer that was faster than the question is passed on at once."""
    app.connections.put_task_token(connection.id, event["token"])
    now = app.connections.get(connection.id)
    if now.review_pending == "remainder":
        ask_reviewer(app, now, _counts(file_remainder(app, connection, event)))
        return {}
    with suppress(DeadToken):  # whoever decided found the token and has told it
        app.machine.answer(event["token"], REJECTED if now.rejected_reason else APPROVED)
    return {}


def file_remainder(app: App, connection: Connection, event: Mapping[str, Any]) -> Plan:
    """Put the remainder of this execution where the plan under review lies. Doing it again does no harm."""
    folder = f"{connection.id}/run-{event['execution']}/remainder"
    plan = app.plans.get_json(f"{folder}/plan.json", Plan)
    app.plans.put_rows(f"{connection.id}/plan/rows.jsonl.gz", app.plans.rows(f"{folder}/rows.jsonl.gz", PlanRow))
    app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    keep_book(app, connection, plan)
    return plan


def asked_about(app: App, remainder: Plan) -> dict[str, object]:
    """What a connection says while a person is asked about its remainder."""
    return {**_asked(app, remainder), "review_pending": "remainder"}


def timed_out(app: App, connection: Connection, _event: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody reviewed in time: back to draft, with a mail."""

    def back(now: Connection) -> Connection:
        return now.moved(Event.REVIEW_TIMED_OUT, app.clock()).model_copy(update={"review_pending": None})

    if connection.status is Status.IN_REVIEW:
        tell(app, app.connections.update(connection.id, back), "review_timed_out", {})
    return {}


def rejected(app: App, connection: Connection, _event: Mapping[str, Any]) -> dict[str, Any]:
    """The plan was rejected (saved already): the company reads why. After a second review there are webhooks."""
    if connection.status is Status.REJECTED:
        unsubscribed(app, connection)
    tell_rejected(app, connection)
    return {}


def failed(app: App, connection: Connection, event: Mapping[str, Any]) -> dict[str, Any]:
    """A step failed for good: the connection needs attention, unless it was turned off meanwhile."""
    if event.get("error") == "GenerationChanged":
        return {"status": connection.status.value}
    code, facts = _reason(event)
    need_attention(app, connection, Event.FAILED, code, {**facts, **connection.attention_facts})
    return {"code": code}


def keep_facts(app: App, connection: Connection, error: ConfigurationWrong) -> None:
    """Keep with the connection what fills the texts of what stopped a step, until `failed` tells it."""
    if error.facts:
        app.connections.update(
            connection.id, lambda now: now.model_copy(update={"attention_facts": dict(error.facts)})
        )  # fmt: skip


def _reason(event: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The problem code out of what the runtime reports of an exception: "code: detail"."""
    facts = {"field": str(event.get("failed_step", "")), "message": ""}
    try:
        message = str(json.loads(str(event.get("cause", ""))).get("errorMessage", ""))
    except ValueError:
        message = str(event.get("cause", ""))
    code, _, detail = message.partition(":")
    known = event.get("error") in ("ConfigurationWrong", "KeysRefused")
    return (code.strip() if known else "first_sync_failed"), {**facts, "message": detail.strip()}


def _asked(app: App, plan: Plan) -> dict[str, object]:
    counts = {outcome.value: plan.total(outcome) for outcome in RowOutcome}
    return {"plan": plan.hash, "plan_ready_at": app.clock(), "plan_counts": counts}


def _counts(plan: Plan) -> dict[str, str]:
    return {outcome.value: str(plan.total(outcome)) for outcome in RowOutcome}
