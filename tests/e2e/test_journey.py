"""From two keys to both sides equal: what was planned, who was told, what stands where afterwards."""

from collections import Counter

from local.companies import CONTACT
from local.deployment import DEFAULTS
from local.equality import compare
from tests.e2e.conftest import Live

#: What is planted in the firm, and the reason it must come up with in the plan.
PLANTED = {
    "duplicate_organisations": "ambiguous_look_alike",
    "duplicate_people": "ambiguous_look_alike",
    "customer_number_clashes": "ambiguous_number",
    "employee_number_clashes": "ambiguous_number",
    "non_numeric_customers": "customer_number_not_numeric",
    "inactive_customers": "inactive_customer",
    "missing_last_names": "employee_without_last_name",
    "missing_emails": "employee_email_missing",
    "missing_start_dates": "project_without_start_date",
    "sub_projects": "sub_project",
    "duplicate_display_ids": "project_number_not_unique",
}


def test_staff_are_told_that_a_plan_waits(live: Live) -> None:
    mails = [mail for mail in live.world.stack.mails() if DEFAULTS["StaffMail"] in mail.recipients]
    assert any(live.company.name in mail.subject and live.connected.id in mail.text for mail in mails)


def test_the_company_is_told_that_it_is_live(live: Live) -> None:
    recipients = [
        mail.recipients for mail in live.world.stack.mails() if live.company.name in mail.subject + mail.text
    ]
    assert (CONTACT,) in recipients


def test_the_plan_counts_its_rows(live: Live) -> None:
    listed = Counter((row["kind"], row["outcome"]) for row in live.rows)
    counts = {
        (each["kind"], outcome): count
        for each in live.plan["kinds"]
        for outcome, count in each["outcomes"].items()
        if count
    }
    assert counts == listed


def test_every_trouble_in_the_registers_has_a_reason_in_the_plan(live: Live) -> None:
    reasons: dict[tuple[str, str], set[str]] = {}
    for row in live.rows:
        # A pair of look-alikes or of one number may be one question, asked on either side.
        for shown in (row["tripletex"], row["app"], *row["suggestions"]):
            if shown is not None and row["reason"] is not None:
                reasons.setdefault((row["kind"], shown["number"]), set()).add(row["reason"]["code"])
    # What stands on both sides is linked: the other side knows what is missing here.
    linked = {(row["kind"], row["app"]["number"]) for row in live.rows if row["outcome"] == "link"}
    wanted = {(p.kind, p.number): PLANTED[p.what] for p in live.company.planted if p.what in PLANTED}
    told = {code for place, code in wanted.items() if code in reasons.get(place, set())}
    assert told == set(PLANTED.values())
    assert [
        place for place, code in wanted.items() if code not in reasons.get(place, linked) and place not in linked
    ] == []


def test_both_sides_are_equal_after_the_first_sync(live: Live) -> None:
    assert live.comparison.faults == ()
    assert all(live.comparison.pairs.values())


def test_what_is_not_equal_has_a_reason_that_people_can_read(live: Live) -> None:
    problems = {(each["kind"], each["side"], each["record"]) for each in live.connected.problems()}
    held = {(each["kind"], each["side"], each["id"]) for each in live.connected.records(standing="held")}
    partners = {
        (kind, half, record["link"][half]["id"])
        for kind, side, record_id in held - problems
        if (record := live.connected.explain(kind, side, record_id))["link"]
        for half in ("tripletex", "app")
    }
    assert held - problems <= partners
    assert all(each["title"] for each in live.connected.records(standing="skipped"))


def test_a_second_comparison_writes_nothing(live: Live) -> None:
    live.connected.do("reconcile")
    live.settled()
    before = live.world.tripletex.writes(), live.world.svenn.writes()
    live.connected.do("reconcile")
    live.settled()
    assert (live.world.tripletex.writes(), live.world.svenn.writes()) == before


def test_comparing_leaves_both_sides_equal(live: Live) -> None:
    live.connected.do("reconcile")
    live.settled()
    assert compare(live.world, live.company, live.connected).faults == ()
