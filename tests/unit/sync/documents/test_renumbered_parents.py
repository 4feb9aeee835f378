"""A document that has crossed says the same when its customer or a product of it has another number now."""

import pytest

from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.settings_documents import DocumentSettings, InvoiceTarget
from tests.fakes.documents import MAPPING, line
from tests.fakes.office import Office, money

_ORDERS = DocumentSettings(vat=MAPPING, invoice_target=InvoiceTarget.ORDER)


def _renumber(office: Office, kind: Kind, before: str, after: str) -> None:
    """In the app the number is the id, so the link follows it."""
    link = office.stores.links.by_ids(kind, Side.APP, [before])[before]
    office.stores.links.rekey(Side.APP, [(link, after)])


def _renumbered(office: Office, document: Document) -> None:
    """Customer and product of the document have other numbers, and the document shows those."""
    _renumber(office, Kind.CUSTOMER, "c", "c2")
    _renumber(office, Kind.PRODUCT, "p", "p2")
    lines = tuple(each.model_copy(update={"product": "p2"}) for each in document.lines)
    office.source.make_out(document.model_copy(update={"party": "c2", "lines": lines}))
    office.cross(document)


@pytest.mark.parametrize("settings", [None, _ORDERS])
def test_an_invoice_whose_customer_and_product_were_renumbered_is_at_peace(settings: DocumentSettings | None) -> None:
    office = Office(settings)
    document = office.invoice("1021", line("2", "100", product="p"))
    office.settle()
    _renumbered(office, document)
    assert office.fate_of(document).standing is Standing.LINKED


def test_a_credit_note_and_a_purchase_order_are_at_peace_likewise() -> None:
    office = Office()
    invoice = office.invoice("1021", line("2", "100", product="p"))
    note = office.credit_note("1022", invoice)
    purchase = office.document(Kind.PURCHASE_ORDER, "31", line("2", "100", product="p"))
    office.settle()
    _renumbered(office, note)
    _renumber(office, Kind.SUPPLIER, "s", "s2")
    lines = tuple(each.model_copy(update={"product": "p2"}) for each in purchase.lines)
    office.source.make_out(purchase.model_copy(update={"party": "s2", "lines": lines}))
    office.cross(purchase)
    assert [office.fate_of(each).standing for each in (note, purchase)] == [Standing.LINKED, Standing.LINKED]


def test_what_a_person_has_linked_stays_linked_whatever_it_comes_to() -> None:
    office = Office()
    office.books.type_invoice("C", "77", money("1.00"), money("1.25"))
    document = office.invoice("1021", line("2", "100", "12", product="p"))
    office.settle()
    office.answer(document, Choice.LINK, "77")
    _renumbered(office, document)
    assert office.fate_of(document).standing is Standing.LINKED


def test_an_invoice_that_is_now_made_out_to_another_customer_is_told_of() -> None:
    office = Office()
    document = office.invoice("1021")
    office.settle()
    office.link_record(Kind.CUSTOMER, "c2", "C2")
    office.source.make_out(document.model_copy(update={"party": "c2"}))
    office.cross(document)
    assert office.problem_of(document).code == "document_changed_after"


def test_an_invoice_of_another_product_now_is_told_of() -> None:
    office = Office()
    document = office.invoice("1021", line("2", "100", product="p"))
    office.settle()
    office.link_record(Kind.PRODUCT, "p2", "P2")
    lines = tuple(each.model_copy(update={"product": "p2"}) for each in document.lines)
    office.source.make_out(document.model_copy(update={"lines": lines}))
    office.cross(document)
    assert office.problem_of(document).code == "document_changed_after"


def test_a_renumbered_customer_hides_no_other_change() -> None:
    office = Office()
    document = office.invoice("1021", line("2", "100", product="p"))
    office.settle()
    changed = document.model_copy(update={"lines": (line("3", "100", product="p"),)})
    _renumbered(office, changed)
    assert office.problem_of(document).code == "document_changed_after"
