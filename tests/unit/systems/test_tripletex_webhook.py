"""Which deliveries of Tripletex are believed, and what they say."""

import base64
import hmac
import json
from datetime import UTC, datetime
from hashlib import sha512

import pytest

from samspill.model.kinds import Kind, Side
from samspill.systems.tripletex.webhook import genuine, hints

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SECRET, OTHER = "whsec_first", "whsec_second"
BODY = json.dumps({"subscriptionId": 3, "event": "customer.update", "id": 17, "value": {"id": 17}}).encode()


def signed(secret: str, body: bytes = BODY, key: str = "k-1") -> dict[str, str]:
    mac = hmac.new(secret.encode(), key.encode() + b"&" + body, sha512).digest()
    return {"idempotency-key": key, "x-request-signature": base64.b64encode(mac).decode()}


def test_a_delivery_signed_with_our_secret_is_genuine() -> None:
    assert genuine(signed(SECRET), BODY, [SECRET], NOW)


def test_a_delivery_signed_with_another_secret_is_not() -> None:
    assert not genuine(signed(OTHER), BODY, [SECRET], NOW)


def test_while_a_secret_is_replaced_either_will_do() -> None:
    assert genuine(signed(SECRET), BODY, [OTHER, SECRET], NOW)
    assert genuine(signed(OTHER), BODY, [OTHER, SECRET], NOW)


def test_a_changed_body_is_not_believed() -> None:
    assert not genuine(signed(SECRET), BODY.replace(b"17", b"18"), [SECRET], NOW)


def test_a_changed_idempotency_key_is_not_believed() -> None:
    assert not genuine({**signed(SECRET), "idempotency-key": "k-2"}, BODY, [SECRET], NOW)


@pytest.mark.parametrize("garbage", ["", "AAAA", "æøå", "=", "x" * 10_000])
def test_a_signature_that_is_none_is_not_believed(garbage: str) -> None:
    assert not genuine({**signed(SECRET), "x-request-signature": garbage}, BODY, [SECRET], NOW)


def test_a_delivery_without_headers_is_not_believed() -> None:
    assert not genuine({}, BODY, [SECRET], NOW)


def test_without_secrets_nothing_is_believed() -> None:
    assert not genuine(signed(SECRET), BODY, [], NOW)


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE])
@pytest.mark.parametrize(("verb", "deleted"), [("create", False), ("update", False), ("delete", True)])
def test_each_event_hints_at_its_record(kind: Kind, verb: str, deleted: bool) -> None:
    value = None if deleted else {"id": 17}
    body = json.dumps({"subscriptionId": 3, "event": f"{kind.value}.{verb}", "id": 17, "value": value})
    (hint,) = hints(body.encode(), {})
    assert (hint.key.kind, hint.key.side, hint.key.id, hint.deleted) == (kind, Side.TRIPLETEX, "17", deleted)


@pytest.mark.parametrize("event", ["invoice.charged", "customer.merge", "order.create", "customer", "", "."])
def test_an_event_of_what_is_not_synced_hints_at_nothing(event: str) -> None:
    assert hints(json.dumps({"event": event, "id": 17, "value": None}).encode(), {}) == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff", b"[]", b"null", b'{"event":"customer.update"}', b'{"id":17}',
        b'{"event":"customer.update","id":null}', b'{"event":"customer.update","id":"17"}', b'{"event":1,"id":17}',
    ],
)  # fmt: skip
def test_what_is_no_delivery_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        hints(body, {})
