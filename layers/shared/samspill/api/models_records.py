"""Records as the API explains them."""

from datetime import datetime

from pydantic import Field

from samspill import messages
from samspill.api.models import Model, Reason, reason
from samspill.api.models_plan import DecisionOut, decision_out
from samspill.api.models_problems import ProblemOut, problem_out
from samspill.model.changes import Noticed
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Values
from samspill.sync.breaker import BREAKER_OPEN
from samspill.tasks.problems import Shown
from samspill.tasks.records import Explained, Present


class FateOut(Model):
    """The last word on a record."""

    kind: Kind
    side: Side
    id: str
    number: str | None
    name: str
    standing: Standing
    code: str | None = Field(description="Why it stands so; null when there is nothing to say.")
    title: str | None = Field(description="The reason in a few words.")
    waiting_for: str | None
    updated_at: datetime


class RecordPage(Model):
    """A page of records."""

    items: list[FateOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class HalfOut(Model):
    """One side of a link: the fields as that side itself last returned them."""

    id: str
    version: int | None
    base: Values


class LinkOut(Model):
    """That two records are the same thing."""

    id: str
    state: LinkState
    tripletex: HalfOut
    app: HalfOut
    gone_side: Side | None
    gone_action: str | None
    gone_at: datetime | None


class PresentOut(Model):
    """A record as its system shows it this moment."""

    side: Side
    id: str
    exists: bool | None = Field(description="Null when the system could not be asked.")
    unavailable: str | None = Field(description="Code of the reason why it could not be asked.")
    values: Values


class EntryOut(Model):
    """One line of history."""

    at: datetime
    side: Side = Field(description="In which of the two systems it happened.")
    what: str
    code: str | None
    title: str | None = Field(description="The reason in a few words.")
    written: Values
    lost: Values = Field(description="Values that were overwritten.")
    by: str | None
    choice: Choice | None = Field(description="With `decided`: what that person chose.")
    partner: str | None = Field(description="Id on the other side of what it was linked with, or was.")
    noticed: Noticed | None = Field(description="On which side, how and when the change was noticed, where known.")


class RecordOut(Model):
    """Why a record is, or is not, synced."""

    kind: Kind
    side: Side
    id: str
    fate: FateOut | None
    reason: Reason | None = Field(description="Why no problem is open and yet it is not synced.")
    link: LinkOut | None
    present: list[PresentOut]
    problem: ProblemOut | None
    decision: DecisionOut | None
    history: list[EntryOut] = Field(description="Of both halves of a pair, newest first.")
    earlier: datetime | None = Field(description="`before` of the next page of the history; null on the last.")


def fate_out(fate: Fate, language: str) -> FateOut:
    """The last word in `language`."""
    return FateOut(
        kind=fate.key.kind,
        side=fate.key.side,
        id=fate.key.id,
        number=fate.number,
        name=fate.name,
        standing=fate.standing,
        code=fate.code if fate.code in CATALOGUE else None,
        title=messages.text(f"problem.{fate.code}.title", language) if fate.code in CATALOGUE else None,
        waiting_for=fate.waiting_for,
        updated_at=fate.updated_at,
    )


def record_out(explained: Explained, language: str, app: str) -> RecordOut:
    """Everything about a record in `language`; `app` is the app's name."""
    return RecordOut(
        kind=explained.key.kind,
        side=explained.key.side,
        id=explained.key.id,
        fate=fate_out(explained.fate, language) if explained.fate else None,
        reason=_reason(explained, language, app),
        link=_link_out(explained.link) if explained.link else None,
        present=[_present_out(each) for each in explained.present],
        problem=problem_out(Shown(explained.problem), language, app) if explained.problem else None,
        decision=decision_out(explained.decision),
        history=[_entry_out(each, language) for each in explained.history.lines],
        earlier=explained.history.earlier,
    )


def _reason(explained: Explained, language: str, app: str) -> Reason | None:
    """The texts of the fate's code, unless the open problem says it already, with its facts; before all others, that
    the kind stands still."""
    fate, stopped = explained.fate, explained.stopped
    if explained.problem is not None:
        return None
    if stopped is not None:
        return reason(BREAKER_OPEN, {**stopped.facts, "app": app}, language)
    if fate is None:
        return None
    facts = messages.record_facts(app, fate.key.kind, fate.number, fate.name, language)
    return reason(fate.code, facts, language)


def _link_out(link: Link) -> LinkOut:
    halves = {side: HalfOut(**link.half(side).model_dump()) for side in Side}
    return LinkOut(
        id=link.id,
        state=link.state,
        tripletex=halves[Side.TRIPLETEX],
        app=halves[Side.APP],
        gone_side=link.gone_side,
        gone_action=link.gone_action,
        gone_at=link.gone_at,
    )


def _present_out(present: Present) -> PresentOut:
    return PresentOut(
        side=present.side,
        id=present.id,
        exists=None if present.unavailable else present.values is not None,
        unavailable=present.unavailable,
        values=present.values or {},
    )


def _entry_out(entry: Entry, language: str) -> EntryOut:
    return EntryOut(
        at=entry.at,
        side=entry.side,
        what=entry.what,
        code=entry.code if entry.code in CATALOGUE else None,
        title=messages.text(f"problem.{entry.code}.title", language) if entry.code in CATALOGUE else None,
        written=entry.written,
        lost=entry.lost,
        by=entry.by,
        choice=entry.choice,
        partner=entry.partner,
        noticed=entry.noticed,
    )
