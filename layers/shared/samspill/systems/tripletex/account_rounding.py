"""How an account rounds its invoices, told by those it has made.

An order's draft invoice may not tell what it comes to, and nothing documents whether VAT is rounded for each line or
once for each code, or which accounts round what is paid to whole kroner (reference/tripletex.md 8.10). But an invoice
for which these come to different sums tells which of them holds. Until there is one, lines are added up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from samspill.model.kinds import Kind
from samspill.model.totals import Rounded, to_ore
from samspill.systems.transport import Request
from samspill.systems.tripletex import books_wire as wire
from samspill.systems.tripletex.answers import page
from samspill.systems.tripletex.client import Client

#: How far around an order's day invoices are looked at, and the newest of them at most.
_AROUND, _MOST = timedelta(days=366), 100
_KRONE, _KRONER = Decimal(1), "NOK"


class AccountRounding:
    """That of one company. What an invoice has told is kept: what none has told yet is asked again."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._per: Rounded | None = None
        self._whole: bool | None = None

    def gross(self, lines: Sequence[wire.Line], currency: str | None, day: date) -> Decimal:
        """What an invoice of these lines comes to with VAT."""
        by_line, by_code = sum_of_lines(lines), _sum_of_codes(lines)
        uneven = currency == _KRONER and _whole(by_line) != by_line
        if (self._per is None and by_line != by_code) or (self._whole is None and uneven):
            self._learn(self._invoices(day))
        gross = by_code if self._per is Rounded.CODE else by_line
        return _whole(gross) if self._whole and currency == _KRONER else gross

    def _learn(self, newest_first: Iterable[wire.Invoice]) -> None:
        for row in newest_first:
            self._per = self._per or _rounded_per(row)
            self._whole = _rounds_to_kroner(row) if self._whole is None else self._whole

    def _invoices(self, day: date) -> list[wire.Invoice]:
        query = {
            "invoiceDateFrom": (day - _AROUND).isoformat(),
            "invoiceDateTo": (day + _AROUND).isoformat(),
            "sorting": "-id",
            "count": _MOST,
            "fields": wire.ROUNDING_FIELDS,
        }
        request = Request("GET", "/invoice", query, subject=Kind.INVOICE.value)
        return page(self._client.send(request), wire.Invoice, request).values


def sum_of_lines(lines: Iterable[wire.Line]) -> Decimal:
    """The lines with VAT, each rounded by itself."""
    return sum((line.amount_including_vat_currency or wire.NOTHING for line in lines), wire.NOTHING)


def _sum_of_codes(lines: Iterable[wire.Line]) -> Decimal:
    nets: defaultdict[tuple[int, Decimal], Decimal] = defaultdict(Decimal)
    for line in lines:
        code = (line.vat_type.id, line.vat_type.percentage or wire.NOTHING) if line.vat_type else (0, wire.NOTHING)
        nets[code] += line.amount_excluding_vat_currency or wire.NOTHING
    return sum((to_ore(net * (100 + rate) / 100) for (_code, rate), net in nets.items()), wire.NOTHING)


def _rounded_per(row: wire.Invoice) -> Rounded | None:
    """None where the invoice does not tell; one whose prices have VAT in them never does."""
    if any(order.is_prioritize_amounts_including_vat is not False for order in row.orders):
        return None
    before = (row.amount_currency or wire.NOTHING) - (row.amount_roundoff_currency or wire.NOTHING)
    by_line, by_code = sum_of_lines(row.order_lines), _sum_of_codes(row.order_lines)
    if by_line == by_code:
        return None
    return {by_line: Rounded.LINE, by_code: Rounded.CODE}.get(before)


def _rounds_to_kroner(row: wire.Invoice) -> bool | None:
    """None where the invoice does not tell: it was whole by itself, or in another currency."""
    if row.amount_roundoff_currency:
        return True
    amount, currency = row.amount_currency or wire.NOTHING, row.currency.code if row.currency else None
    return False if currency == _KRONER and amount != _whole(amount) else None


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(_KRONE, ROUND_HALF_UP)
