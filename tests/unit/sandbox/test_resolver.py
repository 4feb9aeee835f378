"""Where addresses are found on this machine."""

import pytest

from sandbox.resolve import Resolver

BASES = {"https://hooks.example": "http://127.0.0.1:1", "https://hooks.example/deep/": "http://localhost:2/base/"}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://hooks.example/a?b=c", "http://127.0.0.1:1/a?b=c"),
        ("https://hooks.example/deep/a", "http://localhost:2/base/a"),
        ("https://kari:secret@hooks.example/a", "http://127.0.0.1:1/a"),
        ("https://hooks.example.org/a", None),
        ("https://elsewhere.example/a", None),
    ],
)
def test_the_longest_start_that_ends_at_a_border_wins(address: str, found: str | None) -> None:
    assert Resolver(BASES).find(address) == found


def test_a_base_off_this_machine_is_refused_and_nothing_changes() -> None:
    resolver = Resolver(BASES)
    with pytest.raises(ValueError, match="not on this machine"):
        resolver.replace({"https://hooks.example": "http://192.0.2.1"})
    assert resolver.bases["https://hooks.example"] == "http://127.0.0.1:1"
