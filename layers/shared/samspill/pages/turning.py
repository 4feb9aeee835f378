"""Beginning a connection's first sync again, and turning the connection off."""

from samspill.exceptions import ConfigurationWrong, NotFound, RevisionConflict, WrongStatus
from samspill.model.deeds import What
from samspill.model.status import Status
from samspill.pages.answers import Page
from samspill.pages.rendering import rendered
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import deeds, lifecycle, onboarding_plan

KEPT, DELETED = "keep", "delete"


def restart(visit: Visit) -> Page:
    """Begin again after it was rejected, failed or got stuck."""
    try:
        lifecycle.restart(visit.app, visit.connection)
        deeds.note(visit.app, visit.connection.id, What.RESTARTED, visit.visitor.by)
    except ConfigurationWrong:
        return visit.back("", "turn_on.connected_elsewhere")
    except (WrongStatus, RevisionConflict):
        return visit.back("", "not_possible_now")
    return visit.back("", "turn_on.restarted")


def ask(visit: Visit) -> Page:
    """What turning it off means, and what becomes of the data."""
    _owned(visit)
    if visit.connection.status is Status.OFF:
        return visit.back("")
    return visit.page("overview", "turn_off.html", wrong=False)


def turn_off(visit: Visit) -> Page:
    """Turn it off. Whoever did so may not see its pages any more."""
    _owned(visit)
    data = visit.asked.form.get("data", "")
    if data not in (KEPT, DELETED):
        return visit.page("overview", "turn_off.html", 422, wrong=True)
    off = onboarding_plan.leave(visit.app, visit.connection, delete_data=data == DELETED)
    deeds.note(visit.app, visit.connection.id, What.TURNED_OFF, visit.visitor.by)
    said = "off_deleted" if off.data_deleted else "off"
    return rendered(visit.look, "turn_on_done.html", said=said if off.webhooks_removed else f"{said}_webhooks")


def _owned(visit: Visit) -> None:
    """For others there is no such page: their product, or staff, decide that."""
    if not visit.runs_it:
        raise NotFound(visit.connection.id)


ROUTES: tuple[Route, ...] = (
    Route("POST", f"{OWN}/restart", restart),
    Route("GET", f"{OWN}/off", ask),
    Route("POST", f"{OWN}/off", turn_off),
)
