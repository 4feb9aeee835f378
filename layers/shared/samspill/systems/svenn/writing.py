"""Writing Svenn's rows: batches of a hundred whose rows are independent, told apart by our keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from samspill.exceptions import DataRefused, NotFound, RetryLater, VersionConflict
from samspill.model.kinds import Kind
from samspill.sync.ports import Done, Draft, NotSent, Outcome, Patch, Uncertain
from samspill.systems.outcomes import Outcomes, in_turn, lost, outcome_of
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.errors import problem_of
from samspill.systems.svenn.mapping import PATHS, data_of, record_of
from samspill.systems.svenn.wire import BatchAnswer, Problem, RowAnswer
from samspill.systems.transport import Request

BATCH = 100
#: A row that was fine, in a batch that an all-or-nothing account threw away for another row.
ABORTED = "batch_aborted"


@dataclass(frozen=True)
class _Row:
    """`key` names the row in its batch. `once`: sent again after a lost answer, it must not be carried out again."""

    index: int
    key: str
    operation: dict[str, Any]
    once: bool = False


class Writer:
    """Writes rows of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """One outcome a draft, in order.

        The same drafts under the same intents get the first answer again: nothing is created twice after a lost
        answer. A refused draft comes back under another intent, so it is really tried again.
        """
        rows = [
            _Row(i, d.intent, {"op": "create", "data": data_of(kind, d.values)}, once=True)
            for i, d in enumerate(drafts)
        ]
        return self._all(kind, rows)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """One outcome a patch, in order.

        The version guards them, so no answer is kept for them: what was carried out is a conflict the second time,
        and what was refused may be allowed by now.
        """
        rows = [
            _Row(i, str(i), {"op": "update", "id": p.id, "version": p.version, "data": data_of(kind, p.values)})
            for i, p in enumerate(patches)
        ]
        return self._all(kind, rows)

    def delete(self, kind: Kind, row_id: str, version: int | None) -> Outcome | None:
        """None when it is gone now."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        path = f"{PATHS[kind]}/{quote(row_id, safe='')}"
        try:
            self._client.send(Request("DELETE", path, headers=headers, subject=kind.value))
        except NotFound:
            return None
        except (DataRefused, VersionConflict, RetryLater) as error:
            return outcome_of(error)
        return None

    def _all(self, kind: Kind, rows: Sequence[_Row]) -> list[Outcome]:
        outcomes = in_turn(_batches(rows), lambda part: self._send(kind, part))
        return [outcomes[row.index] for row in rows]

    def _send(self, kind: Kind, rows: Sequence[_Row]) -> Outcomes:
        try:
            answer = self._client.ask(_request(kind, rows), BatchAnswer)
        except RetryLater as error:
            return lost(rows, error)
        except DataRefused as error:
            # As a whole, so nothing was written: the row that is to blame is found by halving.
            if len(rows) == 1:
                return {rows[0].index: outcome_of(error)}
            middle = len(rows) // 2
            return in_turn([rows[:middle], rows[middle:]], lambda part: self._send(kind, part))
        answered = {result.key: result for result in answer.results}
        outcomes = {row.index: _outcome(kind, answered.get(row.key)) for row in rows}
        aborted = [row for row in rows if _is_aborted(answered.get(row.key))]
        # Rows thrown away only because of others go again by themselves.
        again = _batches(aborted) if len(aborted) < len(rows) else ()
        return in_turn(again, lambda part: self._send(kind, part), known=outcomes)


def _request(kind: Kind, rows: Sequence[_Row]) -> Request:
    operations = [{**row.operation, "key": row.key} for row in rows]
    path = f"{PATHS[kind]}/batch"
    digest = sha256(repr((path, operations)).encode()).hexdigest()
    headers = {"Idempotency-Key": digest} if any(row.once for row in rows) else {}
    return Request("POST", path, body={"operations": operations}, headers=headers, subject=kind.value)


def _outcome(kind: Kind, result: RowAnswer | None) -> Outcome:
    if result is None:
        return Uncertain(RetryLater(detail="the batch's answer leaves the row out", uncertain=True))
    if result.item is not None:
        try:
            return Done(record_of(kind, result.item))
        except ValueError:
            return Uncertain(RetryLater(detail="the row in the batch's answer makes no sense", uncertain=True))
    if _is_aborted(result):
        return NotSent(RetryLater(detail="the batch was thrown away for another row"))
    problem = result.problem or Problem()
    detail = problem.detail or f"the row was answered {result.status} {problem.code}"
    return outcome_of(problem_of(result.status, problem, detail, kind.value))


def _is_aborted(result: RowAnswer | None) -> bool:
    return result is not None and result.problem is not None and result.problem.code == ABORTED


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
