"""Entries that somebody wrote, changed or deleted in the app: on which days there is something to do.

Where hours go by themselves those days become due. Where a person sends them, the days that were sent are shown as
changed since; one that holds something is looked at all the same, for this may be what it waits for.
"""

from collections.abc import Sequence

from samspill.exceptions import RevisionConflict
from samspill.model.changes import Priority
from samspill.model.hours import DayLedger, Entry
from samspill.model.settings_hours import Sending
from samspill.sync.desk import Desk
from samspill.sync.hours.peers import entries
from samspill.sync.hours.stops import day_key

_TRIES = 5


def take_news(desk: Desk, ids: Sequence[str]) -> None:
    """Note what those entries (ids in the app) bring about. Raises what the app raises, and RevisionConflict when
    workers are at one of the days all the time."""
    now_at = entries(desk).entries_by_id(ids)
    before = desk.stores.hours.days_of(ids)
    days = {each.day for each in now_at.values()} | set(before.values())
    ledgers = desk.stores.hours.days(sorted(days, key=str)) if days else {}
    due = days
    if desk.connection.settings.hours.sending is Sending.MANUAL:
        known = {each.id for each in now_at.values() if _known(ledgers.get(each.day), each)}
        changed = {now_at[each].day for each in ids if each in now_at and each not in known}
        changed |= {day for each, day in before.items() if each not in known}
        for day in sorted(changed & ledgers.keys(), key=str):
            _touch(desk, ledgers[day])
        due = {day for day in changed & ledgers.keys() if ledgers[day].held}
    desk.stores.inbox.put_many(
        [day_key(day) for day in sorted(due, key=str)], due_at=desk.clock(), priority=Priority.CHANGE
    )


def _known(ledger: DayLedger | None, entry: Entry) -> bool:
    """Whether it is as it was sent: the news is our own mark."""
    stands = [row.seconds.get(entry.id) for row in ledger.rows] if ledger is not None else []
    return entry.exported and entry.seconds in stands


def _touch(desk: Desk, ledger: DayLedger | None) -> None:
    for tries_left in reversed(range(_TRIES)):
        if ledger is None or ledger.touched:
            return
        try:
            desk.stores.hours.save(ledger, ledger.model_copy(update={"touched": True}))
        except RevisionConflict:
            if not tries_left:
                raise
            ledger = desk.stores.hours.days([ledger.day]).get(ledger.day)
        else:
            return
