"""What a body that fits the schema may still not do, one function a rule, as tables by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from sandbox.svenn.fields import FIELDS, Kind, Reference, Value
from sandbox.svenn.problems import ProblemError, rule_broken
from sandbox.svenn.rows import Row


class Rows(Protocol):
    """What the rules ask of an account's registers."""

    licence_limit: int | None

    @property
    def licences_used(self) -> int: ...
    def find(self, kind: Kind, row_id: str) -> Row | None: ...
    def living(self, kind: Kind) -> Iterable[Row]: ...
    def login_of(self, email: str) -> str | None: ...


Values = Mapping[str, Value]
WriteRule = Callable[[Rows, Row | None, Values], None]


def _open_to_edit(_rows: Rows, before: Row | None, after: Values) -> None:
    if before is None or not before.values["completed"] or not after["completed"]:
        return
    for name, value in after.items():
        if value != before.values[name]:
            raise rule_broken("project_completed", name, "the project is completed; reopen it to change this")


def _references_exist(kind: Kind) -> WriteRule:
    references = [(f.name, f.holds.kind) for f in FIELDS[kind] if isinstance(f.holds, Reference)]

    def rule(rows: Rows, before: Row | None, after: Values) -> None:
        for name, target in references:
            value = after[name]
            # A reference that was sound once stays, also when its row has been deleted since.
            kept = before is not None and before.values[name] == value
            if isinstance(value, str) and not kept and rows.find(target, value) is None:
                raise rule_broken("unknown_reference", name, f"there is no {target} {value}")

    return rule


def _dates_in_order(_rows: Rows, _before: Row | None, after: Values) -> None:
    start, end = after["start_date"], after["end_date"]
    if isinstance(start, str) and isinstance(end, str) and end < start:
        raise rule_broken("dates_reversed", "end_date", f"is before the start date {start}")


def _not_below_itself(rows: Rows, before: Row | None, after: Values) -> None:
    above = after["parent_id"]
    while before is not None and isinstance(above, str):
        if above == before.id:
            raise rule_broken("parent_loop", "parent_id", "the project would be below itself")
        parent = rows.find(Kind.PROJECT, above)
        above = None if parent is None else parent.values["parent_id"]


def _email_is_free(rows: Rows, before: Row | None, after: Values) -> None:
    email = after["email"]
    if email is None and after["active"]:
        raise rule_broken("email_required", "email", "an active employee needs one: it is the login")
    if isinstance(email, str):
        holder = rows.login_of(email)
        if holder is not None and (before is None or holder != before.id):
            raise rule_broken("email_taken", "email", "another employee has it")


def _licence_is_free(rows: Rows, before: Row | None, after: Values) -> None:
    becomes_active = after["active"] and not (before is not None and before.values["active"])
    if becomes_active and rows.licence_limit is not None and rows.licences_used >= rows.licence_limit:
        raise rule_broken("licence_limit", "active", f"all {rows.licence_limit} licences are in use")


WRITE_RULES: Mapping[Kind, tuple[WriteRule, ...]] = {
    Kind.CUSTOMER: (),
    Kind.PROJECT: (_open_to_edit, _references_exist(Kind.PROJECT), _dates_in_order, _not_below_itself),
    Kind.EMPLOYEE: (_email_is_free, _licence_is_free),
    Kind.TIME_ENTRY: (_references_exist(Kind.TIME_ENTRY),),
}

#: What can change of an entry while the books have it as it is.
_BESIDE_THE_BOOKS = frozenset({"approved", "exported"})


def check_write(rows: Rows, kind: Kind, before: Row | None, after: Values) -> None:
    """Raises the problem of the first rule of the kind that the row would break."""
    for rule in WRITE_RULES[kind]:
        rule(rows, before, after)


def with_consequences(kind: Kind, before: Values, after: dict[str, Value]) -> dict[str, Value]:
    """What else changes by a change: an entry that is another one by now, or that nobody answers for, is not in the
    books as it is."""
    if kind is not Kind.TIME_ENTRY:
        return after
    same = all(after[name] == value for name, value in before.items() if name not in _BESIDE_THE_BOOKS)
    return {**after, "exported": after["exported"] and after["approved"] and same}


def check_delete(rows: Rows, row: Row) -> None:
    """Raises `has_sub_projects` for a project that others are below."""
    if row.kind is Kind.PROJECT and any(p.values["parent_id"] == row.id for p in rows.living(Kind.PROJECT)):
        raise ProblemError("has_sub_projects", "Delete or move its sub-projects first")
