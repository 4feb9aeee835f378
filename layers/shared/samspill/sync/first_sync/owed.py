"""What an approved plan still owes when the first sync is over.

Some records are created by start-up alone; what could not be finished then (held, waiting, an answer lost) must not
be forgotten when the directions begin to hold. The approval stands for it as a decision, used up by the create.
"""

from collections.abc import Sequence
from datetime import datetime

from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.problems import Choice
from samspill.model.rules import Integration
from samspill.sync.first_sync.remainder import source_key
from samspill.sync.ports import Decisions

#: Who approved it when that was not noted.
_SOMEBODY = "staff"
_OWED = (RowOutcome.CREATE_IN_APP, RowOutcome.HELD)


def owe(
    connection: Connection, integration: Integration, store: Decisions, rows: Sequence[PlanRow], at: datetime
) -> None:
    """Note for those rows of an approved plan, none of them carried out yet, that they are to be created by start-up
    whenever they can be. What a person has decided since stands, and what has look-alikes is theirs to decide."""
    owed = [
        source_key(row)
        for row in rows
        if row.source is Side.TRIPLETEX
        and row.outcome in _OWED
        and not row.suggestions
        and row.kind in integration.worked
        and Side.APP in integration.rule(row.kind).once_on
    ]
    known = store.get(owed) if owed else {}
    for key in owed:
        if key not in known:
            by = connection.approved_by or _SOMEBODY
            store.put(Decision(connection=connection.id, key=key, choice=Choice.CREATE, by=by, at=at, planned=True))
