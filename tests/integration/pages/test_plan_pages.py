"""The plan on pages: a picture, rows, decisions, yes or no."""

from urllib.parse import quote

import pytest

from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.holder import Holder, Subject
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.problems import Choice
from samspill.model.status import Status
from samspill.pages.addresses import packed
from samspill.tasks import page_sessions, plan_rows
from samspill.tasks.plan_book import ROWS, keep_book, open_book
from samspill.tasks.plan_index import Filter
from samspill.tasks.refusals import Refused
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Outbox
from tests.integration.pages.browser import Browser, Seen
from tests.integration.pages.planned import in_review, own_in_review


@pytest.fixture
def connection(bench: Bench) -> Connection:
    return in_review(bench)


@pytest.fixture
def silje(bench: Bench, browser: Browser) -> Browser:
    """One of staff."""
    holder = Holder(subject=Subject.STAFF, id="s1", by="silje@samspill.example", language="nb")
    browser.get(page_sessions.admit_holder(bench.app, holder).url)
    return browser


def row(bench: Bench, connection: Connection, name: str) -> PlanRow:
    rows = bench.app.plans.rows(f"{connection.id}/{ROWS}", PlanRow)
    return next(each for each in rows if name in {side.name for side in (each.tripletex, each.app) if side})


def path(bench: Bench, connection: Connection, name: str) -> str:
    return f"/pages/{connection.id}/plan/rows/{packed(row(bench, connection, name).id)}"


def decision(bench: Bench, connection: Connection, name: str) -> Decision | None:
    key = plan_rows.key_of(row(bench, connection, name))
    return bench.app.stores(connection.id).decisions.get([key]).get(key)


def approval(browser: Browser, connection: Connection) -> Seen:
    return browser.get(f"/pages/{connection.id}/plan/approve")


def test_a_connection_without_a_plan_says_so(bench: Bench, browser: Browser) -> None:
    connection = bench.app.connections.get(bench.connected())
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/plan")
    assert (page.status, "Det er ingen plan å vise" in page.text) == (200, True)


@pytest.mark.parametrize("language", ["nb", "en", "sv", "da"])
def test_the_plan_is_told_in_every_language(
    bench: Bench, browser: Browser, connection: Connection, language: str
) -> None:  # fmt: skip
    browser.sign_in(connection, language=language)
    for page in ("plan", "plan/next", "plan?outcome=held"):
        text = browser.get(f"/pages/{connection.id}/{page}").text
        assert "page." not in text
        assert "‹" not in text


def test_the_picture_says_how_many_of_each_kind_and_what_it_costs(browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    text = browser.get(f"/pages/{connection.id}/plan").text
    for said in ("Kobles sammen 4", "Opprettes i Svenn 2", "Noen må velge 2", "E-poster med innlogging 2",
                 "Lisenser i Svenn 2"):  # fmt: skip
        assert said in text


def test_the_parts_of_a_bar_fill_it(browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    html = browser.get(f"/pages/{connection.id}/plan").html
    bar = html[html.index('<svg class="bar"') :].partition("</svg>")[0]
    widths = [float(each.partition('"')[0]) for each in bar.split('width="')[1:]]
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_rows_are_filtered_and_searched(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    plan = f"/pages/{connection.id}/plan"
    assert "10072 Kafé Kråka" in browser.press(browser.get(plan), "Vis", q="kafe").read.links
    assert "10001 Ås Bygg AS" not in browser.press(browser.get(plan), "Vis", q="kafe").read.links
    code = row(bench, connection, "Garasje").code
    links = browser.get(f"{plan}?kind=project&outcome=held&code={code}").read.links
    assert "102 Garasje" in links
    assert "103 Nytt bad" not in links
    for nonsense in ("?kind=nonsense", "?outcome=nonsense", "?code=nonsense", "?cursor=nonsense", "?q=%00"):
        assert browser.get(plan + nonsense).status == 200


def test_many_rows_are_read_page_by_page_with_the_filter_kept(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    for number in range(120):
        company.systems[Side.TRIPLETEX].put(Kind.CUSTOMER, number=f"2{number:04}", name=f"Kunde {number}")
    connection = in_review(bench, company)
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/plan?q=kunde&kind=customer")
    names = [name for name in page.read.links if "Kunde" in name]
    while "Neste side" in page.read.links:
        page = browser.get(page.read.links["Neste side"])
        names += [name for name in page.read.links if "Kunde" in name]
    assert names == [f"2{number:04} Kunde {number}" for number in range(120)]


def test_a_row_shows_both_sides_and_what_will_be_overwritten(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    page = browser.get(path(bench, connection, "Sameiet Solsiden"))
    for said in ("22 33 44 55", "99 88 77 66", "overskrives", "Solsiden sameie"):
        assert said in page.text


def test_a_question_shows_who_it_may_be_with_a_likeness(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    text = browser.get(path(bench, connection, "Hansen & Sønn AS")).text
    assert "Ved siden av 10045 Hansen og Sønner" in text
    assert "% lik" in text
    assert "kontor@hansen.example" in text
    assert "ole@hansen.example" in text


def test_a_decision_is_saved_at_once_under_the_name_of_who_made_it(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection, by="Kari Formann")
    page = browser.get(path(bench, connection, "Hansen & Sønn AS"))
    said = browser.press(page, "Koble sammen med 10045 Hansen og Sønner").text
    made = decision(bench, connection, "Hansen & Sønn AS")
    assert made is not None
    assert (made.choice, made.by) == (Choice.LINK, "Kari Formann")
    assert "Lagret." in said
    assert "Koble sammen · 10045 Hansen og Sønner Kari Formann" in said


def test_a_decision_is_taken_back(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    page = browser.press(browser.get(path(bench, connection, "Kafé Kråka")), "Velg «Hold utenfor»")
    assert decision(bench, connection, "Kafé Kråka") is not None
    browser.press(page, "Ta tilbake")
    assert decision(bench, connection, "Kafé Kråka") is None


def test_another_partner_is_found_by_search_and_linked(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    page = browser.get(path(bench, connection, "Fjordfisk AS"))
    found = browser.press(page, "Søk")
    compared = browser.get(found.read.links["10071 Fjord Fisk"] if "10071 Fjord Fisk" in found.read.links
                           else next(to for name, to in found.read.links.items() if "with=" in to))  # fmt: skip
    assert "Ved siden av 10071 Fjord Fisk" in compared.text
    browser.press(compared, "Koble sammen med 10071 Fjord Fisk")
    made = decision(bench, connection, "Fjordfisk AS")
    assert made is not None
    assert made.choice is Choice.LINK


def test_only_records_without_a_partner_are_found(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    page = browser.get(f"{path(bench, connection, 'Fjordfisk AS')}?partner={quote('Ås Bygg')}")
    assert not any("with=" in to for to in page.read.links.values() if "Ås" in to)
    assert "10001 Ås Bygg AS" not in page.text


def test_a_partner_that_the_plan_does_not_know_is_refused(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    place = path(bench, connection, "Fjordfisk AS")
    page = browser.get(place)
    csrf = page.form("Velg «Hold utenfor»").fields["csrf"]
    said = browser.post(place, csrf=csrf, choice="link", partner="a999").text
    assert "Det valget passer ikke her" in said
    assert decision(bench, connection, "Fjordfisk AS") is None


@pytest.mark.parametrize("choice", ["nonsense", "restore", "link"])
def test_a_choice_that_the_row_does_not_offer_is_refused(
    bench: Bench, browser: Browser, connection: Connection, choice: str
) -> None:
    browser.sign_in(connection)
    place = path(bench, connection, "Ås Bygg AS")
    csrf = browser.get(place).form("Velg «Hold utenfor»").fields["csrf"]
    assert "Det valget passer ikke her" in browser.post(place, csrf=csrf, choice=choice).text


def test_rows_that_are_not_there_do_not_exist(browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    rows = f"/pages/{connection.id}/plan/rows"
    assert browser.get(f"{rows}/{packed('customer.app.a99')}").status == 404
    assert browser.get(f"{rows}/nonsense").status == 404


def test_the_questions_are_answered_one_after_the_other(browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/plan/next")
    for _ in range(2):
        page = browser.press(page, "Velg «Opprett som ny»")
        page = browser.get(page.read.links["Neste spørsmål"])
    assert "Alle spørsmål er besvart." in page.text


def test_a_side_that_cannot_be_asked_is_told_and_the_rest_is_shown(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = in_review(bench, company)
    company.systems[Side.APP].down = True
    browser.sign_in(connection)
    page = browser.get(path(bench, connection, "Hansen & Sønn AS"))
    assert page.status == 200
    assert "kontor@hansen.example" in page.text
    assert "Ved siden av 10045 Hansen og Sønner" in page.text


def test_a_user_of_the_app_sees_the_plan_and_may_not_approve_it(browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/plan")
    assert "Til godkjenning" not in page.read.links
    assert approval(browser, connection).status == 404
    csrf = page.form("Logg ut").fields["csrf"]
    for deed in ("approve", "reject"):
        assert browser.post(f"/pages/{connection.id}/plan/{deed}", csrf=csrf, reason="Nei").status == 404


def test_staff_approve_what_they_were_shown(bench: Bench, silje: Browser, connection: Connection) -> None:
    page = silje.get(silje.get(f"/pages/{connection.id}/plan").read.links["Til godkjenning"])
    assert "Spørsmål uten svar: 2." in page.text
    said = silje.press(page, "Godkjenn")
    now = bench.app.connections.get(connection.id)
    assert (now.status, now.approved_by) == (Status.SYNCING, "silje@samspill.example")
    assert "Planen er godkjent." in said.text


def test_the_numbers_of_an_approval_count_decisions_in(bench: Bench, silje: Browser, connection: Connection) -> None:
    silje.press(silje.get(path(bench, connection, "Jonas Lie")), "Velg «Hold utenfor»")
    assert "E-poster med innlogging 1" in approval(silje, connection).text


def test_somebody_who_decided_meanwhile_makes_it_shown_anew(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    page = approval(silje, connection)
    plan_rows.decide(bench.app, connection, row(bench, connection, "Kafé Kråka").id, Choice.LEAVE_OUT, None, "Ola")
    again = silje.press(page, "Godkjenn")
    assert again.status == 409
    assert "Noen har bestemt noe imens." in again.text
    assert bench.app.connections.get(connection.id).status is Status.IN_REVIEW
    silje.press(again, "Godkjenn")
    assert bench.app.connections.get(connection.id).status is Status.SYNCING


def test_a_plan_that_was_approved_meanwhile_is_not_approved_again_with_other_numbers(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    page = approval(silje, connection)
    bench.changed(connection.id, status="rejected", review_pending=None)
    assert "Planen venter ikke på svar lenger." in silje.press(page, "Godkjenn").text


@pytest.mark.parametrize(("plan", "revision"), [("", ""), ("x", "1"), ("", "-1"), ("x", "9" * 40), ("x", "½")])
def test_a_form_that_names_nothing_real_approves_nothing(
    bench: Bench, silje: Browser, connection: Connection, plan: str, revision: str
) -> None:
    csrf = approval(silje, connection).form("Godkjenn").fields["csrf"]
    page = silje.post(f"/pages/{connection.id}/plan/approve", csrf=csrf, plan=plan, revision=revision)
    assert page.status == 409
    assert bench.app.connections.get(connection.id).status is Status.IN_REVIEW


def test_a_plan_is_rejected_with_a_reason_that_the_company_reads(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    said = silje.press(approval(silje, connection), "Avvis", reason="Ansatt 2 finnes to ganger.")
    now = bench.app.connections.get(connection.id)
    assert (now.status, now.rejected_reason) == (Status.REJECTED, "Ansatt 2 finnes to ganger.")
    assert "Ansatt 2 finnes to ganger." in said.text


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_rejection_without_a_reason_is_asked_for_one_and_keeps_what_was_typed(
    bench: Bench, silje: Browser, connection: Connection, reason: str
) -> None:
    page = silje.press(approval(silje, connection), "Avvis", reason=reason)
    assert page.status == 422
    assert "Skriv en begrunnelse" in page.text
    assert page.form("Avvis").fields["reason"] == reason.strip()
    assert bench.app.connections.get(connection.id).status is Status.IN_REVIEW


def test_a_company_that_connects_itself_approves_its_own_plan(bench: Bench, browser: Browser) -> None:
    kari = own_in_review(bench)
    connection = kari.connection
    browser.cookies["__Host-samspill"] = kari.token
    page = browser.get(browser.get(f"/pages/{connection.id}/plan?lang=nb").read.links["Til godkjenning"])
    browser.press(page, "Godkjenn")
    now = bench.app.connections.get(connection.id)
    assert (now.status, now.approved_by) == (Status.SYNCING, kari.email)


def test_the_mailed_link_ends_at_the_plan_that_waits(bench: Bench, browser: Browser) -> None:
    kari = own_in_review(bench)
    link = kari.outbox.links_to(kari.email)[-1]
    page = browser.post("/link", link=link)
    assert page.url.endswith(f"/pages/{kari.connection.id}/plan")
    assert page.status == 200


def test_the_mail_to_staff_leads_to_the_plan(bench: Bench) -> None:
    outbox = Outbox()
    bench.app.__dict__["mailer"] = outbox
    connection = in_review(bench)
    [(to, _, text)] = outbox.mails
    assert to == "staff@example.com"
    assert f"https://samspill.test/pages/{connection.id}/plan\n" in text


def test_what_was_left_over_is_shown_and_approved_the_same_way(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"remainder": True})
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    bench.changed(connection.id, status="active", live=True, review_pending="remainder")
    assert "Det som endret seg underveis" in silje.get(f"/pages/{connection.id}/plan").text
    silje.press(approval(silje, connection), "Godkjenn")
    assert bench.app.connections.get(connection.id).review_pending is None


def test_names_from_outside_are_never_taken_for_html(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    company.systems[Side.TRIPLETEX].put(Kind.CUSTOMER, number="30000", name="<b>Fet</b> & Co")
    connection = in_review(bench, company)
    browser.sign_in(connection)
    assert "<b>Fet" not in browser.get(f"/pages/{connection.id}/plan").html
    assert "<b>Fet" not in browser.get(path(bench, connection, "<b>Fet</b> & Co")).html


def test_another_connections_plan_does_not_exist(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(bench.app.connections.get(bench.connected()))
    for page in ("plan", "plan/next", "plan/approve"):
        assert browser.get(f"/pages/{connection.id}/{page}").status == 404
    assert browser.get(path(bench, connection, "Kafé Kråka")).status == 404


def test_a_plan_that_was_made_before_rows_had_an_index_gets_one_when_it_is_looked_at(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    bench.app.plans.delete_prefix(f"{connection.id}/plan/shown/")
    browser.sign_in(connection)
    assert "10072 Kafé Kråka" in browser.get(f"/pages/{connection.id}/plan").read.links
    assert bench.app.plans.keys(f"{connection.id}/plan/shown/")


def test_rows_of_an_earlier_plan_are_let_go_of_once_there_is_another(bench: Bench, connection: Connection) -> None:
    before = bench.app.plans.keys(f"{connection.id}/plan/shown/")
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"hash": "another"})
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    open_book(bench.app, connection, plan)
    keep_book(bench.app, connection, plan)
    kept = bench.app.plans.keys(f"{connection.id}/plan/shown/")
    assert not set(before) & set(kept)


def test_rows_that_are_not_of_the_plan_that_was_read_are_never_kept_under_its_name(
    bench: Bench, connection: Connection
) -> None:
    older = plan_rows.plan_of(bench.app, connection).model_copy(update={"hash": "older"})
    with pytest.raises(Refused, match="plan_changed"):
        open_book(bench.app, connection, older)
    assert not any("/older/" in key for key in bench.app.plans.keys(f"{connection.id}/plan/shown/"))


def test_the_rows_found_are_those_of_the_machines_own_file(bench: Bench, connection: Connection) -> None:
    rows = list(bench.app.plans.rows(f"{connection.id}/{ROWS}", PlanRow))
    book = open_book(bench.app, connection, plan_rows.plan_of(bench.app, connection))
    assert book.page(Filter(), 0, 1000)[0] == rows
    held = [each for each in rows if each.outcome is RowOutcome.HELD]
    assert book.page(Filter(outcome=RowOutcome.HELD), 0, 1000)[0] == held
    assert [book.row(each.id) for each in rows] == rows
