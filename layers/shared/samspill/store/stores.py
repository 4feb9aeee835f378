"""All stores of one connection in DynamoDB."""

from samspill.store.breakers import DynamoBreakers
from samspill.store.cursors import DynamoCursors
from samspill.store.decisions import DynamoDecisions
from samspill.store.drifts import DynamoDrifts
from samspill.store.hours import DynamoLedger
from samspill.store.inbox import DynamoInbox
from samspill.store.intents import DynamoIntents
from samspill.store.journal import DynamoJournal
from samspill.store.links import DynamoLinks
from samspill.sync.ports import Stores


def dynamo_stores(connection_id: str) -> Stores:
    """The stores of `connection_id`. Making them costs nothing: they reach DynamoDB at the first call."""
    return Stores(
        links=DynamoLinks(connection_id),
        intents=DynamoIntents(connection_id),
        inbox=DynamoInbox(connection_id),
        journal=DynamoJournal(connection_id),
        cursors=DynamoCursors(connection_id),
        decisions=DynamoDecisions(connection_id),
        drifts=DynamoDrifts(connection_id),
        breakers=DynamoBreakers(connection_id),
        hours=DynamoLedger(connection_id),
    )
