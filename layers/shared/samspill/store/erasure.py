"""Deleting all that is stored of a connection, when its owner asks for it."""

from pynamodb.models import Model

from samspill.model.kinds import GROUPS, Kind
from samspill.store.tables import inbox, links
from samspill.store.tables.connections import ConnectionItem
from samspill.store.tables.inbox import InboxItem
from samspill.store.tables.journal import JournalItem
from samspill.store.tables.links import LinkItem
from samspill.store.tables.records import RecordItem


def erase(connection_id: str) -> None:
    """Delete every item of the connection, itself last, so that a run that broke off can be repeated."""
    for kind in Kind:
        _empty(LinkItem, links.partition(connection_id, kind))
    for group in sorted(set(GROUPS.values())):
        _empty(InboxItem, inbox.partition(connection_id, group))
    for model in (RecordItem, JournalItem, ConnectionItem):
        _empty(model, connection_id)


def _empty(model: type[Model], partition: str) -> None:
    keys = model.query(partition, attributes_to_get=["pk", "sk"], consistent_read=True)
    with model.batch_write() as batch:
        for item in keys:
            batch.delete(item)
