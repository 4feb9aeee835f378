"""Yes and no to a plan, and to what was left over of one."""

import pytest

from samspill.model.connection import Connection
from samspill.model.problems import Choice
from samspill.model.status import Status
from samspill.tasks import plan_rows
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Outbox
from tests.integration.pages.browser import Browser, Seen
from tests.integration.pages.planned import in_review, own_in_review, planned_row, row_path, staff_in


@pytest.fixture
def connection(bench: Bench) -> Connection:
    return in_review(bench)


@pytest.fixture
def silje(bench: Bench, browser: Browser) -> Browser:
    """One of staff."""
    return staff_in(bench, browser)


def approval(browser: Browser, connection: Connection) -> Seen:
    return browser.get(f"/pages/{connection.id}/plan/approve")


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
    silje.press(silje.get(row_path(bench, connection, "Jonas Lie")), "Velg «Hold utenfor»")
    assert "E-poster med innlogging 1" in approval(silje, connection).text


def test_somebody_who_decided_meanwhile_makes_it_shown_anew(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    page = approval(silje, connection)
    plan_rows.decide(
        bench.app, connection, planned_row(bench, connection, "Kafé Kråka").id, Choice.LEAVE_OUT, None, "Ola"
    )
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


def test_what_was_left_over_is_left_out_with_a_reason_that_the_company_reads(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"remainder": True})
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    bench.changed(connection.id, status="active", live=True, review_pending="remainder", contact_email="kari@bygg.no")
    outbox = Outbox()
    bench.app.__dict__["mailer"] = outbox
    silje.press(approval(silje, connection), "Avvis", reason="De er fra et annet firma.")
    assert bench.app.connections.get(connection.id).status is Status.ACTIVE
    [(to, _, text)] = outbox.mails
    assert (to, "De er fra et annet firma." in text) == ("kari@bygg.no", True)
    assert "De er fra et annet firma." in silje.get(f"/pages/{connection.id}/plan").text


def test_what_was_left_over_is_shown_and_approved_the_same_way(
    bench: Bench, silje: Browser, connection: Connection
) -> None:
    plan = plan_rows.plan_of(bench.app, connection).model_copy(update={"remainder": True})
    bench.app.plans.put_json(f"{connection.id}/plan/plan.json", plan)
    bench.changed(connection.id, status="active", live=True, review_pending="remainder")
    assert "Det som endret seg underveis" in silje.get(f"/pages/{connection.id}/plan").text
    silje.press(approval(silje, connection), "Godkjenn")
    assert bench.app.connections.get(connection.id).review_pending is None
