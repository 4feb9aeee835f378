"""The table `inbox`: what waits to be done; one partition a connection and group."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, LocalSecondaryIndex

from samspill.model.changes import Priority
from samspill.store.sort_keys import time_text
from samspill.store.tables.table import Table, table_name


class DueIndex(LocalSecondaryIndex["InboxItem"]):  # type: ignore[no-untyped-call]
    """A group's items by priority, then due time."""

    class Meta:
        index_name = "due"
        projection = AllProjection()

    pk = UnicodeAttribute(hash_key=True)
    due = UnicodeAttribute(range_key=True)


class WaitIndex(GlobalSecondaryIndex["InboxItem"]):  # type: ignore[no-untyped-call]
    """Parked items by what they wait for."""

    class Meta:
        index_name = "by_wait"
        projection = AllProjection()

    waiting_for = UnicodeAttribute(hash_key=True)


class InboxItem(Table):
    """One waiting change. `due` orders the index; `due_at` and `priority` are its parts, for conditions.
    `waiting_for` begins with the connection, for the index has no other partition. `noticed` is a way and a time."""

    class Meta:
        table_name = table_name("TABLE_INBOX")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_due = DueIndex()
    by_wait = WaitIndex()

    counter = NumberAttribute()
    due = UnicodeAttribute()
    due_at = UnicodeAttribute()
    priority = NumberAttribute()
    first_at = UnicodeAttribute()
    told_at = UnicodeAttribute(null=True)
    told_with = NumberAttribute(null=True)
    attempts = NumberAttribute(default=0)
    deleted_hint = BooleanAttribute(null=True)
    old_number = UnicodeAttribute(null=True)
    waiting_for = UnicodeAttribute(null=True)
    noticed = UnicodeAttribute(null=True)


def partition(connection: str, group: str) -> str:
    """The partition of one group."""
    return f"{connection}#{group}"


def due_text(priority: Priority | int, due_at: datetime | str) -> str:
    """The order of the index: stronger priorities first, then older times."""
    return f"{int(priority)}#{due_at if isinstance(due_at, str) else time_text(due_at)}"


def wait_key(connection: str, waiting_for: str) -> str:
    """What `waiting_for` holds."""
    return f"{connection}#{waiting_for}"
