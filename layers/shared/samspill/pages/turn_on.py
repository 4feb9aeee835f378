"""The card of an account that is not connected yet: what the integration does, where the key is found, the paste."""

from dataclasses import dataclass

from samspill.exceptions import SamspillError
from samspill.model.flow import Flow
from samspill.model.kinds import Kind
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.pages.answers import Page
from samspill.pages.key_findings import APPLICATIONS, TRIPLETEX, Findings, findings_of, pasted
from samspill.pages.routing import Audience, Route
from samspill.pages.visiting import TurnOnVisit
from samspill.tasks import turn_on

#: What an integration never does, beside what none does; each is a text.
NEVER = {
    "svenn": ("deletes", "unapproved_hours", "logins", "sub_projects"),
    "rackbeat": ("deletes", "open_documents"),
}
NEVER_AT_ALL = ("before_approval", "silently")


@dataclass(frozen=True)
class Carried:
    """A kind, which way it travels, and whether it does so from the beginning."""

    kind: Kind
    flow: Flow | None
    on: bool


def introduce(visit: TurnOnVisit) -> Page:
    """What the integration does, and the one next step."""
    if visit.visitor.connection is not None:
        return Page(to=f"/pages/{visit.visitor.connection}")
    integration = visit.app.integration(visit.turn_on.integration)
    never = (*NEVER_AT_ALL, *NEVER.get(integration.name, ()))
    return visit.page("", "turn_on.html", account=visit.turn_on.account, carried=carried_by(integration), never=never)


def ask(visit: TurnOnVisit) -> Page:
    """Where the key is found, and the place to paste it."""
    if visit.visitor.connection is not None:
        return Page(to=f"/pages/{visit.visitor.connection}")
    return _asked(visit)


def paste(visit: TurnOnVisit) -> Page:
    """Check the key: what is wrong is said at once, else there is a connection and its pages follow."""
    key = pasted(visit.asked, TRIPLETEX)
    if key is None:
        return _asked(visit, Findings(missing=frozenset({TRIPLETEX})))
    try:
        connection = turn_on.turn_on(visit.app, visit.turn_on.id, key)
    except SamspillError as error:
        return _asked(visit, findings_of(visit.look.words, error, visit.turn_on.account.name))
    return Page(to=f"/pages/{connection.id}?said=turn_on.begun")


def carried_by(integration: Integration) -> list[Carried]:
    """What crosses, records first; documents and hours go to Tripletex."""
    settings = Settings()
    flows = {rule.kind: rule.flow for rule in integration.rules}
    return [
        Carried(kind, flows.get(kind, Flow.TO_TRIPLETEX), settings.is_on(kind)) for kind in integration.offered
    ]  # fmt: skip


def _asked(visit: TurnOnVisit, findings: Findings | None = None) -> Page:
    return visit.page(
        "", "turn_on_key.html", 422 if findings else 200, account=visit.turn_on.account, findings=findings,
        application=APPLICATIONS.get(visit.turn_on.integration),
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("GET", "/pages/turn-on", introduce, Audience.TURN_ON),
    Route("GET", "/pages/turn-on/key", ask, Audience.TURN_ON),
    Route("POST", "/pages/turn-on/key", paste, Audience.TURN_ON),
)
