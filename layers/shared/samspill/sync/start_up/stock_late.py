"""Stock that start-up has not booked before the connection went live. From then on the app counts what comes and
goes, so what Tripletex has is no figure to put on the shelf any more: what start-up was to add is added once a person
who sees all figures confirms it, and nothing else is. Only what was under way when it went live, an answer that got
lost, is finished by itself as long as nothing has moved.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from samspill.model.changes import RecordKey
from samspill.model.links import Link
from samspill.model.normalise import exact
from samspill.model.problems import Choice, Problem
from samspill.model.records import Product
from samspill.sync.case import Hold
from samspill.sync.desk import Desk

#: The problem that asks for the confirmation; the fact, of this and of all problems with stock, that says how much.
LATE, QUANTITY = "stock_late", "quantity"
#: So long after going live the same difference means that nothing has moved; later goods may have come and gone.
UNDER_WAY = timedelta(hours=1)
#: In a link's base on the app's side while its adjustment is a draft: the quantity. Once it counts, it is the stock.
DRAFT = "draft"


def noted(hold: Hold, quantity: Decimal) -> Hold:
    """The problem of a product, which keeps what was to be added: once the connection is live it is asked about."""
    return replace(hold, facts={QUANTITY: exact(quantity), **hold.facts})


def owed(
    desk: Desk,
    key: RecordKey,
    link: Link | None,
    shelves: Mapping[str, Product],
    missing: Decimal,
    choice: Choice | None,
) -> tuple[Decimal, Hold | None]:
    """What is to be added, and what asks a person first; None where nobody has to be asked.

    Until the connection is live that is what is `missing` now. Afterwards it is what start-up was to add, as its
    draft, its try or its problem tell; where it came to none of these, what is missing when the person is asked. An
    answer to another question confirms nothing, and is dropped."""
    if not desk.connection.live:
        return missing, None
    problem = desk.stores.journal.problem_of(key)
    quantity = _kept(desk, key, link, problem)
    due = missing if quantity is None else quantity
    if choice is Choice.CREATE and problem is not None and problem.code == LATE:
        return due, None
    under_way = quantity == missing and desk.clock() < _live_since(desk) + UNDER_WAY
    if under_way or not due:
        return due, None
    if choice is Choice.CREATE:
        desk.stores.decisions.drop(key)
    return due, noted(Hold(LATE, {name: exact(Decimal(each.stock or 0)) for name, each in shelves.items()}), due)


def _live_since(desk: Desk) -> datetime:
    return desk.connection.live_since or desk.connection.created_at


def _kept(desk: Desk, key: RecordKey, link: Link | None, problem: Problem | None) -> Decimal | None:
    intent = desk.stores.intents.open([key]).get(key)
    told = (
        link.app.base.get(DRAFT) if link is not None else None,
        intent.values.get(QUANTITY) if intent is not None else None,
        problem.facts.get(QUANTITY) if problem is not None else None,
    )
    return next((Decimal(str(each)) for each in told if each is not None), None)
