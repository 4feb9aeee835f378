"""Writes down the bodies it gets, and reports those that begin with `fail` as failed the first time. Those that begin
with `slow` take it three seconds."""

import os
import time
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    failed: list[str] = []
    for record in event["Records"]:
        group = record["attributes"].get("MessageGroupId", "no group")
        if record["body"].startswith("slow"):
            time.sleep(3)
        table.update_item(
            Key={"pk": group, "sk": "seen"},
            UpdateExpression="SET bodies = list_append(if_not_exists(bodies, :none), :one)",
            ExpressionAttributeValues={":none": [], ":one": [record["body"]]},
        )
        receives = int(record["attributes"]["ApproximateReceiveCount"])
        if failed or record["body"].startswith("always") or (record["body"].startswith("fail") and receives == 1):
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
