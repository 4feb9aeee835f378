"""From our values to the bodies of creates and updates."""

from collections.abc import Callable, Mapping
from typing import Any

from samspill.exceptions import DataRefused
from samspill.model.kinds import Kind
from samspill.model.records import Value, Values
from samspill.systems.rackbeat.catalogues import Catalogues, Named
from samspill.systems.rackbeat.conversions import text_or_null, unheld
from samspill.systems.rackbeat.mapping import (
    DELIVERY,
    DELIVERY_KEY,
    LOTS,
    NAME_KEY,
    TERMS_KEY,
    UNIT_KEY,
    VAT_ZONES,
    Register,
)
from samspill.systems.rackbeat.rows import name_values
from samspill.systems.rackbeat.spelling import Spelling, written
from samspill.systems.rackbeat.terms import same_due
from samspill.systems.rackbeat.wire import Row

Body = dict[str, Any]
_NAMES = ("first_name", "last_name")
#: What Rackbeat works out itself, so that nobody can choose it for a record that is there.
_FOLLOWS = {Kind.PRODUCT: frozenset({"stock_item", "group"})}
_PARTIES = (Kind.CUSTOMER, Kind.SUPPLIER)


class Bodies:
    """Makes bodies for one account. Every method raises DataRefused for what Rackbeat cannot hold, and what reading a
    catalogue raises."""

    def __init__(self, spelling: Spelling, catalogues: Catalogues) -> None:
        self._spelling, self._catalogues = spelling, catalogues

    def created(self, register: Register, values: Values) -> Body:
        """For a new record. A draft brings what only Rackbeat needs: `group`, `payment_terms`, `layout`, `vat_zone`,
        `language`; the last three are chosen here where it does not."""
        if values.get("composed"):
            raise unheld("composed", True)  # what it is made of is known to nobody but Rackbeat
        given: Values = {name: value for name, value in values.items() if value not in (None, "")}
        asked = {**self._needed(register.kind, given), **given}
        body = {**written(register, self._spelling, asked), **self._beside(register, asked, {})}
        if register.kind is Kind.EMPLOYEE and body.get("contact_email"):
            body["should_notify"] = True  # Rackbeat mails an invitation
        return {key: value for key, value in body.items() if value is not None}

    def changed(self, register: Register, values: Values, row: Row | None) -> Body:
        """For a record that is there; `row` is how it stands, needed where `needs_row` says so."""
        for name in _FOLLOWS.get(register.kind, frozenset()) & values.keys():
            raise unheld(name, values[name])
        if register is LOTS and "cost" in values:
            raise unheld("cost", values["cost"])
        return {**written(register, self._spelling, values), **self._beside(register, values, row or {})}

    def needs_row(self, register: Register, values: Values) -> bool:
        """Whether a body can only be made knowing the record: its names, or an object that is written as a whole."""
        parts = DELIVERY.keys() | set(_NAMES) | {"payment_due"}
        return not self._spelling.met(register) or not parts.isdisjoint(values)

    def _needed(self, kind: Kind, given: Values) -> Values:
        """What new records must have (reference 4a, 4d): of the account the first layout and language, VAT as at
        home; a price, though it be nothing."""
        if kind not in _PARTIES:
            return {"price": "0"} if kind is Kind.PRODUCT else {}
        layout = self._catalogues.layout() if "layout" not in given else None
        language = self._catalogues.language() if "language" not in given else None
        first = str(layout.number) if layout else None
        found: Values = {"vat_zone": VAT_ZONES[0], "layout": first, "language": language}
        return {name: value for name, value in found.items() if value}

    def _beside(self, register: Register, values: Values, row: Row) -> Body:
        """What stands in no column of its own."""
        body: Body = {}
        for names, part in self._parts(register.kind):
            if not names.isdisjoint(values):
                body |= part(values, row)
        return body

    def _parts(self, kind: Kind) -> tuple[tuple[frozenset[str], Callable[[Values, Row], Body]], ...]:
        return {
            Kind.CUSTOMER: ((frozenset(DELIVERY), _delivery), (frozenset({"payment_due"}), self._terms)),
            Kind.PRODUCT: ((frozenset({"unit"}), self._unit),),
            Kind.EMPLOYEE: ((frozenset(_NAMES), _full_name),),
        }.get(kind, ())

    def _terms(self, values: Values, row: Row) -> Body:
        """Terms that fall due then: those it has, those that were named, else the first of the account."""
        due = str(values["payment_due"] or "")
        if not due:  # everybody has some
            return {}
        for number in (row.get(TERMS_KEY), values.get("payment_terms")):
            terms = self._catalogues.terms_by_number(number) if number else None
            if terms is not None and same_due(self._catalogues.due_of(terms), due):
                return {TERMS_KEY: terms.number}
        found = self._catalogues.find_terms(lambda terms: same_due(self._catalogues.due_of(terms), due))
        if found is None:
            raise unheld("payment_due", due)
        return {TERMS_KEY: found.number}

    def _unit(self, values: Values, _row: Row) -> Body:
        wanted = str(values["unit"] or "").strip()
        if not wanted:
            return {UNIT_KEY: None}
        unit = self._catalogues.unit(lambda unit: _called(unit, wanted))
        unit = unit or self._catalogues.unit(lambda unit: str(unit.number) == wanted)
        if unit is None:
            raise unheld("unit", wanted)
        return {UNIT_KEY: unit.number}


def _called(unit: Named, name: str) -> bool:
    return unit.name.strip().casefold() == name.casefold()


def _delivery(values: Values, row: Row) -> Body:
    """The address as a whole, with the parts that stay: whether Rackbeat would keep them is not known."""
    old = row.get(DELIVERY_KEY)
    kept: Mapping[str, Any] = old if isinstance(old, dict) else {}
    address = {**kept, **{part: text_or_null(values[name]) for name, part in DELIVERY.items() if name in values}}
    return {DELIVERY_KEY: address if any(address.values()) else None}


def _full_name(values: Values, row: Row) -> Body:
    known: dict[str, Value] = {**name_values(row), **{name: values[name] for name in _NAMES if name in values}}
    return {NAME_KEY: " ".join(filter(None, (str(known.get(name) or "").strip() for name in _NAMES)))}


def number_taken(number: object) -> DataRefused:
    """Another record has the number."""
    return DataRefused("number_taken", "number", "", {"number": str(number)})
