"""What a storm over the whole stack found (`make chaos`), as small as it gets."""

from datetime import timedelta

import pytest

from samspill.model.kinds import GROUPS, Kind, Side
from samspill.sync.worker import work_off
from tests.fakes.company import SmallCompany

T, A = Side.TRIPLETEX, Side.APP


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
