"""What a warehouse that uses Rackbeat does on the pages, all by itself."""

from dataclasses import replace

from local.rackbeat_companies import RackbeatCompany
from tests.e2e.walking import Walker, key_shown_at


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
