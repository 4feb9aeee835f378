"""Rows as a person would write them down: references by number instead of by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from sandbox.svenn.fields import NUMBER_FIELD, Kind, read_new
from sandbox.svenn.problems import rule_broken
from sandbox.svenn.register import Register
from sandbox.svenn.rows import Row

SeedRow = dict[str, object]

# The word for a reference in a seed row -> (the field of the row, the register it refers to).
REFERENCES: Mapping[Kind, Mapping[str, tuple[str, Kind]]] = {
    Kind.CUSTOMER: {},
    Kind.EMPLOYEE: {},
    Kind.PROJECT: {
        "customer_number": ("customer_id", Kind.CUSTOMER),
        "manager_number": ("manager_id", Kind.EMPLOYEE),
        "parent_display_id": ("parent_id", Kind.PROJECT),
    },
    Kind.TIME_ENTRY: {
        "employee_number": ("employee_id", Kind.EMPLOYEE),
        "customer_number": ("customer_id", Kind.CUSTOMER),
        "project_display_id": ("project_id", Kind.PROJECT),
    },
}


#: What rows refer to stands before them.
_IN_ORDER = (Kind.CUSTOMER, Kind.EMPLOYEE, Kind.PROJECT, Kind.TIME_ENTRY)


class SeedRows(BaseModel):
    """What an account starts with. Within a kind, a row stands before those that refer to it."""

    model_config = ConfigDict(extra="forbid")

    customers: list[SeedRow] = []
    employees: list[SeedRow] = []
    projects: list[SeedRow] = []
    time_entries: list[SeedRow] = []

    def of(self, kind: Kind) -> Sequence[SeedRow]:
        """The rows of a kind."""
        return {
            Kind.CUSTOMER: self.customers,
            Kind.EMPLOYEE: self.employees,
            Kind.PROJECT: self.projects,
            Kind.TIME_ENTRY: self.time_entries,
        }[kind]


def plant(register: Register, rows: SeedRows) -> int:
    """Puts the rows there as if they had always been: no rule, mail or webhook. Returns how many."""
    planted = 0
    with register.silence():
        numbers = {target: by_number(register, target) for target in NUMBER_FIELD}
        for kind in _IN_ORDER:
            for row in rows.of(kind):
                placed = register.place(kind, read_new(kind, with_ids(kind, row, numbers), by_hand=True))
                if placed.number is not None:
                    numbers[kind].setdefault(str(placed.number), placed)
                planted += 1
    return planted


def by_number(register: Register, kind: Kind) -> dict[str, Row]:
    """The rows by the number people see; of several with one number the first."""
    found: dict[str, Row] = {}
    for row in register.living(kind):
        if row.number is not None:
            found.setdefault(str(row.number), row)
    return found


def with_ids(kind: Kind, row: SeedRow, numbers: Mapping[Kind, Mapping[str, Row]]) -> SeedRow:
    """The row with ids in place of numbers; `unknown_reference` when a number is not there."""
    translated: SeedRow = {}
    for name, value in row.items():
        if name not in REFERENCES[kind]:
            translated[name] = value
            continue
        field, target = REFERENCES[kind][name]
        if value is not None and str(value) not in numbers[target]:
            raise rule_broken("unknown_reference", name, f"no {target} has the {NUMBER_FIELD[target]} {value}")
        translated[field] = None if value is None else numbers[target][str(value)].id
    return translated
