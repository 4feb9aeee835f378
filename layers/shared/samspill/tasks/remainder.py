"""What moved between approval and first sync, once a person has looked at it: released, or left out."""

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.plan import PlanRow
from samspill.model.problems import Choice
from samspill.sync.first_sync.owed import owe
from samspill.sync.first_sync.remainder import APPROVAL, source_key
from samspill.tasks.connections import wake_groups


def release_remainder(app: App, connection: Connection) -> int:
    """Let the records of an approved remainder be synced; how many. Doing it again does no harm. What start-up alone
    creates is owed from now on."""
    stores, integration, now = app.stores(connection.id), app.integration_of(connection), app.clock()
    if any(rule.once_on for rule in integration.rules):
        owe(connection, integration, stores.decisions, _rows(app, connection), now)
    woken = stores.inbox.wake(APPROVAL, now)
    wake_groups(app, connection, connection.kinds_on(integration.worked))
    return len(woken)


def leave_out_remainder(app: App, connection: Connection, by: str) -> int:
    """A rejected remainder stays out, each record by a decision that can be taken back; how many."""
    stores, now = app.stores(connection.id), app.clock()
    keys = [source_key(row) for row in _rows(app, connection)]
    for key in keys:
        stores.decisions.put(
            Decision(connection=connection.id, key=key, choice=Choice.LEAVE_OUT, by=by, at=now)
        )  # fmt: skip
    stores.inbox.put_many(keys, due_at=now, priority=Priority.PERSON)
    release_remainder(app, connection)
    return len(keys)


def _rows(app: App, connection: Connection) -> list[PlanRow]:
    return list(app.plans.rows(f"{connection.id}/plan/rows.jsonl.gz", PlanRow))
