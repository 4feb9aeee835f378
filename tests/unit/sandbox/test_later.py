"""Things that are put off."""

from __future__ import annotations

import threading

from sandbox.hostility.later import Later

AT_MOST = 30.0


def test_acts_are_done_in_the_order_they_are_due() -> None:
    later, done = Later(), []
    later.put(lambda: done.append("second"), 0.05)
    later.put(lambda: done.append("first"), 0)
    assert later.wait_until_done(AT_MOST)
    assert done == ["first", "second"]


def test_an_act_can_be_hastened_past_another() -> None:
    later, done = Later(), []
    later.put(lambda: done.append("patient"), 3600)
    ticket = later.put(lambda: done.append("hastened"), 7200)
    later.hasten(ticket, 0)
    later.hasten_all()
    assert later.wait_until_done(AT_MOST)
    assert set(done) == {"hastened", "patient"}
    assert not later.waits(ticket)


def test_what_is_being_done_is_still_pending() -> None:
    later, begun, go_on = Later(), threading.Event(), threading.Event()

    def act() -> None:
        begun.set()
        go_on.wait(AT_MOST)

    later.put(act, 0)
    assert begun.wait(AT_MOST)
    assert later.pending == 1
    go_on.set()
    assert later.wait_until_done(AT_MOST)
    assert later.pending == 0


def test_an_act_that_fails_does_not_keep_the_next_from_being_done() -> None:
    later = Later()
    done: list[str] = []
    later.put(lambda: done.index("never"), 0)
    later.put(lambda: done.append("next"), 0)
    assert later.wait_until_done(AT_MOST)
    assert done == ["next"]


def test_acts_can_be_put_off_again_after_everything_was_done() -> None:
    later, done = Later(), []
    for name in ("once", "again"):
        later.put(lambda name=name: done.append(name), 0)  # type: ignore[misc]
        assert later.wait_until_done(AT_MOST)
    assert done == ["once", "again"]
