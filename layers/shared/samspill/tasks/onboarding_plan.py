"""From an onboarding to its connection and plan, and back: other answers give up a plan that nobody has approved.

The connection's id is stored before the connection is made, and that a connection is given up before it is cleared
away: whoever comes back after a crash finds out what is left to do.
"""

from collections.abc import Callable
from contextlib import suppress

from samspill.composition import App
from samspill.exceptions import NotFound, RevisionConflict, WrongStatus
from samspill.model.connection import Connection, Keys
from samspill.model.onboarding import Onboarding
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.tasks.connections import start_first_sync
from samspill.tasks.lifecycle import TurnedOff, restart, turn_off
from samspill.tasks.refusals import Refused
from samspill.tasks.sessions import SESSION, made_of


def check_changeable(app: App, onboarding: Onboarding) -> None:
    """Raises WrongStatus when its plan was approved: what was said cannot be taken back any more."""
    connection = made_of(app, onboarding)
    if connection is not None:
        _check_not_approved(connection)


def change(
    app: App, onboarding: Onboarding, said: Callable[[Onboarding], Onboarding], keys: Keys | None = None
) -> Onboarding:  # fmt: skip
    """Save what was said, with new keys if there are some. A connection that was made of other answers is given up.
    Raises WrongStatus when its plan was approved, NotFound, RevisionConflict."""
    new_keys = keys if keys is not None and keys != _keys(app, onboarding) else None
    if new_keys is None and said(onboarding).model_copy(update=_CHECKED) == onboarding.model_copy(update=_CHECKED):
        return onboarding
    _give_up(app, onboarding)

    def changed(now: Onboarding) -> Onboarding:
        if now.connection is not None:  # a plan was asked for at the same time
            raise RevisionConflict(f"onboarding {now.id}")
        return said(now).model_copy(update={"updated_at": app.clock()})

    return _cleared(app, app.onboardings.update(onboarding.id, changed, new_keys))


def make_plan(app: App, onboarding: Onboarding) -> tuple[Onboarding, Connection]:
    """Make the connection and have its plan made; what is there already goes on, and what got stuck begins again.

    Raises Refused(onboarding_incomplete) naming what was not said, Refused(address_not_confirmed) while nobody came
    by a mailed link, ConfigurationWrong(company_already_connected, account_already_connected) when somebody else was
    faster.
    """
    onboarding = _cleared(app, onboarding)
    connection = made_of(app, onboarding)
    if connection is not None and not (connection.status is Status.OFF and not connection.live):
        return _noted(app, onboarding, connection), _gone_on(app, connection)
    if onboarding.unsaid:
        raise Refused("onboarding_incomplete", facts={"steps": ", ".join(onboarding.unsaid)})
    if not onboarding.confirmed:
        raise Refused("address_not_confirmed")
    if connection is not None:  # given up, and the process ended
        _give_up(app, onboarding)
        onboarding = _cleared(app, app.onboardings.get(onboarding.id))
    reserved = app.onboardings.update(
        onboarding.id,
        lambda now: now if now.connection else now.model_copy(update={"connection": app.new_id()}),
    )
    connection = _made(app, reserved)
    noted = _noted(app, onboarding, connection)
    if noted.connection != connection.id:  # other answers came at the same time
        turn_off(app, connection, delete_data=True)
        raise RevisionConflict(f"onboarding {onboarding.id}")
    return noted, _gone_on(app, connection)


def finish(app: App, connection: Connection) -> None:
    """The connection is live: it has the keys, and its onboarding is over in a while. Doing it again is fine."""
    if connection.onboarding is None:
        return
    app.onboardings.remove_keys(connection.onboarding)
    until = app.clock() + SESSION
    with suppress(NotFound):  # nobody went on with it for too long
        app.onboardings.update(
            connection.onboarding, lambda now: now.model_copy(update={"until": min(now.until, until)})
        )


def leave(app: App, connection: Connection, *, delete_data: bool) -> TurnedOff:
    """Turn a connection off for good, and with its data delete the keys that its onboarding still has."""
    off = turn_off(app, connection, delete_data=delete_data)
    if delete_data and connection.onboarding is not None:
        app.onboardings.remove_keys(connection.onboarding)
    return off


#: Not what anybody says.
_CHECKED = {"keys_checked_at": None, "revision": 0, "until": None, "updated_at": None}


def _check_not_approved(connection: Connection) -> None:
    """Raises WrongStatus once its plan was approved, whatever became of it."""
    if connection.live or connection.approved_at is not None:
        raise WrongStatus(connection.status.value, Event.TURN_OFF.value)


def _give_up(app: App, onboarding: Onboarding) -> None:
    connection = made_of(app, onboarding)
    if onboarding.connection is None:
        return
    if connection is not None:

        def off(now: Connection) -> Connection:
            # Asked of the connection as it is now: an approval that was faster wins.
            _check_not_approved(now)
            return now if now.status is Status.OFF else now.moved(Event.TURN_OFF, app.clock())

        connection = app.connections.update(connection.id, off)
    left: dict[str, object] = {
        "connection": None,
        "made": False,
        "leaving": onboarding.connection,
        "keys_revision": 0,
    }
    if connection is not None:
        # They may have been changed there; and keys that were replaced there are the onboarding's.
        left["settings"] = connection.settings
    app.onboardings.update(
        onboarding.id, lambda now: now.model_copy(update=left) if now.connection == onboarding.connection else now
    )


def _cleared(app: App, onboarding: Onboarding) -> Onboarding:
    """The onboarding, nothing left of what it gave up."""
    if onboarding.leaving is None:
        return onboarding
    left = onboarding.leaving
    with suppress(NotFound):  # it never came to be, or is cleared away already
        turn_off(app, app.connections.get(left), delete_data=True)
    logger.info("plan given up", onboarding=onboarding.id, connection=left)
    return app.onboardings.update(
        onboarding.id, lambda now: now.model_copy(update={"leaving": None}) if now.leaving == left else now
    )


def _made(app: App, onboarding: Onboarding) -> Connection:
    assert onboarding.connection is not None
    assert onboarding.tripletex_company is not None
    assert onboarding.app_company is not None
    now = app.clock()
    connection = Connection(
        id=onboarding.connection,
        integration=onboarding.integration,
        # Both companies were shown by name; the number is Tripletex' own.
        organization_number=onboarding.tripletex_company.organization_number or "",
        tripletex_company=onboarding.tripletex_company,
        app_company=onboarding.app_company,
        language=onboarding.language,
        contact_email=onboarding.email,
        settings=onboarding.settings,
        onboarding=onboarding.id,
        created_at=now,
        updated_at=now,
    )
    try:
        made = app.connections.create(connection, app.onboardings.keys(onboarding.id))
    except RevisionConflict:  # the same request at the same time
        return app.connections.get(connection.id)
    logger.info("connection created", connection=made.id, integration=made.integration, onboarding=onboarding.id)
    return made


def _noted(app: App, onboarding: Onboarding, made: Connection) -> Onboarding:
    """The onboarding, noted that the connection is made: once that is deleted, its tokens are good for nothing."""
    return app.onboardings.update(
        onboarding.id, lambda now: now.model_copy(update={"made": True}) if now.connection == made.id else now
    )


def _gone_on(app: App, connection: Connection) -> Connection:
    """A first sync that never began, timed out, was rejected or failed begins (again); any other is left alone."""
    if connection.live:
        return connection
    if connection.status is Status.DRAFT:
        if connection.execution is None:
            return start_first_sync(app, connection)
        return connection if app.machine.is_running(connection.execution) else restart(app, connection)
    if connection.status in (Status.REJECTED, Status.NEEDS_ATTENTION):
        return restart(app, connection)
    return connection


def _keys(app: App, onboarding: Onboarding) -> Keys | None:
    try:
        return app.onboardings.keys(onboarding.id)
    except NotFound:
        return None
