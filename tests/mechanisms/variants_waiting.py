"""What has to wait or is stopped: children of missing parents, the breaker, a connection that was turned off."""

from tests.mechanisms.sync_rows import UNIT, of_sync

PARENTS = (
    of_sync(
        "parents",
        "nobody asked for a missing parent",
        "engine.py",
        'settlement.waiting(key, case.own, "waits_for_parent", parent)\n'
        "                desk.stores.inbox.put(parent, due_at=now, priority=Priority.CHANGE)\n"
        "                asked.add(parent.group)\n                return Parked(",
        'settlement.waiting(key, case.own, "waits_for_parent", parent)\n'
        "                asked.add(parent.group)\n                return Parked(",
        "test_parents.py::test_a_child_asks_for_the_parent_that_nobody_announced",
    ),
    of_sync(
        "parents",
        "children left waiting for a held parent",
        "drafting.py",
        "if parent in around.held:",
        "if parent in {}:",
        "test_parents.py::test_a_child_of_a_held_parent_is_held_and_names_the_parents_problem",
    ),
    of_sync(
        "two-step wake of parked children",
        "nobody woken by a parent that is there",
        "settle.py",
        "self.woken.update(key for key in keys if",
        "self.woken.update(key for key in keys if not",
        "test_parents.py::test_a_child_goes_as_soon_as_its_parent_is_there",
    ),
    of_sync(
        "two-step wake of parked children",
        "no second look after parking",
        "worker.py",
        "            _wake_if_too_late(desk, change, waiting_for, till_free=till_free)\n",
        "",
        "test_parents.py::test_a_child_whose_parent_came_while_it_was_put_to_wait_goes_all_the_same",
    ),
    of_sync(
        "cycles",
        "optional references waited for",
        "drafting.py",
        "if target not in each.required_on:\n        return None",
        "if each.required_on is None:\n        return None",
        "test_parents.py::test_two_that_refer_to_each_other_both_cross",
    ),
    of_sync(
        "cycles",
        "no second write for what was left out",
        "creation.py",
        "if attempt.make.waiting:",
        "if not attempt.make:",
        "test_parents.py::test_a_reference_that_is_not_needed_is_filled_in_by_a_second_write",
    ),
)

BREAKER = (
    of_sync(
        "breaker",
        "no limit to what goes through",
        "breaker.py",
        "fitting = max(0, limit(",
        "fitting = len(new) + max(0, limit(",
        "test_breaker.py::test_of_a_mass_delete_only_what_fits_under_the_limit_is_carried_over",
        "test_breaker.py::test_overwrites_over_the_limit_are_not_written",
    ),
    of_sync(
        "breaker",
        "changes of an open kind worked on",
        "breaker.py",
        "if state.is_open else []",
        "if state.is_open and not changes else []",
        "test_breaker_open.py::test_while_open_all_changes_of_the_kind_wait_and_nobody_is_asked",
        alive=f"{UNIT}test_breaker.py::test_as_many_deletes_spread_over_more_than_an_hour_pass",
    ),
)

GENERATION = tuple(
    of_sync(
        "generation check", f"{what} without asking for the generation", file, of, to, f"test_generation.py::{test}"
    )
    for what, file, of, to, test in (
        ("updates", "meeting.py", "    desk.guard()\n", "", "test_nothing_is_updated_any_more"),
        ("creates", "creation.py", "    desk.guard()\n", "", "test_nothing_is_created_any_more"),
        ("deletes", "vanishing.py", "    desk.guard()\n", "", "test_nothing_is_deleted_any_more"),
        (
            "numbers",
            "numbers.py",
            "        desk.guard()\n        patch =",
            "        patch =",
            "test_no_number_is_given_any_more",
        ),
        (
            "exchanges of numbers",
            "numbers.py",
            "        desk.guard()\n        values",
            "        values",
            "test_no_number_is_freed_for_a_swap_any_more",
        ),
    )
)

VARIANTS = (*PARENTS, *BREAKER, *GENERATION)
