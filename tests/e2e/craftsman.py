"""What a craftsman who uses Svenn does on the pages, and staff who let the firm in."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from samspill.model.oslo import day_in_oslo
from tests.e2e.walking import Walker

_PROJECT, _ACTIVITY = "Nytt bad Storgata 7", "Fakturerbart arbeid"
_TODAY = day_in_oslo(datetime.now(UTC)).isoformat()


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
    """The card looks again by itself every twenty seconds while it is in review: a small firm may be through by
    then."""
    t, page = owner.words.t, owner.page
    owner.press(t("turn_on.look_again"))
    active = page.get_by_role("heading", name=t("stands.active.title"))
    owner.waits_for(page.get_by_role("heading", name=t("stands.syncing.title")).or_(active))
    owner.looks()
    owner.waits_for(active)
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
    who = leader_at(there, ways)
    there.open(ways["Svenn › New project"])
    there.choose(there.page.get_by_label("Project manager"), who)
    there.fill("Name", _PROJECT)
    there.fill("Number", "9100")
    there.press("Make")
    owner.press(t("tab.logs"))
    owner.looks_again_until(lambda: _PROJECT in page.locator("main").inner_text())
    owner.looks()
    owner.press(f"9100 {_PROJECT}")
    assert owner.words.reason("project_without_start_date", {}).title in owner.looks()
    there.fill("Begins", _TODAY)
    there.press("Save")
    there.page.close()
    owner.press(t("tab.logs"))
    owner.looks_again_until(lambda: _PROJECT not in page.locator("main").inner_text())


def finds(owner: Walker) -> None:
    t, page = owner.words.t, owner.page
    owner.press(t("tab.records"))
    owner.looks()
    owner.fill(t("search"), "Nytt bad")
    owner.press(t("show"))
    owner.press(page.locator("tbody a"))
    assert _PROJECT in owner.looks()


def sends_hours(owner: Walker, ways: dict[str, str]) -> None:
    """Hours are switched on, worked in Svenn, seen before they are sent, and stand in Tripletex."""
    t, page = owner.words.t, owner.page
    owner.press(t("tab.hours"))
    owner.looks()
    owner.press(t("tab.settings"))
    owner.looks()
    owner.tick(page.locator("[name='kinds.hours']"))
    owner.write(page.locator("[name='hours.since']"), _TODAY)
    owner.press(t("set.save"))
    owner.looks()
    owner.press(t("set.confirm.do"))
    owner.looks()
    there = replace(owner, page=page.context.new_page())
    works(there, ways)
    owner.press(t("tab.hours"))
    owner.press(t("hours.preview"))
    owner.waits_for(page.get_by_role("button", name=t("hours.send"), exact=True))
    owner.looks()
    owner.press(t("hours.send"))
    owner.looks()
    there.open(ways["Tripletex › Hours"])
    there.waits_for(there.page.locator("td", has_text="7.5"))
    there.page.close()


def works(there: Walker, ways: dict[str, str]) -> None:
    """Seven and a half hours on the project, approved in Svenn."""
    who = leader_at(there, ways)
    there.open(ways["Svenn › New hours"])
    there.fill("Day", _TODAY)
    there.choose(there.page.get_by_label("Employee"), who)
    there.choose(there.page.get_by_label("Project"), _PROJECT)
    there.fill("Task", _ACTIVITY)
    there.fill("Hours", "7,5")
    there.tick(there.page.get_by_label("Approved"))
    there.press("Make")


def leader_at(there: Walker, ways: dict[str, str]) -> str:
    """Somebody in Svenn who may lead projects."""
    there.open(ways["Svenn › Employees"])
    return " ".join(there.page.locator("tr", has_text="moderator").first.locator("td").all_text_contents()[:2])
