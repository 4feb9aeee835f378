"""Up to a hundred creates and updates in one request, each row with an answer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.svenn.fields import Kind, whole
from sandbox.svenn.problems import FieldError, ProblemError, rule_broken
from sandbox.svenn.register import Register
from sandbox.svenn.rows import Row, shown

MOST_ROWS = 100
_NAMES = frozenset(("op", "key", "id", "version", "data"))


@dataclass(frozen=True)
class Operation:
    """One row of a batch."""

    op: str
    key: str
    id: str | None
    version: int | None
    data: dict[str, object]


@dataclass(frozen=True)
class RowAnswer:
    """What became of one operation: the row, or its problem."""

    key: str
    row: Row | None = None
    status: int = 200
    problem: ProblemError | None = None

    def shown(self) -> dict[str, object]:
        """The result as the API answers it."""
        return {
            "key": self.key,
            "status": self.problem.status if self.problem else self.status,
            "item": shown(self.row) if self.row else None,
            "problem": self.problem.body() if self.problem else None,
        }


class _SomeRowFailedError(Exception):
    """Leaves `all_or_nothing` so that it undoes the batch."""


def read_batch(body: object) -> list[Operation]:
    """The operations; `validation_failed` or `duplicate_key` for the whole batch, not for a row's data."""
    rows = body.get("operations") if isinstance(body, dict) and set(body) == {"operations"} else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        raise ProblemError(
            "validation_failed", f"The body must be an object with 1 to {MOST_ROWS} operations and nothing else"
        )
    errors = [error for place, row in enumerate(rows) for error in _errors(place, row)]
    if errors:
        raise ProblemError("validation_failed", "; ".join(f"{e.field} {e.message}" for e in errors[:3]), errors)
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row["key"] in seen:
            raise rule_broken("duplicate_key", f"operations[{place}].key", "stands in another operation too")
        seen.add(row["key"])
    return [Operation(r["op"], r["key"], r.get("id"), whole(r.get("version")), r["data"]) for r in rows]


def run_batch(
    register: Register, kind: Kind, operations: Sequence[Operation], all_or_nothing: bool, bad_row: int | None = None
) -> list[RowAnswer]:
    """Applies each operation; the ones that cannot be applied carry their problem, and so does the one in place
    `bad_row`."""

    def applied() -> list[RowAnswer]:
        return [
            _unavailable(operation.key) if place == bad_row else _apply(register, kind, operation)
            for place, operation in enumerate(operations)
        ]

    if not all_or_nothing:
        return applied()
    answers: list[RowAnswer] = []
    try:
        with register.all_or_nothing():
            answers = applied()
            if any(answer.problem for answer in answers):
                raise _SomeRowFailedError
    except _SomeRowFailedError:
        return [answer if answer.problem else _aborted(answer.key) for answer in answers]
    return answers


def _apply(register: Register, kind: Kind, operation: Operation) -> RowAnswer:
    try:
        if operation.op == "create":
            return RowAnswer(operation.key, register.create(kind, operation.data), 201)
        row = register.get(kind, operation.id or "(no id)")
        if operation.version is None:
            raise ProblemError("precondition_required", "An update needs the version it was made from")
        return RowAnswer(operation.key, register.update(kind, row.id, operation.version, operation.data))
    except ProblemError as problem:
        return RowAnswer(operation.key, problem=problem)


def _unavailable(key: str) -> RowAnswer:
    return RowAnswer(key, problem=ProblemError("temporarily_unavailable", "The row could not be stored just now"))


def _aborted(key: str) -> RowAnswer:
    problem = ProblemError("batch_aborted", "The row was sound, but the batch is applied as a whole or not at all")
    return RowAnswer(key, problem=problem)


def _errors(place: int, row: object) -> list[FieldError]:
    name = f"operations[{place}]"
    if not isinstance(row, dict):
        return [FieldError(name, "must be an object")]
    checks = {
        "op": row.get("op") in ("create", "update"),
        "key": isinstance(key := row.get("key"), str) and 1 <= len(key) <= 100,
        "id": (row_id := row.get("id")) is None or (isinstance(row_id, str) and len(row_id) <= 64),
        "version": row.get("version") is None or (whole(row["version"]) or 0) >= 1,
        "data": isinstance(row.get("data"), dict),
    }
    wrong = [FieldError(f"{name}.{part}", "is missing or of a wrong form") for part, ok in checks.items() if not ok]
    return wrong + [FieldError(f"{name}.{part}", "is not a field") for part in row if part not in _NAMES]
