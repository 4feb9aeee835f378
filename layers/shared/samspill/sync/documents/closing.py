"""An order whose invoice was found, not made: it may still be open, and somebody could make a second invoice of it.

The invoice is linked first, with a mark that stays until its order is closed: what cuts that off or refuses it keeps
nobody from knowing the invoice.
"""

from samspill.exceptions import DataRefused
from samspill.model.links import Link
from samspill.model.records import Values
from samspill.sync.case import Hold
from samspill.sync.desk import Desk
from samspill.sync.documents.peers import books

_OPEN = "order_open"
#: What the link of such an invoice keeps besides.
LEFT_OPEN: Values = {_OPEN: True}


def closed(desk: Desk, link: Link) -> tuple[Link, Hold | None]:
    """The link once the order is closed, or why it is not. Raises what the systems raise, and RevisionConflict."""
    base = link.app.base
    if not base.get(_OPEN):
        return link, None
    order = books(desk).order(str(base["order"]))
    if order is not None and not order.closed:
        desk.guard()
        try:
            books(desk).close_order(order)
        except DataRefused as error:
            return link, Hold("order_left_open", {"other_number": order.number}, technical=error.message)
    half = link.app.model_copy(update={"base": {name: base[name] for name in base if name != _OPEN}})
    return desk.stores.links.save(link.model_copy(update={"app": half})), None
