"""From an app's user who presses *Turn on* to a connection: the product says whose account it is and gives the app's
key, the user pastes the one of Tripletex. Saying it again is fine: there is one of these an account.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound
from samspill.model.connection import Company, Connection, Keys
from samspill.model.holder import Holder, Subject
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.model.turn_on import TurnOn
from samspill.observability import logger
from samspill.tasks import connections
from samspill.tasks.key_check import Expected, check_app_key
from samspill.tasks.limits import KEYS_OF_TURN_ON, check
from samspill.tasks.page_sessions import Entry, admit, admit_holder
from samspill.tasks.refusals import Invalid

#: Longer than a session that was opened for it lasts.
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """What the product says of its user, `by`, and of their account."""

    integration: str
    app_key: str = field(repr=False)
    by: str
    language: str
    organization_number: str | None = None
    contact_email: str | None = None


def begin(app: App, wanted: Wanted) -> tuple[Entry, Connection | None]:
    """An address for the product's user: to the connection of their account, where there is one, else to turning it
    on. Raises KeysRefused for a key that cannot be used or is another company's, RetryLater, Invalid
    (organization_number_missing) where neither the product nor the app tells one."""
    account = check_app_key(app, wanted.integration, wanted.app_key, Settings(), _meant(app, wanted))
    found = connected(app, wanted.integration, account)
    if found is not None:
        return admit(app, found, wanted.by, wanted.language), found
    number = wanted.organization_number or account.organization_number
    if number is None:
        raise Invalid("organization_number_missing", "organization_number")
    turn_on = TurnOn(
        id=hashlib.sha256(f"{wanted.integration}#{account.id}".encode()).hexdigest()[:32],
        integration=wanted.integration, account=account, organization_number=number,
        contact_email=wanted.contact_email, language=wanted.language, until=app.clock() + KEPT,
    )  # fmt: skip
    app.turn_ons.put(turn_on, wanted.app_key)
    holder = Holder(subject=Subject.TURN_ON, id=turn_on.id, by=wanted.by, language=wanted.language)
    return admit_holder(app, holder), None


def turn_on(app: App, turn_on_id: str, tripletex_key: str) -> Connection:
    """The connection that the pasted key makes, or that somebody else made of the account meanwhile. Raises what
    `connections.turn_on` raises, TooMany, NotFound when its time is over; nothing is stored then."""
    begun = app.turn_ons.get(turn_on_id)
    check(app, KEYS_OF_TURN_ON, turn_on_id)
    connection = connected(app, begun.integration, begun.account)
    if connection is None:
        connection = _made(app, begun, tripletex_key)
    app.turn_ons.became(begun, connection.id)
    return connection


def connected(app: App, integration: str, account: Company) -> Connection | None:
    """The account's connection: the one that has it now, else the newest that was rejected and may begin again."""
    holder = app.connections.holder_of_account(integration, account.id)
    if holder is not None:
        try:
            connection = app.connections.get(holder)
        except NotFound:  # deleted this moment
            return None
        return connection if connection.integration == integration else None
    known = app.connections.of_account(app.integration(integration).system, account.id)
    rejected = [each for each in known if each.status is Status.REJECTED and each.integration == integration]
    return max(rejected, key=lambda each: each.created_at, default=None)


def _made(app: App, begun: TurnOn, tripletex_key: str) -> Connection:
    order = connections.Order(
        integration=begun.integration,
        organization_number=begun.organization_number,
        keys=Keys(tripletex=tripletex_key, app=app.turn_ons.app_key(begun.id)),
        language=begun.language,
        contact_email=begun.contact_email,
    )
    try:
        connection = connections.turn_on(app, order)
    except ConfigurationWrong:
        faster = connected(app, begun.integration, begun.account)
        if faster is None:
            raise
        return faster
    logger.info("turned on at the card", connection=connection.id)
    return connection


def _meant(app: App, wanted: Wanted) -> Expected:
    if wanted.organization_number is None:
        return lambda _side, _company: True
    return connections.meant(app, wanted.integration, wanted.organization_number)
