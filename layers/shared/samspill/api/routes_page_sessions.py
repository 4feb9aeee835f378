"""Page sessions: how the product shows its users our pages."""

from datetime import datetime

from pydantic import Field

from samspill.api.asking import asking
from samspill.api.endpoints import PRODUCT_AND_STAFF, endpoint, new_router
from samspill.api.models import ConnectionId, Model, Person
from samspill.api.models_connections import Language
from samspill.tasks import page_sessions

router = new_router()


class PageSessionWanted(Person):
    """Who is going to look at the pages, and in which language."""

    language: Language | None = Field(default=None, description="Of the pages; null is the connection's own.")


class PageSessionOut(Model):
    """An address for one browser."""

    url: str = Field(description="Open it in a frame or a tab. It works once.")
    expires_at: datetime = Field(description="Until then it has to be opened; the session lasts eight hours.")


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/page-sessions", tag="pages", roles=PRODUCT_AND_STAFF, status=201,
    problems=("not_found",),
)  # fmt: skip
def open_page_session(connection_id: ConnectionId, wanted: PageSessionWanted) -> PageSessionOut:
    """Let a user see the pages of a connection.

    Whoever opens the address first is signed in, and what they do is noted under the name given as `by`.
    """
    ask = asking(router)
    connection = ask.connection(connection_id)
    entry = page_sessions.admit(ask.app, connection, ask.by(wanted.by), wanted.language or connection.language)
    return PageSessionOut(url=entry.url, expires_at=entry.until)
