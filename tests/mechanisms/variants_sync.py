"""How a change travels (DESIGN section 4): the engine, its merge, its creates, renumbering, the breaker."""

from tests.mechanisms.broken import Broken

SYNC, UNIT = "layers/shared/samspill/sync/", "tests/unit/sync/"
EDIT = f"{UNIT}test_engine.py::test_an_edit_arrives_on_the_other_side_and_only_that_field_is_written[tripletex]"
CREATE = f"{UNIT}test_engine.py::test_a_new_customer_arrives_on_the_other_side[tripletex]"
DELETE = f"{UNIT}test_renumbering.py::test_a_record_that_is_really_gone_is_deleted"


def _broken(
    mechanism: str, how: str, file: str, of: str, to: str, *tests: str, alive: str = EDIT
) -> Broken:  # fmt: skip
    return Broken(mechanism, how, f"{SYNC}{file}", of, to, tuple(f"{UNIT}{test}" for test in tests), alive)


MERGING = (
    _broken(
        "lost values are kept",
        "what one side had for itself overruled without a word",
        "merge.py",
        "changed[s] or private or _may",
        "changed[s] or _may",
        "test_one_way.py::test_what_was_typed_at_the_end_is_in_the_history_when_the_source_overrules_it",
    ),
    _broken(
        "per-side bases",
        "one base for both sides",
        "merge.py",
        "_has_changed(each, bases[side], now[side])",
        "_has_changed(each, bases[Side.TRIPLETEX], now[side])",
        "test_own_forms.py::test_a_name_that_the_other_side_cut_when_it_was_created_is_no_edit",
    ),
    _broken(
        "per-side bases",
        "what was sent taken for what was stored",
        "meeting.py",
        "{n: returned.get(n, names[n]) for n in names}",
        "dict(names)",
        "test_own_forms.py::test_a_name_that_the_other_side_cut_when_it_was_changed_is_no_edit",
    ),
    _broken(
        "unknown is not cleared",
        "a withheld field read as an empty one",
        "merge.py",
        "values = {side: records[side].values() for side in Side}\n    for each in rule.fields:\n        if any(",
        "empty = {each.name: None for each in rule.fields}\n"
        "    values = {side: empty | records[side].values() for side in Side}\n"
        "    for each in rule.fields:\n        if any(",
        "test_engine.py::test_an_unknown_field_is_not_taken_for_a_cleared_one",
    ),
    _broken(
        "empty never overwrites",
        "Tripletex winning with nothing",
        "merge.py",
        "return Side.APP if each.normalise(now[Side.TRIPLETEX]) is None else Side.TRIPLETEX",
        "return Side.APP if policy is None else Side.TRIPLETEX",
        "test_engine.py::test_records_with_equal_numbers_are_linked_and_never_duplicated",
    ),
    _broken(
        "lost values are kept",
        "overruled values left out of the history",
        "meeting.py",
        "    if entries:",
        "    if not entries:",
        "test_engine.py::test_when_both_changed_a_field_tripletex_wins_without_times_and_the_lost_value_is_kept",
    ),
    _broken(
        "version guard",
        "writes without the version that was read",
        "meeting.py",
        "p.meet.records[side].version, p.patch(side)",
        "None, p.patch(side)",
        "test_engine.py::test_a_version_conflict_is_read_and_merged_again",
    ),
    _broken(
        "swap through a free number",
        "a taken number held at once",
        "meeting.py",
        'if error.code == "number_taken" and',
        'if error.code == "" and',
        "test_engine.py::test_two_customers_that_swap_their_numbers_in_the_app_swap_them_in_tripletex",
    ),
)

MATCHING = (
    _broken(
        "ambiguous, not guessed",
        "equal numbers linked whatever the names",
        "decide.py",
        "if free and clearly_other(rule.kind, own, free[0]):",
        "if free and own is free[0]:",
        "test_engine.py::test_an_equal_number_with_clearly_another_name_is_asked_about",
        alive=CREATE,
    ),
    _broken(
        "ambiguous, not guessed",
        "look-alikes made anew",
        "decide.py",
        "if alike and not forced:",
        "if alike and forced:",
        "test_engine.py::test_a_look_alike_under_another_number_is_asked_about_and_can_be_linked_by_hand",
        alive=CREATE,
    ),
    _broken(
        "lost answers are looked up",
        "no look-up by number before a create",
        "attempts.py",
        "numbers = sorted(claim.number for claim in claims if claim.number)",
        "numbers = sorted(claim.number for claim in claims if not claim.number)",
        "test_lost_creates.py::test_what_was_made_is_recognised_although_its_source_has_another_number_by_now",
        alive=CREATE,
    ),
    _broken(
        "lost answers are looked up",
        "a register read to its end however large",
        "attempts.py",
        "for _ in range(REGISTER_PAGES):",
        "for _ in range(10**9):",
        "test_lost_creates.py::test_a_register_too_large_to_look_through_leaves_it_to_a_person",
        alive=CREATE,
    ),
    _broken(
        "lost answers are looked up",
        "only their own attempts looked at",
        "attempts.py",
        "rivals = desk.stores.intents.pending(rule.kind, side) if any(partners.values()) else []",
        "rivals: list[Claim] = []",
        "test_lost_creates.py::test_what_was_made_for_one_is_not_linked_with_another_whose_number_it_has_by_now",
        alive=CREATE,
    ),
    _broken(
        "one guarded retry",
        "creates tried again and again",
        "creation.py",
        "TRIES = 2",
        "TRIES = 9",
        "test_engine.py::test_a_create_that_stays_uncertain_is_a_persons_business",
        alive=CREATE,
    ),
    _broken(
        "only what was sent is a try",
        "every claim of the batch kept until its lease runs out",
        "creation.py",
        "for attempt in unsent.values():",
        "for attempt in ():",
        "test_unsent_creates.py::test_a_rate_limit_while_a_lost_create_is_looked_up_uses_up_no_try",
        alive=CREATE,
    ),
    _broken(
        "only what was sent is a try",
        "the intent dropped when its retry was not sent",
        "creation.py",
        "desk.stores.intents.give_back(attempt.claim, now)",
        "desk.stores.intents.release(attempt.claim)",
        "test_unsent_creates.py::test_a_retry_that_was_not_sent_does_not_forget_the_uncertain_try_before_it",
        alive=CREATE,
    ),
)

DELETES = (
    _broken(
        "tombstones",
        "links forgotten with the record",
        "vanishing.py",
        "desk.stores.links.save(link.model_copy(update=changes))\n    settlement.happened(gone_key",
        "desk.stores.links.remove(link.model_copy(update={}) if changes else link)\n    settlement.happened(gone_key",
        "test_svenn_rules.py::test_a_customer_deleted_in_the_app_is_kept_in_tripletex_and_the_choice_is_offered",
    ),
    _broken(
        "a 404 is believed with rights only",
        "absences believed at once",
        "vanishing.py",
        "vanished = [step for step in steps if isinstance(step, Vanish)]",
        "vanished = [step for step in steps[:0] if isinstance(step, Vanish)]",
        "test_engine.py::test_an_absence_is_not_believed_while_the_rights_check_fails",
        "test_absence.py::test_nobody_is_told_of_a_delete_while_the_rights_check_fails",
    ),
)

RENUMBERING = (
    _broken(
        "renumbering",
        "every 404 taken for a delete",
        "renumbering.py",
        "for at in sorted(rule.number_is_id):",
        "for at in sorted(rule.number_is_id & set()):",
        "test_renumbering.py::test_a_new_number_that_the_trigger_explains_is_written_to_the_other_side",
        "test_renumbering.py::test_with_two_that_could_be_it_a_person_is_asked_and_nothing_is_done",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "the first of several heirs taken",
        "succession.py",
        "if len(ids) == 1 and claims[ids[0]] == 1",
        "if claims and ids",
        "test_renumbering.py::test_with_two_that_could_be_it_a_person_is_asked_and_nothing_is_done",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "no question when it is not certain",
        "renumbering.py",
        "doubtful |= doubts(desk, scene, cases)",
        "doubtful |= {}",
        "test_renumbering.py::test_a_look_alike_of_a_vanished_record_is_asked_about",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "numbers that changed hands taken for edits",
        "succession.py",
        "elif normalise.folded(record.label) != normalise.folded(self.known(link).label):",
        "elif normalise.folded(record.label) != normalise.folded(record.label):",
        "test_renumbering.py::test_two_numbers_that_changed_hands_change_hands_on_the_other_side",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "numbers that were sent forgotten",
        "succession.py",
        'for number in link.half(self.at).sent.get("number", ()) if number]',
        'for number in link.half(self.at).sent.get("", ()) if number]',
        "test_lost_numbers.py::test_what_we_renumbered_is_recognised_when_a_person_edits_it_next",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "values that were sent forgotten",
        "succession.py",
        "*half.sent.get(each.name, ()))",
        '*half.sent.get("", ()))',
        "test_lost_numbers.py::test_what_we_renamed_is_recognised_when_a_person_renumbers_it_next",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "whoever has the number that was sent taken for the record that was to get it",
        "succession.py",
        "self.numbers_sent(link) and not clearly_other(",
        "self.numbers_sent(link) or clearly_other(",
        "test_lost_numbers.py::test_a_record_with_the_number_that_we_sent_is_somebody_else_when_nothing_else_fits",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "nobody looked for whose partner is gone",
        "namesakes.py",
        "while names and desk.wakes:",
        "while names is None:",
        "test_renumbering.py::"
        "test_what_was_deleted_on_the_other_side_is_not_made_again_because_it_has_another_number",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "a question that only the other record's own look would ask",
        "asking.py",
        "settlement.held(heir.key, heir.record, heir.question)",
        "desk.stores.inbox.put(heir.key, due_at=desk.clock())",
        "test_perhaps_renumbered.py::test_who_may_be_a_vanished_record_is_asked_about_at_once",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "a question that nobody remembers",
        "renumbering.py",
        "_add_links(desk, scene, _asked_for(desk, scene).values())",
        "assert _asked_for",
        "test_perhaps_renumbered.py::test_a_look_at_who_is_asked_about_takes_no_question_back",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "names asked for tidied only",
        "renumbering.py",
        "return {tidied, str(record.values()[name])} if tidied else set()",
        "return {tidied} if tidied else set()",
        "test_renumbering.py::test_a_vanished_record_is_looked_for_by_its_name_to_the_letter",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "references to numbers that nobody has",
        "behind.py",
        "fate.code == PERHAPS and fate.waiting_for is not None:",
        "fate.code is PERHAPS is None:",
        "test_perhaps_renumbered.py::test_nothing_refers_to_a_vanished_record_before_a_person_has_said_where_it_went",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "attempts that stay where their source was",
        "gather.py",
        "follow_sources(desk, rule, side, cases, hints or {})",
        "assert follow_sources",
        "test_lost_numbers.py::test_what_was_created_under_the_old_number_is_not_created_under_the_new_one[done]",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "the source's name forgotten because what was made has another by now",
        "attempts.py",
        "own: Values = {name: value for name, value in sent.items() if rule.field(name).ref is None}",
        "own: Values = {name: value for name, value in stands.items() if rule.field(name).ref is None}",
        "test_lost_numbers.py::test_what_was_made_and_renamed_is_still_its_renumbered_sources[False]",
        alive=DELETE,
    ),
    _broken(
        "renumbering",
        "attempts that follow who is only alike",
        "sources.py",
        "gone = [claim for claim in claims if there[claim.key.id] is None]",
        "gone = list(claims)",
        "test_lost_numbers.py::test_an_attempt_stays_with_a_source_that_is_there",
        alive=DELETE,
    ),
    _broken(
        "a 404 is believed with rights only",
        "attempts that follow sources which may still be there",
        "sources.py",
        "desk.systems[side].check_rights(rule.kind)",
        "assert desk",
        "test_lost_numbers.py::test_an_absence_moves_no_attempt_while_the_rights_check_fails",
        alive=DELETE,
    ),
    _broken(
        "a 404 is believed with rights only",
        "links following records that may still be there",
        "renumbering.py",
        "if scene.lost:\n            desk.systems[at].check_rights",
        "if scene.lost is None:\n            desk.systems[at].check_rights",
        "test_renumbering.py::test_an_absence_is_no_renumbering_while_the_rights_check_fails",
        alive=DELETE,
    ),
)

PARENTS = (
    _broken(
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
    _broken(
        "parents",
        "children left waiting for a held parent",
        "drafting.py",
        "if parent in around.held:",
        "if parent in {}:",
        "test_parents.py::test_a_child_of_a_held_parent_is_held_and_names_the_parents_problem",
    ),
    _broken(
        "two-step wake of parked children",
        "nobody woken by a parent that is there",
        "settle.py",
        "self.woken.update(key for key in keys if",
        "self.woken.update(key for key in keys if not",
        "test_parents.py::test_a_child_goes_as_soon_as_its_parent_is_there",
    ),
    _broken(
        "two-step wake of parked children",
        "no second look after parking",
        "worker.py",
        "            _wake_if_too_late(desk, change, waiting_for, till_free=till_free)\n",
        "",
        "test_parents.py::test_a_child_whose_parent_came_while_it_was_put_to_wait_goes_all_the_same",
    ),
    _broken(
        "cycles",
        "optional references waited for",
        "drafting.py",
        "if target not in each.required_on:\n        return None",
        "if each.required_on is None:\n        return None",
        "test_parents.py::test_two_that_refer_to_each_other_both_cross",
    ),
    _broken(
        "cycles",
        "no second write for what was left out",
        "creation.py",
        "if attempt.make.waiting:",
        "if not attempt.make:",
        "test_parents.py::test_a_reference_that_is_not_needed_is_filled_in_by_a_second_write",
    ),
)

BREAKER = (
    _broken(
        "breaker",
        "no limit to what goes through",
        "breaker.py",
        "fitting = max(0, limit(",
        "fitting = len(new) + max(0, limit(",
        "test_breaker.py::test_of_a_mass_delete_only_what_fits_under_the_limit_is_carried_over",
        "test_breaker.py::test_overwrites_over_the_limit_are_not_written",
    ),
    _broken(
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
    _broken(
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

LINK = f"{UNIT}test_separating.py::test_what_is_matched_anew_finds_the_partner_whose_number_it_has_now"

BY_HAND = (
    _broken(
        "apart as it was meant",
        "the other half left free when a pair is kept apart",
        "separating.py",
        "        if key != decision.key:\n            _afterwards(desk, decision, key, step)",
        "        if key == decision.key:\n            _afterwards(desk, decision, key, step)",
        "test_separating.py::test_neither_half_is_created_anew_although_it_has_another_number_since[tripletex]",
        alive=LINK,
    ),
    _broken(
        "apart as it was meant",
        "a worker that is cut off leaving a half that is matched again",
        "decide.py",
        "    if choice in KEPT_OUT:",
        "    if choice in (Choice.LEAVE_OUT, Choice.LET_GO):",
        "test_separating.py::test_a_worker_that_is_cut_off_after_forgetting_the_link_leaves_both_left_out",
        alive=LINK,
    ),
    _broken(
        "an answer holds for its link",
        "an old answer taking apart what was linked since",
        "decide.py",
        "decision.takes_apart(link.id) or",
        'decision.choice.value == "keep_apart" or',
        "test_separating.py::test_taking_apart_holds_for_the_link_it_was_said_of",
        alive=f"{UNIT}test_separating.py::test_a_pair_that_is_kept_apart_stays_in_both_systems_and_is_linked_no_more",
    ),
    _broken(
        "an answer holds for its link",
        "an old answer for one half hiding the later for the other",
        "gather.py",
        "sorted(found.values(), key=lambda decision: decision.at)",
        "sorted(found.values(), key=lambda decision: -decision.at.timestamp())",
        "test_separating.py::test_the_later_of_two_answers_for_a_pair_holds",
        alive=LINK,
    ),
    _broken(
        "references mean the same",
        "references that mean others since a person linked otherwise",
        "merge.py",
        "if not mean_others(each, now, translate):",
        "if True:",
        "test_separating.py::test_a_project_whose_customers_were_both_linked_otherwise_follows_tripletex_and_keeps_the_old_value",
        alive=LINK,
    ),
)

VARIANTS = (*BY_HAND, *MERGING, *MATCHING, *DELETES, *RENUMBERING, *PARENTS, *BREAKER, *GENERATION)
