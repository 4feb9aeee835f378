"""The keys of a connection, given anew."""

from samspill.exceptions import NotFound, SamspillError, WrongStatus
from samspill.model.connection import Keys
from samspill.model.deeds import What
from samspill.model.status import TRANSITIONS, Event, Status
from samspill.pages.answers import Page
from samspill.pages.key_findings import APP, APPLICATIONS, TRIPLETEX, Findings, findings_of, pasted
from samspill.pages.rendering import rendered
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import deeds, lifecycle
from samspill.tasks.limits import KEYS_OF_CONNECTION, check
from samspill.tasks.page_sessions import Role


def show(visit: Visit) -> Page:
    """Where the key is found, and the place to paste it."""
    return _asked(visit)


def replace(visit: Visit) -> Page:
    """Take what was pasted; a field that was left empty keeps the key there is."""
    given = {name: pasted(visit.asked, name) for name in _names(visit)}
    typed = {name for name in given if visit.asked.form.get(name, "").strip()}
    unreadable = frozenset(name for name in typed if given[name] is None)
    if unreadable or not typed:
        return _asked(visit, Findings(missing=unreadable or frozenset({TRIPLETEX})))
    try:
        check(visit.app, KEYS_OF_CONNECTION, visit.connection.id)
        known = visit.app.connections.keys(visit.connection.id)
        keys = Keys(tripletex=given[TRIPLETEX] or known.tripletex, app=given.get(APP) or known.app)
        lifecycle.replace_keys(visit.app, visit.connection, keys)
        deeds.note(visit.app, visit.connection.id, What.KEYS, visit.visitor.by)
    except (WrongStatus, NotFound):
        return visit.back("", "not_possible_now")
    except SamspillError as error:
        return _asked(visit, findings_of(visit.look.words, error, visit.connection.tripletex_company.name))
    if visit.visitor.role is Role.CUSTOMER:  # links and sessions of before end with the keys of before
        return rendered(visit.look, "turn_on_done.html", said="keys_replaced")
    return visit.back("", "turn_on.keys_replaced")


def can_replace(visit: Visit) -> bool:
    """Whether the connection takes other keys now; not while its plan is looked through or carried out."""
    if visit.connection.status is Status.SYNCING:
        return False
    event = Event.KEYS_REPLACED if visit.connection.live else Event.RESTART
    return (visit.connection.status, event) in TRANSITIONS


def _names(visit: Visit) -> tuple[str, ...]:
    """The app's key comes from the product, unless companies connect themselves."""
    own = visit.app.integration(visit.connection.integration).self_service
    return (TRIPLETEX, APP) if own else (TRIPLETEX,)


def _asked(visit: Visit, findings: Findings | None = None) -> Page:
    return visit.page(
        "overview", "keys.html", 422 if findings else 200, findings=findings, names=_names(visit),
        possible=can_replace(visit), application=APPLICATIONS.get(visit.connection.integration),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{OWN}/keys", show),
    Route("POST", f"{OWN}/keys", replace),
)
