"""Deliveries of Rackbeat: whose they are, and what they hint at, whatever form they have."""

import json
from datetime import UTC, datetime

import pytest

from samspill.model.kinds import Kind
from samspill.systems.rackbeat.webhook import EVENT, TOKEN, genuine, hints

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TOKENS = ["a" * 32, "b" * 32]


def told(event: str | None = None, /, **body: object) -> list[tuple[Kind, str, bool, str | None]]:
    """The hints of a delivery; `event` stands in the header."""
    headers = {EVENT: event} if event else {}
    found = hints(json.dumps(body).encode(), headers)
    return [(hint.key.kind, hint.key.id, hint.deleted, hint.old_number) for hint in found]


@pytest.mark.parametrize("token", TOKENS)
def test_any_of_our_tokens_is_believed(token: str) -> None:
    assert genuine({TOKEN: token}, b"{}", TOKENS, NOW)


@pytest.mark.parametrize("headers", [{}, {TOKEN: ""}, {TOKEN: "c" * 32}, {TOKEN: "a" * 31}, {TOKEN: "å" * 32}])
def test_nothing_else_is(headers: dict[str, str]) -> None:
    assert not genuine(headers, b"{}", TOKENS, NOW)


def test_without_tokens_nothing_is_believed() -> None:
    assert not genuine({TOKEN: ""}, b"{}", [], NOW)
    assert not genuine({TOKEN: ""}, b"{}", [""], NOW)


def test_the_observed_body_is_understood_by_its_header() -> None:
    assert told("customer.updated", key_name="number", key="1021") == [(Kind.CUSTOMER, "1021", False, None)]


def test_the_documented_body_is_understood_without_header() -> None:
    body = {"key": 1021, "key_name": "number", "event": "supplier.deleted", "data": {"number": 1021}}
    assert told(**body) == [(Kind.SUPPLIER, "1021", True, None)]


def test_a_renumbering_names_the_old_number() -> None:
    body = {"key": "B", "key_name": "number", "old_key": "A", "new_key": "B", "changed": ["number"]}
    assert told("product.updated", **body) == [(Kind.PRODUCT, "B", False, "A")]


def test_the_key_may_be_the_one_from_before() -> None:
    body = {"key": "A", "key_name": "number", "old_key": "A", "new_key": "B"}
    assert told("lot.updated", **body) == [(Kind.PRODUCT, "B", False, "A")]


def test_keys_that_did_not_change_are_no_renumbering() -> None:
    assert told("product.updated", key="A", key_name="number", old_key="A", new_key="A") == [
        (Kind.PRODUCT, "A", False, None)
    ]


def test_a_key_that_is_no_number_is_read_with_the_data() -> None:
    body = {"key": 93, "key_name": "id", "data": {"id": 93, "number": "SKR 4/40"}}
    assert told("product.created", **body) == [(Kind.PRODUCT, "SKR 4/40", False, None)]


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("customers.created", Kind.CUSTOMER), ("employee.updated", Kind.EMPLOYEE), ("lots.deleted", Kind.PRODUCT),
        ("customer_invoice.booked", Kind.INVOICE), ("credit_note.booked", Kind.INVOICE),
        ("purchase_orders.created", Kind.PURCHASE_ORDER),
    ],
)  # fmt: skip
def test_every_event_that_is_synced_names_its_kind(event: str, kind: Kind) -> None:
    ((found, *_),) = told(event, key="7", key_name="number")
    assert found is kind


@pytest.mark.parametrize("event", ["order.created", "payment_terms.updated", "plugin.uninstalled", "s.created", "."])
def test_what_is_not_synced_hints_at_nothing(event: str) -> None:
    assert told(event, key="7", key_name="number") == []


def test_a_movement_of_stock_hints_at_nothing() -> None:
    assert told("product.updated", item="SKR 4/40", item_type="product", type="stock") == []


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b"7", b"{}", b'{"key":"7"}', b'{"event":7}', b'{"event":"customer.created"}',
             b'{"event":"customer.created","key":null}', b'{"event":"customer.created","key":true}', b"\xff"],
)  # fmt: skip
def test_what_is_no_delivery_is_malformed(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"delivery|Expecting|codec"):
        hints(body, {})
