"""Which deliveries of Svenn are believed, and what they say."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from samspill.model.kinds import Kind, Side
from samspill.systems.svenn.webhook import genuine, hints
from sandbox.svenn.webhooks import signature

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SENT = int(NOW.timestamp())
SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
OTHER = "whsec_" + base64.b64encode(b"another one of the same ").decode()
BODY = b'{"type":"customer.updated","timestamp":"2026-03-02T08:00:00Z","data":{"id":"c7","version":2}}'


def signed(*secrets: str, sent: int = SENT, body: bytes = BODY) -> dict[str, str]:
    signatures = " ".join(signature(secret, "msg_1", sent, body) for secret in secrets)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(sent), "webhook-signature": signatures}


def test_a_delivery_signed_with_our_secret_is_genuine() -> None:
    assert genuine(signed(SECRET), BODY, [SECRET], NOW)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(key, f"msg_1.{SENT}.".encode() + BODY, sha256).digest()).decode()
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(SENT), "webhook-signature": f"v1,{mac}"}
    assert genuine(headers, BODY, [SECRET], NOW)


def test_a_delivery_signed_with_another_secret_is_not() -> None:
    assert not genuine(signed(OTHER), BODY, [SECRET], NOW)


def test_after_a_rotation_on_their_side_both_signatures_stand_in_one_header() -> None:
    assert genuine(signed(OTHER, SECRET), BODY, [SECRET], NOW)


def test_after_a_rotation_on_our_side_either_secret_will_do() -> None:
    assert genuine(signed(SECRET), BODY, [OTHER, SECRET], NOW)


@pytest.mark.parametrize(("age", "believed"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_delivery_is_believed_for_five_minutes_around_its_time(age: int, believed: bool) -> None:
    assert genuine(signed(SECRET), BODY, [SECRET], NOW + timedelta(seconds=age)) is believed


@pytest.mark.parametrize(
    "changed", [BODY.replace(b"c7", b"c8"), BODY + b" ", b"", b"\xff"], ids=["id", "blank", "empty", "no text"]
)
def test_a_changed_body_is_not_believed(changed: bytes) -> None:
    assert not genuine(signed(SECRET), changed, [SECRET], NOW)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_a_changed_header_is_not_believed(name: str) -> None:
    headers = signed(SECRET)
    assert not genuine({**headers, name: headers[name] + "0"}, BODY, [SECRET], NOW)
    assert not genuine({**headers, name: str(SENT + 1)}, BODY, [SECRET], NOW)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_not_believed(name: str) -> None:
    assert not genuine({k: v for k, v in signed(SECRET).items() if k != name}, BODY, [SECRET], NOW)


@pytest.mark.parametrize("garbage", ["", " ", "now", "-1", "1e9", "17.5", "²", "٣", "9" * 5000, "0x10", f" {SENT}"])
def test_a_time_that_is_none_is_not_believed(garbage: str) -> None:
    assert not genuine({**signed(SECRET), "webhook-timestamp": garbage}, BODY, [SECRET], NOW)


@pytest.mark.parametrize("garbage", ["", "v1", "v1,", "v1,,", "v1,æøå", "v1,====", "v2,AAAA", ", ,", "v1a,AAAA"])
def test_a_signature_that_is_none_is_not_believed(garbage: str) -> None:
    assert not genuine({**signed(SECRET), "webhook-signature": garbage}, BODY, [SECRET], NOW)


def test_a_signature_of_another_version_is_not_believed() -> None:
    headers = signed(SECRET)
    other = headers["webhook-signature"].replace("v1,", "v1a,")
    assert not genuine({**headers, "webhook-signature": other}, BODY, [SECRET], NOW)


@pytest.mark.parametrize("useless", ["", "whsec_", "whsec_!!!", "whsec_æøå", "whsec_AAA"])
def test_a_secret_that_is_none_signs_nothing(useless: str) -> None:
    mac = base64.b64encode(hmac.new(b"", f"msg_1.{SENT}.".encode() + BODY, sha256).digest()).decode()
    forged = {**signed(SECRET), "webhook-signature": f"v1,{mac}"}
    assert not genuine(forged, BODY, [useless], NOW)
    assert genuine(signed(SECRET), BODY, [useless, SECRET], NOW)


def test_without_secrets_nothing_is_believed() -> None:
    assert not genuine(signed(SECRET), BODY, [], NOW)


# ---- what they say -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE])
@pytest.mark.parametrize(("verb", "deleted"), [("created", False), ("updated", False), ("deleted", True)])
def test_each_event_hints_at_its_record(kind: Kind, verb: str, deleted: bool) -> None:
    (hint,) = hints(json.dumps({"type": f"{kind.value}.{verb}", "data": {"id": "c7", "version": 2}}).encode(), {})
    assert (hint.key.kind, hint.key.side, hint.key.id, hint.deleted) == (kind, Side.APP, "c7", deleted)


@pytest.mark.parametrize(("verb", "deleted"), [("created", False), ("updated", False), ("deleted", True)])
def test_an_event_of_a_time_entry_hints_at_hours(verb: str, deleted: bool) -> None:
    (hint,) = hints(json.dumps({"type": f"time_entry.{verb}", "data": {"id": "t7", "version": 2}}).encode(), {})
    assert (hint.key.kind, hint.key.side, hint.key.id, hint.deleted) == (Kind.HOURS, Side.APP, "t7", deleted)


@pytest.mark.parametrize(
    "event", ["hours.created", "customer.archived", "supplier.created", "customer", "", "customer.updated.twice"]
)
def test_an_event_of_what_is_not_synced_hints_at_nothing(event: str) -> None:
    assert hints(json.dumps({"type": event, "data": {"id": "c7"}}).encode(), {}) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"type":"customer.updated"}',
        b'{"type":"customer.updated","data":null}',
        b'{"type":"customer.updated","data":{}}',
        b'{"type":"customer.updated","data":{"id":""}}',
        b'{"type":"customer.updated","data":{"id":17}}',
        b'{"data":{"id":"c7"}}',
    ],
)
def test_what_is_no_delivery_is_an_error(body: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        hints(body, {})
