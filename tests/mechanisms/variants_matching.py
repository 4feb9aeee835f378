"""What a record is to the other side (DESIGN sections 4.3 and 4.6): matched, created once, deleted."""

from tests.mechanisms.sync_rows import CREATE, of_sync

MATCHING = (
    of_sync(
        "ambiguous, not guessed",
        "equal numbers linked whatever the names",
        "decide.py",
        "if free and clearly_other(rule.kind, own, free[0]):",
        "if free and own is free[0]:",
        "test_engine.py::test_an_equal_number_with_clearly_another_name_is_asked_about",
        alive=CREATE,
    ),
    of_sync(
        "ambiguous, not guessed",
        "look-alikes made anew",
        "decide.py",
        "if alike and not forced:",
        "if alike and forced:",
        "test_engine.py::test_a_look_alike_under_another_number_is_asked_about_and_can_be_linked_by_hand",
        alive=CREATE,
    ),
    of_sync(
        "lost answers are looked up",
        "no look-up by number before a create",
        "attempts.py",
        "numbers = sorted(claim.number for claim in claims if claim.number)",
        "numbers = sorted(claim.number for claim in claims if not claim.number)",
        "test_lost_creates.py::test_what_was_made_is_recognised_although_its_source_has_another_number_by_now",
        alive=CREATE,
    ),
    of_sync(
        "lost answers are looked up",
        "a register read to its end however large",
        "attempts.py",
        "for _ in range(REGISTER_PAGES):",
        "for _ in range(10**9):",
        "test_lost_creates.py::test_a_register_too_large_to_look_through_leaves_it_to_a_person",
        alive=CREATE,
    ),
    of_sync(
        "lost answers are looked up",
        "only their own attempts looked at",
        "attempts.py",
        "rivals = desk.stores.intents.pending(rule.kind, side) if any(partners.values()) else []",
        "rivals: list[Claim] = []",
        "test_lost_creates.py::test_what_was_made_for_one_is_not_linked_with_another_whose_number_it_has_by_now",
        alive=CREATE,
    ),
    of_sync(
        "one guarded retry",
        "creates tried again and again",
        "creation.py",
        "TRIES = 2",
        "TRIES = 9",
        "test_engine.py::test_a_create_that_stays_uncertain_is_a_persons_business",
        alive=CREATE,
    ),
    of_sync(
        "only what was sent is a try",
        "every claim of the batch kept until its lease runs out",
        "creation.py",
        "for attempt in unsent.values():",
        "for attempt in ():",
        "test_unsent_creates.py::test_a_rate_limit_while_a_lost_create_is_looked_up_uses_up_no_try",
        alive=CREATE,
    ),
    of_sync(
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
    of_sync(
        "tombstones",
        "links forgotten with the record",
        "vanishing.py",
        "desk.stores.links.save(link.model_copy(update=changes))\n    settlement.happened(gone_key",
        "desk.stores.links.remove(link.model_copy(update={}) if changes else link)\n    settlement.happened(gone_key",
        "test_svenn_rules.py::test_a_customer_deleted_in_the_app_is_kept_in_tripletex_and_the_choice_is_offered",
    ),
    of_sync(
        "a 404 is believed with rights only",
        "absences believed at once",
        "vanishing.py",
        "vanished = [step for step in steps if isinstance(step, Vanish)]",
        "vanished = [step for step in steps[:0] if isinstance(step, Vanish)]",
        "test_engine.py::test_an_absence_is_not_believed_while_the_rights_check_fails",
        "test_absence.py::test_nobody_is_told_of_a_delete_while_the_rights_check_fails",
    ),
)

VARIANTS = (*MATCHING, *DELETES)
