"""The plan under review: its rows page by page, with what a person decided about each."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass

from samspill.composition import App
from samspill.exceptions import NotFound, WrongStatus
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.plan import Plan, PlanRow, RowOutcome
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.status import Status
from samspill.tasks.plan_book import PLAN, open_book
from samspill.tasks.plan_index import Filter
from samspill.tasks.problems import check_choice, check_partner
from samspill.tasks.refusals import Invalid, Refused

#: What a person may decide about a row that is no open question. The others offer their reason's choices.
_OFFERED: dict[RowOutcome, tuple[Choice, ...]] = {
    RowOutcome.LINK: (Choice.LEAVE_OUT,),
    RowOutcome.CREATE_IN_APP: (Choice.LINK, Choice.LEAVE_OUT),
    RowOutcome.CREATE_IN_TRIPLETEX: (Choice.LINK, Choice.LEAVE_OUT),
}


@dataclass(frozen=True)
class DecidedRow:
    """A row, what may be decided about it, and what was."""

    row: PlanRow
    choices: tuple[Choice, ...]
    decision: Decision | None


def plan_of(app: App, connection: Connection) -> Plan:
    """The plan that was made last. Raises Refused(no_plan)."""
    if connection.plan is None:
        raise Refused("no_plan")
    try:
        return app.plans.get_json(f"{connection.id}/{PLAN}", Plan)
    except NotFound:  # expired
        raise Refused("no_plan") from None


def is_asked(connection: Connection, plan: Plan) -> bool:
    """Whether a person is asked about this plan now: the first in review, a remainder when the sync is live."""
    return connection.asks_for_review and (connection.status is Status.IN_REVIEW or plan.remainder)


def key_of(row: PlanRow) -> RecordKey:
    """The record that the row is about; decisions are kept under it."""
    side = row.tripletex if row.source is Side.TRIPLETEX else row.app
    assert side is not None
    return RecordKey(kind=row.kind, side=row.source, id=side.id)


def choices_of(row: PlanRow) -> tuple[Choice, ...]:
    """What a person may decide about the row."""
    if row.outcome in _OFFERED:
        return _OFFERED[row.outcome]
    reason = CATALOGUE.get(row.code or "")
    return reason.choices if reason else ()


def page(
    app: App, connection: Connection, wanted: Filter, limit: int, cursor: str | None
) -> tuple[list[DecidedRow], str | None]:  # fmt: skip
    """A page of rows in the plan's order. Raises Refused(no_plan), or plan_changed for a cursor of another plan."""
    plan = plan_of(app, connection)
    start = _position(cursor, plan.hash)
    found, following = open_book(app, connection, plan).page(wanted, start, limit)
    return decided(app, connection, found), None if following is None else _cursor(plan.hash, following)


def one(app: App, connection: Connection, row_id: str) -> DecidedRow:
    """One row. Raises Refused(no_plan, plan_changed), NotFound."""
    row = open_book(app, connection, plan_of(app, connection)).row(row_id)
    return decided(app, connection, [row])[0]


def decided(app: App, connection: Connection, rows: Sequence[PlanRow]) -> list[DecidedRow]:
    """These rows with what was decided about each."""
    decisions = app.stores(connection.id).decisions.get([key_of(row) for row in rows]) if rows else {}
    return [DecidedRow(row, choices_of(row), decisions.get(key_of(row))) for row in rows]


def decide(
    app: App, connection: Connection, row_id: str, choice: Choice | None, partner: str | None, by: str
) -> tuple[Connection, DecidedRow]:  # fmt: skip
    """Store what a person decided about a row, or take it back (None). The decision revision rises.

    Raises Refused(no_plan, plan_changed, partner_taken), NotFound, Invalid, WrongStatus when nobody is asked.
    """
    plan = plan_of(app, connection)
    row = open_book(app, connection, plan).row(row_id)
    key = key_of(row)
    choices = choices_of(row)
    if choice is not None:
        check_choice(choices, choice, partner)
    if partner is not None:
        check_partner(app, connection, key, partner)
    # Raised before and after: whoever saw the plan without this decision must not approve it, not even when
    # the process ends between the two writes.
    _raise_revision(app, connection, plan)
    decision = None
    decisions = app.stores(connection.id).decisions
    if choice is None:
        decisions.drop(key)
    else:
        decision = Decision(
            connection=connection.id, key=key, choice=choice, partner=partner, by=by, at=app.clock()
        )  # fmt: skip
        decisions.put(decision)
    return _raise_revision(app, connection, plan), DecidedRow(row, choices, decision)


def _raise_revision(app: App, connection: Connection, plan: Plan) -> Connection:
    def raised(now: Connection) -> Connection:
        if not is_asked(now, plan):
            raise WrongStatus(now.status.value, "decide")
        return now.model_copy(update={"decision_revision": now.decision_revision + 1})

    return app.connections.update(connection.id, raised)


def _cursor(plan: str, place: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([plan, place]).encode()).decode().rstrip("=")


def _position(cursor: str | None, plan: str) -> int:
    if cursor is None:
        return 0
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        made_for, place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        place = max(0, int(place))
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Invalid("invalid_cursor", "cursor") from None
    if made_for != plan:
        raise Refused("plan_changed")
    return place
