"""Writing rows of the timesheet, up to a hundred with each call.

Whether Tripletex stores the good rows of a refused list is not documented (reference/tripletex.md section 7). A
refused list is read again: what stands as it was wanted is done, what tells by itself why it was refused (hours that
stand already, another version, a lock) is told so, and the rest is sent again, in halves where nothing told anything.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError, VersionConflict
from samspill.model.hours import RowDraft, RowKey, SheetRow, Stated
from samspill.sync.ports import Conflict, Missing, NotSent, Refused, Uncertain
from samspill.sync.ports.hours import RowDone, RowOutcome, RowTaken
from samspill.systems.transport import Request
from samspill.systems.tripletex import timesheet_mapping as mapping
from samspill.systems.tripletex import timesheet_wire as wire
from samspill.systems.tripletex.answers import one, page
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.timesheet_refusals import TAKEN
from samspill.systems.tripletex.timesheet_rows import PATH, SUBJECT, TimesheetRows

#: The documented maximum of the list endpoints that have one.
BATCH = 100
LOCKED = "hours_locked"

Outcomes = dict[int, RowOutcome]


@dataclass(frozen=True)
class _Write:
    """A row to be written: `before` is what it is to change, None for a new one."""

    index: int
    key: RowKey
    wanted: Stated
    body: dict[str, Any]
    before: SheetRow | None = None


Known = Callable[[Sequence[_Write]], Outcomes]


class TimesheetWrites:
    """Writes rows of one company."""

    def __init__(self, client: Client, rows: TimesheetRows) -> None:
        self._client, self._rows = client, rows

    def create(self, drafts: Sequence[RowDraft]) -> list[RowOutcome]:
        """See the port. Raises ConfigurationWrong when nothing could be sent."""
        writes = [
            _Write(index, draft.key, draft.wanted, mapping.new_body(draft.key, draft.wanted))
            for index, draft in enumerate(drafts)
        ]
        return self._all(writes, "POST", self._stand_already)

    def update(self, rows: Sequence[tuple[SheetRow, Stated]]) -> list[RowOutcome]:
        """See the port. Raises ConfigurationWrong when nothing could be sent."""
        writes = [
            _Write(index, row.key, wanted, mapping.changed_body(row, wanted), row)
            for index, (row, wanted) in enumerate(rows)
        ]
        return self._all(writes, "PUT", self._have_changed)

    def delete(self, row: SheetRow) -> RowOutcome:
        """See the port."""
        params = {} if row.version is None else {"version": row.version}
        try:
            self._client.send(Request("DELETE", f"{PATH}/{row.id}", params, subject=SUBJECT))
        except NotFound:
            return RowDone(None)
        except (RetryLater, DataRefused, VersionConflict) as error:
            return _outcome(error)
        return RowDone(None)

    def _all(self, writes: Sequence[_Write], method: str, known: Known) -> list[RowOutcome]:
        parts = [writes[start : start + BATCH] for start in range(0, len(writes), BATCH)]
        outcomes = self._in_turn(parts, method, known, {})
        return [outcomes[index] for index in range(len(writes))]

    def _in_turn(
        self, parts: Iterable[Sequence[_Write]], method: str, known: Known, outcomes: Outcomes
    ) -> Outcomes:  # fmt: skip
        """Part after part. Once Tripletex is down or the limit used up, the rest is not sent."""
        down: RetryLater | None = None
        for part in parts:
            if down is not None:
                outcomes |= {write.index: NotSent(down) for write in part}
                continue
            try:
                answered = self._send(part, method, known)
            except ConfigurationWrong as error:
                if not outcomes:
                    raise
                later = RetryLater(error.code, error.detail)
                answered = {write.index: NotSent(later) for write in part}
            outcomes |= answered
            down = next((o.error for o in answered.values() if isinstance(o, NotSent | Uncertain)), None)
        return outcomes

    def _send(self, writes: Sequence[_Write], method: str, known: Known) -> Outcomes:
        try:
            stored = self._written(writes, method)
        except RetryLater as error:
            return {write.index: _outcome(error) for write in writes}
        except ConfigurationWrong as error:
            if len(writes) == 1 or error.code != "right_missing":
                raise
            # Some accounts were seen to refuse list calls only (reference/tripletex.md section 7).
            return self._in_turn([[write] for write in writes], method, known, {})
        except (DataRefused, NotFound, VersionConflict) as error:
            if len(writes) == 1:
                return {writes[0].index: _of_one(writes[0], error)}
            return self._after_refusal(writes, method, known)
        done = {row.key: row for row in stored}
        unseen = Uncertain(RetryLater(detail="not in the answer", uncertain=True))
        return {write.index: RowDone(done[write.key]) if write.key in done else unseen for write in writes}

    def _written(self, writes: Sequence[_Write], method: str) -> list[SheetRow]:
        if len(writes) == 1:
            [write] = writes
            path = PATH if write.before is None else f"{PATH}/{write.before.id}"
            request = Request(method, path, body=write.body, subject=SUBJECT)
            return [mapping.row(one(self._client.send(request), wire.Entry, request))]
        request = Request(method, f"{PATH}/list", body=[write.body for write in writes], subject=SUBJECT)
        return [mapping.row(each) for each in page(self._client.send(request), wire.Entry, request).values]

    def _after_refusal(self, writes: Sequence[_Write], method: str, known: Known) -> Outcomes:
        try:
            outcomes = known(writes)
        except (RetryLater, ConfigurationWrong) as error:
            unknown = Uncertain(RetryLater(error.code, error.detail, uncertain=True))
            return {write.index: unknown for write in writes}
        rest = [write for write in writes if write.index not in outcomes]
        half = len(rest) if outcomes else (len(rest) + 1) // 2
        return self._in_turn([part for part in (rest[:half], rest[half:]) if part], method, known, outcomes)

    def _stand_already(self, writes: Sequence[_Write]) -> Outcomes:
        """Of rows that were to be made: those that stand. Equal to what was wanted, it is what was sent."""
        days = [write.key.on for write in writes]
        rows = self._rows.of([write.key.employee for write in writes], min(days), max(days))
        standing = {row.key: row for row in rows}
        outcomes: Outcomes = {}
        for write in writes:
            row = standing.get(write.key)
            if row is not None:
                outcomes[write.index] = RowDone(row) if row.stated == write.wanted else RowTaken()
        return outcomes

    def _have_changed(self, writes: Sequence[_Write]) -> Outcomes:
        """Of rows that were to change: those that are not what they were."""
        before = {write.index: write.before for write in writes if write.before is not None}
        days = [row.key.on for row in before.values()]
        standing = self._rows.by_id([row.id for row in before.values()], min(days), max(days))
        outcomes: Outcomes = {}
        for write in writes:
            was = before[write.index]
            row = standing.get(was.id)
            if row is None:
                outcomes[write.index] = Missing()
            elif row.stated == write.wanted:
                outcomes[write.index] = RowDone(row)
            elif row.version != was.version:
                outcomes[write.index] = Conflict()
            elif row.locked:
                outcomes[write.index] = Refused(DataRefused(LOCKED))
        return outcomes


def _of_one(write: _Write, error: SamspillError) -> RowOutcome:
    if write.before is None:
        if isinstance(
            error, VersionConflict
        ):  # two writes met, although a new row has no version: nothing was stored
            return NotSent(RetryLater(detail=error.detail))
        if isinstance(error, NotFound):  # something that the row names does not exist
            return Refused(DataRefused("data_refused", "", error.detail))
    return _outcome(error)


def _outcome(error: SamspillError) -> RowOutcome:
    match error:
        case RetryLater():
            return Uncertain(error) if error.uncertain else NotSent(error)
        case DataRefused() if error.code == TAKEN:
            return RowTaken()
        case DataRefused():
            return Refused(error)
        case VersionConflict():
            return Conflict()
        case NotFound():
            return Missing()
        case _:
            raise error
