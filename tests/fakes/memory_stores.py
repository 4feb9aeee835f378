"""All stores of one connection, in memory."""

from samspill.sync.ports import Stores
from tests.fakes.memory_breakers import MemoryBreakers
from tests.fakes.memory_cursors import MemoryCursors
from tests.fakes.memory_drifts import MemoryDrifts
from tests.fakes.memory_inbox import MemoryInbox
from tests.fakes.memory_journal import MemoryDecisions, MemoryJournal
from tests.fakes.memory_links import MemoryIntents, MemoryLinks


def memory_stores(connection_id: str) -> Stores:
    """New, empty stores that obey the same contract as the DynamoDB ones."""
    intents = MemoryIntents()
    return Stores(
        links=MemoryLinks(connection_id, intents),
        intents=intents,
        inbox=MemoryInbox(),
        journal=MemoryJournal(connection_id),
        cursors=MemoryCursors(),
        decisions=MemoryDecisions(connection_id),
        drifts=MemoryDrifts(),
        breakers=MemoryBreakers(),
    )
