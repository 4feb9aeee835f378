"""Reading Rackbeat's records: by number, by what people know them by, whole registers."""

from collections.abc import Iterator, Sequence

from samspill.exceptions import NotFound
from samspill.model import normalise
from samspill.model.kinds import Kind
from samspill.model.records import Record, Value
from samspill.model.rules import Normaliser
from samspill.sync.ports import RegisterPage
from samspill.systems.rackbeat.client import Client, row_path
from samspill.systems.rackbeat.conversions import is_number
from samspill.systems.rackbeat.errors import QueryRefused
from samspill.systems.rackbeat.mapping import LOTS, PRODUCTS, REGISTERS, Register
from samspill.systems.rackbeat.paging import BY_NUMBER, Lists, more_after
from samspill.systems.rackbeat.rows import Rows
from samspill.systems.rackbeat.wire import Row, identified, is_deleted, number_of
from samspill.systems.transport import Request

#: Filters by which a list finds exact values, a value a query: those that users were seen to use (reference 2c).
FILTERS: dict[tuple[Kind, str], str] = {
    (Kind.PRODUCT, "ean"): "simple_filter[ean]",
    **{(kind, "name"): "name" for kind in (Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT)},
}
#: Up to so many values are asked for one by one; for more the register is read instead. So it is for fields without
#: filter: equal ones are written in many ways.
FEW = 12
_NORMAL: dict[str, Normaliser] = {
    "number": normalise.number, "organization_number": normalise.organization_number, "email": normalise.folded,
}  # fmt: skip


class Reader:
    """Reads records of one account."""

    def __init__(self, client: Client, lists: Lists, rows: Rows) -> None:
        self._client, self._lists, self._rows = client, lists, rows
        self._lots: set[str] = set()

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """Each number with its record; None only when a GET of that very number said 404, or that it is deleted."""
        wanted = list(dict.fromkeys(ids))
        listed = self._listed(kind, wanted) if len(wanted) > FEW else {}
        return {each: listed[each] if each in listed else self._one(kind, each) for each in wanted}

    def row(self, kind: Kind, number: str) -> tuple[Register, Row] | None:
        """The register that a record lives in, and its row. One that is answered under another number, such as in
        other capitals, is not the one."""
        at = self.answered(kind, number)
        return at if at is not None and number_of(at[1]) == number else None

    def answered(self, kind: Kind, number: str) -> tuple[Register, Row] | None:
        """What Rackbeat answers for a number."""
        registers = REGISTERS[kind]
        if not number or (kind is not Kind.PRODUCT and not is_number(number)):
            return None  # no path, and nothing that a record of the kind can have
        for register in registers[::-1] if number in self._lots else registers:
            request = Request("GET", row_path(register.path, number), subject=kind.value)
            try:
                row = self._client.ask(request, identified)
            except NotFound:
                continue
            if not is_deleted(row):
                return register, row
        return None

    def any_row(self, register: Register) -> Row | None:
        """A row of a register: it tells the names of its fields."""
        return self._lists.first(register.path, register.kind.value)

    def record(self, register: Register, row: Row) -> Record:
        """Its record."""
        record = self._rows.record(register, row)
        if register is LOTS:
            self._lots.add(record.id)
        elif register is PRODUCTS:
            self._lots.discard(record.id)
        return record

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """Records that have one of `values` in `field`."""
        wanted = [value for value in dict.fromkeys(value.strip() for value in values) if value]
        if not wanted:
            return []
        if field == "number" and len(wanted) <= FEW:
            return [record for record in self.get(kind, wanted).values() if record is not None]
        normal = _NORMAL.get(field, normalise.folded)
        known: set[Value] = {normal(value) for value in wanted}
        found: dict[str, Record] = {}
        for register in REGISTERS[kind]:
            for record in self._candidates(register, field, wanted):
                if normal(record.values().get(field)) in known:
                    found[record.id] = record
        return list(found.values())

    def read_page(self, kind: Kind, cursor: str) -> RegisterPage:
        """A page of the register; of products one list after the other. The cursor is "list.page"."""
        at, number = map(int, cursor.split(".")) if cursor else (0, 1)
        register = REGISTERS[kind][at]
        page = self._lists.page(register.path, kind.value, number, BY_NUMBER)
        records = [self.record(register, row) for row in page.rows if not is_deleted(row)]
        if more_after(page, number):
            return RegisterPage(records, f"{at}.{number + 1}")
        return RegisterPage(records, f"{at + 1}.1" if at + 1 < len(REGISTERS[kind]) else None)

    def _one(self, kind: Kind, number: str) -> Record | None:
        at = self.row(kind, number)
        return None if at is None else self.record(*at)

    def _listed(self, kind: Kind, wanted: Sequence[str]) -> dict[str, Record]:
        """Those that are found in registers, as long as these have fewer pages than there are numbers to ask for."""
        left, found = set(wanted), dict[str, Record]()
        for register in REGISTERS[kind]:
            for _, page in self._lists.pages(register.path, kind.value, BY_NUMBER):
                records = [self.record(register, row) for row in page.rows if not is_deleted(row)]
                found |= {record.id: record for record in records if record.id in left}
                left -= found.keys()
                if not left or (page.pages or 0) > len(left):
                    break
        return found

    def _candidates(self, register: Register, field: str, wanted: Sequence[str]) -> Iterator[Record]:
        parameter = FILTERS.get((register.kind, field))
        if parameter is not None and len(wanted) <= FEW:
            try:
                rows = [row for value in wanted for row in self._all(register, {parameter: value})]
            except QueryRefused:
                rows = self._all(register, {})
        else:
            rows = self._all(register, {})
        return (self.record(register, row) for row in rows if not is_deleted(row))

    def _all(self, register: Register, query: dict[str, str]) -> list[Row]:
        return self._lists.rows(register.path, register.kind.value, query)
