"""Which delayed wake-up of a group is under way, so that a thousand rounds of a flooded group send one, not a
thousand. In the table `sessions`: one item a group, forgotten after a day."""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from samspill.store.sort_keys import time_text
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

_KEPT = timedelta(days=1)
_NEXT = "next"


def book(connection: str, group: str, at: datetime, now: datetime) -> bool:
    """Note that the group is woken at `at` (UTC). False when somebody has booked as early a time that is still to
    come: nothing has to be sent then. Of many who ask for the same time exactly one is told True."""
    earlier_is_under_way = (SessionItem.until > time_text(now)) & (SessionItem.until <= time_text(at))
    try:
        SessionItem(f"wakeup#{connection}#{group}", _NEXT).update(
            [SessionItem.until.set(time_text(at)), SessionItem.expires.set(int((at + _KEPT).timestamp()))],
            condition=SessionItem.until.does_not_exist() | ~earlier_is_under_way,
        )
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True
