"""The table `sessions`: what is forgotten after a while: session tokens, locks, rate limit windows."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from samspill.store.tables.table import Table, table_name


class SessionItem(Table):
    """A session token (`ciphertext`), the lock on creating one (`until`) or a window's count (`used`).
    `expires` is when DynamoDB may delete it, in seconds since 1970; it does so late, so readers compare too."""

    class Meta:
        table_name = table_name("TABLE_SESSIONS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    ciphertext = BinaryAttribute(legacy_encoding=False, null=True)
    until = UnicodeAttribute(null=True)
    used = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
