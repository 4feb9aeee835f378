"""What a new account is asked for and starts with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from sandbox.rackbeat.account import Account
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.kind import Scope
from sandbox.rackbeat.switches import Switches

#: NOK for one of each currency; an account in another currency counts from its own.
IN_NOK = {"NOK": "1", "DKK": "1.5543", "SEK": "1.0471", "EUR": "11.5980", "USD": "10.1240", "GBP": "13.4410"}


class NewAccount(BaseModel):
    """A company that takes Rackbeat into use. `keys`: key → scopes; `next_numbers`: kind → the number that the next
    one gets (Settings > General > Numbers)."""

    model_config = ConfigDict(extra="forbid")

    name: str = "Nordlys Lager AS"
    language: Literal["en", "da", "nb", "sv"] = "nb"
    currency: Literal["NOK", "DKK", "SEK", "EUR", "USD", "GBP"] = "NOK"
    user: str = "Kari Nordmann"
    user_email: str = "kari@nordlys.example"
    keys: dict[str, list[Scope]] = {}
    next_numbers: dict[str, int] = {}
    switches: Switches = Switches()


def furnish(account: Account, wanted: NewAccount) -> None:
    """What is there from the start: currencies, a location, a layout, a unit, languages, the user as an employee.
    Groups and payment terms are for the company to make."""
    home = Decimal(IN_NOK[wanted.currency])
    for code, rate in IN_NOK.items():
        in_home = round(Decimal(rate) / home * account.switches.rate_is_per, 6).normalize() + 0
        _add(account, "currency", code, rate=in_home)
    _add(account, "location", name="Hovedlager", is_default=True)
    _add(account, "layout", name="Standard")
    _add(account, "unit", name="stk.")
    _add(account, "delivery_term", name="Ab lager")
    for name, locale in (("Norsk", "no"), ("English", "en"), ("Dansk", "da"), ("Svenska", "sv")):
        _add(account, "language", name=name, locale=locale)
    _add(account, "employee", name=wanted.user, contact_email=wanted.user_email, locale="no")
    for identifier, value in {"base_currency": wanted.currency, "language": wanted.language}.items():
        _add(account, "setting", identifier, value=value)
    for kind, number in wanted.next_numbers.items():
        account.registers.count_from(KINDS[kind], number)


def _add(account: Account, kind: str, number: str | None = None, **values: Any) -> None:
    given: Mapping[str, Any] = values
    account.add(KINDS[kind], number, dict(given))
