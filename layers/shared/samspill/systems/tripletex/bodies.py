"""Bodies of creates and updates: the columns, ids of what people know by name, addresses, and what each kind demands
on creation. One row a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from samspill.exceptions import Bug
from samspill.model.kinds import Kind
from samspill.model.records import Values
from samspill.sync.ports import Patch
from samspill.systems.columns import Column
from samspill.systems.transport import Request
from samspill.systems.tripletex import goods, mapping, parties
from samspill.systems.tripletex.addresses import Addresses, Known
from samspill.systems.tripletex.catalogues import Catalogues
from samspill.systems.tripletex.named import ACCOUNT, COUNTRY, CURRENCY, UNIT, VAT_CODE, Named

#: Values of a new employee that no record has: see `Settings.employee_access` and `default_department`.
EMPLOYEE_EXTRAS = frozenset({"access", "department"})

#: No country means Norway in both systems.
_AT_HOME = "NO"


def _nothing(_values: Values) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class _Shape:
    """`on_create` is what a create must say even if nobody gave it; `others` are values that stand in no column."""

    columns: tuple[Column, ...]
    body: Callable[[Values], Mapping[str, Any]]
    named: tuple[Named, ...] = ()
    others: frozenset[str] = frozenset()
    on_create: Callable[[Values], Mapping[str, Any]] = _nothing
    in_addresses: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """Every value that a record of the kind may have."""
        return self.others | self.in_addresses | {column.name for column in self.columns}


_SHAPES = {
    Kind.CUSTOMER: _Shape(
        parties.CUSTOMER, parties.customer_body, (CURRENCY,), frozenset({"payment_due"}),
        in_addresses=parties.IN_ADDRESS | parties.IN_DELIVERY,
    ),
    Kind.SUPPLIER: _Shape(parties.SUPPLIER, parties.supplier_body, (CURRENCY,), in_addresses=parties.IN_ADDRESS),
    Kind.PRODUCT: _Shape(goods.PRODUCT, goods.product_body, (CURRENCY, VAT_CODE, UNIT, ACCOUNT)),
    Kind.PROJECT: _Shape(mapping.PROJECT, mapping.project_body, on_create=lambda _values: {"isInternal": False}),
    Kind.EMPLOYEE: _Shape(
        mapping.EMPLOYEE, mapping.employee_body, others=EMPLOYEE_EXTRAS | {"active", "may_manage_projects"},
        # A create without a user type is refused; no access is what costs and reveals nothing.
        on_create=lambda values: {"userType": values.get("access") or "NO_ACCESS"},
    ),
}  # fmt: skip


class Bodies:
    """Makes bodies. Raises DataRefused for values that Tripletex has no way to hold, Bug for unknown fields."""

    def __init__(self, addresses: Addresses, catalogues: Catalogues) -> None:
        self._addresses, self._catalogues = addresses, catalogues

    def new(self, kind: Kind, values: Values) -> dict[str, Any]:
        """The body of a create: never with id or version."""
        shape = _shape_of(kind, values)
        return {
            **shape.on_create(values),
            **shape.body(values),
            **self._ids(shape, values),
            **self._addresses_of(values, Known()),
        }

    def changed(self, kind: Kind, patch: Patch) -> dict[str, Any]:
        """The body of an update: only the given fields, with id and the version that was read."""
        shape = _shape_of(kind, patch.values)
        version = {} if patch.version is None else {"version": patch.version}
        return {
            "id": int(patch.id),
            **version,
            **shape.body(patch.values),
            **self._ids(shape, patch.values),
            **self._addresses_of(patch.values, self._addresses.of(kind, patch.id)),
        }

    def delivery(self, kind: Kind, patch: Patch) -> Request | None:
        """What is to be sent after `changed`: a delivery address that is there has an endpoint of its own."""
        known = self._addresses.of(kind, patch.id).delivery
        if known is None or not parties.IN_DELIVERY & patch.values.keys():
            return None
        body = {"id": known.id, **self._delivery(patch.values)}
        return Request("PUT", f"/deliveryAddress/{known.id}", body=body, subject=Kind.CUSTOMER.value)

    def needs_address(self, kind: Kind, patch: Patch) -> bool:
        """Whether the row must be read before `changed`: its addresses are written by their ids."""
        writes = _SHAPES[kind].in_addresses & patch.values.keys()
        return bool(writes) and not self._addresses.is_of(kind, patch.id, patch.version)

    def _ids(self, shape: _Shape, values: Values) -> dict[str, Any]:
        given = [named for named in shape.named if values.get(named.name)]
        cleared = [named for named in shape.named if named.clears and named.name in values and not values[named.name]]
        ids = {named.key: {"id": self._catalogues.id_of(named, values[named.name])} for named in given}
        return {**ids, **{named.key: None for named in cleared}}

    def _addresses_of(self, values: Values, known: Known) -> dict[str, Any]:
        addresses = self._postal(values, known) if parties.IN_ADDRESS & values.keys() else {}
        wanted: Values = {name: value for name, value in values.items() if name in parties.IN_DELIVERY and value}
        if wanted and known.delivery is None:
            addresses["deliveryAddress"] = self._delivery(wanted)
        return addresses

    def _postal(self, values: Values, known: Known) -> dict[str, Any]:
        """The country goes to the physical address too: Tripletex takes from there whether an organisation number
        must be a Norwegian one (reference/tripletex.md 8.1)."""
        # A new address is in Norway by itself.
        code = values.get("country") or (_AT_HOME if "country" in values and known.postal is not None else None)
        country_id = self._catalogues.id_of(COUNTRY, code) if code else None
        addresses = {"postalAddress": parties.address_body(values, known.postal, country_id)}
        if country_id is not None:
            addresses["physicalAddress"] = parties.address_body({}, known.physical, country_id)
        return addresses

    def _delivery(self, values: Values) -> dict[str, Any]:
        code = (values["delivery_country"] or _AT_HOME) if "delivery_country" in values else None
        return parties.delivery_body(values, self._catalogues.id_of(COUNTRY, code) if code else None)


def _shape_of(kind: Kind, values: Values) -> _Shape:
    shape = _SHAPES[kind]
    unknown = values.keys() - shape.names
    if unknown:
        raise Bug(f"fields that no {kind} has: {sorted(unknown)}")
    return shape
