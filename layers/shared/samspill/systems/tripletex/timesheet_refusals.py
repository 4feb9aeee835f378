"""What Tripletex' refusals of hours mean; tried before the rules for everything else.

No answer to a write of locked hours was ever seen. By the vendor's table of codes it is 409/10000; any other conflict
that is neither a row that stands already nor a stale version, and any text that speaks of locks, is read as one.
"""

from samspill.systems.tripletex.refusals import conflict, data
from samspill.systems.tripletex.rules import CLOSED_PERIOD, CLOSED_PROJECT, Rule, words

#: Hours stand there already: a signal of the adapter, and what people are told where it must be decided.
TAKEN = "someone_elses_hours"

_LOCKED = words(r"\b(låst|sperret|godkjent|fakturert|utbetalt|lønnskjør\w*|locked|approved|invoiced|payroll|paid)\b")

HOUR_RULES: tuple[Rule, ...] = (
    Rule(data, TAKEN, 409, 7000),
    Rule(conflict, "", 409, 8000),
    Rule(data, "hours_locked", 409),
    Rule(data, "hours_over_24", 422, None, None, words(r"(over|above|more than) 24")),
    Rule(data, "hours_project_closed", 422, None, None, CLOSED_PROJECT),
    Rule(data, "hours_before_project", 422, None, None, words(r"startdato|start date")),
    Rule(
        data, "hours_not_participant", 422, None, None, words(r"deltaker|participant|prosjektmedlem|project member")
    ),
    Rule(data, "hours_locked", 422, None, None, CLOSED_PERIOD),
    Rule(data, "hours_locked", 422, None, None, _LOCKED),
    Rule(data, "hours_activity_unusable", 422, None, r"activity(\.id)?"),
)
