"""What a storm over the whole stack found (`make chaos`), as small as it gets."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.model.records import Values
from samspill.sync.ports import Outcome, Patch, Uncertain
from samspill.sync.worker import work_off
from tests.fakes.company import SmallCompany

T, A = Side.TRIPLETEX, Side.APP
INVALID = DataRefused("data_refused", "email", "Ugyldig format.")


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def test_a_number_that_changes_while_a_create_is_uncertain_arrives(company: SmallCompany) -> None:
    company.tripletex.lost_before_commit = 1
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS")
    company.changed(record, A)
    work_off(company.desk, GROUPS[record.kind], company.now + timedelta(minutes=1))
    company.app.edit(Kind.CUSTOMER, record.id, number="20002")
    company.changed(record, A)
    company.settle()
    assert [each.number for each in company.everything(Kind.CUSTOMER, T)] == ["20002"]


def test_a_comparison_does_not_repeat_what_was_refused_to_a_pair(company: SmallCompany) -> None:
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS")
    company.changed(record, A)
    company.settle()
    company.tripletex.refusing[company.partner(record, A).id] = DataRefused(
        "data_refused", "email", "Ugyldig format."
    )
    company.app.edit(Kind.CUSTOMER, record.id, email="post@bygg")
    company.reconcile()
    company.tripletex.calls.clear()
    company.reconcile()
    assert [call for call in company.tripletex.calls if call[0] == "update"] == []
    assert company.problem(record, A).code == "data_refused"


def test_a_comparison_does_not_repeat_what_was_refused_of_a_field_that_crosses_one_way(company: SmallCompany) -> None:
    names: Values = {"number": "3", "first_name": "Åge", "last_name": "Vik", "email": None}
    company.tripletex.put(Kind.EMPLOYEE, **names, active=True)
    record = company.app.put(Kind.EMPLOYEE, **names, active=False)
    company.app.refusing[record.id] = DataRefused("employee_email_missing", "email", "It is the login.")
    company.reconcile()
    company.app.calls.clear()
    company.reconcile()
    assert [call for call in company.app.calls if call[0] == "update"] == []
    assert company.problem(record, A).code == "employee_email_missing"


@pytest.mark.parametrize("side", list(Side))
def test_a_comparison_tries_again_what_was_refused_once_a_half_has_changed(company: SmallCompany, side: Side) -> None:
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS")
    company.changed(record, A)
    company.settle()
    company.tripletex.refusing[company.partner(record, A).id] = DataRefused(
        "data_refused", "email", "Ugyldig format."
    )
    company.app.edit(Kind.CUSTOMER, record.id, email="post@bygg")
    company.reconcile()
    company.tripletex.refusing.clear()
    half = {A: record, T: company.partner(record, A)}[side]
    company.systems[side].edit(Kind.CUSTOMER, half.id, city="Bergen")
    company.reconcile()
    assert company.partner(record, A).values()["email"] == "post@bygg"


def test_a_value_that_yields_is_in_the_history_although_the_answer_was_lost(company: SmallCompany) -> None:
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS", city="Oslo")
    company.changed(record, A)
    company.settle()
    company.tripletex.edit(Kind.CUSTOMER, company.partner(record, A).id, city="Bergen")
    company.app.edit(Kind.CUSTOMER, record.id, city="Bodø")
    store = company.app.update

    def lost(kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        store(kind, patches)
        company.app.update = store  # type: ignore[method-assign]
        return [Uncertain(RetryLater(uncertain=True))] * len(patches)

    company.app.update = lost  # type: ignore[method-assign]
    company.changed(record, A)
    company.settle()
    kept = [entry.lost for entry in company.stores.journal.history(company.key(record, A)) if entry.lost]
    assert (company.everything(Kind.CUSTOMER, A)[0].values()["city"], kept) == ("Bergen", [{"city": "Bodø"}])


def test_a_trigger_does_not_hurry_a_create_that_may_still_be_carried_out(company: SmallCompany) -> None:
    company.tripletex.lost_before_commit = 1
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS")
    for city in ("Oslo", "Bergen"):
        company.app.edit(Kind.CUSTOMER, record.id, city=city)
        company.changed(record, A)
        work_off(company.desk, GROUPS[record.kind], company.now + timedelta(minutes=1))
    company.tripletex.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS", city="Oslo")  # the late commit
    company.settle()
    assert [each.number for each in company.everything(Kind.CUSTOMER, T)] == ["10001"]
    assert company.link(record, A) is not None


def test_a_value_taken_back_after_a_write_whose_answer_was_lost_is_in_the_history(company: SmallCompany) -> None:
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Bygg og Anlegg AS", city="Oslo")
    company.changed(record, A)
    company.settle()
    company.tripletex.edit(Kind.CUSTOMER, company.partner(record, A).id, city="Bergen")
    store = company.app.update

    def lost(kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        store(kind, patches)
        company.app.update = store  # type: ignore[method-assign]
        return [Uncertain(RetryLater(uncertain=True))] * len(patches)

    company.app.update = lost  # type: ignore[method-assign]
    company.changed(record, A)
    work_off(company.desk, GROUPS[record.kind], company.now + timedelta(minutes=1))
    company.app.edit(Kind.CUSTOMER, record.id, city="Oslo")
    company.settle()
    kept = [entry.lost for entry in company.stores.journal.history(company.key(record, A)) if entry.lost]
    assert (company.everything(Kind.CUSTOMER, A)[0].values()["city"], kept) == ("Bergen", [{"city": "Oslo"}])
