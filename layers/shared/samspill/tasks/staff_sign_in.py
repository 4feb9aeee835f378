"""Staff sign in: to their identity provider and back, with a code that is worth a session.

begin -> the provider -> finish: code -> ID token -> our API behind the authorizer -> one-time entry -> session
"""

from samspill.composition import App
from samspill.systems.identity.attempt import Attempt
from samspill.systems.identity.failures import Reason, SignInFailed
from samspill.tasks import page_sessions
from samspill.tasks.page_sessions import Visitor
from samspill.tasks.refusals import Refused
from samspill.tasks.sessions import Opened

#: Where the provider sends the browser back to; it has to know this address.
BACK = "/pages/staff/signed-in"


def is_set_up(app: App) -> bool:
    """Whether this installation knows an identity provider."""
    env = app.env
    return bool(env.staff_issuer and env.staff_client_id and env.staff_api_url)


def begin(app: App, attempt: Attempt, language: str, *, other: bool = False) -> str:
    """The provider's address at which the browser goes on; `other`: as somebody else than last time. Raises
    SignInFailed(unreachable)."""
    return app.identity_provider.address_for(attempt, _back(app), language, other=other)


def finish(app: App, attempt: Attempt, code: str, language: str) -> tuple[Opened, Visitor]:
    """The session that the provider's code is worth. Raises SignInFailed."""
    token = app.identity_provider.redeem(code, attempt, _back(app))
    entry = app.admission(token, attempt.nonce, language)
    try:
        return page_sessions.enter(app, entry.rpartition("/")[2])
    except Refused:
        raise SignInFailed(Reason.USED) from None


def _back(app: App) -> str:
    return f"{app.env.public_url}{BACK}"
