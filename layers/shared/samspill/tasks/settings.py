"""What its owner may choose for a connection, and what another choice brings about."""

from samspill.composition import App
from samspill.exceptions import RevisionConflict
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.sync.sweep import sweep_key
from samspill.sync.turning import let_in_key, opens, turned_key
from samspill.tasks.breakers import forget
from samspill.tasks.connections import UNDER_WAY, begin_again, reconcile, wake_groups
from samspill.tasks.consequences import Foreseen, foresee, needs_another_plan
from samspill.tasks.key_check import capabilities_of
from samspill.tasks.mappings import Proposals, proposals
from samspill.tasks.problems import retry_all, solve_kind
from samspill.tasks.refusals import Refused
from samspill.tasks.settings_check import check_offered, check_with_peers
from samspill.tasks.subscriptions import follow_settings


class NeedsConfirmation(Refused):
    """The change would overwrite or orphan something, and nobody has confirmed exactly that."""

    def __init__(self, connection: Connection, foreseen: Foreseen) -> None:
        super().__init__("settings_need_confirmation", facts={"app": connection.integration.capitalize()})
        self.foreseen = foreseen


def preview(app: App, connection: Connection, settings: Settings, at: str = "") -> Foreseen:
    """What the change would do. Raises SettingsRefused, with `at` before the fields' paths, ConfigurationWrong,
    RetryLater."""
    check_offered(app.integration(connection.integration), settings, at)
    if connection.status is not Status.OFF:
        check_with_peers(settings, connection.settings, app.systems(connection, Priority.PERSON), at)
    return foresee(app, connection, settings)


def proposed(app: App, connection: Connection) -> Proposals:
    """What could be chosen, as both systems tell it now. Raises ConfigurationWrong, RetryLater; NotFound for a
    connection whose keys were removed."""
    return proposals(app.integration(connection.integration), app.systems(connection, Priority.PERSON))


def change_settings(app: App, connection: Connection, settings: Settings, confirm: str | None = None) -> Connection:
    """Replace the settings. What they name in Tripletex (manager, department) is looked up again, and both sides
    are compared afterwards; with other kinds or directions, a first sync under way begins again with a new plan.
    Problems of a kind that is switched off are over; documents and hours that are held are tried again.

    Raises SettingsRefused, ConfigurationWrong, RetryLater; NeedsConfirmation when something would be lost that
    `confirm` does not confirm; RevisionConflict when somebody else changed the settings meanwhile.
    """
    foreseen = preview(app, connection, settings)
    if foreseen.confirm is not None and foreseen.confirm != confirm:
        raise NeedsConfirmation(connection, foreseen)
    capabilities = connection.capabilities
    if connection.status is not Status.OFF:
        capabilities = capabilities_of(app, connection, settings)

    def replaced(now: Connection) -> Connection:
        if now.settings != connection.settings:
            raise RevisionConflict(f"settings of {connection.id}")
        return now.model_copy(
            update={
                "settings": settings,
                "capabilities": capabilities,
                "failing": {},  # it may have been of a kind that is off now
                # What was approved under other settings is not approved.
                "decision_revision": now.decision_revision + (now.review_pending is not None),
                "updated_at": app.clock(),
            }
        )

    changed = app.connections.update(connection.id, replaced)
    integration = app.integration(connection.integration)
    for kind in integration.offered:
        if connection.settings.is_on(kind) and not settings.is_on(kind):
            solve_kind(app, changed, kind)
            forget(app, changed, kind)
    if changed.status in UNDER_WAY and needs_another_plan(integration, connection.settings, settings):
        return begin_again(app, changed)
    if changed.status is Status.OFF:
        return changed
    _carry_out(app, connection, changed)
    return follow_settings(app, changed)


def _carry_out(app: App, before: Connection, after: Connection) -> None:
    """What is different from now on. A connection that is not active keeps it in its inbox."""
    inbox, now = app.stores(after.id).inbox, app.clock()
    turned = _turned(app, before, after)
    let_in = _let_in(app, before, after)
    anew = [*map(turned_key, turned), *map(let_in_key, let_in)]
    inbox.put_many(anew, due_at=now, priority=Priority.PERSON)
    documents = app.integration(after.integration).documents
    if before.settings.documents != after.settings.documents:
        for rule in documents:
            retry_all(app, after, None, rule.kind)
    earlier = before.settings.documents.since != after.settings.documents.since
    begun = [
        rule.register or rule.kind
        for rule in documents
        if after.settings.is_on(rule.kind) and (earlier or not before.settings.is_on(rule.kind))
    ]
    for register in begun:  # what was written while it was off has been looked past
        app.stores(after.id).cursors.put(register, Side.TRIPLETEX, "")
    if before.settings.hours != after.settings.hours:  # the comparison below finds those that go by themselves now
        retry_all(app, after, None, Kind.HOURS)
    inbox.put_many([sweep_key(kind) for kind in begun], due_at=now, priority=Priority.RECONCILE)
    if after.status is Status.ACTIVE:
        wake_groups(app, after, [*begun, *turned, *let_in])
        reconcile(app, after)


def _turned(app: App, before: Connection, after: Connection) -> list[Kind]:
    """Kinds that travel some way now which they did not before, on or off: nobody knows later how it was."""
    rules = [{rule.kind: rule for rule in app.integration_of(each).rules} for each in (before, after)]
    return [kind for kind, rule in rules[1].items() if kind in rules[0] and opens(rules[0][kind], rule)]


def _let_in(app: App, before: Connection, after: Connection) -> list[Kind]:
    """Kinds of which a part is not kept apart any more."""
    parts = {rule.kind: rule.part for rule in app.integration_of(after).rules if rule.part is not None}
    return [
        kind for kind, part in parts.items() if part.wanted(after.settings) and not part.wanted(before.settings)
    ]  # fmt: skip
