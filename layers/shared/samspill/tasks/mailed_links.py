"""Links that are mailed: to go on with an onboarding, to look at a plan, to the settings of a connection.

A link is good once, and only for a while. Following it does nothing: mail programs do that too. What it holds behind
its `#` reaches no server before a page sends it to be used up.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.model.onboarding import Onboarding
from samspill.tasks.attention import deliver, send
from samspill.tasks.refusals import Refused
from samspill.tasks.sessions import ONBOARDING, SESSION, connection_for, onboarding_for, open_session

#: Somebody asked for it and waits.
ASKED_FOR = timedelta(minutes=30)
#: Nobody asked for it: it comes with news.
UNASKED = timedelta(days=3)

_LETTERS = {Subject.ONBOARDING: "o", Subject.CONNECTION: "c"}
_LINK = re.compile(r"([oc])\.([A-Za-z0-9]{1,64})\.([0-9a-f]{16})\.([\w-]{20,100})", re.ASCII)


@dataclass(frozen=True)
class Consumed:
    """What a link was exchanged for."""

    token: str
    until: datetime
    onboarding: str | None
    connection: str | None


def send_link(
    app: App, connection: Connection, to: str, mail: str, facts: Mapping[str, str], lasting: timedelta
) -> None:  # fmt: skip
    """Send a mail from the catalogue with a link to the connection. The older one to this address ends."""
    holder = Holder(subject=Subject.CONNECTION, id=connection.id, by=to, keys_revision=connection.keys_revision)
    send(app, to, connection, mail, {**facts, "url": _new(app, holder, lasting)})


def send_way_back(app: App, onboarding: Onboarding, lasting: timedelta) -> None:
    """Send the link to go on with an onboarding. The mail holds nothing that was typed: whoever begins an onboarding
    may have typed somebody else's address."""
    holder = Holder(subject=Subject.ONBOARDING, id=onboarding.id, by=onboarding.email)
    facts = {"app": onboarding.integration.capitalize(), "url": _new(app, holder, lasting)}
    deliver(app, onboarding.email, "onboarding", onboarding.language, facts)


def consume(app: App, link: str) -> Consumed:
    """Exchange a link for a token; earlier tokens of an onboarding end. Raises Refused(gone) for one that was used,
    is too old, was followed by a newer one, or never was: none can be told from another."""
    said = _LINK.fullmatch(link)
    if said is None:
        raise Refused("gone")
    subject = next(subject for subject, letter in _LETTERS.items() if letter == said[1])
    holder = app.tickets.take(_name(subject, said[2], said[3]), said[4])
    if holder is None:
        raise Refused("gone")
    if holder.subject is Subject.CONNECTION:
        connection = connection_for(app, holder)
        if connection is None:
            raise Refused("gone")
        opened = open_session(app, holder, SESSION)
        return Consumed(opened.token, opened.until, None, connection.id)
    onboarding = onboarding_for(app, holder)
    if onboarding is None:
        raise Refused("gone")
    onboarding = app.onboardings.update(
        onboarding.id, lambda now: now.model_copy(update={"confirmations": now.confirmations + 1})
    )
    confirmed = holder.model_copy(update={"confirmations": onboarding.confirmations})
    opened = open_session(app, confirmed, ONBOARDING)
    return Consumed(opened.token, opened.until, onboarding.id, onboarding.connection)


def _new(app: App, holder: Holder, lasting: timedelta) -> str:
    tag = hashlib.sha256(holder.by.encode()).hexdigest()[:16]
    secret = app.tickets.issue(_name(holder.subject, holder.id, tag), holder, app.clock() + lasting)
    return f"{app.env.public_url}/link#{_LETTERS[holder.subject]}.{holder.id}.{tag}.{secret}"


def _name(subject: Subject, subject_id: str, tag: str) -> str:
    return f"link#{subject.value}#{subject_id}#{tag}"
