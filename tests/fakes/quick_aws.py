"""moto without the way there: no request is signed, sent, parsed and serialised within one process.

A call for an item costs a fiftieth of what it does otherwise, and tests of the product make tens of thousands. What
is not among them goes the long way, and so does, once more, what moto refuses: a refused call has changed nothing.
"""

import copy
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from threading import RLock
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.response import StreamingBody
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.exceptions import ConditionalCheckFailed
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends
from moto.s3.utils import metadata_from_headers

Arguments = Mapping[str, Any]

_CONDITION = "ConditionalCheckFailedException"
_ONE_AT_A_TIME = RLock()
_DONE = {"ResponseMetadata": {"HTTPStatusCode": 200}}


class _TheLongWay(Exception):
    """Nothing for here."""


@contextmanager
def quick_aws() -> Iterator[None]:
    """Inside `mock_aws`: the calls of `_SHORT` take the short way."""
    long_way = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        short_way = _SHORT.get((client.meta.service_model.service_name, operation))
        if short_way is None:
            return long_way(client, operation, arguments)
        try:
            with _ONE_AT_A_TIME:
                return {**short_way(client.meta.region_name, arguments), **_DONE}
        except ConditionalCheckFailed as refused:
            if "ReturnValuesOnConditionCheckFailure" not in arguments:
                said = {"Error": {"Code": _CONDITION, "Message": str(refused)}, "ResponseMetadata": {}}
                raise client.exceptions.from_code(_CONDITION)(said, operation) from None
        except Exception:  # noqa: BLE001 - refusals, and what only the long way knows
            pass
        return long_way(client, operation, arguments)

    with (
        patch.object(BaseClient, "_make_api_call", call),
        patch.object(Table, "__deepcopy__", _snapshot, create=True),
    ):
        yield


def _items(method: str) -> Callable[[str, Arguments], Arguments]:
    """A call for items of DynamoDB, by the name of moto's method."""

    def answer(region: str, arguments: Arguments) -> Arguments:
        handler = DynamoHandler()
        handler.region, handler.current_account = region, DEFAULT_ACCOUNT_ID
        handler.body, handler.headers, handler.response_headers = dict(arguments), {}, {}
        found: Arguments = getattr(handler, method)().result
        return found

    return answer


def _snapshot(table: Table, _memo: object) -> Table:
    """What moto goes back to when a transaction is refused. It copies every item of the table for each operation;
    since none of our transactions updates an item in place, which items there are is enough."""
    kept = copy.copy(table)
    kept.items = defaultdict(dict, {key: dict(row) if type(row) is dict else row for key, row in table.items.items()})
    return kept


def _put_object(_region: str, arguments: Arguments) -> Arguments:
    if arguments.keys() - {"Bucket", "Key", "Body", "ContentType"}:
        raise _TheLongWay
    body, backend = arguments["Body"], s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
    value = body if isinstance(body, bytes) else body.read()
    made = backend.put_object(arguments["Bucket"], arguments["Key"], value)
    made.set_metadata(metadata_from_headers({"Content-Type": arguments.get("ContentType", "binary/octet-stream")}))
    return {"ETag": made.etag}


def _get_object(_region: str, arguments: Arguments) -> Arguments:
    if arguments.keys() - {"Bucket", "Key"}:
        raise _TheLongWay
    found = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].get_object(arguments["Bucket"], arguments["Key"])
    if found is None:
        raise _TheLongWay
    return {"Body": StreamingBody(BytesIO(found.value), len(found.value)), "ETag": found.etag}


_SHORT: Mapping[tuple[str, str], Callable[[str, Arguments], Arguments]] = {
    ("dynamodb", "BatchGetItem"): _items("batch_get_item"),
    ("dynamodb", "BatchWriteItem"): _items("batch_write_item"),
    ("dynamodb", "DeleteItem"): _items("delete_item"),
    ("dynamodb", "GetItem"): _items("get_item"),
    ("dynamodb", "PutItem"): _items("put_item"),
    ("dynamodb", "Query"): _items("query"),
    ("dynamodb", "Scan"): _items("scan"),
    ("dynamodb", "TransactWriteItems"): _items("transact_write_items"),
    ("dynamodb", "UpdateItem"): _items("update_item"),
    ("s3", "GetObject"): _get_object,
    ("s3", "PutObject"): _put_object,
}
