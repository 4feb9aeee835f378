"""What every resource of template.yaml must keep to, however many are added."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from samspill.environment import Environment
from samspill.tasks.notifying import SETTLED

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
FUNCTION_DEFAULTS: dict[str, Any] = TEMPLATE["Globals"]["Function"]
READ_BY_POWERTOOLS = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"}


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
QUEUES = {name: p for name, p in of_type("AWS::SQS::Queue").items() if not name.endswith("DeadLetters")}
DEAD_LETTERS = {name: p for name, p in of_type("AWS::SQS::Queue").items() if name.endswith("DeadLetters")}
TABLES = of_type("AWS::DynamoDB::Table")
KEEPERS = [
    name
    for name, resource in RESOURCES.items()
    if resource["Type"] in {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"}
]


def statements(node: object) -> Iterator[dict[str, Any]]:
    """Every IAM statement anywhere below `node`."""
    if isinstance(node, dict):
        if "Effect" in node:
            yield node
        for value in node.values():
            yield from statements(value)
    elif isinstance(node, list):
        for value in node:
            yield from statements(value)


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_keeps_its_logs_for_a_set_time(name: str) -> None:
    group = FUNCTIONS[name]["LoggingConfig"]["LogGroup"]["Ref"]
    assert RESOURCES[group]["Type"] == "AWS::Logs::LogGroup"


@pytest.mark.parametrize("name", of_type("AWS::Logs::LogGroup"))
def test_a_log_group_says_how_long_it_keeps(name: str) -> None:
    assert RESOURCES[name]["Properties"]["RetentionInDays"] == {"Ref": "LogDays"}


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_has_dead_letters_of_its_own(name: str) -> None:
    redrive = QUEUES[name]["RedrivePolicy"]
    target = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert redrive["maxReceiveCount"] == 5
    assert DEAD_LETTERS[target].get("FifoQueue") == QUEUES[name].get("FifoQueue")
    assert [n for n, q in QUEUES.items() if q["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] == target] == [
        name
    ]


@pytest.mark.parametrize("name", DEAD_LETTERS)
def test_dead_letters_raise_an_alarm(name: str) -> None:
    watched = [
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in of_type("AWS::CloudWatch::Alarm").values()
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    ]
    assert name in watched


def consumers() -> list[tuple[dict[str, Any], dict[str, Any], int]]:
    """Queue, mapping and timeout of each function that takes messages."""
    return [
        (QUEUES[event["Properties"]["Queue"]["Fn::GetAtt"][0]], event["Properties"], function["Timeout"])
        for function in FUNCTIONS.values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


def test_a_message_stays_hidden_as_long_as_its_function_may_run() -> None:
    assert consumers()
    assert all(queue["VisibilityTimeout"] >= timeout for queue, _mapping, timeout in consumers())


def test_a_problem_is_told_when_whoever_may_have_stored_one_before_it_has_ended() -> None:
    assert all(timeout < SETTLED.total_seconds() for _queue, _mapping, timeout in consumers())


def test_a_group_whose_worker_was_killed_stands_still_for_less_than_two_minutes() -> None:
    assert all(queue["VisibilityTimeout"] <= 120 for queue, _mapping, _timeout in consumers())


def test_no_message_is_fetched_before_there_is_a_worker_for_it() -> None:
    """Without that, messages would need to stay hidden six times as long as their function may run."""
    assert all(mapping["ScalingConfig"]["MaximumConcurrency"] for _queue, mapping, _timeout in consumers())


def test_a_group_shares_its_worker_with_no_other() -> None:
    for name in ("Changes", "Documents"):
        assert FUNCTIONS[f"{name}Function"]["Events"][name]["Properties"]["BatchSize"] == 1


def test_a_queue_consumer_reports_which_messages_failed() -> None:
    for function in FUNCTIONS.values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("name", QUEUES | DEAD_LETTERS)
def test_a_queue_is_encrypted(name: str) -> None:
    assert RESOURCES[name]["Properties"]["SqsManagedSseEnabled"] is True


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_encrypted_and_can_be_restored(name: str) -> None:
    assert TABLES[name]["SSESpecification"] == {"SSEEnabled": True}
    assert TABLES[name]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


@pytest.mark.parametrize("name", KEEPERS)
def test_what_holds_data_outlives_the_production_stack(name: str) -> None:
    for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
        assert RESOURCES[name][policy] == {"Fn::If": ["IsProduction", "Retain", "Delete"]}


def test_a_bucket_is_encrypted_private_and_forgets() -> None:
    for bucket in of_type("AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] <= 90
        encryption = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]
        assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


def test_keys_are_rotated() -> None:
    assert all(key["EnableKeyRotation"] is True for key in of_type("AWS::KMS::Key").values())


def test_no_policy_allows_any_action() -> None:
    # A key's own policy must leave it to the account, or nobody could ever change it.
    granted = [
        action
        for name, resource in RESOURCES.items()
        if resource["Type"] != "AWS::KMS::Key"
        for statement in statements(resource)
        for action in listed(statement["Action"])
    ]
    assert granted
    assert [action for action in granted if "*" in str(action)] == []


def test_no_policy_allows_any_resource() -> None:
    policies = {name: r for name, r in RESOURCES.items() if r["Type"] not in {"AWS::KMS::Key"}}
    open_ended = [
        name
        for name, resource in policies.items()
        for statement in statements(resource)
        if "*" in listed(statement["Resource"])
    ]
    assert open_ended == []


def test_functions_are_traced() -> None:
    assert FUNCTION_DEFAULTS["Tracing"] == "Active"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_an_event_for_each_of_its_triggers(name: str) -> None:
    folder = ROOT / "events" / Path(FUNCTIONS[name]["CodeUri"]).name
    triggers = [t for t in FUNCTIONS[name].get("Events", {}).values() if t["Type"] == "ScheduleV2"]
    stored = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    assert stored
    assert all(json.loads(trigger["Properties"]["Input"]) in stored for trigger in triggers)


def test_functions_are_given_the_variables_they_read_and_no_others() -> None:
    given = set(FUNCTION_DEFAULTS["Environment"]["Variables"])
    assert given == {name.upper() for name in Environment.model_fields} | READ_BY_POWERTOOLS


STAFFS = {name: r for name, r in RESOURCES.items() if name == "StaffApi" or "'StaffApi'" in str(r["Properties"])}


def test_every_way_into_staffs_api_stands_behind_the_authorizer_of_their_provider() -> None:
    routes = [r["Properties"] for r in STAFFS.values() if r["Type"] == "AWS::ApiGatewayV2::Route"]
    assert [(route["AuthorizationType"], route["AuthorizerId"]) for route in routes] == [
        ("JWT", {"Ref": "StaffAuthorizer"})
    ]
    token = RESOURCES["StaffAuthorizer"]["Properties"]["JwtConfiguration"]
    assert token == {"Issuer": {"Ref": "StaffIssuer"}, "Audience": [{"Ref": "StaffClientId"}]}


@pytest.mark.parametrize("name", [name for name in STAFFS if STAFFS[name]["Type"].startswith("AWS::ApiGatewayV2")])
def test_without_a_provider_nothing_of_staffs_api_is_made(name: str) -> None:
    assert STAFFS[name]["Condition"] == "StaffSignIn"
