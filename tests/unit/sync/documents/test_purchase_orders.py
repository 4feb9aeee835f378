"""What becomes of a purchase order."""

import pytest

from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.sync.desk import PEER_LONGEST
from tests.fakes.company import START
from tests.fakes.documents import line
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_books import HostileBooks
from tests.fakes.office import Office, money


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_purchase_order_becomes_one_in_tripletex(office: Office) -> None:
    document = office.document(Kind.PURCHASE_ORDER, "7", line("2", "100"))
    office.settle()
    [order] = office.books.purchases.values()
    assert (order.key, order.party, order.net) == ("samspill:f931d3b9:purchase_order:7", "S", money("200.00"))
    assert office.fate_of(document).standing is Standing.LINKED


def test_a_purchase_order_needs_no_vat_code(office: Office) -> None:
    office.document(Kind.PURCHASE_ORDER, "7", line("2", "100", "12", vat_key="9/domestic"))
    office.settle()
    assert len(office.books.purchases) == 1


def test_a_company_without_the_module_is_told_and_nothing_else_stops(office: Office) -> None:
    office.books.logistics = False
    document = office.document(Kind.PURCHASE_ORDER, "7")
    office.invoice("1021")
    office.settle()
    assert office.problem_of(document).code == "module_missing"
    assert len(office.invoices()) == 1


def test_a_purchase_order_crosses_once_the_module_is_there(office: Office) -> None:
    office.books.logistics = False
    document = office.document(Kind.PURCHASE_ORDER, "7")
    office.settle()
    office.cross(document)
    office.cross(document)
    office.books.logistics = True
    office.cross(document)
    assert len(office.books.purchases) == 1


def test_a_purchase_order_whose_answer_was_lost_is_looked_up() -> None:
    books = HostileBooks(lambda: START, PEER_LONGEST)
    hurried = Office(books=books)
    books.faults = [RowFault.DONE]
    hurried.document(Kind.PURCHASE_ORDER, "7")
    hurried.settle()
    assert len(books.purchases) == 1


@pytest.mark.parametrize("changed", [False, True])
def test_a_module_that_is_missing_once_an_answer_was_lost_stops_nothing_else_either(changed: bool) -> None:
    """Seen to fail with look-ups that take the whole connection for wrong."""
    books = HostileBooks(lambda: START, PEER_LONGEST)
    hurried = Office(books=books)
    books.faults = [RowFault.NEVER]
    document = hurried.document(Kind.PURCHASE_ORDER, "7", line("2", "100"))
    hurried.settle(1)
    books.logistics = False
    if changed:
        hurried.document(Kind.PURCHASE_ORDER, "7", line("3", "100"))
    hurried.invoice("1021")
    hurried.settle()
    assert hurried.problem_of(document).code == "module_missing"
    assert len(hurried.invoices()) == 1


def test_a_purchase_order_in_a_company_without_the_module_cannot_be_linked(office: Office) -> None:
    office.books.logistics = False
    document = office.document(Kind.PURCHASE_ORDER, "7")
    office.settle()
    office.answer(document, Choice.LINK, "55")
    assert office.problem_of(document).code == "module_missing"


def test_a_purchase_order_that_comes_to_another_total_is_told_of(office: Office) -> None:
    document = office.document(Kind.PURCHASE_ORDER, "7", line("2", "100"), net=money("199.00"))
    office.settle()
    assert office.problem_of(document).code == "totals_differ"
    assert office.books.purchases == {}


def test_a_purchase_order_is_linked_with_the_one_that_a_person_names(office: Office) -> None:
    document = office.document(Kind.PURCHASE_ORDER, "7", line("2", "100"), net=money("199.00"))
    office.settle()
    typed = office.books.type_purchase("S", "55")
    office.answer(document, Choice.LINK, typed.number)
    assert office.fate_of(document).standing is Standing.LINKED
    assert len(office.books.purchases) == 1


def test_a_purchase_order_in_another_currency_is_told_of(office: Office) -> None:
    office.books.currency = "SEK"
    document = office.document(Kind.PURCHASE_ORDER, "7", currency="EUR")
    office.settle()
    assert office.problem_of(document).code == "invoice_totals_differ"
    assert office.problem_of(document).facts["tripletex_total"] == "200.00 SEK"
