"""The ledger of hours in DynamoDB: days, whose entries and rows they are, and which of them nobody has sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from samspill.exceptions import Bug, RevisionConflict
from samspill.model.hours import Day, DayLedger, RowKey
from samspill.store.tables.hours import TOUCHED, day_key, days_of_week, entry_key, partition, row_key, touched_key
from samspill.store.tables.links import LinkItem
from samspill.store.tables.table import condition_failed, transact
from samspill.sync.ports.hours import RowClaimed

#: A transaction takes a hundred items; the day itself and its mark of being touched are two.
_AT_ONCE = 98
_PAGE = 200


@dataclass(frozen=True)
class _Beside:
    """An item that changes with its day: one of `entry`, `claimed` and `freed`."""

    entry: str | None = None
    claimed: RowKey | None = None
    freed: RowKey | None = None


class DynamoLedger:
    """The ledger of one connection; see `samspill.sync.ports.hours.Ledger`.

    A day with more new entries and rows than one transaction takes is saved in several steps. Each leaves a day that
    has exactly the rows it has claimed, so whoever comes after a crash goes on from what there is.
    """

    def __init__(self, connection: str) -> None:
        self._pk = partition(connection)

    def days(self, days: Sequence[Day]) -> dict[Day, DayLedger]:
        items = LinkItem.batch_get([(self._pk, day_key(day)) for day in dict.fromkeys(days)], consistent_read=True)
        ledgers = [_ledger(item) for item in items]
        return {ledger.day: ledger for ledger in ledgers}

    def save(self, before: DayLedger | None, after: DayLedger) -> DayLedger:
        stands = before if before is not None else DayLedger(day=after.day)
        fresh = before is None
        changes = _beside(stands, after)
        while len(changes) > _AT_ONCE:
            portion, changes = changes[:_AT_ONCE], changes[_AT_ONCE:]
            stands, fresh = self._write(stands, _with(stands, after, portion), portion, fresh=fresh), False
        return self._write(stands, after, changes, fresh=fresh)

    def days_of(self, entries: Sequence[str]) -> dict[str, Day]:
        keys = {entry_key(entry): entry for entry in entries}
        items = LinkItem.batch_get([(self._pk, key) for key in keys], consistent_read=True)
        return {keys[item.sk]: _owner(item) for item in items}

    def owners(self, rows: Sequence[RowKey]) -> dict[RowKey, Day]:
        keys = {row_key(key): key for key in rows}
        items = LinkItem.batch_get([(self._pk, sk) for sk in keys], consistent_read=True)
        return {keys[item.sk]: _owner(item) for item in items}

    def week(self, week: str, employee: str | None = None) -> Iterator[DayLedger]:
        begin = LinkItem.sk.startswith(days_of_week(week, employee))
        return (_ledger(item) for item in LinkItem.query(self._pk, begin, consistent_read=True, page_size=_PAGE))

    def touched(self) -> Iterator[Day]:
        items = LinkItem.query(self._pk, LinkItem.sk.startswith(TOUCHED), consistent_read=True, page_size=_PAGE)
        return (_owner(item) for item in items)

    def _write(self, before: DayLedger, after: DayLedger, beside: Sequence[_Beside], *, fresh: bool) -> DayLedger:
        saved = after.model_copy(update={"revision": before.revision + 1})
        item = LinkItem(
            self._pk, day_key(saved.day), data=saved.model_dump_json(), revision=saved.revision
        )  # fmt: skip
        as_read: Condition = LinkItem.pk.does_not_exist() if fresh else LinkItem.revision == before.revision
        if not beside and before.touched == after.touched:
            try:
                item.save(condition=as_read)
            except PutError as error:
                if not condition_failed(error):
                    raise
                raise RevisionConflict("the day was saved by somebody else") from error
            return saved

        def build(transaction: TransactWrite) -> None:
            transaction.save(item, condition=as_read)
            self._touch(transaction, before, after)
            for each in beside:
                self._move(transaction, str(saved.day), each)

        try:
            transact(build)
        except RevisionConflict:
            self._tell_of_claims(before, [each.claimed for each in beside if each.claimed is not None], fresh=fresh)
            raise
        return saved

    def _touch(self, transaction: TransactWrite, before: DayLedger, after: DayLedger) -> None:
        mark = LinkItem(self._pk, touched_key(after.day), link=str(after.day))
        if after.touched:
            transaction.save(mark)
        elif before.touched:
            transaction.delete(mark)

    def _move(self, transaction: TransactWrite, day: str, each: _Beside) -> None:
        """An entry's item is never removed: the entry may have come to another day in the meantime."""
        if each.entry is not None:
            transaction.save(LinkItem(self._pk, entry_key(each.entry), link=day))
        free: Condition = LinkItem.pk.does_not_exist() | (LinkItem.link == day)
        if each.claimed is not None:
            transaction.save(LinkItem(self._pk, row_key(each.claimed), link=day), condition=free)
        if each.freed is not None:
            transaction.delete(LinkItem(self._pk, row_key(each.freed)), condition=free)

    def _tell_of_claims(self, before: DayLedger, claimed: Sequence[RowKey], *, fresh: bool) -> None:
        """Raise RowClaimed when that is why the day, still as it was read, could not be saved."""
        stored = self.days([before.day]).get(before.day)
        if (stored is None) is not fresh or (stored is not None and stored.revision != before.revision):
            return
        for item in LinkItem.batch_get([(self._pk, row_key(key)) for key in claimed], consistent_read=True):
            if (owner := _owner(item)) != before.day:
                raise RowClaimed(owner)


def _beside(before: DayLedger, after: DayLedger) -> list[_Beside]:
    """What changes with the day. Entries first: one that stands in a row, but is not told of, would never be."""
    had, has = {row.key for row in before.rows}, {row.key for row in after.rows}
    return [
        *(_Beside(entry=entry) for entry in sorted(after.entries - before.entries)),
        *(_Beside(claimed=row.key) for row in after.rows if row.key not in had),
        *(_Beside(freed=row.key) for row in before.rows if row.key not in has),
    ]


def _with(stands: DayLedger, after: DayLedger, portion: Sequence[_Beside]) -> DayLedger:
    """The day with so much of what is to change."""
    claimed, freed = {each.claimed for each in portion}, {each.freed for each in portion}
    kept = [row for row in stands.rows if row.key not in freed]
    return stands.model_copy(update={"rows": (*kept, *(row for row in after.rows if row.key in claimed))})


def _ledger(item: LinkItem) -> DayLedger:
    if item.data is None:
        raise Bug(f"no day: {item.sk}")
    return DayLedger.model_validate_json(item.data)


def _owner(item: LinkItem) -> Day:
    if item.link is None:
        raise Bug(f"of no day: {item.sk}")
    return Day.parse(item.link)
