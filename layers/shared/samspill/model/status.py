"""The connection's life: one pure table of transitions."""

from enum import StrEnum

from samspill.exceptions import WrongStatus


class Status(StrEnum):
    """Where a connection stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SYNCING = "syncing"
    ACTIVE = "active"
    PAUSED = "paused"
    NEEDS_ATTENTION = "needs_attention"
    REJECTED = "rejected"
    OFF = "off"


class Event(StrEnum):
    """What can happen to a connection."""

    PLAN_READY = "plan_ready"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVIEW_TIMED_OUT = "review_timed_out"
    FIRST_SYNC_DONE = "first_sync_done"
    MOVED_TOO_MUCH = "moved_too_much"
    FAILED = "failed"
    PAUSE = "pause"
    RESUME = "resume"
    KEYS_FAIL = "keys_fail"
    KEYS_REPLACED = "keys_replaced"
    RESTART = "restart"
    TURN_OFF = "turn_off"


_ANY_ALIVE = (Status.DRAFT, Status.IN_REVIEW, Status.SYNCING, Status.ACTIVE, Status.PAUSED,
              Status.NEEDS_ATTENTION, Status.REJECTED)  # fmt: skip

TRANSITIONS: dict[tuple[Status, Event], Status] = {
    (Status.DRAFT, Event.PLAN_READY): Status.IN_REVIEW,
    (Status.IN_REVIEW, Event.PLAN_READY): Status.IN_REVIEW,
    (Status.IN_REVIEW, Event.APPROVED): Status.SYNCING,
    (Status.IN_REVIEW, Event.REJECTED): Status.REJECTED,
    (Status.IN_REVIEW, Event.REVIEW_TIMED_OUT): Status.DRAFT,
    (Status.SYNCING, Event.MOVED_TOO_MUCH): Status.IN_REVIEW,
    (Status.SYNCING, Event.FIRST_SYNC_DONE): Status.ACTIVE,
    (Status.ACTIVE, Event.PAUSE): Status.PAUSED,
    (Status.PAUSED, Event.RESUME): Status.ACTIVE,
    (Status.ACTIVE, Event.KEYS_FAIL): Status.NEEDS_ATTENTION,
    (Status.NEEDS_ATTENTION, Event.KEYS_REPLACED): Status.ACTIVE,
    (Status.NEEDS_ATTENTION, Event.RESUME): Status.ACTIVE,  # only a live one: what was wrong was put right there
    (Status.ACTIVE, Event.KEYS_REPLACED): Status.ACTIVE,
    (Status.PAUSED, Event.KEYS_REPLACED): Status.PAUSED,
    (Status.DRAFT, Event.KEYS_REPLACED): Status.DRAFT,
    (Status.DRAFT, Event.RESTART): Status.DRAFT,
    (Status.REJECTED, Event.RESTART): Status.DRAFT,
    **{(s, Event.FAILED): Status.NEEDS_ATTENTION for s in (Status.DRAFT, Status.IN_REVIEW, Status.SYNCING)},
    (Status.NEEDS_ATTENTION, Event.RESTART): Status.DRAFT,
    (Status.SYNCING, Event.RESTART): Status.DRAFT,  # only when its execution is gone
    **{(s, Event.TURN_OFF): Status.OFF for s in _ANY_ALIVE},
}


def after(status: Status, event: Event) -> Status:
    """The status after `event`. Raises WrongStatus when the table has no such transition."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise WrongStatus(status.value, event.value) from None
