"""The pages in a real browser, on the stack deployed from template.yaml."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from local.doorway import doorway
from local.front import front
from local.product import Connected
from tests.e2e.browsing import WIDTHS, barriers, chromium, too_wide, window
from tests.e2e.conftest import Live

PAUSE = {"nb": "Sett på pause", "en": "Pause"}
RESUME = {"nb": "Fortsett", "en": "Go on"}


@pytest.fixture(scope="module")
def origin(live: Live) -> Iterator[str]:
    world = live.world
    with front(world.stack.api_url, doorway(world)) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def sign_in(page: Page, origin: str, connected: Connected, language: str = "nb") -> None:
    """As the app does it: its backend asks for a session, its page opens the address."""
    session = connected.do("page-sessions", {"by": "Kari Formann", "language": language})
    page.goto(origin + urlsplit(session["url"]).path)
    assert page.url == f"{origin}/pages/{connected.id}"


@pytest.mark.parametrize(("width", "language", "scheme"), [(WIDTHS[0], "nb", "dark"), (WIDTHS[1], "en", "light")])
def test_every_page_can_be_read_by_everybody(
    live: Live, browser: Browser, origin: str, width: int, language: str, scheme: str
) -> None:  # fmt: skip
    """As deployed; each page in each state, width and language is in tests/gallery."""
    with window(browser, width, color_scheme=scheme) as page:
        sign_in(page, origin, live.connected, language)
        base = f"{origin}/pages/{live.connected.id}"
        page.goto(f"{base}/records")
        record = page.locator("tbody a").first.get_attribute("href")
        page.goto(f"{base}/logs")
        problem = page.locator("h3 a").first.get_attribute("href")
        for path in ("", "/records", "/settings", "/hours", "/logs", f"/logs?state=solved&q={'x' * 90}"):
            page.goto(base + path)
            assert (path, barriers(page), too_wide(page)) == (path, [], [])
        for address in (record, problem, "/link"):
            page.goto(f"{origin}{address}")
            assert (address, barriers(page), too_wide(page)) == (address, [], [])


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_person_with_a_keyboard_only_pauses_and_goes_on(
    live: Live, browser: Browser, origin: str, language: str
) -> None:  # fmt: skip
    with window(browser) as page:
        sign_in(page, origin, live.connected, language)
        _press(page, PAUSE[language])
        assert live.connected.now()["status"] == "paused"
        _press(page, RESUME[language])
        assert live.connected.now()["status"] == "active"


def test_the_log_says_why_a_project_did_not_come_over_and_tries_it_again(
    live: Live, browser: Browser, origin: str
) -> None:  # fmt: skip
    with window(browser, 360) as page:
        sign_in(page, origin, live.connected)
        page.get_by_role("link", name="Logg").click()
        page.get_by_role("link", name="Prosjektet mangler startdato").click()
        assert "Tripletex krever startdato" in page.locator("main").inner_text()
        page.get_by_role("button", name="Prøv igjen nå", exact=True).first.click()
        assert "prøves på nytt" in page.get_by_role("status").inner_text()


def test_a_record_is_found_by_a_part_of_its_name(live: Live, browser: Browser, origin: str) -> None:
    name = live.connected.records(kind="customer", standing="linked")[0]["name"]
    with window(browser) as page:
        sign_in(page, origin, live.connected)
        page.get_by_role("link", name="Oppføringer").click()
        page.get_by_label("Søk").fill(name[1:6])
        page.get_by_role("button", name="Vis", exact=True).click()
        page.get_by_role("link", name=name).first.click()
        page.get_by_role("heading", name="Begge sider").wait_for()
        assert name in page.locator("table").inner_text()


def test_without_javascript_everything_still_works(live: Live, browser: Browser, origin: str) -> None:
    with window(browser, java_script_enabled=False) as page:
        sign_in(page, origin, live.connected)
        page.get_by_role("button", name="Sammenlign alt nå").click()
        assert "sammenlignes nå" in page.get_by_role("status").inner_text()


def test_the_demos_first_page_leads_into_each_connection(live: Live, browser: Browser, origin: str) -> None:
    name = live.connected.now()["tripletex_company"]["name"]
    with window(browser) as page:
        page.goto(origin)
        page.get_by_role("listitem").filter(has_text=name).get_by_role("link", name="svenska").click()
        page.get_by_role("link", name="Översikt").wait_for()
        assert page.url == f"{origin}/pages/{live.connected.id}"


def test_in_a_frame_of_another_site_only_the_app_shows_the_pages(live: Live, browser: Browser, origin: str) -> None:
    session = live.connected.do("page-sessions", {"by": "Kari Formann"})
    address = origin + urlsplit(session["url"]).path
    with browser.new_context() as context:
        page = context.new_page()
        page.route("https://fremmed.test/", lambda route: route.fulfill(
            body=f'<iframe src="{address}"></iframe>', content_type="text/html"))  # fmt: skip
        page.goto("https://fremmed.test/")
        page.wait_for_timeout(500)
        assert all("Liten" not in frame.content() and "tabs" not in frame.content() for frame in page.frames[1:])


def _press(page: Page, name: str) -> None:
    """Walk there with the tab key, and press it with the enter key."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no tab leads to {name}")
