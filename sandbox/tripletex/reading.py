"""Rows as answers show them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sandbox.tripletex.clock import stamp
from sandbox.tripletex.company import Company
from sandbox.tripletex.computed import COMPUTED, Compute
from sandbox.tripletex.rows import Change, Row
from sandbox.tripletex.schema import SCHEMAS, Field, Schema, Type
from sandbox.tripletex.selection import ALL, Selection

UNKNOWN_FIELD = "introducedInALaterVersion"
_NO_COMPUTED: dict[str, Compute] = {}


class Reader:
    """Shows rows of one schema; made once per request because it plans the fields once."""

    def __init__(
        self, company: Company, schema: Schema, selection: Selection = ALL, hidden: Collection[str] = ()
    ) -> None:
        self._company = company
        self._schema = schema
        shown = list(schema.shown) if selection.everything else []
        names = {each.name for each in shown}
        shown += [schema.fields[name] for name in selection.inner if name not in names]
        if selection.everything and schema.name == "Department" and company.department_module:
            shown.append(schema.fields["departmentManager"])
        fields = [each for each in shown if each.name not in hidden and not each.write_only]
        computed = COMPUTED.get(schema.name, _NO_COMPUTED)
        self._inner = {
            name: Reader(company, SCHEMAS[schema.fields[name].target], inner)
            for name, inner in selection.inner.items()
            if inner is not None
        }
        # Most fields of most rows are unset: they are laid out once and copied.
        self._blank: dict[str, Any] = {}
        self._stored: dict[str, Field] = {}
        self._made: list[tuple[Field, Compute]] = []
        for each in fields:
            made = self._identity(each.name) if each.name in _OF_EVERY_ROW and schema.has_id else None
            made = made or computed.get(each.name)
            if made is not None:
                self._made.append((each, made))
                self._blank[each.name] = None
            else:
                self._stored[each.name] = each
                self._blank[each.name] = self._value(each, each.default)
        if company.switches.unknown_read_fields and selection.everything:
            self._blank[UNKNOWN_FIELD] = {"text": "", "list": []}

    def show(self, row: Row) -> dict[str, Any]:
        """The JSON object of a row."""
        shown = self._blank.copy()
        for name, value in row.values.items():
            field = self._stored.get(name)
            if field is not None:
                shown[name] = self._value(field, value)
        for field, made in self._made:
            shown[field.name] = self._value(field, made(self._company, row))
        return shown

    def _value(self, field: Field, value: Any) -> Any:
        match field.type:
            case Type.REF:
                return None if value is None else self._reference(field, value)
            case Type.REFS:
                return [self._reference(field, each) for each in value]
            case Type.EMBEDDED:
                return self._embedded(field, value or {})
            case Type.PLAIN:
                return list(value) if isinstance(value, tuple) else value
            case _:
                return value

    def _identity(self, name: str) -> Compute:
        path = self._schema.path
        return {
            "id": lambda _company, row: row.id,
            "version": lambda _company, row: row.version,
            "url": lambda company, row: company.url(path, row.id),
            "changes": lambda _company, row: [_change(each) for each in row.changes],
        }[name]

    def _reference(self, field: Field, row_id: int) -> dict[str, Any]:
        inner = self._inner.get(field.name)
        target = SCHEMAS[field.target]
        if inner is not None:
            row = self._company.row(field.target, row_id)
            if row is not None or field.owned:
                # An owned object that nothing was ever written into has an id and no row.
                return inner.show(row or Row(row_id, 0, {}))
        return {"id": row_id, "url": self._company.url(target.path, row_id)}

    def _embedded(self, field: Field, value: dict[str, Any]) -> dict[str, Any]:
        inner = self._inner.get(field.name) or Reader(self._company, SCHEMAS[field.target])
        return inner.show(Row(0, 0, value))


def _change(change: Change) -> dict[str, Any]:
    return {"employeeId": change.employee_id, "timestamp": stamp(change.moment), "changeType": change.kind}


_OF_EVERY_ROW = frozenset({"id", "version", "url", "changes"})


def show(company: Company, schema_name: str, row: Row, selection: Selection = ALL) -> dict[str, Any]:
    """One row of a schema, as GET shows it."""
    return Reader(company, SCHEMAS[schema_name], selection).show(row)
