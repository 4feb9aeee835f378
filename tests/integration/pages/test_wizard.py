"""A company connects itself on our pages, without any script: the whole way, and ways back."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.onboarding import Sort
from samspill.model.status import Status
from tests.fakes.choosing_systems import Choosable
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.pages.browser import Browser, Seen

CONNECT = "/pages/connect/rackbeat"
GROUPS = {"group.customer": "11", "group.supplier": "12", "group.product": "13", "group.service": "14"}


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    """A company whose app has a group of each sort."""
    made = newcomer(bench)
    made.app.made["customer"].append(Choosable("11", "Kunder"))
    made.app.made["supplier"].append(Choosable("12", "Leverandører"))
    made.app.made["product"].append(Choosable("13", "Varer", has_inventory=True))
    made.app.made["product"].append(Choosable("14", "Tjenester", has_inventory=False))
    return made


def begins(browser: Browser, kari: Newcomer, **typed: str) -> Seen:
    who = {"company": "Fjord Lager AS", "contact": "Kari Nordmann", "email": kari.email, "language": "nb"}
    return browser.press(browser.get(CONNECT), "Begynn", {**who, **typed})


def opens_its_mail(browser: Browser, kari: Newcomer) -> Seen:
    page = browser.press(browser.get("/link"), "Åpne", link=kari.outbox.links_to(kari.email)[-1])
    kari.id = page.url.split("/")[3]
    kari.token = next(iter(browser.cookies.values()))
    return page


def comes_in(browser: Browser, kari: Newcomer) -> Seen:
    """Begun, and by the mailed link at the keys."""
    begins(browser, kari)
    return opens_its_mail(browser, kari)


def says_keys(browser: Browser, kari: Newcomer, page: Seen, **other: str) -> Seen:
    keys = {"keys.app": kari.keys["app"], "keys.tripletex": kari.keys["tripletex"]}
    return browser.press(page, "Sjekk nøklene", {**keys, **{f"keys.{side}": key for side, key in other.items()}})


def at(browser: Browser, kari: Newcomer, step: str) -> Seen:
    return browser.get(f"/pages/onboarding/{kari.id}/{step}")


def at_groups(browser: Browser, kari: Newcomer) -> Seen:
    says_keys(browser, kari, comes_in(browser, kari))
    return at(browser, kari, "groups")


def answers_everything(browser: Browser, kari: Newcomer) -> Seen:
    browser.press(at_groups(browser, kari), "Jeg har grupper, neste", GROUPS)
    browser.press(at(browser, kari, "start-up"), "Lagre og gå videre")
    return browser.press(at(browser, kari, "settings"), "Bruk forslagene og gå videre")


def goes_live(browser: Browser, kari: Newcomer) -> Seen:
    browser.press(answers_everything(browser, kari), "Lag planen")
    kari.until_review()
    kari.approves()
    kari.first_sync()
    return browser.get(f"/pages/onboarding/{kari.id}")


def steps(page: Seen) -> str:
    return page.html[page.html.index('class="steps') : page.html.index("</ol>")]


def test_the_whole_way_goes_from_a_strangers_page_to_a_live_connection(browser: Browser, kari: Newcomer) -> None:
    kari.app.put(Kind.CUSTOMER, number="1001", name="Ås Bygg AS")
    page = begins(browser, kari)
    assert kari.email in page.text
    page = says_keys(browser, kari, opens_its_mail(browser, kari))
    assert page.text.count(kari.tripletex.owner.name) == page.text.count(kari.app.owner.name) > 0
    page = browser.get(page.read.links["Ja, gå videre"])
    page = browser.press(page, "Jeg har grupper, neste", GROUPS)
    page = browser.press(page, "Lagre og gå videre", {"start_up.kinds.supplier": "on"})
    page = browser.press(page, "Bruk forslagene og gå videre")
    page = browser.press(page, "Lag planen")
    assert "Planen lages" in page.text
    kari.until_review()
    page = browser.get(page.read.links["Se hvor langt det er kommet"])
    assert page.read.links["Se planen"] == f"/pages/{kari.connection.id}/plan"
    kari.approves()
    kari.first_sync()
    page = browser.get(f"/pages/onboarding/{kari.id}")
    assert "er koblet sammen" in page.text
    live = kari.connection
    assert (live.status, live.approved_by) == (Status.ACTIVE, kari.email)
    assert browser.get(page.read.links["Åpne oversikten"]).status == 200
    assert live.settings.start_up.creates(Kind.SUPPLIER)
    assert not live.settings.start_up.creates(Kind.CUSTOMER)


def test_what_was_chosen_is_what_the_connection_has(browser: Browser, kari: Newcomer) -> None:
    kari.tripletex.codes.append(Choosable("31", "Middels sats"))
    browser.press(at_groups(browser, kari), "Jeg har grupper, neste", GROUPS)
    browser.press(at(browser, kari, "start-up"), "Lagre og gå videre", {
        "start_up.kinds.customer": "on", "start_up.stock": "on", "app_defaults.customer.layout": "1",
    })  # fmt: skip
    browser.press(at(browser, kari, "settings"), "Bruk forslagene og gå videre", {
        "documents.vat.14/domestic": "31", "documents.differences": "rounding_line",
    })  # fmt: skip
    onboarding = kari.bench.app.onboardings.get(kari.id)
    assert onboarding.groups() == {Sort(path.partition(".")[2]): number for path, number in GROUPS.items()}
    defaults = onboarding.settings.app_defaults[Kind.CUSTOMER]
    assert (defaults.payment_terms, defaults.layout) == ("1", "1")
    assert onboarding.settings.start_up.stock
    assert onboarding.settings.documents.vat == {"14/domestic": "31"}
    assert onboarding.settings.documents.differences == "rounding_line"
    assert onboarding.settings.payment_terms == {"1": "14 days"}


def test_only_an_integration_that_companies_connect_themselves_has_such_a_page(browser: Browser) -> None:
    assert browser.get("/pages/connect/svenn").status == 404
    assert browser.post("/pages/connect/svenn", company="X").status == 404
    assert browser.get("/pages/connect/other/begun").status == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"company": "  "}, "Fyll ut feltet"),
        ({"contact": "K" * 201}, "Fyll ut feltet"),
        ({"email": "kari@"}, "Skriv én e-postadresse"),
        ({"email": "a@b.no,c@d.no"}, "Skriv én e-postadresse"),
    ],
)
def test_what_was_typed_wrong_is_said_at_its_field_and_the_rest_stays(
    browser: Browser, kari: Newcomer, typed: Mapping[str, str], said: str
) -> None:  # fmt: skip
    page = begins(browser, kari, **{"company": "Ås & Sønn <b>", **typed})
    assert page.status == 422
    assert said in page.text
    kept = page.form("Begynn").fields
    assert kept["email"] == typed.get("email", kari.email)
    assert "company" in typed or kept["company"] == "Ås & Sønn <b>"
    assert kari.outbox.mails == []


def test_nobody_fills_a_mailbox_and_is_told_until_when(browser: Browser, kari: Newcomer) -> None:
    pages = [begins(Browser(browser.bench), kari) for _ in range(4)]
    assert [page.status for page in pages] == [200, 200, 200, 429]
    assert "Prøv igjen etter 02.03.2026 11:00" in pages[-1].text
    assert pages[-1].form("Begynn").fields["company"] == "Fjord Lager AS"


def test_who_typed_an_address_goes_on_but_makes_no_plan(browser: Browser, kari: Newcomer) -> None:
    page = browser.get(begins(browser, kari).read.links["Gå videre her imens"])
    kari.id = page.url.split("/")[3]
    assert "Adressen er ikke bekreftet ennå" in page.text
    says_keys(browser, kari, page)
    for step, button in (("groups", "Jeg har grupper, neste"), ("start-up", "Lagre og gå videre")):
        browser.press(at(browser, kari, step), button)
    page = browser.press(at(browser, kari, "settings"), "Bruk forslagene og gå videre")
    assert "Bekreft adressen først" in page.text
    form = browser.get(f"/pages/onboarding/{kari.id}/groups").form("Jeg har grupper, neste")
    refused = browser.post(f"/pages/onboarding/{kari.id}/plan", csrf=form.fields["csrf"])
    assert refused.status == 409
    assert kari.bench.app.onboardings.get(kari.id).connection is None


def test_whoever_comes_by_mail_finds_everything_and_ends_the_session_of_whom_typed_the_address(
    browser: Browser, kari: Newcomer
) -> None:  # fmt: skip
    page = browser.get(begins(browser, kari).read.links["Gå videre her imens"])
    kari.id = page.url.split("/")[3]
    says_keys(browser, kari, page)
    owner = Browser(browser.bench)
    assert opens_its_mail(owner, kari).url == f"/pages/onboarding/{kari.id}/groups"
    gone = browser.get(f"/pages/onboarding/{kari.id}")
    assert (gone.status, gone.read.links["Få en ny lenke i e-posten"]) == (401, "/pages/way-back")


def test_in_a_frame_without_cookies_the_mail_is_the_way_on(bench: Bench, kari: Newcomer) -> None:
    page = begins(Browser(bench, keeps_cookies=False), kari)
    assert "Se i e-posten din" in page.text
    assert "Gå videre her imens" not in page.read.links


def test_wrong_keys_are_told_at_their_fields_and_never_come_back(browser: Browser, kari: Newcomer) -> None:
    kari.app.missing_rights = ("invoice", "customer")
    page = says_keys(browser, kari, comes_in(browser, kari), tripletex="stolen-key")
    assert page.status == 422
    assert "Tripletex kjenner ikke igjen nøkkelen" in page.text
    assert all(f"Det som mangler: {right}" in page.text for right in ("Fakturaer", "Kunder"))
    assert "Ingenting er lagret" in page.text
    for key in ("stolen-key", kari.keys["app"]):
        assert key not in page.html


@pytest.mark.parametrize("missing", ["", "k" * 1501])
def test_a_key_that_cannot_be_one_is_not_asked_about(browser: Browser, kari: Newcomer, missing: str) -> None:
    page = says_keys(browser, kari, comes_in(browser, kari), app=missing)
    assert page.status == 422
    assert "Lim inn hele nøkkelen" in page.text


def test_a_key_as_long_as_rackbeats_is_taken_whole(browser: Browser, kari: Newcomer) -> None:
    page = says_keys(browser, kari, comes_in(browser, kari), app="k" * 1100)
    assert "Lim inn hele nøkkelen" not in page.text


def test_a_company_that_is_connected_already_is_told_with_the_keys(browser: Browser, kari: Newcomer) -> None:
    kari.answers_everything()
    kari.asks_for_a_plan()
    other = newcomer(browser.bench)
    page = says_keys(browser, other, comes_in(browser, other), tripletex=kari.keys["tripletex"])
    assert page.status == 422
    assert "har allerede en integrasjon med Rackbeat" in page.text


def test_keys_cannot_be_tried_out_without_end(browser: Browser, kari: Newcomer) -> None:
    page = comes_in(browser, kari)
    tried = [says_keys(browser, kari, page, app=f"guess-{number}").status for number in range(21)]
    assert (tried.count(422), tried[-1]) == (20, 429)


def test_a_system_that_is_down_keeps_nobody_from_trying_again(browser: Browser, kari: Newcomer) -> None:
    page = comes_in(browser, kari)
    kari.app.down = True
    refused = says_keys(browser, kari, page)
    assert (refused.status, "svarer ikke akkurat nå" in refused.text) == (503, True)
    kari.app.down = False
    assert says_keys(browser, kari, refused).status == 200


def test_companies_that_are_not_alike_are_pointed_out(browser: Browser, kari: Newcomer) -> None:
    kari.app.owner = kari.app.owner.model_copy(update={"name": "Fjell Lager AS"})
    page = says_keys(browser, kari, comes_in(browser, kari))
    assert "Navnene er ikke like" in page.text
    assert page.read.links["Nei, bruk andre nøkler"].endswith("/keys")


def test_without_keys_every_step_leads_to_them(browser: Browser, kari: Newcomer) -> None:
    comes_in(browser, kari)
    for step in ("groups", "start-up", "settings", "companies"):
        page = at(browser, kari, step)
        assert page.url.startswith(f"/pages/onboarding/{kari.id}/keys")
        assert "Begynn med nøklene" in page.text


def test_a_group_that_is_missing_is_made_in_the_app_and_chosen(browser: Browser, kari: Newcomer) -> None:
    kari.app.made["supplier"].clear()
    page = at_groups(browser, kari)
    assert "har ingen slik gruppe ennå" in page.text
    browser.press(page, "Jeg har grupper, neste", {"new.supplier": "Leverandører"})
    (made,) = kari.app.made["supplier"]
    assert made.name == "Leverandører"
    assert kari.bench.app.onboardings.get(kari.id).groups()[Sort.SUPPLIER] == made.number


def test_what_was_typed_of_groups_survives_a_system_that_is_down(browser: Browser, kari: Newcomer) -> None:
    page = at_groups(browser, kari)
    kari.app.down = True
    refused = browser.press(page, "Jeg har grupper, neste", {**GROUPS, "new.service": "Montasje"})
    assert refused.status == 503
    kari.app.down = False
    browser.press(refused, "Prøv igjen")
    assert [group.name for group in kari.app.made["product"]][-1] == "Montasje"


def test_a_group_that_is_gone_is_told_at_its_field(browser: Browser, kari: Newcomer) -> None:
    page = at_groups(browser, kari)
    refused = browser.press(page, "Jeg har grupper, neste", {**GROUPS, "group.customer": "99"})
    assert refused.status == 422
    assert 'id="wrong-group.customer"' in refused.html
    assert refused.form("Jeg har grupper, neste").fields["group.supplier"] == "12"


def test_start_up_without_a_group_says_which_one_and_keeps_the_choice(browser: Browser, kari: Newcomer) -> None:
    browser.press(at_groups(browser, kari), "Jeg har grupper, neste", {**GROUPS, "group.customer": ""})
    page = browser.press(at(browser, kari, "start-up"), "Lagre og gå videre", {"start_up.kinds.customer": "on"})
    assert page.status == 422
    assert 'id="wrong-app_defaults.customer.group"' in page.html
    assert page.form("Lagre og gå videre").fields["start_up.kinds.customer"] == "on"
    assert page.read.links["Velg gruppe"].endswith("/groups")


def test_a_vat_code_that_is_not_active_is_told_at_its_place(browser: Browser, kari: Newcomer) -> None:
    at_groups(browser, kari)
    page = browser.press(
        at(browser, kari, "settings"), "Bruk forslagene og gå videre", {"documents.vat.13/domestic": "77"}
    )
    assert page.status == 422
    assert 'id="wrong-documents.vat.13/domestic"' in page.html
    assert page.form("Bruk forslagene og gå videre").fields["documents.vat.13/domestic"] == "77"


def test_nonsense_in_a_form_is_no_fault_of_ours(browser: Browser, kari: Newcomer) -> None:
    at_groups(browser, kari)
    nonsense = {
        "documents.vat.nowhere": "3", "payment_terms.1": "when I like", "documents.differences": "guess",
    }  # fmt: skip
    page = browser.press(at(browser, kari, "settings"), "Bruk forslagene og gå videre", nonsense)
    assert page.status == 422
    long = {"new.customer": "x" * 81}
    assert browser.press(at(browser, kari, "groups"), "Jeg har grupper, neste", long).status == 422
    start_up = {"app_defaults.customer.payment_terms": "9" * 60}
    assert browser.press(at(browser, kari, "start-up"), "Lagre og gå videre", start_up).status == 422


@pytest.mark.parametrize("step", ["groups", "start-up", "settings"])
def test_a_step_that_cannot_be_read_now_says_so(browser: Browser, kari: Newcomer, step: str) -> None:
    at_groups(browser, kari)
    kari.app.down = True
    page = at(browser, kari, step)
    assert (page.status, page.read.links["Prøv igjen"]) == (503, f"/pages/onboarding/{kari.id}/{step}")


def test_other_answers_give_up_a_plan_and_say_so_beforehand(browser: Browser, kari: Newcomer) -> None:
    browser.press(answers_everything(browser, kari), "Lag planen")
    first = kari.connection.id
    kari.until_review()
    page = at(browser, kari, "groups")
    assert "blir den forkastet" in page.text
    page = browser.press(page, "Jeg har grupper, neste", {"group.customer": ""})
    assert "Alt er besvart" in page.text
    browser.press(page, "Lag planen")
    assert kari.connection.id != first


def test_after_the_approval_answers_stand(browser: Browser, kari: Newcomer) -> None:
    browser.press(answers_everything(browser, kari), "Lag planen")
    groups = at(browser, kari, "groups")
    kari.until_review()
    kari.approves()
    page = at(browser, kari, "groups")
    assert "Den første synkroniseringen pågår" in page.text
    assert "kan ikke endres her lenger" in page.text
    assert "/groups" not in steps(page)
    assert "kan ikke endres" in browser.press(groups, "Jeg har grupper, neste").text


def test_a_plan_that_got_stuck_is_made_again(browser: Browser, kari: Newcomer) -> None:
    page = browser.press(answers_everything(browser, kari), "Lag planen")
    kari.bench.machine.running.clear()
    kari.bench.later(minutes=20)
    page = browser.get(f"/pages/onboarding/{kari.id}")
    assert "Planen må lages på nytt" in page.text
    assert "Planen lages" in browser.press(page, "Lag planen på nytt").text


def test_what_stopped_the_plan_is_told(browser: Browser, kari: Newcomer) -> None:
    browser.press(answers_everything(browser, kari), "Lag planen")
    kari.bench.changed(kari.connection.id, status="needs_attention", attention="tripletex_key_wrong")
    page = browser.get(f"/pages/onboarding/{kari.id}")
    assert "Nøkkelen fra Tripletex virker ikke" in page.text


def test_all_steps_are_listed_with_what_is_done(browser: Browser, kari: Newcomer) -> None:
    listed = steps(at_groups(browser, kari))
    assert [listed.count(f'class="{state}"') for state in ("done", "now", "ahead")] == [1, 1, 6]


def test_every_address_gets_the_same_answer_and_only_its_owner_a_link(browser: Browser, kari: Newcomer) -> None:
    comes_in(browser, kari)
    before = len(kari.outbox.mails)
    known, unknown = (
        browser.press(browser.get("/pages/way-back"), "Send lenken", email=email)
        for email in (kari.email, "ukjent@nordlys.example")
    )
    assert (known.status, known.html) == (unknown.status, unknown.html)
    kari.mails_go_out()
    assert [to for to, _, _ in kari.outbox.mails[before:]] == [kari.email]
    assert opens_its_mail(Browser(browser.bench), kari).status == 200


def test_no_address_is_no_reason_for_a_mail(browser: Browser) -> None:
    page = browser.press(browser.get("/pages/way-back"), "Send lenken", email="kari@")
    assert (page.status, page.form("Send lenken").fields["email"]) == (422, "kari@")


def test_links_cannot_be_asked_for_without_end(browser: Browser) -> None:
    page = browser.get("/pages/way-back")
    asked = [browser.press(page, "Send lenken", email="kari@fjord.example").status for _ in range(31)]
    assert (asked.count(200), asked[-1]) == (30, 429)


def test_anothers_onboarding_does_not_exist(browser: Browser, kari: Newcomer) -> None:
    comes_in(browser, kari)
    other = newcomer(browser.bench)
    comes_in(Browser(browser.bench), other)
    for path in ("", "/keys", "/groups", "/companies"):
        assert browser.get(f"/pages/onboarding/{other.id}{path}").status == 404
        assert browser.get(f"/pages/onboarding/none{path}").status == 404


def test_a_form_without_its_mark_changes_nothing(browser: Browser, kari: Newcomer) -> None:
    comes_in(browser, kari)
    keys = {"keys.app": kari.keys["app"], "keys.tripletex": kari.keys["tripletex"]}
    assert browser.post(f"/pages/onboarding/{kari.id}/keys", **keys).status == 403
    assert kari.bench.app.onboardings.get(kari.id).said == frozenset()


@pytest.mark.parametrize("language", ["en", "sv", "da"])
def test_a_page_for_strangers_speaks_their_language_and_the_mail_too(
    browser: Browser, kari: Newcomer, language: str
) -> None:  # fmt: skip
    page = browser.get(f"{CONNECT}?lang={language}")
    assert (page.read.language, page.form("Begin" if language == "en" else _BEGIN[language]).fields["language"]) == (
        language, language,
    )  # fmt: skip


_BEGIN = {"sv": "Börja", "da": "Begynd"}


def test_the_connection_leads_back_to_the_set_up(browser: Browser, kari: Newcomer) -> None:
    page = goes_live(browser, kari)
    settings = browser.get(page.read.links["Innstillinger"])
    assert settings.read.links["Tilbake til oppsettet"] == f"/pages/onboarding/{kari.id}"
    assert Side.TRIPLETEX in kari.bench.app.connections.get(kari.connection.id).subscriptions[0].model_dump().values()


def test_a_zone_in_which_all_groups_are_open_alike_is_chosen_once(browser: Browser, kari: Newcomer) -> None:
    abroad = {"abroad": Decimal(0)}
    kari.tripletex.codes += [Choosable("6", "Utenfor loven"), Choosable("51", "Innenlands uten avgift")]
    kari.app.made["product"][:] = [replace(each, vat=abroad) for each in kari.app.made["product"]]
    says_keys(browser, kari, comes_in(browser, kari))
    page = at(browser, kari, "settings")
    assert 'id="documents.vat.*/abroad"' in page.html
    assert 'id="documents.vat.13/abroad"' not in page.html
    assert "Flere passer: 6, 51" in page.text
    browser.press(page, "Bruk forslagene og gå videre", {"documents.vat.*/abroad": "51"})
    assert kari.bench.app.onboardings.get(kari.id).settings.documents.vat["*/abroad"] == "51"


def test_an_approval_leads_on_in_the_set_up(browser: Browser, kari: Newcomer) -> None:
    browser.press(answers_everything(browser, kari), "Lag planen")
    kari.until_review()
    page = browser.get(f"/pages/{kari.connection.id}/plan/approve")
    page = browser.press(page, "Godkjenn")
    assert page.url == f"/pages/onboarding/{kari.id}?said=plan.approved"
    assert "Den første synkroniseringen pågår" in page.text


def test_a_choice_that_is_gone_by_now_is_told_when_the_plan_is_asked_for(browser: Browser, kari: Newcomer) -> None:
    browser.press(at_groups(browser, kari), "Jeg har grupper, neste", GROUPS)
    browser.press(at(browser, kari, "start-up"), "Lagre og gå videre", {"start_up.kinds.customer": "on"})
    page = browser.press(at(browser, kari, "settings"), "Bruk forslagene og gå videre")
    kari.app.made["customer"].clear()
    refused = browser.press(page, "Lag planen")
    assert (refused.status, "Gruppe 11" in refused.text) == (422, True)
    assert "Se hva som står ved feltene" not in refused.text
    assert browser.get(f"/pages/onboarding/{kari.id}/plan?lang=en").form("Make the plan")


def test_payment_terms_that_nobody_can_read_are_said_by_a_person(browser: Browser, kari: Newcomer) -> None:
    kari.app.terms.append(Choosable("7", "Løpende måned 15"))
    at_groups(browser, kari)
    page = at(browser, kari, "settings")
    assert "Løpende måned 15" in page.text
    browser.press(page, "Bruk forslagene og gå videre", {"payment_terms.7": "15 day_of_month"})
    terms = kari.bench.app.onboardings.get(kari.id).settings.payment_terms
    assert terms == {"1": "14 days", "7": "15 day_of_month"}
    assert (
        at(browser, kari, "settings").form("Bruk forslagene og gå videre").fields["payment_terms.7"]
        == "15 day_of_month"
    )
