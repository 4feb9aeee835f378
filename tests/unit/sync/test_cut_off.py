"""Workers cut off between a write and writing it down: that is nobody's edit, and what it overruled is kept."""

from datetime import timedelta

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value
from samspill.model.settings import Policy
from tests.fakes.company import A, T
from tests.fakes.hostile import RowFault
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.workers import STOPS

C = Kind.CUSTOMER
AFTER_WRITE = STOPS["after a system was written"]


@pytest.fixture
def company() -> HostileCompany:
    return HostileCompany(policy=Policy.TRIPLETEX)


def linked(company: HostileCompany, **values: object) -> tuple[Record, Record]:
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS", phone="11111111", **values)
    company.changed(record, T)
    company.settle()
    return record, company.partner(record, T)


def phones(company: HostileCompany) -> dict[Side, Value]:
    return {side: company.everything(C, side)[0].values()["phone"] for side in Side}


def test_what_a_worker_wrote_before_it_was_cut_off_overrules_no_newer_edit(company: HostileCompany) -> None:
    _, second = linked(company)
    company.app.edit(C, second.id, phone="22222222")
    company.changed(second, A)
    company.cut_off(company.begin_work("party", AFTER_WRITE))
    company.app.edit(C, second.id, phone="33333333")
    company.settle()
    assert set(phones(company).values()) == {"33333333"}


def test_a_late_write_overrules_no_newer_edit(company: HostileCompany) -> None:
    _, second = linked(company)
    company.app.edit(C, second.id, phone="22222222")
    company.changed(second, A)
    company.hostile[T].row_faults = [RowFault.LATE]
    company.settle(1)
    company.app.edit(C, second.id, phone="33333333")
    company.calm()
    company.settle()
    assert set(phones(company).values()) == {"33333333"}


def test_an_edit_taken_back_while_the_worker_was_cut_off_is_taken_back_on_both_sides(company: HostileCompany) -> None:
    _, second = linked(company)
    company.app.edit(C, second.id, phone="22222222")
    company.changed(second, A)
    company.cut_off(company.begin_work("party", AFTER_WRITE))
    company.app.edit(C, second.id, phone="11111111")
    company.reconcile()
    assert set(phones(company).values()) == {"11111111"}


def test_what_was_overruled_is_kept_although_the_worker_was_cut_off(company: HostileCompany) -> None:
    first, second = linked(company)
    company.tripletex.edit(C, first.id, phone="22222222")
    company.app.edit(C, second.id, phone="33333333")
    company.changed(first, T)
    company.cut_off(company.begin_work("party", AFTER_WRITE))
    company.settle()
    lost = [entry.lost for entry in company.stores.journal.history(company.key(second, A)) if entry.lost]
    assert {"phone": "33333333"} in lost


def test_what_a_delete_took_along_is_kept_although_the_worker_was_cut_off(company: HostileCompany) -> None:
    first, second = linked(company)
    company.tripletex.remove(C, first.id)
    company.changed(first, T)
    company.cut_off(company.begin_work("party", AFTER_WRITE))
    assert company.everything(C, A) == []
    lost = [entry.lost for entry in company.stores.journal.history(company.key(second, A)) if entry.lost]
    assert [values["phone"] for values in lost] == ["11111111"]


def test_a_temporary_number_is_nobodys_edit_although_the_worker_was_cut_off() -> None:
    company = HostileCompany(unique=True, policy=Policy.TRIPLETEX)
    records = [company.app.put(C, number=n, name=name) for n, name in (("1", "Ås Bygg AS"), ("2", "Fjordfisk AS"))]
    for record in records:
        company.changed(record, A)
    company.settle()
    company.app.edit(C, records[0].id, number="2")
    company.app.edit(C, records[1].id, number="1")
    company.changed(records[0], A)
    worker = company.begin_work("party", AFTER_WRITE)  # refused: the number is taken
    company.go_on(worker, AFTER_WRITE)  # the one that has it steps aside
    assert "3" in {record.number for record in company.everything(C, T)}
    company.cut_off(worker)
    company.reconcile()
    assert [company.partner(record, A).number for record in records] == ["2", "1"]
    assert sorted(str(record.number) for record in company.everything(C, A)) == ["1", "2"]


def test_a_problem_opened_before_the_worker_was_cut_off_ends_with_its_reason(company: HostileCompany) -> None:
    record = company.app.put(C, number="K-1", name="Ås Bygg AS")
    company.changed(record, A)
    worker = company.begin_work("party", lambda point: point.name == "open_problem" and not point.before)
    company.cut_off(worker)
    company.app.edit(C, record.id, number="10001")
    company.settle()
    assert company.stores.journal.count_open() == {}


def test_a_slow_worker_does_not_have_the_last_word(company: HostileCompany) -> None:
    record = company.app.put(C, number="K-1", name="Ås Bygg AS")
    company.changed(record, A)
    slow = company.begin_work("party", lambda point: point.name == "set_fates" and point.before)
    company.advance(company.now + timedelta(seconds=5))
    company.app.edit(C, record.id, number="10001")
    company.begin_work("party", STOPS["never"])
    company.go_on(slow, STOPS["never"])
    company.settle()
    assert company.stores.journal.count_open() == {}


def test_a_field_that_a_person_cleared_is_in_the_history_when_it_is_overruled(company: HostileCompany) -> None:
    first, second = linked(company)
    company.tripletex.edit(C, first.id, phone="22222222")
    company.app.edit(C, second.id, phone=None)
    company.changed(first, T)
    company.settle()
    lost = [entry.lost for entry in company.stores.journal.history(company.key(second, A)) if entry.lost]
    assert lost == [{"phone": None}]


def test_a_comparison_asked_for_anew_sees_what_the_one_that_was_cut_off_had_not(company: HostileCompany) -> None:
    company.compare(C)
    worker = company.begin_work("party", lambda point: point.name == "read_page" and point.place == A)
    company.cut_off(worker)
    (asking,) = company.stores.inbox.items  # type: ignore[attr-defined]
    company.stores.inbox.done(asking)
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS")
    company.compare(C)
    company.settle()
    assert company.partner(record, T).number == "10001"
