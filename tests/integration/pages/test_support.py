"""Asking support, about a problem and about the connection."""

import re

import pytest

from samspill.model.connection import Connection
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Outbox
from tests.integration.pages.browser import Browser, Seen
from tests.integration.pages.test_pages import problem

GO, MORE = "Send til kundestøtte", "Send en ny melding"
REFERENCE = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture
def outbox(bench: Bench) -> Outbox:
    made = Outbox()
    bench.app.__dict__["mailer"] = made
    return made


def reference(text: str) -> str:
    found = REFERENCE.search(text)
    assert found is not None, text
    return found[0]


def at_the_problem(bench: Bench, browser: Browser, connection: Connection, **more: str) -> Seen:
    problem(bench, connection, "project_without_start_date", "Nytt tak", **more)
    browser.sign_in(connection)
    return browser.get(browser.get(f"/pages/{connection.id}/logs").read.links["Spør kundestøtte"].partition("#")[0])


def test_staff_get_everything_and_whoever_asks_a_reference(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    connection = bench.live()
    page = at_the_problem(bench, browser, connection, technical="422 startDate")
    asked = browser.press(page, GO, {"message": "Hvor ble det av?"})
    (to, subject, text) = outbox.mails[-1]
    assert to == bench.app.env.staff_mail
    assert reference(asked.text) == reference(subject) == reference(text)
    for said in ("Kari Formann", "P1 Nytt tak", "Prosjektet mangler startdato", "422 startDate", "Hvor ble det av?",
                 f"https://samspill.test/pages/{connection.id}/logs/"):  # fmt: skip
        assert said in text


def test_asking_twice_answers_the_same_reference_and_sends_both(
    bench: Bench, browser: Browser, outbox: Outbox
) -> None:  # fmt: skip
    asked = browser.press(at_the_problem(bench, browser, bench.live()), GO)
    again = browser.press(asked, MORE, {"message": "Enda en ting."})
    assert reference(asked.text) == reference(again.text)
    assert len(outbox.mails) == 2
    assert "Det ble ikke skrevet noen melding" in outbox.mails[0][2]


def test_the_reference_stays_when_the_problem_is_solved(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    connection = bench.live()
    asked = browser.press(at_the_problem(bench, browser, connection), GO)
    (found,) = bench.app.stores(connection.id).journal.problems()[0]
    bench.app.stores(connection.id).journal.solve(found.key, bench.now)
    assert reference(browser.get(asked.url).text) == reference(outbox.mails[0][1])


def test_that_support_was_asked_stands_in_the_history(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    connection = bench.live()
    browser.press(at_the_problem(bench, browser, connection), GO)
    assert outbox.mails
    (found,) = bench.app.stores(connection.id).journal.problems()[0]
    (line,) = bench.app.stores(connection.id).journal.history(found.key)
    assert (line.what, line.by) == ("asked_support", "Kari Formann")


def test_a_mail_that_cannot_be_sent_is_told_and_what_was_typed_stays(bench: Bench, browser: Browser) -> None:
    page = at_the_problem(bench, browser, bench.live())
    bench.app.__dict__["mailer"] = Silent()
    refused = browser.press(page, GO, {"message": "Hvor ble det av?"})
    assert refused.status == 422
    assert "kunne ikke sendes akkurat nå" in refused.text
    assert refused.read.forms[-2].fields["message"] == "Hvor ble det av?"


class Silent:
    """A mail service that is away."""

    def send(self, *_: object) -> None:
        raise OSError("no mail service")


def test_a_message_that_is_too_long_is_kept_and_not_sent(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    page = at_the_problem(bench, browser, bench.live())
    refused = browser.press(page, GO, {"message": "å" * 2001})
    assert "høyst 2000 tegn" in refused.text
    assert "å" * 2001 in refused.html
    assert outbox.mails == []


def test_nobody_floods_support(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    page = at_the_problem(bench, browser, bench.live())
    asked = browser.press(page, GO)
    for _ in range(19):
        asked = browser.press(asked, MORE)
    assert "mange forsøk" in browser.press(asked, MORE).text
    assert len(outbox.mails) == 20


def test_support_is_asked_about_the_connection_too(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    connection = bench.live(status="needs_attention", attention="tripletex_key_wrong")
    page = browser.get(browser.sign_in(connection).read.links["Spør kundestøtte"])
    asked = browser.press(page, GO, {"message": "Hva gjør vi?"})
    text = outbox.mails[-1][2]
    assert reference(asked.text) == reference(text)
    for said in ("Trenger oppmerksomhet", "Nøkkelen fra Tripletex virker ikke", "Hva gjør vi?", connection.id):
        assert said in text


def test_another_connections_problem_cannot_be_asked_about(bench: Bench, browser: Browser, outbox: Outbox) -> None:
    theirs = bench.live()
    found = problem(bench, theirs, "name_missing", "Kai 4")
    mine = bench.live()
    csrf = browser.sign_in(mine).form("Logg ut").fields["csrf"]
    for path in (f"/pages/{theirs.id}/logs/{found.id}/support", f"/pages/{mine.id}/logs/{found.id}/support"):
        assert browser.post(path, csrf=csrf, message="x").status == 404
    assert outbox.mails == []


def test_what_people_typed_makes_no_lines_of_a_mail_of_its_own(
    bench: Bench, browser: Browser, outbox: Outbox
) -> None:  # fmt: skip
    connection = bench.live()
    problem(bench, connection, "name_missing", "Kai 4\nKode: falsk")
    browser.sign_in(connection)
    page = browser.get(browser.get(f"/pages/{connection.id}/logs").read.links["Spør kundestøtte"].partition("#")[0])
    browser.press(page, GO)
    assert "Kai 4 Kode: falsk" in outbox.mails[0][2]
