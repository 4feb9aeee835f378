"""What Rackbeat's calls meet in hostile mode."""

import contextlib

import httpx
import pytest

from tests.integration.sandbox_rackbeat.harness import RunningRackbeat
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver


def paged(rackbeat: RunningRackbeat) -> list[int]:
    """Numbers as a client gathers them page by page."""
    numbers: list[int] = []
    for page in range(1, 5):
        body = rackbeat.get("/units", limit=2, page=page, order_by="number", order_direction="ASC")
        numbers += [row["number"] for row in body["units"]]
    return numbers


def test_there_are_neither_sessions_nor_batches(rackbeat: RunningRackbeat) -> None:
    known = httpx.get(f"{rackbeat.url}/_control/rackbeat/hostility/faults").json()
    assert not {"expired_session", "batch_partial"} & known.keys()
    assert {"lost_answer", "late_commit", "normalised", "webhook_disabled"} <= known.keys()


def test_storms_tell_how_long_they_take_or_do_not(rackbeat: RunningRackbeat) -> None:
    told = []
    for seed in range(8):
        rackbeat.be_hostile(seed, rate_limit=1)
        answer = rackbeat.client.get("/units")
        assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (429, "0")
        told.append(int(answer.headers.get("retry-after", 0)))
    assert 0 in told
    assert any(15 <= seconds <= 60 for seconds in told)


def test_a_revoked_key_gets_401(rackbeat: RunningRackbeat) -> None:
    rackbeat.be_hostile(revoked_key=1)
    assert rackbeat.client.get("/units").status_code == 401


@pytest.mark.parametrize("fault", ["error_page", "error_json"])
def test_errors_are_5xx_and_nothing_is_done(rackbeat: RunningRackbeat, fault: str) -> None:
    rackbeat.be_hostile(**{fault: 1})
    answer = rackbeat.client.post("/units", json={"name": "meter"})
    assert answer.status_code >= 500
    assert ("json" in answer.headers["content-type"]) == (fault == "error_json")
    rackbeat.world.hostility.end()
    assert rackbeat.get("/units")["total"] == 1


def test_an_answer_is_lost_after_the_write(rackbeat: RunningRackbeat) -> None:
    rackbeat.be_hostile(lost_answer=1)
    with pytest.raises(httpx.RemoteProtocolError):
        rackbeat.client.post("/units", json={"name": "meter"})
    rackbeat.world.hostility.end()
    assert rackbeat.get("/units")["total"] == 2


def test_a_late_write_is_carried_out_when_the_mode_ends(rackbeat: RunningRackbeat) -> None:
    rackbeat.be_hostile(late_commit=1)
    with contextlib.suppress(httpx.RemoteProtocolError):
        assert rackbeat.client.post("/units", json={"name": "meter"}).status_code >= 500
    assert rackbeat.account.find("unit", 2) is None
    rackbeat.world.hostility.end()
    assert rackbeat.get("/units")["total"] == 2


def test_rows_at_a_page_border_come_twice_or_not_at_all(rackbeat: RunningRackbeat) -> None:
    for place in range(5):
        rackbeat.create("/units", name=f"enhet {place}")
    assert paged(rackbeat) == [1, 2, 3, 4, 5, 6]
    seen = []
    for seed in range(8):
        rackbeat.be_hostile(seed, shifting_rows=0.5)
        seen.append(paged(rackbeat))
    assert any(len(each) > len(set(each)) for each in seen)
    assert any(set(each) < {1, 2, 3, 4, 5, 6} for each in seen)


def test_text_is_stored_in_another_form(rackbeat: RunningRackbeat) -> None:
    rackbeat.be_hostile(normalised=1)
    row = rackbeat.change(
        "/customers/1", name=" Fjord  Bygg ", contact_phone="91234567", contact_email="Post@F.example"
    )
    assert (row["name"], row["contact_phone"], row["contact_email"]) == (
        "Fjord Bygg",
        "91 23 45 67",
        "post@f.example",
    )


@pytest.mark.parametrize(("fault", "received"), [("webhook_lost", 0), ("webhook_duplicated", 2), ("webhook_late", 0)])
def test_a_webhook_is_lost_or_comes_twice_or_later(
    rackbeat: RunningRackbeat, receiver: Receiver, fault: str, received: int
) -> None:
    rackbeat.create("/webhooks", event="product.updated", url=f"{HOOKS}/rackbeat")
    rackbeat.be_hostile(**{fault: 1})
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert rackbeat.world.wait_for_deliveries()
    assert len(receiver.received) == received
    assert rackbeat.world.hostility.injected == {fault: 1}


def test_a_webhook_is_turned_off_as_after_lasting_failure(rackbeat: RunningRackbeat, receiver: Receiver) -> None:
    made = rackbeat.create("/webhooks", event="product.updated", url=f"{HOOKS}/rackbeat")
    rackbeat.be_hostile(webhook_disabled=1)
    rackbeat.change("/products/KAFFE", name="Espresso")
    assert rackbeat.world.wait_for_deliveries()
    assert receiver.received == []
    assert rackbeat.get(f"/webhooks/{made['id']}")["webhook"]["is_active"] is False
