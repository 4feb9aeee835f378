"""One connection for whoever supports it, and what staff can do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, RetryLater, RevisionConflict, WrongStatus
from samspill.model.connection import Connection
from samspill.model.deeds import What
from samspill.model.failures import Failure
from samspill.model.problems import CATALOGUE
from samspill.model.status import Event, Status
from samspill.model.vitals import Vitals
from samspill.pages.answers import Page
from samspill.pages.routing import STAFF, Audience, Route
from samspill.pages.visiting import StaffVisit
from samspill.pages.words import Words
from samspill.tasks import connections, deeds, lifecycle
from samspill.tasks.checkup import checkup
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.refusals import Refused
from samspill.tasks.vitals import measure_now

PLACE = "/connections/{connection}"
#: What staff can do, and in which status it makes sense.
ACTS: Mapping[What, Callable[[Connection], bool]] = {
    What.COMPARED: lambda it: it.status is Status.ACTIVE,
    What.PAUSED: lambda it: it.status is Status.ACTIVE,
    What.RESUMED: lambda it: it.status is Status.PAUSED or (it.status is Status.NEEDS_ATTENTION and it.live),
    What.RESTARTED: lambda it: (
        not it.live and it.status in (Status.DRAFT, Status.REJECTED, Status.NEEDS_ATTENTION, Status.SYNCING)
    ),
}
_DONE_BY: Mapping[What, Callable[[App, Connection], object]] = {
    What.COMPARED: connections.reconcile, What.PAUSED: connections.pause, What.RESUMED: connections.resume,
    What.RESTARTED: lifecycle.restart,
}  # fmt: skip


def show(visit: StaffVisit, connection: str) -> Page:
    """All that is known of it."""
    it = visit.app.connections.get(connection)
    vitals = visit.app.vitals.of(it.id)
    return visit.page(
        "connections", "operations_connection.html", it=it, vitals=vitals,
        found=checkup(visit.app, it), counts=connections.counts(visit.app, it),
        acts=[what for what, possible in ACTS.items() if possible(it)],
        failing=[(task, failure, _why(visit.look.words, failure)) for task, failure in it.failing.items()],
        attention=_attention(visit, it), pages=_pages(visit, it), place=f"{STAFF}/connections/{it.id}",
        overdue=_is_overdue(vitals),
    )  # fmt: skip


def act(visit: StaffVisit, connection: str) -> Page:
    """Do what the button says, and note who did."""
    place = f"/connections/{connection}"
    it = visit.app.connections.get(connection)
    what = next((each for each in _DONE_BY if each.value == visit.asked.form.get("what")), None)
    if what is None:
        return visit.back(place)
    try:
        if what is What.COMPARED and it.status is not Status.ACTIVE:
            raise WrongStatus(it.status.value, Event.RESUME.value)
        _DONE_BY[what](visit.app, it)
    except KeysRefused:
        return visit.back(place, "operations.keys_refused")
    except (WrongStatus, Refused, ConfigurationWrong):
        return visit.back(place, "operations.not_possible")
    except (RetryLater, RevisionConflict):
        return visit.back(place, "operations.try_again")
    deeds.note(visit.app, it.id, what, visit.visitor.by)
    measure_now(visit.app, it.id)
    return visit.back(place, f"operations.{what.value}")


def _pages(visit: StaffVisit, it: Connection) -> list[tuple[str, str]]:
    """The connection's own pages, as its people see them."""
    kinds = {kind.value for kind in visit.app.integration(it.integration).offered}
    own = [("overview", ""), ("records", "/records"), ("logs", "/logs")]
    own += [("hours", "/hours")] if "hours" in kinds else []
    own += [("settings", "/settings")]
    return [(name, f"/pages/{it.id}{path}") for name, path in own]


def _why(words: Words, failure: Failure) -> str:
    """In a line; what is no reason of ours is for engineers, and its code stands beside it."""
    return words.reason(failure.code, {}).title if failure.code in CATALOGUE else words.t("operations.fails")


def _attention(visit: StaffVisit, it: Connection) -> Any:
    if it.attention is None or it.status is not Status.NEEDS_ATTENTION:
        return None
    words = Words(visit.look.words.language, it.integration.capitalize())
    return words.reason(it.attention, {"company": it.tripletex_company.name, **it.attention_facts})


def _is_overdue(vitals: Vitals | None) -> bool:
    return vitals is not None and "overdue" in vitals.alarms


ROUTES = (
    Route("GET", f"{STAFF}{PLACE}", show, Audience.STAFF),
    Route("POST", f"{STAFF}{PLACE}", act, Audience.STAFF),
)
