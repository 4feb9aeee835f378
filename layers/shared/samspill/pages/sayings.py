"""What a page may be told to say after a form: `page.said.<name>`, or `page.<area>.said.<name>` for `area.name`."""

SAYINGS = frozenset({
    "retried", "retried_all", "ignored", "unignored", "decided", "solved_already", "choice_not_possible",
    "partner_taken", "partner_required", "paused", "resumed", "not_possible_now", "compared",
    "hours_off", "period_backwards", "period_too_long", "not_a_day",
    "unchanged", "changed", "changed_meanwhile", "nobody_named", "not_said_approved",
})  # fmt: skip
#: By area: one line each, so that they do not get into each other's way.
PLAN: frozenset[str] = frozenset({
    "decided", "taken_back", "not_offered", "partner_taken", "nobody_asked", "once_more", "changed",
    "decided_meanwhile", "all_answered", "approved", "rejected",
})  # fmt: skip
STAFF: frozenset[str] = frozenset()
OPERATIONS: frozenset[str] = frozenset({
    "paused", "resumed", "compared", "restarted", "released", "keys_refused", "not_possible", "try_again", "replayed",
    "replayed_some", "nothing_replayed", "letter_gone", "letter_held", "letter_malformed", "discarded",
})  # fmt: skip
WIZARD = frozenset({"keys_first", "saved", "approved_already"})
TURN_ON = frozenset({"begun", "restarted", "connected_elsewhere", "keys_replaced", "support_asked"})
HAND = frozenset({"link_asked", "unlink_asked"})
ALL = {
    "": SAYINGS, "plan": PLAN, "staff": STAFF, "operations": OPERATIONS, "wizard": WIZARD, "turn_on": TURN_ON,
    "hand": HAND,
}  # fmt: skip


def text_of(said: str | None) -> str | None:
    """The id of its text; None for what no page says."""
    area, _, name = (said or "").rpartition(".")
    if name not in ALL.get(area, frozenset()):
        return None
    return f"{area}.said.{name}" if area else f"said.{name}"
