"""What no route ever sees: strangers, foreign things, malformed and oversized requests."""

import json

import pytest

from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered

JSON = {"content-type": "application/json"}


def is_problem(answer: Answered, status: int, code: str) -> bool:
    """Whether the answer is an RFC 9457 problem with that status and code."""
    body = answer.json
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"urn:samspill:problem:{code}"
    assert body["title"]
    assert body["detail"]
    return (answer.status, body["status"], body["code"]) == (status, status, code)


def test_nobody_gets_in_without_a_key(bench: Bench) -> None:
    answer = bench.nobody.get("/v1/connections")
    assert is_problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Basic product-key", "product-key", "Bearer  "])
def test_only_a_known_bearer_key_opens(bench: Bench, header: str) -> None:
    answer = bench.nobody.send("GET", "/v1/connections", headers={"authorization": header})
    assert answer.status == 401


def test_health_needs_no_key(bench: Bench) -> None:
    assert bench.nobody.get("/v1/health").json == {"status": "ok"}


def test_a_product_cannot_do_what_staff_do(bench: Bench) -> None:
    connection = bench.connected()
    answer = bench.product.post(f"/v1/connections/{connection}/approve", {"plan": "x", "decision_revision": 0})
    assert is_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    ("method", "tail", "body"),
    [
        ("GET", "", None),
        ("DELETE", "", None),
        ("GET", "/settings", None),
        ("PUT", "/settings", {}),
        ("PUT", "/keys", {"tripletex": "a", "app": "b"}),
        ("GET", "/plan", None),
        ("GET", "/plan/rows", None),
        ("PUT", "/plan/rows/customer.app.1", {"choice": "leave_out"}),
        ("POST", "/pause", None),
        ("POST", "/resume", None),
        ("POST", "/restart", None),
        ("POST", "/reconcile", None),
        ("GET", "/problems", None),
        ("GET", "/problems/abc", None),
        ("POST", "/problems/abc/retry", None),
        ("POST", "/problems/abc/resolve", {"choice": "create"}),
        ("POST", "/problems/abc/ignore", None),
        ("GET", "/records", None),
        ("GET", "/records/customer/app/1", None),
    ],
)
def test_a_foreign_connection_looks_exactly_like_none(bench: Bench, method: str, tail: str, body: object) -> None:
    foreign = bench.connected()
    seen = bench.other_product.send(method, f"/v1/connections/{foreign}{tail}", body)
    none = bench.other_product.send(method, f"/v1/connections/{'0' * 32}{tail}", body)
    assert is_problem(seen, 404, "not_found")
    assert (seen.headers, seen.text) == (none.headers, none.text)


def test_another_product_does_not_list_it_either(bench: Bench) -> None:
    connection = bench.connected()
    listed = bench.other_product.get("/v1/connections", limit=200).json  # others' tests leave connections of its own
    assert listed["next"] is None
    assert connection not in [each["id"] for each in listed["items"]]


def test_an_unknown_path_is_not_found(bench: Bench) -> None:
    assert is_problem(bench.product.get("/v1/elsewhere"), 404, "not_found")


def test_a_known_path_names_the_methods_it_has(bench: Bench) -> None:
    answer = bench.product.send("PATCH", "/v1/connections")
    assert is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, POST"


@pytest.mark.parametrize("body", ['{"a": ', "\x00", "NaN", "[" * 100_000, "[1] 2"])
def test_malformed_json_is_told_apart_from_wrong_fields(bench: Bench, body: str) -> None:
    assert is_problem(bench.product.raw("POST", "/v1/connections", body, {}, JSON), 400, "malformed_request")


def test_bytes_that_are_no_text_are_malformed(bench: Bench) -> None:
    assert is_problem(bench.product.raw("POST", "/v1/connections", b"\xff\xfe", {}, JSON), 400, "malformed_request")


def test_a_body_over_256_kilobytes_is_too_large(bench: Bench) -> None:
    body = json.dumps({"organization_number": "9" * 262_144})
    assert is_problem(bench.product.raw("POST", "/v1/connections", body, {}, JSON), 413, "request_too_large")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_only_json_is_read(bench: Bench, media_type: str) -> None:
    answer = bench.product.raw("POST", "/v1/connections", "{}", {}, {"content-type": media_type})
    assert is_problem(answer, 415, "unsupported_media_type")


def test_fields_that_are_wrong_are_named_and_not_repeated(bench: Bench) -> None:
    order = bench.company().order(organization_number="12 secret", surprise=1)
    answer = bench.product.post("/v1/connections", order)
    assert is_problem(answer, 422, "invalid_request")
    fields = {error["field"] for error in answer.json["errors"]}
    assert fields == {"body.organization_number", "body.surprise"}
    assert "secret" not in answer.text


@pytest.mark.parametrize("body", [None, [], "text", 1])
def test_a_body_that_is_no_object_is_invalid(bench: Bench, body: object) -> None:
    assert bench.product.post("/v1/connections", body).status == 422


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"limit": "many"}, {"status": "sleeping"}])
def test_a_query_outside_its_bounds_is_invalid(bench: Bench, query: dict[str, object]) -> None:
    assert is_problem(bench.product.get("/v1/connections", **query), 422, "invalid_request")


@pytest.mark.parametrize("cursor", ["x", "!!", "eyJhZnRlciI6ICJ4In0"])
def test_a_cursor_of_ones_own_making_is_invalid(bench: Bench, cursor: str) -> None:
    assert is_problem(bench.product.get("/v1/connections", cursor=cursor), 422, "invalid_cursor")


def test_what_is_our_own_fault_tells_nothing_about_it(bench: Bench) -> None:
    connection = bench.connected()
    bench.app.__dict__["stores_of"] = lambda _id: 1 / 0
    answer = bench.product.get(f"/v1/connections/{connection}/problems")
    assert is_problem(answer, 500, "internal_error")
    assert "division" not in answer.text


def test_answers_are_in_the_language_that_is_asked_for(bench: Bench) -> None:
    norwegian = bench.nobody.send("GET", "/v1/connections", headers={"accept-language": "nb-NO"})
    swedish = bench.nobody.send("GET", "/v1/connections", headers={"accept-language": "sv;q=0.9, fr"})
    nothing = bench.nobody.send("GET", "/v1/connections")
    assert swedish.headers["content-language"] == "sv"
    assert norwegian.headers["content-language"] == nothing.headers["content-language"] == "nb"
