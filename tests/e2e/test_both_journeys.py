"""Both whole journeys in a browser, from the guide's first link to everyday life: nothing but pages is used."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from playwright.sync_api import Browser

from local.demo.newcomers import found_craftsman
from local.demo.warehouse import founded
from local.doorway import Story, craftsman, doorway, warehouse
from local.front import front
from local.world import World
from samspill.pages.words import Words
from tests.e2e.browsing import chromium
from tests.e2e.craftsman import approves, asks_why, edits_a_customer, finds, goes_live, sends_hours, turns_on
from tests.e2e.walking import key_shown_at, walker
from tests.e2e.warehouse import begins, bills, chooses, comes_back, gives_keys, plans_and_approves

_firms = count(1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@contextmanager
def guided(world: World, story: Story, browser: Browser) -> Iterator[tuple[str, dict[str, str]]]:
    """The guide with one story: its origin, and where each of its links leads."""
    with front(world.stack.api_url, doorway(world, (story,))) as origin:
        world.issuer.lead_back_to(origin)
        with walker(browser, origin, Words("en")) as newcomer:
            newcomer.open("/")
            newcomer.looks()
            links = newcomer.page.locator(f"#{story.key} a").all()
            yield origin, {each.inner_text(): each.get_attribute("href") or "" for each in links}


@pytest.mark.parametrize(("language", "width", "keyboard"), [("nb", 360, False), ("en", 1280, True)])
def test_a_craftsman_turns_svenn_on_and_staff_let_it_in(
    world: World, browser: Browser, language: str, width: int, keyboard: bool
) -> None:  # fmt: skip
    number = next(_firms)
    firm = found_craftsman(world, f"Nabo Tømrer {number} AS")
    neighbour = found_craftsman(world, f"Gjenbo Tømrer {number} AS")
    words = Words(language, "Svenn")
    with (
        guided(world, craftsman(world, firm), browser) as (origin, ways),
        walker(browser, origin, words, width, keyboard=keyboard) as owner,
        walker(browser, origin, words, width, keyboard=keyboard) as staff,
    ):
        owner.open(f"/begin/svenn?language={language}")
        turns_on(owner, key_shown_at(owner, ways["Tripletex › API access"]), neighbour.tripletex_key)
        approves(staff, ways["Sign in as staff"], firm.name)
        goes_live(owner)
        edits_a_customer(owner, ways)
        asks_why(owner, ways)
        finds(owner)
        sends_hours(owner, ways)


@pytest.mark.parametrize(("language", "width", "keyboard"), [("en", 360, False), ("nb", 1280, False)])
def test_a_warehouse_connects_rackbeat_itself_and_its_invoices_arrive(
    world: World, browser: Browser, language: str, width: int, keyboard: bool
) -> None:  # fmt: skip
    number = next(_firms)
    email = f"lise{number}@havnelager.example"
    firm, neighbour = founded(world, f"Havnelager {number} AS"), founded(world, f"Fjellager {number} AS")
    words = Words(language, "Rackbeat")
    with (
        guided(world, warehouse(world, firm, email), browser) as (origin, ways),
        walker(browser, origin, words, width, keyboard=keyboard) as owner,
    ):
        begins(owner, ways, firm.name, email)
        gives_keys(owner, ways, neighbour)
        chooses(owner)
        plans_and_approves(owner)
        bills(owner, ways)
        comes_back(owner, ways)
