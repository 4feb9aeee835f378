"""New keys for a connection that exists."""

import pytest

from samspill.model.connection import Connection
from samspill.model.holder import Holder, Subject
from samspill.model.kinds import Side
from samspill.model.status import Status
from samspill.tasks.sessions import SESSION, open_session
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.newcomers import newcomer
from tests.integration.pages.browser import Browser, Seen

GO, KEY = "Sjekk og bruk nøkkelen", "tripletex"


def halted(bench: Bench, company: TwoKeys) -> Connection:
    return bench.live(company, status="needs_attention", attention="tripletex_key_wrong")


def another_key(bench: Bench, company: TwoKeys, key: str = "fresh") -> str:
    bench.world.systems[Side.TRIPLETEX, key] = company.systems[Side.TRIPLETEX]
    return key


def customer_of(bench: Bench, connection: Connection, email: str) -> str:
    holder = Holder(subject=Subject.CONNECTION, id=connection.id, by=email, keys_revision=connection.keys_revision)
    return open_session(bench.app, holder, SESSION).token


def at_the_keys(browser: Browser, connection: Connection) -> Seen:
    return browser.get(browser.sign_in(connection).read.links["Gi en ny nøkkel"])


def test_what_needs_a_key_offers_to_give_one_before_anything_else(bench: Bench, browser: Browser) -> None:
    page = browser.sign_in(halted(bench, bench.company()))
    assert f'class="button main" id="new-keys" href="/pages/{page.url.rpartition("/")[2]}/keys"' in page.html


def test_a_new_key_lets_the_connection_go_on(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = halted(bench, company)
    page = browser.press(at_the_keys(browser, connection), GO, {KEY: another_key(bench, company)})
    assert "Nøkkelen er byttet." in page.text
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE
    keys = bench.app.connections.keys(connection.id)
    assert (keys.tripletex, keys.app) == ("fresh", company.app_key)


def test_a_key_of_another_company_is_refused_and_nothing_changes(bench: Bench, browser: Browser) -> None:
    company, other = bench.company(), bench.company()
    connection = halted(bench, company)
    page = browser.press(at_the_keys(browser, connection), GO, {KEY: other.tripletex_key})
    assert page.status == 422
    assert "Nøkkelen hører til et annet selskap" in page.text
    assert other.tripletex_key not in page.html
    assert bench.app.connections.keys(connection.id).tripletex == company.tripletex_key


def test_nothing_typed_is_no_key(bench: Bench, browser: Browser) -> None:
    page = browser.press(at_the_keys(browser, halted(bench, bench.company())), GO, {KEY: " "})
    assert "Dette er ingen nøkkel" in page.text


def test_a_connection_that_never_went_live_begins_again_with_its_new_key(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = bench.changed(bench.connected(company), status="needs_attention", attention="tripletex_key_wrong")
    browser.press(at_the_keys(browser, connection), GO, {KEY: another_key(bench, company)})
    assert bench.app.connections.get(connection.id).status is Status.DRAFT


@pytest.mark.parametrize("status", ["in_review", "syncing", "off"])
def test_while_a_plan_is_under_way_there_is_no_form(bench: Bench, browser: Browser, status: str) -> None:
    connection = bench.changed(bench.connected(), status=status)
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/keys")
    assert "kan ikke byttes akkurat nå" in page.text
    assert 'name="tripletex"' not in page.html


def test_a_form_that_came_too_late_changes_nothing(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = halted(bench, company)
    page = at_the_keys(browser, connection)
    bench.changed(connection.id, status="off")
    assert "Det går ikke akkurat nå" in browser.press(page, GO, {KEY: another_key(bench, company)}).text


def test_where_companies_connect_themselves_either_key_can_be_given(bench: Bench, browser: Browser) -> None:
    kari = newcomer(bench)
    connection = kari.is_live()
    bench.world.systems[Side.APP, "fresh-app"] = kari.app
    answer = bench.other_product.post(f"/v1/connections/{connection.id}/page-sessions", {"by": "Kari"})
    browser.accept_language = "en"
    browser.get(answer.json["url"])
    page = browser.get(f"/pages/{connection.id}/keys?lang=nb")
    browser.press(page, GO, {KEY: "", "app": "fresh-app"})
    keys = bench.app.connections.keys(connection.id)
    assert (keys.tripletex, keys.app) == (kari.keys["tripletex"], "fresh-app")


def test_a_customer_is_told_that_the_session_ends_with_the_old_key(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = halted(bench, company)
    bench.changed(connection.id, contact_email="ola@bygg.example")
    browser.cookies["__Host-samspill"] = customer_of(bench, connection, "ola@bygg.example")
    page = browser.get(f"/pages/{connection.id}/keys")
    done = browser.press(page, GO, {KEY: another_key(bench, company)})
    assert "gjelder ikke lenken du kom med lenger" in done.text
    assert browser.get(f"/pages/{connection.id}").status == 401


def test_a_customer_of_the_product_neither_pauses_nor_compares_nor_turns_off(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    bench.changed(connection.id, contact_email="ola@bygg.example")
    browser.cookies["__Host-samspill"] = customer_of(bench, connection, "ola@bygg.example")
    page = browser.get(f"/pages/{connection.id}")
    assert "Sett på pause" not in page.text
    assert "Sammenlign alt nå" not in page.text
    assert "Slå av" not in page.read.links
    csrf = page.form("Logg ut").fields["csrf"]
    for path in ("pause", "compare", "off"):
        assert browser.post(f"/pages/{connection.id}/{path}", csrf=csrf, data="keep").status == 404
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE
