"""What an identity provider may answer, and what becomes of it."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from samspill.systems.identity.admission import admitted
from samspill.systems.identity.attempt import Attempt
from samspill.systems.identity.failures import Reason, SignInFailed
from samspill.systems.identity.provider import KEPT, IdentityProvider

ISSUER, BACK = "https://login.example/tenant", "https://samspill.example/pages/staff/signed-in"
ATTEMPT = Attempt("one-browsers-secret")
DOCUMENT = {
    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
    "something_else": ["of", "theirs"],
}  # fmt: skip


class Peer:
    """Answers by path, and remembers what it was asked."""

    def __init__(self, **answers: httpx.Response) -> None:
        self.answers = {"/tenant/.well-known/openid-configuration": httpx.Response(200, json=DOCUMENT)}
        self.answers |= {f"/tenant/{name}": answer for name, answer in answers.items()}
        self.asked: list[httpx.Request] = []
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def provider(self, secret: str = "") -> IdentityProvider:
        http = httpx.Client(transport=httpx.MockTransport(self._answered))
        return IdentityProvider(ISSUER, "samspill", lambda: secret, lambda: http, lambda: self.now)

    def _answered(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answers[request.url.path]


def reason(call: Callable[[], object]) -> Reason:
    with pytest.raises(SignInFailed) as failed:
        call()
    return failed.value.reason


def described(**changes: object) -> Peer:
    peer = Peer()
    peer.answers["/tenant/.well-known/openid-configuration"] = httpx.Response(200, json={**DOCUMENT, **changes})
    return peer


def address(peer: Peer, *, other: bool = False) -> str:
    return peer.provider().address_for(ATTEMPT, BACK, "nb", other=other)


def test_the_browser_takes_along_what_fits_to_the_try_and_nothing_secret() -> None:
    query = parse_qs(urlsplit(address(Peer())).query)
    assert (query["state"], query["nonce"], query["code_challenge"]) == (
        [ATTEMPT.state], [ATTEMPT.nonce], [ATTEMPT.challenge],
    )  # fmt: skip
    assert (query["redirect_uri"], "prompt" in query) == ([BACK], False)
    assert {ATTEMPT.secret, ATTEMPT.verifier} & {value for values in query.values() for value in values} == set()


def test_what_the_providers_address_asks_already_stays() -> None:
    there = address(described(authorization_endpoint=f"{ISSUER}/authorize?policy=staff"))
    assert there.startswith(f"{ISSUER}/authorize?policy=staff&response_type=code")


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": f"{ISSUER}/"},
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://login.example/tenant/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
    ],
)
def test_a_document_that_is_not_the_providers_own_is_not_believed(changes: dict[str, object]) -> None:
    assert reason(lambda: address(described(**changes))) is Reason.UNREACHABLE


@pytest.mark.parametrize(
    "answer", [httpx.Response(404), httpx.Response(200, text="<p>"), httpx.Response(200, json=[])]
)
def test_a_document_that_is_none_is_told_of(answer: httpx.Response) -> None:
    peer = Peer()
    peer.answers["/tenant/.well-known/openid-configuration"] = answer
    assert reason(lambda: address(peer)) is Reason.UNREACHABLE


def test_the_document_is_read_again_after_an_hour() -> None:
    peer = Peer()
    provider = peer.provider()
    for later, read in ((timedelta(), 1), (KEPT - timedelta(seconds=1), 1), (timedelta(seconds=1), 2)):
        peer.now += later
        provider.address_for(ATTEMPT, BACK, "nb", other=False)
        assert len(peer.asked) == read


def test_a_code_is_redeemed_with_the_verifier() -> None:
    peer = Peer(token=httpx.Response(200, json={"id_token": "a.b.c"}))
    assert peer.provider().redeem("code", ATTEMPT, BACK) == "a.b.c"
    form = parse_qs(peer.asked[-1].content.decode())
    assert (form["code_verifier"], form["redirect_uri"]) == ([ATTEMPT.verifier], [BACK])
    assert "authorization" not in peer.asked[-1].headers


def test_a_secret_is_sent_as_the_standard_writes_it() -> None:
    peer = Peer(token=httpx.Response(200, json={"id_token": "a.b.c"}))
    peer.provider("sec:ret/+ ø").redeem("code", ATTEMPT, BACK)
    said = peer.asked[-1].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(said) == b"samspill:sec%3Aret%2F%2B+%C3%B8"
    assert b"sec" not in peer.asked[-1].content


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), Reason.USED),
        (httpx.Response(400, json={"error": "invalid_client"}), Reason.UNREACHABLE),
        (httpx.Response(401, json={"error": "invalid_client"}), Reason.UNREACHABLE),
        (httpx.Response(500, text="<p>sorry"), Reason.UNREACHABLE),
        (httpx.Response(200, json={"access_token": "x"}), Reason.UNREACHABLE),
        (httpx.Response(200, json={"id_token": ["a"]}), Reason.UNREACHABLE),
        (httpx.Response(200, json={"id_token": "a\r\nx-injected: 1"}), Reason.UNREACHABLE),
    ],
)
def test_without_a_token_nobody_is_signed_in(answer: httpx.Response, expected: Reason) -> None:
    assert reason(lambda: Peer(token=answer).provider().redeem("code", ATTEMPT, BACK)) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(401, json={"message": "Unauthorized"}), Reason.NOT_TRUSTED),
        (httpx.Response(403, json={"code": "not_staff", "title": "No", "detail": "Why"}), Reason.REFUSED),
        (httpx.Response(403, json={"message": "Forbidden"}), Reason.UNREACHABLE),
        (httpx.Response(503, text="<p>"), Reason.UNREACHABLE),
        (httpx.Response(201, json={"expires_at": "later"}), Reason.UNREACHABLE),
    ],
)
def test_what_our_own_api_answers_decides(answer: httpx.Response, expected: Reason) -> None:
    http = httpx.Client(transport=httpx.MockTransport(lambda _request: answer))
    assert reason(lambda: admitted(http, "https://api.example", "a.b.c", "nonce", "nb")) is expected
