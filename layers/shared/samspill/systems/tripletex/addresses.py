"""The addresses that customers and suppliers have now: a write needs their ids and keeps their other parts."""

from collections import OrderedDict
from dataclasses import dataclass

from samspill.systems.tripletex import wire

#: Rows whose addresses are kept in memory; a write reads again what is no longer here.
REMEMBERED = 2000


@dataclass(frozen=True)
class Both:
    """A row's addresses; None where it has none, or was not read lately."""

    postal: wire.Address | None = None
    physical: wire.Address | None = None


class Addresses:
    """By row id, as last read; customers and suppliers share ids because they share rows."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int | None, Both]] = OrderedDict()

    def learn(self, row: wire.Party) -> None:
        """Remember the addresses if the answer contained more than their ids."""
        postal, physical = row.postal_address, row.physical_address
        if postal is None or "address_line1" not in postal.model_fields_set:
            return
        self._known[str(row.id)] = (row.version, Both(postal, physical))
        self._known.move_to_end(str(row.id))
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def of(self, row_id: str) -> Both:
        """The addresses as last read."""
        known = self._known.get(row_id)
        return known[1] if known else Both()

    def is_of(self, row_id: str, version: int | None) -> bool:
        """Whether the addresses were read with just this version of the row: older ones would undo edits, as an
        address is written as a whole."""
        known = self._known.get(row_id)
        return known is not None and version is not None and known[0] == version
