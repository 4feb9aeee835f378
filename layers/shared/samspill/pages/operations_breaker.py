"""A kind that stands still because too much of it was deleted or overwritten: why, what waits, and letting it go on.

For the company, users of its app, and staff alike.
"""

from samspill.exceptions import NotFound, RevisionConflict
from samspill.model.kinds import Kind
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.sync.breaker import BREAKER_OPEN
from samspill.tasks import breakers
from samspill.tasks.page_sessions import Role
from samspill.tasks.vitals import measure_now

PLACE = OWN + "/breakers/{kind}"


def show(visit: Visit, kind: str) -> Page:
    """What it stands for."""
    shown = breakers.one(visit.app, visit.connection, _kind(kind))
    texts = visit.look.words.reason(BREAKER_OPEN, shown.facts) if shown.breaker.is_open else None
    return visit.page("overview", "operations_breaker.html", shown=shown, texts=texts)


def release(visit: Visit, kind: str) -> Page:
    """Let it go on. Staff go back to what they know of the connection, others to its card."""
    try:
        breakers.release(visit.app, visit.connection, _kind(kind), visit.visitor.by)
    except RevisionConflict:
        return visit.back(f"/breakers/{kind}", "operations.try_again")
    measure_now(visit.app, visit.connection.id)
    if visit.visitor.role is Role.STAFF:
        return Page(to=f"/pages/staff/connections/{visit.connection.id}?said=operations.released")
    return visit.back("", "operations.released")


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise NotFound(text) from None


ROUTES = (Route("GET", PLACE, show), Route("POST", PLACE, release))
