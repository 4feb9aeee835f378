"""Writing to a Rackbeat: new records, changes, numbers, deletes, and what it refuses."""

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Customer, Product, Values
from samspill.sync.ports import Done, Missing, NotSent, Refused, Uncertain
from tests.integration.systems.rackbeat.bench import Bench, done, draft, patch

FULL: Values = {
    "name": "Vinje AS", "organization_number": "987654325", "email": "post@vinje.example", "phone": "22334455",
    "address_line1": "Gate 1", "address_line2": "2. etg", "postal_code": "0150", "city": "Oslo", "country": "NO",
    "active": True, "currency": "EUR", "payment_due": "14 days", "discount": "7.5", "gln": "7080001234567",
    "delivery_name": "Lager", "delivery_line1": "Kaia 2", "delivery_line2": "port 3", "delivery_postal_code": "1501",
    "delivery_city": "Moss", "delivery_country": "SE",
}  # fmt: skip
#: Every kind of name that is not confirmed, the other way.
OTHER_NAMES = {
    "customer.name": "company_name", "supplier.name": "company_name", "product.barcode": "ean",
    "customer.customer_group_id": "group_id", "supplier.supplier_group_id": "group_id",
}  # fmt: skip


def test_a_customer_is_stored_as_it_was_sent(bench: Bench) -> None:
    (outcome,) = bench.system.create(Kind.CUSTOMER, [draft("77", **FULL)])
    assert done(outcome).values().items() >= {"number": "77", **FULL}.items()
    assert bench.record(Kind.CUSTOMER, "77") == done(outcome)


def test_new_records_get_what_only_rackbeat_needs(bench: Bench) -> None:
    bench.rackbeat.switch(parties_need="import", refuses_unknown_fields=True)
    for kind in (Kind.CUSTOMER, Kind.SUPPLIER):
        (outcome,) = bench.system.create(kind, [draft("77", kind, name="Vinje AS")])
        done(outcome)
        row = bench.rackbeat.get(f"/{kind.value}s/77")[kind.value]
        assert (row[f"{kind.value}_group_id"], row["payment_terms_id"], row["layout_id"]) == (1, 1, 1)
        assert (row["vat_zone"], row["locale"]) == ("domestic", "no")


def test_what_a_draft_brings_goes_before_what_the_account_starts_with(bench: Bench) -> None:
    bench.seed(
        customer_groups=[{"number": 8, "name": "Utland"}],
        payment_terms=[{"number": 30, "name": "Netto 30", "type": "net", "maturity_days": 30}],
    )
    own: Values = {"group": "8", "payment_terms": "30", "vat_zone": "eu", "language": "en"}
    done(bench.system.create(Kind.CUSTOMER, [draft("77", name="Vinje AS", **own)])[0])
    row = bench.rackbeat.get("/customers/77")["customer"]
    assert (row["customer_group_id"], row["payment_terms_id"], row["vat_zone"], row["locale"]) == (8, 30, "eu", "en")


def test_the_day_it_falls_due_chooses_the_terms(bench: Bench) -> None:
    bench.system.create_payment_terms("Netto 30", "30 days")
    record = done(bench.system.create(Kind.CUSTOMER, [draft("77", name="Vinje AS", payment_due="30 days")])[0])
    assert isinstance(record, Customer)
    assert record.payment_due == "30 days"


def test_a_day_for_which_there_are_no_terms_is_refused(bench: Bench) -> None:
    (outcome,) = bench.system.create(Kind.CUSTOMER, [draft("77", name="Vinje AS", payment_due="45 days")])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.facts["value"]) == ("not_in_app", "45 days")


@pytest.mark.parametrize(("group", "stock_item"), [("1", True), ("2", False)])
def test_the_group_decides_what_is_kept_in_stock(bench: Bench, group: str, stock_item: bool) -> None:
    (outcome,) = bench.system.create(
        Kind.PRODUCT,
        [draft("NY/1", Kind.PRODUCT, name="Ny", price="12.345678", unit="Stk.", group=group, stock_item=stock_item)],
    )
    record = done(outcome)
    assert isinstance(record, Product)
    assert (record.stock_item, record.group, record.price) == (stock_item, group, "12.345678")
    assert (record.unit, record.composed) == ("stk.", False)


def test_a_unit_that_is_not_there_is_refused(bench: Bench) -> None:
    (outcome,) = bench.system.create(Kind.PRODUCT, [draft("NY", Kind.PRODUCT, name="Ny", price="1", unit="favn")])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.facts["value"]) == ("not_in_app", "favn")


def test_a_price_that_would_be_rounded_is_refused(bench: Bench) -> None:
    (outcome,) = bench.system.create(Kind.PRODUCT, [draft("NY", Kind.PRODUCT, name="Ny", price="0.1234567")])
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "not_in_app"


def test_nobody_but_rackbeat_can_compose_a_product(bench: Bench) -> None:
    (outcome,) = bench.system.create(
        Kind.PRODUCT, [draft("SETT", Kind.PRODUCT, name="Sett", price="1", composed=True)]
    )
    assert isinstance(outcome, Refused)


def test_a_new_employee_is_invited(bench: Bench) -> None:
    values: Values = {
        "first_name": "Ola",
        "last_name": "Hansen",
        "email": "ola@nordlys.example",
        "mobile": "99887766",
    }
    (outcome,) = bench.system.create(Kind.EMPLOYEE, [draft("12", Kind.EMPLOYEE, **values)])
    assert done(outcome).values() == {"number": "12", **values}
    assert [(mail.to, mail.template) for mail in bench.rackbeat.account.outbox] == [
        ("ola@nordlys.example", "invitation")
    ]


@pytest.mark.parametrize("empty", [True, False])
def test_an_account_of_other_names_is_written_under_them(bench: Bench, empty: bool) -> None:
    bench.rackbeat.switch(field_names=OTHER_NAMES, refuses_unknown_fields=not empty)
    if empty:
        for number in (1, 2):
            bench.by_hand("delete", "customer", number)
    (outcome,) = bench.system.create(Kind.CUSTOMER, [draft("77", **FULL)])
    assert done(outcome).values().items() >= FULL.items()
    row = bench.rackbeat.get("/customers/77")["customer"]
    assert (row["company_name"], row["group_id"]) == ("Vinje AS", 1)


def test_a_process_that_has_seen_nothing_changes_records_of_other_names(bench: Bench) -> None:
    bench.rackbeat.switch(field_names=OTHER_NAMES, refuses_unknown_fields=True)
    done(bench.system.update(Kind.CUSTOMER, [patch("1", name="Fjord Bygg og Anlegg AS")])[0])
    assert bench.rackbeat.get("/customers/1")["customer"]["company_name"] == "Fjord Bygg og Anlegg AS"


def test_what_was_sent_under_a_name_that_the_answer_does_not_show_is_sent_again(bench: Bench) -> None:
    bench.rackbeat.switch(field_names={"product.barcode": "ean"})
    for number in ("SKR 4/40", "MONT", "KAFFE"):
        bench.by_hand("delete", "product", number)
    (outcome,) = bench.system.create(
        Kind.PRODUCT, [draft("NY", Kind.PRODUCT, name="Ny", price="1", ean="7038010000000")]
    )
    assert bench.rackbeat.get("/products/NY")["product"]["ean"] == "7038010000000"
    record = done(outcome)
    assert isinstance(record, Product)
    assert record.ean == "7038010000000"


def test_rows_stand_for_themselves(bench: Bench) -> None:
    outcomes = bench.system.create(
        Kind.CUSTOMER, [draft("70", name="En"), draft("71", name=""), draft("72", name="Tre")]
    )
    assert [type(each) for each in outcomes] == [Done, Refused, Done]


def test_a_taken_number_is_told_as_one_in_whatever_language(bench: Bench) -> None:
    (created,) = bench.system.create(Kind.CUSTOMER, [draft("1", name="Vinje AS")])
    (updated,) = bench.system.update(Kind.CUSTOMER, [patch("2", number="1")])
    for outcome in (created, updated):
        assert isinstance(outcome, Refused)
        assert outcome.error.code == "number_taken"


def test_a_number_that_is_none_is_refused_before_it_is_sent(bench: Bench) -> None:
    bench.system.get(Kind.CUSTOMER, ["1"])
    bench.rackbeat.world.reset_calls()
    (outcome,) = bench.system.create(Kind.CUSTOMER, [draft("A-1", name="Vinje AS")])
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "customer_number_not_numeric"
    assert "POST /api/customers" not in bench.calls()


def test_a_field_that_rackbeat_refuses_is_named(bench: Bench) -> None:
    (outcome,) = bench.system.update(Kind.CUSTOMER, [patch("1", email="x" * 100)])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.field) == ("data_refused", "contact_email")


def test_only_what_is_given_is_changed(bench: Bench) -> None:
    done(bench.system.create(Kind.CUSTOMER, [draft("77", **FULL)])[0])
    record = done(bench.system.update(Kind.CUSTOMER, [patch("77", city="Bergen", active=False, email="")])[0])
    assert record.values().items() >= {**FULL, "city": "Bergen", "active": False, "email": None}.items()


def test_a_part_of_the_delivery_address_leaves_the_rest(bench: Bench) -> None:
    done(bench.system.create(Kind.CUSTOMER, [draft("77", **FULL)])[0])
    record = done(bench.system.update(Kind.CUSTOMER, [patch("77", delivery_city="Fredrikstad")])[0])
    assert record.values().items() >= {**FULL, "delivery_city": "Fredrikstad"}.items()


def test_terms_that_fall_due_the_same_day_stay(bench: Bench) -> None:
    bench.seed(
        payment_terms=[{"number": 9, "name": "14 dager", "type": "net", "maturity_days": 14}],
        customers=[{"number": 60, "name": "K", "payment_terms_id": 9, "customer_group_id": 1}],
    )
    done(bench.system.update(Kind.CUSTOMER, [patch("60", payment_due="14 days")])[0])
    assert bench.rackbeat.get("/customers/60")["customer"]["payment_terms_id"] == 9


def test_a_product_gets_another_number(bench: Bench) -> None:
    record = done(bench.system.update(Kind.PRODUCT, [patch("SKR 4/40", number="SKR 5/50 ny", price="11.5")])[0])
    assert (record.id, record.values()["price"]) == ("SKR 5/50 ny", "11.5")
    assert bench.system.get(Kind.PRODUCT, ["SKR 4/40"]) == {"SKR 4/40": None}


def test_a_bom_is_changed_where_it_lives(bench: Bench) -> None:
    bench.seed(lots=[{
        "number": "SETT", "name": "Sett", "group_id": 1, "lines": [{"item_id": "SKR 4/40", "quantity": 2}],
    }])  # fmt: skip
    record = done(bench.opened().update(Kind.PRODUCT, [patch("SETT", name="Stort sett", price="30")])[0])
    assert record.values().items() >= {"name": "Stort sett", "price": "30", "composed": True}.items()


@pytest.mark.parametrize("values", [{"stock_item": False}, {"group": "2"}])
def test_what_follows_from_the_group_cannot_be_changed(bench: Bench, values: Values) -> None:
    (outcome,) = bench.system.update(Kind.PRODUCT, [patch("KAFFE", **values)])
    assert isinstance(outcome, Refused)
    assert outcome.error.code == "not_in_app"


def test_a_record_that_is_gone_is_missing(bench: Bench) -> None:
    assert isinstance(bench.system.update(Kind.CUSTOMER, [patch("404", city="Oslo")])[0], Missing)
    assert isinstance(bench.system.update(Kind.PRODUCT, [patch("404", name="Ny")])[0], Missing)


def test_what_nobody_refers_to_is_deleted(bench: Bench) -> None:
    assert bench.system.delete(Kind.CUSTOMER, "2", None) is None
    assert bench.system.delete(Kind.CUSTOMER, "2", None) is None
    assert bench.system.get(Kind.CUSTOMER, ["2"]) == {"2": None}


def test_what_was_ever_used_is_not_deleted(bench: Bench) -> None:
    bench.rackbeat.book(bench.rackbeat.invoice({"item_id": "SKR 4/40", "quantity": 1}))
    for kind, number in ((Kind.CUSTOMER, "1"), (Kind.PRODUCT, "SKR 4/40")):
        outcome = bench.system.delete(kind, number, None)
        assert isinstance(outcome, Refused)
        assert outcome.error.code == "delete_refused"
        assert outcome.error.message


@pytest.mark.parametrize("answer", ["cut", "page", 500])
def test_a_lost_answer_is_uncertain_and_the_number_tells(bench: Bench, answer: object) -> None:
    bench.fault(route="POST /api/customers", when="after", answer=answer)
    (outcome,) = bench.system.create(Kind.CUSTOMER, [draft("77", name="Vinje AS")])
    assert isinstance(outcome, Uncertain)
    assert [each.id for each in bench.system.find(Kind.CUSTOMER, "number", ["77"])] == ["77"]


def test_once_rackbeat_is_down_nothing_more_is_sent(bench: Bench) -> None:
    bench.fault(route="POST /api/customers", when="before", answer=503)
    outcomes = bench.system.create(Kind.CUSTOMER, [draft("70", name="En"), draft("71", name="To")])
    assert [type(each) for each in outcomes] == [Uncertain, NotSent]
    assert bench.calls()["POST /api/customers"] == 1


def test_a_lost_answer_while_a_name_is_put_right_is_uncertain_too(bench: Bench) -> None:
    bench.rackbeat.switch(field_names={"product.barcode": "ean"})
    for number in ("SKR 4/40", "MONT", "KAFFE"):
        bench.by_hand("delete", "product", number)
    bench.fault(route="PUT /api/products/{number}", when="before", answer=503)
    (outcome,) = bench.system.create(
        Kind.PRODUCT, [draft("NY", Kind.PRODUCT, name="Ny", price="1", ean="7038010000000")]
    )
    assert isinstance(outcome, Uncertain)


def test_a_write_is_told_to_others_who_listen(bench: Bench) -> None:
    bench.rackbeat.create("/webhooks", event="product.created", url="https://shop.example/hook")
    done(bench.system.create(Kind.PRODUCT, [draft("NY", Kind.PRODUCT, name="Ny", price="1")])[0])
    assert len(bench.rackbeat.account.webhooks.logs) == 1
