"""Poll cursors of one connection, in memory."""

from samspill.model.kinds import Kind, Side


class MemoryCursors:
    """Cursors in a dict."""

    def __init__(self) -> None:
        self._cursors: dict[tuple[Kind, Side], str] = {}

    def get(self, kind: Kind, side: Side) -> str:
        return self._cursors.get((kind, side), "")

    def put(self, kind: Kind, side: Side, cursor: str) -> None:
        self._cursors[kind, side] = cursor
