"""The table of a connection's life."""

import pytest

from samspill.exceptions import WrongStatus
from samspill.model.status import TRANSITIONS, Event, Status, after


@pytest.mark.parametrize(
    ("status", "event", "then"),
    [
        (Status.SYNCING, Event.RESTART, Status.DRAFT),
        (Status.NEEDS_ATTENTION, Event.RESTART, Status.DRAFT),
        (Status.NEEDS_ATTENTION, Event.RESUME, Status.ACTIVE),
    ],
)
def test_what_went_wrong_can_be_left(status: Status, event: Event, then: Status) -> None:
    assert after(status, event) is then


def test_every_status_but_off_can_be_left_and_be_turned_off() -> None:
    assert {status for status, _ in TRANSITIONS} == set(Status) - {Status.OFF}
    assert {status for status, event in TRANSITIONS if event is Event.TURN_OFF} == set(Status) - {Status.OFF}


def test_what_the_table_does_not_know_is_refused() -> None:
    with pytest.raises(WrongStatus):
        after(Status.OFF, Event.RESTART)
