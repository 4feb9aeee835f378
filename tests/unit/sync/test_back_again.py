"""Deleted records that exist again, deletes that are refused, and who was held because of another record."""

from datetime import timedelta

import pytest

from samspill.model.connection import Capabilities
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.hostile_company import HostileCompany

C, P = Kind.CUSTOMER, Kind.PROJECT


@pytest.fixture
def company() -> HostileCompany:
    return HostileCompany()


def linked(company: SmallCompany, kind: Kind = C, **values: object) -> tuple[Record, Record]:
    record = company.tripletex.put(kind, **{"number": "10001", "name": "Ås Bygg AS", **values})
    company.changed(record, T)
    company.settle()
    return record, company.partner(record, T)


def deleted(company: HostileCompany, record: Record, side: Side) -> None:
    company.hostile[side].remove(record.kind, record.id)
    company.changed(record, side)
    company.settle()


def test_somebody_is_told_that_a_deleted_record_is_back(company: HostileCompany) -> None:
    first, _ = linked(company, P, start_date="2026-01-05")
    deleted(company, first, T)
    company.hostile[T].undelete(P, first.id)
    company.reconcile()
    assert company.problem(first, T).code == "deleted_record_is_back"


def test_a_restored_project_is_open_again_where_the_delete_had_closed_it(company: HostileCompany) -> None:
    first, second = linked(company, P, start_date="2026-01-05")
    deleted(company, first, T)
    company.hostile[T].undelete(P, first.id)
    company.reconcile()
    company.decide(company.key(first, T), Choice.RESTORE)
    assert company.partner(first, T).id == second.id
    assert {each.values()["closed"] for side in Side for each in company.everything(P, side)} == {False}
    assert company.stores.journal.count_open() == {}


def test_a_customer_that_is_back_is_created_anew_where_the_delete_had_deleted_it(company: HostileCompany) -> None:
    first, second = linked(company)
    company.tripletex.remove(C, first.id)
    company.stores.inbox.put(company.key(first, T), due_at=company.tick())
    company.settle()
    assert company.everything(C, A) == []
    company.hostile[T].undelete(C, first.id)
    company.reconcile()
    assert company.problem(first, T).code == "deleted_record_is_back"
    company.decide(company.key(first, T), Choice.RECREATE)
    assert company.partner(first, T).id != second.id
    assert company.stores.journal.count_open() == {}


def test_the_problem_of_a_survivor_ends_when_it_is_deleted_too(company: HostileCompany) -> None:
    first, second = linked(company)
    deleted(company, second, A)
    assert company.problem(first, T).code == "customer_deleted_in_app"
    company.hostile[T].remove(C, first.id)
    company.reconcile()
    assert company.stores.journal.count_open() == {}


@pytest.mark.parametrize(("choice", "left"), [(Choice.LET_GO, 0), (Choice.RECREATE, 1)])
def test_a_refused_delete_can_be_let_go_or_undone(choice: Choice, left: int) -> None:
    company = HostileCompany()
    company.with_settings(company.connection.settings)
    first, second = linked(company)
    project = company.app.put(P, number="5", name="Nytt tak", start_date="2026-01-05", customer=second.id)
    deleted(company, first, T)
    assert company.problem(second, A).code == "delete_refused"
    company.decide(company.key(second, A), choice)
    assert len(company.everything(C, T)) == left
    assert company.stores.journal.problem_of(company.key(second, A)) is None
    assert project.id in company.app.records[P]


def test_who_was_held_for_a_number_goes_as_soon_as_it_is_free(company: HostileCompany) -> None:
    first, _ = linked(company)
    company.tripletex.edit(C, first.id, number="10002")
    other = company.tripletex.put(C, number="10001", name="Fjordfisk AS")
    company.changed(other, T)
    company.settle()
    assert company.problem(other, T).code == "number_taken"
    company.changed(first, T)
    company.settle()
    assert company.partner(other, T).number == "10001"
    assert company.stores.journal.count_open() == {}


def test_a_question_is_asked_no_longer_when_the_other_record_is_gone() -> None:
    company = SmallCompany(capabilities=Capabilities())
    record = company.app.put(C, number="10001", name="Fjordfisk AS")
    other = company.tripletex.put(C, number="10001", name="Mur og Puss AS")
    company.changed(record, A)
    company.changed(other, T)
    company.settle()
    assert company.problem(record, A).code == "ambiguous_number"
    company.tripletex.remove(C, other.id)
    company.changed(other, T)
    company.settle()
    assert company.partner(record, A).number == "10001"


def test_who_was_held_for_a_look_alike_goes_as_soon_as_that_one_has_a_partner(company: HostileCompany) -> None:
    record = company.app.put(C, number="10001", name="Ås Bygg AS", email="post@as.no")
    company.changed(record, A)
    other = company.tripletex.put(C, number="10002", name="Fjordfisk AS", email="post@as.no")
    company.settle()
    assert company.problem(record, A).code == "ambiguous_look_alike"
    company.app.put(C, number="10002", name="Fjordfisk AS")
    company.changed(other, T)
    company.settle()
    assert company.partner(record, A).number == "10001"


def test_the_open_problems_are_read_once_a_batch_however_many_reasons_there_are(
    company: HostileCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = linked(company)
    scans, problems = [], company.stores.journal.problems

    def counted(**asked: object) -> object:
        scans.append(asked)
        return problems(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(company.stores.journal, "problems", counted)
    company.tripletex.edit(C, first.id, number="10002")
    company.changed(first, T)
    work_off(company.desk, "party", company.now + timedelta(minutes=1))
    assert company.partner(first, T).number == "10002"
    assert len(scans) == 1
