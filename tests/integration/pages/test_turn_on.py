"""From *Turn on* to a connection that is under way, as its user goes through it."""

from datetime import timedelta

from samspill.model.kinds import Side
from samspill.model.status import Status
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.pages.browser import Browser, Seen

ON, PASTE, KEY = "Slå på", "Sjekk og slå på", "tripletex"


def arrived(bench: Bench, browser: Browser, company: TwoKeys, **more: object) -> Seen:
    said = {"app_key": company.app_key, "organization_number": company.number, "by": "Kari Formann", **more}
    answer = bench.product.post("/v1/page-sessions", said)
    assert answer.status == 201, answer.text
    return browser.get(answer.json["url"])


def at_the_key(bench: Bench, browser: Browser, company: TwoKeys) -> Seen:
    return browser.get(arrived(bench, browser, company).read.links[ON])


def test_the_card_says_what_the_integration_does_and_what_it_never_does(bench: Bench, browser: Browser) -> None:
    text = arrived(bench, browser, bench.company()).text
    for said in ("Hold Svenn og Tripletex like", "Begge veier", "Svenn → Tripletex", "Av til å begynne med",
                 "ingenting i noen av systemene før planen er", "sletter ingenting i Tripletex"):  # fmt: skip
        assert said in text
    assert "page." not in text
    assert "‹" not in text


def test_the_card_is_in_the_language_the_product_said(bench: Bench, browser: Browser) -> None:
    assert "Keep Svenn and Tripletex equal" in arrived(bench, browser, bench.company(), language="en").text


def test_where_the_key_is_found_is_shown_in_pictures_that_are_described(bench: Bench, browser: Browser) -> None:
    page = at_the_key(bench, browser, bench.company())
    assert page.html.count('<svg class="shot"') == 4
    assert page.html.count('role="img" aria-labelledby="shot-') == 4
    assert "Min profil fremhevet" in page.html


def test_a_right_key_makes_the_connection_and_its_pages_follow(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    page = browser.press(at_the_key(bench, browser, company), PASTE, {KEY: f"  {company.tripletex_key}\n"})
    assert "Nøkkelen er i orden, og integrasjonen er slått på" in page.text
    assert "Nå leser vi begge systemer" in page.text
    connection = bench.app.connections.get(page.url.partition("?")[0].rpartition("/")[2])
    assert connection.status is Status.DRAFT
    assert bench.machine.started[-1][0] == connection.id


def test_afterwards_the_way_in_leads_to_the_connection(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    made = browser.press(at_the_key(bench, browser, company), PASTE, {KEY: company.tripletex_key})
    for path in ("/pages/turn-on", "/pages/turn-on/key"):
        assert browser.get(path).url == made.url.partition("?")[0]


def test_a_wrong_key_is_said_at_the_field_and_never_comes_back(bench: Bench, browser: Browser) -> None:
    page = browser.press(at_the_key(bench, browser, bench.company()), PASTE, {KEY: "not-the-right-one"})
    assert page.status == 422
    assert "Nøkkelen fra Tripletex virker ikke" in page.text
    assert 'aria-invalid="true"' in page.html
    assert "not-the-right-one" not in page.html


def test_the_key_of_another_company_is_refused_by_its_name(bench: Bench, browser: Browser) -> None:
    other = bench.company()
    page = browser.press(at_the_key(bench, browser, bench.company()), PASTE, {KEY: other.tripletex_key})
    assert "Nøkkelen hører til et annet selskap" in page.text
    assert f"Bygg {other.number} AS" in page.text


def test_rights_that_are_missing_are_named_each(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    page = at_the_key(bench, browser, company)
    company.systems[Side.TRIPLETEX].missing_rights = ("customer", "employee")
    text = browser.press(page, PASTE, {KEY: company.tripletex_key}).text
    assert "Det som mangler: Kunder, Ansatte." in text
    assert text.count("Nøkkelen mangler en tilgang") == 1


def test_what_is_wrong_with_the_apps_own_key_is_said_as_well(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    page = at_the_key(bench, browser, company)
    del bench.world.systems[Side.APP, company.app_key]
    text = browser.press(page, PASTE, {KEY: "nobodys"}).text
    assert "Nøkkelen til appen virker ikke" in text
    assert "Nøkkelen fra Tripletex virker ikke" in text


def test_an_empty_field_is_not_asked_about_anywhere(bench: Bench, browser: Browser) -> None:
    page = at_the_key(bench, browser, bench.company())
    for typed in ("   ", "nøkkel med æ", "x" * 1501):
        assert "Dette er ingen nøkkel" in browser.press(page, PASTE, {KEY: typed}).text


def test_a_system_that_does_not_answer_is_said_to_be_so(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    page = at_the_key(bench, browser, company)
    company.systems[Side.TRIPLETEX].down = True
    assert "svarer ikke akkurat nå" in browser.press(page, PASTE, {KEY: company.tripletex_key}).text


def test_a_company_that_is_connected_already_is_said_to_be_so(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    page = at_the_key(bench, browser, company)
    bench.world.company(Side.APP, "second-account", company.number, "Annen konto")
    other = {"organization_number": company.number,
             "keys": {"tripletex": company.tripletex_key, "app": "second-account"}}  # fmt: skip
    assert bench.product.post("/v1/connections", other).status == 201
    assert "Selskapet er allerede koblet" in browser.press(page, PASTE, {KEY: company.tripletex_key}).text


def test_keys_cannot_be_tried_out_without_end(bench: Bench, browser: Browser) -> None:
    page = at_the_key(bench, browser, bench.company())
    tried = [browser.press(page, PASTE, {KEY: f"guess-{each}"}).text for each in range(21)]
    assert "virker ikke" in tried[19]
    assert "mange forsøk" in tried[20]


def test_a_session_of_one_account_sees_no_other(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    arrived(bench, browser, bench.company())
    assert browser.get(f"/pages/{connection.id}").status == 404


def test_whoever_looks_at_a_connection_turns_nothing_on(bench: Bench, browser: Browser) -> None:
    browser.sign_in(bench.live())
    assert browser.get("/pages/turn-on").status == 404


def test_in_review_people_read_who_looks_and_see_the_plan(bench: Bench, browser: Browser) -> None:
    connection = bench.changed(bench.connected(), status="in_review", review_pending="plan", plan="h")
    page = browser.sign_in(connection)
    assert "Kundestøtte går gjennom planen" in page.text
    assert page.read.links["Se planen"] == f"/pages/{connection.id}/plan"


def test_both_phases_are_shown_with_their_rows(bench: Bench, browser: Browser) -> None:
    progress = {"rows": 1500, "done": 1240, "phase": 2, "rows_1": 1200, "done_1": 1200, "rows_2": 300, "done_2": 40}
    page = browser.sign_in(bench.changed(bench.connected(), status="syncing", progress=progress))
    for said in ("Fase 1: Tripletex → Svenn", "1 200 av 1 200", "Fase 2: Svenn → Tripletex", "40 av 300",
                 "Kontroll av at begge sider er like"):  # fmt: skip
        assert said in page.text
    assert 'hx-trigger="every 3s"' in page.html
    assert page.read.links["Se hvordan det går nå"] == f"/pages/{connection_of(page)}"


def connection_of(page: Seen) -> str:
    return page.url.rpartition("/")[2]


def test_what_was_not_approved_can_be_tried_again(bench: Bench, browser: Browser) -> None:
    connection = bench.changed(bench.connected(), status="rejected", rejected_reason="Ansatt 7 er to personer.")
    bench.app.connections.release_claims(connection.id)
    page = browser.press(browser.sign_in(connection), "Prøv igjen")
    assert "Vi begynner på nytt" in page.text
    assert bench.app.connections.get(connection.id).status is Status.DRAFT


def test_trying_again_says_when_others_have_connected_the_company_meanwhile(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = bench.changed(bench.connected(company), status="rejected", rejected_reason="Nei.")
    bench.app.connections.release_claims(connection.id)
    page = browser.sign_in(connection)
    bench.connected(company)
    assert "koblet et annet sted" in browser.press(page, "Prøv igjen").text


def test_a_review_that_took_too_long_can_be_begun_again(bench: Bench, browser: Browser) -> None:
    connection = bench.changed(bench.connected(), plan_ready_at=bench.now)
    page = browser.sign_in(connection)
    assert "Prøv igjen" not in page.text
    bench.machine.running.clear()
    stuck = browser.get(page.url)
    assert "Planen ble ikke godkjent i tide" in stuck.text
    assert "hx-trigger" not in stuck.html
    browser.press(stuck, "Prøv igjen")
    assert bench.app.connections.get(connection.id).execution in bench.machine.running


def test_what_has_failed_for_an_hour_is_said_on_the_card(bench: Bench, browser: Browser) -> None:
    lasting = {"since": bench.now - timedelta(hours=2), "seen": bench.now, "code": "peer_unavailable"}
    connection = bench.live(failing={"poll": lasting})
    assert connection.late_since is not None
    assert "Endringer kan komme sent" in browser.sign_in(connection).text


def test_a_remainder_leads_to_its_plan_while_all_else_goes_on(bench: Bench, browser: Browser) -> None:
    page = browser.sign_in(bench.live(review_pending="remainder", plan="h"))
    assert "Noe endret seg mens planen ble utført" in page.text
    assert "Se planen" in page.read.links


def test_turning_off_asks_what_becomes_of_the_data(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    asked = browser.get(browser.sign_in(connection).read.links["Slå av"])
    assert "Velg først" in browser.press(asked, "Ja, slå av", {"data": None}).text
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE
    done = browser.press(asked, "Ja, slå av", {"data": "keep"})
    assert "Logg og koblinger er beholdt" in done.text
    assert bench.app.connections.get(connection.id).status is Status.OFF


def test_turning_off_can_delete_everything(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    asked = browser.get(browser.sign_in(connection).read.links["Slå av"])
    assert "alt er slettet" in browser.press(asked, "Ja, slå av", {"data": "delete"}).text
    assert browser.get(f"/pages/{connection.id}").status == 401
