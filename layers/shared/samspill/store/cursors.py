"""How far each register has been polled: one item a kind and side, beside the connection it belongs to."""

from samspill.model.kinds import Kind, Side
from samspill.store.tables.connections import ConnectionItem, cursor_key


class DynamoCursors:
    """Cursors of one connection; see `samspill.sync.ports.Cursors`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def get(self, kind: Kind, side: Side) -> str:
        try:
            return ConnectionItem.get(self._connection, cursor_key(kind, side), consistent_read=True).cursor or ""
        except ConnectionItem.DoesNotExist:
            return ""

    def put(self, kind: Kind, side: Side, cursor: str) -> None:
        ConnectionItem(self._connection, cursor_key(kind, side), cursor=cursor).save()
