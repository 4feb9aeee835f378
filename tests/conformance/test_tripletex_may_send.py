"""The calls that our tests watch for sending are those that the official specification lets send."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.conformance.openapi import METHODS
from tests.conformance.peers import OPENAPI, named
from tests.unit.systems.tripletex.sends import ALWAYS_SENDS, MAY_SEND


def operations() -> Iterator[tuple[str, Mapping[str, Any]]]:
    paths = json.loads(named(OPENAPI).read_text(encoding="utf-8"))["paths"]
    for path, item in paths.items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def test_every_call_that_takes_a_word_on_sending_is_watched() -> None:
    takes = {
        route
        for route, operation in operations()
        if any(parameter["name"] == "sendToCustomer" for parameter in operation.get("parameters", []))
    }
    assert takes == set(MAY_SEND)


def test_calls_that_do_nothing_but_send_are_watched() -> None:
    about = ("/order/", "/invoice/", "/purchaseOrder/")
    sends = {
        route
        for route, _operation in operations()
        if ("/:send" in route or "/:createReminder" in route) and route.split(" ")[1].startswith(about)
    }
    assert sends == set(ALWAYS_SENDS)
