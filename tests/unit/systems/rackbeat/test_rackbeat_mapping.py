"""What we write to Rackbeat is what we read back, for everything it holds."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.exceptions import DataRefused
from samspill.model.changes import Priority
from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind
from samspill.model.normalise import exact
from samspill.model.records import RECORD_TYPES, Values
from samspill.systems.columns import UNKNOWN
from samspill.systems.limiter import Limiter
from samspill.systems.rackbeat import conversions
from samspill.systems.rackbeat.bodies import Bodies
from samspill.systems.rackbeat.catalogues import Catalogues
from samspill.systems.rackbeat.client import WINDOW, Client
from samspill.systems.rackbeat.mapping import CUSTOMERS, EMPLOYEES, LOTS, PRODUCTS, REGISTERS, SUPPLIERS, Register
from samspill.systems.rackbeat.paging import Lists
from samspill.systems.rackbeat.rows import Rows
from samspill.systems.rackbeat.spelling import Spelling
from samspill.systems.rackbeat.terms import TYPES, payment_terms_of, type_and_days
from tests.fakes.memory_sessions import MemoryPermits
from tests.unit.systems.rackbeat.peer import listed

TERMS = [
    {"number": 1, "name": "Netto 14", "type": "net", "maturity_days": 14},
    {"number": 2, "name": "Netto 30", "type": "net", "maturity_days": 30},
    {"number": 3, "name": "Løpende måned", "type": "end_of_month", "maturity_days": 0},
]
UNITS = [{"number": 1, "name": "stk."}, {"number": 2, "name": "m²"}]
CATALOGUE = {"/api/payment-terms": TERMS, "/api/units": UNITS}


def answer(request: httpx.Request) -> httpx.Response:
    """The account's catalogues."""
    return listed("rows", *CATALOGUE[request.url.path])


class Desk:
    """The parts of the adapter that make rows of values and values of rows."""

    def __init__(self) -> None:
        now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        limiter = Limiter(
            MemoryPermits(), "o", WINDOW, Priority.PERSON, clock=lambda: now, sleep=lambda _: None, random=lambda: 0.0
        )
        client = Client(
            httpx.Client(transport=httpx.MockTransport(answer)), "https://rackbeat.example/api", "k", limiter
        )
        catalogues, self.spelling = Catalogues(client, Lists(client), lambda: now, {}), Spelling()
        self.rows, self.bodies = Rows(self.spelling, catalogues), Bodies(self.spelling, catalogues)

    def read_back(self, register: Register, values: Values) -> Values:
        """What a record has whose row is as we have written it."""
        return self.rows.record(register, self.bodies.changed(register, values, None)).values()


DESK = Desk()

text = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40).filter(
    lambda t: t.strip() == t
)
word = st.text(st.characters(categories=["L"]), min_size=1, max_size=20)
maybe = st.none() | text
number = st.integers(1, 999_999_999).map(str)
amount = st.decimals(0, 10**8, places=6).map(exact)
code = st.sampled_from(["NO", "SE", "DK", "FR", "US"])
party = {
    "number": number, "name": text, "organization_number": maybe, "email": maybe, "phone": maybe,
    "address_line1": maybe, "address_line2": maybe, "postal_code": maybe, "city": maybe,
    "country": st.none() | code, "currency": st.none() | st.sampled_from(["NOK", "EUR"]), "active": st.booleans(),
}  # fmt: skip
customer = {
    **party, "discount": st.decimals(0, 100, places=2).map(exact),
    "gln": st.none() | st.integers(10**12, 10**13 - 1).map(str),
    "payment_due": st.sampled_from(["14 days", "30 days", "31 day_of_month"]),
    "delivery_name": text, "delivery_line1": maybe, "delivery_line2": maybe, "delivery_postal_code": maybe,
    "delivery_city": maybe, "delivery_country": st.none() | code,
}  # fmt: skip
product = {
    "number": text, "name": text, "description": maybe, "ean": maybe, "price": amount, "cost": amount,
    "unit": st.sampled_from(["stk.", "m²", None]), "supplier": st.none() | number, "active": st.booleans(),
}  # fmt: skip
employee = {
    "number": number, "first_name": st.lists(word, min_size=1, max_size=3).map(" ".join), "last_name": word,
    "email": maybe, "mobile": maybe,
}  # fmt: skip


@pytest.mark.parametrize(
    ("register", "fields"),
    [(CUSTOMERS, customer), (SUPPLIERS, party), (PRODUCTS, product), (EMPLOYEES, employee)],
    ids=lambda each: each.path if isinstance(each, Register) else "",
)
def test_what_is_written_is_read_back_the_same(register: Register, fields: dict[str, Any]) -> None:
    @given(st.fixed_dictionaries(fields))
    def check(values: Values) -> None:
        composed = {} if register.composed is None else {"composed": register.composed}
        assert DESK.read_back(register, values) == {**values, **composed}

    check()


@pytest.mark.parametrize("kind", list(REGISTERS))
def test_every_column_is_a_field_of_ours_or_given_to_new_records_only(kind: Kind) -> None:
    fields = set(RECORD_TYPES[kind].model_fields)
    for register in REGISTERS[kind]:
        assert {column.name for column in register.columns if column.read is not None} <= fields
        assert {column.name for column in register.columns if column.name not in fields} <= {
            "group", "payment_terms", "vat_zone", "layout", "language",
        }  # fmt: skip


def test_a_field_that_a_row_does_not_have_is_unknown() -> None:
    assert DESK.rows.record(CUSTOMERS, {"number": 7, "name": "K"}).values() == {"number": "7", "name": "K"}


@pytest.mark.parametrize("odd", [{"x": 1}, [1], Decimal("NaN")])
@pytest.mark.parametrize("column", ["address_country", "general_discount_percentage", "is_barred"])
def test_an_odd_value_is_unknown_and_the_rest_is_read(column: str, odd: object) -> None:
    values = DESK.rows.record(CUSTOMERS, {"number": 7, "contact_email": "a@b.example", column: odd}).values()
    assert values == {"number": "7", "email": "a@b.example"}


@pytest.mark.parametrize("shown", [0, 1, "0", "1", True, False, None])
def test_flags_come_in_many_forms(shown: object) -> None:
    assert conversions.flag(shown) is (shown in (1, "1", True))


@pytest.mark.parametrize(
    ("typed", "known"),
    [("NO", "NO"), ("no", "NO"), ("Norge", "NO"), ("sverige ", "SE"), ("", None), (None, None), ("Utland", UNKNOWN)],
)
def test_countries_are_understood_as_codes_and_names(typed: object, known: object) -> None:
    assert conversions.country(typed) == known


@pytest.mark.parametrize("value", ["1.1234567", "abc", "1234567890.123456", "NaN"])
def test_amounts_that_would_be_rounded_are_refused(value: str) -> None:
    with pytest.raises(DataRefused) as caught:
        conversions.amount("price")(value)
    assert caught.value.code == "not_in_app"


@given(st.decimals(-(10**8), 10**8, places=6))
def test_amounts_go_over_the_wire_without_loss(value: Decimal) -> None:
    assert Decimal(str(conversions.json_number("price", value))) == value


@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "A1", "007", "1234567890", "٣"])
def test_what_cannot_be_a_number_is_refused(value: str) -> None:
    with pytest.raises(DataRefused) as caught:
        conversions.whole("customer_number_not_numeric", "number")(value)
    assert caught.value.code == "customer_number_not_numeric"


@pytest.mark.parametrize("column", ["cost", "stock_item", "group"])
def test_what_follows_from_others_is_not_written_to_a_bom(column: str) -> None:
    with pytest.raises(DataRefused):
        DESK.bodies.changed(LOTS, {column: "1"}, None)


@pytest.mark.parametrize("type_", list(TYPES))
def test_every_word_for_a_type_of_terms_is_known(type_: str) -> None:
    for each in TYPES[type_]:
        terms = payment_terms_of({"number": 1, "name": "T", "type": each, "maturity_days": 5})
        assert terms is not None
        assert terms.type == type_


@given(st.builds(Due, st.integers(0, 400), st.sampled_from(DueUnit)))
def test_terms_that_can_be_said_mean_what_was_asked_for(due: Due) -> None:
    found = type_and_days(str(due))
    if found is not None:
        type_, days = found
        terms = payment_terms_of({"number": 1, "name": "T", "type": type_, "maturity_days": days})
        assert terms is not None
        assert terms.due == str(due)
