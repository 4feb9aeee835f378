"""The table `records`: the last word on each record, what persons decided, breakers; one partition a connection."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.store.sort_keys import record_text
from samspill.store.tables.table import Table, table_name


class RecordItem(Table):
    """A fate, a decision or a kind's breaker (`data`), told apart by the sort key. `revision` guards a breaker."""

    class Meta:
        table_name = table_name("TABLE_RECORDS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    data = UnicodeAttribute()
    search = UnicodeAttribute(null=True)
    standing = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)


FATES = "fate#"
DECISIONS = "decision#"
BREAKERS = "breaker#"


def fate_key(key: RecordKey) -> str:
    """Sort key of a fate."""
    return f"{FATES}{record_text(key)}"


DRIFTS = "drift#"


def drift_key(kind: Kind) -> str:
    """Sort key of a kind's drift."""
    return f"{DRIFTS}{kind.value}"


def decision_key(key: RecordKey) -> str:
    """Sort key of a decision."""
    return f"{DECISIONS}{record_text(key)}"


def breaker_key(kind: Kind) -> str:
    """Sort key of a breaker."""
    return f"{BREAKERS}{kind.value}"
