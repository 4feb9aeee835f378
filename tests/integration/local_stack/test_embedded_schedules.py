"""EventBridge Scheduler as we rely on it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from local.stack import Stack


def test_a_schedule_starts_its_function_with_its_input(
    stack: Stack, scripted: str, eventually: Callable[[Callable[[], Any]], Any]
) -> None:
    given = {"execution": "clock", "step": "tick"}
    s3, bucket = stack.client("s3"), stack.outputs["PlansBucket"]
    s3.put_object(Bucket=bucket, Key="scripts/clock", Body=b"{}")
    moment = datetime.now(UTC) + timedelta(seconds=1)
    stack.client("scheduler").create_schedule(
        Name="probe",
        ScheduleExpression=f"at({moment:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": scripted, "RoleArn": "arn:aws:iam::000000000000:role/anything", "Input": json.dumps(given)},
    )
    called = eventually(lambda: s3.list_objects_v2(Bucket=bucket, Prefix="calls/clock/").get("Contents"))
    assert [json.loads(s3.get_object(Bucket=bucket, Key=call["Key"])["Body"].read()) for call in called] == [given]
