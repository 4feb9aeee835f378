"""Writes rows of a batch of days: what goes first, then what changes, then what is new, in lists across days."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from samspill.exceptions import (
    ConfigurationWrong,
    DataRefused,
    GenerationChanged,
    RateLimited,
    RetryLater,
    SamspillError,
)
from samspill.model.hours import Day, Move, RowDraft, RowKey
from samspill.sync.desk import Desk
from samspill.sync.hours.peers import timesheet
from samspill.sync.hours.planning import Plan, RowMove
from samspill.sync.ports import NotSent, Refused, Uncertain
from samspill.sync.ports.hours import RowOutcome

#: Rows in one go, between two looks at the time and the connection's status: a few lists of a hundred.
AT_ONCE = 500
#: The time was up before it was sent.
NO_TIME = RetryLater("peer_unavailable", "no time left")

ItemT = TypeVar("ItemT")
Job = tuple[Day, RowMove]


@dataclass
class Written:
    """What became of each row that was to be written. `stop`: why the rest was not sent, where nothing of the
    connection may go on."""

    outcomes: dict[RowKey, RowOutcome] = field(default_factory=dict)
    stop: SamspillError | None = None
    limit: RetryLater | None = None


def write(desk: Desk, plans: Sequence[Plan], until: datetime) -> Written:
    """Carry out every move that writes. Raises nothing that a system raises: it is in the outcomes, or `stop`."""
    moves = [move for plan in plans for move in plan.moves if move.writes]
    written = Written()
    for move in _of(moves, Move.REMOVE):
        _call(desk, written, [move], until, _remove)
    for sort, call in ((Move.CORRECT, _correct), (Move.SEND, _send)):
        for batch in _batches(_linked(desk, written, plans, _of(moves, sort), until)):
            _call(desk, written, batch, until, call)
    return written


def _of(moves: Sequence[RowMove], sort: Move) -> list[RowMove]:
    return [move for move in moves if move.move is sort]


def _batches(moves: Sequence[RowMove]) -> Iterator[list[RowMove]]:
    left = iter(moves)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _remove(desk: Desk, moves: Sequence[RowMove]) -> list[RowOutcome]:
    return [timesheet(desk).delete_row(move.there) for move in moves if move.there is not None]


def _correct(desk: Desk, moves: Sequence[RowMove]) -> list[RowOutcome]:
    rows = [(move.there, move.wanted) for move in moves if move.there is not None and move.wanted is not None]
    return timesheet(desk).update_rows(rows)


def _send(desk: Desk, moves: Sequence[RowMove]) -> list[RowOutcome]:
    drafts = [RowDraft(move.key, move.wanted) for move in moves if move.wanted is not None]
    return timesheet(desk).create_rows(drafts)


def _call(
    desk: Desk, written: Written, moves: Sequence[RowMove], until: datetime,
    call: Callable[[Desk, Sequence[RowMove]], list[RowOutcome]],
) -> None:  # fmt: skip
    """One call, unless something stops it before: then its rows were not sent."""
    keys = [move.key for move in moves]
    if written.limit is None and desk.clock() >= until:
        written.limit = NO_TIME
    if written.limit is not None or written.stop is not None:
        _all(written, keys, NotSent(written.limit or NO_TIME))
        return
    try:
        desk.guard()
        written.outcomes |= dict(zip(keys, call(desk, moves), strict=True))
    except RetryLater as error:
        _all(written, keys, Uncertain(error) if error.uncertain else NotSent(error))
        written.limit = error if isinstance(error, RateLimited) else None
    except (ConfigurationWrong, GenerationChanged) as error:
        written.stop = error
        _all(written, keys, NotSent(NO_TIME))


def _all(written: Written, keys: Sequence[RowKey], outcome: RowOutcome) -> None:
    written.outcomes |= dict.fromkeys(keys, outcome)


def _linked(
    desk: Desk, written: Written, plans: Sequence[Plan], moves: Sequence[RowMove], until: datetime
) -> list[RowMove]:  # fmt: skip
    """Those whose activity can be used on its project, linked first where it is needed."""
    needed = {
        place.target.key: place.target.activity_name
        for plan in plans
        for place in plan.case.places
        if place.target.link and place.target.key is not None
    }
    ends: dict[tuple[str, str], RowOutcome | None] = {}
    fit: list[RowMove] = []
    for move in moves:
        pair = (move.key.project or "", move.key.activity)
        if move.key not in needed:
            fit.append(move)
            continue
        if pair not in ends:
            ends[pair] = _link(desk, written, move.key, needed[move.key], until)
        end = ends[pair]
        if end is None:
            fit.append(move)
        else:
            written.outcomes[move.key] = end
    return fit


def _link(desk: Desk, written: Written, key: RowKey, activity: str, until: datetime) -> RowOutcome | None:
    if written.limit is not None or written.stop is not None or desk.clock() >= until:
        return NotSent(written.limit or NO_TIME)
    try:
        desk.guard()
        timesheet(desk).link_activity(key.project or "", key.activity)
    except DataRefused as error:
        facts = {"activity": activity}
        return Refused(DataRefused("hours_activity_unusable", error.field, error.message, facts))
    except RetryLater as error:  # linked again it changes nothing
        written.limit = error if isinstance(error, RateLimited) else None
        return NotSent(error)
    except (ConfigurationWrong, GenerationChanged) as error:
        written.stop = error
        return NotSent(NO_TIME)
    return None
