"""A partition with many items answers queries like a small one: what they reach, in which order, where they go on."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.stack import Stack

KEYS = sorted(f"{letter}#{number:03}" for letter in "abc" for number in range(400))


@pytest.fixture(scope="module")
def partition(stack: Stack) -> Iterator[Any]:
    """A client, and a partition with more items than are looked at one by one."""
    client = stack.client("dynamodb")
    client.create_table(
        TableName="large", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    )  # fmt: skip
    puts = [{"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"S": key}, "last": {"S": key[-1]}}}} for key in KEYS]
    for start in range(0, len(puts), 25):
        client.batch_write_item(RequestItems={"large": puts[start : start + 25]})
    yield client
    client.delete_table(TableName="large")


def found(client: Any, prefix: str = "b#", **more: Any) -> tuple[list[str], str | None]:
    """The keys of a page, and where the next one begins."""
    values = {":p": {"S": "p"}, ":k": {"S": prefix}, **more.pop("values", {})}
    answer = client.query(
        TableName="large", KeyConditionExpression="pk = :p AND begins_with(sk, :k)",
        ExpressionAttributeValues=values, **more,
    )  # fmt: skip
    following = answer.get("LastEvaluatedKey")
    return [item["sk"]["S"] for item in answer["Items"]], following and following["sk"]["S"]


def after(key: str) -> dict[str, Any]:
    return {"ExclusiveStartKey": {"pk": {"S": "p"}, "sk": {"S": key}}}


def test_only_keys_that_begin_so_are_found_and_all_of_them(partition: Any) -> None:
    assert found(partition) == ([key for key in KEYS if key.startswith("b")], None)


def test_a_page_goes_on_where_the_last_one_ended(partition: Any) -> None:
    assert found(partition, Limit=3) == (["b#000", "b#001", "b#002"], "b#002")
    assert found(partition, Limit=3, **after("b#002")) == (["b#003", "b#004", "b#005"], "b#005")
    assert found(partition, **after("b#397")) == (["b#398", "b#399"], None)


def test_backwards_the_last_ones_come_first(partition: Any) -> None:
    assert found(partition, Limit=2, ScanIndexForward=False) == (["b#399", "b#398"], "b#398")
    assert found(partition, Limit=2, ScanIndexForward=False, **after("b#398")) == (["b#397", "b#396"], "b#396")


def test_a_limit_counts_what_was_looked_at_not_what_fits(partition: Any) -> None:
    nines: dict[str, Any] = {
        "FilterExpression": "#l = :l", "ExpressionAttributeNames": {"#l": "last"}, "values": {":l": {"S": "9"}},
    }  # fmt: skip
    assert found(partition, Limit=15, **nines) == (["b#009"], "b#014")


def test_what_came_and_went_meanwhile_is_known(partition: Any) -> None:
    item = {"pk": {"S": "p"}, "sk": {"S": "b#0005"}}
    partition.put_item(TableName="large", Item=item)
    assert found(partition, Limit=2)[0] == ["b#000", "b#0005"]
    partition.delete_item(TableName="large", Key=item)
    assert found(partition, Limit=2)[0] == ["b#000", "b#001"]


def test_all_of_a_partition_can_be_asked_for(partition: Any) -> None:
    answer = partition.query(
        TableName="large", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "p"}},
        Select="COUNT",
    )  # fmt: skip
    assert answer["Count"] == len(KEYS)
