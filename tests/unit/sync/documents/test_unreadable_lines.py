"""Lines that lack what no line can cross without: the document is held at once, and the line is named."""

import pytest

from samspill.model.documents import Document, UnreadableLine
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from tests.fakes.documents import line
from tests.fakes.office import Office

BROKEN = UnreadableLine(place=2, text="Dør", lacks=("quantity", "price"))


@pytest.fixture
def office() -> Office:
    return Office()


def incomplete(office: Office, *, draft: bool = False) -> Document:
    """An invoice whose second line is one."""
    return office.invoice("1021", line("2", "100"), unreadable=(BROKEN,), open=draft)


def test_a_document_with_an_unreadable_line_is_held_at_the_first_look_naming_the_line(office: Office) -> None:
    document = incomplete(office)
    office.settle(1)
    problem = office.problem_of(document)
    assert (problem.code, problem.times) == ("document_line_unreadable", 1)
    assert (problem.facts["line"], problem.facts["line_text"], problem.facts["field"]) == (
        "2",
        "Dør",
        "quantity, price",
    )
    assert office.orders() == []


def test_it_crosses_once_the_line_is_complete(office: Office) -> None:
    document = incomplete(office)
    office.settle(1)
    office.invoice("1021", line("2", "100"), line("1", "50"))
    office.settle()
    assert office.fate_of(document).standing is Standing.LINKED
    assert office.stores.journal.problems(kind=Kind.INVOICE) == ([], None)


def test_a_draft_may_have_lines_that_nobody_has_finished(office: Office) -> None:
    document = incomplete(office, draft=True)
    office.settle(1)
    assert office.fate_of(document).code == "document_open"


def test_it_can_be_left_out(office: Office) -> None:
    document = incomplete(office)
    office.settle(1)
    office.answer(document, Choice.LEAVE_OUT)
    assert (office.fate_of(document).standing, office.fate_of(document).code) == (Standing.SKIPPED, "left_out")


def test_what_has_crossed_is_told_of_when_a_line_cannot_be_read_any_more(office: Office) -> None:
    document = office.invoice("1021", line("2", "100"))
    office.settle()
    incomplete(office)
    office.settle(1)
    assert office.problem_of(document).code == "document_line_unreadable"
    assert len(office.invoices()) == 1
