"""What only Tripletex's calls meet in hostile mode: sessions, batches in both switch positions, pages, webhooks."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.hostility.settings import Settings
from sandbox.tripletex.company import Company
from sandbox.tripletex.hand import edit
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import HOOKS, Api, Receiver, complaints, refusal


@pytest.fixture
def named(api: Api) -> list[str]:
    """Customers that are there from the beginning."""
    names = ["A", "B", "C", "D", "E", "F"]
    assert api.post("/customer/list", json=[{"name": name} for name in names]).status_code == 201
    return names


def be_hostile(world: TripletexWorld, seed: int = 1, **odds: float) -> None:
    longest = {"late_seconds": 60, "storm_seconds": 60, "revoked_seconds": 60}
    world.hostility.begin(Settings.model_validate({"seed": seed, "odds": odds, **longest}))


def paged(api: Api, count: int = 2) -> list[str]:
    """Names as a client gathers them that reads until a page is not full."""
    names: list[str] = []
    while True:
        page = api.values("/customer", **{"from": len(names), "count": count})
        names += [row["name"] for row in page]
        if len(page) < count:
            return names


def test_an_expired_session_is_gone_for_good(api: Api, world: TripletexWorld, company: Company) -> None:
    be_hostile(world, expired_session=1)
    assert refusal(api.get("/customer")) == (401, 3000)
    assert world.hostility.injected == {"expired_session": 1}
    world.hostility.end()
    assert refusal(api.get("/customer")) == (401, 3000)
    assert api.login(company).status_code == 201
    assert api.get("/customer").status_code == 200


def test_logging_in_is_no_call_with_a_session(api: Api, world: TripletexWorld, company: Company) -> None:
    be_hostile(world, expired_session=1, lost_answer=1, late_commit=1)
    assert api.login(company).status_code == 201
    assert world.hostility.injected == {}


def test_a_revoked_key_opens_no_session(api: Api, world: TripletexWorld, company: Company) -> None:
    be_hostile(world, revoked_key=1)
    assert refusal(api.get("/customer")) == (401, 3000)
    refused = api.login(company)
    assert refusal(refused) == (422, 18000)
    assert complaints(refused)[0][0] == "arg:employeeToken"
    assert world.hostility.injected == {"revoked_key": 1}
    world.hostility.end()
    assert api.get("/customer").status_code == 200


def test_a_storm_does_not_say_when_it_ends(api: Api, world: TripletexWorld) -> None:
    be_hostile(world, rate_limit=1)
    answer = api.get("/customer")
    assert answer.status_code == 429
    assert answer.headers["x-rate-limit-remaining"] == "0"
    assert "x-rate-limit-reset" not in answer.headers


def test_a_storm_outlives_the_session(api: Api, world: TripletexWorld, company: Company) -> None:
    be_hostile(world, rate_limit=1)
    api.get("/customer")
    world.sessions.end_all()
    assert api.login(company).status_code == 429
    assert world.hostility.injected == {"rate_limit": 1}


@pytest.mark.parametrize(("atomic", "stored"), [(True, 0), (False, 2)])
def test_a_bad_row_fails_a_batch_as_the_switch_says(
    api: Api, world: TripletexWorld, atomic: bool, stored: int
) -> None:
    world.set_switches({"batch_atomic": atomic})
    be_hostile(world, batch_partial=1)
    answer = api.post("/customer/list", json=[{"name": name} for name in "ABC"])
    assert refusal(answer) == (422, 18000)
    assert world.hostility.injected == {"batch_partial": 1}
    world.hostility.end()
    assert len(api.values("/customer")) == stored


def test_an_update_batch_has_bad_rows_too(api: Api, world: TripletexWorld, named: list[str]) -> None:
    rows = [{"id": row["id"], "name": f"{row['name']}2"} for row in api.values("/customer")]
    be_hostile(world, batch_partial=1)
    assert api.put("/customer/list", json=rows).status_code == 422
    world.hostility.end()
    assert paged(api) == named


def test_a_batch_of_one_row_has_no_bad_one(api: Api, world: TripletexWorld) -> None:
    be_hostile(world, batch_partial=1)
    assert api.post("/customer/list", json=[{"name": "A"}]).status_code == 201
    assert world.hostility.injected == {}


def test_rows_at_a_page_border_come_twice_or_not_at_all(api: Api, world: TripletexWorld, named: list[str]) -> None:
    seen = []
    for seed in range(4):
        be_hostile(world, seed, shifting_rows=1)
        seen.append(paged(api, 3))
        assert world.hostility.injected["shifting_rows"] > 0
    assert any(len(names) > len(set(names)) for names in seen)
    assert any(set(names) < set(named) for names in seen)


def test_the_first_page_does_not_shift(api: Api, world: TripletexWorld, named: list[str]) -> None:
    be_hostile(world, shifting_rows=1)
    assert [row["name"] for row in api.values("/customer", count=3)] == named[:3]
    assert world.hostility.injected == {}


def test_text_is_stored_in_another_form_and_the_answer_shows_it(api: Api, world: TripletexWorld) -> None:
    be_hostile(world, normalised=1)
    sent: dict[str, Any] = {"name": " Bygg  AS", "phoneNumber": "+4791234567", "postalAddress": {"city": " Oslo "}}
    row = api.create("/customer", **sent)
    assert (row["name"], row["phoneNumber"]) == ("Bygg AS", "+47 91 23 45 67")
    assert api.value(f"/customer/{row['id']}", fields="name,postalAddress(city)")["postalAddress"]["city"] == "Oslo"
    assert world.hostility.injected == {"normalised": 1}


def test_a_text_that_is_too_long_is_cut_instead_of_refused(api: Api, world: TripletexWorld) -> None:
    be_hostile(world, normalised=1)
    assert api.create("/customer", name="A" * 300)["name"] == "A" * 255


def test_text_that_is_tidy_already_is_not_counted(api: Api, world: TripletexWorld) -> None:
    be_hostile(world, normalised=1)
    assert api.create("/customer", name="Bygg AS")["name"] == "Bygg AS"
    assert world.hostility.injected == {}


@pytest.fixture
def subscription(api: Api) -> int:
    body = {"event": "customer.update", "targetUrl": f"{HOOKS}/tripletex"}
    subscription_id: int = api.create("/event/subscription", **body)["id"]
    return subscription_id


@pytest.mark.usefixtures("subscription")
@pytest.mark.parametrize(("fault", "received"), [("webhook_lost", 0), ("webhook_duplicated", 2), ("webhook_late", 0)])
def test_a_webhook_is_lost_or_comes_twice_or_later(
    api: Api, world: TripletexWorld, company: Company, receiver: Receiver, fault: str, received: int
) -> None:
    row = api.create("/customer", name="A")
    be_hostile(world, **{fault: 1})
    edit(world, company.id, "customer", "update", row["id"], {"name": "B"})
    assert world.courier.wait_until_idle()
    assert (len(receiver.received), world.hostility.injected) == (received, {fault: 1})


@pytest.mark.usefixtures("subscription")
def test_webhooks_that_are_late_come_when_the_mode_ends(
    api: Api, world: TripletexWorld, company: Company, receiver: Receiver
) -> None:
    row = api.create("/customer", name="A")
    be_hostile(world, webhook_late=1)
    edit(world, company.id, "customer", "update", row["id"], {"name": "B"})
    world.hostility.end()
    assert world.courier.wait_until_idle()
    assert receiver.events == ["customer.update"]


def test_a_subscription_is_disabled_as_after_many_failures(
    api: Api, world: TripletexWorld, company: Company, receiver: Receiver, subscription: int
) -> None:
    row = api.create("/customer", name="A")
    be_hostile(world, webhook_disabled=1)
    edit(world, company.id, "customer", "update", row["id"], {"name": "B"})
    assert world.courier.wait_until_idle()
    assert receiver.received == []
    assert api.value(f"/event/subscription/{subscription}")["status"] == "DISABLED_TOO_MANY_ERRORS"
    assert world.hostility.injected == {"webhook_disabled": 1}
