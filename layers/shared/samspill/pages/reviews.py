"""Plans that wait for a member of staff, longest first."""

from dataclasses import dataclass

from samspill.model.connection import Connection
from samspill.model.plan import RowOutcome
from samspill.pages.answers import Page
from samspill.pages.routing import STAFF, Audience, Route
from samspill.pages.visiting import StaffVisit
from samspill.tasks.reviewers import is_own

#: Shown at most; the longest waiting ones.
AT_ONCE = 50


@dataclass(frozen=True)
class Waiting:
    """A connection that waits. `own`: the company decides itself."""

    connection: Connection
    own: bool

    @property
    def remainder(self) -> bool:
        """Whether it is what was left over of a first sync."""
        return self.connection.review_pending == "remainder"


def show(visit: StaffVisit) -> Page:
    """All of them."""
    waiting = [
        Waiting(each, is_own(visit.app, each)) for each in visit.app.connections.waiting_for_review(AT_ONCE + 1)
    ]
    outcomes = tuple(outcome for outcome in RowOutcome if outcome is not RowOutcome.SKIPPED)
    return visit.page(
        "reviews", "reviews.html", waiting=waiting[:AT_ONCE], more=len(waiting) > AT_ONCE, outcomes=outcomes
    )


ROUTES: tuple[Route, ...] = (Route("GET", f"{STAFF}/reviews", show, Audience.STAFF),)
