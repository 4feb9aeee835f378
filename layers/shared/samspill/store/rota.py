"""How far a scheduled task came when its time ran out, so that its next run begins with those it did not reach."""

from samspill.store.tables.connections import ConnectionItem

_PARTITION = "rota"


class Rota:
    """One item a task, in the table `connections`."""

    def reached(self, task: str) -> str:
        """The id of the last connection that had its turn; empty when all had."""
        try:
            return ConnectionItem.get(_PARTITION, task, consistent_read=True).connection or ""
        except ConnectionItem.DoesNotExist:
            return ""

    def note(self, task: str, connection_id: str) -> None:
        """The last connection that had its turn; empty when all had."""
        ConnectionItem(_PARTITION, task, connection=connection_id).save()
