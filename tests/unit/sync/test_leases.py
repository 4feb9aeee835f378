"""How long a record waits for a worker that was killed while it made it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from samspill.model.kinds import Kind
from samspill.sync.desk import LEASE
from samspill.sync.ports import Draft, Outcome
from tests.fakes.company import A, SmallCompany, T

LEASED = timedelta(seconds=150)


class Killed(BaseException):
    """The function ends here, without a word to anybody."""


def killed_in_a_create(company: SmallCompany) -> None:
    """A customer's create was never sent, for its worker was killed just before."""
    original = company.tripletex.create

    def create(kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        raise Killed

    company.tripletex.create = create  # type: ignore[method-assign]
    company.changed(company.app.put(Kind.CUSTOMER, number="10001", name="Kunde AS"), A)
    with pytest.raises(Killed):
        company.settle(1)
    company.tripletex.create = original  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("after", "made"),
    [(LEASED - timedelta(seconds=1), []), (LEASED, ["10001"])],
    ids=["not before its lease ends", "then at once"],
)
def test_a_killed_worker_is_waited_for_as_long_as_its_function_may_run(after: timedelta, made: list[str]) -> None:
    """Seen to fail with the lease of the longest function given by every desk."""
    assert LEASED < LEASE
    company = SmallCompany()
    company.desk = replace(company.desk, lease=LEASED)
    killed_in_a_create(company)
    company.now += after
    company.settle(1)
    assert [record.number for record in company.everything(Kind.CUSTOMER, T)] == made
