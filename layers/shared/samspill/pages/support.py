"""Asking support about the connection as a whole."""

from samspill.exceptions import RetryLater
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks import support
from samspill.tasks.limits import TooMany


def show(visit: Visit) -> Page:
    """The form, and the reference where somebody has asked already."""
    return _asked(visit)


def ask(visit: Visit) -> Page:
    """Send what was typed."""
    message = visit.asked.form.get("message", "").strip()
    if len(message) > support.LONGEST:
        return _asked(visit, message, visit.look.words.t("turn_on.support.too_long"))
    try:
        support.ask_about_connection(
            visit.app, visit.connection, message, visit.visitor.by, address_of(visit, "")
        )  # fmt: skip
    except (TooMany, RetryLater) as error:
        return _asked(visit, message, refused(visit.look.words, error))
    return visit.back("/support", "turn_on.support_asked")


def address_of(visit: Visit, path: str) -> str:
    """A page of these as a mail leads to it."""
    return f"{visit.app.env.public_url}{visit.base}{path}"


def refused(words: Words, error: TooMany | RetryLater) -> str:
    """Why nothing was sent."""
    if isinstance(error, TooMany):
        return words.t("turn_on.too_many", time=words.time(error.until))
    return words.t("turn_on.support.not_sent")


def _asked(visit: Visit, message: str = "", wrong: str | None = None) -> Page:
    reference = support.reference_of(visit.app, visit.connection)
    return visit.page(
        "overview", "support.html", 422 if wrong else 200, reference=reference, message=message, wrong=wrong,
        longest=support.LONGEST,
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{OWN}/support", show),
    Route("POST", f"{OWN}/support", ask),
)
