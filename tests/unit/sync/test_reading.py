"""Registers are read page by page; whoever is stopped goes on where it was."""

from datetime import UTC, datetime, timedelta

import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.kinds import Kind, Side
from samspill.sync.ports import RegisterPage
from samspill.sync.reading import ABANDONED, read_on, rows
from tests.fakes.company import A, SmallCompany, T

FOLDER = "c1/reading"
FOREVER = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
def company() -> SmallCompany:
    """Seven customers in Tripletex and three in the app, two a page."""
    company = SmallCompany()
    for side, count in ((company.tripletex, 7), (company.app, 3)):
        side.page = 2
        for number in range(count):
            side.put(Kind.CUSTOMER, number=str(10001 + number), name=f"Kunde {number} AS")
    return company


def read(company: SmallCompany, until: datetime = FOREVER, purpose: str = "") -> bool:
    return read_on(company.desk, company.shelf, FOLDER, Kind.CUSTOMER, until, purpose).finished


def pages_asked(company: SmallCompany, side: Side) -> int:
    return [name for name, _, _ in company.systems[side].calls].count("read_page")


def ids(company: SmallCompany, side: Side) -> list[str]:
    return [kept.id for kept in rows(company.shelf, FOLDER, Kind.CUSTOMER, side)]


def limited_after(company: SmallCompany, side: Side, pages: int) -> None:
    """The side's rate limit is used up after so many pages."""
    system, original, left = company.systems[side], company.systems[side].read_page, iter(range(pages))

    def limited(kind: Kind, cursor: str = "") -> RegisterPage:
        if next(left, None) is None:
            system.read_page = original  # type: ignore[method-assign]
            raise RateLimited(company.now + timedelta(seconds=10))
        return original(kind, cursor)

    system.read_page = limited  # type: ignore[method-assign]


def test_both_registers_are_read_to_their_ends(company: SmallCompany) -> None:
    assert read(company)
    assert ids(company, T) == [f"t{n}" for n in range(1, 8)]
    assert ids(company, A) == ["a1", "a2", "a3"]


def test_what_was_read_before_a_rate_limit_is_not_read_again(company: SmallCompany) -> None:
    limited_after(company, T, 3)
    with pytest.raises(RateLimited):
        read(company)
    assert read(company)
    assert (pages_asked(company, T), pages_asked(company, A)) == (4, 2)
    assert ids(company, T) == [f"t{n}" for n in range(1, 8)]


def test_a_call_without_time_reads_a_page_and_the_next_one_goes_on(company: SmallCompany) -> None:
    assert [read(company, until=company.now) for _ in range(6)] == [False] * 5 + [True]
    assert (pages_asked(company, T), pages_asked(company, A)) == (4, 2)


def test_a_crash_between_a_page_and_its_cursor_repeats_that_page_only(company: SmallCompany) -> None:
    kept = company.shelf.put_json
    company.shelf.put_json = lambda key, value: (_ for _ in ()).throw(KeyboardInterrupt)  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        read(company)
    company.shelf.put_json = kept  # type: ignore[method-assign]
    assert read(company)
    assert pages_asked(company, T) == 4 + 1
    assert ids(company, T) == [f"t{n}" for n in range(1, 8)]


def test_what_was_abandoned_an_hour_ago_is_read_anew(company: SmallCompany) -> None:
    read(company, until=company.now)
    company.now += ABANDONED + timedelta(seconds=1)
    company.tripletex.put(Kind.CUSTOMER, number="10008", name="Ny AS")
    read(company)
    assert pages_asked(company, T) == 1 + 4
    assert len(ids(company, T)) == 8


def test_what_was_read_for_another_purpose_is_read_anew(company: SmallCompany) -> None:
    read(company, purpose="execution 1")
    read(company, purpose="execution 1")
    assert pages_asked(company, T) == 4
    read(company, purpose="execution 2")
    assert pages_asked(company, T) == 8


def test_a_register_that_cannot_be_read_completely_says_so(company: SmallCompany) -> None:
    company.tripletex.capped = {Kind.CUSTOMER}
    reading = read_on(company.desk, company.shelf, FOLDER, Kind.CUSTOMER, FOREVER)
    assert (reading.complete(T), reading.complete(A)) == (False, True)
    with pytest.raises(ConfigurationWrong, match="register_too_large"):
        reading.require_complete()
