"""Changes that mean more than one record: told by their id, carried out in their group's own order."""

from collections.abc import Callable, Mapping
from datetime import datetime

from samspill.exceptions import ConfigurationWrong
from samspill.model.changes import EVERYTHING, RecordKey
from samspill.sync import breaker
from samspill.sync.desk import Desk, Finished, Result
from samspill.sync.sweep import sweep

#: Does what the key asks for, at the longest until the time given (UTC); what is to happen with the change. Raises
#: what the systems raise.
Errand = Callable[[Desk, RecordKey, datetime], Result]


def _compare(desk: Desk, key: RecordKey, _until: datetime) -> Result:
    """Compare the registers of the kind. One that is too large is left: single changes go on crossing."""
    try:
        sweep(desk, key.kind)
    except ConfigurationWrong as error:
        if error.code != "register_too_large":
            raise
        desk.report(key)
    return Finished()


ERRANDS: Mapping[str, Errand] = {EVERYTHING: _compare, breaker.RELEASED: breaker.go_on}
