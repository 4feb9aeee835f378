"""The journal of one connection in DynamoDB: where each record stands, what happened, what is wrong."""

from samspill.store.fates import DynamoFates
from samspill.store.history import DynamoHistory
from samspill.store.problems import DynamoProblems


class DynamoJournal(DynamoFates, DynamoHistory, DynamoProblems):
    """See `samspill.sync.ports.Journal`."""
