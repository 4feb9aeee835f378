"""A visit: somebody signed in, at a page of their connection."""

from dataclasses import dataclass, replace
from typing import Any

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.pages.answers import Page
from samspill.pages.asked import Asked
from samspill.pages.rendering import Look, rendered
from samspill.tasks.page_sessions import Visitor


@dataclass(frozen=True)
class Visit:
    """What a page is made of."""

    app: App
    asked: Asked
    visitor: Visitor
    connection: Connection
    look: Look

    @property
    def base(self) -> str:
        """Where this connection's pages begin."""
        return f"/pages/{self.connection.id}"

    def is_on(self, kind: Kind) -> bool:
        """Whether the connection carries the kind."""
        return self.connection.settings.is_on(kind)

    def page(self, tab: str, template: str, **values: Any) -> Page:
        """One of its pages, under a tab."""
        said = self.asked.query.get("said")
        look = replace(self.look, tab=tab, said=said if said in SAYINGS else None)
        return rendered(look, template, base=self.base, tabs=self._tabs, **values)

    @property
    def _tabs(self) -> tuple[tuple[str, str], ...]:
        """Names and paths; hours where the app has any."""
        hours = Kind.HOURS in self.app.integration(self.connection.integration).offered
        return (*TABS, *((("hours", "/hours"),) if hours else ()), ("settings", "/settings"))

    def back(self, path: str, said: str | None = None) -> Page:
        """After a form: show the page anew, and say what came of it."""
        place = f"{self.base}{path}"
        if said is not None:
            place += f"{'&' if '?' in place else '?'}said={said}"
        return Page(to=place)


TABS = (("overview", ""), ("records", "/records"), ("logs", "/logs"))
#: What a page may be told to say: `page.said.<name>`.
SAYINGS = frozenset({
    "retried", "retried_all", "ignored", "unignored", "decided", "solved_already", "choice_not_possible",
    "partner_taken", "partner_required", "paused", "resumed", "not_possible_now", "compared",
    "hours_off", "period_backwards", "period_too_long", "not_a_day",
    "unchanged", "changed", "changed_meanwhile", "nobody_named", "not_said_approved",
})  # fmt: skip
