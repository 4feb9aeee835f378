"""Asking support: staff get a mail that says everything, and whoever asks a reference short enough to read out."""

import hashlib
from collections.abc import Mapping

from samspill.composition import App
from samspill.exceptions import RetryLater
from samspill.messages import problem_texts, reason_texts, record_facts, text
from samspill.model.connection import Connection
from samspill.model.history import Entry
from samspill.model.problems import Problem
from samspill.observability import logger
from samspill.tasks.limits import SUPPORT_OF_CONNECTION, check

#: Staff's language.
_NB = "nb"
#: Neither 0 and O nor 1, I and L: people read these out on the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG = 8
#: What history calls it.
ASKED = "asked_support"
#: Characters of a message.
LONGEST = 2000


def ask_about_problem(app: App, connection: Connection, problem: Problem, message: str, by: str, url: str) -> str:
    """Ask about a record's problem, which `url` leads to; its reference, the same each time. Raises TooMany,
    RetryLater when the mail cannot be sent."""
    facts = record_facts(
        _app(connection), problem.key.kind, problem.number, " ".join(problem.name.split()), _NB
    )  # fmt: skip
    texts = problem_texts(problem, _NB, _app(connection))
    about = text(
        "mail.support.record", _NB, **facts, title=texts.title, explanation=texts.explanation, code=problem.code,
        technical=problem.technical or "–", problem=problem.id,
    )  # fmt: skip
    reference = _ask(app, connection, problem.id, about, message, by, url)
    line = Entry(
        connection=connection.id, key=problem.key, at=app.clock(), what=ASKED, code=problem.code, by=by
    )  # fmt: skip
    app.stores(connection.id).journal.write([line])
    return reference


def ask_about_connection(app: App, connection: Connection, message: str, by: str, url: str) -> str:
    """Ask about the connection as a whole; the reference is the same as long as its status is. Raises as
    `ask_about_problem`."""
    attention = "–"
    if connection.attention is not None:
        known = {"company": connection.tripletex_company.name, "app": _app(connection)}
        attention = reason_texts(connection.attention, _NB, {**known, **connection.attention_facts}).title
    about = text(
        "mail.support.connection", _NB, status=connection.status.value, title=attention, app=_app(connection)
    )  # fmt: skip
    return _ask(app, connection, _name(connection), about, message, by, url)


def reference_of(app: App, connection: Connection, problem: Problem | None = None) -> str | None:
    """The reference of what was asked about the problem, or about the connection; None when nobody has asked."""
    return app.support.reference(connection.id, problem.id if problem is not None else _name(connection))


def _ask(app: App, connection: Connection, name: str, about: str, message: str, by: str, url: str) -> str:
    check(app, SUPPORT_OF_CONNECTION, connection.id)
    reference = app.support.refer(connection.id, name, _new_reference(app), app.clock())
    told = (
        text("mail.support.message", _NB, message=message[:LONGEST]) if message else text("mail.support.silent", _NB)
    )
    _send(app, {
        "company": connection.tripletex_company.name, "app": _app(connection), "connection": connection.id,
        "reference": reference, "by": " ".join(by.split()), "about": about, "message": told, "url": url,
    })  # fmt: skip
    logger.info("support asked", connection=connection.id, reference=reference)
    return reference


def _send(app: App, facts: Mapping[str, str]) -> None:
    try:
        app.mailer.send(
            app.env.staff_mail, text("mail.support.subject", _NB, **facts), text("mail.support.text", _NB, **facts)
        )
    except Exception as error:
        # Unlike other mails this one is all there is: whoever asks must hear that nobody was told.
        logger.exception("mail to support failed", connection=facts["connection"])
        raise RetryLater("mail_not_sent") from error


def _new_reference(app: App) -> str:
    number = int.from_bytes(hashlib.sha256(app.new_id().encode()).digest())
    letters = ""
    for _ in range(_LONG):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{letters[: _LONG // 2]}-{letters[_LONG // 2 :]}"


def _name(connection: Connection) -> str:
    return f"connection#{connection.generation}"


def _app(connection: Connection) -> str:
    return connection.integration.capitalize()
