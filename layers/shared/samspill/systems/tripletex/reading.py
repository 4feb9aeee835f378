"""Reading registers: by id, by natural key, completely."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from samspill.exceptions import ConfigurationWrong, NotFound
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.ports import RegisterPage
from samspill.systems.transport import Request
from samspill.systems.tripletex import goods, mapping, parties, wire
from samspill.systems.tripletex.addresses import Addresses
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.conversions import is_number
from samspill.systems.tripletex.paging import comma_lists, everything, page_from, pages, repeated_lists
from samspill.systems.tripletex.places import Place
from samspill.systems.tripletex.registers import TOO_LARGE, Finder, Register, register_of

#: From so many values on, a filter that takes one value a call costs more than reading the register once.
SCAN_FROM = 12
INT64_MAX = 2**63 - 1


class Reader:
    """Reads records. `addresses` learns the postal addresses that pass by: writes need their ids."""

    def __init__(
        self, client: Client, addresses: Addresses, today: Callable[[], date], managers: frozenset[str] | None
    ) -> None:
        self._client, self._addresses, self._today, self._managers = client, addresses, today, managers

    def record(self, row: wire.Entity) -> Record:
        """Our record of a row."""
        match row:
            case wire.Customer():
                self._addresses.learn(Kind.CUSTOMER, row)
                return parties.customer(row)
            case wire.Supplier():
                self._addresses.learn(Kind.SUPPLIER, row)
                return parties.supplier(row)
            case wire.Product():
                return goods.product(row)
            case wire.Project():
                return mapping.project(row)
            case wire.Employee():
                return mapping.employee(row, self._today(), self._managers)
            case _:
                raise TypeError(row)

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """Each id with its record; None only after a 404 on that very id."""
        register = register_of(kind)
        found: dict[str, Record | None] = {}
        wanted = list(dict.fromkeys(ids))
        if len(wanted) > 1:
            for split in register.splits:
                rest = [each for each in wanted if each not in found and _is_id(each)]
                for part in comma_lists(rest):
                    query = {**split, register.ids: part, "fields": f"{register.fields},changes"}
                    for row in everything(self._client, register.path, register.model, query, kind.value):
                        found[str(row.id)] = self.record(row)
        for each in wanted:
            if each not in found:
                found[each] = self._get_one(register, each)
        return {each: found[each] for each in ids}

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """Records with one of the values, active and inactive.

        A filter that takes one value costs a query per value, twice for customers (active, inactive): fine for a
        live edit, which has one record. Many values at once are looked up in the whole register instead, and so are
        those that the peer would take for several.
        """
        register = register_of(kind)
        finder = register.finders.get(field)
        wanted = [v for v in dict.fromkeys(value.strip() for value in values) if v]
        if finder is not None and finder.digits:
            wanted = [value for value in wanted if is_number(value)]
        if finder is None or not wanted:
            return []
        found: dict[str, Record] = {}
        in_register = (
            wanted if not finder.many and len(wanted) >= SCAN_FROM else list(filter(finder.misreads, wanted))
        )
        if in_register:
            scanned = self._scan(register, field, frozenset(value.casefold() for value in in_register))
            if scanned is not None:
                found = {record.id: record for record in scanned}
                wanted = [value for value in wanted if value not in in_register]
        for query in _queries(register, finder, wanted):
            params = {**query, "fields": f"{register.fields},changes"}
            for row in everything(self._client, register.path, register.model, params, kind.value):
                if not _is_contact(row):
                    found[str(row.id)] = self.record(row)
        return list(found.values())

    def read_page(self, kind: Kind, cursor: str) -> RegisterPage:
        """A page of the register, one call; floor(n/1000)+1 for each query.

        A query over too many rows is cut in two and goes on with the next call; where nothing is left to cut by,
        its rows are left out and the register is not complete.
        """
        register = register_of(kind)
        place = Place.parse(cursor) if cursor else Place(register.splits)
        params = {**place.query, "fields": register.fields}
        try:
            rows, start = page_from(
                self._client, register.path, register.model, params, kind.value, place.start
            )  # fmt: skip
        except ConfigurationWrong as error:
            if error.code != TOO_LARGE:
                raise
            parts = register.narrower(place.query)
            return RegisterPage((), place.instead(parts).cursor, complete=bool(parts))
        records = [self.record(row) for row in rows if not _is_contact(row)]
        return RegisterPage(records, place.onward(start).cursor)

    def _get_one(self, register: Register, record_id: str) -> Record | None:
        if not _is_id(record_id):
            return None  # Tripletex ids are whole numbers: nothing can have this one
        request = Request(
            "GET",
            f"{register.path}/{record_id}",
            {"fields": f"{register.fields},changes"},
            subject=register.kind.value,
        )
        try:
            answer = self._client.send(request)
        except NotFound:
            return None
        row = one(answer, register.model, request)
        return None if _is_contact(row) else self.record(row)

    def _scan(self, register: Register, field: str, wanted: frozenset[str]) -> list[Record] | None:
        """None when the register cannot be read completely, at least not with few calls."""
        found: list[Record] = []
        for split in register.splits:
            params = {**split, "fields": register.fields}
            try:
                for rows in pages(self._client, register.path, register.model, params, register.kind.value):
                    records = [self.record(row) for row in rows if not _is_contact(row)]
                    found += [r for r in records if str(r.values().get(field) or "").strip().casefold() in wanted]
            except ConfigurationWrong as error:
                if error.code != TOO_LARGE:
                    raise
                return None
        return found


def _queries(register: Register, finder: Finder, values: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    parts: Iterable[str | list[str]] = values
    if finder.many:
        parts = repeated_lists(finder.parameter, values) if finder.repeats else comma_lists(values)
    for value in parts:
        for split in register.splits:
            yield {**split, finder.parameter: value}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= INT64_MAX


def _is_contact(row: wire.Entity) -> bool:
    """Contacts share the employees' ids and table but are nobody's employees (reference/tripletex.md 8.7)."""
    return isinstance(row, wire.Employee) and row.is_contact is True
