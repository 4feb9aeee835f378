"""Pairs that a person takes apart or links otherwise."""

from tests.mechanisms.sync_rows import UNIT, of_sync

LINK = f"{UNIT}test_separating.py::test_what_is_matched_anew_finds_the_partner_whose_number_it_has_now"

VARIANTS = (
    of_sync(
        "apart as it was meant",
        "the other half left free when a pair is kept apart",
        "separating.py",
        "        if key != decision.key:\n            _afterwards(desk, decision, key, step)",
        "        if key == decision.key:\n            _afterwards(desk, decision, key, step)",
        "test_separating.py::test_neither_half_is_created_anew_although_it_has_another_number_since[tripletex]",
        alive=LINK,
    ),
    of_sync(
        "apart as it was meant",
        "a worker that is cut off leaving a half that is matched again",
        "decide.py",
        "    if choice in KEPT_OUT:",
        "    if choice in (Choice.LEAVE_OUT, Choice.LET_GO):",
        "test_separating.py::test_a_worker_that_is_cut_off_after_forgetting_the_link_leaves_both_left_out",
        alive=LINK,
    ),
    of_sync(
        "an answer holds for its link",
        "an old answer taking apart what was linked since",
        "decide.py",
        "decision.takes_apart(link.id) or",
        'decision.choice.value == "keep_apart" or',
        "test_separating.py::test_taking_apart_holds_for_the_link_it_was_said_of",
        alive=f"{UNIT}test_separating.py::test_a_pair_that_is_kept_apart_stays_in_both_systems_and_is_linked_no_more",
    ),
    of_sync(
        "an answer holds for its link",
        "an old answer for one half hiding the later for the other",
        "gather.py",
        "sorted(found.values(), key=lambda decision: decision.at)",
        "sorted(found.values(), key=lambda decision: -decision.at.timestamp())",
        "test_separating.py::test_the_later_of_two_answers_for_a_pair_holds",
        alive=LINK,
    ),
    of_sync(
        "references mean the same",
        "references that mean others since a person linked otherwise",
        "merge.py",
        "if not mean_others(each, now, translate):",
        "if True:",
        "test_separating.py::test_a_project_whose_customers_were_both_linked_otherwise_follows_tripletex_and_keeps_the_old_value",
        alive=LINK,
    ),
)
