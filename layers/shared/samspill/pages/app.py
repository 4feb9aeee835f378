"""The pages: what functions/pages answers with. Every way in is a row of a table `ROUTES`, one beside its views.

the route -> whom the cookie signs in, and whether the page is theirs (`pages.door`) -> the view
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from samspill import composition
from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.observability import logger
from samspill.pages import (
    hand,
    hours,
    hours_file,
    keys,
    logs,
    operations,
    operations_breaker,
    operations_connection,
    operations_letters,
    overview,
    plan,
    plan_approval,
    plan_row,
    problem,
    records,
    reviews,
    settings,
    settings_by_name,
    signing_in,
    staff_door,
    support,
    turn_on,
    turning,
    wizard,
)
from samspill.pages.answers import Page, language_cookie, sent
from samspill.pages.asked import Asked, TooLarge
from samspill.pages.door import FormTooOld, SignedOut, let_in
from samspill.pages.rendering import Look, rendered, static_file, static_url
from samspill.pages.routing import Audience, Route
from samspill.pages.words import Words

#: Signing in goes first, a connection's pages last: its id could be any word.
ROUTES: tuple[Route, ...] = (
    *signing_in.ROUTES,
    *staff_door.ROUTES,
    *reviews.ROUTES,
    *operations.ROUTES,
    *operations_connection.ROUTES,
    *operations_letters.ROUTES,
    *operations_breaker.ROUTES,
    *wizard.ROUTES,
    *turn_on.ROUTES,
    *plan.ROUTES,
    *plan_row.ROUTES,
    *plan_approval.ROUTES,
    *keys.ROUTES,
    *turning.ROUTES,
    *support.ROUTES,
    *problem.ROUTES,
    *hand.ROUTES,
    *overview.ROUTES,
    *logs.ROUTES,
    *records.ROUTES,
    *settings.ROUTES,
    *settings_by_name.ROUTES,
    *hours_file.ROUTES,
    *hours.ROUTES,
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
        file = static_file(said[1])
        # Under another's address it is shown, as to a page of another version of ours, but nobody may keep it.
        return (
            replace(file, keep=asked.path == static_url(said[1])) if file else _failed(app, asked, "not_found", 404)
        )
    here = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(asked.path))]
    if not here:
        return _failed(app, asked, "not_found", 404)
    fitting = next(((route, found.groupdict()) for route, found in here if route.method == asked.method), None)
    if fitting is None:
        return _failed(app, asked, "not_found", 405)
    route, parts = fitting
    if route.audience is Audience.STRANGERS:
        if asked.foreign and asked.method == "POST":  # else anybody's page could sign its readers in as whom it likes
            return _failed(app, asked, "form_too_old", 403)
        return route.view(app, asked, **parts)
    return _visited(app, asked, route, parts)


def _visited(app: App, asked: Asked, route: Route, parts: dict[str, str]) -> Page:
    try:
        visit = let_in(app, asked, route.audience, parts)
        page = route.view(visit, **parts)
    except SignedOut:
        return staff_door.signed_out(app, asked, route.audience)
    except FormTooOld:
        return _failed(app, asked, "form_too_old", 403)
    except NotFound:
        return _failed(app, asked, "not_found", 404)
    if "lang" not in asked.query or page.to is not None:
        return page
    return replace(page, cookies=(*page.cookies, language_cookie(visit.look.words.language)))


def _failed(app: App, asked: Asked, name: str, status: int) -> Page:
    return rendered(Look(Words(asked.language()), app.clock()), "failed.html", status, name=name)
