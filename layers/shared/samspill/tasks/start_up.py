"""Start-up beside records, at onboarding only: what must be chosen first, payment terms, stock."""

from datetime import datetime
from typing import Any, cast

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow
from samspill.sync.desk import Desk, Later
from samspill.sync.ports import Shelf
from samspill.sync.ports.start_up import StartUpApp
from samspill.sync.start_up.effects import wanted_dues
from samspill.sync.start_up.needs import NEEDS, missing
from samspill.sync.start_up.payment_terms import make_terms
from samspill.sync.start_up.stock_round import book_stock
from samspill.tasks.key_check import Finding


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
        return {"more": False, "terms": 0}
    results = make_terms(desk, wanted_dues(app.plans, f"{folder}/snapshot", _rows(app.plans, folder)))
    later = [result.due_at for result in results.values() if isinstance(result, Later)]
    if later:
        raise RateLimited(max(later))
    return {"more": False, "terms": len(results)}


def put_in_stock(app: App, desk: Desk, folder: str, until: datetime) -> dict[str, Any]:
    """Put on the app's shelf what Tripletex has there, at the longest until the time is `until` (UTC). Raises as
    `book_stock`."""
    if desk.connection.live or not desk.connection.settings.start_up.stock:
        return {"more": False, "products": 0}
    looked = book_stock(desk, app.plans, folder, until)
    return {"more": looked is None, "products": looked or 0}


def _rows(shelf: Shelf, folder: str) -> list[PlanRow]:
    return [row for row in shelf.rows(f"{folder}/rows.jsonl.gz", PlanRow) if row.kind is Kind.CUSTOMER]
