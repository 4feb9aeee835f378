"""One problem on a page of its own: what a mail can lead to, and where support is asked about it."""

from samspill.exceptions import RetryLater
from samspill.model.problems import Problem
from samspill.pages.addresses import unpacked
from samspill.pages.answers import Page
from samspill.pages.logs import told
from samspill.pages.routing import OWN, Route
from samspill.pages.support import address_of, refused
from samspill.pages.visiting import Visit
from samspill.tasks import problems, support
from samspill.tasks.limits import TooMany


def show(visit: Visit, problem: str) -> Page:
    """The problem."""
    return _shown(visit, problems.one(visit.app, visit.connection, unpacked(problem)), problem)


def ask(visit: Visit, problem: str) -> Page:
    """Ask support about it."""
    found = problems.one(visit.app, visit.connection, unpacked(problem))
    message, place = visit.asked.form.get("message", "").strip(), f"/logs/{problem}"
    if len(message) > support.LONGEST:
        return _shown(visit, found, problem, message, visit.look.words.t("turn_on.support.too_long"))
    try:
        support.ask_about_problem(
            visit.app, visit.connection, found, message, visit.visitor.by, address_of(visit, place)
        )  # fmt: skip
    except (TooMany, RetryLater) as error:
        return _shown(visit, found, problem, message, refused(visit.look.words, error))
    return visit.back(place, "turn_on.support_asked")


def _shown(visit: Visit, problem: Problem, address: str, message: str = "", wrong: str | None = None) -> Page:
    shown = problems.shown(visit.app, visit.connection, [problem])[0]
    return visit.page(
        "logs", "problem.html", 422 if wrong else 200, told=told(visit.look.words, shown), place=f"/logs/{address}",
        reference=support.reference_of(visit.app, visit.connection, problem), message=message, wrong=wrong,
        longest=support.LONGEST,
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("GET", OWN + "/logs/{problem}", show),
    Route("POST", OWN + "/logs/{problem}/support", ask),
)
