"""What `local` makes of template.yaml: the routes, the environment, the clock, what CloudFormation left out."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from local.keys import SVENN_PRODUCT_KEY
from local.processes import ROOT
from local.stack import InvocationFailed, Stack


def event(name: str) -> Any:
    return json.loads((ROOT / f"events/{name}.json").read_text())


def test_the_api_answers_under_its_url(stack: Stack) -> None:
    with urllib.request.urlopen(f"{stack.api_url}/v1/health") as answer:
        assert json.load(answer)["status"] == "ok"


def test_a_path_nobody_serves_is_404(stack: Stack) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{stack.api_url}/elsewhere")
    assert refused.value.code == 404


def test_a_webhook_goes_to_its_own_function(stack: Stack, eventually: Callable[[Callable[[], Any]], Any]) -> None:
    before = stack.logs("webhooks").count("START RequestId")
    request = urllib.request.Request(f"{stack.api_url}/v1/webhooks/svenn/nobody", data=b"{}", method="POST")
    try:
        urllib.request.urlopen(request).close()
    except urllib.error.HTTPError as refused:
        assert refused.code < 500, refused.read()
    assert eventually(lambda: stack.logs("webhooks").count("START RequestId") > before)


def test_a_wake_up_is_done_and_gone(stack: Stack, eventually: Callable[[Callable[[], Any]], Any]) -> None:
    sqs, queue = stack.client("sqs"), stack.outputs["ChangesQueue"]
    sqs.send_message(
        QueueUrl=queue,
        MessageBody=event("changes/wake_up")["Records"][0]["body"],
        MessageGroupId="nobody#customer",
        MessageDeduplicationId="one",
    )
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def left() -> set[str]:
        return set(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=counts)["Attributes"].values())

    assert eventually(lambda: left() == {"0"} and "REPORT RequestId" in stack.logs("changes"))


def test_the_schedules_name_their_tasks(stack: Stack) -> None:
    scheduler = stack.client("scheduler")
    names = [s["Name"] for s in scheduler.list_schedules()["Schedules"] if s["Name"] != "probe"]
    schedules = [scheduler.get_schedule(Name=name) for name in names]
    assert {json.loads(s["Target"]["Input"])["task"]: s["ScheduleExpression"] for s in schedules} == {
        "tick": "rate(1 minute)",
        "poll": "rate(5 minutes)",
        "reconcile": "rate(15 minutes)",
        "links": "rate(1 minute)",
        "subscriptions": "rate(1 hour)",
        "abandoned": "rate(1 day)",
    }


def test_without_a_provider_there_is_no_api_for_its_tokens(stack: Stack) -> None:
    assert "StaffApiUrl" not in stack.outputs
    assert stack.function_env("pages").get("STAFF_API_URL", "") == ""
    apis = stack.client("apigatewayv2").get_apis()["Items"]
    assert [api["Name"] for api in apis if api["Name"].endswith("-staff")] == []


def test_old_sessions_expire(stack: Stack) -> None:
    tables = stack.client("dynamodb")
    answer = tables.describe_time_to_live(TableName=stack.outputs["SessionsTable"])["TimeToLiveDescription"]
    assert answer == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_functions_find_what_the_template_names(stack: Stack) -> None:
    variables = stack.function_env("changes")
    assert variables["TABLE_INBOX"] == stack.outputs["InboxTable"]
    assert variables["QUEUE_CHANGES"] == stack.outputs["ChangesQueue"]
    assert variables["STATE_MACHINE_CONNECT"] == stack.outputs["StateMachine"]


def test_the_product_secret_holds_hashes_not_keys(stack: Stack) -> None:
    secret = stack.client("secretsmanager").get_secret_value(SecretId=stack.outputs["ProductSecret"])["SecretString"]
    assert SVENN_PRODUCT_KEY not in secret
    assert len(json.loads(secret)["product_keys"]["svenn"][0]) == 64


def test_an_error_keeps_the_name_of_its_exception(stack: Stack, scripted: str) -> None:
    script = {"plan": [{"raise": "Refused"}]}
    stack.client("s3").put_object(
        Bucket=stack.outputs["PlansBucket"], Key="scripts/refused", Body=json.dumps(script).encode()
    )
    with pytest.raises(InvocationFailed, match='"errorType": "Refused"'):
        stack.invoke(scripted, {"execution": "refused", "step": "plan"})
