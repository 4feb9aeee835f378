"""Changes that mean more than one record: told by their id, carried out in their group's own order."""

from collections.abc import Callable, Mapping
from datetime import datetime

from samspill.model.changes import EVERYTHING, RecordKey
from samspill.sync import breaker
from samspill.sync.desk import Desk, Finished, Later, Result
from samspill.sync.polling import POLL, poll
from samspill.sync.sweep import sweep

#: Does what the key asks for, at the longest until the time given (UTC); what is to happen with the change. Raises
#: what the systems raise.
Errand = Callable[[Desk, RecordKey, datetime], Result]


def _compare(desk: Desk, key: RecordKey, until: datetime) -> Result:
    """Compare the registers of the kind; what the time did not suffice for goes on at once."""
    return Finished() if sweep(desk, key.kind, until) is not None else Later(desk.clock(), counts=False)


ERRANDS: Mapping[str, Errand] = {EVERYTHING: _compare, POLL: poll, breaker.RELEASED: breaker.go_on}
