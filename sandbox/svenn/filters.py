"""The filters of a list: repeatable query parameters, each with what it compares and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import QueryParams

from sandbox.svenn.fields import Kind, Value, is_id
from sandbox.svenn.problems import invalid
from sandbox.svenn.rows import Row

MOST_VALUES = 100


@dataclass(frozen=True)
class Filter:
    """One parameter: which value of a row it looks at, which texts it takes, and what of both is compared."""

    value_of: Callable[[Row], Value]
    takes: Callable[[str], bool]
    compared: Callable[[str], str]


@dataclass(frozen=True)
class Wanted:
    """A filter with the values that were given for it."""

    by: Filter
    values: frozenset[str]

    def fits(self, row: Row) -> bool:
        """Whether the row has one of the values; nothing fits none."""
        value = self.by.value_of(row)
        return isinstance(value, str) and self.by.compared(value) in self.values


def _up_to(length: int) -> Callable[[str], bool]:
    return lambda text: 1 <= len(text) <= length


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _folded(text: str) -> str:
    return text.strip().casefold()


_IDS = Filter(lambda row: row.id, is_id, str.lower)
_NUMBER = Filter(lambda row: row.number, _up_to(50), str.strip)
_EMAIL = Filter(lambda row: row.values["email"], _up_to(254), _folded)
_ORGANIZATION_NUMBER = Filter(
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
}  # fmt: skip


def read_filters(kind: Kind, params: QueryParams) -> tuple[Wanted, ...]:
    """The filters that were given; `validation_failed` for too many values or one of a wrong form."""
    return tuple(Wanted(each, _values(params, name, each)) for name, each in FILTERS[kind].items() if name in params)


def _values(params: QueryParams, name: str, wanted: Filter) -> frozenset[str]:
    values = params.getlist(name)
    if len(values) > MOST_VALUES:
        raise invalid(name, f"may be given at most {MOST_VALUES} times")
    if not all(map(wanted.takes, values)):
        raise invalid(name, "has a value of a wrong form")
    return frozenset(map(wanted.compared, values))
