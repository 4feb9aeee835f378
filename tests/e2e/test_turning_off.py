"""Turning a connection off, and whose connections nobody else sees."""

from collections.abc import Iterator

import httpx
import pytest

from local.product import ApiRefused
from local.world import World
from tests.e2e.conftest import SMALL, Live, go_live

READS = ("", "/settings", "/plan", "/plan/rows", "/problems", "/records")


@pytest.fixture(scope="module")
def short_lived(world: World) -> Iterator[Live]:
    """A firm that leaves again."""
    yield go_live(world, "Kortvarig Kunde AS", SMALL)


@pytest.fixture(scope="module")
def off(short_lived: Live) -> Live:
    """The same after it has left; its data stays."""
    short_lived.connected.product.ask("DELETE", short_lived.connected.path)
    return short_lived


def test_while_it_runs_both_peers_have_webhooks(short_lived: Live) -> None:
    assert short_lived.world.svenn.webhooks(short_lived.company.svenn_key)
    assert short_lived.world.tripletex.subscriptions(short_lived.company.tripletex_id)


@pytest.mark.parametrize("read", READS)
def test_another_product_sees_nothing_of_it(short_lived: Live, read: str) -> None:
    with pytest.raises(ApiRefused) as raised:
        short_lived.world.stranger.ask("GET", f"{short_lived.connected.path}{read}")
    with pytest.raises(ApiRefused) as nobody:
        short_lived.world.stranger.ask("GET", f"/connections/{'0' * 32}{read}")
    assert (raised.value.status, raised.value.code) == (404, "not_found")
    assert {**raised.value.problem, "instance": ""} == {**nobody.value.problem, "instance": ""}


@pytest.mark.parametrize("action", ["pause", "resume", "restart", "reconcile"])
def test_another_product_can_do_nothing_to_it(short_lived: Live, action: str) -> None:
    with pytest.raises(ApiRefused) as raised:
        short_lived.connected.as_seen_by(short_lived.world.stranger).do(action)
    assert raised.value.status == 404


def test_another_product_lists_none_of_them(short_lived: Live) -> None:
    assert list(short_lived.world.stranger.pages("/connections")) == []


def test_a_product_may_not_approve(short_lived: Live) -> None:
    with pytest.raises(ApiRefused) as raised:
        short_lived.connected.approve(short_lived.plan)
    assert raised.value.status == 403


def test_off_is_off(off: Live) -> None:
    assert off.connected.now()["status"] == "off"


def test_turning_off_removes_the_webhooks_at_both_peers(off: Live) -> None:
    assert off.world.svenn.webhooks(off.company.svenn_key) == []
    assert off.world.tripletex.subscriptions(off.company.tripletex_id) == 0


def test_turning_off_removes_keys_and_secrets(off: Live) -> None:
    tables = off.world.stack.client("dynamodb")
    items = tables.query(
        TableName=off.world.stack.outputs["ConnectionsTable"],
        KeyConditionExpression="pk = :connection",
        ExpressionAttributeValues={":connection": {"S": off.connected.id}},
    )["Items"]
    assert items
    assert not [item["sk"]["S"] for item in items if "ciphertext" in item]


def test_a_late_delivery_is_told_to_stop(off: Live) -> None:
    url = f"{off.world.stack.api_url}/v1/webhooks/svenn/{off.connected.id}"
    assert httpx.post(url, content=b"{}").status_code == 410


def test_a_company_that_left_can_come_back(off: Live) -> None:
    again = off.world.product.turn_on(off.company.order())
    again.until(lambda c: c["status"] == "in_review", "the plan")
    outcomes = {outcome for each in again.plan()["kinds"] for outcome, count in each["outcomes"].items() if count}
    assert outcomes <= {"link", "skipped", "held"}


def test_its_data_is_deleted_when_asked(off: Live) -> None:
    off.connected.product.ask("DELETE", off.connected.path, params={"data": "delete"})
    with pytest.raises(ApiRefused) as raised:
        off.connected.now()
    assert raised.value.status == 404
