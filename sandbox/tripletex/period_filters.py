"""Filters of weeks and months."""

from __future__ import annotations

from sandbox.tripletex.errors import bad_parameter
from sandbox.tripletex.filters import Asked, Filter, Predicate
from sandbox.tripletex.periods import is_month, week_in


def in_week() -> Filter:
    """An ISO week in the form that the account understands. Raises 422/15000 for another."""

    def make(asked: Asked) -> Predicate:
        wanted = week_in(asked.text, asked.company.switches.week_form)
        if wanted is None:
            raise bad_parameter(asked.name, "bad_week")
        return lambda row: (row.get("year"), row.get("week")) == wanted

    return Filter(make)


def in_months() -> Filter:
    """A month or a list of them, which must be given. Raises 422/15000."""

    def make(asked: Asked) -> Predicate:
        wanted = {part.strip() for part in asked.text.split(",")}
        if not all(map(is_month, wanted)):
            raise bad_parameter(asked.name, "bad_month")
        return lambda row: row.get("monthYear") in wanted

    return Filter(make, required=True)
