"""A browser without JavaScript: keeps cookies, follows redirects, fills in forms."""

import base64
import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from samspill.model.connection import Connection
from samspill.pages.app import handle
from tests.integration.api.bench import Bench

FORM = "application/x-www-form-urlencoded"
_numbers = count(1)


@dataclass
class Form:
    """A form as it stands on a page; `buttons` by what they say."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.language = ""
        self._inside: list[str] = []
        self._button: tuple[str, str] = ("", "")
        self._link = ""
        self._named = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        match tag:
            case "html":
                self.language = has["lang"]
            case "form":
                self.forms.append(Form(has.get("action", ""), has.get("method", "get")))
            case "input" if self.forms and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
                self.forms[-1].fields[has["name"]] = has.get("value", "")
            case "select" | "textarea" if self.forms:
                self._named = has["name"]
                self.forms[-1].fields[self._named] = ""
            case "option" if self.forms and "selected" in has:
                self.forms[-1].fields[self._named] = has["value"]
            case "a":
                self._link = has.get("href", "")
            case "button":
                self._button = (has.get("name", ""), has.get("value", ""))
        if tag in ("a", "button", "script", "style", "title", "textarea"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if not data.strip() or inside in ("script", "style", "title"):
            return
        self.words.append(" ".join(data.split()))
        if inside == "textarea":
            self.forms[-1].fields[self._named] = data
        if inside == "button":
            self.forms[-1].buttons[self.words[-1]] = self._button
        if inside == "a":
            self.links[self.words[-1]] = self._link


@dataclass(frozen=True)
class Seen:
    """A page as it came."""

    status: int
    url: str
    html: str
    headers: dict[str, str]
    cookies: tuple[str, ...] = ()

    @property
    def read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    @property
    def text(self) -> str:
        return " ".join(self.read.words)

    def form(self, button: str) -> Form:
        """The first form with a button that says so."""
        return next(form for form in self.read.forms if button in form.buttons)


@dataclass
class Browser:
    """One browser of one person. `site`: whose page sends what is asked, as browsers say."""

    bench: Bench
    accept_language: str = "nb"
    keeps_cookies: bool = True
    source: str = field(default_factory=lambda: f"10.7.{(number := next(_numbers)) // 256}.{number % 256}")
    site: str = "same-origin"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> Seen:
        return self._followed("GET", url)

    def post(self, url: str, **fields: str) -> Seen:
        return self._followed("POST", url, urlencode(fields).encode())

    def upload(self, page: Seen, button: str, name: str, content: bytes) -> Seen:
        """Choose a file in the form with that button and press it."""
        form, mark = page.form(button), "----------- a mark"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
                 for field, value in form.fields.items() if field != "file"]  # fmt: skip
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        return self._followed("POST", form.action, body, f'multipart/form-data; boundary="{mark}"')

    def press(self, page: Seen, button: str, typed: Mapping[str, str | None] | None = None, **more: str) -> Seen:
        """Fill in the form with that button and press it; None takes a mark out of its box."""
        form = page.form(button)
        name, value = form.buttons[button]
        filled = {**form.fields, **(typed or {}), **more, **({name: value} if name else {})}
        fields = {field: text for field, text in filled.items() if text is not None}
        if form.method == "get":
            return self.get(f"{form.action.partition('#')[0]}?{urlencode(fields)}")
        return self.post(form.action, **fields)

    def sign_in(self, connection: Connection, by: str = "Kari Formann", language: str | None = None) -> Seen:
        """As the product does it: ask for a session, open its address."""
        return self.get(entry(self.bench, connection, by, language))

    def answer(
        self, method: str, url: str, body: bytes = b"", called: str = FORM, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:  # fmt: skip
        """One answer as API Gateway gets it; nothing is followed."""
        parts = urlsplit(url)
        event = {
            "version": "2.0", "rawPath": unquote(parts.path), "rawQueryString": parts.query,
            "headers": {
                "accept-language": self.accept_language, "accept-encoding": "gzip", "content-type": called,
                "sec-fetch-site": self.site, **(headers or {}),
            },
            "cookies": [f"{name}={value}" for name, value in self.cookies.items()],
            "requestContext": {
                "http": {"method": method, "path": parts.path, "sourceIp": self.source}, "requestId": "r",
            },
            "body": base64.b64encode(body).decode(), "isBase64Encoded": True,
        }  # fmt: skip
        return handle(event, None)

    def once(self, method: str, url: str, fields: Mapping[str, str]) -> Seen:
        """One answer as it comes; nothing is followed, nothing is kept."""
        return _seen(url, self.answer(method, url, urlencode(fields).encode() if method == "POST" else b""))

    def _followed(self, method: str, url: str, body: bytes = b"", called: str = FORM) -> Seen:
        for _ in range(5):
            answer = self.answer(method, url, body, called)
            self._keep(answer["cookies"])
            if answer["statusCode"] != 303:
                return _seen(url, answer)
            method, url, body = "GET", urljoin(url, answer["headers"]["location"]), b""
        raise AssertionError("it goes round in circles")

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies if self.keeps_cookies else ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]


def entry(bench: Bench, connection: Connection, by: str = "Kari Formann", language: str | None = None) -> str:
    """The address that the product gets for one of its users."""
    said = {"by": by, **({"language": language} if language else {})}
    answer = bench.product.post(f"/v1/connections/{connection.id}/page-sessions", said)
    assert answer.status == 201, answer.json
    return str(answer.json["url"])


def _seen(url: str, answer: dict[str, Any]) -> Seen:
    body = base64.b64decode(answer["body"])
    if answer["headers"].get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Seen(answer["statusCode"], url, body.decode(), answer["headers"], tuple(answer["cookies"]))
