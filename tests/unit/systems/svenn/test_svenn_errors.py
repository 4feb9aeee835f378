"""Every answer of Svenn that is no success, and what it means for whoever asked."""

import httpx
import pytest

from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    NotFound,
    RetryLater,
    SamspillError,
    VersionConflict,
)
from samspill.systems.svenn.errors import error_of
from samspill.systems.transport import Answer, Request

READ, READ_ROW = Request("GET", "/customers", subject="customer"), Request("GET", "/customers/17", subject="customer")
WRITE = Request("POST", "/customers/batch", subject="customer")
DELETE = Request("DELETE", "/customers/17", subject="customer")


def error(status: int, code: str, request: Request, **told: object) -> SamspillError:
    body = {"type": "", "title": "Title", "status": status, "detail": "Detail", "code": code, "errors": [], **told}
    return error_of(Answer(status, httpx.Headers(), body), request)


@pytest.mark.parametrize(
    ("status", "code", "request_", "kind", "our_code"),
    [
        (401, "unauthorized", READ, ConfigurationWrong, "app_key_wrong"),
        (401, "unauthorized", WRITE, ConfigurationWrong, "app_key_wrong"),
        (403, "forbidden", READ, ConfigurationWrong, "app_right_missing"),
        (403, "forbidden", WRITE, ConfigurationWrong, "app_right_missing"),
        (404, "not_found", READ_ROW, NotFound, "not_found"),
        (404, "not_found", DELETE, NotFound, "not_found"),
        (404, "not_found", READ, RetryLater, "peer_unavailable"),
        (404, "not_found", WRITE, RetryLater, "peer_unavailable"),
        (400, "malformed_request", WRITE, DataRefused, "data_refused"),
        (413, "payload_too_large", WRITE, DataRefused, "data_refused"),
        (409, "has_sub_projects", DELETE, DataRefused, "data_refused"),
        (412, "version_conflict", DELETE, VersionConflict, "version_conflict"),
        (428, "precondition_required", DELETE, VersionConflict, "version_conflict"),
        (422, "validation_failed", WRITE, DataRefused, "data_refused"),
        (422, "unknown_reference", WRITE, DataRefused, "data_refused"),
        (422, "dates_reversed", WRITE, DataRefused, "data_refused"),
        (422, "email_taken", WRITE, DataRefused, "email_taken"),
        (422, "email_required", WRITE, DataRefused, "employee_email_missing"),
        (422, "licence_limit", WRITE, DataRefused, "licence_limit"),
        (422, "project_completed", WRITE, DataRefused, "project_completed_in_app"),
        (422, "webhook_limit", Request("POST", "/webhooks"), ConfigurationWrong, "app_right_missing"),
        (422, "validation_failed", READ, Bug, "bug"),
        (405, "method_not_allowed", WRITE, RetryLater, "peer_unavailable"),
        (418, "", WRITE, RetryLater, "peer_unavailable"),
        (500, "", READ, RetryLater, "peer_unavailable"),
        (503, "temporarily_unavailable", READ, RetryLater, "peer_unavailable"),
    ],
)
def test_each_status_and_code_has_its_exception(
    status: int, code: str, request_: Request, kind: type[SamspillError], our_code: str
) -> None:
    raised = error(status, code, request_)
    assert (type(raised), raised.code) == (kind, our_code)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 302])
def test_after_a_write_a_failing_peer_leaves_the_outcome_open(status: int) -> None:
    raised = error(status, "", WRITE)
    assert isinstance(raised, RetryLater)
    assert raised.uncertain


@pytest.mark.parametrize("status", [404, 405, 418])
def test_a_refusal_leaves_nothing_open(status: int) -> None:
    raised = error(status, "", WRITE)
    assert isinstance(raised, RetryLater)
    assert not raised.uncertain


def test_a_read_that_fails_leaves_nothing_open() -> None:
    raised = error(503, "", READ)
    assert isinstance(raised, RetryLater)
    assert not raised.uncertain


def test_a_page_of_something_before_svenn_is_tried_again() -> None:
    raised = error_of(Answer(403, httpx.Headers(), "<html>Forbidden</html>"), READ)
    assert isinstance(raised, RetryLater)


def test_too_large_counts_whoever_says_it() -> None:
    raised = error_of(Answer(413, httpx.Headers(), "<html>Too large</html>"), WRITE)
    assert isinstance(raised, DataRefused)


def test_a_refusal_names_the_field_and_the_reason_in_the_peers_words() -> None:
    errors = [{"field": "end_date", "message": "is before the start date"}, {"field": "name", "message": "is long"}]
    raised = error(422, "dates_reversed", WRITE, errors=errors)
    assert isinstance(raised, DataRefused)
    assert (raised.field, raised.message) == ("end_date", "is before the start date")
    assert raised.facts == {"field": "end_date", "message": "is before the start date"}


def test_a_refusal_without_fields_tells_its_detail() -> None:
    raised = error(409, "has_sub_projects", DELETE, detail="Delete or move its sub-projects first")
    assert isinstance(raised, DataRefused)
    assert (raised.field, raised.message) == ("", "Delete or move its sub-projects first")


@pytest.mark.parametrize("body", [None, [], 17, {"errors": [None]}, {"code": {"a": 1}}])
def test_a_refusal_of_an_unknown_shape_is_still_a_refusal(body: object) -> None:
    raised = error_of(Answer(422, httpx.Headers(), body), WRITE)
    assert isinstance(raised, DataRefused)
    assert raised.message == "POST /customers/batch answered 422"


def test_a_missing_right_names_what_it_is_missing_for() -> None:
    assert error(403, "forbidden", READ).facts == {"right": "customer", "kind": "customer"}
