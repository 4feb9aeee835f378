"""What an account has to choose from, and what is added to it."""

from decimal import Decimal

import pytest

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.kinds import Kind
from samspill.model.records import Customer
from tests.integration.systems.rackbeat.bench import Bench, customers


def test_product_groups_tell_of_stock_and_vat(bench: Bench) -> None:
    goods, services, food = bench.system.groups("product")
    assert (goods.number, goods.name, goods.has_inventory, goods.vat["domestic"]) == (1, "Varer", True, Decimal(25))
    assert services.has_inventory is False
    assert food.vat == {"domestic": 15, "eu": 0, "abroad": 0, "domestic_exempt": 0}


def test_groups_of_customers_know_nothing_of_stock(bench: Bench) -> None:
    (group,) = bench.system.groups("customer")
    assert (group.number, group.name, group.has_inventory) == (1, "Kunder", None)


@pytest.mark.parametrize("sort", ["customer", "supplier"])
def test_a_missing_group_is_made_with_one_call(bench: Bench, sort: str) -> None:
    made = bench.system.create_group(sort, "Nye")  # type: ignore[arg-type]
    assert made in bench.system.groups(sort)  # type: ignore[arg-type]


def test_a_group_of_services_is_made(bench: Bench) -> None:
    rates = {"domestic": Decimal(25), "eu": Decimal(0)}
    made = bench.system.create_group("product", "Timer", has_inventory=False, vat=rates)
    assert (made.has_inventory, made.vat["domestic"]) == (False, Decimal(25))


def test_a_lost_answer_to_a_new_group_is_uncertain(bench: Bench) -> None:
    bench.fault(route="POST /api/customer-groups", when="after", answer="cut")
    with pytest.raises(RetryLater) as caught:
        bench.system.create_group("customer", "Nye")
    assert caught.value.uncertain
    assert [group.name for group in bench.system.groups("customer")] == ["Kunder", "Nye"]


@pytest.mark.parametrize("due", ["30 days", "0 days", "31 day_of_month"])
@pytest.mark.parametrize("code", ["net", "Net", "netto"])
def test_payment_terms_are_made_in_the_accounts_own_words(bench: Bench, due: str, code: str) -> None:
    codes = {"Net": code, "End of month": "running_month"}
    bench.rackbeat.switch(term_types={**bench.rackbeat.account.switches.term_types, **codes})
    assert bench.system.can_say(due)
    made = bench.system.create_payment_terms("Nye", due)
    assert made.due == due
    assert made in bench.system.payment_terms()


@pytest.mark.parametrize("due", ["2 months", "15 day_of_month", "soon"])
def test_terms_that_rackbeat_does_not_have_are_refused(bench: Bench, due: str) -> None:
    assert not bench.system.can_say(due)
    with pytest.raises(DataRefused) as caught:
        bench.system.create_payment_terms("Nye", due)
    assert caught.value.code == "not_in_app"


def test_what_people_said_of_terms_counts(bench: Bench) -> None:
    bench.seed(
        payment_terms=[{"number": 9, "name": "Mandager", "type": "weekly_monday", "maturity_days": 7}],
        customers=[{**customers([60])[0], "payment_terms_id": 9}],
    )
    record = bench.opened(payment_terms={"9": "10 days"}).get(Kind.CUSTOMER, ["60"])["60"]
    assert isinstance(record, Customer)
    assert record.payment_due == "10 days"


def test_units_layouts_and_people_are_listed(bench: Bench) -> None:
    assert [unit.name for unit in bench.system.units()] == ["stk."]
    assert [layout.name for layout in bench.system.layouts()] == ["Standard"]
    assert [person.email for person in bench.system.employees()] == ["kari@nordlys.example"]
    assert bench.system.vat_zones() == ("domestic", "eu", "abroad", "domestic_exempt")


def test_a_list_of_more_than_a_page_is_read_completely(bench: Bench) -> None:
    bench.rackbeat.switch(max_limit=3)
    bench.seed(units=[{"name": f"Enhet {n}"} for n in range(10)])
    assert len(bench.system.units()) == 11
