"""From exceptions to outcomes, and batches sent one after the other until the peer fails."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, SamspillError, VersionConflict
from samspill.sync.ports import Conflict, Missing, NotSent, Outcome, Refused, Uncertain

Outcomes = dict[int, Outcome]


class Indexed(Protocol):
    """A row of a batch; `index` is its place among everything the caller gave."""

    @property
    def index(self) -> int:
        """Its place."""


R = TypeVar("R", bound=Indexed)


def outcome_of(error: SamspillError) -> Outcome:
    """What an exception means for the one row it was about. Raises `error` itself when it is about more."""
    match error:
        case RetryLater():
            return Uncertain(error) if error.uncertain else NotSent(error)
        case DataRefused():
            return Refused(error)
        case VersionConflict():
            return Conflict()
        case NotFound():
            return Missing()
        case _:
            raise error


def in_turn(
    parts: Iterable[Sequence[R]], send: Callable[[Sequence[R]], Outcomes], known: Mapping[int, Outcome] | None = None
) -> Outcomes:
    """Send part after part. Once the peer is down or the limit used up, the rest is NotSent.

    Raises ConfigurationWrong only when nothing has been sent before: outcomes are never lost.
    """
    outcomes: Outcomes = dict(known or {})
    down: RetryLater | None = None
    for part in parts:
        if down is None:
            try:
                answered = send(part)
            except ConfigurationWrong as error:
                if not outcomes:
                    raise
                answered = not_sent(part, RetryLater(error.code, error.detail))
            outcomes.update(answered)
            down = _failure(answered.values())
        else:
            outcomes.update(not_sent(part, down))
    return outcomes


def not_sent(rows: Sequence[R], error: RetryLater) -> Outcomes:
    """All rows NotSent."""
    return {row.index: NotSent(error) for row in rows}


def lost(rows: Sequence[R], error: RetryLater) -> Outcomes:
    """The request with these rows got no answer: NotSent when it cannot have arrived, else Uncertain."""
    return {row.index: outcome_of(error) for row in rows}


def uncertain(rows: Sequence[R], error: SamspillError) -> Outcomes:
    """All rows Uncertain: sent, and what became of them could not be found out because of `error`."""
    later = error if isinstance(error, RetryLater) else RetryLater(error.code, error.detail, uncertain=True)
    return {row.index: Uncertain(later) for row in rows}


def _failure(outcomes: Iterable[Outcome]) -> RetryLater | None:
    return next((o.error for o in outcomes if isinstance(o, NotSent | Uncertain)), None)
