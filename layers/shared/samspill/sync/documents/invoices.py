"""An invoice: first an order that carries our key, then the invoice of it, unless the settings stop at the order.

the order does not come to the document's totals     -> taken back; made anew with a line for rounding, or held
the order is not there, or not as we left it         -> a person's doing: a person decides
somebody made an invoice of it                       -> linked when it comes to the same, else a person decides
"""

from dataclasses import dataclass
from decimal import Decimal

from samspill.model.kinds import Kind
from samspill.model.links import Link
from samspill.model.records import Values
from samspill.model.settings_documents import InvoiceTarget
from samspill.sync.case import Hold
from samspill.sync.desk import Later
from samspill.sync.documents.closing import LEFT_OPEN
from samspill.sync.documents.crossing import Crossed, Crossing, base_of, differing, differs, is_untouched
from samspill.sync.documents.drafting import Drafted, draft, made_up
from samspill.sync.documents.once import Made, Step, linked_to, once
from samspill.sync.documents.orders import (
    TakenBack,
    finish,
    invoice_values,
    is_invoice,
    make_order,
    take_back,
)
from samspill.sync.documents.papers import CORRECTED, ROUNDING, order_key
from samspill.sync.ports.documents import Invoice, Issue, Order

#: Why an order is taken back; outlives a crash in between.
TOTALS_DIFFER = "totals_differ"


def cross_invoice(crossing: Crossing) -> Crossed | Hold | Later:
    """Make of an invoice what the settings say. Raises what the systems raise, and RevisionConflict."""
    stops = crossing.desk.connection.settings.documents.invoice_target is InvoiceTarget.ORDER
    return through_order(crossing, Kind.ORDER if stops else Kind.INVOICE)


@dataclass(frozen=True)
class Ordered:
    """An order that comes to the document's totals; `order` is None while nobody has read it again."""

    link: Link
    order: Order | None


def through_order(crossing: Crossing, target: Kind, credits_id: str | None = None) -> Crossed | Hold | Later:
    """Make the document's order, and of that `target`; with `credits_id` a credit note for that invoice."""
    link = crossing.paper.order
    ordered = _fitting(crossing, link, None) if link is not None else _ordered(crossing, draft(crossing))
    if not isinstance(ordered, Ordered):
        return ordered
    if target is Kind.ORDER:
        return finish(crossing.desk, crossing.paper, ordered.link)
    order = ordered.order or crossing.books.order(ordered.link.tripletex.id)
    if order is None:
        return Hold("order_deleted_in_tripletex", {"other_number": str(ordered.link.tripletex.base["number"])})
    if not order.invoiced and not is_untouched(order, ordered.link):
        return Hold("order_changed_in_tripletex", {"other_number": order.number})
    expected = ordered if order.invoiced else _expected(crossing, ordered.link, order)
    if not isinstance(expected, Ordered):
        return expected
    return _invoice(crossing, expected.link, expected.order or order, credits_id)


def _expected(crossing: Crossing, link: Link, order: Order) -> Ordered | Crossed | Hold | Later:
    """The order, if an invoice of it comes to the document's totals as far as is known now."""
    if base_of(order) == link.tripletex.base:
        return Ordered(link, order)
    half = link.tripletex.model_copy(update={"base": base_of(order)})
    return _fitting(crossing, crossing.desk.stores.links.save(link.model_copy(update={"tripletex": half})), order)


def _ordered(crossing: Crossing, drafted: Drafted | Hold) -> Ordered | Crossed | Hold | Later:
    made = make_order(crossing, drafted) if isinstance(drafted, Drafted) else drafted
    return _fitting(crossing, made.link, made.thing) if isinstance(made, Made) else made


def _fitting(crossing: Crossing, link: Link, order: Order | None) -> Ordered | Crossed | Hold | Later:
    """The order, if it comes to the document's totals. If not it is taken back, also when that was begun before, and,
    where a line may make up for what Tripletex computed otherwise than was expected, made again with that: once."""
    difference = differing(crossing.document, link)
    if difference is None:
        return Ordered(link, order)
    taken = take_back(crossing.desk, crossing.paper, link, TOTALS_DIFFER)
    if not isinstance(taken, TakenBack):
        return taken
    if link.app.base.get(CORRECTED):
        return differs(TOTALS_DIFFER, crossing.document, difference)
    rounded = Decimal(str(link.app.base.get(ROUNDING) or 0))
    return _ordered(crossing, made_up(crossing, difference, rounded))


def _invoice(crossing: Crossing, link: Link, order: Order, credits_id: str | None) -> Crossed | Hold | Later:
    document, settings = crossing.document, crossing.desk.connection.settings.documents
    issue = Issue(
        day=document.day,
        due=document.due,
        number=document.number if settings.keep_number and credits_id is None else None,
        send=settings.send,
        send_method=settings.send_method.value if settings.send and settings.send_method else None,
        credits=credits_id,
    )

    def still() -> bool:
        now = linked_to(crossing.desk, order_key(crossing.paper.key))
        return now is not None and (now.id, now.state) == (link.id, link.state)

    step = Step[Invoice](
        key=crossing.paper.key,
        values=invoice_values(link),
        make=lambda: crossing.books.create_invoice(order, issue),
        look=lambda sent: _invoices_of(crossing, order, sent),
        is_it=lambda invoice, sent: order.id in invoice.orders and is_invoice(invoice, sent),
        id_of=lambda invoice: invoice.id,
        number_of=lambda invoice: invoice.number,
        base_of=base_of,
        if_found=LEFT_OPEN,
        look_first=order.invoiced,
        still=still,
        others="invoiced_otherwise",
    )
    made = once(crossing.desk, step)
    return arrived(crossing, made) if isinstance(made, Made) else made


def _invoices_of(crossing: Crossing, order: Order, sent: Values) -> list[Invoice]:
    """Also those of the order that was sent, should the document have another one by now."""
    before = crossing.books.order(str(sent["order"])) if sent["order"] != order.id else None
    orders = [each for each in (order, before) if each is not None]
    return [invoice for each in orders for invoice in crossing.books.invoices_of(each)]


def arrived(crossing: Crossing, made: Made[Invoice]) -> Crossed:
    """It is made and can no longer be taken back."""
    crossing.happened("linked" if made.found else "created", made.link, made.thing.number)
    return Crossed(made.link)
