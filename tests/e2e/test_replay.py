"""A wake-up that keeps failing is given up with its reason; one command sends it back, and the change arrives."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from local.peers import Json
from local.replay import main
from local.world import World, seconds_until
from tests.e2e.conftest import SMALL, Live, go_live

NEW_NAME = "Navnet som kom til slutt AS"
#: All tries of a wake-up take less than a minute, and the work of each comes on top.
GIVEN_UP_WITHIN = 120


@dataclass
class StoredConnection:
    """The item of a connection, to break and to mend."""

    live: Live
    sound: dict[str, Any] = field(default_factory=dict)

    def shatter(self) -> None:
        """Write what no version of the product could read."""
        tables, table = self._table()
        self.sound = tables.get_item(TableName=table, Key=self._key())["Item"]
        tables.put_item(TableName=table, Item={**self.sound, "data": {"S": '{"shattered": true}'}})

    def mend(self) -> None:
        """As it was, and active."""
        tables, table = self._table()
        data = json.loads(self.sound["data"]["S"]) | {"status": "active"}
        whole = {**self.sound, "data": {"S": json.dumps(data)}, "status": {"S": "active"}}
        tables.put_item(TableName=table, Item=whole)

    def _key(self) -> dict[str, dict[str, str]]:
        return {"pk": {"S": self.live.connected.id}, "sk": {"S": "connection"}}

    def _table(self) -> tuple[Any, str]:
        stack = self.live.world.stack
        return stack.client("dynamodb"), stack.outputs["ConnectionsTable"]


@pytest.fixture(scope="module")
def firm(world: World) -> Live:
    return go_live(world, "Treg Post AS", SMALL)


@pytest.fixture
def no_clock(world: World) -> Iterator[None]:
    """The clock stands still: nothing is woken by the tick, found by a poll or a comparison."""
    scheduler = world.stack.client("scheduler")
    names = [each["Name"] for each in scheduler.list_schedules()["Schedules"]]
    kept = ("Name", "ScheduleExpression", "FlexibleTimeWindow", "Target")

    def switch(state: str) -> None:
        for name in names:
            found = scheduler.get_schedule(Name=name)
            scheduler.update_schedule(**{each: found[each] for each in kept}, State=state)

    switch("DISABLED")
    yield
    switch("ENABLED")


def dead_letters(firm: Live) -> list[Json]:
    found: list[Json] = firm.world.staff.ask("GET", "/dead-letters", params={"connection": firm.connected.id})[
        "items"
    ]
    return found


def name_in_tripletex(firm: Live, record_id: str) -> str:
    rows = firm.world.tripletex.rows(firm.company.tripletex_id, "customer")
    return str(next(row for row in rows if str(row["id"]) == record_id)["name"])


def wake(firm: Live) -> None:
    """Send the wake-up that nobody can work on."""
    stack, connection = firm.world.stack, firm.connected.id
    stack.client("sqs").send_message(
        QueueUrl=stack.outputs["ChangesQueue"],
        MessageBody=json.dumps({"connection": connection, "group": "party"}),
        MessageGroupId=f"{connection}#party",
        MessageDeduplicationId=uuid4().hex,
    )


def test_a_wakeup_that_was_given_up_is_replayed_with_one_command_and_its_change_arrives(
    firm: Live, no_clock: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fails without the replay: the clock stands still, and the webhook came while the connection was paused."""
    tripletex_id, svenn_id = firm.connected.pairs("customer", 1)[0]
    firm.connected.do("pause")
    firm.world.svenn.edit(firm.company.svenn_id, "customer", "update", svenn_id, {"name": NEW_NAME})
    seconds_until(lambda: firm.connected.now()["counts"]["waiting"] > 0, "the change in the inbox")
    stored = StoredConnection(firm)
    stored.shatter()
    wake(firm)
    seconds_until(lambda: bool(dead_letters(firm)), "the dead letter", GIVEN_UP_WITHIN)
    stored.mend()
    (letter,) = dead_letters(firm)
    assert (letter["code"], letter["group"], letter["tries"]) == ("ValidationError", "party", 5)
    assert "store/connections.py" in letter["technical"]
    assert name_in_tripletex(firm, tripletex_id) != NEW_NAME

    for name, value in firm.world.stack.env().items():
        monkeypatch.setenv(name, value)
    assert main(["--stage", "local", "--connection", firm.connected.id]) == 0
    assert "ValidationError" in capsys.readouterr().out
    seconds_until(lambda: name_in_tripletex(firm, tripletex_id) == NEW_NAME, "the change")
    assert dead_letters(firm) == []
