"""The table `sessions`: what is forgotten after a while: session tokens, locks, rate limit windows, what was handed
out to customers (tokens and mailed links), onboardings, links that were asked for, how connections are doing."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from samspill.store.tables.table import Table, table_name


class SessionItem(Table):
    """A session token (`ciphertext`), the lock on creating one (`until`), a window's count (`used`), a ticket (the
    `digest` of a secret, its holder as `data`), an onboarding (`data`, `revision`, its keys as `ciphertext`), the
    place of one under its e-mail address, a link that was asked for (`data`), or how a connection is doing (`data`,
    `search` for what it is found by; its place among all as `until`).

    `expires` is when DynamoDB may delete it, in seconds since 1970; it does so late, so readers compare too."""

    class Meta:
        table_name = table_name("TABLE_SESSIONS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    ciphertext = BinaryAttribute(legacy_encoding=False, null=True)
    until = UnicodeAttribute(null=True)
    used = NumberAttribute(null=True)
    digest = UnicodeAttribute(null=True)
    data = UnicodeAttribute(null=True)
    search = UnicodeAttribute(null=True)
    revision = NumberAttribute(null=True)
    expires = NumberAttribute(null=True)
