"""Updating and deleting records, guarded by their versions.

A refused batch is read again: rows that now hold what was wanted were stored, rows that stand at their old
version were not and are sent again in halves, rows at another version are conflicts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, VersionConflict
from samspill.model.kinds import Kind
from samspill.model.normalise import folded
from samspill.model.records import Record
from samspill.sync.ports import Conflict, Done, Missing, Outcome, Patch, Refused
from samspill.systems.outcomes import Outcomes, in_turn, lost, outcome_of, uncertain
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import one, page
from samspill.systems.tripletex.bodies import Bodies
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.reading import Reader
from samspill.systems.tripletex.registers import Register, register_of
from samspill.systems.tripletex.roles import PARTIES, has_another_role, with_role_kept, without_role

BATCH = 100


@dataclass(frozen=True)
class _Change:
    index: int
    patch: Patch
    body: dict[str, Any]
    after: Request | None = None


class Updater:
    """Updates and deletes records of one connection."""

    def __init__(self, client: Client, reader: Reader, bodies: Bodies, *, expands: bool) -> None:
        self._client, self._reader, self._bodies, self._expands = client, reader, bodies, expands

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """One outcome a patch, in order. Raises ConfigurationWrong when nothing could be sent."""
        register = register_of(kind)
        unknown = [p.id for p in patches if self._bodies.needs_address(kind, p)]
        if unknown:
            self._reader.get(kind, unknown)  # the addresses are remembered on the way
        outcomes: Outcomes = {}
        rows: list[_Change] = []
        for index, patch in enumerate(patches):
            try:
                rows.append(
                    _Change(index, patch, self._bodies.changed(kind, patch), self._bodies.delivery(kind, patch))
                )
            except (DataRefused, RetryLater) as error:
                outcomes[index] = outcome_of(error)
        size = BATCH if register.updates_in_batches else 1
        parts = [rows[start : start + size] for start in range(0, len(rows), size)]
        sent = in_turn(parts, lambda part: self._send(register, part))
        outcomes = self._expanded(register, patches, {**outcomes, **sent})
        return [outcomes[index] for index in range(len(patches))]

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        """None when it is gone now. The peer's delete takes no version, so a given one is compared first. Of a row
        that is customer and supplier only the one role goes."""
        register = register_of(kind)
        if not register.deletes:  # observed: 403/9000, whatever the rights are
            return Refused(DataRefused("delete_refused", "", f"{register.path} has no delete"))
        try:
            if version is not None or kind in PARTIES:
                record = self._reader.get(kind, [record_id])[record_id]
                if record is None:
                    return None
                if version is not None and record.version != version:
                    return Conflict()
                if has_another_role(record):
                    without_role(self._client, record)
                    return None
            self._client.send(Request("DELETE", f"{register.path}/{record_id}", subject=kind.value))
        except NotFound:
            return None
        except DataRefused as error:
            return Refused(DataRefused("delete_refused", error.field, error.message))
        except (RetryLater, VersionConflict) as error:
            return outcome_of(error)
        return None

    def _send(self, register: Register, rows: Sequence[_Change]) -> Outcomes:
        try:
            stored = self._put(register, rows)
        except RetryLater as error:
            return lost(rows, error)
        except ConfigurationWrong as error:
            if len(rows) == 1 or error.code != "right_missing":
                raise
            # Some accounts were seen to refuse list calls only (reference/tripletex.md section 7).
            return in_turn([[row] for row in rows], lambda row: self._send(register, row))
        except NotFound as error:
            return self._looked_up(register, rows, _nothing_there(error))
        except (DataRefused, VersionConflict) as error:
            if len(rows) == 1:
                return {rows[0].index: outcome_of(error)}
            return self._looked_up(register, rows, None)
        by_id = {str(each.id): each for each in stored}
        missing = [row for row in rows if row.patch.id not in by_id]
        done = {row.index: self._stored(by_id[row.patch.id], row.after) for row in rows if row.patch.id in by_id}
        return {**done, **uncertain(missing, RetryLater(detail="not in the answer", uncertain=True))}

    def _stored(self, row: wire.Entity, after: Request | None) -> Outcome:
        """What became of a row that was written, and of what had to be written after it."""
        try:
            kept = with_role_kept(self._client, row)
            if after is not None:
                self._client.send(after)
            return Done(self._reader.record(kept))
        except (ConfigurationWrong, NotFound) as error:  # of what came after: the row itself is there and written
            return Refused(DataRefused("data_refused", "", error.detail))
        except (RetryLater, DataRefused, VersionConflict) as error:
            return outcome_of(error)

    def _put(self, register: Register, rows: Sequence[_Change]) -> Sequence[wire.Entity]:
        kind = register.kind.value
        if len(rows) == 1:
            request = Request("PUT", f"{register.path}/{rows[0].patch.id}", body=rows[0].body, subject=kind)
            return [one(self._client.send(request), register.model, request)]
        request = Request("PUT", f"{register.path}/list", body=[row.body for row in rows], subject=kind)
        return page(self._client.send(request), register.model, request).values

    def _looked_up(self, register: Register, rows: Sequence[_Change], alone: DataRefused | None) -> Outcomes:
        """What became of refused rows. `alone` is the refusal of a single row that exists although the answer was
        404: then something that its body refers to does not."""
        try:
            now = self._reader.get(register.kind, [row.patch.id for row in rows])
        except (RetryLater, ConfigurationWrong) as error:
            return uncertain(rows, error)
        outcomes: Outcomes = {}
        again: list[_Change] = []
        for row in rows:
            record = now[row.patch.id]
            if record is None:
                outcomes[row.index] = Missing()
            elif _holds(record, row.patch):
                outcomes[row.index] = Done(record)
            elif row.patch.version is not None and record.version != row.patch.version:
                outcomes[row.index] = Conflict()
            elif alone is not None and len(rows) == 1:
                outcomes[row.index] = Refused(alone)
            else:
                again.append(row)
        half = (len(again) + 1) // 2
        parts = [part for part in (again[:half], again[half:]) if part]
        return in_turn(parts, lambda part: self._send(register, part), outcomes)

    def _expanded(self, register: Register, patches: Sequence[Patch], outcomes: Outcomes) -> Outcomes:
        """Read again what answers to writes do not contain, if it was written."""
        written = {
            index: o.record
            for index, o in outcomes.items()
            if isinstance(o, Done) and register.expands & patches[index].values.keys()
        }
        if not written or not self._expands:
            return outcomes
        try:
            records = self._reader.get(register.kind, [record.id for record in written.values()])
        except (RetryLater, ConfigurationWrong):
            return outcomes
        return {**outcomes, **{index: Done(records[record.id] or record) for index, record in written.items()}}


def _holds(record: Record, patch: Patch) -> bool:
    """Whether every written field is known to stand as wanted."""
    values = record.values()
    return all(name in values and folded(values[name]) == folded(value) for name, value in patch.values.items())


def _nothing_there(error: NotFound) -> DataRefused:
    return DataRefused("data_refused", "", error.detail)
