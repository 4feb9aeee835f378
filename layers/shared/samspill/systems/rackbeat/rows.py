"""From a row of Rackbeat's to our record."""

from collections.abc import Callable

from samspill.model.records import RECORD_TYPES, Record, Values
from samspill.systems.columns import Unknown
from samspill.systems.rackbeat.catalogues import Catalogues
from samspill.systems.rackbeat.conversions import country, text
from samspill.systems.rackbeat.mapping import (
    CUSTOMERS,
    DELIVERY,
    DELIVERY_KEY,
    EMPLOYEES,
    LOTS,
    NAME_KEY,
    PRODUCTS,
    SUPPLIERS,
    TERMS_KEY,
    UNIT_KEY,
    Register,
)
from samspill.systems.rackbeat.spelling import Spelling
from samspill.systems.rackbeat.terms import payment_terms_of
from samspill.systems.rackbeat.wire import Row, number_of


class Rows:
    """Makes records of the rows of one account, and learns its names from them."""

    def __init__(self, spelling: Spelling, catalogues: Catalogues) -> None:
        self._spelling, self._catalogues = spelling, catalogues
        self._beside: dict[str, tuple[Callable[[Row], Values], ...]] = {
            CUSTOMERS.path: (delivery_values, self._due_values),
            SUPPLIERS.path: (),
            PRODUCTS.path: (self._unit_values,),
            LOTS.path: (self._unit_values,),
            EMPLOYEES.path: (name_values,),
        }

    def record(self, register: Register, row: Row) -> Record:
        """The record. What a row does not have, or what makes no sense in it, stays unknown. It has neither a version
        nor a time: Rackbeat has none, and its times do not tell of which zone they are (reference 2c); one that is an
        hour off would let the wrong side win. Raises ValueError for a row without number."""
        self._spelling.learn(register, row)
        number = number_of(row)
        values: Values = {}
        for column in register.columns:
            there, value = self._spelling.value(column, row)
            read = column.read(value) if there and column.read is not None else None
            if there and column.read is not None and not isinstance(read, Unknown):
                values[column.name] = read
        for beside in self._beside[register.path]:
            values |= beside(row)
        if register.composed is not None:
            values["composed"] = register.composed
        return RECORD_TYPES[register.kind].model_validate({**values, "id": number, "number": number})

    def _due_values(self, row: Row) -> Values:
        if TERMS_KEY not in row:
            return {}
        if row[TERMS_KEY] is None:
            return {"payment_due": None}
        shown = row.get("payment_terms")
        terms = payment_terms_of(shown) if isinstance(shown, dict) else None
        terms = terms or self._catalogues.terms_by_number(row[TERMS_KEY])
        due = self._catalogues.due_of(terms) if terms is not None else None
        return {} if due is None else {"payment_due": due}

    def _unit_values(self, row: Row) -> Values:
        if UNIT_KEY not in row:
            return {}
        if row[UNIT_KEY] is None:
            return {"unit": None}
        shown = row.get("unit")
        if isinstance(shown, dict) and isinstance(shown.get("name"), str):
            return {"unit": shown["name"]}
        unit = self._catalogues.unit(lambda unit: str(unit.number) == str(row[UNIT_KEY]))
        return {"unit": unit.name} if unit is not None else {}


def delivery_values(row: Row) -> Values:
    """The parts of the delivery address."""
    if DELIVERY_KEY not in row:
        return {}
    address = row[DELIVERY_KEY]
    if not isinstance(address, dict):
        return dict.fromkeys(DELIVERY, None)
    reads = {
        name: (country if name == "delivery_country" else text)(address.get(part)) for name, part in DELIVERY.items()
    }
    return {name: value for name, value in reads.items() if not isinstance(value, Unknown)}


def name_values(row: Row) -> Values:
    """First and last name: the last word is the last name."""
    name = row.get(NAME_KEY)
    if not isinstance(name, str):
        return {}
    first, _, last = name.strip().rpartition(" ")
    return {"first_name": first.strip() if first else last, "last_name": last if first else ""}
