"""What a comparison reports: counts, whether the registers were complete, the age of the oldest difference."""

from datetime import timedelta

import pytest

from samspill.model.changes import Priority
from samspill.model.drift import Drift
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.sync.sweep import sweep
from tests.fakes.company import START, A, SmallCompany, T

C = Kind.CUSTOMER
HOUR = timedelta(hours=1)


@pytest.fixture
def company() -> SmallCompany:
    company = SmallCompany()
    for number in ("10001", "10002", "10003"):
        company.tripletex.put(C, number=number, name=f"Kunde {number} AS")
    company.reconcile()
    company.now = START + timedelta(days=10)
    return company


def drift(company: SmallCompany) -> Drift:
    found = sweep(company.desk, C, company.now + HOUR)
    assert found is not None
    return found


def in_app(company: SmallCompany, record_id: str) -> Record:
    return company.partner(company.tripletex.records[C][record_id], T)


def forget_waiting(company: SmallCompany) -> None:
    """Somebody takes everything out of the inbox without doing it."""
    for item in company.stores.inbox.items:  # type: ignore[attr-defined]
        company.stores.inbox.done(item)


def test_at_peace_there_is_no_age(company: SmallCompany) -> None:
    found = drift(company)
    assert found == Drift(kind=C, tripletex=3, app=3, linked=3, at=company.now)
    assert found.oldest_difference == timedelta()


def test_an_edit_is_as_old_as_its_own_side_says(company: SmallCompany) -> None:
    edited = company.now - 3 * HOUR
    company.app.edit(C, in_app(company, "t1").id, phone="22334455", modified_at=edited)
    assert drift(company).oldest_difference == 3 * HOUR


def test_the_time_of_the_side_that_did_not_change_tells_nothing(company: SmallCompany) -> None:
    company.app.edit(C, in_app(company, "t1").id, modified_at=company.now - timedelta(days=5))
    company.tripletex.edit(C, "t1", phone="22334455")
    assert drift(company).oldest_difference == timedelta()


def test_a_change_that_waits_is_as_old_as_it_came_in(company: SmallCompany) -> None:
    record = company.tripletex.edit(C, "t1", phone="22334455")
    company.stores.inbox.put(company.key(record, T), due_at=company.now - 2 * HOUR, priority=Priority.CHANGE)
    assert drift(company).oldest_difference == 2 * HOUR


def test_without_any_time_a_difference_is_as_old_as_the_comparison_that_first_saw_it(company: SmallCompany) -> None:
    company.tripletex.edit(C, "t1", phone="22334455")
    assert drift(company).oldest_difference == timedelta()
    forget_waiting(company)
    company.now += 24 * HOUR
    assert drift(company).oldest_difference == 24 * HOUR
    forget_waiting(company)
    company.now += 24 * HOUR
    assert drift(company).oldest_difference == 48 * HOUR


def test_the_age_disappears_once_both_sides_are_equal(company: SmallCompany) -> None:
    company.tripletex.edit(C, "t1", phone="22334455")
    drift(company)
    company.settle()
    company.now += 24 * HOUR
    assert drift(company).oldest_difference_at is None
    company.tripletex.edit(C, "t1", phone="99887766")
    company.now += 24 * HOUR
    assert drift(company).oldest_difference == timedelta()


def test_a_pair_with_an_open_question_is_held_and_not_unequal(company: SmallCompany) -> None:
    company.tripletex.edit(C, "t1", name="x" * 400)
    company.reconcile()
    company.app.edit(C, in_app(company, "t2").id, phone="22334455")
    held = [fate for fate in company.stores.journal.all_fates if fate.standing == "held"]  # type: ignore[attr-defined]
    assert held
    found = drift(company)
    assert (found.linked, found.unequal, found.held) == (3, 1, 1)


def test_records_without_partner_count_for_the_age_and_not_as_pairs(company: SmallCompany) -> None:
    company.app.put(C, number="10009", name="Ny AS")
    found = drift(company)
    assert (found.app, found.linked, found.unequal, found.enqueued) == (4, 3, 0, 1)
    forget_waiting(company)
    company.now += HOUR
    assert drift(company).oldest_difference == HOUR


def test_a_record_without_partner_is_as_old_as_the_comparison_that_first_saw_it(company: SmallCompany) -> None:
    """It was edited long ago, and is wanted since today: the time of an edit tells nothing where there is no base."""
    company.app.put(C, number="10009", name="Gammel AS", modified_at=company.now - timedelta(days=900))
    assert drift(company).oldest_difference == timedelta()


def test_the_report_is_kept_for_each_kind(company: SmallCompany) -> None:
    company.tripletex.edit(C, "t1", phone="22334455")
    company.reconcile()
    kept = {each.kind: each for each in company.stores.drifts.all()}
    assert set(kept) == set(company.desk.integration.kinds)
    assert (kept[C].unequal, kept[C].complete) == (1, True)


# ---- a register that cannot be read completely -----------------------------------------------------------------


def incomplete(company: SmallCompany, side: Side, missing: str) -> None:
    """The register lacks a record that is there."""
    company.systems[side].capped = {C}
    company.systems[side].unlisted = {missing}


def test_what_an_incomplete_register_lacks_is_not_absent(company: SmallCompany) -> None:
    """Seen to fail with rows counted as absent that were only not read."""
    incomplete(company, T, "t2")
    found = drift(company)
    assert (found.complete, found.unequal, found.enqueued, found.tripletex) == (False, 0, 0, 3)


def test_linked_records_that_an_incomplete_register_lacks_are_compared_by_their_ids(company: SmallCompany) -> None:
    incomplete(company, T, "t2")
    company.tripletex.edit(C, "t2", phone="22334455")
    assert drift(company).unequal == 1
    company.settle()
    assert in_app(company, "t2").values()["phone"] == "22334455"


def test_a_deleted_record_is_found_behind_an_incomplete_register_too(company: SmallCompany) -> None:
    incomplete(company, T, "t2")
    company.tripletex.remove(C, "t3")
    assert drift(company).enqueued == 1


def test_new_records_cross_from_the_register_that_can_be_read(company: SmallCompany) -> None:
    incomplete(company, T, "t2")
    record = company.app.put(C, number="10009", name="Ny AS")
    company.reconcile()
    assert company.partner(record, A).number == "10009"


def test_a_problem_whose_record_an_incomplete_register_lacks_stays_open(company: SmallCompany) -> None:
    held = company.tripletex.put(C, number="10010", name="Kunde 10001 AS", organization_number="1")
    company.app.put(C, number="10010", name="Helt annet navn", organization_number="999888777")
    company.reconcile()
    assert company.problem(held, T)
    incomplete(company, T, held.id)
    company.reconcile()
    assert company.problem(held, T)
