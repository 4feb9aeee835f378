"""A stand-in for the staff's identity provider: OpenID Connect with PKCE, and a page to choose who one is.

It knows two members of staff and somebody who is none. Where it sends browsers back to is registered, as at a real
one; `lead_back_to` says under which address of this machine that is found.
"""

import base64
import hashlib
import hmac
import html
import secrets
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from local.keys import STAFF_CLIENT_SECRET
from local.tokens import SigningKey
from sandbox.resolve import Resolver
from sandbox.serve import serve

CLIENT_ID, GROUP = "samspill-local", "samspill-staff"
BACK = "/pages/staff/signed-in"
#: Seconds.
CODE_LASTS, TOKEN_LASTS = 60, 300

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in (a stand-in)</title><link rel="icon" href="data:,">
<style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui;max-width:460px;margin:10vh auto;padding:0 16px}}
button{{font:inherit;width:100%;text-align:left;padding:10px 14px;margin:4px 0;border-radius:8px;border:1px solid;
cursor:pointer}}</style><main><h1>Who are you?</h1><p>Stands in for the staff's identity provider. All of them are
made up.</p><form method="post">{fields}{people}<button name="person" value="">Cancel</button></form></main></html>"""


@dataclass(frozen=True)
class Person:
    """Somebody with an account here."""

    id: str
    name: str
    email: str
    groups: tuple[str, ...] = ()
    verified: bool = True


PEOPLE = (
    Person("1001", "Kari Lund", "kari.lund@samspill.example", (GROUP,)),
    Person("1002", "Ola Vik", "ola.vik@samspill.example", (GROUP, "night watch")),
    Person("1003", "Siri Moen", "siri.moen@another.example"),
)


@dataclass(frozen=True)
class _Given:
    """What a code stands for."""

    person: Person
    asked: Mapping[str, str]
    until: float


@dataclass
class _Desk:
    """The provider. It keeps codes in memory, each good once."""

    client_id: str
    back_to: str
    secret: str
    key: SigningKey
    resolver: Resolver
    people: tuple[Person, ...]
    url: str = ""
    codes: dict[str, _Given] = field(default_factory=dict)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.described),
                Route("/keys", self.keys),
                Route("/authorize", self.asked),
                Route("/authorize", self.chosen, methods=["POST"]),
                Route("/token", self.redeemed, methods=["POST"]),
            ]
        )

    async def described(self, _request: Request) -> Response:
        return JSONResponse({
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        })  # fmt: skip

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.public]})

    async def asked(self, request: Request) -> Response:
        asked = dict(request.query_params)
        expected = {"response_type": "code", "client_id": self.client_id, "redirect_uri": self.back_to,
                    "code_challenge_method": "S256"}  # fmt: skip
        wrong = [name for name, value in expected.items() if asked.get(name) != value]
        wrong += [name for name in ("state", "nonce", "code_challenge") if not asked.get(name)]
        if wrong or "openid" not in asked.get("scope", "").split():
            return HTMLResponse(f"<p>Not possible: {html.escape(', '.join(wrong) or 'scope')}</p>", 400)
        hidden = (f'<input type="hidden" name="{html.escape(n)}" value="{html.escape(v)}">' for n, v in asked.items())
        return HTMLResponse(_PAGE.format(fields="".join(hidden), people="".join(map(_button, self.people))))

    async def chosen(self, request: Request) -> Response:
        asked = await _form(request)
        if asked.get("client_id") != self.client_id or asked.get("redirect_uri") != self.back_to:
            return HTMLResponse("<p>Not possible</p>", 400)
        person = next((each for each in self.people if each.id == asked.get("person")), None)
        if person is None:
            return self._back(asked, error="access_denied")
        code = secrets.token_urlsafe(16)
        self.codes[code] = _Given(person, asked, time.time() + CODE_LASTS)
        return self._back(asked, code=code)

    async def redeemed(self, request: Request) -> Response:
        said = await _form(request)
        if not self._is_client(request):
            return JSONResponse({"error": "invalid_client"}, 401, {"www-authenticate": "Basic"})
        given = self.codes.pop(said.get("code", ""), None)
        fits = (
            given is not None and given.until > time.time()
            and said.get("redirect_uri") == self.back_to
            and hmac.compare_digest(_challenge(said.get("code_verifier", "")), given.asked["code_challenge"])
        )  # fmt: skip
        if given is None or not fits:
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = self.key.signed(self.claims(given.person, given.asked["nonce"]))
        return JSONResponse({"token_type": "Bearer", "id_token": token, "expires_in": TOKEN_LASTS})

    def claims(self, person: Person, nonce: str) -> dict[str, object]:
        now = int(time.time())
        return {
            "iss": self.url, "aud": self.client_id, "sub": person.id, "iat": now, "exp": now + TOKEN_LASTS,
            "nonce": nonce, "email": person.email, "email_verified": person.verified, "name": person.name,
            "groups": list(person.groups),
        }  # fmt: skip

    def _back(self, asked: Mapping[str, str], **more: str) -> Response:
        place = self.resolver.find(self.back_to) or self.back_to
        return RedirectResponse(f"{place}?{urlencode({'state': asked.get('state', ''), **more})}", 303)

    def _is_client(self, request: Request) -> bool:
        if not self.secret:
            return True
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return hmac.compare_digest(request.headers.get("authorization", ""), f"Basic {pair}")


@dataclass(frozen=True)
class Issuer:
    """A running one. Use it as a context manager, or call `stop`."""

    url: str
    key: SigningKey
    _desk: _Desk
    _running: ExitStack

    @classmethod
    def start(
        cls, public_url: str, *, people: tuple[Person, ...] = PEOPLE, secret: str = STAFF_CLIENT_SECRET, port: int = 0
    ) -> Self:  # fmt: skip
        """Start it on this machine (`port` 0: any free one), for the installation that browsers see at
        `public_url`. Without a `secret` it demands none."""
        key = SigningKey.new("local")
        desk = _Desk(CLIENT_ID, f"{public_url}{BACK}", secret, key, Resolver(), people)
        running = ExitStack()
        desk.url = running.enter_context(serve(desk.app(), port=port))
        return cls(desk.url, key, desk, running)

    @property
    def parameters(self) -> dict[str, str]:
        """Of the stack whose staff sign in here."""
        return {"StaffIssuer": self.url, "StaffClientId": CLIENT_ID, "StaffGroup": GROUP}

    def lead_back_to(self, origin: str) -> None:
        """Browsers find the installation at `origin`, on this machine."""
        self._desk.resolver.replace({self._desk.back_to.removesuffix(BACK): origin})

    def claims(self, person: Person, nonce: str) -> dict[str, object]:
        """What it says of somebody in a token."""
        return self._desk.claims(person, nonce)

    def stop(self) -> None:
        """End it; calling it again does nothing."""
        self._running.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("ascii", "replace"), keep_blank_values=True))


def _button(person: Person) -> str:
    standing = "staff" if GROUP in person.groups else "not staff"
    name, about = html.escape(person.name), html.escape(f"{person.email} · {standing}")
    return f'<button name="person" value="{html.escape(person.id)}"><b>{name}</b><br>{about}</button>'


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
