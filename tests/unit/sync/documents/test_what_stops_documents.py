"""Drafts, documents from before, what is left out, what waits for its customer or products, what a person names."""

from datetime import UTC, date, datetime, time

import pytest

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.settings_documents import DocumentSettings, InvoiceTarget
from tests.fakes.documents import MAPPING, line
from tests.fakes.office import DAY, Office, key_of, money


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_draft_stays_where_it_is_with_a_note_and_crosses_once_it_is_booked(office: Office) -> None:
    draft = office.invoice("1021", open=True)
    office.settle()
    assert office.orders() == []
    assert (office.fate_of(draft).standing, office.fate_of(draft).code) == (Standing.SKIPPED, "document_open")
    office.invoice("1021")
    office.settle()
    assert len(office.invoices()) == 1


def test_what_was_made_out_before_the_connection_went_live_stays(office: Office) -> None:
    old = office.invoice("1021", day=date(2026, 3, 1))
    office.settle()
    assert office.invoices() == []
    assert office.fate_of(old).code == "document_from_before"


@pytest.mark.parametrize(
    ("created", "crosses"), [(time(8), False), (time(14, 59), False), (time(15, 1), True), (None, False)]
)
def test_of_the_very_day_only_what_was_made_out_after_going_live_crosses(
    office: Office, created: time | None, crosses: bool
) -> None:
    """In the morning somebody may have entered it in Tripletex by hand, and what tells no time may be of then."""
    office.go_live(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    at = datetime.combine(DAY, created, UTC) if created is not None else None
    document = office.invoice("1021", created_at=at)
    office.settle()
    assert len(office.invoices()) == crosses
    assert office.fate_of(document).code == (None if crosses else "document_from_before")


def test_of_all_later_days_everything_crosses(office: Office) -> None:
    office.go_live(datetime(2026, 3, 1, 15, 0, tzinfo=UTC))
    office.invoice("1021")
    office.settle()
    assert len(office.invoices()) == 1


def test_the_day_of_going_live_is_the_companys_own(office: Office) -> None:
    """Half past midnight in Norway."""
    office.go_live(datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    office.invoice("1020", day=date(2026, 3, 1), created_at=datetime(2026, 3, 1, 23, 45, tzinfo=UTC))
    office.invoice("1021", created_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    office.settle()
    assert len(office.invoices()) == 1


def test_a_day_that_the_settings_name_crosses_as_a_whole() -> None:
    office = Office(DocumentSettings(vat=MAPPING, since=DAY))
    office.go_live(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    office.invoice("1021", created_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    office.settle()
    assert len(office.invoices()) == 1


def test_a_person_may_have_an_older_document_cross(office: Office) -> None:
    old = office.invoice("1021", day=date(2026, 3, 1))
    office.settle()
    office.answer(old, Choice.CREATE)
    assert len(office.invoices()) == 1


def test_the_settings_may_name_the_day_from_which_documents_cross() -> None:
    office = Office(DocumentSettings(vat=MAPPING, since=date(2026, 2, 1)))
    office.invoice("1021", day=date(2026, 2, 1))
    office.invoice("1020", day=date(2026, 1, 31))
    office.settle()
    assert len(office.invoices()) == 1


def test_a_document_of_a_kind_that_is_off_is_not_looked_at(office: Office) -> None:
    office.with_settings(office.connection.settings.model_copy(update={"kinds": {Kind.INVOICE: False}}))
    document = office.invoice("1021")
    office.settle()
    assert office.orders() == []
    assert office.stores.journal.fates([key_of(document)]) == {}


def test_a_document_that_is_left_out_stays_until_a_person_says_otherwise(office: Office) -> None:
    document = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    office.settle()
    office.answer(document, Choice.LEAVE_OUT)
    assert office.fate_of(document).code == "left_out"
    office.invoice("1021", line("2", "100"))
    office.settle()
    assert office.invoices() == []
    office.answer(document, Choice.CREATE)
    assert len(office.invoices()) == 1


def test_an_order_on_its_way_goes_when_its_document_is_left_out(office: Office) -> None:
    document = office.invoice("1021")
    office.stop_at_order()
    office.answer(document, Choice.LEAVE_OUT)
    assert office.orders() == []


def test_a_document_waits_for_its_customer_and_has_it_looked_at(office: Office) -> None:
    document = office.invoice("1021", party="new")
    office.settle(1)
    fate = office.fate_of(document)
    assert (fate.standing, fate.waiting_for) == (Standing.WAITING, "customer#app#new")


def test_a_document_goes_on_once_its_customer_is_linked(office: Office) -> None:
    customer = office.source.put(Kind.CUSTOMER, number="77", name="Ås Bygg AS")
    office.books.put(Kind.CUSTOMER, number="77", name="Ås Bygg AS")
    document = office.invoice("1021", party=customer.id)
    office.settle()
    assert len(office.invoices()) == 1
    assert office.fate_of(document).name == "Ås Bygg AS"


def test_a_document_is_held_with_its_customer(office: Office) -> None:
    customer = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="held")
    fate = Fate(
        connection="c1", key=customer, standing=Standing.HELD, code="name_missing", updated_at=office.now
    )  # fmt: skip
    office.stores.journal.set_fates([fate])
    document = office.invoice("1021", party="held")
    office.settle(1)
    problem = office.problem_of(document)
    assert (problem.code, problem.facts["parent_code"]) == ("parent_held", "name_missing")


def test_a_document_waits_for_every_product_of_its_lines(office: Office) -> None:
    product = office.source.put(Kind.PRODUCT, number="5", name="Dør")
    theirs = office.books.put(Kind.PRODUCT, number="5", name="Dør")
    office.invoice("1021", line("1", "100", product="p"), line("1", "50", product=product.id))
    office.settle()
    assert [each.product for order in office.orders() for each in order.lines] == ["P", theirs.id]


def test_lines_cross_without_products_where_products_do_not_cross(office: Office) -> None:
    kinds = {Kind.PRODUCT: False}
    office.with_settings(office.connection.settings.model_copy(update={"kinds": kinds}))
    office.invoice("1021", line("1", "100", product="unknown"))
    office.settle()
    assert [each.product for order in office.orders() for each in order.lines] == [None]


def test_a_document_of_a_kind_of_party_that_does_not_cross_is_held(office: Office) -> None:
    kinds = {Kind.CUSTOMER: False}
    office.with_settings(office.connection.settings.model_copy(update={"kinds": kinds}))
    document = office.invoice("1021")
    office.settle()
    assert office.problem_of(document).code == "document_party_off"


def test_a_project_is_found_by_its_number(office: Office) -> None:
    project = office.books.put(Kind.PROJECT, number="42", name="Bad")
    office.invoice("1021", project="42")
    office.settle()
    assert [each.project for each in office.books.drafts] == [project.id]


def test_a_project_that_is_not_there_holds_the_document(office: Office) -> None:
    document = office.invoice("1021", project="42")
    office.settle()
    problem = office.problem_of(document)
    assert (problem.code, problem.facts["project"]) == ("project_not_in_tripletex", "42")


def test_projects_are_left_out_when_the_settings_say_so() -> None:
    office = Office(DocumentSettings(vat=MAPPING, projects=False))
    office.invoice("1021", project="42")
    office.settle()
    assert [each.project for each in office.books.drafts] == [None]


def test_a_document_without_lines_is_held(office: Office) -> None:
    document = office.invoice("1021", lines=(), net=money("0"), gross=money("0"))
    office.settle()
    assert office.problem_of(document).code == "document_without_lines"


def test_a_document_is_linked_with_the_one_that_a_person_names(office: Office) -> None:
    document = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    office.settle()
    typed = office.books.type_invoice("C", "777", money("200.04"), money("250.05"))
    office.answer(document, Choice.LINK, "777")
    assert office.fate_of(document).standing is Standing.LINKED
    assert [each.id for each in office.invoices()] == [typed.id]
    office.cross(document)
    assert office.fate_of(document).standing is Standing.LINKED


def test_our_order_goes_when_a_person_names_another_invoice(office: Office) -> None:
    document = office.invoice("1021")
    office.stop_at_order()
    office.books.type_invoice("C", "777", money("200.00"), money("250.00"))
    office.answer(document, Choice.LINK, "777")
    assert (office.orders(), len(office.invoices())) == ([], 1)


def test_our_own_order_may_be_named_where_orders_are_all_that_is_made() -> None:
    office = Office(DocumentSettings(vat=MAPPING))
    document = office.invoice("1021")
    order = office.stop_at_order()
    office.with_documents(DocumentSettings(vat=MAPPING, invoice_target=InvoiceTarget.ORDER))
    office.books.edit_order(order.id)
    office.answer(document, Choice.LINK, order.number)
    assert office.fate_of(document).standing is Standing.LINKED


@pytest.mark.parametrize(("party", "number"), [("C", "888"), ("X", "777")])
def test_what_a_person_names_must_be_there_and_of_the_same_customer(office: Office, party: str, number: str) -> None:
    document = office.invoice("1021", line("2", "100"), gross=money("250.05"))
    office.settle()
    office.books.type_invoice(party, "777", money("200.04"), money("250.05"))
    office.answer(document, Choice.LINK, number)
    assert office.problem_of(document).code == "chosen_document_missing"
