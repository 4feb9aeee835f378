"""A kind that stands still: what waits, what goes on, and what a release lets through.

Seen to fail with a `limit` that bounds nothing, and with a release that only closes the breaker (nobody woken, counts
kept, nothing approved).
"""

from datetime import timedelta

import pytest

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.breaker import park, register_of
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T
from tests.unit.sync.mass_changes import LIMIT, C, customers, delete, edit, left, release, waiting, with_phone, work


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def test_while_open_all_changes_of_the_kind_wait_and_nobody_is_asked(company: SmallCompany) -> None:
    """Seen to fail with changes of an open kind worked on."""
    records = customers(company)
    delete(company, records[:40])
    work(company)
    company.app.calls.clear()
    company.tripletex.calls.clear()
    edit(company, records[50:52], phone="99887766")
    work(company)
    assert company.app.calls == company.tripletex.calls == []
    assert with_phone(company, "99887766") == 0
    assert waiting(company) == 40 - LIMIT + 2


def test_waiting_burns_no_tries(company: SmallCompany) -> None:
    delete(company, customers(company))
    for _ in range(30):
        work(company)
        company.now += timedelta(hours=30)
    assert {change.attempts for change in company.stores.inbox.items} == {0}  # type: ignore[attr-defined]
    assert company.stores.journal.count_open() == {}
    assert left(company) == 60 - LIMIT


def test_other_kinds_go_on(company: SmallCompany) -> None:
    delete(company, customers(company))
    work(company)
    boss = company.app.put(Kind.EMPLOYEE, number="7", first_name="Åse", last_name="Berg", email="a@b.no")
    company.changed(boss, A)
    work_off(company.desk, "employee", company.now + timedelta(minutes=1))
    assert company.partner(boss, A).number == "7"


def test_a_child_waits_for_its_parent_of_a_stopped_kind_and_follows_it(company: SmallCompany) -> None:
    delete(company, customers(company))
    work(company)
    owner = company.tripletex.put(C, number="20001", name="Ås Bygg AS")
    company.changed(owner, T)
    tap = company.tripletex.put(
        Kind.PROJECT, number="5", name="Tak", start_date="2026-01-05", customer=owner.id, manager="t-boss"
    )
    company.changed(tap, T)
    now = company.now + timedelta(minutes=1)
    for group in ("project", "party", "project"):
        work_off(company.desk, group, now)
    assert company.everything(C, A)[-1].number != "20001"
    release(company)
    work_off(company.desk, "project", now)
    assert company.partner(tap, T).values()["customer"] == company.partner(owner, T).id


def test_a_comparison_measures_while_open_and_writes_nothing(company: SmallCompany) -> None:
    records = customers(company)
    delete(company, records[:40])
    work(company)
    company.tripletex.edit(C, records[50].id, phone="99887766")
    before = company.app.writes()
    company.stores.inbox.put(register_of(C), due_at=company.now, priority=Priority.RECONCILE)
    work(company)
    assert company.app.writes() == before
    assert waiting(company) == 40 - LIMIT + 1


def test_a_release_lets_go_on_what_waited_however_much_it_is(company: SmallCompany) -> None:
    delete(company, customers(company))
    work(company)
    assert left(company) == 60 - LIMIT
    release(company)
    assert left(company) == 0
    assert not company.stores.breakers.get(C).is_open


def test_a_mass_delete_after_the_release_opens_it_again(company: SmallCompany) -> None:
    records = customers(company, 120)
    delete(company, records[:60])
    work(company)
    release(company)
    company.now += timedelta(seconds=1)
    delete(company, records[60:])
    work(company)
    assert left(company) == 60 - LIMIT
    assert company.stores.breakers.get(C).is_open


def test_a_single_edit_after_the_release_goes_across(company: SmallCompany) -> None:
    records = customers(company, phone="22334455")
    delete(company, records[:40])
    work(company)
    release(company)
    edit(company, records[50:51], phone="99887766")
    work(company)
    assert with_phone(company, "99887766") == 1


def test_records_that_were_restored_meanwhile_turn_out_to_be_nothing(company: SmallCompany) -> None:
    records = customers(company)
    delete(company, records)
    work(company)
    for record in records:
        company.tripletex.records[C][record.id] = record
    before = company.app.writes()
    release(company)
    assert left(company) == 60 - LIMIT
    assert company.app.writes() == before


def test_what_a_person_asks_for_passes_an_open_breaker(company: SmallCompany) -> None:
    records = customers(company, phone="22334455")
    delete(company, records[:40])
    work(company)
    company.tripletex.edit(C, records[50].id, phone="99887766")
    company.changed(records[50], T, Priority.PERSON)
    work(company)
    assert with_phone(company, "99887766") == 1


def test_a_delete_after_the_release_is_not_approved_because_the_record_waited_for_something_else_since_before(
    company: SmallCompany,
) -> None:
    records = customers(company, 120)
    long_waiting(company, records[60:])
    delete(company, records[:60])
    work(company)
    release(company)
    company.now += timedelta(days=3)
    delete(company, records[60:])
    work(company)
    assert left(company) == 60 - LIMIT


def test_a_delete_is_not_asked_for_because_a_person_asked_for_something_before(company: SmallCompany) -> None:
    records = customers(company)
    long_waiting(company, records, Priority.PERSON)
    company.now += timedelta(days=3)
    delete(company, records)
    work(company)
    assert left(company) == 60 - LIMIT


def test_a_comparison_that_finds_again_what_was_released_takes_no_approval_back(company: SmallCompany) -> None:
    records = customers(company)
    delete(company, records)
    work(company)
    state = company.stores.breakers.get(C)
    company.stores.breakers.save(state.released("Kari", company.now))
    company.now += timedelta(minutes=5)
    for record in records:
        company.changed(record, T, Priority.RECONCILE)
    work(company)
    assert left(company) == 0


def test_a_release_that_comes_while_a_change_is_being_parked_approves_it(company: SmallCompany) -> None:
    records = customers(company)
    delete(company, records[:40])
    work(company)
    delete(company, records[59:])
    (change,) = company.stores.inbox.find([company.key(records[59], T)]).values()
    company.now += timedelta(seconds=1)
    company.stores.breakers.save(company.stores.breakers.get(C).released("Kari", company.now))
    company.now += timedelta(seconds=1)
    assert park(company.desk, change)
    work(company)
    assert left(company) == 60 - LIMIT - 1
    assert company.stores.breakers.get(C).total(company.now) == 0


def long_waiting(company: SmallCompany, records: list[Record], priority: Priority = Priority.CHANGE) -> None:
    """Changes of those records wait for something that takes days."""
    inbox = company.stores.inbox
    for record in records:
        company.changed(record, T, priority)
        (change,) = inbox.find([company.key(record, T)]).values()
        inbox.park(change, "customer#app#5", company.now + timedelta(days=30))
