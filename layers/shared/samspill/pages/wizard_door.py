"""Ways into the wizard for whoever has no link yet: beginning, and asking for a new link."""

import re
from collections.abc import Mapping
from dataclasses import replace

from samspill import messages
from samspill.composition import App
from samspill.model.settings import ADDRESS
from samspill.pages.answers import Page, language_cookie, session_cookie
from samspill.pages.asked import SESSION, Asked
from samspill.pages.door import home_of
from samspill.pages.rendering import Look, rendered
from samspill.pages.routing import Audience, Route
from samspill.pages.wizard_refusals import FINE, Refusal, at_fields, refusal
from samspill.pages.words import Words
from samspill.tasks.limits import TooMany
from samspill.tasks.onboarding import Beginning, begin
from samspill.tasks.page_sessions import visitor_of
from samspill.tasks.wanted_links import want

_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_ADDRESS, _LONGEST_ADDRESS = re.compile(ADDRESS), 254


def connect(app: App, asked: Asked, integration: str) -> Page:
    """What the integration does, and the first form."""
    if not _offered(app, integration):
        return _nowhere(app, asked)
    return _form(app, asked, integration, {})


def start(app: App, asked: Asked, integration: str) -> Page:
    """Begin. Whoever typed the address may go on at once, as far as the plan: it is not made before somebody has
    come by the mailed link, which ends this session."""
    if not _offered(app, integration):
        return _nowhere(app, asked)
    words, typed = _words(asked, integration), {name: text.strip() for name, text in asked.form.items()}
    wrong = {name: words.t("wizard.wrong.line") for name in ("company", "contact")
             if not _LINE.fullmatch(typed.get(name, ""))}  # fmt: skip
    if not _is_address(typed.get("email", "")):
        wrong["email"] = words.t("wizard.wrong.email")
    if wrong:
        return _form(app, asked, integration, typed, at_fields(words.t("set.refused"), wrong))
    language = messages.language_of(typed.get("language") or words.language)
    beginning = Beginning(integration, typed["company"], typed["contact"], typed["email"], language)
    try:
        _, opened = begin(app, beginning, asked.source)
    except TooMany as error:
        return _form(app, asked, integration, typed, refusal(words, error))
    cookie = session_cookie(opened.token, opened.until - app.clock())
    return Page(to=f"/pages/connect/{integration}/begun?lang={language}", cookies=(cookie,))


def begun(app: App, asked: Asked, integration: str) -> Page:
    """Look into your mail; in a frame that keeps no cookies that is the only way on."""
    if not _offered(app, integration):
        return _nowhere(app, asked)
    visitor = visitor_of(app, asked.cookies.get(SESSION, ""))
    own = visitor if visitor is not None and visitor.onboarding is not None else None
    return _rendered(
        app, asked, integration, "wizard_begun.html",
        home=own and home_of(own), email=own and own.by,
    )  # fmt: skip


def way_back(app: App, asked: Asked) -> Page:
    """The form that asks for a new link."""
    return _rendered(app, asked, "", "wizard_way_back.html", done=False, email="", refused=FINE)


def ask_way_back(app: App, asked: Asked) -> Page:
    """Note that somebody wants a link. Every address gets the same answer."""
    email, words = asked.form.get("email", "").strip(), _words(asked, "")
    refused = FINE
    if not _is_address(email):
        refused = at_fields(None, {"email": words.t("wizard.wrong.email")})
    else:
        try:
            want(app, email, None, asked.source)
        except TooMany as error:
            refused = refusal(words, error)
    done = refused is FINE
    return _rendered(
        app, asked, "", "wizard_way_back.html", refused.status, done=done, email=email, refused=refused
    )  # fmt: skip


def _form(app: App, asked: Asked, integration: str, typed: Mapping[str, str], refused: Refusal = FINE) -> Page:
    return _rendered(
        app, asked, integration, "wizard_connect.html", refused.status, typed=typed, refused=refused
    )  # fmt: skip


def _rendered(app: App, asked: Asked, integration: str, template: str, status: int = 200, **values: object) -> Page:
    look = Look(_words(asked, integration), app.clock())
    page = rendered(look, template, status, here=asked.path, integration=integration, **values)
    return replace(page, cookies=(language_cookie(look.words.language),)) if "lang" in asked.query else page


def _words(asked: Asked, integration: str) -> Words:
    return Words(asked.language(), integration.capitalize())


def _offered(app: App, integration: str) -> bool:
    found = app.integrations.get(integration)
    return found is not None and found.self_service


def _nowhere(app: App, asked: Asked) -> Page:
    return rendered(Look(_words(asked, ""), app.clock()), "failed.html", 404, name="not_found")


def _is_address(text: str) -> bool:
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


ROUTES = (
    Route("GET", "/pages/connect/{integration}", connect, Audience.STRANGERS),
    Route("POST", "/pages/connect/{integration}", start, Audience.STRANGERS),
    Route("GET", "/pages/connect/{integration}/begun", begun, Audience.STRANGERS),
    Route("GET", "/pages/way-back", way_back, Audience.STRANGERS),
    Route("POST", "/pages/way-back", ask_way_back, Audience.STRANGERS),
)
