"""What moved between approval and first sync, once a person has looked at it: released, or left out."""

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.plan import PlanRow
from samspill.model.problems import Choice
from samspill.sync.first_sync.remainder import APPROVAL, source_key
from samspill.tasks.connections import wake_groups


def release_remainder(app: App, connection: Connection) -> int:
    """Let the records of an approved remainder be synced; how many. Doing it again does no harm."""
    woken = app.stores(connection.id).inbox.wake(APPROVAL, app.clock())
    wake_groups(app, connection, connection.kinds_on(app.integration(connection.integration).kinds))
    return len(woken)


def leave_out_remainder(app: App, connection: Connection, by: str) -> int:
    """A rejected remainder stays out, each record by a decision that can be taken back; how many."""
    stores, now = app.stores(connection.id), app.clock()
    keys = [source_key(row) for row in app.plans.rows(f"{connection.id}/plan/rows.jsonl.gz", PlanRow)]
    for key in keys:
        stores.decisions.put(
            Decision(connection=connection.id, key=key, choice=Choice.LEAVE_OUT, by=by, at=now)
        )  # fmt: skip
    stores.inbox.put_many(keys, due_at=now, priority=Priority.PERSON)
    release_remainder(app, connection)
    return len(keys)
