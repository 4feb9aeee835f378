"""Our own API behind API Gateway's JWT authorizer: it checks the token, the API says whether its person is staff."""

from typing import Any

import httpx

from samspill.systems.identity.failures import Reason, SignInFailed

#: Seconds; the function behind it may have to start.
TIMEOUT = httpx.Timeout(14.0, connect=4.0)


def admitted(http: httpx.Client, api_url: str, token: str, nonce: str, language: str) -> str:
    """The address that signs the token's person in, once. Raises SignInFailed(not_trusted, refused, unreachable)."""
    try:
        answer = http.post(
            f"{api_url}/v1/staff/sessions", json={"nonce": nonce, "language": language}, timeout=TIMEOUT,
            headers={"authorization": f"Bearer {token}", "accept-language": language},
        )  # fmt: skip
    except httpx.HTTPError as error:
        raise SignInFailed(Reason.UNREACHABLE, f"own API: {type(error).__name__}") from error
    match answer.status_code, _body(answer):
        case 201, {"url": str(url)}:
            return url
        case 401, _:
            raise SignInFailed(Reason.NOT_TRUSTED)
        case 403, {"title": str(title), "detail": str(detail), "code": str(code)}:
            raise SignInFailed(Reason.REFUSED, code, title, detail)
        case status, _:
            raise SignInFailed(Reason.UNREACHABLE, f"own API: {status}")


def _body(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None
