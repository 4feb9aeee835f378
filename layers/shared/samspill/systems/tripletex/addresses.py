"""The addresses that customers and suppliers have now: a write needs their ids and keeps their other parts."""

from collections import OrderedDict
from dataclasses import dataclass

from samspill.model.kinds import Kind
from samspill.systems.tripletex import wire

#: Rows whose addresses are kept in memory; a write reads again what is no longer here.
REMEMBERED = 2000


@dataclass(frozen=True)
class Known:
    """A row's addresses; None where it has none, or was not read lately. Only customers tell a delivery address."""

    postal: wire.Address | None = None
    physical: wire.Address | None = None
    delivery: wire.DeliveryAddress | None = None


class Addresses:
    """By kind and row id, as last read: a row that is customer and supplier tells more as a customer."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Kind, str], tuple[int | None, Known]] = OrderedDict()

    def learn(self, kind: Kind, row: wire.Party) -> None:
        """Remember the addresses if the answer contained more than their ids."""
        postal = row.postal_address
        delivery = row.delivery_address if isinstance(row, wire.Customer) else None
        if postal is None or "address_line1" not in postal.model_fields_set:
            return
        key = (kind, str(row.id))
        self._known[key] = (row.version, Known(postal, row.physical_address, delivery))
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def of(self, kind: Kind, row_id: str) -> Known:
        """The addresses as last read."""
        known = self._known.get((kind, row_id))
        return known[1] if known else Known()

    def is_of(self, kind: Kind, row_id: str, version: int | None) -> bool:
        """Whether the addresses were read with just this version of the row: older ones would undo edits, as an
        address is written as a whole."""
        known = self._known.get((kind, row_id))
        return known is not None and version is not None and known[0] == version
