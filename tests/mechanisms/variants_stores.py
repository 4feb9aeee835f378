"""What is stored and sent under conditions: inbox, intents, links, wake-ups, permits; and what the peers' answers
mean."""

from tests.mechanisms.broken import Broken

CODE, TESTS = "layers/shared/samspill/", "tests/"
CONTRACTS = "integration/store/"
PUT = f"{TESTS}{CONTRACTS}test_inbox_contract.py::test_a_change_put_is_due[dynamo]"
CLAIM = f"{TESTS}{CONTRACTS}test_intents_contract.py::test_a_new_intent_is_the_first_attempt[dynamo]"
FOUND = f"{TESTS}{CONTRACTS}test_links_contract.py::test_a_link_is_found_from_both_sides[dynamo]"
EDIT = f"{TESTS}unit/sync/test_engine.py::test_an_edit_arrives_on_the_other_side_and_only_that_field_is_written[app]"


def _broken(mechanism: str, how: str, file: str, of: str, to: str, *tests: str, alive: str) -> Broken:
    return Broken(mechanism, how, f"{CODE}{file}", of, to, tuple(f"{TESTS}{test}" for test in tests), alive)


INBOX = (
    _broken(
        "inbox counters",
        "changes removed whatever came in meanwhile",
        "store/inbox.py",
        "(InboxItem.counter == change.counter) & (InboxItem.first_at == first_at)",
        "InboxItem.first_at == first_at",
        f"{CONTRACTS}test_inbox_contract.py::test_a_change_triggered_meanwhile_is_not_done[dynamo]",
        alive=PUT,
    ),
    _broken(
        "inbox counters",
        "a change put anew taken for the one that was read",
        "store/inbox.py",
        "(InboxItem.counter == change.counter) & (InboxItem.first_at == first_at)",
        "(InboxItem.counter == change.counter) & (InboxItem.first_at != first_at + '!')",
        f"{CONTRACTS}test_inbox_contract.py::test_a_change_removed_and_triggered_anew_is_not_done[dynamo]",
        alive=PUT,
    ),
    _broken(
        "inbox counters",
        "triggers that do not count",
        "store/inbox_put.py",
        "InboxItem.counter.add(1)",
        "InboxItem.counter.set(1)",
        f"{CONTRACTS}test_inbox_contract.py::test_a_second_trigger_raises_the_counter[dynamo]",
        alive=PUT,
    ),
    _broken(
        "priorities",
        "changes in the order of their times alone",
        "store/tables/inbox.py",
        'return f"{int(priority)}#{due_at if',
        'return f"{int(priority) and 4}#{due_at if',
        f"{CONTRACTS}test_inbox_contract.py::test_stronger_priorities_come_first_then_older_ones[dynamo]",
        alive=f"{TESTS}{CONTRACTS}test_inbox_contract.py::test_a_change_that_is_done_is_gone[memory]",
    ),
)

LEASES = (
    _broken(
        "leases",
        "intents taken over while their owner lives",
        "store/intents.py",
        'if (item.lease_until or "") > time_text(now):',
        'if (item.lease_until or "") > "~" + time_text(now):',
        f"{CONTRACTS}test_intents_contract.py::test_nobody_gets_an_intent_whose_lease_lives[dynamo]",
        alive=CLAIM,
    ),
    _broken(
        "leases",
        "a lease shorter than a function may run",
        "sync/desk.py",
        "LEASE = timedelta(minutes=6)",
        "LEASE = timedelta(minutes=1)",
        "unit/sync/test_patience.py::test_a_live_lease_means_a_live_worker",
        alive=EDIT,
    ),
    _broken(
        "leases",
        "workers of groups waited for as long as a step of the first sync may take",
        "tasks/work.py",
        "LONGEST = timedelta(seconds=90)",
        "LONGEST = timedelta(seconds=300)",
        "unit/sync/test_patience.py::test_a_worker_of_groups_is_waited_for_no_longer_than_its_function_may_run",
        alive=EDIT,
    ),
    _broken(
        "leases",
        "the lease of the longest function given by every desk",
        "sync/creation.py",
        "desk.new_id(), now, desk.lease)",
        "desk.new_id(), now, type(desk).lease)",
        "unit/sync/test_leases.py::test_a_killed_worker_is_waited_for_as_long_as_its_function_may_run[then at once]",
        alive=EDIT,
    ),
    _broken(
        "leases",
        "lost answers looked up while the peer may be at it",
        "sync/desk.py",
        "PEER_LONGEST = timedelta(seconds=60)",
        "PEER_LONGEST = timedelta(seconds=5)",
        "unit/sync/test_patience.py::test_nobody_looks_for_a_lost_answer_before_the_request_must_have_ended",
        alive=EDIT,
    ),
    _broken(
        "fencing",
        "links added by whoever once had the intent",
        "store/links.py",
        "mine = (LinkItem.intent == claim.id) & (LinkItem.fence == claim.fence)",
        "mine = LinkItem.intent == claim.id",
        f"{CONTRACTS}test_links_contract.py::test_a_worker_whose_intent_was_taken_over_cannot_add_its_link[dynamo]",
        alive=FOUND,
    ),
)

LINKS = (
    _broken(
        "references wait for links that are behind",
        "references translated by links that are behind",
        "sync/gather.py",
        "doubtful = {**early, **waits",
        "doubtful = {**waits",
        "unit/sync/test_references_behind.py::test_what_is_created_refers_to_whom_its_source_means[app]",
        alive=EDIT,
    ),
    _broken(
        "references wait for links that are behind",
        "the party taken from a link that is behind",
        "sync/documents/parents.py",
        "            if isinstance(late, Behind):",
        "            if isinstance(late, Hold):",
        "unit/sync/documents/test_parties_behind.py::test_an_invoice_is_not_made_out_to_who_had_the_number_before",
        alive=EDIT,
    ),
    _broken(
        "numbers stay where they were typed",
        "whoever bears a number taken for one that is about to get another",
        "sync/numbers.py",
        "if _was_typed(link.half(side), number):",
        "if _was_typed(link.half(side), number) and not number:",
        "unit/sync/test_numbers_contested.py::"
        "test_a_number_that_two_people_gave_to_two_records_is_asked_about[numbers that are ids-tripletex]",
        alive=EDIT,
    ),
    _broken(
        "an id is linked once",
        "sides stored without condition",
        "store/links.py",
        "for side in Side:\n"
        "                transaction.save(_side(link, side), condition=LinkItem.pk.does_not_exist())",
        "for side in Side:\n                transaction.save(_side(link, side))",
        f"{CONTRACTS}test_links_contract.py::test_an_id_that_is_linked_cannot_be_linked_again[dynamo]",
        alive=FOUND,
    ),
    _broken(
        "revisions",
        "links saved over somebody else's",
        "store/links.py",
        "unchanged: Condition = ids & (LinkItem.revision == link.revision)",
        "unchanged: Condition = ids",
        f"{CONTRACTS}test_links_contract.py::test_who_lost_a_race_cannot_save[dynamo]",
        f"{CONTRACTS}test_links_contract.py::test_a_link_saved_meanwhile_is_not_removed[dynamo]",
        alive=FOUND,
    ),
    _broken(
        "renumbering",
        "other ids stored whatever the links are by now",
        "store/links.py",
        "transaction.save(_pair(arriving[new]), condition=_as_read(link))",
        "transaction.save(_pair(arriving[new]))",
        f"{CONTRACTS}test_links_contract.py::test_of_several_renumberings_none_is_stored_when_one_is_stale[dynamo]",
        alive=FOUND,
    ),
    _broken(
        "histories that follow their record",
        "the former id of a half forgotten",
        "store/links.py",
        "link.half(side).moved(record_id)",
        'link.half(side).model_copy(update={"id": record_id})',
        f"{CONTRACTS}test_links_contract.py::test_a_link_knows_what_ids_its_record_had_before[dynamo]",
        alive=FOUND,
    ),
    _broken(
        "histories that follow their record",
        "only the lines of its present number",
        "tasks/timeline.py",
        "for former in link.half(key.side).former if link is not None else ():",
        "for former in ():",
        "integration/api/test_records.py::test_the_history_of_a_record_goes_on_when_its_number_is_another",
        alive=FOUND,
    ),
)

WAKE_UPS = (
    _broken(
        "fresh deduplication ids",
        "the group as deduplication id",
        "store/wakeups.py",
        'MessageGroupId=f"{connection}#{group}",\n            MessageDeduplicationId=self._new_id(),',
        'MessageGroupId=f"{connection}#{group}",\n            MessageDeduplicationId=f"{connection}.{group}",',
        f"{CONTRACTS}test_wakeups.py::test_two_equal_wakeups_both_count",
        alive=f"{TESTS}{CONTRACTS}test_wakeups.py::test_a_wakeup_names_connection_and_group",
    ),
    _broken(
        "a worker for each connection and kind",
        "one message group for a whole connection",
        "store/wakeups.py",
        'MessageGroupId=f"{connection}#{group}",',
        "MessageGroupId=connection,",
        f"{CONTRACTS}test_wakeups.py::test_a_wakeup_names_connection_and_group",
        alive=f"{TESTS}{CONTRACTS}test_wakeups.py::test_two_equal_wakeups_both_count",
    ),
    _broken(
        "customer = supplier",
        "customers and suppliers in groups of their own",
        "model/kinds.py",
        'Kind.SUPPLIER: "party"',
        'Kind.SUPPLIER: "supplier"',
        "unit/model/test_kinds.py::test_a_customer_that_is_a_supplier_too_is_in_one_workers_hands",
        alive=EDIT,
    ),
)

LIMITS = (
    _broken(
        "limiter shared by workers",
        "permits granted whatever was used",
        "store/permits.py",
        "(SessionItem.used <= limit - wanted)",
        "(SessionItem.used >= 0)",
        f"{CONTRACTS}test_sessions_contract.py::test_permits_are_granted_up_to_the_limit[dynamo]",
        alive=f"{TESTS}{CONTRACTS}test_sessions_contract.py::test_each_window_has_its_own_permits[dynamo]",
    ),
    _broken(
        "limiter shared by workers",
        "a count for each worker",
        "systems/limiter.py",
        "self._permits.lease(self._owner, self._leased_in, allowed, want)",
        'self._permits.lease(f"{self._owner}{id(self)}", self._leased_in, allowed, want)',
        "unit/systems/test_limiter.py::test_workers_that_take_turns_never_exceed_the_limit_together",
        alive=f"{TESTS}unit/systems/test_limiter.py::test_leases_begin_small_and_grow_to_ten",
    ),
    _broken(
        "priorities",
        "the same share of a limit for all",
        "systems/limiter.py",
        "int(self._window.limit * SHARES[self._priority])",
        "int(self._window.limit * SHARES[Priority.PERSON])",
        "unit/systems/test_limiter.py::test_a_person_still_gets_through_when_everything_else_has_stopped",
        alive=f"{TESTS}unit/systems/test_limiter.py::test_leases_begin_small_and_grow_to_ten",
    ),
)

ANSWERS = (
    _broken(
        "answers matched by number", "Tripletex's rows matched by their place", "systems/tripletex/creating.py",
        "lambda row, record: _same_number(register, row.draft, record)",
        "lambda row, record: row.draft is not record",
        "unit/systems/tripletex/test_tripletex_outcomes.py::test_answers_are_told_apart_by_number_not_by_place",
        alive=f"{TESTS}unit/systems/tripletex/test_tripletex_outcomes.py"
        "::test_an_update_of_a_record_that_is_gone_finds_it_missing",
    ),
    _broken(
        "answers matched by number", "Svenn's rows matched by their place", "systems/svenn/writing.py",
        "answered = {result.key: result for result in answer.results}",
        "answered = {row.key: result for row, result in zip(rows, answer.results, strict=False)}",
        "unit/systems/svenn/test_svenn_writing.py::test_answers_are_matched_by_key_and_not_by_place",
        alive=f"{TESTS}unit/systems/svenn/test_svenn_writing.py::test_a_key_is_one_that_svenn_takes",
    ),
    _broken(
        "customer = supplier", "a role that a write took away not given back", "systems/tripletex/updating.py",
        "kept = with_role_kept(self._client, row)", "kept = row",
        "integration/systems/tripletex/test_tripletex_system_updating.py"
        "::test_a_customer_that_is_a_supplier_too_stays_a_customer[1]",
        alive=f"{TESTS}integration/systems/tripletex/test_tripletex_system_updating.py"
        "::test_an_ordinary_customer_costs_no_call_for_its_role",
    ),
)  # fmt: skip

VARIANTS = (*INBOX, *LEASES, *LINKS, *WAKE_UPS, *LIMITS, *ANSWERS)
