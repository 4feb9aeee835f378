"""Staff see all connections, those that need somebody first, and one of them closely."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from samspill.model.breakers import Breaker
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.drift import Drift
from samspill.model.failures import Failure
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.store.tables.sessions import SessionItem
from samspill.tasks.schedule import run_task
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser
from tests.integration.pages.desk import STAFF, staff_browser

PAGE = "/pages/staff"
CUSTOMER = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="1")


@pytest.fixture(autouse=True)
def _nobody_else(bench: Bench) -> Iterator[None]:
    """All lines are this test's."""
    with SessionItem.batch_write() as batch:
        for item in SessionItem.query("vitals"):
            batch.delete(item)
    yield


def live(bench: Bench, name: str, **changes: object) -> Connection:
    connection = bench.live(None, **changes)
    company = {**connection.tripletex_company.model_dump(), "name": name}
    return bench.changed(connection.id, tripletex_company=company)


def ticked(bench: Bench) -> None:
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))


def test_those_that_need_somebody_stand_above_the_calm_ones(bench: Bench) -> None:
    live(bench, "Alfa Bygg AS")
    troubled = live(bench, "Zeta Rør AS")
    bench.app.stores(troubled.id).inbox.put(CUSTOMER, due_at=bench.now - timedelta(minutes=12))
    ticked(bench)
    text = staff_browser(bench).get(PAGE).text
    assert text.index("Zeta Rør AS") < text.index("Alfa Bygg AS")
    assert ("Forsinket 12 min" in text, "1 trenger oppmerksomhet" in text) == (True, True)


def test_what_somebody_just_did_to_a_status_shows_before_the_next_minute(bench: Bench) -> None:
    connection = live(bench, "Alfa Bygg AS")
    ticked(bench)
    bench.changed(connection.id, status="needs_attention")
    assert "Trenger oppmerksomhet" in staff_browser(bench).get(PAGE).text


@pytest.mark.parametrize(("query", "found"), [("q=zeta", "Zeta"), ("status=paused", "Zeta"), ("q=ingen", "")])
def test_they_are_found_by_name_and_status(bench: Bench, query: str, found: str) -> None:
    live(bench, "Alfa")
    live(bench, "Zeta", status="paused")
    ticked(bench)
    links = staff_browser(bench).get(f"{PAGE}?{query}").read.links
    assert ("Alfa" in links, "Zeta" in links) == (False, found == "Zeta")


def test_those_of_an_integration_are_found(bench: Bench) -> None:
    live(bench, "Av Rackbeat", integration="rackbeat")
    live(bench, "Av Svenn")
    ticked(bench)
    links = staff_browser(bench).get(f"{PAGE}?integration=rackbeat").read.links
    assert ("Av Rackbeat" in links, "Av Svenn" in links) == (True, False)


def test_one_that_is_off_is_found_when_asked_for(bench: Bench) -> None:
    live(bench, "Alfa", status="off")
    browser = staff_browser(bench)
    assert "Alfa" not in browser.get(PAGE).read.links
    assert "Alfa" in browser.get(f"{PAGE}?status=off").read.links


@pytest.mark.parametrize("query", ["cursor=zzz", "status=zzz", "integration=zzz", "status=off&cursor=zzz"])
def test_a_link_of_yesterday_shows_the_first_page(bench: Bench, query: str) -> None:
    live(bench, "Alfa")
    ticked(bench)
    assert staff_browser(bench).get(f"{PAGE}?{query}").status == 200


def test_more_than_a_page_of_them_go_on_on_the_next(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samspill.pages.operations.SHOWN", 2)
    for name in ("Alfa", "Beta", "Gamma"):
        live(bench, name)
    ticked(bench)
    browser = staff_browser(bench)
    first = browser.get(PAGE)
    assert "Gamma" not in first.read.links
    assert "Gamma" in browser.get(first.read.links["Neste side"]).read.links


def test_a_user_of_the_app_finds_no_such_page(bench: Bench, browser: Browser) -> None:
    connection = live(bench, "Alfa")
    browser.sign_in(connection)
    places = (PAGE, f"{PAGE}/connections/{connection.id}", f"{PAGE}/dead-letters")
    assert [browser.get(place).status for place in places] == [404, 404, 404]


def test_one_connection_shows_what_waits_and_for_what(bench: Bench) -> None:
    connection = live(bench, "Alfa")
    stores = bench.app.stores(connection.id)
    parent = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="7")
    for number in range(3):
        key = RecordKey(kind=Kind.PROJECT, side=Side.APP, id=str(number))
        stores.inbox.put(key, due_at=bench.now)
        (change,) = stores.inbox.find([key]).values()
        stores.inbox.park(change, str(parent), bench.now + timedelta(hours=1))
    stores.drifts.put(Drift(kind=Kind.CUSTOMER, unequal=4, at=bench.now, complete=False))
    text = staff_browser(bench).get(f"{PAGE}/connections/{connection.id}").text
    assert "En annen oppføring først: Kunde" in text
    assert "ikke alt kunne leses" in text


def test_what_fails_each_time_is_told_with_its_reason(bench: Bench) -> None:
    failure = Failure(since=bench.now - timedelta(hours=2), seen=bench.now, code="peer_unavailable")
    connection = live(
        bench, "Alfa", failing={"poll": failure.model_dump(), "tick": {**failure.model_dump(), "code": "bug"}}
    )
    text = staff_browser(bench).get(f"{PAGE}/connections/{connection.id}").text
    assert ("peer_unavailable" in text, "Noe gikk galt hos oss" in text) == (True, True)


@pytest.mark.parametrize(
    ("status", "button", "after", "said"),
    [
        ("active", "Sett på pause", Status.PAUSED, "Satt på pause."),
        ("paused", "Fortsett", Status.ACTIVE, "går videre"),
    ],
)
def test_what_staff_do_is_noted_with_their_name(
    bench: Bench, status: str, button: str, after: Status, said: str
) -> None:  # fmt: skip
    connection = live(bench, "Alfa", status=status)
    browser = staff_browser(bench)
    page = browser.press(browser.get(f"{PAGE}/connections/{connection.id}"), button)
    assert (said in page.text, f"av {STAFF}" in page.text) == (True, True)
    assert bench.app.connections.get(connection.id).status is after


def test_both_sides_are_compared_when_staff_ask(bench: Bench) -> None:
    connection = live(bench, "Alfa")
    browser = staff_browser(bench)
    page = browser.press(browser.get(f"{PAGE}/connections/{connection.id}"), "Sammenlign nå")
    assert "sammenlignes nå" in page.text
    assert bench.app.stores(connection.id).inbox.count() > 0


def test_a_first_sync_that_was_rejected_is_begun_again(bench: Bench) -> None:
    connection = bench.changed(bench.connected(), status="rejected")
    browser = staff_browser(bench)
    page = browser.press(browser.get(f"{PAGE}/connections/{connection.id}"), "Begynn første synkronisering på nytt")
    assert "begynner på nytt" in page.text


def test_what_is_not_possible_any_more_is_said(bench: Bench) -> None:
    connection = live(bench, "Alfa")
    browser = staff_browser(bench)
    page = browser.get(f"{PAGE}/connections/{connection.id}")
    bench.changed(connection.id, status="needs_attention")
    assert "ikke mulig slik koblingen står nå" in browser.press(page, "Sett på pause").text


def test_a_deed_that_does_not_exist_changes_nothing(bench: Bench) -> None:
    connection = live(bench, "Alfa")
    browser = staff_browser(bench)
    page = browser.get(f"{PAGE}/connections/{connection.id}")
    form = page.form("Sett på pause")
    browser.post(form.action, **{**form.fields, "what": "turned_off"})
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE


def test_a_connection_that_does_not_exist_is_not_found(bench: Bench) -> None:
    assert staff_browser(bench).get(f"{PAGE}/connections/none").status == 404


def stopped(bench: Bench) -> Connection:
    connection = live(bench, "Alfa")
    breaker = Breaker(kind=Kind.CUSTOMER, of=200)
    bench.app.stores(connection.id).breakers.save(breaker.opened(bench.now, ()))
    return connection


def test_a_breaker_is_released_by_staff_after_seeing_what_waits(bench: Bench) -> None:
    connection = stopped(bench)
    browser = staff_browser(bench)
    seen = browser.get(f"{PAGE}/connections/{connection.id}")
    assert "Kunder står stille" in seen.text
    asked = browser.get(seen.read.links["Se og slipp"])
    assert "av 200 som er koblet sammen" in asked.text
    done = browser.press(asked, "Slipp den")
    assert ("Slapp nødbremsen" in done.text, f"av {STAFF}" in done.text) == (True, True)
    assert not bench.app.stores(connection.id).breakers.get(Kind.CUSTOMER).is_open


def test_a_breaker_is_released_by_a_user_of_the_app(bench: Bench, browser: Browser) -> None:
    connection = stopped(bench)
    browser.sign_in(connection)
    browser.press(browser.get(f"/pages/{connection.id}/breakers/customer"), "Slipp den")
    breaker = bench.app.stores(connection.id).breakers.get(Kind.CUSTOMER)
    assert (breaker.is_open, breaker.released_by) == (False, "Kari Formann")


def test_a_breaker_that_does_not_stand_has_nothing_to_release(bench: Bench, browser: Browser) -> None:
    connection = live(bench, "Alfa")
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/breakers/customer")
    assert ("Kunder går som vanlig" in page.text, "Slipp den" in page.text) == (True, False)


@pytest.mark.parametrize("kind", ["invoice", "nothing"])
def test_a_kind_that_the_integration_lacks_has_no_breaker(bench: Bench, browser: Browser, kind: str) -> None:
    connection = live(bench, "Alfa")
    browser.sign_in(connection)
    assert browser.get(f"/pages/{connection.id}/breakers/{kind}").status == 404
