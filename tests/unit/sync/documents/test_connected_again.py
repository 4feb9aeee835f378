"""Two companies that were connected before: what was made of documents then is found, never made twice."""

from datetime import UTC, date, datetime

import pytest

from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.settings_documents import DocumentSettings, InvoiceTarget, PartialCredit
from tests.fakes.documents import MAPPING, line
from tests.fakes.office import DAY, Office

EVERYTHING = DocumentSettings(vat=MAPPING, since=date(2026, 1, 1))


def told_of(office: Office, *documents: Document) -> None:
    """The first look of the new connection."""
    for each in documents:
        office.tell(each)
    office.settle()


def test_an_invoice_of_the_connection_before_is_found_and_linked() -> None:
    before = Office()
    invoice = before.invoice("1021")
    before.settle()
    office = before.connected_again(EVERYTHING)
    told_of(office, invoice)
    assert (len(office.orders()), len(office.invoices())) == (1, 1)
    assert office.fate_of(invoice).standing is Standing.LINKED


def test_an_order_that_the_connection_before_has_left_becomes_the_invoice() -> None:
    before = Office(DocumentSettings(vat=MAPPING, invoice_target=InvoiceTarget.ORDER))
    invoice = before.invoice("1021")
    before.settle()
    office = before.connected_again(EVERYTHING)
    told_of(office, invoice)
    assert (len(office.orders()), len(office.invoices())) == (1, 1)


@pytest.mark.parametrize("day", [date(2016, 3, 2), date(2031, 3, 2)])
def test_an_order_that_was_given_quite_another_day_since_is_asked_about_and_not_made_again(day: date) -> None:
    """Seen to fail with orders that are only looked for around their own day."""
    before = Office(DocumentSettings(vat=MAPPING, invoice_target=InvoiceTarget.ORDER))
    invoice = before.invoice("1021")
    before.settle()
    before.books.date_order(before.orders()[0].id, day)
    office = before.connected_again(EVERYTHING)
    told_of(office, invoice)
    assert len(office.orders()) == 1
    assert office.problem_of(invoice).code == "someone_elses_document"


def test_an_invoice_that_was_changed_since_is_held_and_not_made_again() -> None:
    before = Office()
    before.invoice("1021")
    before.settle()
    changed = before.invoice("1021", line("3", "100"), told=False)
    office = before.connected_again(EVERYTHING)
    told_of(office, changed)
    assert len(office.invoices()) == 1
    assert office.problem_of(changed).code == "someone_elses_document"


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "part"])
def test_a_credit_note_of_the_connection_before_is_not_made_again(whole: bool) -> None:
    settings = DocumentSettings(vat=MAPPING, partial_credit=PartialCredit.ORDER)
    before = Office(settings)
    invoice = before.invoice("1021")
    before.settle()
    note = before.credit_note("1022", invoice, *([] if whole else [line("1", "100")]))
    before.settle()
    office = before.connected_again(settings.model_copy(update={"since": EVERYTHING.since}))
    told_of(office, invoice, note)
    assert len(office.credit_notes()) == 1


def test_a_purchase_order_of_the_connection_before_is_not_made_again() -> None:
    before = Office()
    order = before.document(Kind.PURCHASE_ORDER, "7", line("2", "100", product="p"))
    before.settle()
    made = len(before.books.purchases)
    office = before.connected_again(EVERYTHING)
    told_of(office, order)
    assert (made, len(office.books.purchases)) == (1, 1)


def test_what_was_begun_since_is_made_without_looking_for_it_first() -> None:
    """No connection before can have made anything of it, and the look would cost a call for each."""
    office = Office()
    office.go_live(datetime(2026, 3, 1, 8, 0, tzinfo=UTC))
    office.invoice("1021", created_at=datetime.combine(DAY, datetime.min.time(), UTC))
    office.settle()
    assert len(office.invoices()) == 1
    assert not [name for name, *_ in office.books.calls if name == "find_orders"]
