"""The plan on pages: a picture, rows with both sides, decisions."""

from urllib.parse import quote

import pytest

from samspill.model.connection import Connection
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.pages.addresses import packed
from samspill.tasks import plan_rows
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser
from tests.integration.pages.planned import in_review, planned_row, row_path


@pytest.fixture
def connection(bench: Bench) -> Connection:
    return in_review(bench)


def decision(bench: Bench, connection: Connection, name: str) -> Decision | None:
    key = plan_rows.key_of(planned_row(bench, connection, name))
    return bench.app.stores(connection.id).decisions.get([key]).get(key)


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
    code = planned_row(bench, connection, "Garasje").code
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
    page = browser.get(row_path(bench, connection, "Sameiet Solsiden"))
    for said in ("22 33 44 55", "99 88 77 66", "overskrives", "Solsiden sameie"):
        assert said in page.text


def test_references_are_shown_by_what_people_call_them(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    for project in ("Nytt tak", "Nytt bad"):
        assert "10001 Ås Bygg AS" in browser.get(row_path(bench, connection, project)).text


def test_a_question_shows_who_it_may_be_with_a_likeness(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    text = browser.get(row_path(bench, connection, "Hansen & Sønn AS")).text
    assert "Ved siden av 10045 Hansen og Sønner" in text
    assert "% lik" in text
    assert "kontor@hansen.example" in text
    assert "ole@hansen.example" in text


def test_a_decision_is_saved_at_once_under_the_name_of_who_made_it(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection, by="Kari Formann")
    page = browser.get(row_path(bench, connection, "Hansen & Sønn AS"))
    said = browser.press(page, "Koble sammen med 10045 Hansen og Sønner").text
    made = decision(bench, connection, "Hansen & Sønn AS")
    assert made is not None
    assert (made.choice, made.by) == (Choice.LINK, "Kari Formann")
    assert "Lagret." in said
    assert "Koble sammen · 10045 Hansen og Sønner Kari Formann" in said


def test_a_decision_is_taken_back(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(connection)
    page = browser.press(browser.get(row_path(bench, connection, "Kafé Kråka")), "Velg «Hold utenfor»")
    assert decision(bench, connection, "Kafé Kråka") is not None
    browser.press(page, "Ta tilbake")
    assert decision(bench, connection, "Kafé Kråka") is None


def test_another_partner_is_found_by_search_and_linked(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    page = browser.get(row_path(bench, connection, "Fjordfisk AS"))
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
    page = browser.get(f"{row_path(bench, connection, 'Fjordfisk AS')}?partner={quote('Ås Bygg')}")
    assert not any("with=" in to for to in page.read.links.values() if "Ås" in to)
    assert "10001 Ås Bygg AS" not in page.text


def test_a_partner_that_the_plan_does_not_know_is_refused(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    place = row_path(bench, connection, "Fjordfisk AS")
    page = browser.get(place)
    csrf = page.form("Velg «Hold utenfor»").fields["csrf"]
    said = browser.post(place, csrf=csrf, choice="link", partner="a999").text
    assert "Det valget passer ikke her" in said
    assert decision(bench, connection, "Fjordfisk AS") is None


def test_a_partner_that_the_plan_links_with_another_is_refused(
    bench: Bench, browser: Browser, connection: Connection
) -> None:
    browser.sign_in(connection)
    taken = planned_row(bench, connection, "Ås Bygg AS").tripletex
    assert taken is not None
    place = row_path(bench, connection, "Kafé Kråka")
    page = browser.get(f"{place}?with={taken.id}")
    assert "Ås Bygg" not in page.text
    csrf = page.form("Velg «Hold utenfor»").fields["csrf"]
    assert "Det valget passer ikke her" in browser.post(place, csrf=csrf, choice="link", partner=taken.id).text


@pytest.mark.parametrize("choice", ["nonsense", "restore", "link"])
def test_a_choice_that_the_row_does_not_offer_is_refused(
    bench: Bench, browser: Browser, connection: Connection, choice: str
) -> None:
    browser.sign_in(connection)
    place = row_path(bench, connection, "Ås Bygg AS")
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
    page = browser.get(row_path(bench, connection, "Hansen & Sønn AS"))
    assert page.status == 200
    assert "kontor@hansen.example" in page.text
    assert "Ved siden av 10045 Hansen og Sønner" in page.text


def test_names_from_outside_are_never_taken_for_html(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    company.systems[Side.TRIPLETEX].put(Kind.CUSTOMER, number="30000", name="<b>Fet</b> & Co")
    connection = in_review(bench, company)
    browser.sign_in(connection)
    assert "<b>Fet" not in browser.get(f"/pages/{connection.id}/plan").html
    assert "<b>Fet" not in browser.get(row_path(bench, connection, "<b>Fet</b> & Co")).html


def test_another_connections_plan_does_not_exist(bench: Bench, browser: Browser, connection: Connection) -> None:
    browser.sign_in(bench.app.connections.get(bench.connected()))
    for page in ("plan", "plan/next", "plan/approve"):
        assert browser.get(f"/pages/{connection.id}/{page}").status == 404
    assert browser.get(row_path(bench, connection, "Kafé Kråka")).status == 404
