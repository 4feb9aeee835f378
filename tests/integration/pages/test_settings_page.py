"""Settings as a form: nothing changes that nobody has touched, and what would be lost is asked about."""

import pytest

from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.settings import Settings
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer
from tests.integration.pages.browser import Browser, Seen

SAVE = "Lagre"


def form(browser: Browser, connection: Connection) -> Seen:
    browser.sign_in(connection)
    return browser.get(f"/pages/{connection.id}/settings")


def settings(bench: Bench, connection: Connection) -> Settings:
    return bench.app.connections.get(connection.id).settings


def test_a_form_that_is_sent_as_it_came_changes_nothing(bench: Bench, browser: Browser) -> None:
    connection = bench.live(settings={"direction": {"customer": "to_app"}, "notify": ["a@bygg.no", "b@bygg.no"]})
    assert "Ingenting er endret." in browser.press(form(browser, connection), SAVE).text
    assert settings(bench, connection) == connection.settings


def test_the_usual_direction_says_which_way_that_is(bench: Bench, browser: Browser) -> None:
    assert "Begge veier (som vanlig for Svenn)" in form(browser, bench.live()).text


def test_who_is_told_is_written_one_a_line(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    said = browser.press(form(browser, connection), SAVE, notify="a@bygg.no\r\n\r\nb@bygg.no ")
    assert "Innstillingene er lagret." in said.text
    assert settings(bench, connection).notify == ("a@bygg.no", "b@bygg.no")


@pytest.mark.parametrize("wrong", [{"notify": "ingen adresse"}, {"breaker_share": "mange"}, {"breaker_share": "400"},
                                   {"conflict_policy.customer": "ingen"}])  # fmt: skip
def test_what_is_no_value_is_shown_at_its_field_and_not_saved(
    bench: Bench, browser: Browser, wrong: dict[str, str | None]
) -> None:  # fmt: skip
    connection = bench.live()
    page = browser.press(form(browser, connection), SAVE, wrong)
    assert (page.status, "Denne verdien er ikke mulig." in page.text) == (422, True)
    assert settings(bench, connection) == connection.settings


def test_a_kind_is_switched_off_after_seeing_what_that_does(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    half = {"base": {"name": "Hansen"}, "version": 1}
    bench.app.stores(connection.id).links.add(
        Link(
            id="l1",
            connection=connection.id,
            kind=Kind.CUSTOMER,
            tripletex=Half(id="1", **half),
            app=Half(id="2", **half),
        )
    )
    asked = browser.press(form(browser, connection), SAVE, {"kinds.customer": None})
    assert "Dette skjer når du lagrer" in asked.text
    assert settings(bench, connection).is_on(Kind.CUSTOMER)
    browser.press(asked, "Ja, lagre")
    assert not settings(bench, connection).is_on(Kind.CUSTOMER)


def test_a_direction_that_overwrites_is_confirmed_as_exactly_that(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = bench.live(company, settings={"direction": {"customer": "to_tripletex"}})
    ours = company.systems[Side.TRIPLETEX].put(Kind.CUSTOMER, number="101", name="Hansen")
    theirs = company.systems[Side.APP].put(Kind.CUSTOMER, number="101", name="Hansen AS")
    bench.app.stores(connection.id).links.add(
        Link(id="l1", connection=connection.id, kind=Kind.CUSTOMER,
             tripletex=Half(id=ours.id, base={"name": "Hansen"}, version=1),
             app=Half(id=theirs.id, base={"name": "Hansen AS"}))
    )  # fmt: skip
    asked = browser.press(form(browser, connection), SAVE, {"direction.customer": "to_app"})
    assert "Noe av dette kan ikke tas tilbake" in asked.text
    assert "Hansen AS" in asked.text
    assert "Innstillingene er lagret." in browser.press(asked, "Ja, lagre").text


def test_each_integration_has_its_own_settings(bench: Bench, browser: Browser) -> None:
    kari = newcomer(bench)
    connection = kari.goes_live()
    kari.asks_for_a_link()
    kari.mails_go_out()
    browser.press(browser.get("/link"), "Åpne", link=kari.outbox.links_to(kari.email)[-1])
    of_rackbeat = browser.get(f"/pages/{connection.id}/settings?lang=nb").text
    of_svenn = form(Browser(bench), bench.live()).text
    assert ("En bokført faktura blir" in of_rackbeat, "En bokført faktura blir" in of_svenn) == (True, False)
    assert ("Nye ansatte i Tripletex" in of_rackbeat, "Nye ansatte i Tripletex" in of_svenn) == (False, True)
