"""Page sessions: how the product shows its users our pages."""

from datetime import datetime

from pydantic import Field

from samspill.api.asking import Role, asking
from samspill.api.endpoints import PRODUCT_AND_STAFF, endpoint, new_router
from samspill.api.models import ConnectionId, Model, Person
from samspill.api.models_connections import KEY, Language
from samspill.api.routes_connections import APP_KEY_PROBLEMS
from samspill.model.settings import ADDRESS
from samspill.tasks import page_sessions, turn_on

router = new_router()


class PageSessionWanted(Person):
    """Who is going to look at the pages, and in which language."""

    language: Language | None = Field(default=None, description="Of the pages; null is the connection's own.")


class TurnOnWanted(Person):
    """Who is going to turn a connection on, or to look at the one there is, and for which account of the app."""

    app_key: str = Field(
        min_length=1, max_length=1500, pattern=KEY, repr=False,
        description="Key of the app's account. It is kept encrypted, for a day at most until the connection has it.",
    )  # fmt: skip
    organization_number: str | None = Field(
        default=None, pattern=r"^[0-9]{9}$", examples=["987654325"],
        description="Of the company; both keys must belong to it. Null: the one that the app tells.",
    )  # fmt: skip
    contact_email: str | None = Field(default=None, max_length=254, pattern=ADDRESS, description="Whom to write to.")
    language: Language = Field(default="nb", description="Of the pages, and of mails to the customer.")


class PageSessionOut(Model):
    """An address for one browser."""

    url: str = Field(description="Open it in a frame or a tab. It works once.")
    expires_at: datetime = Field(description="Until then it has to be opened; the session lasts eight hours.")


class TurnOnOut(PageSessionOut):
    """An address for one browser, and where it leads."""

    connection: str | None = Field(description="The account's connection; null while there is none.")


@endpoint(
    router, "POST", "/v1/page-sessions", tag="pages", roles=frozenset({Role.PRODUCT}), status=201,
    problems=(*APP_KEY_PROBLEMS, "organization_number_missing"),
)  # fmt: skip
def open_turn_on_session(wanted: TurnOnWanted) -> TurnOnOut:
    """Let a user turn the connection of their account on.

    They paste the key of Tripletex at the address. Where the account is connected already the address leads to the
    pages of its connection. Asking again is fine.
    """
    ask = asking(router)
    entry, connection = turn_on.begin(
        ask.app,
        turn_on.Wanted(
            integration=ask.caller.integration or "", app_key=wanted.app_key, by=ask.by(wanted.by),
            language=wanted.language, organization_number=wanted.organization_number,
            contact_email=wanted.contact_email,
        ),
    )  # fmt: skip
    return TurnOnOut(url=entry.url, expires_at=entry.until, connection=connection.id if connection else None)


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
