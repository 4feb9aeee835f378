"""What must hold of documents in the end, whatever happened."""

from collections import Counter
from collections.abc import Iterator

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

T = Side.TRIPLETEX


def broken_promises(office: HostileOffice, ledger: DocumentsLedger) -> dict[str, list[str]]:
    """Each promise with what breaks it."""
    return {
        "twice": [*_orders_twice(office, ledger), *_linked_twice(office)],
        "of nobody": list(_of_nobody(office, ledger)),
        "sent": [] if ledger.sends else list(office.books.sent),
        "more than an order": list(_invoiced_although_orders_were_all(office, ledger)),
        "other totals": list(_other_totals(office)),
        "deleted": sorted(set(office.books.deleted) & office.books.by_hand),
        "unexplained": list(_unexplained(office)),
        "did not arrive": list(_did_not_arrive(office, ledger)),
    }


def _orders_twice(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """Orders of ours that carry the same key."""
    made = [*office.books.orders.values(), *office.books.purchases.values()]
    for key, count in Counter(each.key for each in made if each.id not in office.books.by_hand).items():
        if key and count > ledger.may_stand(key.rsplit(":", 1)[-1]):
            yield f"{key} x {count}"


def _linked_twice(office: HostileOffice) -> Iterator[str]:
    """Things that more than one document claims to be."""
    for kind in (Kind.ORDER, Kind.INVOICE, Kind.CREDIT_NOTE, Kind.PURCHASE_ORDER):
        ids = Counter(link.tripletex.id for link in office.stores.links.all(kind))
        yield from (f"{kind.value} {each}" for each, count in ids.items() if count > 1)


def _of_nobody(office: HostileOffice, ledger: DocumentsLedger) -> Iterator[str]:
    """What we made and nobody knows of: no link, no try whose outcome is still to be found out. What belongs to a
    document that a person decided about, or to an order that a person has changed, is that person's business."""
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
        excused = any(ledger.answers.get(owner) or ledger.meddled_with(owner) for owner in owners)
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
        fate = office.stores.journal.fates([key_of(document)]).get(key_of(document))
        quiet = not (
            document.id in ledger.touched
            or ledger.answers.get(document.id)
            or ledger.meddled_with(document.id)
            or ledger.inexact
        )
        excused = fate is not None and fate.code in (
            "create_uncertain",
            "data_refused",
            "totals_differ",
            "period_closed",
        )
        if document.kind is not Kind.INVOICE or document.open or not quiet or excused:
            continue
        if fate is None or fate.standing is not Standing.LINKED:
            yield f"{document.number}: {fate and (fate.standing.value, fate.code)}"


def _final(office: HostileOffice, document: Document) -> Link | None:
    key = key_of(document)
    found = office.stores.links.by_ids(key.kind, Side.APP, [key.id]).get(key.id)
    order = order_key(key)
    return found or office.stores.links.by_ids(order.kind, Side.APP, [order.id]).get(order.id)


def _thing(office: HostileOffice, link: Link) -> Order | Invoice | None:
    if link.kind is Kind.PURCHASE_ORDER:
        return office.books.purchases.get(link.tripletex.id)
    return office.books.invoices.get(link.tripletex.id)
