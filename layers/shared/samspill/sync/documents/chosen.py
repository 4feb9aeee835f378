"""What a person says a document is in Tripletex: the one with that number, whatever it comes to."""

from samspill.model.kinds import Kind
from samspill.model.links import LinkState
from samspill.model.records import Values
from samspill.model.settings_documents import InvoiceTarget
from samspill.sync.case import Hold
from samspill.sync.desk import PEER_LONGEST, Later
from samspill.sync.documents.crossing import Crossed, Crossing, base_of
from samspill.sync.documents.once import held_back, linking
from samspill.sync.documents.orders import TakenBack, take_back
from samspill.sync.documents.papers import ACCEPTED, FINGERPRINT, TARGET, TIED, is_ours, order_key, our_key
from samspill.sync.ports.documents import Invoice, Order


def link_chosen(crossing: Crossing) -> Crossed | Hold | Later:
    """Link the document with the one of that number; an order of ours that nothing was made of goes. Raises what the
    systems raise, and RevisionConflict."""
    desk, paper = crossing.desk, crossing.paper
    number = (paper.decision.partner if paper.decision is not None else None) or ""
    stops = desk.connection.settings.documents.invoice_target is InvoiceTarget.ORDER
    kind = Kind.ORDER if paper.key.kind is Kind.INVOICE and stops else paper.key.kind
    found = [each for each in _numbered(crossing, kind, number) if each.number == number]
    taken = desk.stores.links.by_ids(kind, paper.key.side.other, [each.id for each in found]) if found else {}
    free = [each for each in found if each.id not in taken and not _anothers(crossing, each)]
    ours = paper.order is not None and kind is Kind.ORDER and paper.order.tripletex.id in {each.id for each in found}
    if len(free) != 1 and not ours:
        return Hold("chosen_document_missing", {"other_number": number})
    if paper.order is not None and not ours and not _made_of(free[0], paper.order.tripletex.id):
        back = take_back(desk, paper, paper.order, "linked_with_another")
        if not isinstance(back, TakenBack):
            return back
    key = order_key(paper.key) if kind is Kind.ORDER else paper.key
    claim = held_back(desk, key)
    if claim is None:
        return Later(desk.clock() + PEER_LONGEST, counts=False)
    print_ = paper.fingerprint
    base: Values = {FINGERPRINT: print_, ACCEPTED: print_, TIED: crossing.tied, TARGET: kind.value}
    try:
        if ours and paper.order is not None:
            half = paper.order.app.model_copy(update={"base": {**paper.order.app.base, **base}})
            link = desk.stores.links.save(
                paper.order.model_copy(update={"app": half, "state": LinkState.LIVE, "gone_action": None})
            )
            desk.stores.intents.release(claim)
        else:
            link = desk.stores.links.add(linking(desk, key, base, free[0].id, base_of(free[0])), claim)
    except Exception:
        desk.stores.intents.give_back(claim, desk.clock())
        raise
    crossing.happened("linked", link, number)
    return Crossed(link)


def _numbered(crossing: Crossing, kind: Kind, number: str) -> list[Order] | list[Invoice]:
    books, party = crossing.books, crossing.parents.party
    if kind is Kind.ORDER:
        return books.orders_numbered(number, party)
    if kind is Kind.PURCHASE_ORDER:
        return books.purchase_orders_numbered(number, party)
    wanted = kind is Kind.CREDIT_NOTE
    return [each for each in books.invoices_numbered(number, party) if each.is_credit_note is wanted]


def _anothers(crossing: Crossing, thing: Order | Invoice) -> bool:
    """Whether it was made of another document, be it that nobody knows so yet."""
    if isinstance(thing, Order):
        return is_ours(thing.key) and thing.key != our_key(crossing.desk, crossing.paper.key)
    orders = (crossing.books.order(each) for each in thing.orders)
    return any(_anothers(crossing, order) for order in orders if order is not None)


def _made_of(thing: Order | Invoice, order: str) -> bool:
    return isinstance(thing, Invoice) and order in thing.orders
