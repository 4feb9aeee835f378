"""Staff: who they are says their identity provider, in a token that API Gateway's authorizer has checked."""

import hmac

from pydantic import Field

from samspill.api.asking import visit
from samspill.api.endpoints import PUBLIC, SMALL_BODY, endpoint, new_router
from samspill.api.gate import unauthorized
from samspill.api.models import Input
from samspill.api.models_connections import Language
from samspill.api.routes_page_sessions import PageSessionOut
from samspill.tasks import staff_members

router = new_router()


class StaffSessionWanted(Input):
    """What only who asked the provider for the token knows of it."""

    nonce: str = Field(
        min_length=20, max_length=200, description="As it was sent to the provider; the token has to hold the same."
    )
    language: Language | None = Field(default=None, description="Of the pages; null is that of the request.")


@endpoint(
    router, "POST", "/v1/staff/sessions", tag="pages", roles=PUBLIC, status=201, largest=SMALL_BODY, identified=True,
    problems=("unauthorized", "not_staff", "staff_address_not_verified"),
)  # fmt: skip
def open_staff_session(wanted: StaffSessionWanted) -> PageSessionOut:
    """Let a member of staff see the pages.

    The key is the ID token of the staff's identity provider. The endpoint answers only at the address of its own that
    stands behind the authorizer (output `StaffApiUrl`). Whoever opens the answered address first is signed in, and
    what they do is noted under the person's e-mail address.
    """
    here = visit(router)
    same = hmac.compare_digest(here.claims.get("nonce", "").encode(), wanted.nonce.encode())
    if not same or not here.claims.get("sub"):
        raise unauthorized()
    entry = staff_members.open_session(here.app, here.claims, wanted.language or here.language)
    return PageSessionOut(url=entry.url, expires_at=entry.until)
