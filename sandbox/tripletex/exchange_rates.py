"""What foreign currencies cost in Norwegian kroner, as quoted: for `factor` units (100 for SEK, DKK, CHF, JPY)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.tripletex.company import Company

# Rounded rates; the switch `exchange_rates` gives an account others, by code.
_QUOTED = {
    "SEK": "104.71",
    "DKK": "155.43",
    "USD": "10.124",
    "EUR": "11.598",
    "GBP": "13.441",
    "CHF": "1238.6",
    "JPY": "6.812",
    "PLN": "2.7361",
    "ISK": "8.05",
}
HOME = 1


def quoted(company: Company, currency: int) -> Decimal | None:
    """The rate for `factor` units of a currency; None where nothing quotes it."""
    row = company.row("Currency", currency)
    if row is None:
        return None
    if currency == HOME:
        return Decimal(1)
    code = row.get("code", "")
    found = company.switches.exchange_rates.get(code, _QUOTED.get(code))
    return None if found is None else Decimal(found)


def for_one(company: Company, currency: int) -> Decimal | None:
    """The rate for one unit; None where nothing quotes the currency."""
    rate, row = quoted(company, currency), company.row("Currency", currency)
    return rate / row.get("factor", 1) if rate is not None and row is not None else None
