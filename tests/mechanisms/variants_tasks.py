"""What happens around the engine: deliveries, waiting, the plan and its approval, reconcile."""

from tests.mechanisms.broken import Broken

CODE, API, UNIT = "layers/shared/samspill/", "tests/integration/api/", "tests/unit/sync/"
APPROVES = f"{API}test_review.py::test_approving_saves_who_and_lets_the_first_sync_go_on"


def _broken(mechanism: str, how: str, file: str, of: str, to: str, *tests: str, alive: str) -> Broken:
    place = file if file.startswith("functions/") else f"{CODE}{file}"
    return Broken(mechanism, how, place, of, to, tests, alive)


WAITING = (
    _broken(
        "no receive is burnt by waiting",
        "wake-ups of a connection that is not active failed",
        "tasks/work.py",
        "if connection.status is not Status.ACTIVE:\n        return Round()",
        "if connection.status is not Status.ACTIVE:\n        raise NotFound",
        f"{API}test_waiting.py::test_a_connection_that_is_not_active_stores_and_burns_no_receive[paused]",
        alive=f"{API}test_waiting.py::test_a_wake_up_for_nothing_opens_no_keys",
    ),
    _broken(
        "no receive is burnt by waiting",
        "wake-ups failed while a key does not work",
        "tasks/work.py",
        "except ConfigurationWrong as error:\n        need_attention(",
        "except ConfigurationWrong as error:\n        raise RevisionConflict from error\n        need_attention(",
        f"{API}test_waiting.py::test_a_peer_that_keeps_a_change_waiting_burns_no_receive[locked_out]",
        alive=f"{API}test_waiting.py::test_a_peer_that_keeps_a_change_waiting_burns_no_receive[unreachable]",
    ),
    _broken(
        "a delivery is stored, then answered",
        "deliveries answered without being stored",
        "tasks/webhooks.py",
        "for hint in hints:\n        inbox.put(",
        "for hint in hints[:0]:\n        inbox.put(",
        f"{API}test_webhooks.py::test_a_delivery_of_tripletex_is_stored_and_wakes_its_group",
        alive=f"{API}test_webhooks.py::test_an_unsigned_delivery_is_refused",
    ),
    _broken(
        "woken when a limit opens",
        "a limited group left to the tick",
        "tasks/work.py",
        "elif done.shut_until is not None:",
        "elif done.shut_until is not None and done.again:",
        f"{API}test_waiting.py::test_a_limited_group_is_woken_when_the_limit_opens",
        alive=f"{API}test_waiting.py::test_a_change_that_failed_is_woken_when_it_is_due_again",
    ),
    _broken(
        "nobody starves",
        "a flooded group that keeps its worker",
        "tasks/messages.py",
        "min(app.clock() + SLICE, end - RESERVE)",
        "end - RESERVE",
        f"{API}test_waiting.py::test_a_flooded_group_gives_its_worker_back_and_queues_up_again",
        alive=f"{API}test_waiting.py::test_a_change_that_failed_is_woken_when_it_is_due_again",
    ),
    _broken(
        "lost wake-ups are sent again",
        "a tick that wakes nobody",
        "tasks/schedule.py",
        "(Wakeup(connection=connection.id, group=group) for group in due)",
        "(Wakeup(connection=connection.id, group=group) for group in list(due)[:0])",
        f"{API}test_connect_steps.py::test_the_tick_wakes_groups_whose_wake_up_was_lost",
        alive=f"{API}test_connect_steps.py::test_staff_is_told_by_mail_when_a_plan_is_ready",
    ),
)

PLAN = (
    _broken(
        "generation check",
        "a guard that lets everything pass",
        "tasks/desk.py",
        ".generation != connection.generation",
        ".generation < connection.generation",
        f"{API}test_desk_guard.py::test_a_worker_whose_connection_moved_on_may_not_write",
        alive=f"{API}test_desk_guard.py::test_a_worker_whose_connection_is_as_it_was_may_write",
    ),
    _broken(
        "plan remainder",
        "what moved since the approval worked on",
        "sync/first_sync/remainder.py",
        'if desk.connection.review_pending != "remainder":',
        'if desk.connection.review_pending == "remainder":',
        f"{UNIT}test_first_sync.py"
        "::test_a_row_that_changed_its_outcome_after_the_approval_waits_for_another_approval",
        alive=f"{UNIT}test_first_sync.py::test_after_both_phases_both_sides_are_equal_and_nothing_is_duplicated",
    ),
    _broken(
        "5 % moved asks again",
        "half of a plan may move",
        "sync/first_sync/remainder.py",
        "TOO_MUCH = 0.05",
        "TOO_MUCH = 0.5",
        f"{UNIT}test_first_sync.py::test_when_more_than_five_percent_moved_a_person_is_asked_again",
        alive=f"{UNIT}test_first_sync.py::test_after_both_phases_both_sides_are_equal_and_nothing_is_duplicated",
    ),
    _broken(
        "the approval names the plan",
        "whatever plan approved",
        "api/routes_plan.py",
        "connection, approval.plan, approval.decision_revision",
        "connection, str(connection.plan), approval.decision_revision",
        f"{API}test_review.py::test_an_approval_of_another_plan_is_refused",
        alive=APPROVES,
    ),
    _broken(
        "the approval names the plan",
        "decisions that the approval does not know of",
        "tasks/review.py",
        "if connection.decision_revision != decision_revision:",
        "if connection.decision_revision < decision_revision:",
        f"{API}test_review.py::test_an_approval_that_does_not_know_the_last_decision_is_refused",
        alive=APPROVES,
    ),
    _broken(
        "saved first, then told",
        "the execution told before the approval is saved",
        "tasks/review.py",
        "saved = app.connections.update(connection.id, approved)",
        "_tell(app, connection)\n    saved = app.connections.update(connection.id, approved)",
        f"{API}test_review_order.py::test_an_approval_is_saved_although_nobody_could_be_told",
        alive=APPROVES,
    ),
    _broken(
        "saved first, then told",
        "a review without the token of who waits",
        "tasks/reviewing.py",
        'app.connections.put_task_token(connection.id, event["token"])\n    moved',
        "moved",
        f"{API}test_review_order.py::test_whoever_reads_ready_for_review_finds_the_token_of_who_waits",
        alive=APPROVES,
    ),
    _broken(
        "a dead token starts anew",
        "dead tokens left alone",
        "tasks/review.py",
        "return begin_again(app, connection)",
        "return begin_again and connection",
        f"{API}test_review.py::test_a_dead_token_starts_another_execution",
        alive=APPROVES,
    ),
)

RECONCILE = (
    _broken(
        "absence needs a complete register", "rows counted as absent that were only not read",
        "sync/comparing/pairs.py",
        "if missing and not comparing.reading.complete(side):", "if missing and comparing.reading.complete(side):",
        f"{UNIT}test_drift.py::test_what_an_incomplete_register_lacks_is_not_absent",
        alive=f"{UNIT}test_engine.py::test_a_change_that_nobody_announced_is_found_by_the_reconcile",
    ),
)  # fmt: skip

VARIANTS = (*WAITING, *PLAN, *RECONCILE)
