"""Ids of countries, currencies, VAT codes, units and accounts by what people call them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from samspill.model.records import Value
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.conversions import unheld
from samspill.systems.tripletex.named import UNIT, VAT_CODE, Named
from samspill.systems.tripletex.paging import everything

#: What is not there is looked for again after so long: somebody may have added it.
FRESH = timedelta(minutes=1)


@dataclass(frozen=True)
class VatCode:
    """A VAT code that the account uses for sales. `percentage` is the rate; `number` what a product's `vat_code`
    holds."""

    number: str
    name: str
    percentage: Decimal


@dataclass(frozen=True)
class _Read:
    at: datetime
    ids: dict[str, int]


class Catalogues:
    """Those of one company: each is read once, when it is first needed; VAT codes also whenever they are listed."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client, self._clock = client, clock
        self._read: dict[str, _Read] = {}

    def id_of(self, named: Named, value: Value) -> int:
        """Raises DataRefused for a name that the company does not have, and what reading the list raises."""
        wanted = str(value).strip().casefold()
        known = self._read.get(named.name)
        if known is None or (wanted not in known.ids and self._clock() - known.at >= FRESH):
            known = self._note(named, self._rows(named))
        try:
            return known.ids[wanted]
        except KeyError:
            raise unheld(named.name, value) from None

    def vat_codes(self) -> list[VatCode]:
        """The codes that products can have now, as Tripletex lists them."""
        rows = cast("list[wire.VatType]", self._rows(VAT_CODE))
        # Who was shown a code a moment ago may use it: it is none that id_of does not know yet.
        self._note(VAT_CODE, rows)
        return [VatCode(row.number, row.name or "", row.percentage or Decimal(0)) for row in rows if row.number]

    def units(self) -> list[str]:
        """Names of the units that products can have."""
        rows = cast("list[wire.Unit]", self._rows(UNIT))
        return [row.name for row in rows if row.name]

    def _note(self, named: Named, rows: list[Any]) -> _Read:
        read = self._read[named.name] = _Read(self._clock(), _ids(named, rows))
        return read

    def _rows(self, named: Named) -> list[Any]:
        params = {**named.params, "fields": named.fields}
        return list(everything(self._client, named.path, named.model, params, named.name))


def _ids(named: Named, rows: list[Any]) -> dict[str, int]:
    """What people see decides where two objects share a name."""
    ids: dict[str, int] = {}
    called = [(row.id, [str(name).strip().casefold() for name in named.names(row) if name]) for row in rows]
    for place in range(max((len(names) for _id, names in called), default=0)):
        for row_id, names in called:
            if place < len(names):
                ids.setdefault(names[place], row_id)
    return ids
