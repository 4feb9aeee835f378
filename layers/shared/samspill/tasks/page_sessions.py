"""Page sessions: the product asks for one, opens the address it gets, and its user is signed in.

The address holds a code that is good once and for a few minutes; it is exchanged for a session, which the browser
keeps in a cookie. A mailed link ends in a session too: that of a customer (`tasks.sessions`).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.tasks.refusals import Refused
from samspill.tasks.sessions import Opened, close_session, session_of

#: The product opens the address at once.
ENTRY = timedelta(minutes=5)
#: A working day. The product asks for another one whenever its user comes.
LASTING = timedelta(hours=8)

_SESSION = re.compile(r"smpp\.([A-Za-z0-9]{1,64})\.([\w-]{20,100})", re.ASCII)
_ENTRY = re.compile(r"([A-Za-z0-9]{1,64})\.([\w-]{20,100})", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """Where the product sends its user, and until when."""

    url: str
    until: datetime


class Role(StrEnum):
    """In which capacity somebody looks at pages: sent by the product, by a mailed link, or as staff."""

    PRODUCT = "product"
    CUSTOMER = "customer"
    STAFF = "staff"


@dataclass(frozen=True)
class Visitor:
    """Who looks at pages, under the name that history notes, and what they may see: one connection, one onboarding
    (with what was made of it), an account that is being connected (likewise), or as staff everything. `language` as
    the product said."""

    by: str
    role: Role
    connection: str | None = None
    onboarding: str | None = None
    turn_on: str | None = None
    language: str | None = None

    def may_see(self, connection_id: str) -> bool:
        """Whether the connection exists for them."""
        return self.role is Role.STAFF or self.connection == connection_id


def admit(app: App, connection: Connection, by: str, language: str) -> Entry:
    """Let a user of the product in: an address that signs whoever opens it first in as `by`."""
    return admit_holder(app, Holder(subject=Subject.PAGES, id=connection.id, by=by, language=language))


def admit_holder(app: App, holder: Holder) -> Entry:
    """An address that signs whoever opens it first in for what `holder` opens."""
    entry_id, until = app.new_id(), app.clock() + ENTRY
    code = f"{entry_id}.{app.tickets.issue(_entry_name(entry_id), holder, until)}"
    return Entry(f"{app.env.public_url}/pages/enter/{code}", until)


def enter(app: App, code: str) -> tuple[Opened, Visitor]:
    """Exchange the code of an address for a session. Raises Refused(gone) for one that was used, is too old, never
    was, or leads to what is gone: none can be told from another."""
    said = _ENTRY.fullmatch(code)
    holder = app.tickets.take(_entry_name(said[1]), said[2]) if said else None
    if holder is None:
        raise Refused("gone")
    session_id, until = app.new_id(), app.clock() + LASTING
    token = f"smpp.{session_id}.{app.tickets.issue(_session_name(session_id), holder, until)}"
    visitor = _visitor(app, holder)
    if visitor is None:
        raise Refused("gone")
    return Opened(token, until), visitor


def leave(app: App, token: str) -> None:
    """End the session, also for whoever has a copy of the cookie. One that has ended stays so."""
    said = _SESSION.fullmatch(token)
    if said is None:
        close_session(app, token)
    else:
        app.tickets.take(_session_name(said[1]), said[2])


def visitor_of(app: App, token: str) -> Visitor | None:
    """Whose session it is; None for one that is not ours, has ended, or whose connection was deleted."""
    said = _SESSION.fullmatch(token)
    if said is None:
        session = session_of(app, token)
        if session is None:
            return None
        return Visitor(session.by, Role.CUSTOMER, session.connection, session.onboarding)
    ticket = app.tickets.find(_session_name(said[1]), said[2])
    return None if ticket is None else _visitor(app, ticket.holder)


def _visitor(app: App, holder: Holder) -> Visitor | None:
    match holder.subject:
        case Subject.STAFF:
            return Visitor(holder.by, Role.STAFF, language=holder.language)
        case Subject.TURN_ON:
            return _turning_on(app, holder)
        case _ if not _exists(app, holder.id):
            return None
        case _:
            return Visitor(holder.by, Role.PRODUCT, connection=holder.id, language=holder.language)


def _turning_on(app: App, holder: Holder) -> Visitor | None:
    """Once it has become a connection they see that one; nothing any more when its time is over or it was deleted."""
    try:
        made = app.turn_ons.get(holder.id).connection
    except NotFound:
        return None
    if made is not None and not _exists(app, made):
        return None
    return Visitor(holder.by, Role.PRODUCT, made, turn_on=holder.id, language=holder.language)


def _exists(app: App, connection_id: str) -> bool:
    try:
        app.connections.get(connection_id)
    except NotFound:
        return False
    return True


def _entry_name(entry_id: str) -> str:
    return f"page-entry#{entry_id}"


def _session_name(session_id: str) -> str:
    return f"page-session#{session_id}"
