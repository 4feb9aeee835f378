"""Breakers in DynamoDB: one item a kind, guarded by its revision, so that two workers count together."""

from pynamodb.exceptions import PutError

from samspill.exceptions import RevisionConflict
from samspill.model.breakers import Breaker
from samspill.model.kinds import Kind
from samspill.store.tables.records import BREAKERS, RecordItem, breaker_key
from samspill.store.tables.table import condition_failed


class DynamoBreakers:
    """Breakers of one connection; see `samspill.sync.ports.Breakers`."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def get(self, kind: Kind) -> Breaker:
        try:
            item = RecordItem.get(self._connection, breaker_key(kind), consistent_read=True)
        except RecordItem.DoesNotExist:
            return Breaker(kind=kind)
        return Breaker.model_validate_json(item.data)

    def all(self) -> list[Breaker]:
        items = RecordItem.query(self._connection, RecordItem.sk.startswith(BREAKERS), consistent_read=True)
        return [Breaker.model_validate_json(item.data) for item in items]

    def save(self, breaker: Breaker) -> Breaker:
        saved = breaker.model_copy(update={"revision": breaker.revision + 1})
        item = RecordItem(
            self._connection, breaker_key(breaker.kind), data=saved.model_dump_json(), revision=saved.revision
        )
        unchanged = RecordItem.revision == breaker.revision if breaker.revision else RecordItem.pk.does_not_exist()
        try:
            item.save(condition=unchanged)
        except PutError as error:
            if not condition_failed(error):
                raise
            raise RevisionConflict("the breaker was saved by somebody else") from error
        return saved

    def drop(self, kind: Kind) -> None:
        RecordItem(self._connection, breaker_key(kind)).delete()
