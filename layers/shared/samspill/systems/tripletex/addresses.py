"""What a customer's write needs besides the customer: the address it has now, and ids of countries."""

from collections import OrderedDict

from samspill.exceptions import DataRefused
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import everything

#: Customers whose address is kept in memory; a write reads again what is no longer here.
REMEMBERED = 2000


class Addresses:
    """Postal addresses by customer id, as last read, and country ids by code, read once when first needed."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: OrderedDict[str, tuple[int | None, wire.Address]] = OrderedDict()
        self._countries: dict[str, int] | None = None

    def learn(self, row: wire.Customer) -> None:
        """Remember the address if the answer contained more than its id."""
        address = row.postal_address
        if address is None or "address_line1" not in address.model_fields_set:
            return
        self._known[str(row.id)] = (row.version, address)
        self._known.move_to_end(str(row.id))
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def of(self, customer_id: str) -> wire.Address | None:
        """The address as last read; None when the customer was not read lately or has none."""
        known = self._known.get(customer_id)
        return known[1] if known else None

    def is_of(self, customer_id: str, version: int | None) -> bool:
        """Whether the address was read with just this version of the customer: an older one would undo edits, as
        an address is written as a whole."""
        known = self._known.get(customer_id)
        return known is not None and version is not None and known[0] == version

    def country_id(self, code: str) -> int:
        """Tripletex's id of a country. Raises DataRefused for a code that it does not know."""
        if self._countries is None:
            params = {"fields": "id,isoAlpha2Code"}
            rows = everything(self._client, "/country", wire.Country, params, "country")
            self._countries = {row.iso_alpha2_code.upper(): row.id for row in rows if row.iso_alpha2_code}
        try:
            return self._countries[code.strip().upper()]
        except KeyError:
            raise DataRefused("data_refused", "country", "unknown country code", {"value": code}) from None
