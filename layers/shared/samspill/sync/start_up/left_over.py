"""What start-up could not finish, and what people ask for again: worked off like any other change."""

from collections.abc import Callable, Mapping, Sequence

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Desk, Finished, Later
from samspill.sync.start_up.payment_terms import make_terms
from samspill.sync.start_up.stock import settle_stock


def _stock(desk: Desk, ids: Sequence[str]) -> Mapping[RecordKey, Finished | Later]:
    """`ids` are Tripletex' of products."""
    pairs = desk.stores.links.by_ids(Kind.PRODUCT, Side.TRIPLETEX, ids)
    return settle_stock(desk, list(pairs.values())) if desk.connection.settings.start_up.stock else {}


def _payment_terms(desk: Desk, ids: Sequence[str]) -> Mapping[RecordKey, Finished | Later]:
    """`ids` are due rules."""
    return make_terms(desk, ids) if desk.connection.settings.start_up.payment_terms else {}


#: By kind: works on those ids; who is not in the answer has nothing left to do.
LEFT_OVER: Mapping[Kind, Callable[[Desk, Sequence[str]], Mapping[RecordKey, Finished | Later]]] = {
    Kind.STOCK: _stock,
    Kind.PAYMENT_TERMS: _payment_terms,
}
