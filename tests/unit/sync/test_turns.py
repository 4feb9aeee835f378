"""Who has a turn in a group: a long comparison leaves the changes beside it their part of each slice."""

from datetime import datetime, timedelta

import pytest

from samspill.model.changes import Change, Priority, RecordKey
from samspill.model.kinds import Kind
from samspill.sync.desk import Desk, Later, Result
from samspill.sync.errands import ERRANDS
from samspill.sync.sweep import sweep_key
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T

SLICE = timedelta(seconds=20)


def test_an_edit_arrives_although_a_comparison_goes_on_for_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail with errands taking whatever time a slice has."""
    company = SmallCompany()

    def endless(desk: Desk, key: RecordKey, until: datetime) -> Result:
        company.now = max(company.now, until)
        return Later(company.now, counts=False)

    monkeypatch.setitem(ERRANDS, sweep_key(Kind.CUSTOMER).id, endless)
    company.stores.inbox.put(sweep_key(Kind.CUSTOMER), due_at=company.now, priority=Priority.RECONCILE)
    record = company.tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.changed(record, T)
    work_off(company.desk, "party", company.now + SLICE)
    assert [each.number for each in company.everything(Kind.CUSTOMER, A)] == ["10001"]
    assert _waiting(company) == [sweep_key(Kind.CUSTOMER)]


def test_a_person_does_not_wait_for_comparisons_that_take_longer_than_their_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seen to fail with comparisons going on at once: each slice then began with the next part of one."""
    company = SmallCompany()

    def slow(desk: Desk, _kind: Kind, until: datetime) -> None:
        company.now = max(company.now, until) + timedelta(seconds=30)

    monkeypatch.setattr("samspill.sync.errands.sweep", slow)
    company.stores.inbox.put(sweep_key(Kind.CUSTOMER), due_at=company.now, priority=Priority.PERSON)
    record = company.tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.changed(record, T, Priority.PERSON)
    for _ in range(2):
        work_off(company.desk, "party", company.now + SLICE)
    assert [each.number for each in company.everything(Kind.CUSTOMER, A)] == ["10001"]


def test_a_person_goes_before_a_comparison_that_the_clock_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail with errands first whatever their priority."""
    company = SmallCompany()
    seen: list[int] = []

    def looking(*_: object) -> None:
        seen.append(len(company.everything(Kind.CUSTOMER, A)))

    monkeypatch.setattr("samspill.sync.errands.sweep", looking)
    company.stores.inbox.put(sweep_key(Kind.CUSTOMER), due_at=company.now, priority=Priority.RECONCILE)
    record = company.tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.changed(record, T, Priority.PERSON)
    work_off(company.desk, "party", company.now + SLICE)
    assert seen == [1]


def _waiting(company: SmallCompany) -> list[RecordKey]:
    items: list[Change] = company.stores.inbox.items  # type: ignore[attr-defined]
    return [item.key for item in items if item.key.side is T and item.key.id == "*"]
