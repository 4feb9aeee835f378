"""A visit: somebody signed in, at a page that is theirs to see."""

from dataclasses import dataclass, replace
from typing import Any

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.model.onboarding import Onboarding
from samspill.model.turn_on import TurnOn
from samspill.pages.answers import Page
from samspill.pages.asked import Asked
from samspill.pages.rendering import Look, rendered
from samspill.pages.sayings import text_of
from samspill.tasks.page_sessions import Role, Visitor

#: Names and paths: `page.tab.<name>`.
Tabs = tuple[tuple[str, str], ...]
TABS: Tabs = (("overview", ""), ("records", "/records"), ("logs", "/logs"))
STAFF_TABS: Tabs = (("connections", ""), ("reviews", "/reviews"), ("dead_letters", "/dead-letters"))


@dataclass(frozen=True)
class Signed:
    """What any page of somebody who is signed in is made of. `base` is where these pages begin."""

    app: App
    asked: Asked
    visitor: Visitor
    look: Look
    base: str

    @property
    def tabs(self) -> Tabs:
        """What stands above these pages."""
        return ()

    def page(self, tab: str, template: str, status: int = 200, **values: Any) -> Page:
        """One of the pages, under a tab."""
        look = replace(self.look, tab=tab, said=text_of(self.asked.query.get("said")))
        return rendered(look, template, status, base=self.base, tabs=self.tabs, visitor=self.visitor, **values)

    def back(self, path: str, said: str | None = None) -> Page:
        """After a form: show a page of these anew, and say what came of it."""
        place = f"{self.base}{path}"
        if text_of(said) is not None:
            place += f"{'&' if '?' in place else '?'}said={said}"
        return Page(to=place)


@dataclass(frozen=True)
class Visit(Signed):
    """At the pages of a connection: users of the app, its company, or staff."""

    connection: Connection

    def is_on(self, kind: Kind) -> bool:
        """Whether the connection carries the kind."""
        return self.connection.settings.is_on(kind)

    @property
    def runs_it(self) -> bool:
        """Whether this visitor decides that the connection pauses or runs: a customer only where the integration
        leaves that to them, as in the API (`Asking.owned`)."""
        own = self.app.integration(self.connection.integration).self_service
        return self.visitor.role is not Role.CUSTOMER or own

    @property
    def reviews(self) -> bool:
        """Whether this visitor says yes to a plan: staff, and customers whose integration leaves that to them."""
        return self.runs_it and self.visitor.role is not Role.PRODUCT

    @property
    def tabs(self) -> Tabs:
        """A plan while somebody is asked about it, hours where the app has any."""
        plan = (("plan", "/plan"),) if self.connection.asks_for_review else ()
        hours = Kind.HOURS in self.app.integration(self.connection.integration).offered
        return (TABS[0], *plan, *TABS[1:], *((("hours", "/hours"),) if hours else ()), ("settings", "/settings"))


@dataclass(frozen=True)
class OnboardingVisit(Signed):
    """At the wizard: a company that connects itself. `made` is the connection that was made of it so far."""

    onboarding: Onboarding
    made: Connection | None


@dataclass(frozen=True)
class TurnOnVisit(Signed):
    """At the card of an app's user whose account is not connected yet."""

    turn_on: TurnOn


@dataclass(frozen=True)
class StaffVisit(Signed):
    """At the desk of staff."""

    @property
    def tabs(self) -> Tabs:
        """All of staff's pages."""
        return STAFF_TABS
