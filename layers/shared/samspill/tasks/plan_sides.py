"""A row of a plan as both systems show it this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.composition import App
from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow
from samspill.model.records import Record
from samspill.model.status import Status
from samspill.sync.ports import System


@dataclass(frozen=True)
class SeenSide:
    """Records of one side as it shows them, None for one that does not exist. `unavailable` is the reason why it
    could not be asked."""

    records: Mapping[str, Record | None]
    unavailable: str | None = None


def sides_of(
    app: App, connection: Connection, row: PlanRow, partners: Sequence[str]
) -> Mapping[Side, SeenSide]:  # fmt: skip
    """The row's record on its own side, and those of `partners` on the other one: one request a side."""
    own = row.tripletex if row.source is Side.TRIPLETEX else row.app
    ids = {row.source: [own.id] if own else [], row.source.other: list(dict.fromkeys(partners))}
    if connection.status is Status.OFF:
        return {side: SeenSide({}, "connection_off") for side in Side}
    try:
        systems = app.systems(connection, Priority.PERSON)
    except NotFound:  # its keys were removed
        return {side: SeenSide({}, "connection_off") for side in Side}
    return {side: _seen(systems[side], row.kind, ids[side]) for side in Side}


def _seen(system: System, kind: Kind, ids: Sequence[str]) -> SeenSide:
    if not ids:
        return SeenSide({})
    try:
        return SeenSide(system.get(kind, ids))
    except (RetryLater, ConfigurationWrong) as error:
        return SeenSide({}, error.code)
