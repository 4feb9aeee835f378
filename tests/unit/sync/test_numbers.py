"""Numbers for records that have none: which are given, and what looking for them costs."""

import pytest

from samspill.model.kinds import Kind
from tests.fakes.company import SmallCompany, T

P = Kind.PROJECT


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def numberless(company: SmallCompany, count: int) -> None:
    """So many projects without a number, of which a webhook told."""
    for each in range(count):
        company.changed(company.tripletex.put(P, number="", name=f"Tak {each}", start_date="2026-01-05"), T)


def numbers(company: SmallCompany) -> list[int]:
    return sorted(int(str(record.number)) for record in company.everything(P, T))


def test_a_hundred_projects_without_a_number_get_a_hundred_numbers_that_follow_on(company: SmallCompany) -> None:
    company.changed(company.tripletex.put(P, number="7", name="Kai", start_date="2026-01-05"), T)
    company.settle()
    numberless(company, 100)
    company.settle()
    assert numbers(company) == list(range(7, 108))


def test_a_number_that_nobody_told_us_of_is_left_to_who_bears_it(company: SmallCompany) -> None:
    company.app.put(P, number="2", name="Kai", start_date="2026-01-05")
    numberless(company, 2)
    company.settle()
    assert numbers(company) == [1, 3]


def test_the_numbers_known_are_read_once_a_batch(company: SmallCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    searches, search = [], company.stores.journal.search

    def counted(**asked: object) -> object:
        searches.append(asked)
        return search(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(company.stores.journal, "search", counted)
    numberless(company, 100)
    company.settle()
    assert len(numbers(company)) == 100
    assert len(searches) == 1
