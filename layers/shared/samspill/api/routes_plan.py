"""The review of a first sync: plan, rows, decisions, approval."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, REVIEWERS, endpoint, new_router
from samspill.api.models import ConnectionId, Cursor, KindFilter, Limit, Search, app_name
from samspill.api.models_connections import ConnectionOut, shown
from samspill.api.models_plan import (
    Approval,
    DecidedOut,
    PlanOut,
    Rejection,
    RowDecision,
    RowPage,
    plan_out,
    row_out,
)
from samspill.model.plan import RowOutcome
from samspill.tasks import plan_rows, review
from samspill.tasks.plan_index import Filter

router = new_router()

RowId = Annotated[str, Path(description="Id of the row.", min_length=1, max_length=300)]


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/plan", tag="plan", roles=OWNERS, problems=("not_found", "no_plan")
)
def get_plan(connection_id: ConnectionId) -> PlanOut:
    """Show the plan: how many of each kind will be linked, created, held, and what that costs."""
    ask = asking(router)
    connection = ask.connection(connection_id)
    return plan_out(plan_rows.plan_of(ask.app, connection), connection)


@endpoint(
    router, "GET", "/v1/connections/<connection_id>/plan/rows", tag="plan", roles=OWNERS,
    problems=("not_found", "no_plan", "plan_changed", "invalid_cursor"),
)  # fmt: skip
def list_plan_rows(
    connection_id: ConnectionId,
    outcome: Annotated[RowOutcome | None, Query(description="Only rows with this outcome.")] = None,
    kind: KindFilter = None,
    q: Search = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> RowPage:
    """List the plan's rows."""
    ask = asking(router)
    wanted = Filter(outcome=outcome, kind=kind, q=q)
    connection = ask.connection(connection_id)
    found, following = plan_rows.page(ask.app, connection, wanted, limit, cursor)
    return RowPage(items=[row_out(each, ask.language, app_name(connection)) for each in found], next=following)


@endpoint(
    router, "PUT", "/v1/connections/<connection_id>/plan/rows/<row_id>", tag="plan", roles=OWNERS,
    problems=(
        "not_found", "no_plan", "plan_changed", "wrong_status", "revision_conflict", "partner_taken",
        "choice_not_possible", "partner_required", "partner_not_wanted",
    ),
)  # fmt: skip
def put_plan_row(connection_id: ConnectionId, row_id: RowId, decision: RowDecision) -> DecidedOut:
    """Decide about a row, or take the decision back. The decision revision rises."""
    ask = asking(router)
    changed, row = plan_rows.decide(
        ask.app, ask.connection(connection_id), row_id, decision.choice, decision.partner, ask.by(decision.by)
    )
    return DecidedOut(row=row_out(row, ask.language, app_name(changed)), decision_revision=changed.decision_revision)


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/approve", tag="plan", roles=REVIEWERS,
    problems=("not_found", "no_plan", "plan_changed", "decisions_changed", "wrong_status", "revision_conflict"),
)  # fmt: skip
def approve_plan(connection_id: ConnectionId, approval: Approval) -> ConnectionOut:
    """Approve the plan, or what was left over.

    Approving again what is approved tells the waiting first sync once more.
    """
    ask = asking(router)
    connection = ask.owned(connection_id)
    approved = review.approve(
        ask.app, connection, approval.plan, approval.decision_revision, ask.by(approval.by)
    )  # fmt: skip
    return shown(approved, ask.language)


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/reject", tag="plan", roles=REVIEWERS,
    problems=("not_found", "wrong_status", "revision_conflict"),
)  # fmt: skip
def reject_plan(connection_id: ConnectionId, rejection: Rejection) -> ConnectionOut:
    """Reject the plan, or what was left over, with a reason."""
    ask = asking(router)
    return shown(review.reject(ask.app, ask.owned(connection_id), rejection.reason, ask.caller.name), ask.language)
