"""What an account has set up once: groups, payment terms, units, layouts, locations, people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeVar

from samspill.exceptions import DataRefused
from samspill.systems.rackbeat.client import Client
from samspill.systems.rackbeat.conversions import decimal, flag, json_number, unheld
from samspill.systems.rackbeat.mapping import VAT_ZONES
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.terms import TYPES, PaymentTerms, payment_terms_of, type_and_days
from samspill.systems.rackbeat.wire import Row, number_of, one
from samspill.systems.transport import Request

#: What was not there when a list was read is looked for again after so long: somebody may have added it.
FRESH = timedelta(minutes=1)

Sort = Literal["customer", "supplier", "product"]
T = TypeVar("T")


@dataclass(frozen=True)
class Group:
    """A group of customers, suppliers or products. Only product groups say whether they are kept in stock, and the
    per cent of VAT in each zone."""

    number: int
    name: str
    has_inventory: bool | None = None
    vat: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """A unit or a layout."""

    number: int
    name: str


@dataclass(frozen=True)
class Location:
    """Where goods lie."""

    number: int
    name: str
    is_default: bool


@dataclass(frozen=True)
class Person:
    """An employee."""

    number: int
    name: str
    email: str | None


class Catalogues:
    """Those of one account: each is kept once read. `meanings` are payment terms that people have said something of:
    number -> `payment_due`."""

    def __init__(
        self, client: Client, lists: Lists, clock: Callable[[], datetime], meanings: Mapping[str, str]
    ) -> None:  # fmt: skip
        self._client, self._lists, self._clock, self._meanings = client, lists, clock, meanings
        self._kept: dict[str, tuple[datetime, list[Row]]] = {}

    def groups(self, sort: Sort) -> list[Group]:
        """As they are now."""
        return _each(self._now(f"/{sort}-groups"), _group)

    def create_group(
        self, sort: Sort, name: str, *, has_inventory: bool | None = None, vat: Mapping[str, Decimal] | None = None
    ) -> Group:
        """A new group. Raises DataRefused; RetryLater, uncertain when it may have been made."""
        body: dict[str, Any] = {"name": name}
        if sort == "product":
            rates = {f"vat_{zone}": json_number("vat", rate) for zone, rate in (vat or {}).items()}
            body |= {"has_inventory": bool(has_inventory), **rates}
        return self._make(f"/{sort}-groups", body, _group)

    def payment_terms(self) -> list[PaymentTerms]:
        """As they are now."""
        return _each(self._now("/payment-terms"), payment_terms_of)

    def due_of(self, terms: PaymentTerms) -> str | None:
        """What people have said that they mean, else what they say of themselves."""
        return self._meanings.get(str(terms.number)) or terms.due

    def create_payment_terms(self, name: str, due: str) -> PaymentTerms:
        """New terms that mean `due`; the account's own code for their type is found out. Raises as `create_group`,
        DataRefused for what no terms can say."""
        wanted = type_and_days(due)
        if wanted is None:
            raise unheld("payment_due", due)
        type_, days = wanted
        known = [each.code for each in self.payment_terms() if each.type == type_ and each.code]
        codes = list(dict.fromkeys([*known, *TYPES[type_]]))
        for code in codes[:-1]:
            try:
                return self._make_terms(name, code, days)
            except DataRefused as error:
                if error.field != "type":
                    raise
        return self._make_terms(name, codes[-1], days)

    def terms_by_number(self, number: object) -> PaymentTerms | None:
        """From what is kept; None when there are none of that number."""
        return self._kept_one("/payment-terms", payment_terms_of, lambda terms: str(terms.number) == str(number))

    def find_terms(self, fits: Callable[[PaymentTerms], bool]) -> PaymentTerms | None:
        """The first from what is kept."""
        return self._kept_one("/payment-terms", payment_terms_of, fits)

    def units(self) -> list[Named]:
        """As they are now."""
        return _each(self._now("/units"), _named)

    def unit(self, fits: Callable[[Named], bool]) -> Named | None:
        """The first from what is kept."""
        return self._kept_one("/units", _named, fits)

    def layouts(self) -> list[Named]:
        """As they are now."""
        return _each(self._now("/layouts"), _named)

    def layout(self) -> Named | None:
        """The first from what is kept: the one that an account starts with."""
        return self._kept_one("/layouts", _named, lambda _layout: True)

    def language(self) -> str | None:
        """The locale of the first language from what is kept."""
        return self._kept_one("/languages", lambda row: str(row.get("locale") or "") or None, lambda _locale: True)

    def default_location(self) -> Location | None:
        """Where goods lie unless somebody says otherwise, from what is kept."""
        kept = self._kept_one("/locations", _location, lambda place: place.is_default)
        return kept or self._kept_one("/locations", _location, lambda _place: True)

    def employees(self) -> list[Person]:
        """As they are now."""
        return _each(self._now("/employees"), _person)

    def person(self, number: str) -> Person | None:
        """From what is kept."""
        return self._kept_one("/employees", _person, lambda person: str(person.number) == number)

    @staticmethod
    def vat_zones() -> tuple[str, ...]:
        """The same in every account (reference 4c)."""
        return VAT_ZONES

    def _make_terms(self, name: str, code: str, days: int) -> PaymentTerms:
        return self._make("/payment-terms", {"name": name, "type": code, "maturity_days": days}, payment_terms_of)

    def _make(self, path: str, body: Mapping[str, Any], read: Callable[[Row], T | None]) -> T:
        def understand(answer: object) -> T:
            made = read(one(answer))
            if made is None:
                raise ValueError(path)
            return made

        self._kept.pop(path, None)
        return self._client.ask(Request("POST", path, body=body, subject=path[1:]), understand)

    def _now(self, path: str) -> list[Row]:
        rows = self._lists.rows(path, path[1:])
        self._kept[path] = (self._clock(), rows)
        return rows

    def _kept_one(self, path: str, read: Callable[[Row], T | None], fits: Callable[[T], bool]) -> T | None:
        at, rows = self._kept.get(path, (None, []))
        found = next((each for each in _each(rows, read) if fits(each)), None)
        if found is None and (at is None or self._clock() - at >= FRESH):
            found = next((each for each in _each(self._now(path), read) if fits(each)), None)
        return found


def _each(rows: list[Row], read: Callable[[Row], T | None]) -> list[T]:
    return [each for each in map(read, rows) if each is not None]


def _group(row: Row) -> Group:
    has_inventory = flag(row["has_inventory"]) if "has_inventory" in row else None
    rates = {zone: decimal(row.get(f"vat_{zone}")) for zone in VAT_ZONES}
    return Group(
        _number(row), _name(row), has_inventory if isinstance(has_inventory, bool) else None,
        {zone: rate for zone, rate in rates.items() if rate is not None},
    )  # fmt: skip


def _named(row: Row) -> Named:
    return Named(_number(row), _name(row))


def _location(row: Row) -> Location:
    return Location(_number(row), _name(row), flag(row.get("is_default")) is True)


def _person(row: Row) -> Person:
    return Person(_number(row), _name(row), str(row.get("contact_email") or "") or None)


def _number(row: Row) -> int:
    return int(number_of(row))


def _name(row: Row) -> str:
    return str(row.get("name") or "")
