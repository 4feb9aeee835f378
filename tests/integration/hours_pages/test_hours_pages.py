"""Hours as a person sends them: look, send, compare, upload."""

import pytest

from tests.fakes.timeliste import export
from tests.integration.hours.scene import MONDAY, Scene
from tests.integration.hours_import.uploads import line
from tests.integration.pages.browser import Browser, Seen

WEEK = {"from": MONDAY.isoformat(), "to": MONDAY.replace(day=MONDAY.day + 6).isoformat()}
LOOK, SEND = "Se hva som vil skje", "Send nå"


def hours(scene: Scene, browser: Browser, query: str = "") -> Seen:
    return browser.get(f"/pages/{scene.id}/hours{query}")


def test_a_person_looks_and_then_sends(scene: Scene, browser: Browser) -> None:
    scene.enter(hours=7.5)
    preview = browser.press(hours(scene, browser), LOOK, WEEK)
    assert "Sendes 7,50" in preview.text
    assert scene.timesheet() == []
    sending = browser.press(preview, SEND)
    scene.work()
    assert [row["hours"] for row in scene.timesheet()] == [7.5]
    assert "1 er ferdige" in browser.get(sending.url).text


def test_what_is_held_says_why(scene: Scene, browser: Browser) -> None:
    scene.enter(project_id=None)
    preview = browser.press(hours(scene, browser), LOOK, WEEK)
    assert "Holdes tilbake 7,50" in preview.text
    assert "problem." not in preview.text
    only = browser.get(f"{preview.url}?move=hold")
    assert "MANDAG" not in only.text
    assert "Vis alle" in only.text


def test_the_week_can_be_compared_with_tripletex(scene: Scene, browser: Browser) -> None:
    scene.enter(hours=7.5)
    scene.enter(person=1, hours=4)
    browser.press(browser.press(hours(scene, browser), LOOK, WEEK), SEND)
    scene.work()
    week = hours(scene, browser, "?week=2026-W42")
    assert "Sum 11,50 11,50 0,00 0,00 0,00" in week.text
    assert "Uken før" in week.text


@pytest.mark.parametrize("query", ["?week=2026-W99", "?week=tull", "?week=2026-W42&cursor=tull"])
def test_a_week_that_no_year_has_leads_back_to_this_one(scene: Scene, browser: Browser, query: str) -> None:
    page = hours(scene, browser, query)
    assert (page.status, page.url.endswith("/hours")) == (200, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"from": "2026-10-18", "to": "2026-10-12"}, "Den siste dagen ligger før den første."),
        ({"from": "2024-01-01", "to": "2026-10-12"}, "Perioden er lengre enn et år."),
        ({"from": "i går"}, "Det som er skrevet, er ingen dag."),
    ],
)
def test_a_period_that_is_none_is_told(scene: Scene, browser: Browser, typed: dict[str, str], said: str) -> None:
    assert said in browser.press(hours(scene, browser), LOOK, typed).text


def test_hours_that_are_off_say_where_they_are_switched_on(scene: Scene, browser: Browser) -> None:
    page = hours(scene, browser)
    scene.sandboxes.bench.changed(scene.id, settings={"kinds": {"hours": False}})
    assert "Sending av timer er slått av" in hours(scene, browser).text
    assert "Sending av timer er slått av" in browser.press(page, LOOK, WEEK).text


def test_a_run_of_another_company_is_not_there(scene: Scene, browser: Browser) -> None:
    assert browser.get(f"/pages/{scene.id}/hours/runs/0123456789abcdef").status == 404
    assert browser.get(f"/pages/{scene.id}/hours/runs/..%2F..%2Fplans").status == 404
    assert browser.get(f"/pages/{scene.id}/hours/imports/0123456789abcdef").status == 404


def test_a_file_is_looked_at_confirmed_and_sent(scene: Scene, browser: Browser) -> None:
    found = browser.upload(hours(scene, browser), "Last opp", "timeliste.xlsx", export([line(4), line(3.5)]))
    assert "2 rader, 7,50 timer" in found.text
    unsaid = browser.press(found, SEND)
    assert "Bekreft først" in unsaid.text
    browser.press(unsaid, SEND, approved="on")
    scene.work()
    assert [row["hours"] for row in scene.timesheet()] == [7.5]
    assert "Bekreftet" in browser.get(found.url).text


def test_somebody_in_a_file_whom_nobody_knows_is_named_once(scene: Scene, browser: Browser) -> None:
    file = export([line(4, name="Ukjent Person", number="")])
    found = browser.upload(hours(scene, browser), "Last opp", "timeliste.xlsx", file)
    assert "Hvem er dette?" in found.text
    assert "Ingen er navngitt." in browser.press(found, "Lagre og gå videre").text
    named = browser.press(found, "Lagre og gå videre", {"who.0": scene.people[1]})
    assert "Klar til å sendes" in named.text


@pytest.mark.parametrize("content", [b"", b"ingen fil", b"PK\x03\x04" + b"x" * 100])
def test_what_is_no_such_file_is_refused_in_words(scene: Scene, browser: Browser, content: bytes) -> None:
    page = browser.upload(hours(scene, browser), "Last opp", "timeliste.xlsx", content)
    assert (page.status, "api." in page.text) == (422, False)


def test_a_file_that_is_far_too_large_is_refused(scene: Scene, browser: Browser) -> None:
    page = browser.upload(hours(scene, browser), "Last opp", "timeliste.xlsx", b"x" * 5_000_000)
    assert page.status == 413
