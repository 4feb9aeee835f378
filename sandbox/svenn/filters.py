"""The filters of a list: query parameters, each with which rows it lets through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import QueryParams

from sandbox.svenn.fields import Kind, Value, is_id
from sandbox.svenn.problems import invalid
from sandbox.svenn.rows import Row

Wanted = Callable[[Row], bool]

#: Employee, first and last day of a parameter `days`.
_DAYS = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)", re.ASCII)


@dataclass(frozen=True)
class Filter:
    """One parameter: which texts it takes, how many of them, and which rows fit the texts that were given."""

    takes: Callable[[str], bool]
    wanted: Callable[[Sequence[str]], Wanted]
    most: int = 100


def _one_of(value_of: Callable[[Row], Value], takes: Callable[[str], bool], compared: Callable[[str], str]) -> Filter:
    """Rows that have one of the values, compared by a part of both; nothing fits none."""

    def wanted(values: Sequence[str]) -> Wanted:
        them = frozenset(map(compared, values))

        def fits(row: Row) -> bool:
            value = value_of(row)
            return isinstance(value, str) and compared(value) in them

        return fits

    return Filter(takes, wanted)


def _flag(name: str) -> Filter:
    """Rows where it is true, or false."""

    def wanted(values: Sequence[str]) -> Wanted:
        flag = values[0] == "true"
        return lambda row: row.values[name] is flag

    return Filter(lambda text: text in ("true", "false"), wanted, most=1)


def _days(values: Sequence[str]) -> Wanted:
    spans: dict[str, list[tuple[str, str]]] = {}
    for employee, first, last in map(_span, values):
        spans.setdefault(employee, []).append((first, last))

    def fits(row: Row) -> bool:
        day = str(row.values["date"])
        return any(first <= day <= last for first, last in spans.get(str(row.values["employee_id"]), ()))

    return fits


def _span(text: str) -> tuple[str, str, str]:
    found = _DAYS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found[1], found[2], found[3]


def _up_to(length: int) -> Callable[[str], bool]:
    return lambda text: 1 <= len(text) <= length


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _folded(text: str) -> str:
    return text.strip().casefold()


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9-]{10}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


_IDS = _one_of(lambda row: row.id, is_id, str.lower)
_NUMBER = _one_of(lambda row: row.number, _up_to(50), str.strip)
_EMAIL = _one_of(lambda row: row.values["email"], _up_to(254), _folded)
_ORGANIZATION_NUMBER = _one_of(
    lambda row: row.values["organization_number"],
    lambda text: len(text) <= 20 and bool(_digits(text)),
    _digits,
)

FILTERS: Mapping[Kind, Mapping[str, Filter]] = {
    Kind.CUSTOMER: {
        "number": _NUMBER, "email": _EMAIL, "organization_number": _ORGANIZATION_NUMBER, "ids": _IDS,
    },
    Kind.PROJECT: {"number": _NUMBER, "ids": _IDS},
    Kind.EMPLOYEE: {"number": _NUMBER, "email": _EMAIL, "ids": _IDS},
    Kind.TIME_ENTRY: {
        "from": Filter(_is_day, lambda values: lambda row: str(row.values["date"]) >= values[0], most=1),
        "to": Filter(_is_day, lambda values: lambda row: str(row.values["date"]) <= values[0], most=1),
        "employee_id": _one_of(lambda row: row.values["employee_id"], is_id, str.lower),
        "days": Filter(lambda text: bool(_DAYS.fullmatch(text)), _days),
        "approved": _flag("approved"),
        "exported": _flag("exported"),
        "ids": _IDS,
    },
}  # fmt: skip


def read_filters(kind: Kind, params: QueryParams) -> tuple[Wanted, ...]:
    """The filters that were given; `validation_failed` for too many values or one of a wrong form."""
    return tuple(each.wanted(_values(params, name, each)) for name, each in FILTERS[kind].items() if name in params)


def employees_in(params: QueryParams) -> frozenset[str] | None:
    """Whose time entries can fit at all, as far as sound filters tell; None: anybody's."""
    told = [frozenset(map(str.lower, params.getlist("employee_id")))] if "employee_id" in params else []
    told += [frozenset(_span(text)[0] for text in params.getlist("days"))] if "days" in params else []
    return frozenset.intersection(*told) if told else None


def _values(params: QueryParams, name: str, wanted: Filter) -> list[str]:
    values = params.getlist(name)
    if len(values) > wanted.most:
        raise invalid(name, f"may be given at most {wanted.most} times")
    if not all(map(wanted.takes, values)):
        raise invalid(name, "has a value of a wrong form")
    return values
