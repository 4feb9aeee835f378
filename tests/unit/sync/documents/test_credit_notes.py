"""What becomes of a credit note that was booked in the app."""

import pytest

from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.model.settings_documents import DocumentSettings, InvoiceTarget, PartialCredit
from tests.fakes.documents import MAPPING, line
from tests.fakes.office import Office, money


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def crossed(office: Office) -> Document:
    """An invoice of 250 that stands in Tripletex."""
    document = office.invoice("1021", line("2", "100"))
    office.settle()
    return document


def test_a_credit_note_for_all_of_an_invoice_takes_the_whole_invoice_back(office: Office, crossed: Document) -> None:
    note = office.credit_note("1022", crossed)
    office.settle()
    [invoice], [credit] = office.invoices(), office.credit_notes()
    assert (credit.credits, credit.net, credit.gross) == (invoice.id, invoice.net, invoice.gross)
    assert office.fate_of(note).standing is Standing.LINKED


def test_a_credit_note_is_made_once_however_often_it_is_told_of(office: Office, crossed: Document) -> None:
    note = office.credit_note("1022", crossed)
    office.settle()
    office.cross(note)
    assert len(office.credit_notes()) == 1


def test_a_credit_note_for_a_part_is_never_made_as_a_whole(office: Office, crossed: Document) -> None:
    """Seen to fail with any credit note taken for a whole one."""
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.settle()
    assert office.credit_notes() == []
    problem = office.problem_of(note)
    assert problem.code == "partial_credit_note"
    assert (problem.facts["app_total"], problem.facts["tripletex_total"]) == ("125.00", "250.00")
    assert problem.facts["difference"] == "-125.00"


def test_the_same_total_of_other_lines_is_no_whole(office: Office, crossed: Document) -> None:
    """Seen to fail with equal totals taken for equal lines."""
    note = office.credit_note("1022", crossed, line("1", "200"))
    office.settle()
    assert office.credit_notes() == []
    assert office.problem_of(note).code == "partial_credit_note"


def test_a_part_is_made_of_an_order_with_negative_quantities_when_the_settings_say_so(
    office: Office, crossed: Document
) -> None:
    office.with_documents(DocumentSettings(vat=MAPPING, partial_credit=PartialCredit.ORDER))
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.settle()
    [invoice], [credit] = office.invoices(), office.credit_notes()
    assert (credit.credits, credit.net, credit.gross) == (invoice.id, money("100.00"), money("125.00"))
    assert [each.quantity for order in office.orders() for each in order.lines] == [2, -1]
    assert office.fate_of(note).standing is Standing.LINKED


def test_a_part_that_was_begun_is_taken_back_when_parts_are_to_be_held_again(
    office: Office, crossed: Document
) -> None:
    office.with_documents(DocumentSettings(vat=MAPPING, partial_credit=PartialCredit.ORDER))
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.books.locked = True
    office.settle()
    office.with_documents(DocumentSettings(vat=MAPPING))
    office.cross(note)
    assert (len(office.orders()), office.credit_notes()) == (1, [])
    assert office.problem_of(note).code == "partial_credit_note"


def test_a_second_credit_note_for_the_whole_invoice_is_held(office: Office, crossed: Document) -> None:
    office.credit_note("1022", crossed)
    office.settle()
    again = office.credit_note("1023", crossed)
    office.settle()
    assert len(office.credit_notes()) == 1
    assert office.problem_of(again).code == "already_credited"


def test_what_a_person_has_credited_in_tripletex_is_that_credit_note(office: Office, crossed: Document) -> None:
    [invoice] = office.invoices()
    by_hand = office.books.credit_by_hand(invoice.id)
    note = office.credit_note("1022", crossed)
    office.settle()
    assert [each.id for each in office.credit_notes()] == [by_hand.id]
    assert office.fate_of(note).standing is Standing.LINKED


def test_a_credit_note_waits_for_its_invoice(office: Office) -> None:
    invoice = office.invoice("1021", told=False)
    office.credit_note("1022", invoice)
    office.settle()
    assert (len(office.invoices()), len(office.credit_notes())) == (1, 1)


def test_a_credit_note_of_an_invoice_that_is_held_is_held_with_it_and_goes_with_it(office: Office) -> None:
    invoice = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    note = office.credit_note("1022", invoice, gross=money("250.00"))
    office.settle()
    assert office.problem_of(note).code == "parent_held"
    office.credit_note("1022", office.invoice("1021", line("2", "100")))
    office.settle()
    assert len(office.credit_notes()) == 1


@pytest.mark.parametrize("choice", [Choice.LEAVE_OUT])
def test_a_credit_note_of_an_invoice_that_stays_out_has_nothing_to_take_back(office: Office, choice: Choice) -> None:
    invoice = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    office.settle()
    office.answer(invoice, choice)
    note = office.credit_note("1022", invoice)
    office.settle()
    assert office.problem_of(note).code == "credited_invoice_not_in_tripletex"


def test_a_credit_note_of_what_is_an_order_in_tripletex_is_left_to_people() -> None:
    office = Office(DocumentSettings(vat=MAPPING, invoice_target=InvoiceTarget.ORDER))
    invoice = office.invoice("1021")
    office.settle()
    note = office.credit_note("1022", invoice)
    office.settle()
    assert office.problem_of(note).code == "credited_invoice_is_order"
    assert office.credit_notes() == []


def test_a_credit_note_that_does_not_say_what_it_credits_is_left_to_people(office: Office, crossed: Document) -> None:
    note = office.credit_note("1022", crossed, credits=None)
    office.settle()
    assert office.problem_of(note).code == "credited_invoice_unknown"


def test_a_credit_note_is_linked_with_the_one_that_a_person_names(office: Office, crossed: Document) -> None:
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.settle()
    [invoice] = office.invoices()
    by_hand = office.books.credit_by_hand(invoice.id)
    office.answer(note, Choice.LINK, by_hand.number)
    assert office.fate_of(note).standing is Standing.LINKED
    assert len(office.credit_notes()) == 1


def test_credit_notes_cross_although_invoices_no_longer_do(office: Office, crossed: Document) -> None:
    office.with_settings(office.connection.settings.model_copy(update={"kinds": {Kind.INVOICE: False}}))
    office.credit_note("1022", crossed)
    office.settle()
    assert len(office.credit_notes()) == 1
