"""One trigger written into the inbox: an atomic counter, never a read-modify-write that could lose it."""

from datetime import datetime

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from samspill.exceptions import RetryLater
from samspill.model.changes import Priority, Way
from samspill.store.sort_keys import time_text
from samspill.store.tables.inbox import InboxItem, due_text
from samspill.store.tables.table import condition_failed

_TRIES = 20


def put(
    item: InboxItem, due_at: datetime, priority: Priority, *, deleted_hint: bool, old_number: str | None,
    way: Way | None,
) -> None:  # fmt: skip
    """Write `item` or raise its counter. Three cases, each one conditional update:

    1. new, or later and no stronger than this trigger: becomes due as this trigger says;
    2. due no later, as strong, not parked: only counts;
    3. earlier but weaker, or parked: the better of both, on condition that they are as read.

    Raises RetryLater when others write the same item all the time (then nothing was written).
    """
    due = time_text(due_at)
    always = [
        *_always(due, deleted_hint=deleted_hint, old_number=old_number), *_told(due, priority), *_noticed(due, way),
    ]  # fmt: skip
    ours = InboxItem.pk.does_not_exist() | ((InboxItem.due_at >= due) & (InboxItem.priority >= int(priority)))
    theirs = (
        (InboxItem.due_at <= due) & (InboxItem.priority <= int(priority)) & InboxItem.waiting_for.does_not_exist()
    )  # fmt: skip
    for _ in range(_TRIES):
        if _try(item, [*always, *_due(due, int(priority))], ours) or _try(item, always, theirs):
            return
        try:
            item.refresh(consistent_read=True)
        except InboxItem.DoesNotExist:
            continue
        best = _due(min(due, item.due_at), min(int(priority), int(item.priority)))
        as_read = (InboxItem.due == item.due) & (InboxItem.counter == item.counter)
        if _try(item, [*always, *best], as_read):
            return
    raise RetryLater("peer_unavailable", "the inbox item is written by others all the time")


def _always(due: str, *, deleted_hint: bool, old_number: str | None) -> list[Action]:
    actions: list[Action] = [
        InboxItem.counter.add(1),
        InboxItem.first_at.set(InboxItem.first_at | due),
        InboxItem.attempts.set(0),
    ]
    if deleted_hint:
        actions.append(InboxItem.deleted_hint.set(True))
    if old_number is not None:
        actions.append(InboxItem.old_number.set(InboxItem.old_number | old_number))
    return actions


def _told(due: str, priority: Priority) -> list[Action]:
    """The last trigger. A comparison finds again what waits, so it counts as that only where nobody else told."""
    if priority is Priority.RECONCILE:
        return [
            InboxItem.told_at.set(InboxItem.told_at | due),
            InboxItem.told_with.set(InboxItem.told_with | int(priority)),
        ]
    return [InboxItem.told_at.set(due), InboxItem.told_with.set(int(priority))]


def _noticed(due: str, way: Way | None) -> list[Action]:
    """How the last trigger from outside came; a comparison only finds again what was told of."""
    if way is None:
        return []
    said = f"{way.value}#{due}"
    return [InboxItem.noticed.set((InboxItem.noticed | said) if way is Way.COMPARISON else said)]


def _due(due: str, priority: int) -> list[Action]:
    return [
        InboxItem.due.set(due_text(priority, due)),
        InboxItem.due_at.set(due),
        InboxItem.priority.set(priority),
        InboxItem.waiting_for.remove(),
    ]


def _try(item: InboxItem, actions: list[Action], condition: Condition) -> bool:
    try:
        item.update(actions, condition=condition)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True
