"""What runs without anybody asking."""

import time

from local.stack import Stack


def test_the_clock_ticks_by_itself(stack: Stack) -> None:
    deadline = time.monotonic() + 100
    while "START RequestId" not in stack.logs("schedule") and time.monotonic() < deadline:
        time.sleep(1)
    assert "START RequestId" in stack.logs("schedule")
