"""A credit note: all of its invoice is taken back in Tripletex; a part only ever as a part.

the invoice must have crossed, and stand in Tripletex as an invoice
the same lines and totals     -> Tripletex takes back the whole invoice
anything else                 -> held with the difference, or, if the settings say so, an order with negative
                                 quantities and a credit note of it, as long as all of them come to no more than
                                 the invoice
"""

from collections import Counter
from decimal import Decimal

from samspill.model.changes import RecordKey
from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.records import Values
from samspill.model.settings_documents import PartialCredit
from samspill.model.totals import Difference, Totals, apart
from samspill.sync.case import Hold, Wait
from samspill.sync.desk import Desk, Later
from samspill.sync.documents.crossing import Crossed, Crossing, Stands, base_of, differs, rounding_of
from samspill.sync.documents.invoices import arrived, through_order
from samspill.sync.documents.once import Made, Step, linked_to, once
from samspill.sync.documents.orders import TakenBack, take_back
from samspill.sync.documents.papers import FINGERPRINT, ROUNDING, TIED, order_key, plain
from samspill.sync.documents.parents import awaited
from samspill.sync.documents.peers import source
from samspill.sync.ports.documents import Books, Invoice

#: Something has taken the invoice back before.
CREDITED = "already_credited"
_ORE = Decimal("0.01")


def cross_credit_note(crossing: Crossing) -> Crossed | Stands | Hold | Wait | Later:
    """Take back what it credits. Raises what the systems raise, and RevisionConflict."""
    document, after = crossing.document, crossing.paper.rule.after or Kind.INVOICE
    if document.credits is None:
        return Hold("credited_invoice_unknown")
    key = RecordKey(kind=after, side=Side.APP, id=document.credits)
    link = linked_to(crossing.desk, key)
    if link is None:
        return _not_there(crossing.desk, key)
    invoice = crossing.books.invoice(link.tripletex.id)
    if invoice is None:
        return Hold("credited_invoice_not_in_tripletex")
    rounding = rounding_of(link)
    if crossing.paper.order is None and _is_whole(document, _credited(crossing, key), invoice, rounding):
        return _whole(crossing, invoice, rounding)
    in_parts = crossing.desk.connection.settings.documents.partial_credit is PartialCredit.ORDER
    before = _notes_before(crossing, invoice) if in_parts else []
    if in_parts and _leaves_enough(document, invoice, before):
        return through_order(crossing, Kind.CREDIT_NOTE, invoice.id)
    if crossing.paper.order is not None:  # it was begun when the settings said something else, or more was left
        taken = take_back(crossing.desk, crossing.paper, crossing.paper.order, CREDITED if before else "settings")
        if not isinstance(taken, TakenBack):
            return taken
    if before:
        return _credited_before(before)
    difference = Difference(Totals(document.net, document.gross), Totals(invoice.net, invoice.gross))
    return differs("partial_credit_note", document, difference)


def _not_there(desk: Desk, invoice: RecordKey) -> Hold | Wait:
    """Whether the invoice is on its way, stopped, or will never be an invoice in Tripletex."""
    fate = desk.stores.journal.fates([invoice]).get(invoice)
    standing = fate.standing if fate is not None else None
    if standing is Standing.LINKED and linked_to(desk, order_key(invoice)) is not None:
        return Hold("credited_invoice_is_order")
    if standing in (Standing.SKIPPED, Standing.GONE) or not desk.connection.settings.is_on(invoice.kind):
        return Hold("credited_invoice_not_in_tripletex", parent=invoice)
    return awaited(desk, invoice)


def _credited(crossing: Crossing, key: RecordKey) -> Document | None:
    return source(crossing.desk).documents(key.kind, [key.id]).get(key.id)


def _is_whole(document: Document, credited: Document | None, invoice: Invoice, rounding: Decimal) -> bool:
    """Whether it takes back everything: line by line what the app's invoice says, in sum what Tripletex's does, but
    for its line for rounding."""
    if credited is None or apart(document, Totals(invoice.net, invoice.gross), rounding) is not None:
        return False
    return document.currency == credited.currency and _lines(document) == _lines(credited)


def _lines(document: Document) -> Counter[tuple[str | None, Decimal, Decimal, Decimal, Decimal]]:
    return Counter((x.product, x.quantity, x.unit_price, x.discount, x.vat_rate) for x in document.lines)


def _notes_before(crossing: Crossing, invoice: Invoice) -> list[Invoice]:
    """What has taken back some of it, but for what was made of the document's own order."""
    own = crossing.paper.order.tripletex.id if crossing.paper.order is not None else None
    return [note for note in crossing.books.credit_notes_of(invoice) if own not in note.orders]


def _leaves_enough(document: Document, invoice: Invoice, before: list[Invoice]) -> bool:
    """Whether the invoice comes to as much as all that takes it back. Each part is rounded by itself, so together
    they may come to an øre more for each."""
    taken = document.gross + sum((note.gross for note in before), Decimal(0))
    return taken <= invoice.gross + _ORE * len(before)


def _credited_before(notes: list[Invoice]) -> Hold:
    return Hold(CREDITED, {"other_number": ", ".join(note.number for note in notes)})


def _whole(crossing: Crossing, invoice: Invoice, rounding: Decimal) -> Crossed | Stands | Hold | Later:
    document, desk = crossing.document, crossing.desk
    notes = crossing.books.credit_notes_of(invoice) if invoice.credited else []
    taken = desk.stores.links.by_ids(Kind.CREDIT_NOTE, Side.TRIPLETEX, [note.id for note in notes]) if notes else {}
    if notes and len(taken) == len(notes):
        return _credited_before(notes)
    send = desk.connection.settings.documents.send
    step = Step[Invoice](
        key=crossing.paper.key,
        values={
            FINGERPRINT: crossing.paper.fingerprint,
            TIED: crossing.tied,
            ROUNDING: plain(rounding),
            "invoice": invoice.id,
            "net": plain(invoice.net),
            "gross": plain(invoice.gross),
        },
        make=lambda: crossing.books.credit(invoice, document.day, document.comment, send=send),
        look=lambda sent: notes_of(crossing.books, sent),
        is_it=is_note,
        id_of=lambda note: note.id,
        number_of=lambda note: note.number,
        base_of=base_of,
        look_first=invoice.credited,
        others=CREDITED,
    )
    made = once(desk, step)
    return arrived(crossing, made) if isinstance(made, Made) else made


def notes_of(books: Books, sent: Values) -> list[Invoice]:
    """What has taken back the invoice that was meant."""
    invoice = books.invoice(str(sent["invoice"]))
    return books.credit_notes_of(invoice) if invoice is not None else []


def is_note(note: Invoice, sent: Values) -> bool:
    """Whether it takes back all of it."""
    return (note.net, note.gross) == (Decimal(str(sent["net"])), Decimal(str(sent["gross"])))
