"""Marks on time entries: whether the books have a version of them, each with an answer of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.svenn.fields import whole
from sandbox.svenn.problems import FieldError, ProblemError, rule_broken
from sandbox.svenn.register import Register

MOST_MARKS = 1000
_NAMES = frozenset(("id", "version", "exported"))


@dataclass(frozen=True)
class Mark:
    """One row of the request."""

    id: str
    version: int
    exported: bool


def read_marks(body: object) -> list[Mark]:
    """The marks; `validation_failed` or `duplicate_key` for all of them."""
    rows = body.get("marks") if isinstance(body, dict) and set(body) == {"marks"} else None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_MARKS:
        raise ProblemError(
            "validation_failed", f"The body must be an object with 1 to {MOST_MARKS} marks and nothing else"
        )
    errors = [error for place, row in enumerate(rows) for error in _errors(f"marks[{place}]", row)]
    if errors:
        raise ProblemError("validation_failed", "; ".join(f"{e.field} {e.message}" for e in errors[:3]), errors)
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row["id"] in seen:
            raise rule_broken("duplicate_key", f"marks[{place}].id", "stands in another mark too")
        seen.add(row["id"])
    return [Mark(row["id"], int(row["version"]), row["exported"]) for row in rows]


def run_marks(register: Register, marks: Sequence[Mark], bad_row: int | None = None) -> list[dict[str, object]]:
    """Sets each mark and answers for it; the one in place `bad_row` cannot be stored just now."""
    return [_answer(register, mark, place == bad_row) for place, mark in enumerate(marks)]


def _answer(register: Register, mark: Mark, bad: bool) -> dict[str, object]:
    try:
        if bad:
            raise ProblemError("temporarily_unavailable", "The mark could not be stored just now")
        register.mark_exported(mark.id, mark.version, mark.exported)
    except ProblemError as problem:
        return {"id": mark.id, "status": problem.status, "problem": problem.body()}
    return {"id": mark.id, "status": 200, "problem": None}


def _errors(name: str, row: object) -> list[FieldError]:
    if not isinstance(row, dict):
        return [FieldError(name, "must be an object")]
    checks = {
        "id": isinstance(row_id := row.get("id"), str) and 1 <= len(row_id) <= 64,
        "version": (whole(row.get("version")) or 0) >= 1,
        "exported": isinstance(row.get("exported"), bool),
    }
    wrong = [FieldError(f"{name}.{part}", "is missing or of a wrong form") for part, ok in checks.items() if not ok]
    return wrong + [FieldError(f"{name}.{part}", "is not a field") for part in row if part not in _NAMES]
