"""python -m local.embedded_aws: ministack, with queries that cost what they read.

DynamoDB keeps a partition in the order of its sort keys and reads only what a query wants. ministack looks at every
item of the partition for each query: in one of 100,000 items that takes seconds, however few are asked for. Here the
keys of a partition are kept in order, and ministack's own code gets to see only those items that the query can reach.
What is not understood is left as it was. It runs in the embedded AWS's own environment.
"""

import re
from bisect import bisect_left, bisect_right
from typing import Any

from ministack.app import main
from ministack.services import dynamodb

#: Below this nothing is gained.
WORTH_IT = 200
_BEGINS = re.compile(r"begins_with\s*\(\s*[#\w]+\s*,\s*(:\w+)\s*\)")
_EQUALS = re.compile(r"([#\w]+)\s*=\s*(:\w+)")
_WORDS = re.compile(r"\b(AND)\b", re.IGNORECASE)
_END = "\U0010ffff"

_whole_query = dynamodb._query


class Partition(dict[str, Any]):
    """Items by their sort keys, which are put in order when somebody asks after one has come or gone."""

    ordered: list[str] | None = None

    def __setitem__(self, key: str, value: Any) -> None:
        if key not in self:
            self.ordered = None
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.ordered = None
        super().__delitem__(key)

    def pop(self, *args: Any) -> Any:
        self.ordered = None
        return super().pop(*args)

    def keys_in_order(self) -> list[str]:
        """All of them."""
        if self.ordered is None:
            self.ordered = sorted(self)
        return self.ordered


def query(data: dict[str, Any]) -> Any:
    """As ministack's."""
    table = dynamodb._tables.get(dynamodb._normalize_table_name(data.get("TableName")))
    place = _place(data, table) if table else None
    if place is None:
        return _whole_query(data)
    partition, prefix = place
    everything = table["items"]
    bucket = everything[partition]
    if not isinstance(bucket, Partition):
        bucket = everything[partition] = Partition(bucket)
    reached = _reached(bucket.keys_in_order(), prefix, data, table["sk_name"])
    table["items"] = {partition: {key: bucket[key] for key in reached}}
    try:
        return _whole_query(data)
    finally:
        table["items"] = everything


def _place(data: dict[str, Any], table: dict[str, Any]) -> tuple[str, str] | None:
    """The partition that is asked for and what its sort keys are to begin with; None for any other question."""
    condition, values = data.get("KeyConditionExpression") or "", data.get("ExpressionAttributeValues") or {}
    begins, equals = _BEGINS.search(condition), _EQUALS.findall(condition)
    rest = _WORDS.sub("", _EQUALS.sub("", _BEGINS.sub("", condition))).replace("(", "").replace(")", "")
    if data.get("IndexName") or not table.get("sk_name") or len(equals) != 1 or rest.strip():
        return None
    name, value = equals[0]
    partition = values.get(value, {}).get("S")
    prefix = values.get(begins[1], {}).get("S") if begins else ""
    own = (data.get("ExpressionAttributeNames") or {}).get(name, name) == table["pk_name"]
    large = isinstance(partition, str) and len(table["items"].get(partition, ())) >= WORTH_IT
    return (partition, prefix) if own and large and isinstance(prefix, str) else None


def _reached(keys: list[str], prefix: str, data: dict[str, Any], sort_key: str) -> list[str]:
    """The keys from where the query begins; one more than it may look at, so that it sees that there are more."""
    first, end = bisect_left(keys, prefix), bisect_left(keys, prefix + _END)
    forward, limit = data.get("ScanIndexForward", True), data.get("Limit")
    after = (data.get("ExclusiveStartKey") or {}).get(sort_key, {}).get("S")
    if after is not None and forward:
        first = max(first, bisect_right(keys, after))
    elif after is not None:
        end = min(end, bisect_left(keys, after))
    if isinstance(limit, int):
        first, end = (first, min(end, first + limit + 1)) if forward else (max(first, end - limit - 1), end)
    return keys[first:end]


dynamodb._query = query

if __name__ == "__main__":
    main()
