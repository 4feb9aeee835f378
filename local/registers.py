"""Both registers of a firm as they lie in the sandboxes, past the product's own adapters, in its words for fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from local.companies import Company
from local.peers import Json
from local.world import World
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value, record_from_values

#: Both registers of a kind, by id or by number.
Sides = dict[Side, dict[str, Record]]
#: Our field -> where it stands in the app and in Tripletex; empty where it does not. A dot goes into an object, `!`
#: turns a flag round.
Fields = Mapping[Kind, Mapping[str, tuple[str, str]]]

SVENN: Fields = {
    Kind.CUSTOMER: {
        "number": ("number", "customerNumber"),
        "name": ("name", "name"),
        "organization_number": ("organization_number", "organizationNumber"),
        "email": ("email", "email"),
        "phone": ("phone", "phoneNumber"),
        "address_line1": ("address_line1", "postalAddress.addressLine1"),
        "address_line2": ("address_line2", "postalAddress.addressLine2"),
        "postal_code": ("postal_code", "postalAddress.postalCode"),
        "city": ("city", "postalAddress.city"),
        "active": ("active", "!isInactive"),
    },
    Kind.PROJECT: {
        "number": ("display_id", "number"),
        "name": ("name", "name"),
        "description": ("description", "description"),
        "start_date": ("start_date", "startDate"),
        "end_date": ("end_date", "endDate"),
        "customer": ("customer_id", "customer.id"),
        "closed": ("completed", "isClosed"),
    },
    Kind.EMPLOYEE: {
        "number": ("number", "employeeNumber"),
        "first_name": ("first_name", "firstName"),
        "last_name": ("last_name", "lastName"),
        "email": ("email", "email"),
        "mobile": ("mobile", "phoneNumberMobile"),
    },
}
_PARTY = {
    "name": ("name", "name"),
    "organization_number": ("company_vat", "organizationNumber"),
    "email": ("contact_email", "email"),
    "phone": ("contact_phone", "phoneNumber"),
    "address_line1": ("address_street", "postalAddress.addressLine1"),
    "address_line2": ("address_street2", "postalAddress.addressLine2"),
    "postal_code": ("address_zipcode", "postalAddress.postalCode"),
    "city": ("address_city", "postalAddress.city"),
    "active": ("!is_barred", "!isInactive"),
}
RACKBEAT: Fields = {
    Kind.CUSTOMER: {"number": ("number", "customerNumber"), **_PARTY, "also_supplier": ("", "isSupplier")},
    Kind.SUPPLIER: {"number": ("number", "supplierNumber"), **_PARTY, "also_customer": ("", "isCustomer")},
    Kind.PRODUCT: {
        "number": ("number", "number"),
        "name": ("name", "name"),
        "description": ("description", "description"),
        "ean": ("barcode", "ean"),
        "price": ("sales_price", "priceExcludingVatCurrency"),
        "cost": ("cost_price", "costExcludingVatCurrency"),
        "supplier": ("default_supplier_id", "supplier.id"),
        "active": ("!is_barred", "!isInactive"),
    },
}
#: Which of the two a side stands at in `Fields`.
PLACE = {Side.APP: 0, Side.TRIPLETEX: 1}
#: A product of Rackbeat's lives in one of two registers.
_LISTS = {Kind.PRODUCT: ("product", "lot")}


class WithRackbeat(Protocol):
    """A firm with an account in Tripletex and one in Rackbeat."""

    @property
    def tripletex_id(self) -> int:
        """Its company in Tripletex."""

    @property
    def rackbeat_id(self) -> int:
        """Its account in Rackbeat."""


@dataclass(frozen=True)
class Registers:
    """How the registers of one firm are read. `id_key` is what a row of the app is called by."""

    fields: Fields
    id_key: str
    rows: Mapping[Side, Callable[[Kind], list[Json]]]

    def read(self, kind: Kind) -> Sides:
        """All records of a kind on both sides now, by id."""
        return {side: {record.id: record for record in self._records(kind, side)} for side in Side}

    def _records(self, kind: Kind, side: Side) -> list[Record]:
        where = {name: both[PLACE[side]] for name, both in self.fields[kind].items() if both[PLACE[side]]}
        key = self.id_key if side is Side.APP else "id"
        return [
            record_from_values(kind, str(row[key]), {name: _value(row, place) for name, place in where.items()})
            for row in self.rows[side](kind)
        ]


def registers_of(world: World, firm: Company | WithRackbeat) -> Registers:
    """Those of a firm of either integration."""

    def tripletex(kind: Kind) -> list[Json]:
        return world.tripletex.rows(firm.tripletex_id, kind.value)

    if isinstance(firm, Company):
        svenn_id = firm.svenn_id
        of_app: Callable[[Kind], list[Json]] = lambda kind: world.svenn.rows(svenn_id)[f"{kind.value}s"]  # noqa: E731
        return Registers(SVENN, "id", {Side.TRIPLETEX: tripletex, Side.APP: of_app})

    rackbeat_id = firm.rackbeat_id

    def rackbeat(kind: Kind) -> list[Json]:
        return [row for each in _LISTS.get(kind, (kind.value,)) for row in world.rackbeat.rows(rackbeat_id, each)]

    return Registers(RACKBEAT, "number", {Side.TRIPLETEX: tripletex, Side.APP: rackbeat})


def _value(row: Json, where: str) -> Value:
    value: object = row
    for name in where.removeprefix("!").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if where.startswith("!"):
        return not value
    if value is None or isinstance(value, bool):
        return value
    return str(value)
