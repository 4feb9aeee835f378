"""Links on request. Who asks is answered before anybody looks whether the address is known; the mail comes later.

So neither the answer nor how long it takes tells whose address it is.
"""

from collections import defaultdict
from collections.abc import Collection

from samspill.composition import App
from samspill.model.onboarding import Onboarding
from samspill.model.status import Status
from samspill.observability import logger
from samspill.store.wanted_links import WantedLink
from samspill.tasks.addresses import addresses_of, normal
from samspill.tasks.limits import LINKS_FROM, LINKS_OF_ADDRESS, allowed, check, network
from samspill.tasks.mailed_links import ASKED_FOR, send_link, send_way_back
from samspill.tasks.sessions import made_of

_ALIVE = tuple(status for status in Status if status is not Status.OFF)


def want(app: App, email: str, integration: str | None, source: str) -> None:
    """Note that somebody at the network address `source` asks for links to `email`. Raises TooMany by `source` only:
    an address that was asked for often is left alone for a while, and nobody is told."""
    check(app, LINKS_FROM, network(source))
    address = normal(email)
    if allowed(app, LINKS_OF_ADDRESS, address):
        app.wanted_links.put(WantedLink(id=app.new_id(), email=address, integration=integration, at=app.clock()))


def mail_wanted(app: App) -> int:
    """Mail what was asked for since the last time: for each connection whose contact, or one of those told of
    problems, has the address, and for the onboardings begun with it (`_begun`). How many mails.

    A request is forgotten before its mails are sent: should this break off, somebody asks once more, and nobody's
    mailbox fills up.
    """
    wanted: dict[str, set[str | None]] = defaultdict(set)
    for each in app.wanted_links.all():
        wanted[each.email].add(each.integration)
        app.wanted_links.done(each)
    if not wanted:
        return 0
    begun = [each for address, apps in wanted.items() for each in _begun(app, address, apps)]
    for onboarding in begun:
        send_way_back(app, onboarding, ASKED_FOR)
    sent, under_way = len(begun), {each.connection for each in begun}
    for connection in app.connections.active(_ALIVE):
        for address in addresses_of(connection):
            if _fits(wanted.get(normal(address), set()), connection.integration) and connection.id not in under_way:
                send_link(app, connection, address, "settings_link", {}, ASKED_FOR)
                sent += 1
    logger.info("links mailed", sent=sent)
    return sent


def _begun(app: App, address: str, apps: Collection[str | None]) -> list[Onboarding]:
    """Onboardings with that address that are not done: what they made is reached through them. Of those that nobody
    came to by mail, only the newest: strangers may have begun any number."""
    open_ones = [
        each
        for each in app.onboardings.of_address(address)
        if _fits(apps, each.integration) and not _is_done(app, each)
    ]
    unconfirmed = sorted((each for each in open_ones if not each.confirmed), key=lambda each: each.created_at)
    return [each for each in open_ones if each.confirmed] + unconfirmed[-1:]


def _is_done(app: App, onboarding: Onboarding) -> bool:
    connection = made_of(app, onboarding)
    return connection is not None and connection.live


def _fits(asked: Collection[str | None], integration: str) -> bool:
    return None in asked or integration in asked
