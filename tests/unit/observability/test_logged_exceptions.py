"""What is logged of an exception: what it is and where it happened, never what it says."""

import json
import logging
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pydantic import BaseModel

from samspill.exceptions import DataRefused
from samspill.observability import logger

SECRET = "Kari Nordmann 01017012345"


class Person(BaseModel):
    number: int


def plainly() -> None:
    raise ValueError(SECRET)


def by_pydantic() -> None:
    Person.model_validate({"number": SECRET})


def as_our_own() -> None:
    raise DataRefused("data_refused", "name", SECRET)


def by_aws() -> None:
    raise ClientError({"Error": {"Code": "ThrottlingException", "Message": SECRET}}, "PutItem")


def with_a_note() -> None:
    error = ValueError(SECRET)
    error.add_note(SECRET)
    raise error


def because_of_another() -> None:
    try:
        by_pydantic()
    except ValueError as error:
        raise RuntimeError(SECRET) from error


def while_another_was_handled() -> None:
    try:
        by_pydantic()
    except ValueError:
        plainly()


def instead_of_another() -> None:
    try:
        by_pydantic()
    except ValueError:
        raise RuntimeError(SECRET) from None


def logged(fail: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The line that the functions' logger writes when `fail` fails."""
    out = StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    monkeypatch.setattr(handler, "stream", out)
    try:
        fail()
    except Exception:  # noqa: BLE001 - whatever it is, it is logged
        logger.exception("task failed", connection="c1")
    line: dict[str, Any] = json.loads(out.getvalue())
    return line


@pytest.mark.parametrize(
    ("fail", "name"),
    [
        (plainly, "ValueError"),
        (by_pydantic, "ValidationError"),
        (as_our_own, "DataRefused data_refused"),
        (by_aws, "ClientError ThrottlingException"),
        (with_a_note, "ValueError"),
        (because_of_another, "RuntimeError"),
        (while_another_was_handled, "ValueError"),
        (instead_of_another, "RuntimeError"),
    ],
)
def test_an_exception_is_logged_by_class_and_place_without_its_words(
    fail: Callable[[], None], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = logged(fail, monkeypatch)
    assert "Nordmann" not in json.dumps(line)
    first, *places = line["exception"].splitlines()
    assert first == name
    assert any("test_logged_exceptions.py:" in place and fail.__name__ in place for place in places)
    assert (line["message"], line["connection"], line["level"]) == ("task failed", "c1", "ERROR")


@pytest.mark.parametrize("fail", [because_of_another, while_another_was_handled])
def test_the_exception_behind_it_is_logged_too(fail: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\nafter ValidationError\n" in logged(fail, monkeypatch)["exception"]


def test_one_that_was_put_aside_is_not_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ValidationError" not in logged(instead_of_another, monkeypatch)["exception"]


def test_lines_say_when_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logged(plainly, monkeypatch)["timestamp"].endswith("+00:00")
