"""Deliveries: who signed them, and which record they are about."""

from __future__ import annotations

import base64
import hmac
import json
from hashlib import sha512

import pytest

from samspill.model.kinds import Kind, Side
from samspill.systems.tripletex.webhook import genuine, hints
from tests.unit.systems.tripletex.peer import NOW

BODY = json.dumps({"subscriptionId": 3, "event": "customer.update", "id": 7, "value": {"id": 7}}).encode()


def signed(body: bytes, secret: str, key: str = "k1") -> dict[str, str]:
    digest = hmac.new(secret.encode(), f"{key}&".encode() + body, sha512).digest()
    return {"x-request-signature": base64.b64encode(digest).decode(), "idempotency-key": key}


def test_a_delivery_signed_with_any_of_the_secrets_is_genuine() -> None:
    assert genuine(signed(BODY, "old"), BODY, ["new", "old"], NOW)


@pytest.mark.parametrize("headers", [{}, signed(BODY, "other"), {**signed(BODY, "new"), "idempotency-key": "k2"}])
def test_a_delivery_signed_otherwise_is_not(headers: dict[str, str]) -> None:
    assert not genuine(headers, BODY, ["new", "old"], NOW)


def test_another_body_is_not_covered_by_the_signature() -> None:
    assert not genuine(signed(BODY, "new"), BODY + b" ", ["new"], NOW)


def test_without_secrets_nothing_is_genuine() -> None:
    assert not genuine(signed(BODY, ""), BODY, [], NOW)


@pytest.mark.parametrize(("verb", "deleted"), [("create", False), ("update", False), ("delete", True)])
def test_a_delivery_names_the_record_and_whether_it_was_deleted(verb: str, deleted: bool) -> None:
    body = json.dumps({"event": f"project.{verb}", "id": 9, "value": None}).encode()
    (hint,) = hints(body)
    assert (hint.key.kind, hint.key.side, hint.key.id, hint.deleted) == (Kind.PROJECT, Side.TRIPLETEX, "9", deleted)


@pytest.mark.parametrize("event", ["invoice.charged", "order.update", "customer", "customer.seen"])
def test_events_of_what_is_not_synced_are_about_nothing(event: str) -> None:
    assert list(hints(json.dumps({"event": event, "id": 9}).encode())) == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"event": "customer.update"}', b'{"event": "customer.update", "id": "9"}']
)
def test_what_is_no_delivery_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        hints(body)
