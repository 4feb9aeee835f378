"""Yes or no to a plan: what will be written where, in numbers, and the reason of a no that the company reads."""

from dataclasses import dataclass

from samspill.exceptions import NotFound, RevisionConflict, WrongStatus
from samspill.model.plan import RowOutcome
from samspill.pages.answers import Page
from samspill.pages.door import home_of
from samspill.pages.plan import numbers_of
from samspill.pages.plan_words import terms_said
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import plan_rows, review
from samspill.tasks.plan_book import open_book
from samspill.tasks.refusals import Refused
from samspill.tasks.reviewers import is_own

#: A reason has at most so many characters.
LONGEST = 2000


@dataclass(frozen=True)
class Trouble:
    """What came in between, and what was typed meanwhile; without `text` it is the reason that is wrong."""

    text: str | None
    reason: str = ""
    status: int = 409


def show(visit: Visit) -> Page:
    """What an approval comes to."""
    return _shown(visit)


def approve(visit: Visit) -> Page:
    """Say yes to what was shown; what changed meanwhile is shown first."""
    _check(visit)
    form = visit.asked.form
    revision = form.get("revision", "")
    try:
        shown = int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 12 else -1
        review.approve(visit.app, visit.connection, form.get("plan", ""), shown, visit.visitor.by)
    except Refused as error:
        return _shown(visit, Trouble(_CHANGED.get(error.code, "plan.said.changed")))
    except WrongStatus:
        return visit.back("/plan", "plan.nobody_asked")
    except RevisionConflict:
        return _shown(visit, Trouble("plan.said.once_more"))
    return _onwards(visit, "plan.approved")


def reject(visit: Visit) -> Page:
    """Say no, and why."""
    _check(visit)
    reason = visit.asked.form.get("reason", "").strip()
    if not reason or len(reason) > LONGEST:
        return _shown(visit, Trouble(None, reason, 422))
    try:
        review.reject(visit.app, visit.connection, reason, visit.visitor.by)
    except WrongStatus:
        return visit.back("/plan", "plan.nobody_asked")
    except Refused:
        return visit.back("/plan")
    except RevisionConflict:
        return _shown(visit, Trouble("plan.said.once_more", reason))
    return _onwards(visit, "plan.rejected")


_CHANGED = {"plan_changed": "plan.said.changed", "decisions_changed": "plan.said.decided_meanwhile"}


def _onwards(visit: Visit, said: str) -> Page:
    """A company that connects itself goes on with that."""
    if visit.visitor.onboarding is None:
        return visit.back("", said)
    return Page(to=f"{home_of(visit.visitor)}?said={said}")


def _check(visit: Visit) -> None:
    """For others this does not exist."""
    if not visit.reviews:
        raise NotFound(f"plan of {visit.connection.id}")


def _shown(visit: Visit, trouble: Trouble | None = None) -> Page:
    _check(visit)
    app, connection = visit.app, visit.app.connections.get(visit.connection.id)
    try:
        plan = plan_rows.plan_of(app, connection)
        counted = numbers_of(app, connection, plan, open_book(app, connection, plan))
    except Refused:
        return visit.back("/plan")
    if not plan_rows.is_asked(connection, plan):
        return visit.back("/plan", "plan.nobody_asked")
    return visit.page(
        "plan", "plan_approve.html", trouble.status if trouble else 200,
        plan=plan, terms=terms_said(visit.look.words), revision=connection.decision_revision, numbers=counted,
        trouble=trouble, wrong=trouble is not None and trouble.text is None, longest=LONGEST,
        open_questions=counted.total(RowOutcome.AMBIGUOUS), held=counted.total(RowOutcome.HELD),
        own=is_own(app, connection),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{OWN}/plan/approve", show),
    Route("POST", f"{OWN}/plan/approve", approve),
    Route("POST", f"{OWN}/plan/reject", reject),
)
