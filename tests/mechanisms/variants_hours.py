"""Hours from the app to Tripletex (DESIGN section 5): each is counted once, and on the right person."""

from tests.mechanisms.broken import Broken

HOURS, UNIT = "layers/shared/samspill/sync/hours/", "tests/unit/sync/hours/"
SENT = f"{UNIT}test_sending.py::test_entries_of_one_project_and_activity_are_one_row"


def _broken(mechanism: str, how: str, file: str, of: str, to: str, *tests: str) -> Broken:
    return Broken(mechanism, how, f"{HOURS}{file}", of, to, tuple(f"{UNIT}{test}" for test in tests), SENT)


ONCE = (
    _broken(
        "rows are intended before they are written",
        "nothing saved before the row is written",
        "engine.py",
        "beginning = begin(desk, plan(case))",
        "beginning = Begun(plan(case), case.before)",
        "test_sending.py::test_a_row_whose_answer_was_lost_stands_once[late]",
        "test_hours_cut_off.py::test_a_second_worker_keeps_off_what_the_first_is_about_to_write",
    ),
    _broken(
        "adoption only of the intent",
        "any row with our hours taken for ours",
        "seeing.py",
        "(before is not None or same_text(there.comment, wanted.comment))",
        "(before is not None or bool(wanted))",
        "test_sending.py::test_what_stands_there_after_a_lost_answer_is_ours_only_if_it_says_what_we_said",
    ),
    _broken(
        "adoption only of the intent",
        "what our own lost attempt made taken for somebody else's",
        "seeing.py",
        "    if there is not None and wanted is not None and _as_intended(there, wanted, before):\n",
        "    if there is None and wanted is not None and before is None and _ended is None:\n",
        "test_sending.py::test_a_row_whose_answer_was_lost_stands_once[done]",
    ),
    _broken(
        "hours leave before they arrive",
        "hours booked in their new row while they still stand in the old one",
        "assigning.py",
        "        given.move(target, entry, place.entry.seconds)\n",
        "        given.give(target, entry, place.entry.seconds)\n",
        "test_sending.py::test_hours_come_to_their_new_row_only_once_they_have_left_the_old_one",
    ),
    _broken(
        "hours leave before they arrive",
        "nobody asking where an entry stood before",
        "gathering.py",
        "    return found, blocked\n",
        "    return {}, set()\n",
        "test_sending.py::test_what_moved_to_another_day_is_not_booked_there_while_it_is_locked_here",
    ),
    _broken(
        "rows are claimed",
        "our own row of another day taken for somebody else's",
        "gathering.py",
        "    owners = desk.stores.hours.owners(asked) if asked else {}\n",
        "    owners = desk.stores.hours.owners([])\n",
        "test_holding.py::test_two_people_who_were_linked_crosswise_get_their_own_hours",
    ),
)

PERSONS = (
    _broken(
        "rows are compared with their base",
        "what a person wrote there overwritten",
        "seeing.py",
        "    if there.hours == row.base.hours or (",
        "    if there.hours >= 0 or (",
        "test_hours_asked.py::test_a_row_that_a_person_changed_is_not_overwritten_but_asked_about",
    ),
    _broken(
        "an answer is to what was asked",
        "an answer taken for one to whatever stands there now",
        "seeing.py",
        "        return self.choice if same else None\n",
        "        return self.choice if same or self.held is not None else None\n",
        "test_hours_asked.py::test_an_answer_holds_only_for_what_was_asked",
    ),
    _broken(
        "only the link decides whose hours they are",
        "hours left with a person who is not linked with the employee any more",
        "gathering.py",
        "        strangers = frozenset(under) - {link.tripletex.id}\n",
        "        strangers = frozenset(under) & {link.tripletex.id}\n",
        "test_holding.py::test_hours_leave_a_wrong_person_although_the_right_one_cannot_have_them_yet",
    ),
)

SUMS = (
    _broken(
        "hundredths are shared out",
        "each row rounded down for itself",
        "apportioning.py",
        "    up = frozenset(lost[: max(left, 0)])\n",
        "    up = frozenset(lost[: min(left, 0)])\n",
        "test_sending.py::test_a_day_of_thirds_keeps_its_sum",
    ),
    _broken(
        "the app is told after Tripletex has it",
        "an entry called exported whatever became of its row",
        "marking.py",
        "stands.get(entry.id) == entry.seconds and entry.id not in unsure",
        "entry.id not in stands or entry.id not in unsure",
        "test_sending.py::test_nothing_is_marked_before_tripletex_has_it",
    ),
)

VARIANTS = (*ONCE, *PERSONS, *SUMS)
