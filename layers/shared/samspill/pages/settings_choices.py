"""Settings that name something in one of the systems, as controls with names to choose from.

Which ones there are follows from what could be read, from the settings, and from what both systems propose. What a
form sends says by itself which setting it is for: to save it nobody has to be asked again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from samspill.model.due import Due, DueUnit
from samspill.model.kinds import Kind
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.pages.settings_form import Control, Section
from samspill.pages.words import Words
from samspill.sync.start_up.payment_terms import name_of
from samspill.tasks.choosing import Choices, Entry, Register
from samspill.tasks.hours_mapping import Meaning
from samspill.tasks.settings_check import ANY_GROUP, NO_GROUP

NAMED = "named"
#: So many rows of a mapping are on the page, what is missing first; the API takes all.
MOST = 100
_MANAGER = Control("fallback_project_manager", "fallback_project_manager", NAMED)
_DEPARTMENT = Control("default_department", "default_department", NAMED)
_STANDARD = Control("hours.standard_activity", "hours.standard_activity", NAMED)
_TASKS, _TAGS = (
    Control("hours.tasks", "hours.tasks", NAMED, key=""),
    Control("hours.tags", "hours.tags", NAMED, key=""),
)
_VAT = Control("documents.vat", "documents.vat", NAMED, key="")
_TERMS = Control("payment_terms", "payment_terms", NAMED, key="")
_MAPPINGS = (_TASKS, _TAGS, _VAT, _TERMS)
#: What records created in the app get there: a register each.
_DEFAULTS: Mapping[Kind, Mapping[str, Register]] = {
    Kind.CUSTOMER: {"group": Register.CUSTOMER_GROUPS, "payment_terms": Register.TERMS, "layout": Register.LAYOUTS},
    Kind.SUPPLIER: {"group": Register.SUPPLIER_GROUPS, "payment_terms": Register.TERMS, "layout": Register.LAYOUTS},
    Kind.PRODUCT: {
        "group": Register.PRODUCT_GROUPS, "service_group": Register.SERVICE_GROUPS, "unit": Register.UNITS,
    },
}  # fmt: skip
_REGISTERS: Mapping[str, Register] = {
    _MANAGER.path: Register.PROJECT_MANAGERS, _DEPARTMENT.path: Register.DEPARTMENTS,
    _STANDARD.path: Register.PROJECT_ACTIVITIES, _TASKS.path: Register.PROJECT_ACTIVITIES,
    _TAGS.path: Register.INTERNAL_ACTIVITIES, _VAT.path: Register.VAT_CODES,
    **{f"app_defaults.{kind.value}.{name}": register for kind, names in _DEFAULTS.items()
       for name, register in names.items()},
}  # fmt: skip
#: What payment terms of the app can become; others through the API.
DUES = (
    *(Due(days, DueUnit.DAYS) for days in (0, 7, 8, 10, 14, 15, 20, 21, 30, 45, 60, 90)),
    *(Due(months, DueUnit.MONTHS) for months in (1, 2, 3)),
    *(Due(day, DueUnit.DAY_OF_MONTH) for day in (15, 20, 31)),
)


@dataclass(frozen=True)
class Choosing:
    """A control with what there is to choose from; None where that could not be read, so that an id is typed.
    `label` is its name where that comes from a system, `unset` what holds while nothing is chosen, `proposed` what
    both systems propose."""

    control: Control
    entries: tuple[Entry, ...] | None
    label: str = ""
    unset: str = ""
    proposed: str = ""


@dataclass(frozen=True)
class Group:
    """Choices that belong together; `more` of them are not on the page."""

    name: str
    choices: tuple[Choosing, ...]
    more: bool = False


def named_sections(integration: Integration) -> list[Section]:
    """Those whose place in the settings is always the same."""
    own = integration.own_settings
    people = (_MANAGER, _DEPARTMENT) if _MANAGER.path in own else ()
    hours = (_STANDARD,) if "hours" in own else ()
    defaults = tuple(_defaults()) if "app_defaults" in own else ()
    found = (("named_people", people), ("named_hours", hours), ("app_defaults", defaults))
    return [Section(name, controls) for name, controls in found if controls]


def said(integration: Integration, form: Mapping[str, str]) -> list[Section]:
    """What a form says, as sections to read it with. What it does not name stays as it is."""
    fixed = [control for section in named_sections(integration) for control in section.controls]
    own = [each for each in _MAPPINGS if each.path.split(".")[0] in integration.own_settings]
    keyed = [
        replace(each, key=name.removeprefix(f"{each.path}.")) for each in own for name in form
        if name.startswith(f"{each.path}.")
    ]  # fmt: skip
    return [Section("named", tuple(each for each in (*fixed, *keyed) if each.field in form))]


def groups(integration: Integration, settings: Settings, choices: Choices, words: Words) -> list[Group]:
    """All of it, for a page."""
    found = [
        Group(section.name, tuple(_fixed(each, choices, words) for each in section.controls))
        for section in named_sections(integration)
    ]
    if "hours" in integration.own_settings:
        meant = choices.hours
        found.append(
            _some("tasks", _meanings(_TASKS, settings.hours.tasks, meant.tasks if meant else (), choices, words))
        )
        found.append(
            _some("tags", _meanings(_TAGS, settings.hours.tags, meant.tags if meant else (), choices, words))
        )
    if integration.vat_zones:
        found.append(_some("vat", _vat(integration, settings, choices, words)))
        found.append(_some("terms", _terms(settings, choices, words)))
    return [group for group in found if group.choices]


def _some(name: str, choices: Iterator[Choosing]) -> Group:
    found = tuple(islice(choices, MOST + 1))
    return Group(name, found[:MOST], len(found) > MOST)


def _defaults() -> Iterator[Control]:
    for kind, names in _DEFAULTS.items():
        for name in names:
            yield Control(f"app_defaults.{kind.value}.{name}", f"app_defaults.{name}", NAMED)


def _fixed(control: Control, choices: Choices, words: Words) -> Choosing:
    unset = words.t("set.named.unset")
    if control is _STANDARD:
        meant = choices.hours.standard.activity if choices.hours else None
        unset = words.t("set.named.standard", what=meant.name) if meant else words.t("set.named.usual")
    label = ""
    if control.path.startswith("app_defaults."):
        kind = words.term(f"kind.{control.path.split('.')[1]}.plural")
        label = f"{kind}: {words.t(f'set.{control.name}')}"
    return Choosing(control, choices.registers.get(_REGISTERS[control.path]), label, unset)


def _meanings(
    mapping: Control, chosen: Mapping[str, str], seen: tuple[Meaning, ...], choices: Choices, words: Words
) -> Iterator[Choosing]:
    """Tasks or tags that people have used lately, and those that settings name; what is missing comes first."""
    named = {each.name: each for each in seen}
    entries = choices.registers.get(_REGISTERS[mapping.path])
    for name in dict.fromkeys((*named, *chosen)):
        meant = named.get(name)
        by_name = meant.activity if meant and meant.found == "name" else None
        unset = words.t("set.named.by_name", what=by_name.name) if by_name else words.t("set.named.nothing")
        yield Choosing(replace(mapping, key=name), entries, name, unset)


def _vat(integration: Integration, settings: Settings, choices: Choices, words: Words) -> Iterator[Choosing]:
    offered = choices.proposals
    opened = {each.place: each for each in offered.vat_open} if offered else {}
    proposed = offered.vat if offered else {}
    names = {entry.value: entry.name for register in (Register.PRODUCT_GROUPS, Register.SERVICE_GROUPS)
             for entry in choices.registers.get(register, ())}  # fmt: skip
    codes = choices.registers.get(Register.VAT_CODES)
    entries = None if codes is None else tuple(replace(code, name=_code(code, words)) for code in codes)
    for place in _by_zone(integration, (*opened, *proposed, *settings.documents.vat)):
        number, _, zone = place.rpartition("/")
        group = {ANY_GROUP: words.t("set.named.any_group"), NO_GROUP: words.t("set.named.no_group")}.get(number)
        label = f"{words.t(f'set.zone.{zone}')} · {group or names.get(number, number)}"
        unset = words.t("set.named.nothing") if number == ANY_GROUP else words.t("set.named.as_any")
        yield Choosing(replace(_VAT, key=place), entries, label, unset, proposed.get(place, ""))


def _by_zone(integration: Integration, places: Sequence[str]) -> Iterator[str]:
    """Each zone as a whole, and then what is another in it."""
    for zone in integration.vat_zones:
        yield from dict.fromkeys(
            (f"{ANY_GROUP}/{zone}", *(place for place in places if place.rpartition("/")[2] == zone))
        )


def _code(code: Entry, words: Words) -> str:
    return words.t("set.named.code", number=code.value, what=code.name, rate=words.count(code.rate or 0))


def _terms(settings: Settings, choices: Choices, words: Words) -> Iterator[Choosing]:
    offered = choices.proposals
    proposed = offered.payment_terms if offered else {}
    names = {entry.value: entry.name for entry in choices.registers.get(Register.TERMS, ())}
    for number in dict.fromkeys((*names, *settings.payment_terms)):
        known = (settings.payment_terms.get(number), proposed.get(number))
        due = dict.fromkeys((*(each for each in known if each), *map(str, DUES)))
        entries = tuple(Entry(each, name_of(Due.parse(each), words.language)) for each in due)
        label = names.get(number, number)
        yield Choosing(
            replace(_TERMS, key=number), entries, label, words.t("set.named.nothing"), proposed.get(number, "")
        )  # fmt: skip
