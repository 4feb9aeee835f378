"""The sandbox knows the models of the vendor: right bodies are not refused, wrong ones are not taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sandbox.tripletex.schema import SCHEMAS, Field, Type
from tests.conformance.openapi import OpenApi

# Models of which the sandbox has only what it needs, because nothing is written to them.
PARTLY = frozenset(
    {"Account", "Division", "CustomerCategory", "EmployeeCategory", "ProjectCategory", "ProjectSettings"}
)
# Fields the sandbox does not know yet; a body with one of them would be refused wrongly.
MISSING: dict[str, frozenset[str]] = {}

WRITTEN = tuple(
    name
    for name in SCHEMAS
    if name not in PARTLY and name not in ("ConsumerToken", "EmployeeToken", "SessionToken", "EventInfo")
)
_TYPES = {
    Type.TEXT: "string",
    Type.CHOICE: "string",
    Type.DATE: "string",
    Type.INTEGER: "integer",
    Type.NUMBER: "number",
    Type.BOOLEAN: "boolean",
    Type.REFS: "array",
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_sandbox_knows_every_field(tripletex: OpenApi, name: str) -> None:
    known = set(SCHEMAS[name].fields)
    assert set(tripletex.properties(name)) - known == MISSING.get(name, frozenset())


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_the_sandbox_has_no_field_of_its_own(tripletex: OpenApi, name: str) -> None:
    own = {each.name for each in SCHEMAS[name].fields.values() if not each.later}
    assert own - set(tripletex.properties(name)) == set()


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_fields_have_the_vendors_types_and_words(tripletex: OpenApi, name: str) -> None:
    different = [
        f"{field.name}: {properties}"
        for field in SCHEMAS[name].fields.values()
        if (properties := tripletex.properties(name).get(field.name)) and not _agrees(field, properties)
    ]
    assert different == []


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_what_the_vendor_calls_read_only_cannot_be_written(tripletex: OpenApi, name: str) -> None:
    read_only = {key for key, each in tripletex.properties(name).items() if each.get("readOnly")}
    taken = {each.name for each in SCHEMAS[name].fields.values() if each.takes_input and not each.later}
    assert taken & read_only == set()


def _agrees(field: Field, properties: Mapping[str, Any]) -> bool:
    if field.type is Type.CHOICE:
        return set(field.choices) == set(properties.get("enum", ()))
    if field.type is Type.REF or field.type is Type.EMBEDDED:
        return str(properties.get("$ref", "")).endswith(f"/{field.target}")
    expected = _TYPES.get(field.type)
    return expected is None or bool(properties.get("type") == expected)
