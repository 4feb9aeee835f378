"""A company that makes out its documents in the app and keeps its books in Tripletex, in memory."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from samspill.model.changes import Priority, RecordKey
from samspill.model.documents import Document, DocumentLine
from samspill.model.history import Decision, Fate
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Choice, Problem
from samspill.model.settings import Settings
from samspill.model.settings_documents import DocumentSettings
from samspill.sync.desk import PEER_LONGEST
from samspill.sync.ports.documents import Invoice, Order
from samspill.sync.worker import work_off
from tests.fakes.books import MemoryBooks
from tests.fakes.company import SmallCompany
from tests.fakes.documents import INTEGRATION, MAPPING, MemorySource, line, totals
from tests.fakes.memory_stores import memory_stores

DAY = date(2026, 3, 2)


class Office(SmallCompany):
    """`source` and `books` are the systems. Customer "c", supplier "s" and product "p" of the app are linked, with
    "C", "S" and "P" of Tripletex."""

    def __init__(
        self, settings: DocumentSettings | None = None, *, source: MemorySource | None = None,
        books: MemoryBooks | None = None,
    ) -> None:  # fmt: skip
        chosen = settings or DocumentSettings(vat=MAPPING)
        super().__init__(Settings(documents=chosen, kinds={Kind.PURCHASE_ORDER: True}), integration=INTEGRATION)
        self.source, self.books = source or MemorySource(), books or MemoryBooks()
        self.systems = {Side.TRIPLETEX: self.books, Side.APP: self.source}
        self.desk = replace(self.desk, systems=self.systems)
        self._link_ids = count(1)
        self._link_records()

    def _link_records(self) -> None:
        for kind, letter in ((Kind.CUSTOMER, "c"), (Kind.SUPPLIER, "s"), (Kind.PRODUCT, "p")):
            self.link_record(kind, letter, letter.upper())

    def connected_again(self, settings: DocumentSettings) -> "Office":
        """The same two companies a month later, in a new connection that knows nothing of this one."""
        office = Office(settings, source=self.source, books=self.books)
        office.now = self.now + timedelta(days=30)
        made = {"id": "c2", "created_at": office.now, "live_since": office.now}
        office.connection, office.stores = office.connection.model_copy(update=made), memory_stores("c2")
        office.desk = replace(office.desk, connection=office.connection, stores=office.stores)
        office._link_records()
        return office

    # ---- what is there -------------------------------------------------------------------------------------------

    def link_record(self, kind: Kind, app: str, tripletex: str) -> None:
        """A record of the app is linked with one of Tripletex."""
        link = Link(
            id=f"l{next(self._link_ids)}",
            connection=self.connection.id,
            kind=kind,
            tripletex=Half(id=tripletex),
            app=Half(id=app),
        )
        self.stores.links.add(link)

    def invoice(self, number: str, *lines: DocumentLine, told: bool = True, **more: object) -> Document:
        """A person makes out an invoice and books it."""
        return self.document(Kind.INVOICE, number, *lines, told=told, **more)

    def credit_note(
        self, number: str, credited: Document, *lines: DocumentLine, told: bool = True, **more: object
    ) -> Document:  # fmt: skip
        """A person makes out a credit note for an invoice, of all its lines unless others are given."""
        values = {"credits": credited.id, **more}
        return self.document(Kind.CREDIT_NOTE, number, *(lines or credited.lines), told=told, **values)

    def document(
        self, kind: Kind, number: str, *lines: DocumentLine, told: bool = True, **more: object
    ) -> Document:  # fmt: skip
        """A person makes out a document; with `told` a webhook says so."""
        given = lines or (line("2", "100"),)
        sums = totals(given)
        values = {"open": False, "party": "s" if kind is Kind.PURCHASE_ORDER else "c", "day": DAY, **more}
        amounts = {"net": sums.net, "gross": sums.gross, "lines": given}
        document = Document.model_validate({"kind": kind, "id": number, "number": number, **amounts, **values})
        self.source.make_out(document)
        if told:
            self.tell(document)
        return document

    def tell(self, document: Document, priority: Priority = Priority.CHANGE) -> None:
        """A webhook, or a person, has the document looked at. Webhooks know credit notes as invoices."""
        kind = Kind.PURCHASE_ORDER if document.kind is Kind.PURCHASE_ORDER else Kind.INVOICE
        self.stores.inbox.put(RecordKey(kind=kind, side=Side.APP, id=document.id), due_at=self.now, priority=priority)

    def go_live(self, at: datetime) -> None:
        """The connection went live then."""
        self.connection = self.connection.model_copy(update={"live_since": at})
        self.desk = replace(self.desk, connection=self.connection)

    def with_documents(self, settings: DocumentSettings) -> None:
        """The company changes its settings."""
        self.with_settings(self.connection.settings.model_copy(update={"documents": settings}))

    # ---- work ----------------------------------------------------------------------------------------------------

    def settle(self, rounds: int = 60) -> None:
        """Let the workers run until nothing is due within some hours."""
        horizon = self.now.replace(microsecond=0) + 200 * PEER_LONGEST
        for _ in range(rounds):
            for group in dict.fromkeys(GROUPS[kind] for kind in self.desk.integration.worked):
                work_off(self.desk, group, self.now + PEER_LONGEST)
            waiting = [item.due_at for item in self.stores.inbox.items if item.due_at < horizon]  # type: ignore[attr-defined]
            if not waiting:
                return
            self.now = max(self.now, min(waiting)) + PEER_LONGEST / 60

    def stop_at_order(self) -> Order:
        """Work everything off, but nothing is invoiced; the only order that is made."""
        self.books.locked = True
        self.settle()
        self.books.locked = False
        [order] = self.orders()
        return order

    def cross(self, document: Document) -> None:
        """Have the document looked at until there is nothing more to do."""
        self.tell(document, Priority.PERSON)
        self.settle()

    def answer(self, document: Document, choice: Choice, partner: str | None = None) -> None:
        """A person answers the document's problem."""
        decision = Decision(
            connection="c1", key=key_of(document), choice=choice, partner=partner, by="Kari", at=self.now
        )
        self.stores.decisions.put(decision)
        self.stores.inbox.put(key_of(document), due_at=self.now, priority=Priority.PERSON)
        self.settle()

    # ---- looking -------------------------------------------------------------------------------------------------

    def orders(self) -> list[Order]:
        """All orders in Tripletex."""
        return list(self.books.orders.values())

    def invoices(self) -> list[Invoice]:
        """All invoices in Tripletex."""
        return [each for each in self.books.invoices.values() if not each.is_credit_note]

    def credit_notes(self) -> list[Invoice]:
        """All credit notes in Tripletex."""
        return [each for each in self.books.invoices.values() if each.is_credit_note]

    def fate_of(self, document: Document) -> Fate:
        """The last word on a document."""
        return self.stores.journal.fates([key_of(document)])[key_of(document)]

    def problem_of(self, document: Document) -> Problem:
        """The document's open problem."""
        problem = self.stores.journal.problem_of(key_of(document))
        assert problem is not None, f"{document.number} has no problem"
        return problem


def key_of(document: Document) -> RecordKey:
    """What the document is known by."""
    return RecordKey(kind=document.kind, side=Side.APP, id=document.id)


def money(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
