"""Mailed links: asking for one, and exchanging one for a customer's token. Looking at a link uses nothing up."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from samspill.api.asking import visit
from samspill.api.endpoints import PUBLIC, SMALL_BODY, endpoint, new_router
from samspill.api.models import Input, Model
from samspill.model.settings import ADDRESS
from samspill.tasks import mailed_links, wanted_links

router = new_router()


class LinkWanted(Input):
    """Who wants a link."""

    email: str = Field(max_length=254, pattern=ADDRESS)
    integration: str | None = Field(default=None, max_length=40, description="Only for connections of this app.")


class LinkNoted(Model):
    """The same for every address."""

    status: Literal["noted"] = "noted"


class LinkFollowed(Input):
    """A link that somebody followed."""

    link: str = Field(min_length=1, max_length=400, description="What stands behind the `#` of the link.")


class SessionOut(Model):
    """What the link was good for."""

    token: str = Field(description="Bearer token of the onboarding or connection. Shown only now.")
    expires_at: datetime
    onboarding: str | None = Field(description="Id of the onboarding that the token opens.")
    connection: str | None = Field(description="Id of the connection that the token opens.")


@endpoint(
    router, "POST", "/v1/links", tag="links", roles=PUBLIC, status=202, largest=SMALL_BODY,
    problems=("too_many_requests",),
)  # fmt: skip
def want_link(wanted: LinkWanted) -> LinkNoted:
    """Ask for a link.

    If the address is the contact's of a connection or of an onboarding, or is told of problems, a mail comes within
    some minutes. The answer is the same for every address. An older link to the same address ends.
    """
    here = visit(router)
    wanted_links.want(here.app, wanted.email, wanted.integration, here.source)
    return LinkNoted()


@endpoint(
    router, "POST", "/v1/links/consume", tag="links", roles=PUBLIC, largest=SMALL_BODY, problems=("gone",)
)  # fmt: skip
def consume_link(followed: LinkFollowed) -> SessionOut:
    """Exchange a link for a token. It works once. Earlier tokens of an onboarding end."""
    consumed = mailed_links.consume(visit(router).app, followed.link)
    return SessionOut(
        token=consumed.token,
        expires_at=consumed.until,
        onboarding=consumed.onboarding,
        connection=consumed.connection,
    )
