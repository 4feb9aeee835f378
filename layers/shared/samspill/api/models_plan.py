"""The plan of a first sync as the API shows it, and what a person says about it."""

from datetime import datetime

from pydantic import Field

from samspill import messages
from samspill.api.models import Model, Person, Reason, reason
from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.plan import KindSummary, Overwrite, Plan, RowOutcome, RowSide, StartUpEffects
from samspill.model.problems import Choice
from samspill.tasks.plan_rows import DecidedRow


class PlanOut(Model):
    """The plan without its rows. To approve it, name its hash and the decision revision."""

    hash: str
    made_at: datetime
    remainder: bool = Field(description="True when this is what was left over after the phases.")
    pending: bool = Field(description="Whether a person is asked about it now.")
    decision_revision: int
    kinds: tuple[KindSummary, ...]
    start_up: StartUpEffects | None = Field(description="What start-up does beside the rows; null for nothing.")


class DecisionOut(Model):
    """What a person decided."""

    choice: Choice
    partner: str | None
    by: str
    at: datetime


class RowOut(Model):
    """One row of the plan."""

    id: str
    kind: Kind
    outcome: RowOutcome
    source: Side
    tripletex: RowSide | None
    app: RowSide | None
    overwrites: tuple[Overwrite, ...]
    reason: Reason | None
    suggestions: tuple[RowSide, ...] = Field(description="Records of the other side that may be the same.")
    choices: tuple[Choice, ...] = Field(description="What a person may decide.")
    decision: DecisionOut | None


class RowPage(Model):
    """A page of rows."""

    items: list[RowOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class RowDecision(Person):
    """What a person decides about a row; null takes it back."""

    choice: Choice | None
    partner: str | None = Field(
        default=None, min_length=1, max_length=200, description="For `link`: id of the record on the other side."
    )


class DecidedOut(Model):
    """The row as it is now, and the revision that an approval must name."""

    row: RowOut
    decision_revision: int


class Approval(Person):
    """Which plan, with which decisions, may be carried out."""

    plan: str = Field(min_length=1, max_length=200, description="Hash of the plan.")
    decision_revision: int = Field(ge=0, le=2**31, strict=True)


class Rejection(Person):
    """Why it may not be carried out."""

    reason: str = Field(min_length=1, max_length=2000)


def plan_out(plan: Plan, connection: Connection) -> PlanOut:
    """The plan of `connection`."""
    return PlanOut(
        hash=plan.hash,
        made_at=plan.made_at,
        remainder=plan.remainder,
        pending=connection.review_pending is not None,
        decision_revision=connection.decision_revision,
        kinds=plan.kinds,
        start_up=plan.start_up,
    )


def row_out(decided: DecidedRow, language: str, app: str) -> RowOut:
    """A row in the caller's language; `app` is the app's name."""
    row = decided.row
    source = row.tripletex if row.source is Side.TRIPLETEX else row.app
    known = messages.record_facts(
        app, row.kind, source.number if source else None, source.name if source else "", language
    )
    return RowOut(
        id=row.id,
        kind=row.kind,
        outcome=row.outcome,
        source=row.source,
        tripletex=row.tripletex,
        app=row.app,
        overwrites=row.overwrites,
        reason=reason(row.code, {**known, **row.facts}, language),
        suggestions=row.suggestions,
        choices=decided.choices,
        decision=decision_out(decided.decision),
    )


def decision_out(decision: Decision | None) -> DecisionOut | None:
    """What was decided, if anything."""
    if decision is None:
        return None
    return DecisionOut(choice=decision.choice, partner=decision.partner, by=decision.by, at=decision.at)
