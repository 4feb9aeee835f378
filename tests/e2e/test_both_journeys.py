"""Both whole journeys in a browser, from the guide's first link to everyday life: nothing but pages is used."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from playwright.sync_api import Browser

from local.demo.newcomers import found_craftsman
from local.demo.warehouse import founded
from local.doorway import Story, craftsman, doorway, warehouse
from local.front import front
from local.rackbeat_companies import RackbeatCompany
from local.world import World
from samspill.pages.words import Words
from tests.e2e.browsing import chromium
from tests.e2e.walking import Walker, walker

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


def key_shown_at(person: Walker, address: str) -> str:
    """What one copies out of a program's own screen, in another tab."""
    other = person.page.context.new_page()
    other.goto(address)
    key = other.locator(".key").first.inner_text()
    other.close()
    return key


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


def turns_on(owner: Walker, key: str, key_of_neighbour: str) -> None:
    t, page = owner.words.t, owner.page
    owner.looks()
    owner.press(t("turn_on.go"))
    owner.looks()
    for wrong in (f"{key}x", key_of_neighbour):
        owner.fill(t("turn_on.key.label"), wrong)
        owner.press(t("turn_on.key.go"))
        assert page.get_by_role("alert").inner_text()
        assert wrong not in page.content()
        owner.looks()
    owner.fill(t("turn_on.key.label"), key)
    owner.press(t("turn_on.key.go"))
    owner.waits_for(page.get_by_role("heading", name=t("stands.in_review.title")))
    owner.looks()
    owner.press(t("turn_on.see_plan"))
    owner.looks()
    owner.press(t("tab.overview"))


def approves(staff: Walker, sign_in: str, company: str) -> None:
    t, page = staff.words.t, staff.page
    staff.open(f"{sign_in}&lang={staff.words.language}")
    staff.press(page.get_by_role("button", name="Kari Lund"))
    staff.looks()
    staff.press(company)
    staff.looks()
    staff.press(page.locator("a[href$='/plan/next']"))
    while "/plan/rows/" in page.url:
        staff.looks()
        staff.press(page.locator("button[name='choice']"))
        staff.press(t("plan.next_question"))
    staff.press(t("plan.to_approval"))
    staff.looks()
    staff.press(t("plan.approve.do"))
    staff.looks()


def goes_live(owner: Walker) -> None:
    owner.waits_for(owner.page.get_by_role("heading", name=owner.words.t("stands.syncing.title")))
    owner.looks()
    owner.waits_for(owner.page.get_by_role("heading", name=owner.words.t("stands.active.title")))
    owner.looks()


def edits_a_customer(owner: Walker, ways: dict[str, str]) -> None:
    """In Tripletex, at its own screen; it arrives at Svenn's."""
    there = replace(owner, page=owner.page.context.new_page())
    there.open(ways["Svenn › Customers"].partition("?")[0])
    linked = there.page.locator("tbody a").all_inner_texts()
    there.open(ways["Tripletex › Customers"])
    name = next(each for each in there.page.locator("tbody a").all_inner_texts() if each in linked)
    there.press(name)
    there.fill("Phone", "21 00 11 22")
    there.press("Save")
    there.open(ways["Svenn › Customers"])
    there.waits_for(there.page.locator("tr", has_text=name).filter(has_text=re.compile("21 ?00 ?11 ?22")))
    there.page.close()


def asks_why(owner: Walker, ways: dict[str, str]) -> None:
    """A project without a start date is made in Svenn; the log says so, and it is mended there."""
    t, page = owner.words.t, owner.page
    there = replace(owner, page=page.context.new_page())
    there.open(ways["Svenn › Employees"])
    names = there.page.locator("tr", has_text="moderator").first.locator("td").all_text_contents()[:2]
    there.open(ways["Svenn › New project"])
    there.choose(there.page.get_by_label("Project manager"), " ".join(names))
    name = "Nytt bad Storgata 7"
    there.fill("Name", name)
    there.fill("Number", "9100")
    there.press("Make")
    owner.press(t("tab.logs"))
    owner.looks_again_until(lambda: name in page.locator("main").inner_text())
    owner.looks()
    owner.press(f"9100 {name}")
    assert owner.words.reason("project_without_start_date", {}).title in owner.looks()
    there.fill("Begins", "2026-02-01")
    there.press("Save")
    there.page.close()
    owner.press(t("tab.logs"))
    owner.looks_again_until(lambda: name not in page.locator("main").inner_text())


def finds(owner: Walker) -> None:
    t, page = owner.words.t, owner.page
    owner.press(t("tab.records"))
    owner.looks()
    owner.fill(t("search"), "Nytt bad")
    owner.press(t("show"))
    owner.press(page.locator("tbody a"))
    assert "Nytt bad Storgata 7" in owner.looks()
    for tab in ("hours", "settings"):
        owner.press(t(f"tab.{tab}"))
        owner.looks()


def begins(owner: Walker, ways: dict[str, str], company: str, email: str) -> None:
    """What was typed stays when the address is wrong; then the mail leads to the set-up."""
    t, page = owner.words.t, owner.page
    owner.open(f"{ways['Connect Rackbeat']}?lang={owner.words.language}")
    owner.looks()
    for label, text in ((t("wizard.company"), company), (t("wizard.contact"), "Lise Berg")):
        owner.fill(label, text)
    owner.fill(t("wizard.email"), "lise@havnelager")
    owner.press(t("wizard.connect.go"))
    assert page.get_by_label(t("wizard.company")).input_value() == company
    owner.looks()
    owner.fill(t("wizard.email"), email)
    owner.press(t("wizard.connect.go"))
    owner.looks()
    follows_the_newest_mail(owner, ways)


def follows_the_newest_mail(owner: Walker, ways: dict[str, str]) -> None:
    other = replace(owner, page=owner.page.context.new_page())
    other.open(ways["Its mails"])
    other.looks_again_until(lambda: other.page.locator(".mail a").count() > 0)
    link = other.page.locator(".mail a").first.get_attribute("href")
    other.page.close()
    assert link is not None
    owner.open(link)
    owner.looks()
    owner.press(owner.words.t("link.go"))


def gives_keys(owner: Walker, ways: dict[str, str], neighbour: RackbeatCompany) -> None:
    """A key that is none, then that of another company; then the right ones."""
    t, page = owner.words.t, owner.page
    tripletex = key_shown_at(owner, ways["Tripletex › API access"])
    rackbeat = key_shown_at(owner, ways["Rackbeat › API keys"])
    for wrong in (f"{rackbeat}x", neighbour.rackbeat_key):
        owner.looks()
        owner.fill(t("wizard.keys.tripletex"), tripletex)
        owner.fill(t("wizard.keys.app"), wrong)
        owner.press(t("wizard.keys.go"))
        assert wrong not in page.content()
    owner.looks()
    assert t("wizard.companies.differ") in page.locator("main").inner_text()
    owner.press(t("wizard.companies.other"))
    owner.fill(t("wizard.keys.tripletex"), tripletex)
    owner.fill(t("wizard.keys.app"), rackbeat)
    owner.press(t("wizard.keys.go"))
    assert t("wizard.companies.alike") in owner.looks()
    owner.press(t("wizard.companies.go"))


def chooses(owner: Walker) -> None:
    """Groups (the missing one is made), start-up, and what is proposed for the settings."""
    t, page = owner.words.t, owner.page
    owner.looks()
    for sort in page.locator("select[id^='group.']").all():
        if not sort.input_value():
            owner.choose(sort, sort.locator("option").nth(1).inner_text())
    owner.write(page.locator("[id='new.supplier']"), "Leverandører")
    owner.press(t("wizard.groups.go"))
    owner.looks()
    for box in page.locator("input[name^='start_up.']").all():
        owner.tick(box)
    for terms in page.locator("select[id$='payment_terms']").all():
        if not terms.input_value():
            owner.choose(terms, terms.locator("option").nth(1).inner_text())
    owner.press(t("wizard.next"))
    owner.looks()
    owner.press(t("wizard.settings.go"))
    owner.looks()


def plans_and_approves(owner: Walker) -> None:
    t, page = owner.words.t, owner.page
    owner.press(t("wizard.plan.go"))
    owner.looks()
    owner.waits_for(page.get_by_role("heading", name=t("wizard.review.title")))
    owner.looks()
    owner.press(t("wizard.review.go"))
    owner.looks()
    owner.press(t("plan.to_approval"))
    owner.looks()
    owner.press(t("plan.approve.do"))
    owner.looks()
    owner.waits_for(page.get_by_role("heading", name=t("wizard.done.title")))
    owner.looks()
    owner.press(t("wizard.done.go"))
    owner.waits_for(page.get_by_role("heading", name=t("stands.active.title")))
    owner.looks()


def bills(owner: Walker, ways: dict[str, str]) -> None:
    """An invoice is made out and booked at Rackbeat's own screen; it stands at Tripletex's."""
    there = replace(owner, page=owner.page.context.new_page())
    there.open(ways["Rackbeat › New invoice"])
    for label in ("Customer", "Product"):
        chosen = there.page.get_by_label(label, exact=True).first
        there.choose(chosen, chosen.locator("option").nth(1).inner_text())
    there.fill("Quantity", "3")
    there.press("Make")
    there.press("Book")
    total = there.page.locator("dt", has_text="Total").locator("+ dd").inner_text()
    there.open(ways["Tripletex › Invoices"])
    there.waits_for(there.page.locator("td", has_text=total))
    there.page.close()


def comes_back(owner: Walker, ways: dict[str, str]) -> None:
    """By the link in the last mail, to the settings."""
    t = owner.words.t
    owner.press(t("leave"))
    owner.looks()
    follows_the_newest_mail(owner, ways)
    owner.press(t("tab.settings"))
    owner.looks()
