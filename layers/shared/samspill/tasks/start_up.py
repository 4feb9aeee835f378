"""Start-up beside records, at onboarding only: what must be chosen first, payment terms, stock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from samspill import messages
from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow
from samspill.sync.desk import Desk
from samspill.sync.ports import Shelf
from samspill.sync.ports.start_up import StartUpApp
from samspill.sync.start_up.effects import wanted_dues
from samspill.sync.start_up.needs import NEEDS, missing
from samspill.sync.start_up.payment_terms import make_terms
from samspill.sync.start_up.stock_round import book_stock
from samspill.tasks.key_check import Finding

#: Due on this day of a month: on its last one, whichever that is.
_LAST_DAY = 31


def check_start_up(app: App, connection: Connection) -> list[Finding]:
    """What settings must still name before start-up can create what it is to create: groups, payment terms. Nothing
    for a connection that has been live. Raises RateLimited, RetryLater, ConfigurationWrong."""
    settings = connection.settings
    if connection.live or not any(settings.start_up.creates(need.kind) for need in NEEDS):
        return []
    system = cast(StartUpApp, app.systems(connection, Priority.PERSON)[Side.APP])
    return [
        Finding(f"settings.{each.setting}", ConfigurationWrong(each.code, each.setting, each.facts))
        for each in missing(settings, system)
    ]


def make_payment_terms(app: App, desk: Desk, folder: str) -> dict[str, Any]:
    """Make the payment terms that the plan in `folder` names, and keep in the settings what they mean. Raises
    RateLimited until an answer that was lost can be looked up, and what `make_terms` raises."""
    connection = desk.connection
    if connection.live or not connection.settings.start_up.payment_terms:
        return {"more": False, "made": 0}
    dues = wanted_dues(app.plans, f"{folder}/snapshot", _rows(app.plans, folder))
    mapped = make_terms(desk, dues, lambda due: _name(due, connection.language))
    _keep(app, connection, mapped.numbers)
    if mapped.later:
        raise RateLimited(max(each.due_at for each in mapped.later))
    return {"more": False, "made": len(mapped.numbers)}


def put_in_stock(app: App, desk: Desk, folder: str, until: datetime) -> dict[str, Any]:
    """Put on the app's shelf what Tripletex has there, at the longest until the time is `until` (UTC). Raises as
    `book_stock`."""
    if desk.connection.live or not desk.connection.settings.start_up.stock:
        return {"more": False, "products": 0}
    looked = book_stock(desk, app.plans, folder, until)
    return {"more": looked is None, "products": looked or 0}


def _rows(shelf: Shelf, folder: str) -> list[PlanRow]:
    return [row for row in shelf.rows(f"{folder}/rows.jsonl.gz", PlanRow) if row.kind is Kind.CUSTOMER]


def _keep(app: App, connection: Connection, numbers: Mapping[str, str]) -> None:
    if not numbers:
        return

    def mapped(now: Connection) -> Connection:
        terms = {**now.settings.payment_terms, **numbers}
        return now.model_copy(update={"settings": now.settings.model_copy(update={"payment_terms": terms})})

    app.connections.update(connection.id, mapped)


def _name(due: Due, language: str) -> str:
    """What payment terms are called in the app."""
    message = due.unit.value
    if due == Due(0, DueUnit.DAYS):
        message = "now"
    if due == Due(_LAST_DAY, DueUnit.DAY_OF_MONTH):
        message = "end_of_month"
    return messages.text(f"due.{message}", language, count=due.count)
