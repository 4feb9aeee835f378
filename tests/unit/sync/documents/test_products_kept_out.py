"""Lines of products that the settings, or a person, keep out of Tripletex."""

import pytest

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from tests.fakes.documents import line
from tests.fakes.office import Office, money


@pytest.fixture
def office() -> Office:
    return Office()


def _skipped(office: Office, kind: Kind, record_id: str, code: str) -> None:
    key = RecordKey(kind=kind, side=Side.APP, id=record_id)
    fate = Fate(connection="c1", key=key, standing=Standing.SKIPPED, code=code, updated_at=office.now)
    office.stores.journal.set_fates([fate])


@pytest.mark.parametrize("code", ["composed_product", "not_created_in_tripletex", "left_out"])
def test_a_line_crosses_without_a_product_that_people_keep_out(office: Office, code: str) -> None:
    _skipped(office, Kind.PRODUCT, "bom", code)
    document = office.invoice("1021", line("1", "100", product="bom"), line("1", "50", product="p"))
    office.settle()
    assert [each.product for order in office.orders() for each in order.lines] == [None, "P"]
    assert office.fate_of(document).standing is Standing.LINKED


@pytest.mark.parametrize("code", ["inactive_product", "awaits_approval"])
def test_a_product_that_may_still_cross_holds_the_document(office: Office, code: str) -> None:
    _skipped(office, Kind.PRODUCT, "barred", code)
    document = office.invoice("1021", line("1", "100", product="barred"))
    office.settle(1)
    problem = office.problem_of(document)
    assert (problem.code, problem.facts["parent_code"]) == ("parent_held", code)


def test_no_document_crosses_without_its_customer(office: Office) -> None:
    _skipped(office, Kind.CUSTOMER, "out", "left_out")
    document = office.invoice("1021", party="out")
    office.settle(1)
    assert office.problem_of(document).code == "parent_held"


def test_a_product_that_the_app_has_no_more_holds_the_document_naming_the_line(office: Office) -> None:
    document = office.invoice(
        "1021", line("1", "50", product="p"), line("1", "100", product="bom", description="Dør")
    )
    office.settle(3)
    problem = office.problem_of(document)
    assert problem.code == "document_product_gone"
    assert (problem.facts["line"], problem.facts["line_text"], problem.facts["product"]) == ("2", "Dør", "bom")
    assert office.orders() == []


def test_a_line_crosses_without_the_product_that_is_gone_when_a_person_says_so(office: Office) -> None:
    document = office.invoice("1021", line("1", "100", product="bom"))
    office.settle(3)
    office.answer(document, Choice.CREATE)
    assert [each.product for order in office.orders() for each in order.lines] == [None]
    assert office.fate_of(document).standing is Standing.LINKED


def test_a_document_with_a_product_that_is_gone_is_linked_with_the_one_that_a_person_names(office: Office) -> None:
    document = office.invoice("1021", line("1", "100", product="bom"))
    office.settle(3)
    office.books.type_invoice("C", "777", money("100.00"), money("125.00"))
    office.answer(document, Choice.LINK, "777")
    assert (office.fate_of(document).standing, office.orders()) == (Standing.LINKED, [])
