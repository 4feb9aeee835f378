"""A 404 may mean deleted, or that somebody took a right away."""

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.kinds import Kind
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T

C = Kind.CUSTOMER


def test_nobody_is_told_of_a_delete_while_the_rights_check_fails() -> None:
    """Seen to fail with absences believed at once."""
    company = SmallCompany()
    record = company.tripletex.put(C, number="10001", name="Ås Bygg AS")
    company.changed(record, T)
    company.settle()
    mine = company.partner(record, T)
    company.app.hidden.add(mine.id)
    company.app.rightless.add(C)
    company.changed(mine, A)
    with pytest.raises(ConfigurationWrong):
        work_off(company.desk, "party", company.now.replace(hour=23))
    assert company.stores.journal.count_open() == {}
