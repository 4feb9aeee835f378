"""What waits for staff: plans and what was left over, longest first."""

import pytest

from samspill.model.connection import Connection
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser
from tests.integration.pages.planned import in_review, own_in_review, staff_in

REVIEWS = "/pages/staff/reviews"


@pytest.fixture
def silje(bench: Bench, browser: Browser) -> Browser:
    """One of staff."""
    return staff_in(bench, browser)


@pytest.fixture(autouse=True)
def nobody_else_waits(bench: Bench) -> None:
    for each in bench.app.connections.waiting_for_review(1000):
        bench.changed(each.id, status="off", review_pending=None)


def names(browser: Browser, *connections: Connection) -> list[str]:
    """Which of those are listed, in that order."""
    known = {each.tripletex_company.name for each in connections}
    return [name for name in browser.get(REVIEWS).read.links if name in known]


def test_who_has_waited_longest_comes_first(bench: Bench, silje: Browser) -> None:
    first = in_review(bench)
    bench.later(hours=3)
    second = in_review(bench)
    assert names(silje, first, second) == [each.tripletex_company.name for each in (first, second)]
    text = silje.get(REVIEWS).text
    assert "for 3 timer siden" in text
    assert "Kobles sammen 5" in text


def test_the_list_leads_to_the_plan(bench: Bench, silje: Browser) -> None:
    connection = in_review(bench)
    page = silje.get(silje.get(REVIEWS).read.links[connection.tripletex_company.name])
    assert "Til godkjenning" in page.read.links


def test_what_was_left_over_is_listed_as_that(bench: Bench, silje: Browser) -> None:
    connection = in_review(bench)
    bench.changed(connection.id, status="active", live=True, review_pending="remainder")
    assert names(silje, connection) == [connection.tripletex_company.name]
    assert "Resten" in silje.get(REVIEWS).text


def test_a_company_that_decides_itself_is_marked(bench: Bench, silje: Browser) -> None:
    own_in_review(bench)
    assert "Kunden bestemmer selv" in silje.get(REVIEWS).text


def test_what_is_settled_is_not_listed(bench: Bench, silje: Browser) -> None:
    connection = in_review(bench)
    bench.changed(connection.id, status="syncing", review_pending=None)
    assert "Ingen venter på gjennomgang." in silje.get(REVIEWS).text


def test_the_list_is_for_staff_only(bench: Bench, browser: Browser) -> None:
    browser.sign_in(in_review(bench))
    assert browser.get(REVIEWS).status == 404
