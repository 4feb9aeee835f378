"""Links in DynamoDB: a pair and its two sides, written in one transaction."""

from collections.abc import Iterator, Sequence

from pynamodb.exceptions import PutError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from samspill.exceptions import Bug
from samspill.model.kinds import DOCUMENTS, RECORDS, Kind, Side
from samspill.model.links import Link, LinkState
from samspill.store.tables.links import PAIRS, LinkItem, intent_key, pair_key, partition, side_key, sides
from samspill.store.tables.table import condition_failed, transact
from samspill.store.tallies import Tally
from samspill.sync.ports import Claim

_PAGE = 200


class DynamoLinks:
    """Links of one connection; see `samspill.sync.ports.Links`.

    The side items make it impossible to link an id twice within a kind: each is put on condition that it does
    not exist, in the transaction that writes the pair.
    """

    def __init__(self, connection: str) -> None:
        self._connection = connection
        self._tally = Tally(connection, "links", self._counted)

    def by_ids(self, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
        pk = partition(self._connection, kind)
        side_items = LinkItem.batch_get([(pk, side_key(side, i)) for i in ids], consistent_read=True)
        pair_keys = [(pk, pair_key(item.link)) for item in side_items if item.link is not None]
        links = (_link(item) for item in LinkItem.batch_get(pair_keys, consistent_read=True))
        # Between the two reads a pair may have moved to another id: then it is no longer the answer.
        return {link.half(side).id: link for link in links if link.half(side).id in set(ids)}

    def add(self, link: Link, claim: Claim | None = None) -> Link:
        self._check(link)

        def build(transaction: TransactWrite) -> None:
            transaction.save(_pair(link), condition=LinkItem.pk.does_not_exist())
            for side in Side:
                transaction.save(_side(link, side), condition=LinkItem.pk.does_not_exist())
            if claim is not None:
                intent = LinkItem(
                    partition(self._connection, claim.key.kind), intent_key(claim.key.side, claim.key.id)
                )
                mine = (LinkItem.intent == claim.id) & (LinkItem.fence == claim.fence)
                transaction.delete(intent, condition=mine)

        transact(build)
        self._tally.add(_live(link, 1))
        return link

    def save(self, link: Link) -> Link:
        self._check(link)
        saved = link.model_copy(update={"revision": link.revision + 1})
        try:
            _pair(saved).save(condition=_as_read(link) & (LinkItem.state == link.state.value))
        except PutError as error:
            if not condition_failed(error):
                raise
            self._save_with_state(link, saved)
        return saved

    def rekey(self, side: Side, moves: Sequence[tuple[Link, str]]) -> list[Link]:
        for link, _ in moves:
            self._check(link)
        leaving = {link.half(side).id: link for link, _ in moves}
        arriving = {new: _rekeyed(link, side, new) for link, new in moves}

        def build(transaction: TransactWrite) -> None:
            for link, new in moves:
                transaction.save(_pair(arriving[new]), condition=_as_read(link))
            for new, link in arriving.items():
                before = leaving.get(new)
                free = LinkItem.pk.does_not_exist() if before is None else LinkItem.link == before.id
                transaction.save(_side(link, side), condition=free)
            for old, link in leaving.items():
                if old not in arriving:
                    transaction.delete(_side(link, side), condition=LinkItem.link == link.id)

        transact(build)
        return [arriving[new] for _, new in moves]

    def remove(self, link: Link) -> None:
        self._check(link)

        def build(transaction: TransactWrite) -> None:
            transaction.delete(_pair(link), condition=_as_read(link))
            for side in Side:
                transaction.delete(_side(link, side), condition=LinkItem.link == link.id)

        transact(build)
        self._tally.add(_live(link, -1))

    def all(self, kind: Kind, after: str = "") -> Iterator[Link]:
        pk = partition(self._connection, kind)
        items = LinkItem.query(
            pk,
            LinkItem.sk.startswith(PAIRS),
            consistent_read=True,
            page_size=_PAGE,
            last_evaluated_key={"pk": {"S": pk}, "sk": {"S": pair_key(after)}} if after else None,
        )
        return (_link(item) for item in items)

    def count(self) -> dict[Kind, int]:
        return {Kind(kind): number for kind, number in self._tally.counts().items()}

    def recount(self) -> None:
        """Count all links anew for whoever asks `count`."""
        self._tally.recount()

    def live(self, kind: Kind) -> int:
        return LinkItem.count(
            partition(self._connection, kind),
            LinkItem.sk.startswith(sides(Side.TRIPLETEX)),
            filter_condition=LinkItem.state == LinkState.LIVE.value,
        )

    def _counted(self) -> dict[str, int]:
        counts = {kind.value: self.live(kind) for kind in sorted(RECORDS | DOCUMENTS)}
        return {kind: count for kind, count in counts.items() if count}

    def _save_with_state(self, link: Link, saved: Link) -> None:
        """Save a link whose state changed: its side items tell it too. Raises RevisionConflict."""

        def build(transaction: TransactWrite) -> None:
            transaction.save(_pair(saved), condition=_as_read(link))
            for side in Side:
                transaction.save(_side(saved, side), condition=LinkItem.link == link.id)

        transact(build)
        self._tally.add({saved.kind.value: 1 if saved.state is LinkState.LIVE else -1})

    def _check(self, link: Link) -> None:
        if link.connection != self._connection:
            raise Bug(f"link {link.id} belongs to another connection")


def _live(link: Link, by: int) -> dict[str, int]:
    """What the link changes of the number of live ones."""
    return {link.kind.value: by} if link.state is LinkState.LIVE else {}


def _pair(link: Link) -> LinkItem:
    return LinkItem(
        partition(link.connection, link.kind),
        pair_key(link.id),
        data=link.model_dump_json(),
        revision=link.revision,
        tripletex_id=link.tripletex.id,
        app_id=link.app.id,
        state=link.state.value,
    )


def _as_read(link: Link) -> Condition:
    """The stored pair is still of that revision and of those two records."""
    ids: Condition = (LinkItem.tripletex_id == link.tripletex.id) & (LinkItem.app_id == link.app.id)
    unchanged: Condition = ids & (LinkItem.revision == link.revision)
    return unchanged


def _rekeyed(link: Link, side: Side, record_id: str) -> Link:
    moved = link.with_half(side, link.half(side).moved(record_id))
    return moved.model_copy(update={"revision": link.revision + 1})


def _side(link: Link, side: Side) -> LinkItem:
    pk = partition(link.connection, link.kind)
    return LinkItem(pk, side_key(side, link.half(side).id), link=link.id, state=link.state.value)


def _link(item: LinkItem) -> Link:
    if item.data is None:
        raise Bug(f"no pair: {item.sk}")
    return Link.model_validate_json(item.data)
