"""Counting anew what is kept as a number."""

from samspill.store.links import DynamoLinks
from samspill.store.problems import DynamoProblems


def recount(connection: str) -> None:
    """All numbers of a connection; reads all its links and open problems."""
    DynamoLinks(connection).recount()
    DynamoProblems(connection).recount()
