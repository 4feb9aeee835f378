"""What is merged and written (DESIGN section 4.4): bases, lost values, versions, numbers that are taken."""

from tests.mechanisms.sync_rows import of_sync

VARIANTS = (
    of_sync(
        "lost values are kept",
        "what one side had for itself overruled without a word",
        "merge.py",
        "changed[s] or private or _may",
        "changed[s] or _may",
        "test_one_way.py::test_what_was_typed_at_the_end_is_in_the_history_when_the_source_overrules_it",
    ),
    of_sync(
        "per-side bases",
        "one base for both sides",
        "merge.py",
        "_has_changed(each, bases[side], now[side])",
        "_has_changed(each, bases[Side.TRIPLETEX], now[side])",
        "test_own_forms.py::test_a_name_that_the_other_side_cut_when_it_was_created_is_no_edit",
    ),
    of_sync(
        "per-side bases",
        "what was sent taken for what was stored",
        "meeting.py",
        "{n: returned.get(n, names[n]) for n in names}",
        "dict(names)",
        "test_own_forms.py::test_a_name_that_the_other_side_cut_when_it_was_changed_is_no_edit",
    ),
    of_sync(
        "unknown is not cleared",
        "a withheld field read as an empty one",
        "merge.py",
        "values = {side: records[side].values() for side in Side}\n    for each in rule.fields:\n        if any(",
        "empty = {each.name: None for each in rule.fields}\n"
        "    values = {side: empty | records[side].values() for side in Side}\n"
        "    for each in rule.fields:\n        if any(",
        "test_engine.py::test_an_unknown_field_is_not_taken_for_a_cleared_one",
    ),
    of_sync(
        "empty never overwrites",
        "Tripletex winning with nothing",
        "merge.py",
        "return Side.APP if each.normalise(now[Side.TRIPLETEX]) is None else Side.TRIPLETEX",
        "return Side.APP if policy is None else Side.TRIPLETEX",
        "test_engine.py::test_records_with_equal_numbers_are_linked_and_never_duplicated",
    ),
    of_sync(
        "lost values are kept",
        "overruled values left out of the history",
        "meeting.py",
        "    if entries:",
        "    if not entries:",
        "test_engine.py::test_when_both_changed_a_field_tripletex_wins_without_times_and_the_lost_value_is_kept",
    ),
    of_sync(
        "version guard",
        "writes without the version that was read",
        "meeting.py",
        "p.meet.records[side].version, p.patch(side)",
        "None, p.patch(side)",
        "test_engine.py::test_a_version_conflict_is_read_and_merged_again",
    ),
    of_sync(
        "swap through a free number",
        "a taken number held at once",
        "meeting.py",
        'if error.code == "number_taken" and',
        'if error.code == "" and',
        "test_engine.py::test_two_customers_that_swap_their_numbers_in_the_app_swap_them_in_tripletex",
    ),
)
