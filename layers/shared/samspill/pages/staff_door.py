"""Staff sign in at their identity provider.

sign-in -> the provider -> signed-in -> the page they wanted. In between the browser keeps one secret in a cookie, and
where it wanted to go. Signing out is the same for all (`pages.signing_in`).
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote, urlencode

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.observability import logger
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page, attempt_cookie, session_cookie
from samspill.pages.asked import ATTEMPT, SESSION, Asked
from samspill.pages.rendering import Look, rendered
from samspill.pages.routing import STAFF, Audience, Route
from samspill.pages.words import Words
from samspill.systems.identity.attempt import Attempt
from samspill.systems.identity.failures import Reason, SignInFailed
from samspill.tasks import page_sessions, staff_sign_in
from samspill.tasks.page_sessions import Role

#: A person types a password meanwhile, and perhaps a second factor.
TIME = timedelta(minutes=15)
SIGN_IN = f"{STAFF}/sign-in"
#: A page of ours, whatever else it names; no longer than a cookie can be.
_OURS = re.compile(r"/pages/[!-\[\]-~]{1,1000}")
#: What a browser is answered with.
_STATUS = {Reason.UNREACHABLE: 503, Reason.USED: 400, Reason.NOT_TRUSTED: 401, Reason.REFUSED: 403}


@dataclass(frozen=True)
class Kept:
    """What the browser keeps while somebody signs in."""

    attempt: Attempt
    to: str

    @classmethod
    def of(cls, asked: Asked) -> "Kept | None":
        """Out of the cookie; None without one of ours."""
        secret, _, place = asked.cookies.get(ATTEMPT, "").partition(".")
        if not re.fullmatch(r"[\w-]{20,100}", secret, re.ASCII):
            return None
        try:
            return cls(Attempt(secret), _place(unpacked(place)))
        except NotFound:
            return None

    def __str__(self) -> str:
        """As the cookie holds it."""
        return f"{self.attempt.secret}.{packed(self.to)}"


def sign_in(app: App, asked: Asked) -> Page:
    """Off to the provider; whoever is signed in goes straight on, unless `other` asks for somebody else."""
    to, other = _place(asked.query.get("to", "")), "other" in asked.query
    if _is_staff(app, asked) and not other:
        return Page(to=to)
    if not staff_sign_in.is_set_up(app):
        return _refused(app, asked, 503, "not_set_up")
    kept = Kept(Attempt(app.new_token()), to)
    try:
        there = staff_sign_in.begin(app, kept.attempt, asked.language(), other=other)
    except SignInFailed as failed:
        return _failed(app, asked, failed, to)
    return Page(to=there, cookies=(attempt_cookie(str(kept), TIME),))


def signed_in(app: App, asked: Asked) -> Page:
    """Back from the provider. The try is over whatever came of it: its cookie goes."""
    page = _answered(app, asked) if staff_sign_in.is_set_up(app) else _refused(app, asked, 503, "not_set_up")
    return replace(page, cookies=(*page.cookies, attempt_cookie("", timedelta())))


def signed_out(app: App, asked: Asked, audience: Audience) -> Page:
    """Nobody is signed in any more. Who opens a page of staff is sent to sign in; everybody else may be staff too."""
    opens = asked.method == "GET" and not asked.scripted
    to = _with_query(asked) if opens else STAFF
    if audience is Audience.STAFF:
        return Page(to=_address(to)) if opens else _refused(app, asked, 401, "ended")
    offered = _address(to) if staff_sign_in.is_set_up(app) and audience is Audience.CONNECTION else None
    return rendered(_look(app, asked), "failed.html", 401, name="signed_out", sign_in=offered)


def _answered(app: App, asked: Asked) -> Page:
    kept = Kept.of(asked)
    if kept is None or not kept.attempt.is_answered_by(asked.query.get("state", "")):
        return Page(to=STAFF) if _is_staff(app, asked) else _refused(app, asked, 400, "stale")
    if "error" in asked.query:
        denied = asked.query["error"] == "access_denied"
        logger.info("the identity provider refused", error=asked.query["error"][:40])
        return _refused(app, asked, 403, "denied" if denied else "provider", to=kept.to)
    try:
        opened, _ = staff_sign_in.finish(app, kept.attempt, asked.query.get("code", ""), asked.language())
    except SignInFailed as failed:
        return _failed(app, asked, failed, kept.to)
    page_sessions.leave(app, asked.cookies.get(SESSION, ""))
    return Page(to=kept.to, cookies=(session_cookie(opened.token, opened.until - app.clock()),))


def _failed(app: App, asked: Asked, failed: SignInFailed, to: str) -> Page:
    logger.warning("staff sign-in failed", reason=failed.reason.value, detail=failed.detail)
    status = _STATUS[failed.reason]
    if failed.reason is Reason.REFUSED:
        return _page(app, asked, status, title=failed.title, text=failed.text, to=to, other=True)
    return _refused(app, asked, status, failed.reason.value, to=to)


def _refused(app: App, asked: Asked, status: int, name: str, to: str | None = STAFF) -> Page:
    words = Words(asked.language())
    title, text = (words.t(f"staff.failed.{name}.{part}") for part in ("title", "text"))
    return _page(app, asked, status, title=title, text=text, to=None if name == "not_set_up" else to)


def _page(
    app: App, asked: Asked, status: int, *, title: str, text: str, to: str | None, other: bool = False
) -> Page:  # fmt: skip
    again = None if to is None else _address(to, other=other)
    return rendered(
        _look(app, asked), "staff_refused.html", status, heading=title, text=text, again=again, other=other
    )


def _is_staff(app: App, asked: Asked) -> bool:
    token = asked.cookies.get(SESSION, "")
    visitor = page_sessions.visitor_of(app, token) if token else None
    return visitor is not None and visitor.role is Role.STAFF


def _place(to: str) -> str:
    """Only to pages of ours, and not round in circles."""
    return to if _OURS.fullmatch(to) and not to.startswith((SIGN_IN, f"{STAFF}/signed-in")) else STAFF


def _with_query(asked: Asked) -> str:
    query = {name: value for name, value in asked.query.items() if name != "said"}
    return quote(asked.path) + (f"?{urlencode(query)}" if query else "")


def _address(to: str, *, other: bool = False) -> str:
    query = {**({"to": to} if to != STAFF else {}), **({"other": "1"} if other else {})}
    return SIGN_IN + (f"?{urlencode(query)}" if query else "")


def _look(app: App, asked: Asked) -> Look:
    return Look(Words(asked.language()), app.clock())


ROUTES: tuple[Route, ...] = (
    Route("GET", SIGN_IN, sign_in, Audience.STRANGERS),
    Route("GET", staff_sign_in.BACK, signed_in, Audience.STRANGERS),
)
