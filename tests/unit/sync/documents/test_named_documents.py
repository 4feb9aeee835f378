"""A person names what a document is in Tripletex while it is not known what earlier tries have made."""

import pytest

from samspill.model.history import Standing
from samspill.model.kinds import Side
from samspill.model.problems import Choice
from samspill.sync.desk import PEER_LONGEST
from tests.fakes.company import START
from tests.fakes.documents import line
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_books import HostileBooks
from tests.fakes.office import Office, money


@pytest.fixture
def books() -> HostileBooks:
    return HostileBooks(lambda: START, PEER_LONGEST)


@pytest.fixture
def office(books: HostileBooks) -> Office:
    return Office(books=books)


def test_an_order_of_an_unknown_outcome_goes_when_a_person_names_another_document(
    office: Office, books: HostileBooks
) -> None:
    books.faults = [RowFault.DONE]
    document = office.invoice("1021")
    office.settle(1)
    typed = books.type_invoice("C", "777", money("200.00"), money("250.00"))
    office.answer(document, Choice.LINK, "777")
    assert (office.orders(), [each.id for each in office.invoices()]) == ([], [typed.id])


def test_a_credit_note_of_an_unknown_outcome_is_that_whatever_a_person_names(
    office: Office, books: HostileBooks
) -> None:
    invoice = office.invoice("1021")
    office.settle()
    books.faults = [RowFault.DONE]
    note = office.credit_note("1022", invoice)
    office.settle(1)
    [made] = office.credit_notes()
    office.answer(note, Choice.LINK, "777")
    assert office.stores.links.by_ids(note.kind, Side.APP, ["1022"])["1022"].tripletex.id == made.id
    assert office.fate_of(note).standing is Standing.LINKED


def test_an_invoice_that_was_made_of_another_document_is_not_to_be_named(office: Office, books: HostileBooks) -> None:
    document = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    office.settle()
    books.faults = [RowFault.DONE]
    office.invoice("1022")
    office.settle(1)
    theirs = books.invoice_order(office.orders()[0].id)
    office.answer(document, Choice.LINK, theirs.number)
    assert office.problem_of(document).code == "chosen_document_missing"
