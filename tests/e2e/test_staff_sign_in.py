"""Staff sign in: a real browser, API Gateway's own authorizer in the embedded AWS, a provider on this machine."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page

from local.front import front
from local.issuer import PEOPLE
from local.tokens import SigningKey
from local.world import World
from tests.e2e.browsing import WIDTHS, barriers, chromium, too_wide

KARI, _, SIRI = PEOPLE
NONCE = "n" * 32


@pytest.fixture(scope="module")
def origin(world: World) -> Iterator[str]:
    with front(world.stack.api_url) as url:
        world.issuer.lead_back_to(url)
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def walk_to(page: Page, said: str) -> None:
    """With the tab key, to what says so."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if said in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"no tab leads to {said}")


def test_a_person_with_a_keyboard_only_signs_in_and_out(origin: str, browser: Browser) -> None:
    with browser.new_context(locale="nb") as context:
        page = context.new_page()
        page.goto(f"{origin}/pages/staff")
        assert page.get_by_role("heading", name="Who are you?").is_visible()
        walk_to(page, KARI.name)
        with page.expect_navigation(url=f"{origin}/pages/staff"):
            page.keyboard.press("Enter")
        walk_to(page, "Logg ut")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("heading", name="Du er logget ut").is_visible()
        page.goto(f"{origin}/pages/staff")
        assert page.get_by_role("heading", name="Who are you?").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_somebody_who_is_no_staff_is_told_so_and_comes_back_as_somebody_else(
    origin: str, browser: Browser, width: int, language: str
) -> None:  # fmt: skip
    other = {"nb": "Logg inn som en annen", "en": "Sign in as somebody else"}[language]
    with browser.new_context(locale=language, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{origin}/pages/staff/sign-in")
        page.get_by_role("button", name=SIRI.name).click()
        assert SIRI.email in page.locator("main").inner_text()
        assert (barriers(page), too_wide(page)) == ([], [])
        page.get_by_role("link", name=other).click()
        page.get_by_role("button", name=KARI.name).click()
        page.wait_for_url(f"{origin}/pages/staff")


def test_who_cancels_can_try_again(origin: str, browser: Browser) -> None:
    with browser.new_context(locale="nb", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{origin}/pages/staff/sign-in")
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("link", name="Prøv igjen").click()
        page.get_by_role("button", name=KARI.name).click()
        page.wait_for_url(f"{origin}/pages/staff")


def ask(world: World, token: str, nonce: str = NONCE) -> int:
    url = f"{world.stack.outputs['StaffApiUrl']}/v1/staff/sessions"
    return httpx.post(
        url, json={"nonce": nonce}, headers={"authorization": f"Bearer {token}"}, timeout=60
    ).status_code


def test_a_token_of_the_provider_opens_a_session(world: World) -> None:
    assert ask(world, world.issuer.key.signed(world.issuer.claims(KARI, NONCE))) == 201


def test_a_token_signed_by_somebody_else_is_refused_before_it_reaches_us(world: World) -> None:
    claims = world.issuer.claims(KARI, NONCE)
    assert ask(world, SigningKey.new(world.issuer.key.name).signed(claims)) == 401


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1_700_000_000}])
def test_a_token_for_somebody_else_or_too_old_is_refused(world: World, wrong: dict[str, object]) -> None:
    claims = {**world.issuer.claims(KARI, NONCE), **wrong}
    assert ask(world, world.issuer.key.signed(claims)) == 401


def test_a_token_that_was_made_for_another_try_is_refused(world: World) -> None:
    assert ask(world, world.issuer.key.signed(world.issuer.claims(KARI, NONCE)), "m" * 32) == 401


def test_somebody_who_is_no_staff_is_forbidden(world: World) -> None:
    assert ask(world, world.issuer.key.signed(world.issuer.claims(SIRI, NONCE))) == 403


def test_the_way_round_the_authorizer_leads_nowhere(world: World) -> None:
    token = world.issuer.key.signed(world.issuer.claims(KARI, NONCE))
    headers = {"authorization": f"Bearer {token}"}
    url = f"{world.stack.api_url}/v1/staff/sessions"
    assert httpx.post(url, json={"nonce": NONCE}, headers=headers, timeout=60).status_code == 401


def test_the_address_one_came_back_by_is_worth_nothing_to_others(origin: str, browser: Browser) -> None:
    with browser.new_context(locale="nb") as context:
        page = context.new_page()
        page.goto(f"{origin}/pages/staff/sign-in")
        with page.expect_request(lambda request: "/signed-in" in request.url) as asked:
            page.get_by_role("button", name=KARI.name).click()
        page.wait_for_url(f"{origin}/pages/staff")
    with browser.new_context(locale="nb") as context:
        page = context.new_page()
        page.goto(asked.value.url)
        assert page.get_by_role("heading", name="gjelder ikke lenger").is_visible()
