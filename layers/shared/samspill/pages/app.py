"""The pages: what functions/pages answers with. Every way in is a row of `ROUTES`.

sign in by the cookie -> the connection is theirs, or does not exist -> a form brings its session's mark -> the view
"""

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from samspill import composition
from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.observability import logger
from samspill.pages import hours, hours_file, logs, overview, records, settings, signing_in
from samspill.pages.answers import Page, language_cookie, sent
from samspill.pages.asked import SESSION, Asked, TooLarge
from samspill.pages.rendering import Look, csrf_of, rendered, static_file
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks.page_sessions import visitor_of

#: Of somebody who is signed in: a visit and the parts of the path.
View = Callable[..., Page]


@dataclass(frozen=True)
class Route:
    """One way in. `{name}` in the path is a part without a slash."""

    method: str
    path: str
    view: View
    stranger: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The path as it is compared."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))


_OWN = "/pages/{connection}"
ROUTES: tuple[Route, ...] = (
    Route("GET", "/link", signing_in.link, stranger=True),
    Route("POST", "/link", signing_in.follow, stranger=True),
    Route("GET", "/pages/enter/{code}", signing_in.enter, stranger=True),
    Route("POST", "/pages/leave", signing_in.leave, stranger=True),
    Route("GET", _OWN, overview.show),
    Route("POST", f"{_OWN}/pause", overview.pause),
    Route("POST", f"{_OWN}/resume", overview.resume),
    Route("POST", f"{_OWN}/compare", overview.compare),
    Route("GET", f"{_OWN}/logs", logs.show),
    Route("GET", f"{_OWN}/logs.csv", logs.table),
    Route("POST", f"{_OWN}/logs/retry", logs.retry_all),
    Route("GET", _OWN + "/logs/{problem}", logs.one),
    Route("POST", _OWN + "/logs/{problem}/{deed}", logs.act),
    Route("GET", f"{_OWN}/records", records.show),
    Route("GET", f"{_OWN}/settings", settings.show),
    Route("POST", f"{_OWN}/settings", settings.change),
    Route("GET", f"{_OWN}/hours", hours.show),
    Route("POST", f"{_OWN}/hours/import", hours_file.upload),
    Route("GET", _OWN + "/hours/imports/{import_id}", hours_file.show),
    Route("POST", _OWN + "/hours/imports/{import_id}/people", hours_file.name),
    Route("POST", _OWN + "/hours/imports/{import_id}/confirm", hours_file.confirm),
    Route("POST", _OWN + "/hours/{deed}", hours.ask),
    Route("GET", _OWN + "/hours/runs/{run_id}", hours.run),
    Route("GET", _OWN + "/records/{kind}/{side}/{record}", records.one),
)


def handle(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answer a browser."""
    app = composition.app()
    try:
        asked = Asked.of(event)
    except TooLarge:
        asked = Asked("POST", "/")
        return sent(_failed(app, asked, "too_large", 413), app.env.framed_by, packed=False)
    try:
        logger.set_correlation_id(asked.request_id)
        page = _answered(app, asked)
    except Exception:  # noqa: BLE001 - whatever it is, the reader gets a page
        logger.exception("page failed")
        page = _failed(app, asked, "internal", 500)
    return sent(page, app.env.framed_by, packed=asked.packed)


def _answered(app: App, asked: Asked) -> Page:
    said = re.fullmatch(r"/pages/static/[0-9a-f]{16}/([\w.-]+)", asked.path)
    if said is not None:
        return static_file(said[1]) or _failed(app, asked, "not_found", 404)
    here = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(asked.path))]
    if not here:
        return _failed(app, asked, "not_found", 404)
    fitting = next(((route, found.groupdict()) for route, found in here if route.method == asked.method), None)
    if fitting is None:
        return _failed(app, asked, "not_found", 405)
    route, parts = fitting
    if route.stranger:
        return route.view(app, asked, **parts)
    try:
        return _visited(app, asked, route, parts)
    except NotFound:
        return _failed(app, asked, "not_found", 404)


def _visited(app: App, asked: Asked, route: Route, parts: dict[str, str]) -> Page:
    token = asked.cookies.get(SESSION, "")
    visitor = visitor_of(app, token) if token else None
    if visitor is None:
        return _failed(app, asked, "signed_out", 401)
    if visitor.connection != parts.pop("connection"):
        raise NotFound(asked.path)
    if asked.method == "POST" and not hmac.compare_digest(asked.form.get("csrf", ""), csrf_of(token)):
        return _failed(app, asked, "form_too_old", 403)
    connection = app.connections.get(visitor.connection)
    words = Words(asked.language(visitor.language or connection.language), connection.integration.capitalize())
    visit = Visit(app, asked, visitor, connection, Look(words, app.clock(), connection, token=token))
    page = route.view(visit, **parts)
    if "lang" not in asked.query or page.to is not None:
        return page
    return replace(page, cookies=(*page.cookies, language_cookie(words.language)))


def _failed(app: App, asked: Asked, name: str, status: int) -> Page:
    return rendered(Look(Words(asked.language()), app.clock()), "failed.html", status, name=name)
