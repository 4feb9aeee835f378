"""Turning a connection on, looking at it, pausing it, having it compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samspill.composition import App
from samspill.exceptions import SamspillError, WrongStatus
from samspill.model.changes import Priority
from samspill.model.connection import Company, Connection, Keys
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.settings import Settings
from samspill.model.status import Event, Status
from samspill.observability import logger
from samspill.sync.sweep import sweep_key
from samspill.tasks.key_check import Expected, check_again, check_keys
from samspill.tasks.refusals import Invalid
from samspill.tasks.settings_check import check_offered, check_with_peers

#: A plan is reviewed or carried out: what it was made of must not change under it.
UNDER_WAY = (Status.IN_REVIEW, Status.SYNCING)


@dataclass(frozen=True)
class Order:
    """What the product sends to turn a connection on."""

    integration: str
    organization_number: str
    keys: Keys = field(repr=False)
    language: str = "nb"
    contact_email: str | None = None
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Counts:
    """How a connection stands, in numbers: live links per kind, changes waiting, open problems per code, wake-ups
    that were given up (as the tick counted them last)."""

    links: dict[Kind, int]
    waiting: int
    problems: dict[str, int]
    dead_letters: int


def turn_on(app: App, order: Order) -> Connection:
    """Check the keys, store the connection and start its first sync.

    Raises SettingsRefused, KeysRefused, RetryLater, ConfigurationWrong(company_already_connected,
    account_already_connected). After any of them nothing is stored but the attempt.
    """
    check_offered(app.integration(order.integration), order.settings, "settings.")
    try:
        connection = _create(app, order)
    except SamspillError as error:
        app.connections.record_attempt(order.integration, order.organization_number, error.code, app.clock())
        raise
    logger.info("connection created", connection=connection.id, integration=connection.integration)
    try:
        return start_first_sync(app, connection)
    except Exception:
        # Nobody would start it later, and a second attempt must find the company free.
        app.connections.delete_everything(connection.id)
        raise


def _create(app: App, order: Order) -> Connection:
    expected = meant(app, order.integration, order.organization_number)
    checked = check_keys(app, order.integration, order.keys, order.settings, expected)
    systems = app.open_systems(order.integration, order.keys, Priority.PERSON)
    check_with_peers(order.settings, Settings(), systems, "settings.")
    now = app.clock()
    connection = Connection(
        id=app.new_id(),
        integration=order.integration,
        organization_number=order.organization_number,
        tripletex_company=checked.tripletex,
        app_company=checked.app,
        language=order.language,
        contact_email=order.contact_email,
        settings=order.settings,
        capabilities=checked.capabilities,
        keys_checked_at=now,
        created_at=now,
        updated_at=now,
    )
    return app.connections.create(connection, order.keys)


def meant(app: App, integration: str, organization_number: str) -> Expected:
    """Tells the company with that number from others."""
    untold = app.integration(integration).self_service  # such apps do not tell any: people compare the names

    def expected(side: Side, company: Company) -> bool:
        if side is Side.APP and untold and company.organization_number is None:
            return True
        return company.organization_number == organization_number

    return expected


def start_first_sync(app: App, connection: Connection) -> Connection:
    """Start an execution of the connect machine for a connection in draft. Its name holds the generation: started
    twice for the same, it is one execution. One of an earlier generation ends."""
    execution = f"{connection.id}-{connection.generation}"
    if connection.execution not in (None, execution):
        app.machine.stop(connection.execution, "another first sync begins")
    noted = app.connections.update(connection.id, lambda now: now.model_copy(update={"execution": execution}))
    app.machine.start(connection.id, execution)
    return noted


def begin_again(app: App, connection: Connection) -> Connection:
    """Leave a first sync that is under way, stop its execution and start another: a new snapshot, a new plan."""

    def draft(now: Connection) -> Connection:
        if now.status not in UNDER_WAY:  # it ended meanwhile, one way or another
            return now
        at = app.clock()
        return now.moved(Event.FAILED, at).moved(Event.RESTART, at).model_copy(update={"review_pending": None})

    drafted = app.connections.update(connection.id, draft)
    return start_first_sync(app, drafted) if drafted.status is Status.DRAFT else drafted


def listed(
    app: App, integration: str | None, status: Status | None, limit: int, cursor: str | None
) -> tuple[list[Connection], str | None]:  # fmt: skip
    """A page of connections: those of an integration, or all. Raises Invalid(invalid_cursor)."""
    try:
        return app.connections.list(integration=integration, status=status, limit=limit, cursor=cursor)
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None


def counts(app: App, connection: Connection) -> Counts:
    """How the connection stands."""
    stores = app.stores(connection.id)
    dead = app.dead_letter_counts.of(connection.id, app.clock())
    return Counts(stores.links.count(), stores.inbox.count(), stores.journal.count_open(), dead)


def pause(app: App, connection: Connection) -> Connection:
    """Stop writing; what happens meanwhile is stored. Raises WrongStatus."""
    return app.connections.update(connection.id, lambda now: now.moved(Event.PAUSE, app.clock()))


def resume(app: App, connection: Connection) -> Connection:
    """Go on, beginning with what was stored. A live connection that needs attention goes on when its keys and
    rights are in order again, and both sides are compared. Raises WrongStatus, KeysRefused, RetryLater."""
    if connection.status is Status.NEEDS_ATTENTION:
        return _mended(app, connection)
    resumed = app.connections.update(connection.id, lambda now: now.moved(Event.RESUME, app.clock()))
    wake_groups(app, resumed, resumed.kinds_on(app.integration_of(resumed).worked))
    return resumed


def _mended(app: App, connection: Connection) -> Connection:
    if not connection.live:  # its first sync failed: that is restarted
        raise WrongStatus(connection.status.value, Event.RESUME.value)
    checked = check_again(app, connection, app.connections.keys(connection.id))
    found = {
        "capabilities": checked.capabilities,
        "keys_checked_at": app.clock(),
        "attention": None,
        "attention_facts": {},
    }
    mended = app.connections.update(
        connection.id, lambda now: now.moved(Event.RESUME, app.clock()).model_copy(update=found)
    )
    reconcile(app, mended)
    return mended


def reconcile(app: App, connection: Connection) -> int:
    """Have both sides compared with what was last agreed, and documents looked for that nobody told of; how many
    kinds."""
    kinds = app.integration_of(connection).watched(Side.APP, connection.settings)
    sweeps = [sweep_key(kind) for kind in kinds]
    put = app.stores(connection.id).inbox.put_many(sweeps, due_at=app.clock(), priority=Priority.RECONCILE)
    if connection.status is Status.ACTIVE:
        wake_groups(app, connection, kinds)
    return put


def wake_groups(app: App, connection: Connection, kinds: Sequence[Kind]) -> None:
    """One wake-up for each group that one of `kinds` is worked in."""
    for group in dict.fromkeys(GROUPS[kind] for kind in kinds):
        app.wakeups.wake(connection.id, group)
