"""What decides about rows: activities, projects and their demands, approved weeks and months."""

from __future__ import annotations

from datetime import date

import pytest

from samspill.exceptions import DataRefused
from samspill.model.hours import ActivityType, Period
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.hours import DAY, WORK, Site

APPROVED = "hours_period_approved"


@pytest.fixture
def site(account: Account, tripletex: TripletexSystem) -> Site:
    site = Site.of(account, tripletex)
    account.forget_calls()
    return site


def test_activities_are_read_with_disabled_ones_once_a_minute(site: Site) -> None:
    site.account.by_hand("activity", "update", site.work, isDisabled=True)
    names = {activity.name: activity for activity in site.system.activities()}
    assert names[WORK].disabled
    assert names["Ferie"].type is ActivityType.GENERAL
    site.system.activities()
    assert site.account.calls() == {"GET /activity": 1}
    site.account.pass_on(61)
    site.system.activities()
    assert site.account.calls() == {"GET /activity": 2}


def test_what_somebody_put_right_is_seen_when_looked_at_again(site: Site) -> None:
    site.system.activities()
    site.account.by_hand("activity", "create", name="Riving", activityType="PROJECT_GENERAL_ACTIVITY")
    site.system.look_again()
    assert "Riving" in {activity.name for activity in site.system.activities()}


def test_an_activity_of_one_project_is_in_its_sheet_only(site: Site) -> None:
    inline = {"name": "Riving", "activityType": "PROJECT_SPECIFIC_ACTIVITY"}
    activity = site.account.company.add("Activity", {**inline, "isProjectActivity": True})
    project = {"id": int(site.project)}
    site.account.by_hand("project/projectActivity", "create", project=project, activity={"id": activity.id})
    assert "Riving" not in {each.name for each in site.system.activities()}
    assert site.system.project_sheets([site.project])[site.project].activities[str(activity.id)].name == "Riving"


def test_the_standard_activity_is_the_companys(site: Site) -> None:
    assert site.system.standard_activity() is None
    site.account.switch(standard_activity=WORK)
    site.account.pass_on(61)
    assert site.system.standard_activity() == site.work


def test_an_activity_that_is_created_is_there_at_once(site: Site) -> None:
    site.system.activities()
    made = site.system.create_activity("Riving", ActivityType.PROJECT_GENERAL)
    assert made in site.system.activities()
    with pytest.raises(DataRefused, match="name_taken"):
        site.system.create_activity("riving", ActivityType.GENERAL)


def test_a_project_tells_who_may_book_what_on_it(site: Site) -> None:
    number = {
        "participantNumbers": ["100"],
        "forParticipantsOnly": True,
        "generalProjectActivitiesPerProjectOnly": True,
    }
    site.account.seed(
        projects=[{"number": "P9", "name": "Hus", "startDate": "2026-03-01", "isClosed": True, **number}]
    )
    closed = site.account.id_of("project", number="P9")
    sheets = site.system.project_sheets([site.project, closed, "999"])
    assert sheets.keys() == {site.project, closed}
    sheet = sheets[closed]
    assert (sheet.number, sheet.name, sheet.start, sheet.closed) == ("P9", "Hus", date(2026, 3, 1), True)
    assert (sheet.participants, sheet.linked_only) == (frozenset({site.people[0]}), True)
    assert (sheets[site.project].participants, sheets[site.project].linked_only) == (None, False)


def test_the_account_may_demand_participants_and_links_of_every_project(site: Site) -> None:
    site.account.switch(only_project_members=True, only_linked_activities=True)
    sheet = site.system.project_sheets([site.project])[site.project]
    assert sheet.participants is not None
    assert sheet.linked_only


def test_projects_are_read_together_and_once(site: Site) -> None:
    site.account.seed(projects=[{"number": f"Q{n}", "name": "Hus", "startDate": "2026-01-01"} for n in range(50)])
    ids = [str(row["id"]) for row in site.account.rows("project")]
    site.system.project_sheets(ids)
    site.system.project_sheets(ids[:20])
    assert site.account.calls() == {"GET /project": 1, "GET /project/settings": 1}


def test_a_link_makes_an_activity_usable_and_is_made_once(site: Site) -> None:
    site.account.switch(only_linked_activities=True)
    work = next(activity for activity in site.system.activities() if activity.id == site.work)
    assert not site.system.project_sheets([site.project])[site.project].takes(work)
    site.system.link_activity(site.project, site.work)
    assert site.system.project_sheets([site.project])[site.project].takes(work)
    site.system.link_activity(site.project, site.work)
    assert len(site.account.rows("project/projectActivity")) == 1


def test_an_internal_activity_cannot_be_linked(site: Site) -> None:
    with pytest.raises(DataRefused, match="hours_activity_unusable"):
        site.system.link_activity(site.project, site.account.id_of("activity", name="Ferie"))


def test_an_approved_week_is_closed_for_its_person(site: Site) -> None:
    site.approve(person=1, week="2026-W27")
    [period] = site.system.closed_periods(site.people, DAY, DAY)
    assert period == Period(site.people[1], date(2026, 6, 29), date(2026, 7, 5), APPROVED)


def test_a_month_is_closed_until_the_day_it_is_approved_until(site: Site) -> None:
    site.approve(person=2, month="2026-07", until="2026-07-15")
    periods = site.system.closed_periods(site.people, date(2026, 6, 1), date(2026, 8, 31))
    assert periods == [Period(site.people[2], date(2026, 7, 1), date(2026, 7, 15), APPROVED)]
    assert site.system.closed_periods(site.people, date(2026, 7, 16), date(2026, 7, 31)) == []


def test_a_completed_week_is_open(site: Site) -> None:
    site.approve(week="2026-W27", action="complete")
    assert site.system.closed_periods(site.people, DAY, DAY) == []


def test_weeks_are_read_once_for_everybody(site: Site) -> None:
    for person in site.people:
        site.system.closed_periods([person], date(2026, 7, 1), date(2026, 7, 31))
    calls = site.account.calls()
    assert calls == {"GET /timesheet/week": 5, "GET /timesheet/month/byMonthNumberList": 3}


def test_the_year_of_a_week_is_that_of_its_thursday(site: Site) -> None:
    site.approve(week="2026-W53")
    [period] = site.system.closed_periods(site.people, date(2027, 1, 2), date(2027, 1, 2))
    assert (period.first, period.last) == (date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize("form", ["2026-42", "other"])
def test_an_account_may_write_weeks_in_another_way(site: Site, form: str) -> None:
    site.account.switch(week_form=form)
    site.approve(person=1, week="2026-W27")
    site.approve(person=1, week="2026-W20")
    for _again in range(2):
        [period] = site.system.closed_periods(site.people, DAY, DAY)
        assert period.employee == site.people[1]


def test_a_week_that_is_opened_again_is_open_when_looked_at_again(site: Site) -> None:
    site.approve(week="2026-W27")
    assert site.system.closed_periods(site.people, DAY, DAY)
    site.approve(week="2026-W27", action="unapprove")
    site.system.look_again()
    assert site.system.closed_periods(site.people, DAY, DAY) == []
