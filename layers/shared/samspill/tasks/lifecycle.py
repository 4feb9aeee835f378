"""Replacing keys, starting a first sync again, turning a connection off."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from samspill.composition import App
from samspill.exceptions import NotFound, WrongStatus
from samspill.model.connection import Connection, Keys
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.tasks.breakers import forget_all
from samspill.tasks.connections import reconcile, start_first_sync
from samspill.tasks.key_check import Checked, check_again
from samspill.tasks.subscriptions import subscribe, unsubscribed


@dataclass(frozen=True)
class TurnedOff:
    """What is left. `webhooks_removed` is False when a system could not be reached: its deliveries are then
    answered 410 until it stops."""

    connection: str
    webhooks_removed: bool
    data_deleted: bool


def replace_keys(app: App, connection: Connection, keys: Keys) -> Connection:
    """Take new keys of the same companies. A live connection gets its subscriptions anew and goes on; any other
    begins its first sync again.

    Raises KeysRefused (also for a key of another company), WrongStatus, RetryLater, ConfigurationWrong
    (company_already_connected, account_already_connected) when it was rejected and others came first.
    """
    event = Event.KEYS_REPLACED if connection.live else Event.RESTART
    connection.moved(event, app.clock())  # refused before anybody is asked
    _not_under_way(connection, app)
    checked = check_again(app, connection, keys)
    _claim_again(app, connection)
    app.connections.replace_keys(connection.id, keys)
    changed = app.connections.update(connection.id, lambda now: _with(checked, now).moved(event, app.clock()))
    logger.info("keys replaced", connection=connection.id)
    if not changed.live:
        _tell_onboarding(app, changed, keys)
        return start_first_sync(app, changed)
    changed = subscribe(app, changed)
    if changed.status is Status.ACTIVE:
        reconcile(app, changed)
    return changed


def restart(app: App, connection: Connection) -> Connection:
    """Begin the first sync again after it was rejected, failed, was never started or its execution is
    gone; nothing is done twice.
    Raises WrongStatus, ConfigurationWrong(company_already_connected, account_already_connected)."""
    _restarted(connection, app)  # refused before anything is claimed
    _claim_again(app, connection)
    changed = app.connections.update(connection.id, lambda now: _restarted(now, app))
    return start_first_sync(app, changed)


def turn_off(app: App, connection: Connection, *, delete_data: bool) -> TurnedOff:
    """Stop at the next write, remove webhooks and keys, and the data when asked. Doing it again is fine."""
    if connection.status is not Status.OFF:
        connection = app.connections.update(connection.id, _off(app))
    if connection.execution:
        app.machine.stop(connection.execution, "the connection was turned off")
    removed = unsubscribed(app, connection)
    app.connections.remove_keys(connection.id)
    app.connections.release_claims(connection.id)
    forget_all(app, connection)
    app.vitals.forget(connection.id)
    if delete_data:
        app.plans.delete_everything(connection.id)
        app.connections.delete_everything(connection.id)
    logger.info("connection off", connection=connection.id, data_deleted=delete_data)
    return TurnedOff(connection.id, removed, delete_data)


def _claim_again(app: App, connection: Connection) -> None:
    """A rejected connection gave company and account back; meanwhile somebody else may have connected them."""
    if connection.status is Status.REJECTED:
        app.connections.take_claims(connection.id)


def _tell_onboarding(app: App, connection: Connection, keys: Keys) -> None:
    """What is made of an onboarding has the onboarding's keys until it is live: other answers make it anew of them,
    and its tokens stay."""
    if connection.onboarding is None:
        return
    told = {
        "tripletex_company": connection.tripletex_company, "app_company": connection.app_company,
        "keys_checked_at": app.clock(), "keys_revision": connection.keys_revision,
    }  # fmt: skip
    with suppress(NotFound):  # its time is over
        app.onboardings.update(connection.onboarding, lambda now: now.model_copy(update=told), keys)


def _with(checked: Checked, connection: Connection) -> Connection:
    return connection.model_copy(
        update={
            "tripletex_company": checked.tripletex,
            "app_company": checked.app,
            "capabilities": checked.capabilities,
            "keys_revision": connection.keys_revision + 1,
            "attention": None,
            "attention_facts": {},
        }
    )


def _restarted(connection: Connection, app: App) -> Connection:
    if connection.live:  # it has nothing left to start: new keys or a resume let it go on
        raise WrongStatus(connection.status.value, Event.RESTART.value)
    _not_under_way(connection, app)
    fresh: dict[str, object] = {"attention": None, "attention_facts": {}, "review_pending": None}
    return connection.moved(Event.RESTART, app.clock()).model_copy(update=fresh)


def _not_under_way(connection: Connection, app: App) -> None:
    """A first sync that writes is left alone; one whose execution is gone would never end by itself."""
    if connection.status is Status.SYNCING and app.machine.is_running(connection.execution or ""):
        raise WrongStatus(connection.status.value, Event.RESTART.value)


def _off(app: App) -> Callable[[Connection], Connection]:
    return lambda now: now if now.status is Status.OFF else now.moved(Event.TURN_OFF, app.clock())
