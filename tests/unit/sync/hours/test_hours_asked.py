"""Hours about which only a person can tell: they are asked, and their answer holds for what was asked."""

from datetime import timedelta
from decimal import Decimal

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.hours import ActivityType, Day
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from tests.unit.sync.hours.reasons import REASONS
from tests.unit.sync.hours.site import KARI, MONDAY, TUESDAY, Site

LONG = timedelta(hours=7)


def beside_somebodys(choice: Choice | None = None) -> Site:
    """Somebody has booked 3 hours where ours belong."""
    site = Site()
    site.books.book("K", MONDAY, site.b, site.pipes.id, Decimal(3), "Per")
    site.enter("5", comment="Bad")
    site.send()
    if choice is not None:
        site.answer(site.held(), choice)
    return site


def test_somebody_elses_hours_are_asked_about() -> None:
    site = beside_somebodys()
    assert (site.held().code, site.held().facts["theirs"]) == ("someone_elses_hours", "3")
    assert site.hours == ["3"]


def test_hours_can_be_added_to_somebody_elses_which_stay_when_ours_go() -> None:
    site = beside_somebodys(Choice.ADD)
    assert [(str(row.hours), row.comment) for row in site.stands] == [("8.00", "Per")]
    (entry,) = site.people.entered
    site.people.change(entry, approved=False)
    site.tell()
    assert [(row.hours, row.comment) for row in site.stands] == [(Decimal(3), "Per")]
    assert site.ledger().rows == ()


def test_hours_can_replace_somebody_elses() -> None:
    site = beside_somebodys(Choice.REPLACE)
    assert [(str(row.hours), row.comment) for row in site.stands] == [("5.00", "Bad")]


def test_hours_that_are_left_out_stay_out() -> None:
    site = beside_somebodys(Choice.LEAVE_OUT)
    assert (site.hours, site.held().code, site.problem(site.held())) == (["3"], "left_out", None)
    site.send()
    assert (site.hours, site.held().code) == (["3"], "left_out")


def test_an_answer_holds_only_for_what_was_asked() -> None:
    """Seen to fail with an answer taken for one to whatever stands there now."""
    site = beside_somebodys()
    site.books.rewrite(site.stands[0].id, hours=Decimal(4))
    site.answer(site.held(), Choice.REPLACE)
    assert (site.hours, site.held().facts["theirs"]) == (["4"], "4")


def changed(choice: Choice | None = None) -> Site:
    """Ours were 5 hours; somebody made them 4."""
    site = Site()
    site.enter("5", comment="Bad")
    site.send()
    site.books.rewrite(site.stands[0].id, hours=Decimal(4))
    site.send()
    if choice is not None:
        site.answer(site.held(), choice)
    return site


def test_a_row_that_a_person_changed_is_not_overwritten_but_asked_about() -> None:
    """Seen to fail with what a person wrote there overwritten."""
    site = changed()
    assert (site.hours, site.held().code) == (["4"], "hours_changed_in_tripletex")
    facts = site.held().facts
    assert (facts["ours"], facts["theirs"], facts["hours"]) == ("5", "4", "5")


def test_the_apps_hours_can_hold() -> None:
    site = changed(Choice.APP_WINS)
    assert (site.hours, site.ledger().held) == (["5.00"], ())


def test_a_persons_hours_can_hold_until_ours_become_other() -> None:
    site = changed(Choice.TRIPLETEX_WINS)
    assert (site.hours, site.ledger().held) == (["4"], ())
    site.send()
    assert (site.hours, site.ledger().held) == (["4"], ())
    (entry,) = site.people.entered
    site.people.change(entry, seconds=6 * 3600)
    site.tell()
    assert (site.hours, site.held().code) == (["4"], "hours_changed_in_tripletex")


def test_where_both_came_to_the_same_nobody_is_asked() -> None:
    site = changed()
    (entry,) = site.people.entered
    site.people.change(entry, seconds=4 * 3600)
    site.tell()
    assert (site.hours, site.ledger().held) == (["4"], ())


def deleted(choice: Choice | None = None) -> Site:
    """Ours were deleted there."""
    site = Site()
    site.enter("5")
    site.send()
    site.books.strike(site.stands[0].id)
    site.send()
    if choice is not None:
        site.answer(site.held(), choice)
    return site


def test_a_row_that_was_deleted_there_is_asked_about() -> None:
    site = deleted()
    assert (site.hours, site.held().code) == ([], "hours_deleted_in_tripletex")


def test_a_deleted_row_can_be_made_again() -> None:
    assert deleted(Choice.RECREATE).hours == ["5.00"]


def test_a_deleted_row_can_be_let_go() -> None:
    site = deleted(Choice.LET_GO)
    site.send()
    assert (site.hours, site.ledger().held) == ([], ())


def test_a_row_that_a_list_lost_is_not_gone() -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    site.books.unlisted_rows.add(site.stands[0].id)
    site.people.change(entry.id, seconds=3600)
    site.tell()
    assert (site.hours, site.ledger().held) == (["1.00"], ())


def test_an_answer_to_what_is_not_asked_any_more_is_not_kept_for_later() -> None:
    site = changed()
    held = site.held()
    site.books.rewrite(site.stands[0].id, hours=Decimal("5.00"))
    site.answer(held, Choice.APP_WINS)
    site.books.rewrite(site.stands[0].id, hours=Decimal(4))
    site.send()
    assert (site.hours, site.held().code) == (["4"], "hours_changed_in_tripletex")


def test_entries_that_may_not_be_read_any_more_are_not_taken_for_deleted() -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    site.people.delete_entry(entry.id)
    site.people.rightless.add(Kind.HOURS)
    with pytest.raises(ConfigurationWrong):
        site.send()
    assert site.hours == ["5.00"]


def test_an_activity_that_has_to_be_linked_by_now_is_linked_for_a_correction_too() -> None:
    site = Site()
    painting = site.books.add_activity("Maling", ActivityType.PROJECT_GENERAL)
    entry = site.enter("5", task="Maling")
    site.send()
    assert painting.id not in site.books.links[site.b]
    site.books.linked_only.add(site.b)
    site.people.change(entry.id, seconds=3600)
    site.tell()
    assert (site.hours, site.ledger().held) == (["1.00"], ())


def test_who_waits_for_what_is_held_on_another_day_goes_once_that_is_over() -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    site.books.lock(site.stands[0].id)
    site.people.change(entry.id, on=TUESDAY)
    site.tell()
    site.later(timedelta(minutes=1))
    site.books.lock(site.stands[0].id, locked=False)
    site.send(KARI)
    assert [row.key.on for row in site.stands] == [TUESDAY]


@pytest.mark.parametrize("choice", [Choice.ADD, Choice.REPLACE])
@pytest.mark.parametrize("code", ["hours_activity_unusable", "hours_not_participant"])
def test_somebody_elses_hours_stay_while_ours_cannot_come(choice: Choice, code: str) -> None:
    site = beside_somebodys()
    right = REASONS[code](site)
    site.answer(site.held(), choice)
    assert [(row.hours, row.comment) for row in site.stands] == [(Decimal(3), "Per")]
    assert site.ledger().rows == ()
    assert not any(site.exported(entry) for entry in site.people.entered.values())
    right()
    site.later(LONG)
    assert site.hours == [{Choice.ADD: "8.00", Choice.REPLACE: "5.00"}[choice]]


@pytest.mark.parametrize("code", ["hours_activity_unusable", "hours_not_participant", "hours_over_24"])
def test_the_apps_hours_hold_once_they_can_be_written(code: str) -> None:
    site = changed()
    right = REASONS[code](site)
    site.answer(site.held(), Choice.APP_WINS)
    assert ("4" in site.hours, site.held().code) == (True, "hours_changed_in_tripletex")
    right()
    site.later(LONG)
    assert (site.hours, site.ledger().held) == (["5.00"], ())


def test_what_could_not_be_written_after_an_answer_is_held_and_not_taken_for_ours() -> None:
    site = changed()
    site.books._refusal = lambda key: "hours_activity_unusable"  # type: ignore[method-assign]
    site.answer(site.held(), Choice.APP_WINS)
    assert site.held().code == "hours_activity_unusable"
    site.books.disable(site.pipes.id)
    site.later(LONG)
    assert (site.hours, site.held().code) == (["4"], "hours_activity_unusable")
    del site.books._refusal
    site.books.disable(site.pipes.id, disabled=False)
    site.later(LONG)
    assert (site.hours, site.ledger().held) == (["5.00"], ())


def test_days_that_wait_for_each_other_while_both_are_held_are_no_failed_tries() -> None:
    site = Site()
    one, other = site.enter("5"), site.enter("2", on=TUESDAY)
    tuesday = Day(employee="k", on=TUESDAY)
    site.send(KARI, tuesday)
    for row in site.stands:
        site.books.strike(row.id)
    site.people.change(one.id, on=TUESDAY)
    site.people.change(other.id, on=MONDAY)
    site.send(KARI, tuesday)
    site.send(KARI, tuesday)
    site.later(timedelta(hours=1))
    assert [site.held(day).code for day in (KARI, tuesday)] == ["hours_deleted_in_tripletex"] * 2
    assert {problem.code for problem in site.stores.journal.problems()[0]} == {"hours_deleted_in_tripletex"}
    for day in (KARI, tuesday):
        site.answer(site.held(day), Choice.RECREATE, day)
    site.later(LONG)
    assert {row.key.on: str(row.hours) for row in site.stands} == {MONDAY: "2.00", TUESDAY: "5.00"}


def test_what_was_held_before_a_refusal_stays_on_its_line() -> None:
    site = Site()
    kept, gone = site.enter("5"), site.enter("2")
    site.send()
    new = site.enter("1")
    site.people.change(gone.id, approved=False)
    site.books.disable(site.pipes.id)
    site.tell()
    assert (site.hours, site.held().code) == (["7.00"], "hours_activity_unusable")
    assert site.held().entries == tuple(sorted((kept.id, gone.id, new.id)))
