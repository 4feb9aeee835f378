"""Reading from a Rackbeat: by number, by what people know records by, whole registers."""

import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.kinds import Kind
from samspill.model.records import Customer, Employee, Product
from tests.integration.sandbox_rackbeat.harness import line
from tests.integration.systems.rackbeat.bench import Bench, customers

#: What a product is made of.
SET = {"number": "SETT/1", "name": "Sett", "group_id": 1, "sales_price": 25, "lines": [line("SKR 4/40", 2)]}


def test_a_customer_is_read_with_its_terms_and_address(bench: Bench) -> None:
    bench.seed(
        customers=[
            {
                "number": 77, "name": "Vinje AS", "payment_terms_id": 1, "customer_group_id": 1, "currency": "SEK",
                "company_vat": "987 654 325", "address_street": "Gate 1", "address_zipcode": "0150",
                "address_city": "Oslo", "address_country": "Norge", "contact_email": "post@vinje.example",
                "contact_phone": "22 33 44 55", "ean": "7080001234567", "general_discount_percentage": 12.5,
                "delivery_address": {"name": "Lager", "street": "Kaia 2", "city": "Moss", "country": "NO"},
            }
        ]
    )  # fmt: skip
    record = bench.record(Kind.CUSTOMER, "77")
    assert isinstance(record, Customer)
    assert (record.id, record.number, record.version, record.modified_at) == ("77", "77", None, None)
    assert (record.payment_due, record.discount, record.gln) == ("14 days", "12.5", "7080001234567")
    assert (record.country, record.currency, record.active) == ("NO", "SEK", True)
    assert (record.postal_code, record.delivery_line1, record.delivery_country) == ("0150", "Kaia 2", "NO")


def test_a_product_with_blanks_and_a_slash_in_its_number_is_found(bench: Bench) -> None:
    record = bench.record(Kind.PRODUCT, "SKR 4/40")
    assert isinstance(record, Product)
    assert (record.price, record.cost, record.stock_item, record.composed) == ("10", "4", True, False)


def test_a_service_is_no_stock_item(bench: Bench) -> None:
    record = bench.record(Kind.PRODUCT, "MONT")
    assert isinstance(record, Product)
    assert (record.stock_item, record.group) == (False, "2")


def test_a_bom_is_a_composed_product(bench: Bench) -> None:
    bench.seed(lots=[SET])
    record = bench.record(Kind.PRODUCT, "SETT/1")
    assert isinstance(record, Product)
    assert (record.composed, record.price, record.cost) == (True, "25", "8")


def test_products_and_boms_make_one_register(bench: Bench) -> None:
    bench.seed(lots=[SET])
    page = bench.system.read_page(Kind.PRODUCT)
    assert page.cursor is not None
    rest = bench.system.read_page(Kind.PRODUCT, page.cursor)
    assert {each.id for each in page.records} == {"SKR 4/40", "MONT", "KAFFE"}
    assert ([each.id for each in rest.records], rest.cursor) == (["SETT/1"], None)


def test_boms_are_found_beside_products(bench: Bench) -> None:
    bench.seed(lots=[{**SET, "barcode": "123"}], products=[{
        "number": "P", "name": "P", "group_id": 1, "sales_price": 1, "barcode": "123",
    }])  # fmt: skip
    assert {each.id for each in bench.system.find(Kind.PRODUCT, "ean", ["123"])} == {"SETT/1", "P"}


def test_who_is_not_there_is_none(bench: Bench) -> None:
    assert bench.system.get(Kind.CUSTOMER, ["1", "404"])["404"] is None
    assert bench.system.get(Kind.PRODUCT, ["no such"]) == {"no such": None}


@pytest.mark.parametrize("number", ["", "abc", "01", "../customers", "9" * 12])
def test_what_no_customer_can_have_for_a_number_is_not_asked_for(bench: Bench, number: str) -> None:
    bench.rackbeat.world.reset_calls()
    assert bench.system.get(Kind.CUSTOMER, [number]) == {number: None}
    assert bench.calls() == {}


def test_a_deleted_record_that_is_still_shown_is_gone(bench: Bench) -> None:
    bench.rackbeat.switch(shows_deleted=True)
    bench.by_hand("delete", "customer", 2)
    assert bench.system.get(Kind.CUSTOMER, ["2"]) == {"2": None}


def test_a_customer_is_found_by_another_writing_of_its_organisation_number(bench: Bench) -> None:
    bench.seed(customers=[{**customers([50])[0], "company_vat": "NO 987 654 325 MVA"}])
    assert [each.id for each in bench.system.find(Kind.CUSTOMER, "organization_number", ["987654325"])] == ["50"]


def test_a_customer_is_found_by_email_in_any_capitals(bench: Bench) -> None:
    assert [each.id for each in bench.system.find(Kind.CUSTOMER, "email", ["POST@fjord.example"])] == ["1"]


def test_names_are_found_where_the_account_has_no_filter_for_them(bench: Bench) -> None:
    bench.rackbeat.switch(field_names={"customer.name": "company_name"})
    assert [each.id for each in bench.system.find(Kind.CUSTOMER, "name", ["Fjord Bygg AS"])] == ["1"]


def test_a_barred_customer_is_inactive_and_found_all_the_same(bench: Bench) -> None:
    bench.by_hand("update", "customer", 2, is_barred=True)
    (found,) = bench.system.find(Kind.CUSTOMER, "number", ["2"])
    assert isinstance(found, Customer)
    assert found.active is False


def test_many_numbers_are_looked_up_in_the_register(bench: Bench) -> None:
    bench.seed(customers=customers(range(100, 140)))
    found = bench.system.find(Kind.CUSTOMER, "number", [str(n) for n in range(100, 140)])
    assert len(found) == 40
    assert bench.calls() == {"GET /api/customers": 1}


def test_many_are_read_from_the_register_and_who_is_missing_there_is_asked_for(bench: Bench) -> None:
    bench.seed(customers=customers(range(100, 140)))
    found = bench.system.get(Kind.CUSTOMER, [str(n) for n in range(100, 142)])
    assert [number for number, record in found.items() if record is None] == ["140", "141"]
    assert bench.calls() == {"GET /api/customers": 1, "GET /api/customers/{number}": 2}


def test_few_of_a_large_register_are_read_one_by_one(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=2)
    bench.seed(customers=customers(range(100, 140)))
    assert None not in bench.system.get(Kind.CUSTOMER, [str(n) for n in range(120, 135)]).values()
    assert bench.calls() == {"GET /api/customers": 1, "GET /api/customers/{number}": 15}


def test_a_register_is_read_page_by_page(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=30)
    bench.seed(customers=customers(range(100, 165)))
    cursor: str | None = ""
    ids: list[str] = []
    while cursor is not None:
        page = bench.system.read_page(Kind.CUSTOMER, cursor)
        ids += [each.id for each in page.records]
        cursor = page.cursor
    assert sorted(map(int, ids)) == [1, 2, *range(100, 165)]


def test_a_page_size_that_is_refused_is_made_smaller(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=200, limit_above_max="refused")
    bench.seed(customers=customers(range(100, 400)))
    assert len(bench.system.find(Kind.CUSTOMER, "email", ["post@fjord.example"])) == 1
    bench.system.read_page(Kind.CUSTOMER)
    # one refusal, two pages; then one page
    assert bench.calls() == {"GET /api/customers": 4}


def test_an_employee_has_first_and_last_name(bench: Bench) -> None:
    record = bench.record(Kind.EMPLOYEE, "1")
    assert isinstance(record, Employee)
    assert (record.first_name, record.last_name, record.email) == ("Kari", "Nordmann", "kari@nordlys.example")


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.SUPPLIER])
def test_an_account_of_the_old_names_reads_the_same(bench: Bench, kind: Kind) -> None:
    before = bench.record(kind, "1")
    bench.rackbeat.switch(field_names={f"{kind.value}.name": "company_name"})
    assert bench.opened().get(kind, ["1"])["1"] == before


def test_terms_of_another_code_are_known_by_their_name(bench: Bench) -> None:
    bench.rackbeat.switch(term_types={**bench.rackbeat.account.switches.term_types, "Net": "7"})
    record = bench.record(Kind.CUSTOMER, "1")
    assert isinstance(record, Customer)
    assert record.payment_due == "14 days"


def test_terms_that_nobody_understands_leave_it_unknown(bench: Bench) -> None:
    bench.seed(
        payment_terms=[{"number": 9, "name": "Mandager", "type": "weekly_monday", "maturity_days": 7}],
        customers=[{**customers([60])[0], "payment_terms_id": 9}],
    )
    assert "payment_due" not in bench.record(Kind.CUSTOMER, "60").values()


def test_an_unknown_key_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationWrong) as caught:
        bench.opened("somebody else's").company()
    assert caught.value.code == "own_key_wrong"


@pytest.mark.parametrize("told", [True, False])
def test_who_calls_too_often_waits_for_the_next_minute(bench: Bench, told: bool) -> None:
    bench.rackbeat.switch(requests_per_minute=3, retry_after=told)
    for _ in range(3):
        bench.rackbeat.get("/self")
    with pytest.raises(RateLimited) as caught:
        bench.system.company()
    assert 0 < (caught.value.until - bench.clock()).total_seconds() <= 61
