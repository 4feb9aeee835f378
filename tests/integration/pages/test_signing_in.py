"""Ways in: the product's address, a mailed link. Nobody else, and nowhere else."""

import re

import pytest

from samspill.pages.asked import SESSION
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer
from tests.integration.pages.browser import Browser, entry


def test_a_user_of_the_product_sees_the_connection(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    page = browser.sign_in(connection)
    assert (page.status, page.url) == (200, f"https://samspill.test/pages/{connection.id}")
    assert connection.tripletex_company.name in page.text


def test_the_address_works_once(bench: Bench, browser: Browser) -> None:
    address = entry(bench, bench.live())
    assert browser.get(address).status == 200
    assert Browser(bench).get(address).status == 410


def test_the_address_is_too_old_after_some_minutes(bench: Bench, browser: Browser) -> None:
    address = entry(bench, bench.live())
    bench.later(minutes=6)
    assert browser.get(address).status == 410


def test_a_frame_that_keeps_no_cookies_offers_a_tab_in_which_the_address_still_works(bench: Bench) -> None:
    address = entry(bench, bench.live())
    page = Browser(bench, keeps_cookies=False).get(address)
    assert page.read.links["Åpne i ny fane"] in address
    assert Browser(bench).get(address).status == 200


def test_cookies_are_for_frames_and_for_no_script(bench: Bench, browser: Browser) -> None:
    browser.sign_in(bench.live())
    answer = browser.answer("GET", entry(bench, bench.live()))
    cookie = next(each for each in answer["cookies"] if each.startswith(f"{SESSION}="))
    for flag in ("Path=/", "Secure", "HttpOnly", "SameSite=None", "Partitioned"):
        assert f"; {flag}" in cookie


def test_a_page_lets_only_the_app_frame_it_and_runs_no_script_of_others(bench: Bench, browser: Browser) -> None:
    bench.app.__dict__["env"] = bench.app.env.model_copy(update={"framed_by": "https://web.svenn.test"})
    policy = browser.sign_in(bench.live()).headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'" in policy
    assert policy.endswith("frame-ancestors 'self' https://web.svenn.test")
    assert "unsafe" not in policy


def test_a_stranger_is_told_to_sign_in(bench: Bench, browser: Browser) -> None:
    page = browser.get(f"/pages/{bench.live().id}")
    assert (page.status, "Du er ikke logget inn" in page.text) == (401, True)


def test_another_companys_pages_look_like_pages_that_do_not_exist(bench: Bench, browser: Browser) -> None:
    own, other = bench.live(), bench.live()
    browser.sign_in(own)
    of_another, of_nobody = browser.get(f"/pages/{other.id}/logs"), browser.get("/pages/nobody/logs")
    assert (of_another.status, of_another.html) == (of_nobody.status, of_nobody.html) == (404, of_another.html)


def test_a_session_ends_after_a_working_day(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection)
    bench.later(hours=8, minutes=1)
    assert browser.get(f"/pages/{connection.id}").status == 401


def test_signing_out_ends_the_session_itself(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    page = browser.sign_in(connection)
    kept = dict(browser.cookies)
    assert "Du er logget ut" in browser.press(page, "Logg ut").text
    browser.cookies = kept
    assert browser.get(f"/pages/{connection.id}").status == 401


def test_a_form_of_somebody_else_changes_nothing(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection)
    for csrf in ("", "x" * 64):
        assert browser.post(f"/pages/{connection.id}/pause", csrf=csrf).status == 403
    assert bench.app.connections.get(connection.id).status.value == "active"


def test_a_form_that_is_far_too_large_is_refused(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection)
    assert browser.post(f"/pages/{connection.id}/pause", csrf="x" * 70_000).status == 413


def test_no_key_of_the_api_signs_anybody_in(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.cookies[SESSION] = "product-key"
    assert browser.get(f"/pages/{connection.id}").status == 401


def test_a_page_session_is_no_key_of_the_api(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection)
    token = browser.cookies[SESSION]
    answer = bench.nobody.send(
        "GET", f"/v1/connections/{connection.id}", headers={"authorization": f"Bearer {token}"}
    )
    assert answer.status == 401


@pytest.fixture
def mailed(bench: Bench) -> tuple[str, str]:
    """A live connection of Rackbeat, and what stands behind the # of a link that its contact asked for."""
    kari = newcomer(bench)
    connection = kari.goes_live()
    kari.asks_for_a_link()
    kari.mails_go_out()
    return connection.id, kari.outbox.links_to(kari.email)[-1]


@pytest.mark.parametrize("pasted", ["{held}", "https://samspill.test/link#{held}", "  {held} "])
def test_a_mailed_link_signs_its_reader_in(browser: Browser, mailed: tuple[str, str], pasted: str) -> None:
    connection, held = mailed
    page = browser.press(browser.get("/link"), "Åpne", link=pasted.format(held=held))
    assert (page.status, page.url) == (200, f"/pages/{connection}")


def test_a_mailed_link_that_was_used_says_so(bench: Bench, browser: Browser, mailed: tuple[str, str]) -> None:
    _, held = mailed
    first = browser.press(browser.get("/link"), "Åpne", link=held)
    again = Browser(bench).press(browser.get("/link"), "Åpne", link=held)
    assert (first.status, again.status, "virker ikke lenger" in again.text) == (200, 410, True)
    assert "<title>Lenken virker ikke lenger</title>" in again.html


def test_looking_at_a_mailed_link_uses_nothing_up(browser: Browser, mailed: tuple[str, str]) -> None:
    _, held = mailed
    assert browser.get("/link").status == 200
    assert browser.press(browser.get("/link"), "Åpne", link=held).status == 200


def test_the_way_back_to_an_onboarding_leads_into_the_wizard(bench: Bench, browser: Browser) -> None:
    kari = newcomer(bench)
    kari.begins()
    page = browser.press(browser.get("/link"), "Åpne", link=kari.outbox.links_to(kari.email)[-1])
    assert (page.status, page.url) == (200, f"/pages/onboarding/{kari.id}/keys")


def test_a_link_that_is_good_no_longer_leads_to_a_new_one(browser: Browser, mailed: tuple[str, str]) -> None:
    _, held = mailed
    browser.press(browser.get("/link"), "Åpne", link=held)
    page = Browser(browser.bench).press(browser.get("/link"), "Åpne", link=held)
    assert (page.status, page.read.links["Få en ny lenke i e-posten"]) == (410, "/pages/way-back")


@pytest.mark.parametrize(
    ("accepted", "chosen", "spoken"), [("sv-SE", None, "sv"), ("de", None, "nb"), ("sv", "da", "da")]
)
def test_a_page_speaks_the_language_of_its_reader(
    bench: Bench, accepted: str, chosen: str | None, spoken: str
) -> None:  # fmt: skip
    page = Browser(bench, accept_language=accepted).get(f"/link?lang={chosen}" if chosen else "/link")
    assert (page.read.language, page.headers["content-language"]) == (spoken, spoken)


def test_a_language_that_was_chosen_stays(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection, language="en")
    assert browser.get(f"/pages/{connection.id}").read.language == "en"
    browser.get(f"/pages/{connection.id}?lang=da")
    assert browser.get(f"/pages/{connection.id}/logs").read.language == "da"


def test_files_are_kept_by_the_browser_under_an_address_that_changes_with_them(
    bench: Bench, browser: Browser
) -> None:
    page = browser.get("/link")
    for address in re.findall(r'(?:href|src)="(/pages/static/[^"]+)"', page.html):
        assert browser.get(address).headers["cache-control"].endswith("immutable")


def test_a_page_of_somebody_elses_cannot_sign_its_readers_in(browser: Browser, mailed: tuple[str, str]) -> None:
    _, held = mailed
    page = browser.get("/link")
    browser.site = "cross-site"
    assert browser.press(page, "Åpne", link=held).status == 403
    browser.site = "same-origin"
    assert browser.press(page, "Åpne", link=held).status == 200
