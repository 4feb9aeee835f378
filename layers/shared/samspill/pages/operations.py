"""How all connections are doing, the worst first: where staff begin."""

from dataclasses import dataclass
from urllib.parse import urlencode

from samspill.model.connection import Connection
from samspill.model.status import Status
from samspill.model.vitals import Alarm, Need, Vitals
from samspill.pages.answers import Page
from samspill.pages.routing import STAFF, Audience, Route
from samspill.pages.visiting import StaffVisit
from samspill.tasks.connections import listed
from samspill.tasks.refusals import Invalid

#: So many of them on a page.
SHOWN = 50
FILTERS = ("status", "integration", "q")


@dataclass(frozen=True)
class Line:
    """A connection as it is now, with what was measured last; None while nobody has."""

    connection: Connection
    vitals: Vitals | None

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is wrong. Its status is that of now; the rest is as old as the measurement."""
        found = tuple(each for each in (self.vitals.alarms if self.vitals else ()) if each is not Alarm.ATTENTION)
        return (Alarm.ATTENTION, *found) if self.connection.status is Status.NEEDS_ATTENTION else found


def show(visit: StaffVisit) -> Page:
    """All of them."""
    query = visit.asked.query
    wanted = {name: query[name].strip() for name in FILTERS if query.get(name, "").strip()}
    if wanted.get("status") not in (None, *(status.value for status in Status)):
        del wanted["status"]
    if wanted.get("integration") not in (None, *visit.app.integrations):
        del wanted["integration"]
    try:
        lines, further = _lines(visit, wanted, query.get("cursor") or None)
    except (ValueError, Invalid):  # a link of yesterday
        lines, further = _lines(visit, wanted, None)
    return visit.page(
        "connections", "operations.html", lines=lines, wanted=wanted, filtered=bool(wanted),
        following=urlencode({**wanted, "cursor": further}) if further else "",
        statuses=tuple(Status), integrations=sorted(visit.app.integrations),
        in_need=visit.app.vitals.count(Need.ACT), in_review=visit.app.vitals.count(Need.REVIEW),
    )  # fmt: skip


def _lines(visit: StaffVisit, wanted: dict[str, str], cursor: str | None) -> tuple[list[Line], str | None]:
    if wanted.get("status") == Status.OFF.value:  # nobody measures those
        found, further = listed(visit.app, wanted.get("integration"), Status.OFF, SHOWN, cursor)
        return [Line(each, None) for each in found], further
    measured, further = visit.app.vitals.worst_first(
        status=wanted.get("status", ""), integration=wanted.get("integration", ""), q=wanted.get("q", ""),
        limit=SHOWN, cursor=cursor,
    )  # fmt: skip
    alive = visit.app.connections.several([vitals.connection for vitals in measured])
    return [
        Line(alive[vitals.connection], vitals) for vitals in measured
        if vitals.connection in alive and alive[vitals.connection].status is not Status.OFF
    ], further  # fmt: skip


ROUTES = (Route("GET", STAFF, show, Audience.STAFF),)
