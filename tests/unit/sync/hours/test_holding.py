"""Hours that cannot cross are held with a reason, and go by themselves once it is gone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from samspill.exceptions import ConfigurationWrong
from samspill.model.hours import ActivityType, Day, Move
from samspill.model.kinds import Kind
from samspill.model.problems import Choice
from samspill.sync.hours.stops import day_key
from tests.unit.sync.hours.site import KARI, MONDAY, OLA, TUESDAY, Site

LONG = timedelta(hours=7)


def closed_project(site: Site) -> Callable[[], object]:
    site.books.edit(Kind.PROJECT, site.b, closed=True)
    return lambda: site.books.edit(Kind.PROJECT, site.b, closed=False)


def later_project(site: Site) -> Callable[[], object]:
    site.books.edit(Kind.PROJECT, site.b, start_date=date(2026, 4, 1))
    return lambda: site.books.edit(Kind.PROJECT, site.b, start_date=date(2026, 1, 1))


def participants(site: Site) -> Callable[[], object]:
    site.books.participants[site.b] = frozenset({"O"})
    return lambda: site.books.participants.pop(site.b)


def approved(site: Site) -> Callable[[], object]:
    site.books.approve("K", MONDAY, MONDAY)
    return site.books.reopen


def disabled(site: Site) -> Callable[[], object]:
    site.books.disable(site.pipes.id)
    return lambda: site.books.disable(site.pipes.id, disabled=False)


def unlinked_employee(site: Site) -> Callable[[], object]:
    site.unlink(Kind.EMPLOYEE, "k")
    return lambda: site.link_to(Kind.EMPLOYEE, "k", "K")


def unlinked_project(site: Site) -> Callable[[], object]:
    site.unlink(Kind.PROJECT, "b")
    return lambda: site.link_to(Kind.PROJECT, "b", site.b)


def full_day(site: Site) -> Callable[[], object]:
    row = site.books.book("K", MONDAY, None, site.course.id, Decimal(20))
    return lambda: site.books.strike(row.id)


REASONS = {
    "hours_project_closed": closed_project,
    "hours_before_project": later_project,
    "hours_not_participant": participants,
    "hours_period_approved": approved,
    "hours_activity_unusable": disabled,
    "hours_employee_not_linked": unlinked_employee,
    "hours_project_not_linked": unlinked_project,
    "hours_over_24": full_day,
}


@pytest.mark.parametrize("code", REASONS)
def test_hours_are_held_with_a_reason_and_go_once_it_is_gone(code: str) -> None:
    site = Site()
    entry = site.enter("5")
    right = REASONS[code](site)
    site.send()
    held = site.held()
    assert (held.code, held.hours, held.entries) == (code, Decimal("5.00"), (entry.id,))
    problem = site.problem(held)
    assert problem is not None
    assert (problem.code, problem.name, problem.facts["hours"]) == (code, "Kari Ås", "5")
    assert [line.move for line in site.foreseen()] == [Move.HOLD]
    right()
    site.later(LONG)
    assert "5.00" in site.hours
    assert (site.ledger().held, site.problem(held)) == ((), None)
    assert site.exported(entry)


@pytest.mark.parametrize("code", [code for code in REASONS if code != "hours_over_24"])
def test_a_correction_is_held_and_the_row_stays_as_it_is(code: str) -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    right = REASONS[code](site)
    site.people.change(entry.id, seconds=6 * 3600)
    site.tell()
    assert (site.hours, site.held().code) == (["5.00"], code)
    right()
    site.later(LONG)
    assert (site.hours, site.ledger().held) == (["6.00"], ())


@pytest.mark.parametrize("code", REASONS)
def test_what_stands_and_is_as_it_should_be_is_no_reason_to_hold(code: str) -> None:
    site = Site()
    site.enter("5")
    site.send()
    REASONS[code](site)
    site.send()
    assert site.ledger().held == ()


def test_hours_without_project_and_tag_are_held() -> None:
    site = Site()
    site.enter("5", project=None, task=None)
    site.send()
    assert site.held().code == "hours_without_project"


def test_no_standard_activity_is_a_reason() -> None:
    site = Site()
    site.books.standard = None
    site.enter("5", task=None)
    site.send()
    assert site.held().code == "hours_no_standard_activity"


def test_a_missing_activity_is_held_unless_the_settings_let_it_be_created() -> None:
    site, creating = Site(), Site(create_activities=True)
    for each in (site, creating):
        each.enter("5", task="Ny oppgave")
        each.send()
    assert (site.held().code, site.held().facts["activity"]) == ("hours_activity_missing", "Ny oppgave")
    assert [creating.books.known[row.key.activity].name for row in creating.stands] == ["Ny oppgave"]


def test_a_name_that_is_taken_by_another_type_of_activity_cannot_be_used() -> None:
    site = Site(create_activities=True)
    site.enter("5", task="Kurs")
    site.send()
    assert site.held().code == "hours_activity_unusable"


def test_an_activity_is_linked_to_its_project_only_where_that_is_allowed() -> None:
    for allowed in (True, False):
        site = Site(link_activities=allowed)
        site.books.linked_only.add(site.b)
        painting = site.books.add_activity("Maling", ActivityType.PROJECT_GENERAL)
        site.enter("5", task="Maling")
        site.send()
        assert (painting.id in site.books.links[site.b]) is allowed
        assert (site.ledger().held == ()) is allowed


def test_what_the_settings_name_decides_and_not_the_name() -> None:
    site = Site()
    painting = site.activity("Maling")
    site.with_hours(tasks={"rør": painting.id})
    site.enter("5", task="Rør")
    site.send()
    assert site.stands[0].key.activity == painting.id


def test_what_is_locked_is_not_changed_and_said_to_be() -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    site.books.lock(site.stands[0].id)
    site.people.change(entry.id, approved=False)
    site.tell()
    assert (site.hours, site.held().code) == (["5.00"], "hours_locked")


def test_a_refusal_that_nobody_foresaw_holds_the_line() -> None:
    site = Site()
    entry = site.enter("5")
    site.books._refusal = lambda key: "data_refused"  # type: ignore[method-assign]
    site.send()
    assert site.held().code == "data_refused"
    assert not site.exported(entry)
    assert site.ledger().rows == ()


def test_after_relinking_hours_go_to_whom_the_employee_is_linked_with() -> None:
    site = Site()
    site.enter("5")
    site.send()
    site.unlink(Kind.EMPLOYEE, "k")
    site.link_to(Kind.EMPLOYEE, "k", "P")
    site.send()
    assert [(row.key.employee, row.hours) for row in site.stands] == [("P", Decimal("5.00"))]


def test_hours_leave_a_wrong_person_although_the_right_one_cannot_have_them_yet() -> None:
    """Seen to fail with hours left with a person who is not linked with the employee any more."""
    site = Site()
    site.enter("5")
    site.send()
    site.unlink(Kind.EMPLOYEE, "k")
    site.link_to(Kind.EMPLOYEE, "k", "P")
    site.books.edit(Kind.PROJECT, site.b, closed=True)
    site.send()
    assert (site.stands, site.held().code) == ([], "hours_project_closed")


def test_two_people_who_were_linked_crosswise_get_their_own_hours() -> None:
    """Seen to fail with our own row of another day taken for somebody else's."""
    site = Site()
    site.enter("5")
    site.enter("2", employee="o")
    site.send(KARI, OLA)
    for employee in ("k", "o"):
        site.unlink(Kind.EMPLOYEE, employee)
    site.link_to(Kind.EMPLOYEE, "k", "O")
    site.link_to(Kind.EMPLOYEE, "o", "K")
    site.send(KARI, OLA)
    site.later(timedelta(minutes=1))
    assert {row.key.employee: row.hours for row in site.stands} == {"O": Decimal("5.00"), "K": Decimal("2.00")}
    assert (site.ledger(KARI).held, site.ledger(OLA).held) == ((), ())


def test_hours_stay_where_they_are_while_nobody_is_linked() -> None:
    site = Site()
    entry = site.enter("5")
    site.send()
    site.unlink(Kind.EMPLOYEE, "k")
    site.people.change(entry.id, approved=True)
    site.send()
    assert site.hours == ["5.00"]


def test_a_day_that_is_held_is_looked_at_ever_more_rarely() -> None:
    site = Site()
    site.enter("5", project="x")
    site.send()
    waits = []
    for _ in range(12):
        item = site.stores.inbox.find([day_key(KARI)])[day_key(KARI)]
        waits.append(item.due_at - site.now)
        site.later(item.due_at - site.now)
    assert waits[0] == timedelta(minutes=15)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


# ---- what only a person can tell --------------------------------------------------------------------------------


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
