"""The table `links`: pairs, their sides, and intents to create; one partition a connection and kind. That of hours
is their ledger (`store.tables.hours`)."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from samspill.model.kinds import Kind, Side
from samspill.store.tables.table import Table, table_name


class LinkItem(Table):
    """A pair (`data` is the link), one side of it (`link` is its id) or an intent (`data` are the values it is to
    create), told apart by the sort key."""

    class Meta:
        table_name = table_name("TABLE_LINKS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    data = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)
    tripletex_id = UnicodeAttribute(null=True)
    app_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute(null=True)

    link = UnicodeAttribute(null=True)

    intent = UnicodeAttribute(null=True)
    attempt = NumberAttribute(null=True)
    fence = NumberAttribute(null=True)
    lease_until = UnicodeAttribute(null=True)
    first_at = UnicodeAttribute(null=True)


PAIRS = "pair#"


def partition(connection: str, kind: Kind) -> str:
    """The partition of a connection's links of one kind."""
    return f"{connection}#{kind.value}"


def pair_key(link_id: str) -> str:
    """Sort key of the pair."""
    return f"{PAIRS}{link_id}"


def sides(side: Side) -> str:
    """What the sort keys of all sides items of `side` begin with."""
    return f"side#{side.value}#"


def side_key(side: Side, record_id: str) -> str:
    """Sort key of one side: that it exists means that the record is linked."""
    return f"{sides(side)}{record_id}"


def intent_key(side: Side, record_id: str) -> str:
    """Sort key of the intent for a source record."""
    return f"intent#{side.value}#{record_id}"
