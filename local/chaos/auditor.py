"""The judge's colleague for what is booked: invoices and credit notes, what customers were sent, goods in stock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.chaos.bills import Bill, Bills, Order
from local.chaos.faults import Fault
from local.chaos.hands import Hands
from local.chaos.office import Paper
from local.chaos.shelf import Shelf
from local.chaos.sight import Explanations, Place
from local.rackbeat_companies import RackbeatCompany
from samspill.model.kinds import Kind, Side
from samspill.model.totals import MOST_ROUNDED


def audit(hands: Hands, told: Explanations, papers: Sequence[Paper], shelf: Shelf) -> Iterator[Fault]:
    """Every fault of one firm's bookings."""
    if isinstance(hands.firm, RackbeatCompany):
        yield from Audit(Bills.of(hands), told, papers).faults()
        yield from shelf.faults(hands, told)


@dataclass(frozen=True)
class Audit:
    """Both systems' bills at rest, and what people are told of them."""

    bills: Bills
    told: Explanations
    papers: Sequence[Paper]

    def faults(self) -> Iterator[Fault]:
        """Exactly one for each that was booked, with its totals, or a reason; none for a draft; nothing sent."""
        for each in self.bills.sent:
            yield Fault("nothing sent", f"a customer was sent {each}")
        for bill in self.bills.app:
            yield from self._about(bill)
        yield from self._twice()
        invoiced = {each.order for each in self.bills.tripletex}
        for order in self.bills.orders:
            yield from self._about_order(order, invoiced)

    def _about(self, bill: Bill) -> Iterator[Fault]:
        """What came of one of the app's."""
        found, explained = self.bills.marked(bill.mark, credit=bill.credit), self._is_explained(bill)
        if bill.done and not found and not explained:
            yield self._fault("nothing lost", f"{_name(bill)} was booked and is not in Tripletex", [bill])
        if found and not bill.done and not explained:
            yield self._fault("equal", f"{_name(bill)} is a draft and stands in Tripletex", [bill, *found])
        for each in found:
            # A line for rounding has no VAT: what makes the sum to be paid equal is in the net amount then.
            same = each.gross == bill.gross and abs(each.net - bill.net) <= MOST_ROUNDED
            if bill.done and not same and (bill.credit or not explained):  # a part is never credited as a whole
                yield self._fault("equal", f"{_name(bill)} has other totals in Tripletex", [bill, each])

    def _twice(self) -> Iterator[Fault]:
        known = {paper.mark for paper in self.papers}
        counted = Counter((each.mark, each.credit) for each in self.bills.tripletex)
        counted_orders = Counter(each.mark for each in self.bills.orders)
        for (mark, credit), count in counted.items():
            found = self.bills.marked(mark, credit=credit)
            if count > 1 or mark not in known:
                what = "credit note" if credit else "invoice"
                yield self._fault("nothing twice", f"{count} in Tripletex of {what} {mark or 'without mark'}", found)
        for mark, count in counted_orders.items():
            if count > 1 or mark not in known:
                yield Fault("nothing twice", f"{count} orders in Tripletex of {mark or 'nobody'}")

    def _about_order(self, order: Order, invoiced: set[str]) -> Iterator[Fault]:
        """One that was invoiced is closed, or somebody could do it again; any other has a reason to stand there."""
        if order.id in invoiced and not order.closed:
            yield Fault("nothing twice", f"order {order.id} of {order.mark} is invoiced and still open")
        if order.id not in invoiced:
            paper = next((each for each in self.papers if each.mark == order.mark), None)
            if paper is None or (Kind.INVOICE, Side.APP, str(paper.number)) not in self.told.problems:
                yield Fault("nothing lost", f"order {order.id} of {order.mark} was left behind without a word")

    def _is_explained(self, bill: Bill) -> bool:
        return _place(bill) in self.told.problems

    def _fault(self, promise: str, what: str, bills: Sequence[Bill]) -> Fault:
        lines = [str(each) for each in bills]
        for bill in bills:
            lines += [f"told: {told[_place(bill)]}" for told in self.told.all_codes() if _place(bill) in told]
        return Fault(promise, what, "\n".join(lines))


def _place(bill: Bill) -> Place:
    return (Kind.CREDIT_NOTE if bill.credit else Kind.INVOICE, Side.APP, bill.id)


def _name(bill: Bill) -> str:
    return f"{'credit note' if bill.credit else 'invoice'} {bill.id} ({bill.mark})"
