"""Who is told of a plan and of how it ended: staff review, or the company itself where it connects itself."""

from collections.abc import Mapping

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.tasks.attention import tell, tell_staff
from samspill.tasks.mailed_links import UNASKED, send_link
from samspill.tasks.onboarding_plan import finish


def is_own(app: App, connection: Connection) -> bool:
    """Whether the company approves its plans itself."""
    return app.integration(connection.integration).self_service


def plan_url(app: App, connection: Connection) -> str:
    """The page of its plan."""
    return f"{app.env.public_url}/pages/{connection.id}/plan"


def ask_reviewer(app: App, connection: Connection, counts: Mapping[str, str]) -> None:
    """Tell whoever reviews that a plan waits, with its counts."""
    if not is_own(app, connection):
        tell_staff(app, connection, "review", {**counts, "url": plan_url(app, connection)})
    elif connection.contact_email:
        send_link(app, connection, connection.contact_email, "own_review", counts, UNASKED)


def tell_rejected(app: App, connection: Connection) -> None:
    """Tell the company why its plan is not carried out; one that said so itself knows."""
    _tell_reason(app, connection, "rejected")


def tell_left_out(app: App, connection: Connection) -> None:
    """Tell the company why what changed along the way stays out; one that said so itself knows."""
    _tell_reason(app, connection, "remainder_rejected")


def tell_live(app: App, connection: Connection) -> None:
    """Tell the company that its connection is live; one that made it itself gets a link to the settings."""
    if connection.onboarding is None:
        tell(app, connection, "active", {})
        return
    finish(app, connection)
    if connection.contact_email:
        send_link(app, connection, connection.contact_email, "onboarded", {}, UNASKED)


def _tell_reason(app: App, connection: Connection, mail: str) -> None:
    if not is_own(app, connection):
        tell(app, connection, mail, {"reason": connection.rejected_reason or ""})
