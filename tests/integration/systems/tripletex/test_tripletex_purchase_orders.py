"""Purchase orders through the port: made in two steps, and whole whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from samspill.exceptions import ConfigurationWrong, DataRefused, RetryLater
from samspill.sync.ports.documents import OrderDraft
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.ledger import DAY, line

KEY = "samspill:c0ffee00:purchase_order:31"
LINES = "POST /v2/purchaseOrder/orderline/list"


@pytest.fixture
def draft(account: Account) -> OrderDraft:
    account.switch(logistics=True)
    supplier = account.by_hand("supplier", "create", name="Lev AS")
    lines = (line("2", "9.95", "10", None), line("0.5", "100", code=None))
    return OrderDraft(KEY, supplier, DAY, DAY + timedelta(days=7), lines, comment="Leveres bak")


def test_a_purchase_order_has_its_lines_and_is_found_by_our_key(
    tripletex: TripletexSystem, draft: OrderDraft
) -> None:
    made = tripletex.create_purchase_order(draft)
    assert [(each.quantity, each.unit_price, each.discount, each.net) for each in made.lines] == [
        (Decimal(2), Decimal("9.95"), Decimal(10), Decimal("17.91")),
        (Decimal("0.5"), Decimal(100), Decimal(0), Decimal(50)),
    ]
    assert (made.net, made.party, made.day, made.key) == (Decimal("67.91"), draft.party, DAY, KEY)
    assert tripletex.find_purchase_orders(KEY, draft.party) == [made]
    assert tripletex.purchase_order(made.id) == replace(made, key=KEY)
    assert tripletex.purchase_orders_numbered(made.number, draft.party) == [made]


@pytest.mark.parametrize("day", ["2015-03-02", "2035-03-02"])
def test_one_that_somebody_dated_otherwise_is_found_all_the_same(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft, day: str
) -> None:
    made = tripletex.create_purchase_order(draft)
    account.by_hand("purchaseOrder", "update", made.id, creationDate=day)
    assert [each.id for each in tripletex.find_purchase_orders(KEY, draft.party)] == [made.id]


def test_other_keys_are_not_found(tripletex: TripletexSystem, draft: OrderDraft) -> None:
    tripletex.create_purchase_order(draft)
    assert tripletex.find_purchase_orders(KEY + "1", draft.party) == []


def test_one_that_is_gone_is_none(tripletex: TripletexSystem, draft: OrderDraft) -> None:
    assert tripletex.purchase_order("999999") is None


@pytest.mark.parametrize("answer", ["cut", "502"])
def test_one_that_was_left_without_lines_is_no_find_and_is_gone_on_with(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft, answer: str
) -> None:
    account.fail(LINES, answer, "before")
    with pytest.raises(RetryLater) as caught:
        tripletex.create_purchase_order(draft)
    assert caught.value.uncertain
    assert tripletex.find_purchase_orders(KEY, draft.party) == []
    made = tripletex.create_purchase_order(draft)
    assert len(made.lines) == 2
    assert len(account.rows("purchaseOrder")) == 1


@pytest.mark.parametrize(
    "changed", [{"currency": "EUR"}, {"day": DAY + timedelta(days=3)}, {"delivery": DAY}, {"project": True}]
)
def test_one_that_was_left_without_lines_makes_room_when_it_is_to_be_another(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft, changed: dict[str, Any]
) -> None:
    account.fail(LINES, "cut", "before")
    with pytest.raises(RetryLater):
        tripletex.create_purchase_order(draft)
    if "project" in changed:
        account.by_hand("employee", "update", account.owner, isProjectManager=True)
        of: dict[str, Any] = {"projectManager": {"id": int(account.owner)}, "startDate": "2026-01-01"}
        changed = {"project": account.by_hand("project", "create", name="Tak", **of)}
    wanted = replace(draft, **changed)
    made = tripletex.create_purchase_order(wanted)
    (row,) = account.rows("purchaseOrder")
    assert (made.day, made.currency) == (wanted.day, wanted.currency or "NOK")
    assert row["deliveryDate"] == wanted.delivery.isoformat()
    assert ((row["project"] or {}).get("id")) == (int(wanted.project) if wanted.project else None)


def test_one_whose_lines_arrived_although_no_answer_came_is_found_whole(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft
) -> None:
    account.fail(LINES, "cut", "after")
    with pytest.raises(RetryLater):
        tripletex.create_purchase_order(draft)
    (found,) = tripletex.find_purchase_orders(KEY, draft.party)
    assert found.net == Decimal("67.91")


def test_one_whose_lines_are_refused_is_taken_back(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft
) -> None:
    with pytest.raises(DataRefused) as caught:
        tripletex.create_purchase_order(replace(draft, lines=(line(description=""),)))
    assert caught.value.code == "line_without_text"
    assert account.rows("purchaseOrder") == []


def test_without_logistics_the_missing_module_is_named(
    account: Account, tripletex: TripletexSystem, draft: OrderDraft
) -> None:
    account.switch(logistics=False)
    for call in (
        lambda: tripletex.create_purchase_order(draft),
        lambda: tripletex.find_purchase_orders(KEY, draft.party),
    ):
        with pytest.raises(ConfigurationWrong) as caught:
            call()
        assert caught.value.code == "module_missing"


def test_nothing_is_sent_to_the_supplier(account: Account, tripletex: TripletexSystem, draft: OrderDraft) -> None:
    tripletex.create_purchase_order(draft)
    assert account.company.outbox == []
