"""A connection that cannot go on until somebody acts: its status says so, and the people concerned get a mail."""

from collections.abc import Mapping

from aws_lambda_powertools.metrics import single_metric

from samspill.composition import App
from samspill.messages import text
from samspill.model.connection import Connection
from samspill.model.status import TRANSITIONS, Event
from samspill.observability import NAMESPACE, MetricUnit, logger


def need_attention(
    app: App, connection: Connection, event: Event, code: str, facts: Mapping[str, str]
) -> Connection | None:
    """Move the connection by `event` and say why. None when it is in a status that this cannot change any more
    (turned off meanwhile, or somebody was faster)."""

    def moved(now: Connection) -> Connection:
        if (now.status, event) not in TRANSITIONS:
            return now
        said = {"attention": code, "attention_facts": dict(facts)}
        return now.moved(event, app.clock()).model_copy(update=said)

    before = app.connections.get(connection.id)
    after = app.connections.update(connection.id, moved)
    if after.generation == before.generation:
        return None
    logger.warning("connection needs attention", connection=connection.id, code=code)
    parts = ("title", "explanation", "remedy")
    texts = {part: text(f"problem.{code}.{part}", after.language, **_named(after, facts)) for part in parts}
    tell_of_trouble(app, after, "needs_attention", texts)
    return after


def tell(app: App, connection: Connection, mail: str, facts: Mapping[str, str]) -> None:
    """Send a mail from the catalogue to the company's contact, in its language. Nobody to write to is fine."""
    if connection.contact_email:
        send(app, connection.contact_email, connection, mail, facts)


def tell_of_trouble(app: App, connection: Connection, mail: str, facts: Mapping[str, str]) -> None:
    """Send a mail to each of those who are told of problems: whom the settings name, else the contact."""
    for address in connection.addressees:
        send(app, address, connection, mail, facts)


def tell_staff(app: App, connection: Connection, mail: str, facts: Mapping[str, str]) -> None:
    """Send a mail from the catalogue to the staff who review."""
    if app.env.staff_mail:
        send(app, app.env.staff_mail, connection, mail, facts)


def send(app: App, to: str, connection: Connection, mail: str, facts: Mapping[str, str]) -> None:
    """Send one mail about a connection, in its language."""
    deliver(app, to, mail, connection.language, {**_named(connection, facts), "connection": connection.id})


def deliver(app: App, to: str, mail: str, language: str, facts: Mapping[str, str]) -> None:
    """Send one mail: subject and text by their message ids. Never raises: a mail that cannot be sent changes
    nothing about what it tells of, so it is logged and counted."""
    try:
        subject = text(f"mail.{mail}.subject", language, **facts)
        app.mailer.send(to, subject, text(f"mail.{mail}.text", language, **facts))
    except Exception:  # noqa: BLE001 - whatever the mail service says, the caller's work is done and must stand
        logger.exception("mail failed", connection=facts.get("connection"), mail=mail)
        with single_metric(name="MailFailed", unit=MetricUnit.Count, value=1, namespace=NAMESPACE):
            pass


def _named(connection: Connection, facts: Mapping[str, str]) -> dict[str, str]:
    return {"company": connection.tripletex_company.name, "app": connection.integration.capitalize(), **facts}
