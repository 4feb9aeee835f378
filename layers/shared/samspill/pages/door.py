"""The door: whom a browser's cookie signs in, and whether the page they ask for is theirs.

no session -> signed out; not theirs -> does not exist; a form without its session's mark -> too old
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.pages.asked import SESSION, Asked
from samspill.pages.rendering import Look, is_marked
from samspill.pages.routing import STAFF, Audience
from samspill.pages.visiting import OnboardingVisit, Signed, StaffVisit, TurnOnVisit, Visit
from samspill.pages.words import Words
from samspill.tasks.page_sessions import Role, Visitor, visitor_of
from samspill.tasks.sessions import as_it_is, made_of


class SignedOut(Exception):
    """Nobody is signed in, or not any more."""


class FormTooOld(Exception):
    """A form does not bring along what pages of this session hold."""


@dataclass(frozen=True)
class Guest:
    """Somebody who is signed in, and what they ask for."""

    app: App
    asked: Asked
    visitor: Visitor
    token: str

    def look(self, integration: str = "", language: str | None = None) -> Look:
        """How they see things: in the language chosen here, else the one known of them, else `language`."""
        words = Words(self.asked.language(self.visitor.language or language), integration.capitalize())
        return Look(words, self.app.clock(), token=self.token)


def let_in(app: App, asked: Asked, audience: Audience, parts: dict[str, str]) -> Signed:
    """The visit; what its audience is named by is taken out of `parts`. Raises SignedOut, NotFound, FormTooOld."""
    token = asked.cookies.get(SESSION, "")
    visitor = visitor_of(app, token) if token else None
    if visitor is None:
        raise SignedOut
    visit = _OPENED[audience](Guest(app, asked, visitor, token), parts)
    if asked.method == "POST" and not is_marked(asked.form, token):
        raise FormTooOld
    return visit


def home_of(visitor: Visitor) -> str:
    """Where a session begins."""
    if visitor.role is Role.STAFF:
        return STAFF
    if visitor.onboarding is not None:
        return f"/pages/onboarding/{visitor.onboarding}"
    return f"/pages/{visitor.connection}" if visitor.connection is not None else "/pages/turn-on"


def _connection(guest: Guest, parts: dict[str, str]) -> Signed:
    connection_id = parts.pop("connection")
    if not guest.visitor.may_see(connection_id):
        raise NotFound(connection_id)
    connection = guest.app.connections.get(connection_id)
    known = None if guest.visitor.role is Role.STAFF else connection.language
    look = replace(guest.look(connection.integration, known), connection=connection)
    return Visit(guest.app, guest.asked, guest.visitor, look, f"/pages/{connection.id}", connection)


def _onboarding(guest: Guest, parts: dict[str, str]) -> Signed:
    onboarding_id = parts.pop("onboarding")
    if guest.visitor.onboarding != onboarding_id:
        raise NotFound(onboarding_id)
    onboarding = as_it_is(guest.app, onboarding_id)
    look = guest.look(onboarding.integration, onboarding.language)
    base = f"/pages/onboarding/{onboarding.id}"
    made = made_of(guest.app, onboarding)
    return OnboardingVisit(guest.app, guest.asked, guest.visitor, look, base, onboarding, made)


def _turn_on(guest: Guest, _parts: dict[str, str]) -> Signed:
    if guest.visitor.turn_on is None:
        raise NotFound("turn-on")
    turn_on = guest.app.turn_ons.get(guest.visitor.turn_on)
    look = guest.look(turn_on.integration, turn_on.language)
    return TurnOnVisit(guest.app, guest.asked, guest.visitor, look, "/pages/turn-on", turn_on)


def _staff(guest: Guest, _parts: dict[str, str]) -> Signed:
    if guest.visitor.role is not Role.STAFF:
        raise NotFound("staff")
    return StaffVisit(guest.app, guest.asked, guest.visitor, guest.look(), STAFF)


_OPENED: dict[Audience, Callable[[Guest, dict[str, str]], Signed]] = {
    Audience.CONNECTION: _connection, Audience.ONBOARDING: _onboarding, Audience.TURN_ON: _turn_on,
    Audience.STAFF: _staff,
}  # fmt: skip
