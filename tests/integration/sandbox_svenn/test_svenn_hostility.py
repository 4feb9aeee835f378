"""What only Svenn's calls meet in hostile mode: Retry-After, batches in both switch positions, cursors, webhooks."""

from __future__ import annotations

import httpx
import pytest

from sandbox.hostility.settings import Settings
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, RunningSvenn

ALL = [f"customer.{verb}" for verb in ("created", "updated", "deleted")]


def be_hostile(svenn: RunningSvenn, seed: int = 1, **odds: float) -> None:
    longest = {"late_seconds": 60, "storm_seconds": 60, "revoked_seconds": 60}
    svenn.world.hostility.begin(Settings.model_validate({"seed": seed, "odds": odds, **longest}))


def injected(svenn: RunningSvenn) -> dict[str, int]:
    return dict(svenn.world.hostility.injected)


def batch(svenn: RunningSvenn, *names: str) -> list[tuple[int, str | None]]:
    """Status and problem of each row."""
    operations = [{"op": "create", "key": name, "data": {"name": name}} for name in names]
    answer = svenn.client.post("/v1/customers/batch", json={"operations": operations})
    assert answer.status_code == 200
    return [(each["status"], (each["problem"] or {}).get("code")) for each in answer.json()["results"]]


def paged(svenn: RunningSvenn, **params: str) -> list[str]:
    """Names as a client gathers them that follows the cursors."""
    names: list[str] = []
    asked: dict[str, str | int] = {"limit": 2, **params}
    while True:
        page = svenn.client.get("/v1/customers", params=asked).json()
        names += [row["name"] for row in page["items"]]
        if page["next_cursor"] is None:
            return names
        asked["cursor"] = page["next_cursor"]


def test_storms_tell_how_long_they_take_or_do_not(svenn: RunningSvenn) -> None:
    told = []
    for seed in range(8):
        be_hostile(svenn, seed, rate_limit=1)
        answer = svenn.client.get("/v1/customers")
        assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
        told.append(int(answer.headers.get("retry-after", 0)))
    assert 0 in told
    assert any(15 <= seconds <= 60 for seconds in told)


def test_a_revoked_token_is_told_as_the_contract_has_it(svenn: RunningSvenn) -> None:
    be_hostile(svenn, revoked_key=1)
    answer = svenn.client.get("/v1/account")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_svenn_has_no_sessions_that_could_expire(svenn: RunningSvenn) -> None:
    answer = svenn.client.put("/_control/svenn/hostility", json={"odds": {"expired_session": 0.1}})
    assert answer.status_code == 400
    assert "expired_session" in answer.json()["error"]


def test_a_row_of_a_batch_fails_and_the_others_are_stored(svenn: RunningSvenn) -> None:
    be_hostile(svenn, batch_partial=1)
    results = batch(svenn, "A", "B", "C")
    assert sorted(status for status, _ in results) == [201, 201, 503]
    assert injected(svenn) == {"batch_partial": 1}
    assert len(svenn.world.state(svenn.account.id)["customers"]) == 2


def test_a_row_that_fails_takes_the_others_along_where_all_or_nothing_is_set(svenn: RunningSvenn) -> None:
    svenn.world.set_switches(svenn.account.id, batch_all_or_nothing=True)
    be_hostile(svenn, batch_partial=1)
    codes = sorted(str(code) for _, code in batch(svenn, "A", "B", "C"))
    assert codes == ["batch_aborted", "batch_aborted", "temporarily_unavailable"]
    assert svenn.world.state(svenn.account.id)["customers"] == []


def test_a_late_commit_and_its_repetition_with_one_key_are_one_write(svenn: RunningSvenn) -> None:
    key = {"Idempotency-Key": "one"}
    be_hostile(svenn, late_commit=1)
    with pytest.raises(httpx.RemoteProtocolError):
        for _ in range(20):
            svenn.client.post("/v1/customers", json={"name": "A"}, headers=key)
    be_hostile(svenn, delay=0)
    assert svenn.client.post("/v1/customers", json={"name": "A"}, headers=key).status_code == 201
    assert svenn.world.hostility.end()
    assert len(svenn.world.state(svenn.account.id)["customers"]) == 1


def test_a_late_commit_that_became_impossible_is_refused(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="A")
    be_hostile(svenn, late_commit=1)
    with pytest.raises(httpx.RemoteProtocolError):
        for _ in range(20):
            svenn.change("customers", row, name="late")
    svenn.world.edit(svenn.account.id, "update", "customer", row_id=str(row["id"]), data={"name": "by hand"})
    assert svenn.world.hostility.end()
    assert [each["name"] for each in svenn.world.state(svenn.account.id)["customers"]] == ["by hand"]


@pytest.mark.parametrize("params", [{}, {"updated_since": "2000-01-01T00:00:00Z"}])
def test_rows_at_a_page_border_come_twice_or_not_at_all(svenn: RunningSvenn, params: dict[str, str]) -> None:
    names = ["A", "B", "C", "D", "E", "F"]
    for name in names:
        svenn.create("customers", name=name)
    assert paged(svenn, **params) == names
    seen = []
    for seed in range(8):
        be_hostile(svenn, seed, shifting_rows=0.5)
        seen.append(paged(svenn, **params))
    assert any(len(each) > len(set(each)) for each in seen)
    assert any(set(each) < set(names) for each in seen)


def test_text_is_stored_in_another_form_under_the_key_of_what_was_sent(svenn: RunningSvenn) -> None:
    body, key = {"name": " Bygg  AS", "phone": "91234567", "city": "x" * 120}, {"Idempotency-Key": "one"}
    be_hostile(svenn, normalised=1)
    row = svenn.client.post("/v1/customers", json=body, headers=key).json()
    assert (row["name"], row["phone"], row["city"]) == ("Bygg AS", "91 23 45 67", "x" * 100)
    assert injected(svenn) == {"normalised": 1}
    svenn.world.hostility.end()
    assert svenn.client.post("/v1/customers", json=body, headers=key).json() == row


def test_the_rows_of_a_batch_are_stored_in_another_form_too(svenn: RunningSvenn) -> None:
    be_hostile(svenn, normalised=1)
    batch(svenn, "A  B", "C")
    assert [row["name"] for row in svenn.world.state(svenn.account.id)["customers"]] == ["A B", "C"]


@pytest.mark.parametrize(("fault", "received"), [("webhook_lost", 0), ("webhook_duplicated", 2), ("webhook_late", 0)])
def test_a_webhook_is_lost_or_comes_twice_or_later(
    svenn: RunningSvenn, receiver: Receiver, fault: str, received: int
) -> None:
    svenn.client.post("/v1/webhooks", json={"url": f"{HOOKS}/svenn/c1", "events": ALL})
    be_hostile(svenn, **{fault: 1})
    svenn.world.edit(svenn.account.id, "create", "customer", data={"name": "A"})
    assert svenn.world.wait_for_deliveries()
    assert (len(receiver.received), injected(svenn)) == (received, {fault: 1})


def test_a_webhook_is_disabled_as_after_lasting_failure(svenn: RunningSvenn, receiver: Receiver) -> None:
    made = svenn.client.post("/v1/webhooks", json={"url": f"{HOOKS}/svenn/c1", "events": ALL}).json()
    be_hostile(svenn, webhook_disabled=1)
    svenn.world.edit(svenn.account.id, "create", "customer", data={"name": "A"})
    assert svenn.world.wait_for_deliveries()
    assert receiver.received == []
    assert svenn.client.get(f"/v1/webhooks/{made['id']}").json()["status"] == "disabled"
