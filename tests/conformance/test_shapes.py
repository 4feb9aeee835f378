"""The comparison of shapes: it must see what is different."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.shapes import differences

URL = "tripletex.no/v2/customer/1"


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, [".b: missing"]),
        ({"a": 1, "b": 2}, {"a": 1}, [".b: not theirs"]),
        ({"a": {"b": "1"}}, {"a": {"b": 1}}, [".a.b: str instead of number"]),
        ({"a": True}, {"a": 1}, [".a: boolean instead of number"]),
        ({"a": []}, {"a": {}}, [".a: list instead of dict"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}]}, [".a[].c: missing"]),
        ({"values": []}, {"values": [{"b": 1}]}, [".values: empty"]),
        (
            {"url": "tripletex.no/v2/supplier/1"},
            {"url": URL},
            [f".url: tripletex.no/v2/supplier/1 does not look like {URL}"],
        ),
        ("", {"a": 1}, [": str instead of dict"]),
    ],
)
def test_a_different_shape_is_seen(ours: Any, theirs: Any, found: list[str]) -> None:
    assert list(differences(ours, theirs)) == found


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"a": None}, {"a": {"b": 1}}),
        ({"a": 1.5}, {"a": 0}),
        ({"a": []}, {"a": [{"b": 1}]}),
        ({"url": "tripletex.no/v2/customer/22"}, {"url": URL}),
    ],
)
def test_the_same_shape_is_the_same(ours: Any, theirs: Any) -> None:
    assert list(differences(ours, theirs)) == []
