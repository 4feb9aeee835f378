"""What stands behind the part of an id that a template or a view puts together; one table an area of the pages."""

from samspill import messages
from samspill.integrations import INTEGRATIONS
from samspill.model.consequences import Loss
from samspill.model.deeds import What
from samspill.model.hours import Move
from samspill.model.hours_imports import ImportState
from samspill.model.hours_runs import RunKind
from samspill.model.kinds import Side
from samspill.model.problems import ProblemState
from samspill.model.status import Status
from samspill.model.vitals import Alarm
from samspill.pages.operations_connection import ACTS
from samspill.pages.overview import STEPS
from samspill.pages.records import HAPPENED
from samspill.pages.sayings import ALL
from samspill.pages.settings_form import sections
from samspill.pages.visiting import STAFF_TABS
from samspill.tasks.checkup import Why
from samspill.tasks.hours import RunState
from samspill.tasks.hours_weeks import HourStanding

SECTIONS = [section for integration in INTEGRATIONS.values() for section in sections(integration)]
CONTROLS = [control for section in SECTIONS for control in section.controls]
NAMED = {control.name for control in CONTROLS if control.kind is None}
PAGES: dict[str, set[str]] = {
    "tab.": {"overview", "records", "logs", "hours", "settings", *(name for name, _ in STAFF_TABS)},
    "set.loss.": {loss.value for loss in Loss},
    "set.section.": {f"{section.name}{part}" for section in SECTIONS for part in ("", ".text")},
    "set.": {*NAMED, *(f"{each.name}.{option or 'unset'}" for each in CONTROLS for option in each.options)},
    "hours.standing.": {standing.value for standing in HourStanding},
    "hours.move.": {move.value for move in Move},
    "hours.run.": {*(kind.value for kind in RunKind), "far", "looking", "nothing"},
    "hours.file.state.": {state.value for state in ImportState},
    "hours.state.": {state.value for state in RunState},
    "language.": set(messages.LANGUAGES),
    "said.": set(ALL[""]),
    "failed.": {f"{name}.{part}" for name in
                ("not_found", "signed_out", "entry_gone", "form_too_old", "too_large", "internal", "left",
                 "onboarding_elsewhere") for part in ("title", "text")},
    "stands.": {f"{status.value}.{part}" for status in Status for part in ("title", "text")},
    "step.": set(STEPS),
    "state.": {f"{state.value}{part}" for state in ProblemState for part in ("", ".many")},
    "in.": {side.value for side in Side},
    "side.": {side.value for side in Side},
    "what.": {*HAPPENED, "changed"},
    "ago.": {f"{unit}{part}" for unit in ("days", "hours", "minutes") for part in ("", ".one")},
    "column.": {"kind", "number", "name", "reason", "what_happened", "who_acts", "what_to_do", "since", "seen"},
}  # fmt: skip
PLAN: dict[str, set[str]] = {}
STAFF: dict[str, set[str]] = {
    "staff.failed.": {f"{name}.{part}" for name in
                      ("not_set_up", "unreachable", "denied", "provider", "stale", "used", "not_trusted")
                      for part in ("title", "text")},
}  # fmt: skip
OPERATIONS: dict[str, set[str]] = {
    "operations.alarm.": {alarm.value for alarm in Alarm},
    "operations.act.": {what.value for what in ACTS},
    "operations.did.": {what.value for what in What},
    "operations.why.": {why.value for why in Why},
}
WIZARD: dict[str, set[str]] = {}
TURN_ON: dict[str, set[str]] = {}
HAND: dict[str, set[str]] = {}
ENDINGS = {
    **PAGES, **PLAN, **STAFF, **OPERATIONS, **WIZARD, **TURN_ON, **HAND,
    **{f"{area}.said.": set(names) for area, names in ALL.items() if area},
}  # fmt: skip
