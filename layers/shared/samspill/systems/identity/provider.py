"""The staff's identity provider as OpenID Connect has it: where people sign in, and what a code they bring is worth.

Source: OpenID Connect Core 1.0 (3.1), Discovery 1.0 (4), RFC 7636 (PKCE), RFC 6749 (2.3.1, 4.1.3).
"""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from samspill.systems.identity.attempt import Attempt
from samspill.systems.identity.failures import Reason, SignInFailed

#: What we ask to be told.
SCOPE = "openid email profile"
#: How long a process uses what it read of the provider.
KEPT = timedelta(hours=1)
#: Seconds; somebody sits and waits, and Lambda ends after 29.
TIMEOUT = httpx.Timeout(8.0, connect=4.0)


class Document(BaseModel):
    """What we need of a provider's configuration."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str


class IdentityProvider:
    """One provider, at which we are `client_id`. `secret` gives our secret there, or "" where it knows none."""

    def __init__(
        self, issuer: str, client_id: str, secret: Callable[[], str], http: Callable[[], httpx.Client],
        clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._issuer, self._client_id, self._secret = issuer, client_id, secret
        self._http, self._clock = http, clock
        self._read: tuple[Document, datetime] | None = None

    def address_for(self, attempt: Attempt, back_to: str, language: str, *, other: bool) -> str:
        """Where the browser signs in; `other`: let the person choose another account. Raises
        SignInFailed(unreachable)."""
        query = {
            "response_type": "code", "client_id": self._client_id, "redirect_uri": back_to, "scope": SCOPE,
            "state": attempt.state, "nonce": attempt.nonce, "code_challenge": attempt.challenge,
            "code_challenge_method": "S256", "ui_locales": language,
        }  # fmt: skip
        if other:
            query["prompt"] = "select_account"
        endpoint = self._document().authorization_endpoint
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"

    def redeem(self, code: str, attempt: Attempt, back_to: str) -> str:
        """The ID token that the code stands for, unread. Raises SignInFailed(used, unreachable)."""
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": back_to,
            "client_id": self._client_id, "code_verifier": attempt.verifier,
        }  # fmt: skip
        answer = self._asked("POST", self._document().token_endpoint, data=form, headers=self._credentials())
        if answer.status_code == 400 and _object(answer).get("error") == "invalid_grant":
            raise SignInFailed(Reason.USED)
        token = _object(answer).get("id_token") if answer.status_code == 200 else None
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise SignInFailed(Reason.UNREACHABLE, f"token endpoint: {answer.status_code} without an ID token")
        return token

    def _credentials(self) -> dict[str, str]:
        secret = self._secret()
        if not secret:
            return {}
        pair = f"{quote_plus(self._client_id)}:{quote_plus(secret)}"
        return {"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _document(self) -> Document:
        now = self._clock()
        if self._read is None or self._read[1] <= now:
            self._read = (self._discovered(), now + KEPT)
        return self._read[0]

    def _discovered(self) -> Document:
        answer = self._asked("GET", f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            document = Document.model_validate(_object(answer))
        except ValidationError:
            raise SignInFailed(Reason.UNREACHABLE, f"discovery: {answer.status_code} without a document") from None
        secure = "https://" if self._issuer.startswith("https://") else ("https://", "http://")
        endpoints = (document.authorization_endpoint, document.token_endpoint)
        if document.issuer != self._issuer or not all(each.startswith(secure) for each in endpoints):
            raise SignInFailed(Reason.UNREACHABLE, "discovery: the document is another provider's")
        return document

    def _asked(self, method: str, url: str, **sent: Any) -> httpx.Response:
        try:
            return self._http().request(method, url, timeout=TIMEOUT, **sent)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SignInFailed(Reason.UNREACHABLE, f"{method}: {type(error).__name__}") from error


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    """The JSON object of an answer; empty when there is none."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
