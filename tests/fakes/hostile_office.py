"""An office on a bad day: books that lose answers; see `bad_day`."""

from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.settings_documents import DocumentSettings
from samspill.sync.desk import PEER_LONGEST
from samspill.sync.polling import POLL
from tests.fakes.bad_day import BadDay
from tests.fakes.hostile_books import HostileBooks
from tests.fakes.office import Office


class HostileOffice(BadDay, Office):
    """Its books answer badly."""

    def __init__(self, settings: DocumentSettings) -> None:
        self.hostile = HostileBooks(lambda: self.now, PEER_LONGEST)
        super().__init__(settings, books=self.hostile)
        self.begin_badly({Side.TRIPLETEX: self.hostile})

    def look(self, kind: Kind, *, at_all: bool) -> None:
        """A poll, or a complete look, becomes due."""
        side, what = (Side.TRIPLETEX, EVERYTHING) if at_all else (Side.APP, POLL)
        key = RecordKey(kind=kind, side=side, id=what)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.RECONCILE)

    def look_at_all(self) -> None:
        """Complete looks, worked off."""
        for kind in self.desk.integration.registers(self.connection.settings):
            self.look(kind, at_all=True)
        self.settle()
