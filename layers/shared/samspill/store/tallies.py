"""Numbers that pages show, kept beside what they count: counting 50,000 links takes seconds.

What is counted is written first, its number afterwards and not in the same transaction, where workers of a connection
would stand in each other's way. So a process that ends between the two leaves a number wrong, until the daily
comparison has everything counted again.
"""

from collections.abc import Callable, Mapping

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.update import Action

from samspill.store.tables.journal import TALLIES, JournalItem
from samspill.store.tables.table import condition_failed

Counts = Mapping[str, int]


class Tally:
    """The numbers of one connection's links, or of its problems, by the name of what was counted."""

    def __init__(self, connection: str, name: str, count: Callable[[], Counts]) -> None:
        self._connection, self._sk, self._count = connection, f"{TALLIES}{name}", count

    def counts(self) -> dict[str, int]:
        """All that are above zero; what was never counted is counted now."""
        known = self._item()
        found = self.recount() if known is None else _numbers(known)
        return {name: number for name, number in found.items() if number > 0}

    def add(self, changes: Counts) -> None:
        """So many more of each. What was never counted stays uncounted."""
        actions: list[Action] = [
            JournalItem.tally[name].set((JournalItem.tally[name] | 0) + by) for name, by in changes.items() if by
        ]
        if not actions:
            return
        try:
            JournalItem(self._connection, self._sk).update(
                [*actions, JournalItem.revision.add(1)], condition=JournalItem.pk.exists()
            )
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def recount(self) -> Counts:
        """Count, and keep it unless something was added meanwhile, which may have been counted or not."""
        known = self._item()
        counted = self._count()
        revision = int(known.revision or 0) if known is not None else None
        item = JournalItem(self._connection, self._sk, tally=dict(counted), revision=(revision or 0) + 1)
        unchanged = JournalItem.pk.does_not_exist() if revision is None else JournalItem.revision == revision
        try:
            item.save(condition=unchanged)
        except PutError as error:
            if not condition_failed(error):
                raise
        return counted

    def _item(self) -> JournalItem | None:
        try:
            return JournalItem.get(self._connection, self._sk, consistent_read=True)
        except JournalItem.DoesNotExist:
            return None


def _numbers(item: JournalItem) -> dict[str, int]:
    return {name: int(number) for name, number in item.tally.attribute_values.items()}
