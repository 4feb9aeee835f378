"""Changes that mean more than one record: told by their id, carried out in their group's own order."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.kinds import Kind
from samspill.sync import breaker
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.documents.looking import look_at_all
from samspill.sync.hours.runs import RUNS, compare, go_on_with_all
from samspill.sync.polling import POLL, poll
from samspill.sync.sweep import sweep
from samspill.sync.turning import LET_IN, TURNED, turn

#: Does what the key asks for, at the longest until the time given (UTC); what is to happen with the change. Raises
#: what the systems raise.
Errand = Callable[[Desk, RecordKey, datetime], Result]


#: Who has to go on rests so long: changes that came in meanwhile go first, however long a slice has taken.
BREATH = timedelta(seconds=2)


def _compare(desk: Desk, key: RecordKey, until: datetime) -> Result:
    """Compare the registers of the kind, of documents and hours look at all; what the time did not suffice for goes
    on in a moment."""
    if key.kind is Kind.HOURS:
        return _after(desk, finished=compare(desk, until))
    if key.kind.is_document:
        return _after(desk, finished=look_at_all(desk, key, until))
    return _after(desk, finished=sweep(desk, key.kind, until) is not None)


def _ask(desk: Desk, key: RecordKey, until: datetime) -> Result:
    """Ask the side what changed in its register; what the time did not suffice for goes on in a moment."""
    return _after(desk, finished=poll(desk, key, until))


def _turn(desk: Desk, key: RecordKey, until: datetime) -> Result:
    """Have pairs that differ meet anew after their direction was turned, or since they are let in again."""
    return _after(desk, finished=turn(desk, key, until))


def _run(desk: Desk, _key: RecordKey, until: datetime) -> Result:
    """Go on with what people wanted to see, or to have sent, of hours."""
    return _after(desk, finished=go_on_with_all(desk, until))


def _after(desk: Desk, *, finished: bool) -> Result:
    return Finished() if finished else Later(desk.clock() + BREATH, counts=False)


#: Those of a kind that is off, too: a direction that is turned then holds once it is on again.
EVEN_OFF = frozenset({TURNED, LET_IN})
ERRANDS: Mapping[str, Errand] = {
    EVERYTHING: _compare,
    POLL: _ask,
    breaker.RELEASED: breaker.go_on,
    TURNED: _turn,
    LET_IN: _turn,
    RUNS: _run,
}
