"""Answers to browsers, with the headers that keep a page to itself."""

import base64
import gzip
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from samspill.pages.asked import ATTEMPT, LANGUAGE, PROBE, SESSION

_YEAR = 365 * 24 * 3600
#: Smaller than this nothing is gained.
_WORTH_PACKING = 1400

#: Also in a frame, but only in that of the same outer page.
IN_FRAMES = "SameSite=None; Partitioned"
#: To pages of our own, and when another site's page leads to ours, as an identity provider does.
AT_THE_TOP = "SameSite=Lax"


@dataclass(frozen=True)
class Cookie:
    """A cookie of ours, readable by no script. `sent`: when browsers send it along."""

    name: str
    value: str
    lasting: timedelta
    sent: str = IN_FRAMES

    def __str__(self) -> str:
        """As `Set-Cookie` has it."""
        seconds = int(self.lasting.total_seconds())
        flags = f"Path=/; Secure; HttpOnly; {self.sent}"
        return f"{self.name}={self.value}; Max-Age={seconds}; {flags}"


def session_cookie(token: str, lasting: timedelta) -> Cookie:
    """Keeps who is signed in."""
    return Cookie(SESSION, token, lasting)


def probe_cookie() -> Cookie:
    """Tells whether the browser keeps cookies here."""
    return Cookie(PROBE, "1", timedelta(minutes=5))


def attempt_cookie(kept: str, lasting: timedelta) -> Cookie:
    """Keeps what fits to the identity provider's answer."""
    return Cookie(ATTEMPT, kept, lasting, AT_THE_TOP)


def language_cookie(language: str) -> Cookie:
    """Keeps the language somebody chose."""
    return Cookie(LANGUAGE, language, timedelta(days=365))


@dataclass(frozen=True)
class Page:
    """An answer. `to`: go there instead (303). `keep`: it never changes under its address."""

    body: str | bytes = ""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    to: str | None = None
    cookies: tuple[Cookie, ...] = field(default=())
    keep: bool = False
    language: str | None = None
    filename: str | None = None


def sent(page: Page, framed_by: str, *, packed: bool) -> dict[str, Any]:
    """The answer as API Gateway takes it, `packed` with gzip. `framed_by` are the origins that may show it in a
    frame."""
    content = page.body if isinstance(page.body, bytes) else page.body.encode()
    headers = {
        "content-type": page.media_type,
        "cache-control": f"public, max-age={_YEAR}, immutable" if page.keep else "no-store",
        "content-security-policy": _policy(framed_by),
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
        "referrer-policy": "same-origin",
        "strict-transport-security": f"max-age={_YEAR}",
        "x-content-type-options": "nosniff",
    }
    if page.language:
        headers["content-language"] = page.language
    if page.filename:
        headers["content-disposition"] = f'attachment; filename="{page.filename}"'
    if page.to is not None:
        headers["location"] = page.to
    if packed and len(content) > _WORTH_PACKING:
        content = gzip.compress(content, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    return {
        "statusCode": 303 if page.to is not None else page.status,
        "headers": headers,
        "cookies": [str(cookie) for cookie in page.cookies],
        "body": base64.b64encode(content).decode(),
        "isBase64Encoded": True,
    }


def _policy(framed_by: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors 'self' {framed_by}"
    ).strip()
