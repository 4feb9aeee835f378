"""Rows that are customer and supplier at once. A PUT of one was seen to take its role as customer away (issue 45): it
would then look deleted, so the role is given back at once. And what is deleted in one role stays in the other."""

from dataclasses import dataclass

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound
from samspill.model.kinds import Kind
from samspill.model.records import Customer, Record, Supplier
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client


@dataclass(frozen=True)
class _Role:
    """`attribute` and `key` tell that a row has it; only the endpoint of the `other` role may write it."""

    attribute: str
    key: str
    other: Kind


_ROLES: dict[type[wire.Entity], _Role] = {
    wire.Customer: _Role("is_customer", "isCustomer", Kind.SUPPLIER),
    wire.Supplier: _Role("is_supplier", "isSupplier", Kind.CUSTOMER),
}
#: Kinds whose rows may have another role.
PARTIES = frozenset(role.other for role in _ROLES.values())


def with_role_kept(client: Client, row: wire.Entity) -> wire.Entity:
    """The answer to a PUT, with the version it has after giving the role back where it was lost.

    Raises DataRefused when Tripletex does not let us, RetryLater.
    """
    role = _ROLES.get(type(row))
    if role is None or getattr(row, role.attribute) is not False:
        return row
    try:
        version = _write(client, role, row.id, None, has=True)
    except (ConfigurationWrong, NotFound) as error:
        raise DataRefused("data_refused", role.key, error.detail) from error
    return row.model_copy(update={"version": version, role.attribute: True})


def has_another_role(record: Record) -> bool:
    """Whether the record's row is something else too."""
    match record:
        case Customer():
            return bool(record.also_supplier)
        case Supplier():
            return bool(record.also_customer)
        case _:
            return False


def without_role(client: Client, record: Record) -> None:
    """Take the record's role from a row that has another one; the row stays. Raises what writing raises."""
    model = wire.Customer if isinstance(record, Customer) else wire.Supplier
    _write(client, _ROLES[model], int(record.id), record.version, has=False)


def _write(client: Client, role: _Role, row_id: int, version: int | None, *, has: bool) -> int | None:
    body = {"id": row_id, **({} if version is None else {"version": version}), role.key: has}
    kind = role.other.value
    request = Request("PUT", f"/{kind}/{row_id}", body=body, subject=kind)
    return one(client.send(request), wire.Entity, request).version
