"""References of what somebody asked support about: one for each thing asked, in the journal of its connection."""

from datetime import datetime, timedelta

from pynamodb.exceptions import PutError

from samspill.store.tables.journal import SUPPORT, JournalItem
from samspill.store.tables.table import condition_failed

#: As long as history is.
KEPT = timedelta(days=400)


class SupportStore:
    """By connection and what was asked about: the id of a problem, or any other name."""

    def refer(self, connection: str, about: str, reference: str, now: datetime) -> str:
        """The reference it has: the one of before, else `reference`. Of two who ask at a time both get the same."""
        item = JournalItem(connection, f"{SUPPORT}{about}", code=reference, expires=int((now + KEPT).timestamp()))
        try:
            item.save(condition=JournalItem.pk.does_not_exist())
        except PutError as error:
            if not condition_failed(error):
                raise
            return self.reference(connection, about) or reference
        return reference

    def reference(self, connection: str, about: str) -> str | None:
        """The reference it has; None when nobody has asked about it."""
        try:
            return JournalItem.get(connection, f"{SUPPORT}{about}", consistent_read=True).code
        except JournalItem.DoesNotExist:
            return None
