"""Writing Svenn's rows: batches of a hundred whose rows are independent, told apart by our keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from samspill.exceptions import DataRefused, NotFound, RetryLater, VersionConflict
from samspill.model.kinds import Kind
from samspill.sync.ports import Conflict, Done, Draft, NotSent, Outcome, Patch
from samspill.systems.outcomes import Outcomes, in_turn, lost, outcome_of
from samspill.systems.svenn.client import Client
from samspill.systems.svenn.errors import problem_of
from samspill.systems.svenn.mapping import PATHS, data_of, record_of
from samspill.systems.transport import Request

BATCH = 100
#: A row that was fine, in a batch that an all-or-nothing account threw away for another row.
ABORTED = "batch_aborted"


@dataclass(frozen=True)
class _Row:
    index: int
    key: str
    operation: dict[str, Any]


class Writer:
    """Writes rows of one account."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """One outcome a draft, in order."""
        rows = [
            _Row(i, d.intent, {"op": "create", "key": d.intent, "data": data_of(kind, d.values)})
            for i, d in enumerate(drafts)
        ]
        return self._all(kind, rows)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """One outcome a patch, in order."""
        rows = [
            _Row(i, f"{p.id}.{p.key}", {
                "op": "update", "key": f"{p.id}.{p.key}", "id": p.id, "version": p.version,
                "data": data_of(kind, p.values),
            })
            for i, p in enumerate(patches)
        ]  # fmt: skip
        return self._all(kind, rows)

    def delete(self, kind: Kind, row_id: str, version: int | None) -> Outcome | None:
        """None when it is gone now."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        try:
            self._client.send(Request("DELETE", f"{PATHS[kind]}/{row_id}", headers=headers, subject=kind.value))
        except NotFound:
            return None
        except (DataRefused, VersionConflict, RetryLater) as error:
            return outcome_of(error)
        return None

    def _all(self, kind: Kind, rows: Sequence[_Row]) -> list[Outcome]:
        outcomes = in_turn(_batches(rows), lambda part: self._send(kind, part))
        return [outcomes[index] for index in range(len(rows))]

    def _send(self, kind: Kind, rows: Sequence[_Row]) -> Outcomes:
        body = {"operations": [row.operation for row in rows]}
        # The same rows get the same key, so a repeated batch is answered, not carried out again.
        digest = sha256(repr([(row.key, row.operation) for row in rows]).encode()).hexdigest()
        request = Request(
            "POST", f"{PATHS[kind]}/batch", body=body, headers={"Idempotency-Key": digest}, subject=kind.value
        )
        try:
            results = self._client.send(request).body["results"]
        except RetryLater as error:
            return lost(rows, error)
        except DataRefused as error:
            if len(rows) == 1:
                return {rows[0].index: outcome_of(error)}
            return in_turn([[row] for row in rows], lambda part: self._send(kind, part))
        answered = {result["key"]: result for result in results}
        outcomes = {row.index: _outcome(kind, answered[row.key]) for row in rows if row.key in answered}
        aborted = [row for row in rows if _is_aborted(answered.get(row.key))]
        return {**outcomes, **self._without_the_bad(kind, aborted)}

    def _without_the_bad(self, kind: Kind, rows: Sequence[_Row]) -> Outcomes:
        """Rows thrown away only because of others go again by themselves."""
        return in_turn(_batches(rows), lambda part: self._send(kind, part)) if rows else {}


def _outcome(kind: Kind, result: dict[str, Any]) -> Outcome:
    if result.get("item") is not None:
        return Done(record_of(kind, result["item"]))
    problem = result.get("problem") or {}
    if problem.get("code") == ABORTED:
        return NotSent(RetryLater(detail="the batch was thrown away for another row"))
    error = problem_of(int(result["status"]), problem, str(problem.get("detail") or ""), kind.value)
    return Conflict() if isinstance(error, VersionConflict) else outcome_of(error)


def _is_aborted(result: dict[str, Any] | None) -> bool:
    return result is not None and (result.get("problem") or {}).get("code") == ABORTED


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
