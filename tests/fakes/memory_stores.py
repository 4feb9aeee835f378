"""All stores of one connection, in memory."""

from collections.abc import Callable

from samspill.model.changes import RecordKey
from samspill.sync.ports import Stores
from tests.fakes.memory_breakers import MemoryBreakers
from tests.fakes.memory_cursors import MemoryCursors
from tests.fakes.memory_drifts import MemoryDrifts
from tests.fakes.memory_inbox import MemoryInbox
from tests.fakes.memory_journal import MemoryDecisions, MemoryJournal
from tests.fakes.memory_ledger import MemoryLedger
from tests.fakes.memory_links import MemoryIntents, MemoryLinks


def memory_stores(connection_id: str, *, meant: Callable[[RecordKey], RecordKey] = lambda key: key) -> Stores:
    """New, empty stores that obey the same contract as the DynamoDB ones. `meant`: whose key that is, for what they
    remember for tests alone."""
    intents = MemoryIntents(meant)
    return Stores(
        links=MemoryLinks(connection_id, intents, meant),
        intents=intents,
        inbox=MemoryInbox(),
        journal=MemoryJournal(connection_id, meant),
        cursors=MemoryCursors(),
        decisions=MemoryDecisions(connection_id),
        drifts=MemoryDrifts(),
        breakers=MemoryBreakers(),
        hours=MemoryLedger(),
    )
