"""Start-up from Tripletex to Rackbeat, through both adapters, against both sandboxes."""

from decimal import Decimal
from typing import Any

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.model.status import Status
from samspill.tasks.records import explain
from samspill.tasks.start_up import check_start_up
from tests.integration.start_up.bench import CHOSEN, EVERYTHING, Firm


def goods(number: str, stock: float | None, **more: object) -> dict[str, Any]:
    """A product in Tripletex."""
    return {"number": number, "name": f"Vare {number}", "isStockItem": True, "stockOfGoods": stock, **more}


@pytest.fixture
def furnished(firm: Firm) -> Firm:
    """With goods, a service, customers of three due rules, a supplier and people in Tripletex."""
    firm.in_tripletex(
        products=[
            goods("A 1/2", 12.5), goods("B", 3), goods("LEER", 0), goods("SKR 4/40", 7),
            {"number": "TIME", "name": "Time", "isStockItem": False},
        ],
        customers=[
            {"customerNumber": 20001, "name": "Ås Bygg AS", "invoicesDueIn": 14, "invoicesDueInType": "DAYS"},
            {"customerNumber": 20002, "name": "Vik Rør AS", "invoicesDueIn": 45, "invoicesDueInType": "DAYS"},
            {"customerNumber": 20003, "name": "Moe AS", "invoicesDueIn": 2, "invoicesDueInType": "MONTHS"},
        ],
        suppliers=[{"supplierNumber": 30001, "name": "Trelast AS"}],
        employees=[
            {"employeeNumber": "7", "firstName": "Åse", "lastName": "Berg", "email": "aase@fjord.example"},
            {"employeeNumber": "8", "firstName": "Per", "lastName": "Dal", "email": None, "userType": "NO_ACCESS"},
        ],
    )  # fmt: skip
    return firm


def test_the_plan_tells_what_start_up_will_do_and_writes_nothing(furnished: Firm) -> None:
    furnished.turns_on()
    told = furnished.planned().start_up
    assert told is not None
    assert (told.stock_bookings, told.stock_unknown) == (3, 0)
    assert (told.payment_terms, told.payment_terms_impossible) == (("45 days",), ("2 months",))
    assert "aase@fjord.example" in [each.email for each in told.invitations]
    assert "Per Dal" not in [each.name for each in told.invitations]
    assert furnished.adjustments() == []


def test_both_have_the_same_in_stock_after_start_up(furnished: Firm) -> None:
    furnished.turns_on()
    furnished.goes_live()
    assert furnished.connection.status is Status.ACTIVE
    shelves = furnished.shelves()
    expected = {"A 1/2": "12.5", "B": "3", "LEER": "0", "SKR 4/40": "7", "TIME": "0"}
    assert {number: shelves[number] for number in expected} == {n: Decimal(q) for n, q in expected.items()}
    assert all(each["is_booked"] for each in furnished.adjustments())


def test_customers_get_the_payment_terms_that_they_have_in_tripletex(furnished: Firm) -> None:
    furnished.turns_on()
    furnished.goes_live()
    terms = sorted(furnished.rackbeat.get("/payment-terms")["payment_terms"], key=lambda each: int(each["number"]))
    assert [(each["type"], each["maturity_days"]) for each in terms] == [("net", 14), ("net", 45)]
    customer = furnished.rackbeat.get("/customers/20002")["customer"]
    assert customer["payment_terms_id"] == terms[1]["number"]
    assert furnished.connection.settings.payment_terms == {"1": "14 days", str(terms[1]["number"]): "45 days"}


def test_a_first_sync_that_begins_again_after_stock_was_booked_books_nothing_more(furnished: Firm) -> None:
    furnished.turns_on()
    furnished.approved()
    furnished.step("stock")
    before = furnished.adjustments()
    furnished.rackbeat.create("/inventory-adjustments", item_id="B", adjustment_type="quantity", quantity=-1,
                              reason="Svinn")  # fmt: skip
    furnished.app.plans.delete_prefix(f"{furnished.id}/run-")
    furnished.step("stock")
    assert [each for each in furnished.adjustments() if each["reason"] != "Svinn"] == before


@pytest.mark.parametrize("answer", ["cut", 500])
@pytest.mark.parametrize("when", ["before", "after"])
def test_answers_that_are_lost_book_nothing_twice(furnished: Firm, answer: object, when: str) -> None:
    furnished.turns_on()
    furnished.approved()
    for route in ("POST /api/inventory-adjustments", "POST /api/inventory-adjustments/{number}/book"):
        furnished.fault(route=route, answer=answer, when=when)
    for name in ("stock", "verify", "activate", "catch_up"):
        furnished.step(name)
    furnished.works()
    shelves, wanted = furnished.shelves(), {"A 1/2": "12.5", "B": "3", "SKR 4/40": "7"}
    assert {number: shelves[number] for number in wanted} == {n: Decimal(q) for n, q in wanted.items()}
    assert [each["is_booked"] for each in furnished.adjustments()] == [True] * len(wanted)
    assert furnished.faults_left() == 0


def test_a_group_that_nobody_has_chosen_is_told_before_a_plan_is_made(furnished: Firm) -> None:
    furnished.turns_on(start_up=StartUp(kinds={Kind.SUPPLIER: True}))
    finding = check_start_up(furnished.app, furnished.connection)
    assert finding == []
    furnished.app.connections.update(
        furnished.id,
        lambda now: now.model_copy(
            update={"settings": now.settings.model_copy(update={"app_defaults": {Kind.SUPPLIER: AppDefaults()}})}
        ),
    )
    with pytest.raises(ConfigurationWrong) as refused:
        furnished.step("check_keys")
    assert refused.value.code == "start_up_not_chosen"
    furnished.step("failed", failed_step="check_keys", error="KeysRefused",
                   cause='{"errorMessage": "start_up_not_chosen: app_defaults.supplier.group"}')  # fmt: skip
    said = furnished.connection
    assert (said.attention, said.attention_facts["kinds"]) == ("start_up_not_chosen", "supplier")


def test_what_was_booked_for_a_product_is_explained(furnished: Firm) -> None:
    furnished.turns_on()
    furnished.goes_live()
    product = furnished.tripletex.id_of("product", number="B")
    key = RecordKey(kind=Kind.STOCK, side=Side.TRIPLETEX, id=product)
    told = explain(furnished.app, furnished.connection, key)
    assert told.fate is not None
    assert told.link is not None
    assert (told.fate.standing, told.fate.name, told.fate.number) == (Standing.LINKED, "Vare B", "B")
    assert told.link.app.base == {"stock": "3"}


def test_nothing_is_booked_or_made_unless_it_was_chosen(furnished: Firm) -> None:
    furnished.turns_on(start_up=EVERYTHING.model_copy(update={"stock": False, "payment_terms": False}),
                       app_defaults=CHOSEN)  # fmt: skip
    furnished.goes_live()
    assert furnished.adjustments() == []
    assert len(furnished.rackbeat.get("/payment-terms")["payment_terms"]) == 1
