"""A purchase order: one step, a purchase order in Tripletex that carries our key. Companies without the module keep
theirs in the app and are told so."""

from dataclasses import replace

from samspill.sync.case import Hold
from samspill.sync.desk import Later
from samspill.sync.documents.crossing import Crossed, Crossing
from samspill.sync.documents.drafting import Drafted, draft
from samspill.sync.documents.once import Made, once
from samspill.sync.documents.orders import order_step

#: What keeps purchase orders from a company, and nothing else of its connection.
LACKING = frozenset({"module_missing"})


def cross_purchase_order(crossing: Crossing) -> Crossed | Hold | Later:
    """Make the purchase order. Raises what the systems raise."""
    drafted = draft(crossing)
    if not isinstance(drafted, Drafted):
        return drafted
    key, to_books = crossing.paper.key, crossing.books
    step = order_step(crossing, key, drafted, to_books.create_purchase_order, to_books.find_purchase_orders)
    made = once(crossing.desk, replace(step, lacking=LACKING), insist=crossing.insists)
    if not isinstance(made, Made):
        return made
    crossing.happened("linked" if made.found else "created", made.link, made.thing.number)
    return Crossed(made.link)
