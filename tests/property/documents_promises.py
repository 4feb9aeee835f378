"""What must hold of documents in the end, whatever happened."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.settings_documents import Differences, InvoiceTarget
from samspill.model.totals import MOST_ROUNDED
from samspill.sync.documents.papers import ACCEPTED, order_key
from samspill.sync.ports.documents import Invoice, Order
from tests.fakes.hostile_office import HostileOffice
from tests.fakes.office import key_of
from tests.property.documents_ledger import DocumentsLedger

#: What may keep a document from arriving although nobody touched it: the machine refuses, and loses answers.
EXCUSED = ("create_uncertain", "data_refused", "period_closed")


def broken_promises(office: HostileOffice, ledger: DocumentsLedger) -> dict[str, list[str]]:
    """Each promise with what breaks it."""
    return {
        "twice": [*_orders_twice(office, ledger), *_invoiced_twice(office, ledger), *_linked_twice(office)],
        "credited more than once": list(_credited_too_much(office)),
        "of nobody": list(_of_nobody(office, ledger)),
        "sent": [] if ledger.sends else list(office.books.sent),
        "more than an order": list(_invoiced_although_orders_were_all(office, ledger)),
        "other totals": list(_other_totals(office)),
        "deleted": sorted(set(office.books.deleted) & office.books.by_hand),
        "unexplained": list(_unexplained(office)),
        "did not arrive": [*_did_not_arrive(office, ledger), *_credits_that_did_not_arrive(office, ledger)],
    }


def _orders_twice(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """Orders of ours that carry the same key."""
    made = [*office.books.orders.values(), *office.books.purchases.values()]
    for key, count in Counter(each.key for each in made if each.id not in office.books.by_hand).items():
        if key and count > ledger.may_stand(key.rsplit(":", 1)[-1]):
            yield f"{key} x {count}"


def _invoiced_twice(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """Documents of which we made more than one invoice or credit note."""
    made = [each for each in office.books.invoices.values() if each.id not in office.books.by_hand and each.orders]
    for owner, count in Counter(owner for each in made for owner in _owners(office, each)).items():
        if count > 1 and not ledger.insisted(owner):
            yield f"{owner} x {count}"


def _credited_too_much(office: HostileOffice) -> Iterator[str]:
    """Invoices of which more was taken back than they come to, whoever did it."""
    for invoice in office.invoices():
        taken = sum((each.gross for each in office.books.credit_notes_of(invoice)), Decimal(0))
        if taken > max(invoice.gross, Decimal(0)):  # a person may have invoiced an order with negative quantities
            yield f"{invoice.number}: {taken} of {invoice.gross}"


def _linked_twice(office: HostileOffice) -> Iterator[str]:
    """Things that more than one document claims to be."""
    for kind in (Kind.ORDER, Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PURCHASE_ORDER):
        ids = Counter(link.tripletex.id for link in office.stores.links.all(kind))
        yield from (f"{kind.value} {each}" for each, count in ids.items() if count > 1)


def _of_nobody(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """What we made and nobody knows of: no link, no try whose outcome is still to be found out. What a person
    insisted on, and an order that a person has changed or taken into his own hands, is that person's business."""
    links = office.stores.links
    known = {link.tripletex.id for kind in (Kind.ORDER, Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PURCHASE_ORDER)
             for link in links.all(kind)}  # fmt: skip
    made: list[Order | Invoice] = [
        *office.books.orders.values(), *office.books.purchases.values(), *office.books.invoices.values()
    ]  # fmt: skip
    for each in made:
        if each.id in known or each.id in office.books.by_hand:
            continue
        owners = _owners(office, each)
        let_go = isinstance(each, Order) and any(map(ledger.has_let_go, owners))
        excused = let_go or any(ledger.insisted(owner) or ledger.meddled_with(owner) for owner in owners)
        if not excused and not any(_open_intent(office, owner) for owner in owners):
            yield f"{each.id} of {owners}"


def _owners(office: HostileOffice, each: Order | Invoice) -> list[str]:
    """Ids of the documents that it may have been made for."""
    if isinstance(each, Order):
        return [each.key.rsplit(":", 1)[-1]]
    if each.orders:
        return [
            office.books.orders[order].key.rsplit(":", 1)[-1] for order in each.orders if order in office.books.orders
        ]
    credited = {link.app.id for link in office.stores.links.all(Kind.INVOICE) if link.tripletex.id == each.credits}
    return [paper.id for paper in office.source.papers.values() if paper.credits in credited]


def _open_intent(office: HostileOffice, document: str) -> bool:
    kinds = (Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PURCHASE_ORDER, Kind.ORDER)
    found = [claim for kind in kinds for claim in office.stores.intents.pending(kind, Side.APP)]
    return any(claim.key.id.rsplit(":", 1)[-1] == document and claim.values for claim in found)


def _invoiced_although_orders_were_all(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    if InvoiceTarget.INVOICE not in ledger.targets:
        yield from (each.id for each in office.invoices() if each.id not in office.books.by_hand)


def _other_totals(office: HostileOffice) -> Iterator[str]:
    """Documents said to be at peace with what comes to something else; nobody has accepted that."""
    rounding = office.connection.settings.documents.differences is Differences.ROUNDING_LINE
    for document in office.source.papers.values():
        link = _final(office, document)
        fate = office.stores.journal.fates([key_of(document)]).get(key_of(document))
        if link is None or fate is None or fate.standing is not Standing.LINKED or ACCEPTED in link.app.base:
            continue
        thing = _thing(office, link)
        if thing is None or link.kind is Kind.ORDER:  # an order is people's business once it is all
            continue
        off_net = abs(thing.net - document.net)
        gross_fits = thing.gross == document.gross or document.kind is Kind.PURCHASE_ORDER
        if not gross_fits or off_net > (MOST_ROUNDED if rounding else 0):
            yield f"{document.number}: {document.net}/{document.gross} became {thing.net}/{thing.gross}"


def _unexplained(office: HostileOffice) -> Iterator[str]:
    """Documents that are neither there nor have a reason not to be."""
    for document in office.source.papers.values():
        fate = office.stores.journal.fates([key_of(document)]).get(key_of(document))
        if fate is None:
            yield f"{document.number}: nothing is known of it"
            continue
        problem = office.stores.journal.problem_of(key_of(document))
        waits = office.stores.inbox.find([key_of(document)])
        if fate.standing is Standing.LINKED and _final(office, document) is None:
            yield f"{document.number}: linked with nothing"
        if (fate.standing is Standing.HELD) != (problem is not None):
            yield f"{document.number}: {fate.standing.value} {fate.code}, problem {problem and problem.code}"
        if fate.standing is Standing.WAITING and not waits:
            yield f"{document.number}: waits for ever"


def _did_not_arrive(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """Booked invoices that nobody touched, in a Tripletex that nobody touched, and that are not there."""
    for document in office.source.papers.values():
        wanted = document.kind is Kind.INVOICE and not document.open and ledger.is_quiet(document.id)
        if wanted and not _is_there(office, document, excused=(*EXCUSED, "totals_differ")):
            yield f"{document.number}: {_said(office, document)}"


def _credits_that_did_not_arrive(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """Credit notes for the whole of an invoice that stands in Tripletex and that nothing else has taken back."""
    for note in office.source.papers.values():
        invoice = office.source.papers.get(note.credits or "")
        if note.kind is not Kind.CREDIT_NOTE or note.open or invoice is None or not ledger.is_quiet(note.id):
            continue
        link = office.stores.links.by_ids(Kind.INVOICE, Side.APP, [invoice.id]).get(invoice.id)
        rivals = [each for each in office.source.papers.values() if each.credits == invoice.id and each.id != note.id]
        whole = (note.lines, note.net, note.gross) == (invoice.lines, invoice.net, invoice.gross)
        alone = link is not None and link.tripletex.id not in ledger.credited_by_hand and not rivals
        if whole and alone and ledger.is_quiet(invoice.id) and not _is_there(office, note, excused=EXCUSED):
            yield f"{note.number} for {invoice.number}: {_said(office, note)}"


def _is_there(office: HostileOffice, document: Document, *, excused: tuple[str, ...]) -> bool:
    fate = office.stores.journal.fates([key_of(document)]).get(key_of(document))
    return fate is not None and (fate.standing is Standing.LINKED or fate.code in excused)


def _said(office: HostileOffice, document: Document) -> str:
    fate = office.stores.journal.fates([key_of(document)]).get(key_of(document))
    return f"{fate.standing.value} {fate.code}" if fate is not None else "nothing is known of it"


def _final(office: HostileOffice, document: Document) -> Link | None:
    key = key_of(document)
    found = office.stores.links.by_ids(key.kind, Side.APP, [key.id]).get(key.id)
    order = order_key(key)
    return found or office.stores.links.by_ids(order.kind, Side.APP, [order.id]).get(order.id)


def _thing(office: HostileOffice, link: Link) -> Order | Invoice | None:
    if link.kind is Kind.PURCHASE_ORDER:
        return office.books.purchases.get(link.tripletex.id)
    return office.books.invoices.get(link.tripletex.id)
