"""A release can pass by a change: a worker that read the connection before it parks the change after it."""

from dataclasses import replace
from datetime import timedelta

from samspill.model.history import Fate, Standing
from samspill.model.kinds import Kind
from samspill.sync.first_sync.remainder import APPROVAL, AWAITS_APPROVAL
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T


def test_what_was_parked_for_an_approval_that_has_been_given_arrives_by_itself() -> None:
    """Seen to fail with a patience of thirty days."""
    company = SmallCompany()
    record = company.tripletex.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    company.changed(record, T)
    key = company.key(record, T)
    company.stores.journal.set_fates(
        [Fate(connection="c1", key=key, standing=Standing.WAITING, code=AWAITS_APPROVAL, waiting_for=APPROVAL,
              updated_at=company.now)]
    )  # fmt: skip
    before = replace(company.desk, connection=company.connection.model_copy(update={"review_pending": "remainder"}))
    work_off(before, "party", company.now + timedelta(seconds=20))
    assert company.everything(Kind.CUSTOMER, A) == []
    company.settle()
    assert [each.number for each in company.everything(Kind.CUSTOMER, A)] == ["10001"]
