"""Staff see messages that were given up without waiting for the queues, send them back, discard them."""

import json
from datetime import timedelta
from typing import Any

from samspill.model.dead_letters import Cause
from samspill.store.dead_letters import DeadLetters
from samspill.tasks.schedule import run_task
from tests.fakes.queues import LAST_RECEIVE
from tests.integration.api.bench import Bench
from tests.integration.api.test_given_up import buried, connections_in, queues, unreadable
from tests.integration.pages.browser import Browser, Seen
from tests.integration.pages.desk import STAFF, staff_browser

__all__ = ["queues"]

PAGE = "/pages/staff/dead-letters"


def seen(bench: Bench, browser: Browser | None = None, **of: str) -> tuple[Browser, Seen]:
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))
    browser = browser or staff_browser(bench)
    return browser, browser.get(f"{PAGE}?connection={of['connection']}" if of else PAGE)


def test_a_letter_says_whose_it_is_and_why_it_was_given_up(bench: Bench) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    _, page = seen(bench)
    assert connection.tripletex_company.name in page.text
    assert "peer_unavailable" in page.text


def test_the_page_asks_no_queue(bench: Bench) -> None:
    buried(bench, bench.live().id)
    browser, _ = seen(bench)

    class Silent(dict[str, DeadLetters]):
        def values(self) -> Any:
            raise AssertionError

    bench.app.__dict__["dead_letters"] = Silent()
    assert "Send tilbake" in browser.get(PAGE).text


def test_one_is_sent_back_and_gone_from_the_list_at_once(bench: Bench, queues: dict[str, str]) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    browser, page = seen(bench)
    done = browser.press(page, "Send tilbake")
    assert ("Sendt tilbake." in done.text, "Ingen meldinger er gitt opp." in done.text) == (True, True)
    assert connections_in(queues["changes"]) == [connection.id]
    assert [deed.by for deed in bench.app.connections.get(connection.id).deeds] == [STAFF]


def test_all_of_a_connection_are_sent_back_and_no_others(bench: Bench, queues: dict[str, str]) -> None:
    connection, other = bench.live(), bench.live()
    for each in (connection, connection, other):
        buried(bench, each.id)
    browser, page = seen(bench, connection=connection.id)
    name = connection.tripletex_company.name
    browser.press(page, f"Send alle til {name} tilbake")
    assert set(connections_in(queues["changes"])) == {connection.id}
    assert other.tripletex_company.name in browser.get(PAGE).text


def test_all_are_sent_back(bench: Bench, queues: dict[str, str]) -> None:
    connection, other = bench.live(), bench.live()
    for each in (connection, other):
        buried(bench, each.id)
    browser, page = seen(bench)
    browser.press(page, "Send alle tilbake")
    assert set(connections_in(queues["changes"])) == {connection.id, other.id}


def test_one_is_discarded_after_a_question(bench: Bench, queues: dict[str, str]) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    browser, page = seen(bench)
    asked = browser.get(page.read.links["Forkast …"])
    assert "Meldingen slettes for godt." in asked.text
    done = browser.press(asked, "Ja, forkast")
    assert ("Meldingen er forkastet." in done.text, connections_in(queues["changes"])) == (True, [])
    assert bench.app.connections.get(connection.id).deeds[-1].by == STAFF


def test_what_cannot_be_read_can_only_be_discarded(bench: Bench) -> None:
    unreadable(bench)
    _, page = seen(bench)
    assert ("Send tilbake" in page.text, "Forkast …" in page.text) == (False, True)


def test_one_that_somebody_else_dealt_with_is_said_to_be_gone(bench: Bench) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    browser, page = seen(bench)
    asked = browser.get(page.read.links["Forkast …"])
    bench.staff.post("/v1/dead-letters/replay", {"all": True})
    assert "ikke der lenger" in browser.press(asked, "Ja, forkast").text


def test_a_letter_that_was_never_seen_is_gone(bench: Bench) -> None:
    browser, _ = seen(bench)
    assert "ikke der lenger" in browser.get(f"{PAGE}/YWJj").text
    assert browser.get(f"{PAGE}/!").status == 404


def test_nothing_was_seen_yet_and_a_button_looks(bench: Bench) -> None:
    connection = bench.live()
    buried(bench, connection.id)
    bench.later(days=3)
    browser = staff_browser(bench)
    page = browser.get(PAGE)
    assert "Ikke sett etter det siste døgnet." in page.text
    assert connection.tripletex_company.name in browser.press(page, "Se etter nå").text


def test_a_long_message_is_kept_short(bench: Bench) -> None:
    body = json.dumps({"x": "y" * 100_000})
    bench.app.dead_letters["changes"].bury("m", body, Cause("malformed", "", bench.now, LAST_RECEIVE, ""))
    _, page = seen(bench)
    assert len(page.html) < 20_000


def test_letters_of_a_connection_that_is_gone_do_no_harm(bench: Bench) -> None:
    buried(bench, "gone")
    _, page = seen(bench)
    assert "Koblingen finnes ikke lenger" in page.text


def test_the_list_of_a_connection_that_does_not_exist_is_not_found(bench: Bench) -> None:
    assert staff_browser(bench).get(f"{PAGE}?connection=none").status == 404
