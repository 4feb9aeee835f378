"""Adjusting how much there is of a product: made and booked in two calls (reference 4j)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from samspill.exceptions import DataRefused
from samspill.systems.rackbeat.catalogues import Catalogues
from samspill.systems.rackbeat.client import Client, row_path
from samspill.systems.rackbeat.conversions import decimal, flag, json_number
from samspill.systems.rackbeat.mapping import PRODUCTS
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.wire import Row, identified, number_of, one
from samspill.systems.transport import Request

PATH, SUBJECT = "/inventory-adjustments", "stock"


@dataclass(frozen=True)
class Adjustment:
    """A change of a product's stock; it counts once it is booked. `product` is its number."""

    id: str
    product: str
    quantity: Decimal
    booked: bool


class Made(Protocol):
    """An adjustment that was made, whoever describes it."""

    @property
    def id(self) -> str:
        """Rackbeat's own id of it."""


class Stock:
    """The stock of one account."""

    def __init__(self, client: Client, lists: Lists, catalogues: Catalogues, clock: Callable[[], datetime]) -> None:
        self._client, self._lists, self._catalogues, self._clock = client, lists, catalogues, clock

    def find(self, key: str) -> Adjustment | None:
        """The adjustment whose reason holds our key, booked or not. All are read: no filter by reason is known, and
        one that was missed would be booked twice. Raises RetryLater when the list cannot be read to its end."""
        rows = self._lists.every_row(PATH, SUBJECT, "id")
        return next((_adjustment(row) for row in rows if f" {key} " in f" {row.get('reason')} "), None)

    def create(self, number: str, difference: Decimal, key: str) -> Adjustment:
        """Make an adjustment by `difference`, which is not 0, to be booked. Raises NotFound, DataRefused; RetryLater,
        uncertain when it may have been made: then `find` tells."""
        request = Request("POST", PATH, body=self._body(number, difference, key), subject=SUBJECT)
        return self._client.ask(request, _made)

    def book(self, adjustment: Made) -> None:
        """Let it count; one that is booked already stays as it is. Raises as `create`."""
        try:
            self._client.send(Request("POST", f"{PATH}/{adjustment.id}/book", subject=SUBJECT))
        except DataRefused:
            now = self._client.ask(Request("GET", f"{PATH}/{adjustment.id}", subject=SUBJECT), _made)
            if not now.booked:
                raise

    def _body(self, number: str, difference: Decimal, key: str) -> Mapping[str, Any]:
        product = self._client.ask(Request("GET", row_path(PRODUCTS.path, number), subject=SUBJECT), identified)
        place = product.get("default_location_id")
        location = self._catalogues.default_location() if place is None else None
        place = location.number if location is not None else place
        return {
            "item_id": number,
            "adjustment_type": "quantity",
            "quantity": json_number("stock", difference),
            **({"location": place} if place is not None else {}),
            "regulated_at": self._clock().date().isoformat(),
            "reason": f"Tripletex {key}",
        }


def _made(body: object) -> Adjustment:
    return _adjustment(one(body))


def _adjustment(row: Row) -> Adjustment:
    item, quantity = row.get("item_id"), decimal(row.get("quantity"))
    if quantity is None:
        raise ValueError("a quantity")
    return Adjustment(number_of(row, "id"), str(item or ""), quantity, flag(row.get("is_booked")) is True)
