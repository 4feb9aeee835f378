"""The checker itself: it must find what is wrong, or the conformance checks prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.exchange import Exchange, Finding
from tests.conformance.openapi import OpenApi

ITEM = {
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "kind": {"type": "string", "enum": ["BIG", "SMALL"]},
        "shown": {"type": "string", "readOnly": True},
        "parent": {"$ref": "#/components/schemas/Item"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "rate": {"type": "number"},
    }
}
ERROR = {
    "properties": {
        "status": {"type": "integer"},
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "validationMessages": {"type": "array", "items": {"properties": {"field": {"type": "string"}}}},
        "requestId": {"type": "string"},
    }
}
_WRAPPED = {"properties": {"value": {"$ref": "#/components/schemas/Item"}}}


def _json(name: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


SPEC = OpenApi(
    {
        "components": {"schemas": {"Item": ITEM, "ApiError": ERROR, "Wrapped": _WRAPPED}},
        "paths": {
            "/item": {
                "get": {
                    "parameters": [
                        {"name": "count", "in": "query", "schema": {"type": "integer"}},
                        {"name": "open", "in": "query", "schema": {"type": "boolean"}},
                        {"name": "from", "in": "query", "required": True, "schema": {"type": "string"}},
                    ],
                    "responses": {"200": _json("Wrapped")},
                },
                "post": {"requestBody": _json("Item"), "responses": {"201": _json("Wrapped")}},
            },
            "/item/>totals": {"get": {"responses": {"200": _json("Wrapped")}}},
            "/item/{id}": {
                "get": {
                    "parameters": [{"name": "id", "in": "path", "schema": {"type": "integer"}}],
                    "responses": {"200": _json("Wrapped")},
                },
                "put": {"requestBody": _json("Item"), "responses": {"201": _json("Wrapped")}},
                "delete": {"responses": {"204": {"content": {"application/json": {}}}}},
            },
        },
    }
)
ENVELOPE = {"status": 422, "code": 18000, "message": None, "validationMessages": None, "requestId": "x"}


def texts(**exchange: Any) -> list[str]:
    fields = {"method": "POST", "path": "/v2/item", "status": 201, "response": {"value": {}}, **exchange}
    return [finding.text for finding in SPEC.findings(Exchange(**fields))]


def asked(path: str, *query: tuple[str, str], **rest: Any) -> list[str]:
    return texts(**{"method": "GET", "path": path, "query": query, "status": 200, **rest})


def test_a_right_exchange_has_no_findings() -> None:
    body = {"id": 1, "name": "A", "kind": "BIG", "parent": {"id": 2}, "tags": ["x"], "rate": 1.5}
    assert texts(request=body, response={"value": body}) == []
    assert asked("/v2/item", ("from", "x"), ("count", "1"), ("open", "true")) == []
    assert texts(method="DELETE", path="/v2/item/1", status=204, response=None) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"nmae": "A"}, "request.nmae: unknown"),
        ({"parent": {"parent": {"nmae": 1}}}, "request.parent.parent.nmae: unknown"),
        ({"name": 1}, "request.name: int instead of string"),
        ({"id": "1"}, "request.id: str instead of integer"),
        ({"id": True}, "request.id: bool instead of integer"),
        ({"rate": "1"}, "request.rate: str instead of number"),
        ({"parent": 1}, "request.parent: int instead of object"),
        ({"parent": [{"id": 1}]}, "request.parent: list instead of object"),
        ({"tags": [1]}, "request.tags[]: int instead of string"),
        ({"kind": "HUGE"}, "request.kind: 'HUGE' is none of the words"),
        ({"shown": "A"}, "request.shown: read-only"),
        ([{"name": "A"}], "request: list instead of object"),
    ],
)
def test_a_bad_body_is_found(body: Any, text: str) -> None:
    assert texts(request=body) == [text]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ((("from", "x"), ("cuont", "1")), "query.cuont: unknown"),
        ((("from", "x"), ("count", "many")), "query.count: 'many' is no integer"),
        ((("from", "x"), ("open", "yes")), "query.open: 'yes' is no boolean"),
        ((("count", "1"),), "query.from: required"),
    ],
)
def test_a_bad_query_is_found(query: tuple[tuple[str, str], ...], text: str) -> None:
    assert asked("/v2/item", *query) == [text]


def test_a_bad_path_is_found() -> None:
    assert asked("/v2/item/x") == ["path.id: 'x' is no integer"]
    assert asked("/v2/itme", status=404, response={**ENVELOPE, "status": 404}) == ["the route is unknown"]


def test_a_literal_path_wins_over_a_placeholder_encoded_or_not() -> None:
    assert asked("/v2/item/>totals") == asked("/v2/item/%3Etotals") == []


def test_a_body_where_none_is_expected_is_found() -> None:
    assert asked("/v2/item/1", request={"id": 1}) == ["request: a body is not expected"]


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"value": {"name": 1}}, "answer.value.name: int instead of string"),
        ({"value": {"parent": {"id": "1"}}}, "answer.value.parent.id: str instead of integer"),
        ({"value": {"kind": "HUGE"}}, "answer.value.kind: 'HUGE' is none of the words"),
        ([], "answer: list instead of object"),
        ("<html>", "answer: str instead of object"),
    ],
)
def test_a_bad_answer_is_found(answer: Any, text: str) -> None:
    assert texts(response=answer) == [text]


def test_answers_may_have_null_and_unknown_fields() -> None:
    assert texts(response={"value": {"name": None, "later": 1}, "more": []}) == []


def test_a_status_that_is_not_specified_is_found_but_200_stands_for_201() -> None:
    assert texts(status=202) == ["answer: status 202 is not in the specification"]
    assert texts(status=200) == []


@pytest.mark.parametrize(
    ("envelope", "text"),
    [
        ({**ENVELOPE, "code": "18000"}, "error.code: str instead of integer"),
        ({**ENVELOPE, "status": 400}, "error.status: not the status of the answer"),
        ({name: value for name, value in ENVELOPE.items() if name != "requestId"}, "error.requestId: missing"),
        (
            {**ENVELOPE, "validationMessages": [{"field": 1}]},
            "error.validationMessages[].field: int instead of string",
        ),
        ("<html>", "error: no envelope on 422"),
    ],
)
def test_a_bad_error_is_found(envelope: Any, text: str) -> None:
    assert texts(status=422, response=envelope) == [text]


def test_a_provoked_request_is_checked_only_where_it_was_accepted() -> None:
    assert texts(request={"nmae": 1}, status=422, response=ENVELOPE, provoked=True) == []
    assert texts(request={"nmae": 1}, provoked=True) == ["request.nmae: unknown"]
    assert texts(status=422, response="<html>", provoked=True) == ["error: no envelope on 422"]


@pytest.mark.parametrize(
    "change",
    [
        {"request": {"id": "1"}},
        {"request": {"id": 1, "kind": "HUGE"}},
        {"response": {"value": {"id": None}}},
        {"query": (("count", "x"),)},
        {"path": "/v2/item/x"},
        {"status": 422},
    ],
)
def test_exchanges_of_one_shape_have_the_same_findings_and_others_another_shape(change: dict[str, Any]) -> None:
    first = Exchange("PUT", "/v2/item/1", (("count", "1"),), {"id": 1, "name": "A"}, 201, {"value": {"id": 1}})
    same = Exchange("PUT", "/v2/item/2", (("count", "2"),), {"id": 2, "name": "B"}, 201, {"value": {"id": 2}})
    fields = {name: getattr(first, name) for name in ("method", "path", "query", "request", "status", "response")}
    assert SPEC.shape(first) == SPEC.shape(same)
    assert SPEC.shape(first) != SPEC.shape(Exchange(**{**fields, **change}))


def test_findings_name_the_route_and_not_the_id() -> None:
    exchange = Exchange("GET", "/v2/item/17", status=200, response={"value": {"id": "x"}})
    assert list(SPEC.findings(exchange)) == [Finding("GET /item/{id}", "answer.value.id: str instead of integer")]
