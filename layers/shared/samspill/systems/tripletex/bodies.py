"""Bodies of creates and updates: the mapping plus what each kind demands on creation."""

from typing import Any

from samspill.exceptions import Bug
from samspill.model.kinds import Kind
from samspill.model.records import Values
from samspill.sync.ports import Patch
from samspill.systems.tripletex import mapping, wire
from samspill.systems.tripletex.addresses import Addresses

#: Values of a new employee that no record has: see `Settings.employee_access` and `default_department`.
EMPLOYEE_EXTRAS = frozenset({"access", "department"})

_COLUMNS = {Kind.CUSTOMER: mapping.CUSTOMER, Kind.PROJECT: mapping.PROJECT, Kind.EMPLOYEE: mapping.EMPLOYEE}
_OTHERS = {
    Kind.CUSTOMER: mapping.IN_ADDRESS | {"also_supplier"},
    Kind.PROJECT: frozenset[str](),
    Kind.EMPLOYEE: EMPLOYEE_EXTRAS | {"active", "may_manage_projects"},
}


class Bodies:
    """Makes bodies. Raises DataRefused for values that Tripletex has no way to hold, Bug for unknown fields."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    def new(self, kind: Kind, values: Values) -> dict[str, Any]:
        """The body of a create: never with id or version."""
        _check_names(kind, values)
        if kind is Kind.PROJECT:
            return {"isInternal": False, **mapping.project_body(values)}
        if kind is Kind.EMPLOYEE:
            # A create without a user type is refused; no access is what costs and reveals nothing.
            return {"userType": values.get("access") or "NO_ACCESS", **mapping.employee_body(values)}
        return {**mapping.customer_body(values), **self._address(values, None)}

    def changed(self, kind: Kind, patch: Patch) -> dict[str, Any]:
        """The body of an update: only the given fields, with id and the version that was read."""
        _check_names(kind, patch.values)
        version = {} if patch.version is None else {"version": patch.version}
        identity = {"id": int(patch.id), **version}
        if kind is Kind.PROJECT:
            return {**identity, **mapping.project_body(patch.values)}
        if kind is Kind.EMPLOYEE:
            return {**identity, **mapping.employee_body(patch.values)}
        old = self._addresses.of(patch.id)
        return {**identity, **mapping.customer_body(patch.values), **self._address(patch.values, old)}

    def needs_address(self, patch: Patch) -> bool:
        """Whether the customer must be read before `changed`: the address is written by its id."""
        return bool(mapping.IN_ADDRESS & patch.values.keys()) and not self._addresses.is_of(patch.id, patch.version)

    def _address(self, values: Values, old: wire.Address | None) -> dict[str, Any]:
        if not mapping.IN_ADDRESS & values.keys():
            return {}
        # No country means Norway in both systems; a new address has it by itself.
        code = values.get("country") or ("NO" if "country" in values and old is not None else None)
        country_id = self._addresses.country_id(str(code)) if code else None
        return {"postalAddress": mapping.address_body(values, old, country_id)}


def _check_names(kind: Kind, values: Values) -> None:
    known = {column.name for column in _COLUMNS[kind]} | _OTHERS[kind]
    unknown = values.keys() - known
    if unknown:
        raise Bug(f"fields that no {kind} has: {sorted(unknown)}")
