"""Staff in front of a browser: the pages, the provider's page to choose who one is, and back."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import httpx

from local.issuer import CLIENT_ID, GROUP, Issuer
from sandbox.serve import serve
from tests.fakes.authorizer import authorizer
from tests.integration.api.bench import Bench
from tests.integration.api.client import Context, http_event
from tests.integration.pages.browser import Browser, Seen, _seen

PUBLIC = "https://samspill.test"


@dataclass
class Desk:
    """An installation whose staff sign in at `issuer`, and one browser there."""

    bench: Bench
    issuer: Issuer
    browser: Browser
    _typed: dict[str, str] = field(default_factory=dict)

    def opens(self, url: str) -> Seen:
        """What the browser shows in the end: a page of ours, or the provider's, whose form it keeps."""
        for _ in range(6):
            if url.startswith(self.issuer.url):
                return self._at_the_provider(url)
            answer = self.browser.answer("GET", url.removeprefix(PUBLIC))
            self.browser._keep(answer["cookies"])
            if answer["statusCode"] != 303:
                return _seen(url, answer)
            url = urljoin(f"{PUBLIC}{urlsplit(url).path}", answer["headers"]["location"])
        raise AssertionError("it goes round in circles")

    def chooses(self, person: str) -> Seen:
        """Press the button of that person at the provider ("": cancel), and see where it leads."""
        return self.opens(self.back_from(person))

    def back_from(self, person: str) -> str:
        """The address to which the provider sends the browser."""
        form = {**self._typed, "person": person}
        answer = httpx.post(f"{self.issuer.url}/authorize", data=form, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def signs_in(self, person: str = "1001", to: str = "") -> Seen:
        """All the way."""
        self.opens("/pages/staff/sign-in" + (f"?{urlencode({'to': to})}" if to else ""))
        return self.chooses(person)

    def configure(self, **changes: str) -> None:
        """Change the installation's parameters."""
        self.bench.app.__dict__["env"] = self.bench.app.env.model_copy(update=changes)

    def _at_the_provider(self, url: str) -> Seen:
        answer = httpx.get(url)
        self._typed = dict(parse_qsl(urlsplit(url).query))
        return Seen(answer.status_code, url, answer.text, dict(answer.headers))


@contextmanager
def desk(bench: Bench, browser: Browser, audience: str = CLIENT_ID) -> Iterator[Desk]:
    """Provider and authorizer run on this machine for as long as the `with` block lasts."""

    def passed(
        path: str, body: bytes, headers: Mapping[str, str], claims: Mapping[str, str]
    ) -> dict[str, Any]:  # fmt: skip
        event = http_event("POST", path, body.decode(), {}, headers)
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
        answer: dict[str, Any] = bench.handle(event, Context())
        return answer

    with Issuer.start(PUBLIC, secret="") as issuer, serve(authorizer(issuer.url, audience, passed)) as api_url:
        made = Desk(bench, issuer, browser)
        made.configure(staff_issuer=issuer.url, staff_client_id=CLIENT_ID, staff_api_url=api_url, staff_group=GROUP)
        yield made


def query_of(url: str) -> dict[str, str]:
    """What an address asks."""
    return dict(parse_qsl(urlsplit(url).query))


def cookies_of(answer: Mapping[str, Any]) -> dict[str, str]:
    """The cookies that an answer sets, whole, by name."""
    return {re.split("=", each)[0]: each for each in answer["cookies"]}
