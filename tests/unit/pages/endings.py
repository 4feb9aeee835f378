"""What stands behind the part of an id that a template or a view puts together; one table an area of the pages."""

from samspill import messages
from samspill.integrations import INTEGRATIONS
from samspill.model.changes import Way
from samspill.model.consequences import Loss
from samspill.model.deeds import What
from samspill.model.flow import Flow
from samspill.model.hours import Move
from samspill.model.hours_imports import ImportState
from samspill.model.hours_runs import RunKind
from samspill.model.kinds import Side
from samspill.model.onboarding import Sort, Step
from samspill.model.plan import RowOutcome
from samspill.model.problems import ProblemState
from samspill.model.status import Status
from samspill.model.vitals import Alarm
from samspill.pages.operations_connection import ACTS
from samspill.pages.overview import STEPS
from samspill.pages.record_history import HAPPENED
from samspill.pages.sayings import ALL
from samspill.pages.settings_choices import named_sections
from samspill.pages.settings_form import sections
from samspill.pages.turn_on import NEVER, NEVER_AT_ALL
from samspill.pages.visiting import STAFF_TABS
from samspill.pages.wizard_keys import FIELDS as KEYS
from samspill.pages.wizard_start_up import KINDS as CREATED
from samspill.tasks.checkup import Why
from samspill.tasks.first_sync_progress import CHECKING
from samspill.tasks.hours import RunState
from samspill.tasks.hours_weeks import HourStanding

SECTIONS = [section for integration in INTEGRATIONS.values() for section in sections(integration)]
CONTROLS = [control for section in SECTIONS for control in section.controls]
BY_NAME = [section for integration in INTEGRATIONS.values() for section in named_sections(integration)]
NAMED_SECTIONS = {*(section.name for section in BY_NAME), "tasks", "tags", "vat", "terms"}
NAMED = {control.name for control in CONTROLS if control.kind is None} | {
    control.name for section in BY_NAME for control in section.controls
}
PAGES: dict[str, set[str]] = {
    "tab.": {"overview", "plan", "records", "logs", "hours", "settings", *(name for name, _ in STAFF_TABS)},
    "set.loss.": {loss.value for loss in Loss},
    "set.section.": {
        f"{name}{part}" for name in {*(each.name for each in SECTIONS), *NAMED_SECTIONS} for part in ("", ".text")
    },
    "set.choices.silent.": {side.value for side in Side},
    "set.zone.": {zone for integration in INTEGRATIONS.values() for zone in integration.vat_zones},
    "set.": {*NAMED, *(f"{each.name}.{option or 'unset'}" for each in CONTROLS for option in each.options)},
    "hours.standing.": {standing.value for standing in HourStanding},
    "hours.move.": {move.value for move in Move},
    "hours.run.": {*(kind.value for kind in RunKind), "far", "looking", "nothing"},
    "hours.file.state.": {state.value for state in ImportState},
    "hours.": {"rows", "rows.one", "days", "days.one"},
    "hours.state.": {state.value for state in RunState},
    "language.": set(messages.LANGUAGES),
    "said.": set(ALL[""]),
    "failed.": {f"{name}.{part}" for name in
                ("not_found", "signed_out", "entry_gone", "form_too_old", "too_large", "internal", "left")
                for part in ("title", "text")},
    "stands.": {f"{status.value}.{part}" for status in Status for part in ("title", "text")},
    "step.": set(STEPS),
    "state.": {f"{state.value}{part}" for state in ProblemState for part in ("", ".many")},
    "in.": {side.value for side in Side},
    "side.": {side.value for side in Side},
    "what.": {*HAPPENED, "changed"},
    "ago.": {f"{unit}{part}" for unit in ("days", "hours", "minutes") for part in ("", ".one")},
    "column.": {"kind", "number", "name", "reason", "what_happened", "who_acts", "what_to_do", "since", "seen"},
}  # fmt: skip
PLAN: dict[str, set[str]] = {"plan.outcome.": {outcome.value for outcome in RowOutcome}}
STAFF: dict[str, set[str]] = {
    "staff.failed.": {f"{name}.{part}" for name in
                      ("not_set_up", "unreachable", "denied", "provider", "stale", "used", "not_trusted", "ended")
                      for part in ("title", "text")},
}  # fmt: skip
OPERATIONS: dict[str, set[str]] = {
    "operations.alarm.": {alarm.value for alarm in Alarm},
    "operations.act.": {what.value for what in ACTS},
    "operations.did.": {what.value for what in What},
    "operations.why.": {why.value for why in Why},
}
WIZARD: dict[str, set[str]] = {
    "wizard.": {"company", "contact", "email", *KEYS},
    "wizard.step.": {step.value for step in Step},
    "wizard.sort.": {sort.value for sort in Sort},
    "wizard.start_up.": {
        *(f"{kind.value}.text" for kind in CREATED),
        *(f"{name}{part}" for name in ("stock", "payment_terms") for part in ("", ".text")),
    },
}
TURN_ON: dict[str, set[str]] = {
    "turn_on.way.": {*(flow.value for flow in Flow), "start"},
    "turn_on.kind.": {kind.value for integration in INTEGRATIONS.values() for kind in integration.offered},
    "turn_on.then.": {"key", "plan", "first", "after"},
    "turn_on.never.": {*NEVER_AT_ALL, *(name for names in NEVER.values() for name in names)},
    "turn_on.help.": {f"{name}.picture" for name in ("profile", "access", "create", "copy")},
    "turn_on.help.label.": {"profile", "more", "access", "new", "custom", "all", "copy"},
    "turn_on.review.": {f"{whose}.{part}" for whose in ("own", "theirs") for part in ("who", "time")},
    "turn_on.phase.n": {str(number) for number in range(CHECKING + 1)},
    "turn_on.phase.": {"done", "now", "ahead"},
    "turn_on.done.": {
        f"{said}.{part}"
        for said in ("off", "off_deleted", "off_webhooks", "off_deleted_webhooks", "keys_replaced")
        for part in ("title", "text")
    },
}
HAND: dict[str, set[str]] = {
    "hand.noticed.": {way.value for way in Way},
    "hand.waits.": {"now", "until", "retry", "parent", "breaker", "approval"},
    "hand.asked.": {"link", "apart"},
    "hand.becomes.": {"linked", "linked.again", "created", "held", "left", "waits", "looked_at"},
    "hand.then.": {"keep_apart", "match_anew"},
}
ENDINGS = {
    **PAGES, **PLAN, **STAFF, **OPERATIONS, **WIZARD, **TURN_ON, **HAND,
    **{f"{area}.said.": set(names) for area, names in ALL.items() if area},
}  # fmt: skip
