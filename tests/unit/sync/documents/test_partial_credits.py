"""Credit notes for parts never come to more than their invoice; a line for rounding makes no part of a whole."""

import pytest

from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.settings_documents import Differences, DocumentSettings, PartialCredit
from tests.fakes.documents import MAPPING, line
from tests.fakes.office import Office, money

_PARTS = DocumentSettings(vat=MAPPING, partial_credit=PartialCredit.ORDER)


@pytest.fixture
def office() -> Office:
    return Office(_PARTS)


@pytest.fixture
def crossed(office: Office) -> Document:
    """An invoice of 250 that stands in Tripletex."""
    document = office.invoice("1021", line("2", "100"))
    office.settle()
    return document


def test_a_part_of_what_a_person_has_credited_as_a_whole_is_held(office: Office, crossed: Document) -> None:
    [invoice] = office.invoices()
    by_hand = office.books.credit_by_hand(invoice.id)
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.settle()
    assert office.credit_notes() == [by_hand]
    problem = office.problem_of(note)
    assert (problem.code, problem.facts["other_number"]) == ("already_credited", by_hand.number)


def test_parts_are_made_up_to_the_whole_invoice_and_no_further(office: Office, crossed: Document) -> None:
    parts = [office.credit_note(number, crossed, line("1", "100")) for number in ("1022", "1023", "1024")]
    office.settle()
    assert [office.fate_of(each).standing for each in parts] == [Standing.LINKED, Standing.LINKED, Standing.HELD]
    assert [each.gross for each in office.credit_notes()] == [money("125.00"), money("125.00")]


def test_parts_that_were_rounded_up_to_the_ore_are_made(office: Office) -> None:
    whole = office.invoice("1021", line("1", "100.05"))
    parts = [office.credit_note(number, whole, line("0.5", "100.05")) for number in ("1022", "1023")]
    office.settle()
    assert [office.fate_of(each).standing for each in parts] == [Standing.LINKED, Standing.LINKED]


def test_an_order_for_a_part_goes_when_the_invoice_is_credited_meanwhile(office: Office, crossed: Document) -> None:
    office.books.locked = True
    note = office.credit_note("1022", crossed, line("1", "100"))
    office.settle()
    office.books.locked = False
    [invoice] = office.invoices()
    office.books.credit_by_hand(invoice.id)
    office.with_documents(_PARTS.model_copy(update={"projects": False}))  # a reason to try again
    office.cross(note)
    assert (len(office.orders()), len(office.credit_notes())) == (1, 1)
    assert office.problem_of(note).code == "already_credited"


def test_a_credit_note_for_more_than_its_invoice_is_held_with_the_difference(
    office: Office, crossed: Document
) -> None:
    note = office.credit_note("1022", crossed, line("3", "100"))
    office.settle()
    assert office.credit_notes() == []
    problem = office.problem_of(note)
    assert (problem.code, problem.facts["difference"]) == ("partial_credit_note", "125.00")


@pytest.mark.parametrize("partial", list(PartialCredit))
def test_a_credit_note_for_all_of_an_invoice_with_a_line_for_rounding_takes_the_whole_back(
    partial: PartialCredit,
) -> None:
    office = Office(DocumentSettings(vat=MAPPING, differences=Differences.ROUNDING_LINE, partial_credit=partial))
    office.books.rates["7"] = money("0")
    document = office.invoice("1021", line("2", "100"), gross=money("250.30"))
    note = office.credit_note("1022", document, gross=money("250.30"))
    office.settle()
    [invoice], [credit] = office.invoices(), office.credit_notes()
    assert (credit.credits, credit.net, credit.gross) == (invoice.id, invoice.net, invoice.gross)
    assert (len(office.orders()), office.fate_of(note).standing) == (1, Standing.LINKED)
