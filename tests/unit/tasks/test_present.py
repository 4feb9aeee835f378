"""What an explanation shows of documents as they are this moment."""

from samspill.model.kinds import Kind, Side
from samspill.tasks.present import values_of
from tests.fakes.office import Office


def test_a_document_is_shown_without_its_lines() -> None:
    office = Office()
    office.invoice("1021")
    shown = values_of(office.source, Kind.INVOICE, Side.APP, "1021")
    assert shown is not None
    assert (shown["number"], shown["net"], shown["gross"], shown["lines"]) == ("1021", "200.00", "250.00", 1)


def test_what_a_document_has_become_is_shown_by_the_kind_of_that() -> None:
    office = Office()
    office.invoice("1021")
    office.settle()
    [order], [invoice] = office.orders(), office.invoices()
    for kind, thing in ((Kind.ORDER, order), (Kind.INVOICE, invoice)):
        shown = values_of(office.books, kind, Side.TRIPLETEX, thing.id)
        assert shown is not None
        assert (shown["number"], shown["gross"]) == (thing.number, "250.00")


def test_what_is_gone_does_not_exist() -> None:
    office = Office()
    assert values_of(office.source, Kind.INVOICE, Side.APP, "1021") is None
    assert values_of(office.books, Kind.CREDIT_NOTE, Side.TRIPLETEX, "i1") is None
    assert values_of(office.books, Kind.CUSTOMER, Side.TRIPLETEX, "t1") is None
