"""The ways in: the product's address, and a mailed link. And out."""

from dataclasses import replace
from datetime import timedelta

from samspill.composition import App
from samspill.pages.answers import Page, probe_cookie, session_cookie
from samspill.pages.asked import PROBE, SESSION, Asked
from samspill.pages.door import home_of
from samspill.pages.rendering import Look, is_marked, rendered
from samspill.pages.routing import Audience, Route
from samspill.pages.words import Words
from samspill.tasks import mailed_links, page_sessions
from samspill.tasks.refusals import Refused


def enter(app: App, asked: Asked, code: str) -> Page:
    """The product's address. First it is seen whether the browser keeps our cookies here: in a frame it may not, and
    then the same address is offered for a tab. Only with them the code is used up."""
    here = f"/pages/enter/{code}"
    if PROBE not in asked.cookies:
        if "kept" in asked.query:
            return rendered(_look(app, asked), "blocked.html", 200, here=here)
        return Page(to=f"{here}?kept=1", cookies=(probe_cookie(),))
    try:
        opened, visitor = page_sessions.enter(app, code)
    except Refused:
        return rendered(_look(app, asked), "failed.html", 410, name="entry_gone")
    cookie = session_cookie(opened.token, opened.until - app.clock())
    return Page(to=home_of(visitor), cookies=(cookie,))


def link(app: App, asked: Asked) -> Page:
    """A mailed link. What it holds stands behind its `#` and comes here only with the form: mail programs follow
    links too. A script puts it in; without scripts the reader does."""
    return rendered(_look(app, asked), "link.html", gone=False)


def follow(app: App, asked: Asked) -> Page:
    """Use the link up: to an onboarding, or to a connection."""
    held = asked.form.get("link", "").strip().rpartition("#")[2]
    try:
        consumed = mailed_links.consume(app, held)
    except Refused:
        return rendered(_look(app, asked), "link.html", 410, gone=True)
    cookie = session_cookie(consumed.token, consumed.until - app.clock())
    return Page(to=f"/pages/{_place(app, consumed)}", cookies=(cookie,))


def _place(app: App, consumed: mailed_links.Consumed) -> str:
    """Where a link ends: at the step that the onboarding is at; at the plan while somebody is asked about it."""
    if consumed.onboarding is not None:
        return f"onboarding/{consumed.onboarding}"
    assert consumed.connection is not None
    asked = app.connections.get(consumed.connection).asks_for_review
    return f"{consumed.connection}/plan" if asked else consumed.connection


def leave(app: App, asked: Asked) -> Page:
    """Sign out; only whoever has a page of the session can."""
    token = asked.cookies.get(SESSION, "")
    if not is_marked(asked.form, token):
        return rendered(_look(app, asked), "failed.html", 403, name="form_too_old")
    page_sessions.leave(app, token)
    gone = rendered(_look(app, asked), "failed.html", 200, name="left")
    return replace(gone, cookies=(session_cookie("", timedelta()),))


def _look(app: App, asked: Asked) -> Look:
    return Look(Words(asked.language()), app.clock())


ROUTES = (
    Route("GET", "/link", link, Audience.STRANGERS),
    Route("POST", "/link", follow, Audience.STRANGERS),
    Route("GET", "/pages/enter/{code}", enter, Audience.STRANGERS),
    Route("POST", "/pages/leave", leave, Audience.STRANGERS),
)
