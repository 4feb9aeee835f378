"""Customers' tokens: that of an onboarding, and the session that a mailed link opens. Each opens one connection."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.model.onboarding import Onboarding
from samspill.model.status import Status
from samspill.tasks.addresses import belongs_to

#: A session that a mailed link opened.
SESSION = timedelta(hours=8)
#: An onboarding and its tokens, counted from when somebody last went on with it.
ONBOARDING = timedelta(days=14)
#: So much of it must have passed before a request prolongs it: not each of them shall write.
_PROLONGED_AFTER = timedelta(hours=6)

_TOKEN = re.compile(r"smp\.([A-Za-z0-9]{1,64})\.([\w-]{20,100})", re.ASCII)


@dataclass(frozen=True)
class Opened:
    """A token, shown once, and until when it is good."""

    token: str
    until: datetime


@dataclass(frozen=True)
class Session:
    """Whose token it is, and what it opens: an onboarding, a connection, or one with the other."""

    by: str
    integration: str
    onboarding: str | None = None
    connection: str | None = None


def open_session(app: App, holder: Holder, lasting: timedelta) -> Opened:
    """A new token for what `holder` says."""
    token_id, until = app.new_id(), app.clock() + lasting
    return Opened(f"smp.{token_id}.{app.tickets.issue(_name(token_id), holder, until)}", until)


def close_session(app: App, token: str) -> None:
    """The token is good for nothing any more; what is none of ours is left alone."""
    said = _TOKEN.fullmatch(token)
    if said is not None:
        app.tickets.take(_name(said[1]), said[2])


def session_of(app: App, token: str) -> Session | None:
    """Whose token it is; None for one that is not ours, or opens nothing any more."""
    said = _TOKEN.fullmatch(token)
    ticket = app.tickets.find(_name(said[1]), said[2]) if said else None
    if said is None or ticket is None:
        return None
    holder = ticket.holder
    if holder.subject is Subject.CONNECTION:
        connection = connection_for(app, holder)
        if connection is None:
            return None
        return Session(holder.by, connection.integration, connection=connection.id)
    onboarding = onboarding_for(app, holder)
    # Whoever began it may have typed somebody else's address: their token ends when its owner comes.
    if onboarding is None or onboarding.confirmations != holder.confirmations:
        return None
    connection = made_of(app, onboarding)
    is_live = connection is not None and connection.live
    if onboarding.until - app.clock() < ONBOARDING - _PROLONGED_AFTER and not is_live:
        until = app.clock() + ONBOARDING
        app.onboardings.update(onboarding.id, lambda now: now.model_copy(update={"until": until}))
        app.tickets.prolong(_name(said[1]), said[2], until)
    return Session(holder.by, onboarding.integration, onboarding.id, connection.id if connection else None)


def connection_for(app: App, holder: Holder) -> Connection | None:
    """The connection that `holder` opens; None when it is off or has got other keys since, or when the holder is
    neither its contact nor told of problems any more."""
    connection = _connection(app, holder.id)
    if connection is None or connection.status is Status.OFF or connection.keys_revision != holder.keys_revision:
        return None
    return connection if belongs_to(connection, holder.by) else None


def onboarding_for(app: App, holder: Holder) -> Onboarding | None:
    """The onboarding that `holder` opens; None when its time is over, or what was made of it was deleted, or has been
    live and is off, has got other keys or is no longer the holder's."""
    try:
        onboarding = app.onboardings.get(holder.id)
    except NotFound:
        return None
    connection = made_of(app, onboarding)
    if connection is None:
        return None if onboarding.made else onboarding
    if connection.live:
        # Keys that were replaced before it went live are the onboarding's own (`lifecycle.replace_keys`).
        ended = connection.status is Status.OFF or connection.keys_revision != onboarding.keys_revision
        return None if ended or not belongs_to(connection, holder.by) else onboarding
    return onboarding


def made_of(app: App, onboarding: Onboarding) -> Connection | None:
    """The connection that was made of an onboarding; None before that."""
    return _connection(app, onboarding.connection)


def as_it_is(app: App, onboarding_id: str) -> Onboarding:
    """An onboarding with the settings of the connection that was made of it, where they may have been changed since.
    Raises NotFound."""
    onboarding = app.onboardings.get(onboarding_id)
    connection = made_of(app, onboarding)
    return onboarding if connection is None else onboarding.model_copy(update={"settings": connection.settings})


def _connection(app: App, connection_id: str | None) -> Connection | None:
    try:
        return app.connections.get(connection_id) if connection_id else None
    except NotFound:
        return None


def _name(token_id: str) -> str:
    return f"session#{token_id}"
