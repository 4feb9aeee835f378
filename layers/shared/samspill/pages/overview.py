"""The marketplace card: where the connection stands, and the one next step."""

from dataclasses import dataclass

from samspill.exceptions import NotFound, RetryLater, RevisionConflict, WrongStatus
from samspill.messages import ProblemTexts
from samspill.model.connection import Connection
from samspill.model.deeds import What
from samspill.model.kinds import Kind
from samspill.model.status import Status
from samspill.pages.answers import Page
from samspill.pages.keys import can_replace
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks import connections, deeds
from samspill.tasks.breakers import opened
from samspill.tasks.first_sync_progress import phases_of
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.page_sessions import Role

#: What people go through, in order; where it stops, `_AT` says at which.
STEPS = ("keys", "review", "first_sync", "active")
_AT = {
    Status.DRAFT: 0, Status.REJECTED: 1, Status.IN_REVIEW: 1, Status.SYNCING: 2, Status.ACTIVE: 3, Status.PAUSED: 3,
}  # fmt: skip

#: How often the card looks again by itself, in seconds: people wait for what goes on, and for reviewers for days.
_LOOKED_AGAIN = {Status.DRAFT: 3, Status.SYNCING: 3, Status.IN_REVIEW: 20}
#: What new keys put right, before anything else is tried.
_OF_KEYS = frozenset({
    "tripletex_key_wrong", "tripletex_key_other_environment", "right_missing", "company_mismatch", "own_key_wrong",
    "own_right_missing",
})  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step, and whether it lies behind, is where the connection stands, or ahead."""

    name: str
    state: str


@dataclass(frozen=True)
class Linked:
    """A kind with how many pairs are linked; None where a kind is off."""

    kind: Kind
    pairs: int | None


def show(visit: Visit) -> Page:
    """The card."""
    connection, app = visit.connection, visit.app
    counts = connections.counts(app, connection)
    kinds = app.integration_of(connection).offered
    halted, stuck = connection.status is Status.NEEDS_ATTENTION, _is_stuck(visit)
    return visit.page(
        "overview", "overview.html",
        steps=steps_of(connection),
        phases=phases_of(connection) if connection.status is Status.SYNCING else [],
        attention=attention_of(visit.look.words, connection),
        linked=[Linked(kind, counts.links.get(kind, 0) if visit.is_on(kind) else None) for kind in kinds],
        counts=counts,
        problems=sum(counts.problems.values()),
        stopped=opened(app, connection),
        stuck=stuck,
        late=visit.look.words.reason("changes_late", {}) if connection.late_since else None,
        every=None if stuck else _LOOKED_AGAIN.get(connection.status),
        compares=_may_compare(visit) and connection.status is Status.ACTIVE,
        pauses=visit.runs_it and connection.status is Status.ACTIVE,
        runs_it=visit.runs_it,
        own_review=app.integration(connection.integration).self_service,
        can_resume=connection.status is Status.PAUSED or (halted and connection.live),
        can_restart=connection.status is Status.REJECTED or (halted and not connection.live) or stuck,
        can_give_keys=can_replace(visit),
        keys_first=halted and connection.attention in _OF_KEYS,
    )  # fmt: skip


def pause(visit: Visit) -> Page:
    """Stop writing."""
    return _changed(visit, "paused")


def resume(visit: Visit) -> Page:
    """Go on."""
    return _changed(visit, "resumed")


def compare(visit: Visit) -> Page:
    """Have both sides compared."""
    return _changed(visit, "compared")


_DEEDS = {"paused": connections.pause, "resumed": connections.resume, "compared": connections.reconcile}


def _changed(visit: Visit, deed: str) -> Page:
    if (deed == "paused" and not visit.runs_it) or (deed == "compared" and not _may_compare(visit)):
        raise NotFound(deed)
    try:
        _DEEDS[deed](visit.app, visit.connection)
    except (WrongStatus, RetryLater, RevisionConflict, KeysRefused):
        return visit.back("", "not_possible_now")
    deeds.note(visit.app, visit.connection.id, What(deed), visit.visitor.by)
    return visit.back("", deed)


def steps_of(connection: Connection) -> list[Step]:
    """The way from the keys to keeping both sides equal."""
    at = _AT.get(connection.status, 3 if connection.live else 2)
    done = connection.status in (Status.ACTIVE, Status.PAUSED) or connection.live
    return [
        Step(name, "done" if place < at or (done and place == at) else "now" if place == at else "ahead")
        for place, name in enumerate(STEPS)
    ]


def _may_compare(visit: Visit) -> bool:
    """As in the API: it asks both systems for everything."""
    return visit.visitor.role is not Role.CUSTOMER


def _is_stuck(visit: Visit) -> bool:
    """Whether a plan was there and nobody makes another one: its review took too long."""
    connection = visit.connection
    if connection.status is not Status.DRAFT or connection.plan_ready_at is None:
        return False
    return connection.execution is None or not visit.app.machine.is_running(connection.execution)


def attention_of(words: Words, connection: Connection) -> ProblemTexts | None:
    """What keeps the connection from going on, in words; None when nothing does."""
    if connection.attention is None or connection.status is not Status.NEEDS_ATTENTION:
        return None
    return words.reason(
        connection.attention, {"company": connection.tripletex_company.name, **connection.attention_facts}
    )


ROUTES = (
    Route("GET", OWN, show),
    Route("POST", f"{OWN}/pause", pause),
    Route("POST", f"{OWN}/resume", resume),
    Route("POST", f"{OWN}/compare", compare),
)
