"""EventBridge Scheduler as we rely on it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from local.stack import Stack


def test_a_schedule_fires_with_its_input(stack: Stack, eventually: Callable[[Callable[[], Any]], Any]) -> None:
    sqs = stack.client("sqs")
    url = sqs.create_queue(QueueName="fired")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    moment = datetime.now(UTC) + timedelta(seconds=1)
    stack.client("scheduler").create_schedule(
        Name="probe",
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/anything", "Input": '{"task": "tick"}'},
    )
    messages = eventually(lambda: sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages"))
    assert [json.loads(message["Body"]) for message in messages] == [{"task": "tick"}]
