"""The table `records`: the last word on each record, and what persons decided; one partition a connection."""

from pynamodb.attributes import UnicodeAttribute

from samspill.model.changes import RecordKey
from samspill.store.sort_keys import record_text
from samspill.store.tables.table import Table, table_name


class RecordItem(Table):
    """A fate or a decision (`data`), told apart by the sort key."""

    class Meta:
        table_name = table_name("TABLE_RECORDS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    data = UnicodeAttribute()
    search = UnicodeAttribute(null=True)
    standing = UnicodeAttribute(null=True)


FATES = "fate#"
DECISIONS = "decision#"


def fate_key(key: RecordKey) -> str:
    """Sort key of a fate."""
    return f"{FATES}{record_text(key)}"


def decision_key(key: RecordKey) -> str:
    """Sort key of a decision."""
    return f"{DECISIONS}{record_text(key)}"
