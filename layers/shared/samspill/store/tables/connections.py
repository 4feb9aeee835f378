"""The table `connections`: each connection with its keys and secrets, and the claims that keep it unique."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from samspill.model.kinds import Kind, Side
from samspill.store.tables.table import Table, table_name


class AccountIndex(GlobalSecondaryIndex["ConnectionItem"]):  # type: ignore[no-untyped-call]
    """Connections by app account."""

    class Meta:
        index_name = "by_account"
        projection = AllProjection()

    account_key = UnicodeAttribute(hash_key=True)


class StatusIndex(GlobalSecondaryIndex["ConnectionItem"]):  # type: ignore[no-untyped-call]
    """Connections by status."""

    class Meta:
        index_name = "by_status"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class ReviewIndex(GlobalSecondaryIndex["ConnectionItem"]):  # type: ignore[no-untyped-call]
    """Connections about whose plan, or what was left over of it, a person is asked; longest first."""

    class Meta:
        index_name = "by_review"
        projection = AllProjection()

    review = UnicodeAttribute(hash_key=True)
    review_since = UnicodeAttribute(range_key=True)


class ConnectionItem(Table):
    """One of these, told apart by the sort key, in the partition of the connection:

    * `connection`: the connection itself (`data`), the only one that is in the indexes;
    * `keys` and `secret#<name>`: ciphertext;
    * `token#<name>`: a task token of the state machine;
    * `cursor#<kind>#<side>`: how far a register has been polled.

    A claim (`claim#...`, sort key `claim`) says which connection has a company or an app account. An item of the
    partition `rota` says which connection had the last turn in a scheduled task.
    """

    class Meta:
        table_name = table_name("TABLE_CONNECTIONS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_account = AccountIndex()
    by_status = StatusIndex()
    by_review = ReviewIndex()

    data = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)
    status = UnicodeAttribute(null=True)
    integration = UnicodeAttribute(null=True)
    account_key = UnicodeAttribute(null=True)
    review = UnicodeAttribute(null=True)
    review_since = UnicodeAttribute(null=True)

    ciphertext = BinaryAttribute(legacy_encoding=False, null=True)
    token = UnicodeAttribute(null=True)
    connection = UnicodeAttribute(null=True)
    cursor = UnicodeAttribute(null=True)


CONNECTION = "connection"
#: What `review` says of a connection that waits for one; others have none.
WAITS = "waits"
KEYS = "keys"
SECRETS = "secret#"
CLAIM = "claim"


def secret_key(name: str) -> str:
    """Sort key of a connection's secret."""
    return f"{SECRETS}{name}"


def token_key(name: str) -> str:
    """Sort key of a task token."""
    return f"token#{name}"


def cursor_key(kind: Kind, side: Side) -> str:
    """Sort key of a poll cursor."""
    return f"cursor#{kind.value}#{side.value}"


def company_claim(integration: str, company: str) -> str:
    """Partition of the claim on a Tripletex company."""
    return f"claim#company#{integration}#{company}"


def account_claim(account: str) -> str:
    """Partition of the claim on an app account, an `account_key`."""
    return f"claim#account#{account}"


def account_text(system: str, account: str) -> str:
    """The `account_key` of an app account."""
    return f"{system}#{account}"
