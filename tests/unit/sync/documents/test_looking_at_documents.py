"""Polls and complete looks: documents that no webhook told of."""

from datetime import date

from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice, Problem
from samspill.model.settings_documents import DocumentSettings
from samspill.sync.polling import POLL, poll_keys
from tests.fakes.documents import INTEGRATION, MAPPING, line
from tests.fakes.office import Office, key_of, money


def look(office: Office, what: str, side: Side, kind: Kind = Kind.INVOICE) -> None:
    key = RecordKey(kind=kind, side=side, id=what)
    office.stores.inbox.put(key, due_at=office.now, priority=Priority.RECONCILE)
    office.settle()


def test_documents_are_asked_for_in_the_app_only_and_credit_notes_with_invoices() -> None:
    registers = INTEGRATION.registers(Office().connection.settings)
    assert [(key.kind, key.side) for key in poll_keys(registers)] == [
        (Kind.INVOICE, Side.APP),
        (Kind.PURCHASE_ORDER, Side.APP),
    ]


def test_a_poll_finds_what_was_booked_since_the_one_before() -> None:
    office = Office()
    look(office, POLL, Side.APP)
    office.invoice("1021", told=False)
    look(office, POLL, Side.APP)
    assert len(office.invoices()) == 1


def test_the_first_poll_finds_what_was_booked_before_it() -> None:
    office = Office()
    office.invoice("1021", told=False)
    look(office, POLL, Side.APP)
    assert len(office.invoices()) == 1


def test_a_complete_look_finds_what_no_poll_was_made_for() -> None:
    office = Office()
    office.invoice("1021", told=False)
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert len(office.invoices()) == 1


def test_the_next_complete_look_begins_where_the_last_one_ended() -> None:
    office = Office()
    office.invoice("1021", told=False)
    look(office, EVERYTHING, Side.TRIPLETEX)
    before = office.source.calls.count(("documents", Kind.INVOICE, 1))
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert office.source.calls.count(("documents", Kind.INVOICE, 1)) == before


def test_a_complete_look_tries_what_was_held_and_goes_on_when_the_reason_is_gone() -> None:
    office = Office(DocumentSettings())
    document = office.invoice("1021")
    office.settle()
    assert office.problem_of(document).code == "vat_not_mapped"
    office.with_documents(DocumentSettings(vat=MAPPING))
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert len(office.invoices()) == 1


def test_a_complete_look_does_not_make_again_what_tripletex_computed_otherwise() -> None:
    office = Office()
    office.books.inexact = money("0.01")
    office.invoice("1021", line("2", "100"))
    office.settle()
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert len(office.books.deleted) == 1


def test_two_complete_looks_write_nothing() -> None:
    office = Office()
    office.credit_note("1022", office.invoice("1021"))
    office.settle()
    before = dict(office.books.invoices)
    look(office, EVERYTHING, Side.TRIPLETEX)
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert office.books.invoices == before


def test_a_decision_is_no_reason_to_make_again_and_again_what_tripletex_computes_otherwise() -> None:
    office = Office()
    office.books.inexact = money("0.01")
    document = office.invoice("1021", day=date(2026, 3, 1))
    office.settle()
    office.answer(document, Choice.CREATE)
    assert len(office.books.deleted) == 1
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert len(office.books.deleted) == 1


def test_a_problem_that_a_late_worker_opened_is_closed_by_the_next_look() -> None:
    office = Office()
    document = office.invoice("1021")
    office.settle()
    late = Problem(
        id="", connection="c1", key=key_of(document), code="data_refused", opened_at=office.now, seen_at=office.now
    )
    office.stores.journal.open_problem(late)
    look(office, EVERYTHING, Side.TRIPLETEX)
    assert office.stores.journal.problem_of(key_of(document)) is None


def test_a_document_whose_worker_was_cut_off_before_it_told_why_is_told_of_by_the_next_one() -> None:
    office = Office()
    office.books.locked = True
    document = office.invoice("1021")
    office.settle()
    office.stores.journal.solve(key_of(document), office.now)  # as if it had never been opened
    office.tell(document)
    office.settle()
    assert office.problem_of(document).code == "period_closed"
