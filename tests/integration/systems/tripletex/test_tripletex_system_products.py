"""Products through the port: prices to the last digit, what is written by id, what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.records import Product
from samspill.sync.ports import Conflict, Done, Missing, Patch, Refused
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.integration.systems.tripletex.account import Account, create, draft, names, update


def product(system: TripletexSystem, record_id: str) -> Product:
    record = system.get(Kind.PRODUCT, [record_id])[record_id]
    assert isinstance(record, Product)
    return record


def made(system: TripletexSystem, **values: object) -> Product:
    outcome = create(system, Kind.PRODUCT, **values)
    assert isinstance(outcome, Done), outcome
    assert isinstance(outcome.record, Product)
    return outcome.record


def refused(system: TripletexSystem, **values: object) -> tuple[str, str]:
    """Code, and the field that the text names."""
    outcome = create(system, Kind.PRODUCT, **values)
    assert isinstance(outcome, Refused), outcome
    return outcome.error.code, outcome.error.facts["field"]


def products(count: int) -> list[dict[str, object]]:
    return [{"number": f"P {n}/x", "name": f"Vare {n}", "priceExcludingVatCurrency": n} for n in range(count)]


def test_a_product_is_made_and_shows_every_field_it_was_given(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(suppliers=[{"name": "Lev"}])
    lev = account.id_of("supplier", name="Lev")
    given = {
        "number": "SKR 4/30 Æ", "name": "Skrue", "description": "Rustfri", "ean": "7038010000010", "price": "19.995",
        "cost": "7.5", "currency": "EUR", "vat_code": "31", "unit": "Stykk", "account": "3000", "supplier": lev,
        "stock_item": True, "active": True,
    }  # fmt: skip
    record = made(tripletex, **given)
    assert record.values() == {**given, "stock": "0"}
    assert product(tripletex, record.id).values() == record.values()


def test_the_price_with_vat_is_left_to_tripletex(account: Account, tripletex: TripletexSystem) -> None:
    made(tripletex, name="Skrue", price="80", vat_code="3")
    (row,) = account.rows("product")
    assert (row["priceExcludingVatCurrency"], row["priceIncludingVatCurrency"]) == (80, 100)


@pytest.mark.parametrize("price", ["0.1", "1.005", "19.999999", "123456789.99", "1000000", "-5.5"])
def test_prices_come_back_to_the_last_digit(tripletex: TripletexSystem, price: str) -> None:
    record = made(tripletex, name="Skrue", price=price)
    assert record.price == price
    assert Decimal(record.price) == Decimal(price)


@pytest.mark.parametrize("price", ["dyr", "1,50", "0.12345678901234567890", "NaN", "Infinity", "1E+999999"])
def test_a_price_that_cannot_be_held_is_refused_before_anything_is_sent(
    account: Account, tripletex: TripletexSystem, price: str
) -> None:
    assert refused(tripletex, name="Skrue", price=price) == ("not_in_tripletex", "price")
    assert account.calls() == {}


def test_a_price_is_cleared_to_0(account: Account, tripletex: TripletexSystem) -> None:
    record = made(tripletex, name="Skrue", price="80")
    assert isinstance(update(tripletex, Kind.PRODUCT, record.id, record.version, price=None), Done)
    assert product(tripletex, record.id).price == "0"


@pytest.mark.parametrize("name", ["unit", "account"])
def test_unit_and_account_can_be_cleared(tripletex: TripletexSystem, name: str) -> None:
    record = made(tripletex, name="Skrue", unit="Stykk", account="3000")
    outcome = update(tripletex, Kind.PRODUCT, record.id, record.version, **{name: None})
    assert isinstance(outcome, Done)
    assert outcome.record.values()[name] is None


@pytest.mark.parametrize("unit", ["stk", "PIECE", " Stykk "])
def test_a_unit_is_known_by_its_name_its_short_name_and_its_english_one(
    tripletex: TripletexSystem, unit: str
) -> None:
    assert made(tripletex, name="Skrue", unit=unit).unit == "Stykk"


@pytest.mark.parametrize(
    ("name", "value"), [("unit", "favn"), ("account", "9999"), ("currency", "XYZ"), ("vat_code", "1")]
)
def test_what_the_company_does_not_have_is_refused_by_name(tripletex: TripletexSystem, name: str, value: str) -> None:
    outcome = create(tripletex, Kind.PRODUCT, name="Skrue", **{name: value})
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "not_in_tripletex"
    assert (outcome.error.facts["field"], outcome.error.facts["value"]) == (name, value)


def test_a_unit_that_somebody_adds_is_found_a_minute_later(account: Account, tripletex: TripletexSystem) -> None:
    assert refused(tripletex, name="Skrue", unit="Pall") == ("not_in_tripletex", "unit")
    account.by_hand("product/unit", "create", name="Pall", nameEN="Pallet", commonCode="D97")
    account.pass_on(61)
    assert made(tripletex, name="Skrue", unit="Pall").unit == "Pall"


def test_a_list_is_read_once_for_many_products_even_if_they_name_what_is_not_there(
    account: Account, tripletex: TripletexSystem
) -> None:
    tripletex.create(Kind.PRODUCT, [draft(number=str(n), name=f"V{n}", unit="favn") for n in range(30)])
    assert account.calls() == {"GET /product/unit": 1}


def test_vat_codes_are_those_of_sales_that_the_company_uses(account: Account, tripletex: TripletexSystem) -> None:
    account.switch(vat_codes_off=["31"])
    rates = {code.number: code.percentage for code in tripletex.vat_codes()}
    assert (rates["3"], rates["33"], rates["32"]) == (Decimal(25), Decimal(12), Decimal("11.11"))
    assert not rates.keys() & {"1", "31"}
    assert refused(tripletex, name="Skrue", vat_code="31") == ("not_in_tripletex", "vat_code")


def test_units_are_told_by_name(tripletex: TripletexSystem) -> None:
    assert tripletex.units()[:2] == ["Stykk", "Time"]


def test_a_vat_code_that_was_switched_on_and_listed_can_be_used_at_once(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.switch(vat_codes_off=["31"])
    made(tripletex, name="Skrue", vat_code="3")
    account.switch(vat_codes_off=[])
    assert "31" in {code.number for code in tripletex.vat_codes()}
    assert made(tripletex, name="Mutter", vat_code="31").vat_code == "31"


def test_a_vat_code_that_was_switched_off_since_is_explained(account: Account, tripletex: TripletexSystem) -> None:
    record = made(tripletex, name="Skrue", vat_code="31")
    account.switch(vat_codes_off=["31"])
    assert refused(tripletex, name="Mutter", vat_code="31") == ("vat_code_unusable", "vat_code")
    assert product(tripletex, record.id).vat_code == "31"


def test_a_number_that_another_product_has_is_taken(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(products=products(1))
    assert refused(tripletex, name="Skrue", number="P 0/x") == ("number_taken", "number")


def test_a_name_that_another_product_has_is_taken_where_names_are_unique(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(products=products(1))
    account.switch(product_names_unique=True)
    assert refused(tripletex, name="Vare 0", number="9") == ("name_taken", "name")


def test_one_bad_product_does_not_decide_over_the_others(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(products=products(1))
    wanted = [draft(number=f"P {n}/x", name=f"Ny vare {n}") for n in range(8)]
    assert names(tripletex.create(Kind.PRODUCT, wanted)) == {"Refused": 1, "Done": 7}
    assert len(account.rows("product")) == 8


def test_many_products_are_one_call_and_one_to_read_them_again(account: Account, tripletex: TripletexSystem) -> None:
    wanted = [draft(number=f"P {n}/x", name=f"Vare {n}", unit="stk", vat_code="3") for n in range(40)]
    assert names(tripletex.create(Kind.PRODUCT, wanted)) == {"Done": 40}
    lists = {"GET /product/unit": 1, "GET /ledger/vatType": 1}
    assert account.calls() == {"POST /product/list": 1, "GET /product": 1, **lists}


def test_the_first_sync_does_not_read_again_what_it_made_and_ids_stay_unknown(account: Account) -> None:
    record = made(account.system(priority=Priority.FIRST_SYNC), name="Skrue", price="80", unit="stk")
    assert record.price == "80"
    assert not record.values().keys() & {"unit", "vat_code", "currency", "ean", "stock_item"}


def test_prices_are_written_in_batches_guarded_by_version(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(products=products(10))
    rows = account.rows("product")
    account.by_hand("product", "update", str(rows[3]["id"]), name="Nytt navn")
    account.forget_calls()
    outcomes = tripletex.update(
        Kind.PRODUCT, [Patch(str(row["id"]), row["version"], {"price": "99.9"}) for row in rows]
    )
    assert names(outcomes) == {"Done": 9, "Conflict": 1}
    assert outcomes[3] == Conflict()
    assert {row["priceExcludingVatCurrency"] for row in account.rows("product")} == {99.9, 3}


def test_a_price_costs_one_call_and_a_unit_one_more_to_read_it_again(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, name="Skrue", unit="stk")
    account.forget_calls()
    outcome = update(tripletex, Kind.PRODUCT, record.id, record.version, price="1")
    assert isinstance(outcome, Done)
    assert account.calls() == {"PUT /product/{id}": 1}
    update(tripletex, Kind.PRODUCT, record.id, outcome.record.version, unit="kg")
    assert account.calls() == {"PUT /product/{id}": 2, "GET /product/{id}": 1}


def test_stock_is_told(account: Account, tripletex: TripletexSystem) -> None:
    record_id = account.by_hand("product", "create", name="Skrue", isStockItem=True, stockOfGoods=12.5)
    assert product(tripletex, record_id).stock == "12.5"


def test_products_are_read_by_id_in_one_call(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(products=[*products(3), {"name": "Passiv", "isInactive": True}])
    ids = [str(row["id"]) for row in account.rows("product")]
    found = tripletex.get(Kind.PRODUCT, [*ids, "1"])
    assert [record.label for record in found.values() if record] == ["Vare 0", "Vare 1", "Vare 2", "Passiv"]
    assert found["1"] is None
    assert account.calls() == {"GET /product": 1, "GET /product/{id}": 1}


def test_products_are_found_by_numbers_with_spaces_slashes_and_commas(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(products=[*products(3), {"number": "A,B", "name": "Komma"}, {"number": "A", "name": "A"}])
    found = tripletex.find(Kind.PRODUCT, "number", ["P 1/x", "A,B", "finnes ikke"])
    assert {record.number for record in found} == {"P 1/x", "A,B"}
    assert account.calls() == {"GET /product": 2}


def test_many_numbers_are_asked_for_in_addresses_that_are_not_too_long(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(products=products(300))
    found = tripletex.find(Kind.PRODUCT, "number", [f"P {n}/x" for n in range(300)])
    assert len(found) == 300
    assert account.calls()["GET /product"] < 12


def test_a_product_register_over_the_cap_is_read_in_parts_down_to_ranges_of_prices(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.seed(products=[*products(60), *({"name": f"Gratis {n}"} for n in range(5))])
    account.switch(register_cap=10)
    records = [record for page in whole_register(tripletex, Kind.PRODUCT) for record in page]
    assert len(records) == len({record.id for record in records}) == 65


def test_a_poll_tells_which_products_changed(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(products=products(3))
    cursor = tripletex.changed_since(Kind.PRODUCT, "").cursor
    changed = account.by_hand("product", "update", account.id_of("product", number="P 1/x"), name="Ny")
    assert tripletex.changed_since(Kind.PRODUCT, cursor).ids == (changed,)


def test_a_product_that_is_gone_is_missing_and_deleting_it_again_is_fine(
    account: Account, tripletex: TripletexSystem
) -> None:
    record = made(tripletex, name="Skrue")
    assert tripletex.delete(Kind.PRODUCT, record.id, record.version) is None
    assert tripletex.delete(Kind.PRODUCT, record.id, record.version) is None
    assert update(tripletex, Kind.PRODUCT, record.id, record.version, price="1") == Missing()


def test_checking_the_right_to_products_makes_none(account: Account, tripletex: TripletexSystem) -> None:
    tripletex.check_rights(Kind.PRODUCT)
    assert account.rows("product") == []


def test_a_missing_right_to_a_list_is_a_matter_of_the_key(account: Account) -> None:
    token = account.company.tokens[account.key]
    rights = frozenset({"product:read", "product:write"})
    account.company.tokens[account.key] = replace(token, rights=rights)
    with pytest.raises(ConfigurationWrong) as raised:
        create(account.system(), Kind.PRODUCT, name="Skrue", account="3000")
    assert (raised.value.code, raised.value.facts["right"]) == ("right_missing", "account")
