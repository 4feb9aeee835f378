"""What pages show, and what their forms do."""

from datetime import timedelta

import pytest

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem
from samspill.model.status import Status
from tests.integration.api.bench import Bench
from tests.integration.pages.browser import Browser


def problem(bench: Bench, connection: Connection, code: str, name: str, record: str = "1", **more: object) -> Problem:
    key = RecordKey(kind=Kind.PROJECT, side=Side.APP, id=record)
    given = {
        "id": "", "connection": connection.id, "key": key, "code": code, "number": f"P{record}", "name": name,
        "facts": {}, "opened_at": bench.now, "seen_at": bench.now, **more,
    }  # fmt: skip
    return bench.app.stores(connection.id).journal.open_problem(Problem.model_validate(given))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", ["nb", "en", "sv", "da"])
def test_the_card_says_where_the_connection_stands(
    bench: Bench, browser: Browser, status: Status, language: str
) -> None:  # fmt: skip
    connection = bench.changed(bench.connected(), status=status.value)
    page = browser.sign_in(connection, language=language)
    assert page.status == 200
    assert "page." not in page.text
    assert "‹" not in page.text


def test_a_plan_that_was_not_approved_shows_the_reason_the_reviewer_gave(bench: Bench, browser: Browser) -> None:
    reason = "Ansattnummer 7 er to personer <b>her</b>."
    connection = bench.changed(bench.connected(), status="rejected", rejected_reason=reason)
    page = browser.sign_in(connection)
    assert reason in page.text
    assert "<b>her" not in page.html


def test_what_needs_attention_is_said_with_what_to_do(bench: Bench, browser: Browser) -> None:
    connection = bench.live(status="needs_attention", attention="tripletex_key_wrong")
    text = browser.sign_in(connection).text
    assert "Noe må ordnes" in text
    assert "problem." not in text


def test_pausing_and_going_on_takes_a_press_each(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    paused = browser.press(browser.sign_in(connection), "Sett på pause")
    assert bench.app.connections.get(connection.id).status is Status.PAUSED
    assert "Satt på pause." in paused.text
    browser.press(paused, "Fortsett")
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE


def test_a_form_that_came_too_late_says_that_it_is_not_possible(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    page = browser.sign_in(connection)
    bench.changed(connection.id, status="needs_attention", attention="tripletex_key_wrong")
    assert "Det går ikke akkurat nå" in browser.press(page, "Sett på pause").text


def test_the_log_answers_why_a_project_did_not_come_over(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    problem(bench, connection, "project_without_start_date", "Nytt tak")
    browser.sign_in(connection)
    text = browser.get(f"/pages/{connection.id}/logs").text
    for said in ("P1 Nytt tak", "Prosjektet mangler startdato", "Slik løses det"):
        assert said in text


def test_a_remedy_that_is_a_setting_leads_to_the_settings(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    problem(bench, connection, "project_manager_missing", "Nytt tak")
    browser.sign_in(connection)
    links = browser.get(f"/pages/{connection.id}/logs").read.links
    assert links["Åpne innstillingene"] == f"/pages/{connection.id}/settings"


def test_the_log_is_searched_and_filtered(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    problem(bench, connection, "project_without_start_date", "Nytt tak", "1")
    problem(bench, connection, "name_missing", "Kai 4", "2")
    browser.sign_in(connection)
    logs = f"/pages/{connection.id}/logs"
    assert "Kai 4" not in browser.press(browser.get(logs), "Vis", q="tak").text
    assert "Nytt tak" not in browser.get(f"{logs}?code=name_missing").read.links
    for nonsense in ("?kind=nonsense", "?state=nonsense", "?code=nonsense"):
        assert "Nytt tak" in browser.get(logs + nonsense).text
    assert browser.get(f"{logs}?cursor=nonsense").status == 200


def test_a_retry_puts_the_record_into_the_inbox(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    key = problem(bench, connection, "project_without_start_date", "Nytt tak").key
    browser.sign_in(connection)
    said = browser.press(browser.get(f"/pages/{connection.id}/logs"), "Prøv igjen nå").text
    assert "Oppføringen prøves på nytt nå." in said
    assert key in bench.app.stores(connection.id).inbox.find([key])


def test_all_with_a_reason_are_retried_at_once(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    keys = [problem(bench, connection, "name_missing", "", str(each)).key for each in range(3)]
    browser.sign_in(connection)
    browser.press(browser.get(f"/pages/{connection.id}/logs"), "Prøv alle igjen")
    assert set(bench.app.stores(connection.id).inbox.find(keys)) == set(keys)


def test_a_problem_is_put_aside_and_taken_up_again(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    problem(bench, connection, "name_missing", "Kai 4")
    browser.sign_in(connection)
    logs = f"/pages/{connection.id}/logs"
    assert "Kai 4" not in browser.press(browser.get(logs), "Legg til side").text
    browser.press(browser.get(f"{logs}?state=ignored"), "Ta opp igjen")
    assert "Kai 4" in browser.get(logs).text


def test_a_choice_is_noted_under_the_name_of_who_made_it(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    key = problem(bench, connection, "ambiguous_look_alike", "Kai 4").key
    browser.sign_in(connection, by="Ola Leder")
    browser.press(browser.get(f"/pages/{connection.id}/logs"), "Velg «Hold utenfor»")
    decision = bench.app.stores(connection.id).decisions.get([key])[key]
    assert (decision.choice.value, decision.by) == ("leave_out", "Ola Leder")


def test_linking_without_saying_with_what_is_not_done(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    key = problem(bench, connection, "ambiguous_look_alike", "Kai 4").key
    browser.sign_in(connection)
    said = browser.press(browser.get(f"/pages/{connection.id}/logs"), "Velg «Koble sammen»").text
    assert "Si hvilken oppføring" in said
    assert bench.app.stores(connection.id).decisions.get([key]) == {}


@pytest.mark.parametrize(("typed", "linked"), [({}, "77"), ({"other": " 88 "}, "88")])
def test_a_suggested_partner_is_taken_unless_another_one_is_named(
    bench: Bench, browser: Browser, typed: dict[str, str], linked: str
) -> None:  # fmt: skip
    connection = bench.live()
    key = problem(bench, connection, "ambiguous_look_alike", "Kai 4", suggestions=("77",)).key
    browser.sign_in(connection)
    browser.press(browser.get(f"/pages/{connection.id}/logs"), "Velg «Koble sammen»", typed)
    assert bench.app.stores(connection.id).decisions.get([key])[key].partner == linked


def test_a_problem_that_was_solved_meanwhile_says_so(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    key = problem(bench, connection, "name_missing", "Kai 4").key
    browser.sign_in(connection)
    page = browser.get(f"/pages/{connection.id}/logs")
    bench.app.stores(connection.id).journal.solve(key, bench.now)
    assert "allerede løst" in browser.press(page, "Prøv igjen nå").text


def test_the_log_as_a_file_holds_no_formulas(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    problem(bench, connection, "name_missing", "=HYPERLINK(1)")
    browser.sign_in(connection)
    table = browser.get(f"/pages/{connection.id}/logs.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert ";'=HYPERLINK(1);" in table.html


def test_a_record_shows_both_sides_and_its_history(bench: Bench, browser: Browser) -> None:
    company = bench.company()
    connection = bench.live(company)
    made = company.systems[Side.APP].put(Kind.CUSTOMER, number="101", name="Hansen")
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=made.id)
    journal = bench.app.stores(connection.id).journal
    journal.set_fates([
        Fate(connection=connection.id, key=key, standing=Standing.SKIPPED, code="inactive_customer", number="101",
             name="Hansen", updated_at=bench.now)
    ])  # fmt: skip
    journal.write([
        Entry(connection=connection.id, key=key, at=bench.now, what="updated", written={"name": "Hansen"},
              lost={"name": "Hannsen"}, by="Ola Leder")
    ])  # fmt: skip
    browser.sign_in(connection)
    found = browser.get(f"/pages/{connection.id}/records?q=hansen")
    text = browser.get(found.read.links["101 Hansen"]).text
    for said in ("Begge sider", "Navn", "Hannsen", "Ola Leder", "Inaktive kunder"):
        assert said in text
    assert "field." not in text


def test_a_record_whose_id_holds_anything_has_a_page_and_a_problem(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    found = problem(bench, connection, "name_missing", "Lampe", "A/12 æ?#%2F")
    key = found.key
    bench.app.stores(connection.id).journal.set_fates([
        Fate(connection=connection.id, key=key, standing=Standing.HELD, code="name_missing", number=key.id,
             name="Lampe", updated_at=bench.now)
    ])  # fmt: skip
    browser.sign_in(connection)
    logs = browser.get(f"/pages/{connection.id}/logs")
    assert browser.get(logs.read.links["Se oppføringen"]).status == 200
    assert "Oppføringen prøves" in browser.press(logs, "Prøv igjen nå").text
    listed = browser.get(f"/pages/{connection.id}/records")
    record = browser.get(listed.read.links[f"{key.id} Lampe"])
    assert (record.status, "Se oppføringen" in record.read.links) == (200, False)


@pytest.mark.parametrize("place", ["https://fremmed.test/", "//fremmed.test", "/logs?\r\nset-cookie: a=b"])
def test_a_form_leads_back_to_pages_of_ours_only(bench: Bench, browser: Browser, place: str) -> None:
    connection = bench.live()
    problem(bench, connection, "name_missing", "Kai 4")
    browser.sign_in(connection)
    page = browser.press(browser.get(f"/pages/{connection.id}/logs"), "Legg til side", place=place)
    assert page.url == f"/pages/{connection.id}/logs?said=ignored"


def test_a_record_nobody_knows_is_not_there(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    browser.sign_in(connection)
    for path in ("customer/app/OTk5", "customer/app/%25", "nonsense/app/1", "customer/nonsense/1"):
        assert browser.get(f"/pages/{connection.id}/records/{path}").status == 404


def test_times_are_the_companys_own(bench: Bench, browser: Browser) -> None:
    connection = bench.live()
    bench.now = bench.now.replace(month=7, day=1, hour=22, minute=30)
    problem(bench, connection, "name_missing", "Kai 4")
    bench.later(minutes=1)
    browser.sign_in(connection)
    assert "02.07.2026 00:30" in browser.get(f"/pages/{connection.id}/logs").text


def test_what_happened_lately_is_told_in_words(bench: Bench, browser: Browser) -> None:
    connection = bench.live(last_change_at=(bench.now - timedelta(hours=2)).isoformat())
    assert "for 2 timer siden" in browser.sign_in(connection).text
