"""What the records of a list must fit: plain equals, simple filters, ranges, free text (reference 2c)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.documents.showing import document_parts
from sandbox.rackbeat.errors import Complaint, broken, refused
from sandbox.rackbeat.kinds.catalogue import PARTY
from sandbox.rackbeat.kinds.holds import read_time
from sandbox.rackbeat.kinds.kind import Kind
from sandbox.rackbeat.reading import own_name
from sandbox.rackbeat.rows import Row

Fits = Callable[[Row], bool]
#: Parameters of a list that filter nothing.
PLAIN = frozenset(("page", "limit", "fields", "expand", "order_by", "order_direction", "suppress_webhooks"))
_TIMES = ("created_at", "updated_at")
_UPDATED = {"updated_at": "updated_at"}


def read_filters(account: Account, kind: Kind, params: Mapping[str, str]) -> list[Fits]:
    """The filters of a query; 422 for one that the list does not have."""
    asked = {name: value for name, value in params.items() if name not in PLAIN}
    found = {name: _filter(account, kind, name, value) for name, value in asked.items()}
    wrong = [
        Complaint(name, "not_filterable", {"name": _plain(name)}) for name, fits in found.items() if fits is None
    ]
    if wrong:
        raise refused(wrong)
    return [fits for fits in found.values() if fits is not None]


def value_of(account: Account, row: Row, path: str) -> Any:
    """A value of a record, perhaps through references: "customer_id.number"."""
    for name in path.split("."):
        if name in ("number", "id", "code", "identifier"):
            return row.number
        if name in _TIMES:
            return row.created_at if name == "created_at" else row.updated_at
        value = row.values.get(name)
        if value is None or path.endswith(name):
            return value
        row = account.registers.by_uid(value)
    return None


def _plain(name: str) -> str:
    found = re.fullmatch(r"\w+\[(\w+)\]", name)
    return found[1] if found else name


def _filter(account: Account, kind: Kind, name: str, value: str) -> Fits | None:
    if name == "search":
        return lambda row: value.casefold() in " ".join(_texts(row)).casefold()
    if name.startswith("simple_filter["):
        field = own_name(kind, _plain(name), account.switches)
        return _equals(account, field, value) if field in kind.simple else None
    start, _, end = name.rpartition("_")
    if end in ("from", "to") and start in (ranges := _ranges(account, kind)):
        return _range(account, ranges[start], value, name, upper=end == "to")
    field = own_name(kind, name, account.switches)
    return _equals(account, field, value) if field in kind.filters else None


def _ranges(account: Account, kind: Kind) -> Mapping[str, str]:
    everywhere = account.switches.updated_at_filter == "everywhere"
    return {**kind.ranges, **(_UPDATED if everywhere or kind.path == account.switches.updated_at_filter else {})}


def _texts(row: Row) -> Iterator[str]:
    yield str(row.number)
    yield from (value for value in row.values.values() if isinstance(value, str))


def _equals(account: Account, field: str, value: str) -> Fits:
    def fits(row: Row) -> bool:
        found = _special(account, row, field)
        if isinstance(found, bool):
            return found == (value in ("1", "true"))
        if isinstance(found, datetime):
            return abs((found - _moment(account, value, field)).total_seconds()) < 1
        return found is not None and str(found) == value

    return fits


def _special(account: Account, row: Row, field: str) -> Any:
    """A value as filters see it: some are worked out, some are another record's number."""
    if field in ("is_paid", "is_received"):
        return document_parts(account, row)[field] if row.kind.key in PARTY else row[field]
    if field in ("customer_number", "order_number"):
        return value_of(account, row, f"{field.removesuffix('_number')}_id.number")
    return value_of(account, row, field)


def _range(account: Account, path: str, value: str, name: str, *, upper: bool) -> Fits:
    last = path.rpartition(".")[2]
    limit: Any = _moment(account, value, name) if last in (*_TIMES, "invoice_date") else None

    def fits(row: Row) -> bool:
        found = value_of(account, row, path)
        if found is None:
            return False
        if isinstance(found, datetime):
            # Whole seconds: what is shown as 10:00:00 lies within "to 10:00:00".
            found, bound = found.replace(microsecond=0), limit
        elif limit is not None:
            bound = limit.astimezone(ZoneInfo(account.switches.time_zone)).date()
        elif isinstance(found, int):
            bound = Decimal(value) if value.isdecimal() else Decimal(-1)
        else:
            bound = value
        return bool(found <= bound) if upper else bool(found >= bound)

    return fits


def _moment(account: Account, text: str, name: str) -> datetime:
    """A time in the account's zone; a date is its midnight."""
    found = read_time(text)
    if found is None:
        raise broken(name, "date")
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(account.switches.time_zone))).astimezone(UTC)
