"""Rows of the timesheet through the port: read, made, changed, removed, each outcome told for its own row."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from samspill.model.hours import RowDraft, RowKey
from samspill.sync.ports import Refused
from samspill.sync.ports.hours import RowDone
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account
from tests.integration.systems.tripletex.hours import DAY, Site, kinds, stated

LIST = "POST /timesheet/entry/list"
ENTRY = "PUT /timesheet/entry/{id}"


@pytest.fixture
def site(account: Account, tripletex: TripletexSystem) -> Site:
    site = Site.of(account, tripletex)
    account.forget_calls()
    return site


def test_rows_of_several_people_and_days_cost_one_call(site: Site) -> None:
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(5)])
    site.account.forget_calls()
    rows = site.read()
    assert {row.key for row in rows} == {site.key(person, day) for person in range(3) for day in range(5)}
    assert all(row.stated == stated("7.50") for row in rows)
    assert site.account.calls() == {"GET /timesheet/entry": 1}


def test_the_last_day_belongs_to_what_is_asked(site: Site) -> None:
    site.booked(day=0)
    site.booked(day=2)
    assert [row.key.on for row in site.read(days=2)] == [DAY, DAY + timedelta(days=2)]
    assert [row.key.on for row in site.read(days=1)] == [DAY]


def test_a_query_over_too_many_rows_is_cut_by_days(site: Site) -> None:
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(4)])
    site.account.switch(register_cap=4)
    assert len(site.read(days=3)) == 12


def test_a_row_is_gone_once_its_own_id_says_so(site: Site) -> None:
    row = site.booked()
    assert site.system.row(row.id) == row
    site.account.by_hand("timesheet/entry", "delete", row.id)
    assert site.system.row(row.id) is None


def test_rows_that_are_made_cost_one_call_a_hundred(site: Site) -> None:
    outcomes = site.system.create_rows([site.draft(person, day) for person in range(2) for day in range(75)])
    assert kinds(outcomes) == ["RowDone"] * 150
    assert site.account.calls() == {LIST: 2}


def test_outcomes_are_in_the_order_of_the_drafts(site: Site) -> None:
    drafts = [site.draft(2, 3, "1.25"), site.draft(0, 1, "2.50"), site.draft(1, 2, "3.75")]
    outcomes = site.system.create_rows(drafts)
    assert [outcome.row.key for outcome in outcomes if isinstance(outcome, RowDone) and outcome.row] == [
        draft.key for draft in drafts
    ]


def test_a_single_row_goes_alone(site: Site) -> None:
    assert site.booked().hours == Decimal("7.50")
    site.system.create_rows([site.draft(day=1)])
    assert site.account.calls() == {"POST /timesheet/entry": 1}


def test_hours_without_project_are_made(site: Site) -> None:
    vacation = site.account.id_of("activity", name="Ferie")
    key = RowKey(employee=site.people[0], on=DAY, project=None, activity=vacation)
    [outcome] = site.system.create_rows([RowDraft(key, stated("7.50"))])
    assert isinstance(outcome, RowDone)
    assert [row.key for row in site.read()] == [key]


def test_hours_that_stand_already_are_taken(site: Site) -> None:
    site.by_somebody()
    assert kinds(site.system.create_rows([site.draft()])) == ["RowTaken"]


@pytest.mark.parametrize("atomic", [True, False])
def test_a_row_that_stands_already_keeps_no_other_back(site: Site, atomic: bool) -> None:
    site.account.switch(batch_atomic=atomic)
    site.by_somebody(person=1, day=3)
    drafts = [site.draft(person, day) for person in range(3) for day in range(5)]
    outcomes = site.system.create_rows(drafts)
    assert kinds(outcomes).count("RowTaken") == 1
    assert kinds(outcomes)[drafts.index(site.draft(1, 3))] == "RowTaken"
    assert kinds(outcomes).count("RowDone") == 14
    assert sum(row.hours for row in site.read()) == 14 * Decimal("7.50") + 4


def test_rows_that_stand_already_cost_two_calls_more(site: Site) -> None:
    for day in range(4):
        site.by_somebody(day=day)
    site.account.forget_calls()
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(30)])
    assert site.account.calls() == {LIST: 2, "GET /timesheet/entry": 1}


@pytest.mark.parametrize("atomic", [True, False])
def test_a_bad_row_keeps_no_other_back(site: Site, atomic: bool) -> None:
    site.account.switch(batch_atomic=atomic)
    drafts = [site.draft(0, day) for day in range(20)]
    drafts[13] = site.draft(0, -300)
    outcomes = site.system.create_rows(drafts)
    refused = outcomes[13]
    assert isinstance(refused, Refused)
    assert refused.error.code == "hours_before_project"
    assert kinds(outcomes).count("RowDone") == 19
    assert len(site.read()) == 19


def test_a_list_whose_answer_was_lost_is_uncertain_and_the_next_is_not_sent(site: Site) -> None:
    site.account.fail("POST /v2/timesheet/entry/list", "cut", "after")
    outcomes = site.system.create_rows([site.draft(person, day) for person in range(2) for day in range(75)])
    assert kinds(outcomes) == ["Uncertain"] * 100 + ["NotSent"] * 50


def test_a_rate_limit_sends_nothing(site: Site) -> None:
    site.account.fail("POST /v2/timesheet/entry/list", "429")
    assert kinds(site.system.create_rows([site.draft(), site.draft(1)])) == ["NotSent"] * 2


def test_a_list_that_met_another_write_is_sent_again(site: Site) -> None:
    site.account.fail("POST /v2/timesheet/entry/list", "409")
    assert kinds(site.system.create_rows([site.draft(), site.draft(1)])) == ["RowDone"] * 2


def test_a_changed_row_keeps_everything_else(site: Site) -> None:
    row = site.booked()
    site.account.by_hand("timesheet/entry", "update", row.id, projectChargeableHours=5)
    [row] = site.read()
    [outcome] = site.system.update_rows([(row, stated("6.25", ""))])
    assert isinstance(outcome, RowDone)
    assert outcome.row is not None
    assert (outcome.row.key, outcome.row.stated) == (row.key, stated("6.25", ""))
    assert outcome.row.chargeable == 5


def test_chargeable_hours_follow_where_all_hours_were_chargeable(site: Site) -> None:
    row = site.booked()
    site.account.by_hand("timesheet/entry", "update", row.id, projectChargeableHours=7.5)
    [row] = site.read()
    [outcome] = site.system.update_rows([(row, stated("8.00"))])
    assert isinstance(outcome, RowDone)
    assert outcome.row is not None
    assert outcome.row.chargeable == 8


def test_a_hundred_changes_cost_one_call(site: Site) -> None:
    site.system.create_rows([site.draft(person, day) for person in range(2) for day in range(50)])
    rows = site.read(days=60)
    site.account.forget_calls()
    outcomes = site.system.update_rows([(row, stated("5.00")) for row in rows])
    assert kinds(outcomes) == ["RowDone"] * 100
    assert site.account.calls() == {"PUT /timesheet/entry/list": 1}


@pytest.mark.parametrize("atomic", [True, False])
def test_of_changed_rows_each_tells_its_own_end(site: Site, atomic: bool) -> None:
    site.account.switch(batch_atomic=atomic)
    site.system.create_rows([site.draft(person, day) for person in range(3) for day in range(3)])
    rows = site.read()
    site.account.by_hand("timesheet/entry", "update", rows[1].id, hours=2)
    site.account.by_hand("timesheet/entry", "delete", rows[4].id)
    site.account.by_hand("timesheet/entry", "update", rows[7].id, locked=True)
    [locked] = [row for row in site.read() if row.id == rows[7].id]
    rows[7] = locked
    outcomes = site.system.update_rows([(row, stated("5.00")) for row in rows])
    ends = {1: "Conflict", 4: "Missing", 7: "Refused"}
    assert kinds(outcomes) == [ends.get(index, "RowDone") for index in range(9)]
    assert sum(row.hours for row in site.read()) == 6 * 5 + 2 + Decimal("7.50")


def test_a_row_that_moved_on_is_not_overwritten(site: Site) -> None:
    row = site.booked()
    site.account.by_hand("timesheet/entry", "update", row.id, hours=2)
    assert kinds(site.system.update_rows([(row, stated("5.00"))])) == ["Conflict"]
    assert [each.hours for each in site.read()] == [2]


def test_a_locked_row_is_refused_as_locked(site: Site) -> None:
    row = site.booked()
    site.approve(week="2026-W27")
    [read] = site.read()
    assert read.locked
    for outcome in (*site.system.update_rows([(row, stated("5.00"))]), site.system.delete_row(row)):
        assert isinstance(outcome, Refused)
        assert outcome.error.code == "hours_locked"


def test_a_row_is_removed_once(site: Site) -> None:
    row = site.booked()
    assert site.system.delete_row(row) == RowDone(None)
    assert site.system.delete_row(row) == RowDone(None)
    assert site.read() == []


def test_a_row_that_moved_on_is_not_removed(site: Site) -> None:
    row = site.booked()
    site.account.by_hand("timesheet/entry", "update", row.id, hours=2)
    assert kinds([site.system.delete_row(row)]) == ["Conflict"]
    assert len(site.read()) == 1


def test_a_removal_whose_answer_was_lost_is_uncertain(site: Site) -> None:
    row = site.booked()
    site.account.fail("DELETE /v2/timesheet/entry/{id}", "502", "after")
    assert kinds([site.system.delete_row(row)]) == ["Uncertain"]
    assert site.read() == []
