"""Documents from booking to the books, under everything that can go wrong at once.

    persons    book, open again, change, delete invoices and purchase orders; credit whole or in part, twice, before
               the invoice crosses; in Tripletex edit, delete, copy or invoice our orders, credit invoices; change
               settings; answer problems
    network    triggers lost, repeated, late; answers lost; writes that end after the client gave up; refusals,
               limits; Tripletex computes another total
    machines   a worker stops before or after ANY call to a system or store; it goes on, is cut off for good, or is
               told that the line broke; two workers in one group at once
    in the end cut all workers off, let late writes end, let leases run out, look at everything once:
               one document for each that was booked, none that nobody knows of · nothing sent that was not to be
               · equal totals or held, so a part is never made as a whole · nothing of a person's deleted · everything
               has a reason · a second look writes nothing

Time is simulated: each look at the clock is a millisecond, the rest passes by rule.
"""

import os
from datetime import date, timedelta

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from samspill.exceptions import DataRefused, RateLimited
from samspill.model.changes import Priority
from samspill.model.documents import Document, DocumentLine
from samspill.model.history import Decision
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.settings_documents import Differences, DocumentSettings, InvoiceTarget, PartialCredit
from tests.fakes.documents import MAPPING, line
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_office import HostileOffice
from tests.fakes.office import DAY, key_of, money
from tests.fakes.workers import STOPS, Stop, Worker, after_points
from tests.property.documents_ledger import DocumentsLedger
from tests.property.documents_promises import broken_promises

GROUP = st.sampled_from(["invoice", "invoice", "invoice", "purchase", "party"])
LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["1", "2", "0.5", "3"]),
        st.sampled_from(["100", "99.90", "0.10", "33.333"]),
        st.sampled_from(["25", "15", "0", "25"]),
        product=st.sampled_from([None, "p"]),
        discount=st.sampled_from(["0", "0", "12.5"]),
    ),
    min_size=1,
    max_size=3,
)
#: The day the connection went live, the next, and another month.
DAYS = st.sampled_from([DAY, DAY, DAY + timedelta(days=1), DAY + timedelta(days=40)])
#: Once in five times.
SELDOM = st.sampled_from([False, False, False, False, True])
STOP = st.one_of(st.sampled_from(list(STOPS.values())), st.integers(0, 60).map(after_points))


def offered(code: str | None) -> tuple[Choice, ...]:
    """What a person may answer to a problem or note."""
    return CATALOGUE[code].choices if code in CATALOGUE else ()


class Documents(RuleBasedStateMachine):
    """Rules are what persons, the network and the machines do."""

    @initialize(
        becomes=st.sampled_from(list(InvoiceTarget)),
        partial=st.sampled_from(list(PartialCredit)),
        differences=st.sampled_from(list(Differences)),
        send=st.booleans(),
        keep_number=st.booleans(),
        first=st.lists(LINES, min_size=1, max_size=3),
    )
    def begin(
        self, becomes: InvoiceTarget, partial: PartialCredit, differences: Differences, send: bool, keep_number: bool,
        first: list[list[DocumentLine]],
    ) -> None:  # fmt: skip
        chosen = DocumentSettings(
            vat=MAPPING, invoice_target=becomes, partial_credit=partial, differences=differences, send=send,
            keep_number=keep_number,
        )  # fmt: skip
        self.office = HostileOffice(chosen)
        self.books = self.office.hostile
        self.ledger = DocumentsLedger(targets={becomes}, sends=send)
        self.numbers = iter(range(1001, 9999))
        for lines in first:
            self.office.invoice(str(next(self.numbers)), *lines)

    @rule(seconds=st.sampled_from([5, 59, 61, 240, 301, 361, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.office.advance(self.office.now + timedelta(seconds=seconds))

    # ---- persons, in the app -------------------------------------------------------------------------------------

    def pick(self, data: st.DataObject, *kinds: Kind) -> Document | None:
        papers = self.office.source.papers
        wanted = sorted(each.id for each in papers.values() if not kinds or each.kind in kinds)
        return papers[data.draw(st.sampled_from(wanted))] if wanted else None

    @rule(
        lines=LINES, day=DAYS, kind=st.sampled_from([Kind.INVOICE, Kind.INVOICE, Kind.PURCHASE_ORDER]), draft=SELDOM,
        told=st.booleans(), misprint=st.sampled_from(["0"] * 8 + ["0.01", "5"]),
    )  # fmt: skip
    def make_out(
        self, lines: list[DocumentLine], day: date, kind: Kind, draft: bool, told: bool, misprint: str
    ) -> None:  # fmt: skip
        document = self.office.document(kind, str(next(self.numbers)), *lines, told=False, open=draft, day=day)
        if money(misprint):
            wrong = document.model_copy(update={"gross": document.gross + money(misprint)})
            self.office.source.make_out(wrong)
        self.told(document, told)

    @rule(
        data=st.data(), whole=st.booleans(), day=DAYS, draft=SELDOM, told=st.booleans(), lines=LINES,
        named=st.booleans(),
    )  # fmt: skip
    def credit(
        self, data: st.DataObject, whole: bool, day: date, draft: bool, told: bool, lines: list[DocumentLine],
        named: bool,
    ) -> None:  # fmt: skip
        invoice = self.pick(data, Kind.INVOICE)
        if invoice is None:
            return
        taken = invoice.lines if whole else tuple(lines)
        sums = {"net": invoice.net, "gross": invoice.gross} if whole else {}
        credits_id = invoice.id if named or data.draw(st.integers(0, 9)) else None
        note = self.office.credit_note(
            str(next(self.numbers)), invoice, *taken, told=False, open=draft, day=day, **sums, credits=credits_id
        )
        self.told(note, told)

    @rule(data=st.data(), told=st.booleans())
    def book_or_open(self, data: st.DataObject, told: bool) -> None:
        document = self.pick(data)
        if document is not None:
            self.write_anew(document, told, open=not document.open)

    @rule(data=st.data(), told=st.booleans(), lines=LINES)
    def change(self, data: st.DataObject, told: bool, lines: list[DocumentLine]) -> None:
        document = self.pick(data)
        if document is not None:
            self.office.document(
                document.kind,
                document.number,
                *lines,
                told=False,
                open=document.open,
                day=document.day,
                credits=document.credits,
            )
            self.ledger.touched.add(document.id)
            self.told(document, told)

    @rule(data=st.data(), told=st.booleans(), really=SELDOM)
    def delete(self, data: st.DataObject, told: bool, really: bool) -> None:
        document = self.pick(data)
        if really and document is not None:
            self.ledger.touched.add(document.id)
            self.office.source.tear_up(document.id)
            self.told(document, told)

    def write_anew(self, document: Document, told: bool, **values: object) -> None:
        self.ledger.touched.add(document.id)
        self.office.source.make_out(document.model_copy(update=values))
        self.told(document, told)

    def told(self, document: Document, told: bool) -> None:
        if told:
            self.office.tell(document)

    # ---- persons, in Tripletex -----------------------------------------------------------------------------------

    def their_order(self, data: st.DataObject) -> str | None:
        orders = sorted(self.books.orders)
        return data.draw(st.sampled_from(orders)) if orders else None

    @rule(
        data=st.data(),
        what=st.sampled_from(["edit_order", "move_order", "remove_order", "copy_order", "invoice_order"]),
    )
    def meddle_with_an_order(self, data: st.DataObject, what: str) -> None:
        order = self.their_order(data)
        if order is None or (self.books.orders[order].closed and what != "copy_order"):
            return
        if what == "invoice_order" and self.books.locked:
            return
        self.ledger.meddled(self.books.orders[order].key)
        getattr(self.books, what)(order, **({"days": 20} if what == "move_order" else {}))

    @rule(data=st.data())
    def credit_by_hand(self, data: st.DataObject) -> None:
        invoices = [each for each in self.books.invoices.values() if not each.is_credit_note and not each.credited]
        if invoices:
            invoice = data.draw(st.sampled_from(sorted(invoices, key=lambda each: each.id)))
            self.ledger.credited_by_hand.add(invoice.id)
            self.books.credit_by_hand(invoice.id)

    @rule(amount=st.sampled_from(["0"] * 5 + ["0.01", "-1"]))
    def tripletex_computes_otherwise(self, amount: str) -> None:
        self.books.inexact = money(amount)
        self.ledger.inexact |= bool(money(amount))

    @rule(locked=SELDOM)
    def lock_the_period(self, locked: bool) -> None:
        self.books.locked = locked

    @rule(there=st.booleans())
    def order_the_module(self, there: bool) -> None:
        self.books.logistics = there

    # ---- persons, with us ----------------------------------------------------------------------------------------

    @rule(becomes=st.sampled_from(list(InvoiceTarget)), partial=st.sampled_from(list(PartialCredit)))
    def choose(self, becomes: InvoiceTarget, partial: PartialCredit) -> None:
        self.ledger.targets.add(becomes)
        now = self.office.connection.settings.documents
        chosen = now.model_copy(update={"invoice_target": becomes, "partial_credit": partial})
        self.office.with_documents(chosen)

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """A person answers an open problem, or a note."""
        fates = self.office.stores.journal.all_fates  # type: ignore[attr-defined]
        asked = [each for each in fates if each.key.kind.is_document and offered(each.code)]
        if not asked:
            return
        fate = data.draw(st.sampled_from(sorted(asked, key=lambda each: str(each.key))))
        choice = data.draw(st.sampled_from(offered(fate.code)))
        orders = [*self.books.orders.values(), *self.books.purchases.values()]
        numbers = sorted({each.number for each in orders} | {each.number for each in self.books.invoices.values()})
        if choice is Choice.LINK and not numbers:
            return
        partner = data.draw(st.sampled_from(numbers)) if choice is Choice.LINK else None
        self.ledger.decided(fate.key.id, choice)
        self.office.stores.decisions.put(
            Decision(connection="c1", key=fate.key, choice=choice, partner=partner, by="Kari", at=self.office.tick())
        )
        self.office.stores.inbox.put(fate.key, due_at=self.office.tick(), priority=Priority.PERSON)

    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        document = self.pick(data)
        if document is not None:
            self.office.stores.inbox.put(
                key_of(document), due_at=self.office.tick(), priority=Priority.PERSON
            )  # fmt: skip

    # ---- network -------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def trigger(self, data: st.DataObject) -> None:
        document = self.pick(data)
        if document is not None:
            self.office.tell(document)

    @rule(kind=st.sampled_from([Kind.INVOICE, Kind.PURCHASE_ORDER]), at_all=st.booleans())
    def look(self, kind: Kind, at_all: bool) -> None:
        self.office.look(kind, at_all=at_all)

    @rule(faults=st.lists(st.sampled_from([*RowFault, None]), min_size=1, max_size=3))
    def answers_get_lost(self, faults: list[RowFault | None]) -> None:
        self.books.faults += faults

    @rule(really=SELDOM)
    def tripletex_refuses(self, really: bool) -> None:
        if really:
            self.books.refusing_next.append(DataRefused("data_refused", "", "Nei."))

    @rule()
    def a_late_write_ends(self) -> None:
        self.books.carry_out_late()

    # ---- machines ------------------------------------------------------------------------------------------------

    @precondition(lambda self: len(self.office.workers) < 3)
    @rule(group=GROUP, stop=STOP)
    def begin_work(self, group: str, stop: Stop) -> None:
        self.office.begin_work(group, stop)

    def worker(self, data: st.DataObject) -> Worker:
        return self.office.workers[data.draw(st.integers(0, len(self.office.workers) - 1))]

    @precondition(lambda self: self.office.workers)
    @rule(data=st.data(), stop=STOP)
    def work_goes_on(self, data: st.DataObject, stop: Stop) -> None:
        self.office.go_on(self.worker(data), stop)

    @precondition(lambda self: self.office.workers)
    @rule(data=st.data(), late=st.booleans())
    def worker_is_cut_off(self, data: st.DataObject, late: bool) -> None:
        self.office.cut_off(self.worker(data), late=late)

    @precondition(lambda self: any(worker.at and worker.at.on_system for worker in self.office.workers))
    @rule(data=st.data(), stop=STOP, late=st.booleans(), limited=st.booleans())
    def line_breaks(self, data: st.DataObject, stop: Stop, late: bool, limited: bool) -> None:
        """The call to a system fails: before it was sent, with its answer, or at a rate limit."""
        worker = data.draw(st.sampled_from([w for w in self.office.workers if w.at and w.at.on_system]))
        if limited and worker.at is not None and worker.at.before:
            self.office.go_on(worker, stop, RateLimited(self.office.now + timedelta(seconds=30)))
        else:
            self.office.break_line(worker, stop, late=late)

    @rule(rounds=st.integers(1, 3))
    def work(self, rounds: int) -> None:
        """Everything due is worked off without a fault, up to `rounds` times."""
        self.office.settle(rounds)

    # ---- in the end ----------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "office"):
            return
        office = self.office
        office.calm()
        office.settle()
        office.look_at_all()
        broken = broken_promises(office, self.ledger)
        assert not any(broken.values()), {name: found for name, found in broken.items() if found}
        written = self.books.carried_out
        office.look_at_all()
        assert self.books.carried_out == written, "the second look has written"


#: Part by part, so that they run beside each other; the seed of each follows from the one that is printed.
PARTS = 2
EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "300"))


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happened_each_booked_document_has_become_exactly_one(part: int) -> None:
    machine = seed(int(os.environ["HYPOTHESIS_SEED"]) * PARTS + part)(Documents)
    run_state_machine_as_test(machine, settings=settings(max_examples=EXAMPLES // PARTS, stateful_step_count=40))
