"""Writes contracts/openapi.yaml from the routes: what they take and answer, and every problem they can answer with.

python -m local.openapi           write the contract anew
python -m local.openapi --check   write nothing; fail when the file differs from the routes
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from local.openapi_examples import EXAMPLES
from local.openapi_problems import problems, shared
from samspill.api.app import RESOLVER
from samspill.api.asking import Role
from samspill.api.endpoints import ENDPOINTS, Endpoint
from samspill.api.idempotency import LONGEST_KEY
from samspill.api.problem_details import ProblemDetails
from samspill.messages import LANGUAGES

CONTRACT = Path(__file__).resolve().parent.parent / "contracts" / "openapi.yaml"

Json = dict[str, Any]

_DESCRIPTION = """\
Samspill keeps a business app and Tripletex equal, in both directions, and tells people in plain words when it cannot.

A product's key opens the connections of its own integration; a staff key opens all, and reviews their plans. A
customer's token opens one onboarding and the connection made of it; where companies connect themselves, they approve
their own plans with it. It comes from `POST /v1/onboardings`, or from a mailed link.
Somebody else's connection looks exactly like one that does not exist.

Every error is an RFC 9457 problem: `code` is stable and meant for programs, the texts follow `Accept-Language`.
A POST with an `Idempotency-Key` that was carried out is answered the same again for 24 hours, with
`Idempotent-Replayed: true`; a refused one changed nothing and leaves its key free."""

_TAGS = {
    "health": "Is the API there.",
    "onboarding": "A company connects itself: keys, groups, start-up, settings, plan.",
    "links": "Links by mail, to go on with an onboarding or to the settings.",
    "connections": "A company's app account tied to its Tripletex company.",
    "lifecycle": "Keys, pause, resume, off.",
    "plan": "The review before the first sync.",
    "breakers": "What stands still because too much of it was deleted or overwritten.",
    "hours": "From approved hours to Tripletex' timesheet: preview, sending, report of a week.",
    "problems": "The error log: what is wrong, who acts, trying again.",
    "records": "Why a record is, or is not, synced.",
    "dead letters": "For staff: messages that were given up, why, and sending them back.",
    "webhooks": "Where the systems deliver their events.",
}

_SUCCESS = {200: "As asked", 201: "Made", 202: "Stored; it is carried out from now on"}

_SCHEMES = {Role.PRODUCT: "productKey", Role.STAFF: "staffKey", Role.CUSTOMER: "customerToken"}
_IDENTITY = "staffIdentity"


def contract() -> Json:
    """The contract of the API (OpenAPI 3.1)."""
    made: Json = json.loads(RESOLVER.get_openapi_json_schema(title="Samspill", version="1", openapi_version="3.1.0"))
    paths: dict[str, Json] = defaultdict(dict)
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("<", "{").replace(">", "}")
        method = endpoint.method.lower()
        paths[path][method] = _operation(endpoint, made["paths"][path][method])
    whole: Json = _whole({
        "openapi": made["openapi"],
        "info": {"title": "Samspill", "version": "1.0.0", "description": _DESCRIPTION},
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": dict(paths),
        "components": {
            "schemas": _schemas(made["components"]["schemas"]),
            "responses": shared(paths),
            "securitySchemes": _security_schemes(),
        },
    })  # fmt: skip
    return whole


def _operation(endpoint: Endpoint, made: Json) -> Json:
    body = made.get("requestBody")
    parameters = [_parameter(each) for each in made.get("parameters", [])]
    answered = made["responses"][str(endpoint.status)]["content"]
    if endpoint.sheet:  # beside the JSON a route answers text
        (form,) = (each for each in answered["application/json"]["schema"]["anyOf"] if "$ref" in each)
        answered = {"application/json": {"schema": form}, "text/csv": {"schema": {"type": "string"}}}
    success: Json = {"description": _SUCCESS[endpoint.status], "content": answered}
    if endpoint.status == 201 or endpoint.also is not None:
        success["headers"] = {"Location": {"description": "Path of what was made.", "schema": {"type": "string"}}}
    operation: Json = {"tags": made["tags"], "summary": made["summary"]}
    if made["description"].rstrip(".") != made["summary"]:
        operation["description"] = made["description"]
    operation |= {
        "operationId": endpoint.operation,
        "security": _security(endpoint),
        "parameters": [*parameters, *_headers(endpoint)],
    }
    if body:
        operation["requestBody"] = _with_examples(body)
    elif endpoint.file:
        file = {"type": "string", "contentMediaType": endpoint.file, "contentEncoding": "binary"}
        operation["requestBody"] = {"required": True, "content": {endpoint.file: {"schema": file}}}
    elif endpoint.operation == "receive_webhook":
        delivery = {"description": "As the system defines it.", "type": "object"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": delivery}}}
    operation["responses"] = {
        str(endpoint.status): success,
        **({str(endpoint.also): {**success, "description": _SUCCESS[endpoint.also]}} if endpoint.also else {}),
        **problems(endpoint, has_body=bool(body), has_parameters=bool(parameters)),
    }
    return operation


def _parameter(made: Json) -> Json:
    schema = {name: value for name, value in made["schema"].items() if name not in ("title", "description")}
    options = schema.get("anyOf", [])
    if {"type": "null"} in options:  # optional, and there is no way to write null in a query
        schema = next(each for each in options if each != {"type": "null"})
    kept: Json = {name: made[name] for name in ("name", "in", "description") if name in made}
    return {**kept, "required": made["required"], "schema": schema}


def _headers(endpoint: Endpoint) -> list[Json]:
    language = {
        "name": "Accept-Language", "in": "header", "required": False,
        "description": f"Language of the texts: {', '.join(LANGUAGES)}.",
        "schema": {"type": "string", "default": LANGUAGES[0]},
    }  # fmt: skip
    key = {
        "name": "Idempotency-Key", "in": "header", "required": False,
        "description": "Chosen by the caller; the same request under the same key is carried out once.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    }  # fmt: skip
    return [language, key] if endpoint.method == "POST" and not endpoint.public else [language]


def _with_examples(body: Json) -> Json:
    content: Json = body["content"]["application/json"]
    name = content["schema"]["$ref"].rsplit("/", 1)[-1]
    return {"required": True, "content": {"application/json": {**content, "examples": EXAMPLES[name]}}}


def _schemas(made: Json) -> Json:
    ours = {name: schema for name, schema in made.items() if not name.endswith("ValidationError")}
    problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**ours, **problem.pop("$defs"), "ProblemDetails": problem}


def _security(endpoint: Endpoint) -> list[Json]:
    if endpoint.identified:
        return [{_IDENTITY: []}]
    return [{_SCHEMES[role]: []} for role in Role if role in endpoint.roles]


def _security_schemes() -> Json:
    texts = {Role.PRODUCT: "Key of a product", Role.STAFF: "Key of a member of staff"}
    texts[Role.CUSTOMER] = "Token of an onboarding, or of a session that a mailed link opened"
    identity = "ID token of the staff's identity provider, checked by an authorizer before the API"
    described = {**{name: texts[role] for role, name in _SCHEMES.items()}, _IDENTITY: identity}
    return {name: {"type": "http", "scheme": "bearer", "description": text} for name, text in described.items()}


def _whole(value: Any) -> Any:
    """Bounds as whole numbers, where the schema generator wrote 200.0."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def rendered() -> str:
    """The contract as the file holds it."""
    head = "# Written by local/openapi.py from the routes: change those, then run `make openapi`.\n"
    return head + yaml.safe_dump(contract(), sort_keys=False, allow_unicode=True, width=110)


def main(arguments: list[str] | None = None) -> int:
    """Write or check; the exit code."""
    parser = argparse.ArgumentParser(prog="local.openapi", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the file differs")
    if not parser.parse_args(arguments).check:
        CONTRACT.write_text(rendered(), encoding="utf-8")
        return 0
    if CONTRACT.exists() and CONTRACT.read_text(encoding="utf-8") == rendered():
        return 0
    print(f"{CONTRACT.name} differs from the routes: run `make openapi`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
