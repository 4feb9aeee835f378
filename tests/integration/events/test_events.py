"""Each stored event, given to its function in a Lambda process of its own."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from local.stack import InvocationFailed, Stack

EVENTS = Path(__file__).resolve().parents[3] / "events"


def event(name: str) -> Any:
    return json.loads((EVENTS / f"{name}.json").read_text())


def test_the_api_says_that_it_is_up(stack: Stack) -> None:
    answer = stack.invoke("api", event("api/health"))
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["status"] == "ok"


def test_somebody_whom_the_authorizer_let_through_is_not_staff_where_nobody_is(stack: Stack) -> None:
    answer = stack.invoke("api", event("api/staff_session"))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (403, "not_staff")


def test_a_mailed_link_opens_a_page(stack: Stack) -> None:
    answer = stack.invoke("pages", event("pages/link"))
    page = base64.b64decode(answer["body"]).decode()
    assert (answer["statusCode"], '<html lang="nb">' in page) == (200, True)


@pytest.mark.parametrize("system", ["svenn", "tripletex", "rackbeat"])
def test_a_webhook_of_an_unknown_connection_is_no_failure_of_ours(stack: Stack, system: str) -> None:
    assert stack.invoke("webhooks", event(f"webhooks/{system}"))["statusCode"] < 500


@pytest.mark.parametrize("function", ["changes", "documents"])
def test_a_wake_up_for_nothing_is_done(stack: Stack, function: str) -> None:
    assert stack.invoke(function, event(f"{function}/wake_up")) == {"batchItemFailures": []}


def test_a_wake_up_for_later_is_passed_on(stack: Stack) -> None:
    assert stack.invoke("later", event("later/wake_up")) == {"batchItemFailures": []}


@pytest.mark.parametrize("task", ["tick", "poll", "reconcile", "subscriptions", "links", "abandoned"])
def test_the_clock_may_strike_on_an_empty_installation(stack: Stack, task: str) -> None:
    before = stack.mails()
    stack.invoke("schedule", event(f"schedule/{task}"))
    assert stack.mails() == before


@pytest.mark.parametrize("step", sorted(path.stem for path in (EVENTS / "connect").glob("*.json")))
def test_every_step_is_known_and_says_that_the_connection_is_not(stack: Stack, step: str) -> None:
    with pytest.raises(InvocationFailed, match='"errorType": "NotFound"'):
        stack.invoke("connect", event(f"connect/{step}"))
