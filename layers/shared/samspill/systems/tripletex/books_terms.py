"""Ids that bodies of documents need: currencies, also the company's own, VAT codes, who the key belongs to."""

from decimal import Decimal

from samspill.exceptions import DataRefused
from samspill.systems.transport import Request
from samspill.systems.tripletex import books_wire as wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.catalogues import Catalogues
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.named import CURRENCY, VAT_CODE
from samspill.systems.tripletex.wire import WhoAmI

#: Tripletex is for Norwegian companies; those that do not say which currency is theirs have this one.
_NORWEGIAN = "NOK"


class Terms:
    """Those of one company; each is read once."""

    def __init__(self, client: Client, catalogues: Catalogues) -> None:
        self._client, self._catalogues = client, catalogues
        self._who: WhoAmI | None = None
        self._own_currency: int | None = None

    def currency_id(self, code: str | None) -> int:
        """None is the company's own: without one an order would take its customer's. Raises DataRefused."""
        if code is not None:
            return self._catalogues.id_of(CURRENCY, code)
        if self._own_currency is None:
            self._own_currency = self._read_own_currency()
        return self._own_currency

    def vat_id(self, code: str) -> int:
        """Raises DataRefused for a code of sales that the company does not use."""
        try:
            return self._catalogues.id_of(VAT_CODE, code)
        except DataRefused as error:
            raise DataRefused("document_vat_code_unusable", "vatType", "", {"vat_code": code}) from error

    def vat_rates(self) -> dict[str, Decimal]:
        """See the port."""
        return {code.number: code.percentage for code in self._catalogues.vat_codes()}

    def own_employee(self) -> int | None:
        """Who the key belongs to."""
        return self._whose_key().employee_id

    def _whose_key(self) -> WhoAmI:
        if self._who is None:
            request = Request(
                "GET", "/token/session/%3EwhoAmI", {"fields": "companyId,employeeId"}, subject="company"
            )
            self._who = one(self._client.send(request), WhoAmI, request)
        return self._who

    def _read_own_currency(self) -> int:
        path = f"/company/{self._whose_key().company_id}"
        request = Request("GET", path, {"fields": "id,currency(id)"}, subject="company")
        currency = one(self._client.send(request), wire.CompanyCurrency, request).currency
        return currency.id if currency else self._catalogues.id_of(CURRENCY, _NORWEGIAN)
