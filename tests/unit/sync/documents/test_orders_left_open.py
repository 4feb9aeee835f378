"""Orders whose invoice was found: closed, so that nobody makes another one of them."""

import pytest

from samspill.exceptions import DataRefused, RetryLater, VersionConflict
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from tests.fakes.office import Office

REFUSED = DataRefused("data_refused", "", "Perioden er avsluttet.")


@pytest.fixture
def office() -> Office:
    """Somebody has invoiced the only order and opened it again."""
    office = Office()
    office.invoice("1021")
    order = office.stop_at_order()
    office.books.invoice_order(order.id)
    office.books.reopen_order(order.id)
    return office


def test_an_order_that_tripletex_will_not_close_is_told_of_and_its_invoice_is_linked(office: Office) -> None:
    """Seen to fail with orders closed before their invoice is linked."""
    document = office.source.papers["1021"]
    office.books.refusing_next = [REFUSED]
    office.cross(document)
    assert office.problem_of(document).code == "order_left_open"
    assert office.problem_of(document).facts["other_number"] == office.orders()[0].number
    assert [each.tripletex.id for each in office.stores.links.all(Kind.INVOICE)] == [office.invoices()[0].id]


def test_an_order_is_closed_with_the_next_look_once_tripletex_lets_it(office: Office) -> None:
    document = office.source.papers["1021"]
    office.books.refusing_next = [REFUSED]
    office.cross(document)
    office.cross(document)
    assert [each.closed for each in office.orders()] == [True]
    assert office.fate_of(document).standing is Standing.LINKED


def test_a_person_may_leave_the_order_open(office: Office) -> None:
    document = office.source.papers["1021"]
    office.books.refusing_next = [REFUSED]
    office.cross(document)
    office.books.refusing_next = [REFUSED]
    office.answer(document, Choice.LET_GO)
    office.cross(document)
    assert office.fate_of(document).standing is Standing.LINKED
    assert [each.closed for each in office.orders()] == [False]


@pytest.mark.parametrize("error", [RetryLater(), RetryLater(uncertain=True), VersionConflict()])
def test_an_order_is_closed_although_the_first_try_was_cut_off(office: Office, error: Exception) -> None:
    """Seen to fail with orders forgotten as soon as their invoice is linked."""
    office.books.refusing_next = [error]
    office.cross(office.source.papers["1021"])
    assert [each.closed for each in office.orders()] == [True]


def test_an_order_of_an_invoice_that_was_opened_again_is_closed_too(office: Office) -> None:
    reopened = office.invoice("1021", open=True)
    office.settle()
    assert [each.closed for each in office.orders()] == [True]
    assert office.problem_of(reopened).code == "document_changed_after"
