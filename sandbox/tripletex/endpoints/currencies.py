"""What currencies cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sandbox.tripletex.amounts import wire
from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.endpoints.asking import amount, day, needed
from sandbox.tripletex.errors import not_found
from sandbox.tripletex.exchange_rates import HOME, for_one, quoted
from sandbox.tripletex.reading import Reader
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]


def rate(_world: TripletexWorld, call: Call) -> Answer:
    """GET /currency/{id}/rate: as quoted, for `factor` units. 404/6000 where nothing quotes the currency."""
    asked, currency = day(call, "date"), call.number()
    found = quoted(call.company, currency)
    if found is None:
        raise not_found()
    values = {"sourceCurrency": currency, "rate": wire(found), "date": asked}
    schema = SCHEMAS["CurrencyExchangeRate"]
    reader = Reader(call.company, schema, parse_selection(call.query.get("fields", ""), schema))
    return value(reader.show(Row(currency, 0, values)))


def exchanged(_world: TripletexWorld, call: Call) -> Answer:
    """GET …/exchangeRate: an amount in the company's or another currency. 404/6000 as above."""
    needed(call, "amount", "date")
    day(call, "date")
    given = amount(call, "amount") or Decimal(0)
    source = for_one(call.company, call.number())
    target = for_one(call.company, call.number("to") if "to" in call.params else HOME)
    if source is None or target is None:
        raise not_found()
    return value(wire(round(given * source / target, 10).normalize()))


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes."""
    table.add("GET", "/v2/currency/{id}/rate", rate)
    table.add("GET", "/v2/currency/{id}/exchangeRate", exchanged)
    table.add("GET", "/v2/currency/{id}/{to}/exchangeRate", exchanged)
