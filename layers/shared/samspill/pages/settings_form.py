"""The settings of a connection as a form: a table of controls, and the way back from what was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspill.model.flow import Flow
from samspill.model.kinds import Kind
from samspill.model.rules import Integration
from samspill.model.settings import EmployeeAccess, Policy, Settings
from samspill.model.settings_documents import Differences, InvoiceTarget, PartialCredit, SendMethod
from samspill.model.settings_hours import Sending

SWITCH, CHOICE, DAY, LINES, NUMBER = "switch", "choice", "day", "lines", "number"


@dataclass(frozen=True)
class Control:
    """One setting. `path` leads to it in the settings, and `key` further where that is a mapping; `name` is that of
    its texts, `kind` of which kind it is. `options` are the values of a choice; with an empty one nothing is set, and
    what is `usual` goes, where that is known."""

    path: str
    name: str
    sort: str
    options: tuple[str, ...] = ()
    kind: Kind | None = None
    key: str | None = None
    usual: str | None = None

    @property
    def field(self) -> str:
        """What it is called in a form, and in what is said of wrong settings."""
        return self.path if self.key is None else f"{self.path}.{self.key}"

    @property
    def way(self) -> tuple[str, ...]:
        """The steps to it in the settings. A key may hold anything, dots too."""
        return (*self.path.split("."), *(() if self.key is None else (self.key,)))


@dataclass(frozen=True)
class Section:
    """Settings that belong together."""

    name: str
    controls: tuple[Control, ...]


_PEOPLE = (Control("employee_access", "employee_access", CHOICE, tuple(EmployeeAccess)),)
_HOURS = (
    Control("hours.sending", "hours.sending", CHOICE, tuple(Sending)),
    Control("hours.create_activities", "hours.create_activities", SWITCH),
    Control("hours.link_activities", "hours.link_activities", SWITCH),
    Control("hours.since", "hours.since", DAY),
)
_DOCUMENTS = (
    Control("documents.invoice_target", "documents.invoice_target", CHOICE, tuple(InvoiceTarget)),
    Control("documents.send", "documents.send", SWITCH),
    Control("documents.send_method", "documents.send_method", CHOICE, ("", *SendMethod)),
    Control("documents.keep_number", "documents.keep_number", SWITCH),
    Control("documents.differences", "documents.differences", CHOICE, tuple(Differences)),
    Control("documents.partial_credit", "documents.partial_credit", CHOICE, tuple(PartialCredit)),
    Control("documents.projects", "documents.projects", SWITCH),
    Control("documents.since", "documents.since", DAY),
)
_TOLD = (
    Control("notify", "notify", LINES),
    Control("breaker_share", "breaker_share", NUMBER),
    Control("breaker_count", "breaker_count", NUMBER),
)
#: Sections that only some integrations have, by the setting that makes them.
_OWN = {"employee_access": ("people", _PEOPLE), "hours": ("hours", _HOURS), "documents": ("documents", _DOCUMENTS)}


def sections(integration: Integration) -> list[Section]:
    """What an integration's companies choose, in the order of the page."""
    own = [Section(name, controls) for key, (name, controls) in _OWN.items() if key in integration.own_settings]
    return [
        Section("kinds", tuple(_kinds(integration))),
        Section("direction", tuple(_of_kinds(integration, "direction", ("", *Flow)))),
        Section("conflict_policy", tuple(_of_kinds(integration, "conflict_policy", tuple(Policy)))),
        *own,
        Section("told", _TOLD),
    ]


def _kinds(integration: Integration) -> Iterator[Control]:
    for kind in integration.offered:
        yield Control(f"kinds.{kind.value}", "kinds", SWITCH, kind=kind)
    if "composed_products" in integration.own_settings:
        yield Control("composed_products", "composed_products", SWITCH)


def _of_kinds(integration: Integration, name: str, options: tuple[str, ...]) -> Iterator[Control]:
    for rule in integration.rules:
        if rule.flow is not None:
            usual = rule.flow.value if name == "direction" else None
            yield Control(f"{name}.{rule.kind.value}", name, CHOICE, options, rule.kind, usual=usual)


def shown(settings: Settings, control: Control) -> str:
    """What the control shows of the settings: a switch `on` or nothing, lines apart by newlines."""
    if control.name == "kinds" and control.kind is not None:
        return "on" if settings.is_on(control.kind) else ""
    if control.name == "conflict_policy" and control.kind is not None:
        return settings.policy(control.kind).value
    value: Any = settings.model_dump(mode="json")
    for part in control.way:
        value = value.get(part) if isinstance(value, dict) else None
    match value:
        case True:
            return "on"
        case None | False:
            return ""
        case list():
            return "\n".join(map(str, value))
    return str(value)


def typed(settings: Settings, found: Sequence[Section], form: Mapping[str, str]) -> Settings:
    """The settings with what a form says. Raises ValueError (pydantic's) for what is none of a setting's values."""
    data: dict[str, Any] = settings.model_dump(mode="json")
    for control in controls_of(found):
        text = form.get(control.field, "").strip()
        if text != shown(settings, control):  # what nobody has touched stays as it is, said or not
            _put(data, control, _value(control, text))
    return Settings.model_validate(data)


def controls_of(found: Sequence[Section]) -> list[Control]:
    """Those of all sections."""
    return [control for section in found for control in section.controls]


def _put(data: dict[str, Any], control: Control, value: object) -> None:
    *way, last = control.way
    for part in way:
        data = data.setdefault(part, {})
    if value is None and (control.kind is not None or control.key is not None):
        data.pop(last, None)
    else:
        data[last] = value


def _value(control: Control, text: str) -> object:
    match control.sort:
        case "switch":
            return text == "on"
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case "number":
            return int(text)
    return text or None
