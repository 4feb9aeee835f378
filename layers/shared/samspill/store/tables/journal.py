"""The table `journal`: history, problems, refused attempts to connect. Only closed things have `expires`."""

from typing import Any

from pynamodb.attributes import MapAttribute, NumberAttribute, UnicodeAttribute

from samspill.model.changes import RecordKey
from samspill.store.sort_keys import record_text
from samspill.store.tables.table import Table, table_name


class JournalItem(Table):
    """One of these, told apart by the sort key, in the partition of its connection:

    * `entry#<record>#<time>...`: a line of history;
    * `problem#<opened at>#<record>`: an open problem; `revision` guards it; `ignored#...`: one that was put aside;
    * `current#<record>`: where that problem is (`at`): there is at most one;
    * `solved#<opened at>#<record>`: a solved problem;
    * `support#<what>`: support was asked about it; `code` is the reference;
    * `tally#<of what>`: how many links or open problems there are, by kind or reason (`store.tallies`).

    An attempt to connect lies in a partition of its integration.
    """

    class Meta:
        table_name = table_name("TABLE_JOURNAL")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    data = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)
    at = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    code = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)
    search = UnicodeAttribute(null=True)
    tally: MapAttribute[str, Any] = MapAttribute(null=True)  # type: ignore[no-untyped-call]
    expires = NumberAttribute(null=True)


PROBLEMS = "problem#"
IGNORED = "ignored#"
SOLVED = "solved#"
CURRENT = "current#"
SUPPORT = "support#"
TALLIES = "tally#"


def current_key(key: RecordKey) -> str:
    """Sort key of the item that says where a record's problem is."""
    return f"{CURRENT}{record_text(key)}"


def history_of(key: RecordKey) -> str:
    """What the sort keys of a record's history begin with."""
    return f"entry#{record_text(key)}#"
