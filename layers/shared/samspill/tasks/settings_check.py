"""Whether settings are possible: the integration has them, and what they name exists in both systems.

Everything that is wrong is told at once, each with the path of its field. What a connection has chosen before is not
asked about again: a group that somebody deleted must not keep anybody from changing who is told of problems.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from samspill.model.due import Due
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.rules import Integration
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults
from samspill.sync.ports.choices import AppChoices, BooksChoices, Taxed
from samspill.sync.ports.start_up import Choosable, GroupSort
from samspill.tasks.refusals import Finding, SettingsRefused
from samspill.tasks.settings_check_hours import unfit_activities

#: What every integration has.
GENERAL = frozenset({"kinds", "direction", "conflict_policy", "breaker_share", "breaker_count", "notify"})
#: The group that stands for all, and the one of a line without product.
ANY_GROUP, NO_GROUP = "*", ""

_GROUPS: Mapping[Kind, GroupSort] = {
    Kind.CUSTOMER: "customer",
    Kind.SUPPLIER: "supplier",
    Kind.PRODUCT: "product",
}


def check_offered(integration: Integration, settings: Settings, at: str = "") -> None:
    """Whether the integration has what `settings` choose; no system is asked. `at` goes before each field's path.
    Raises SettingsRefused."""
    _refuse(at, [*_strange(integration, settings), *_misplaced(integration, settings)])


def check_with_peers(settings: Settings, known: Settings, systems: Mapping[Side, Any], at: str = "") -> None:
    """Whether what `settings` name, and `known` did not, exists: VAT codes and activities active in Tripletex;
    groups, payment terms, layouts, units and people in the app. Only the lists that are needed are read. Raises
    SettingsRefused, RetryLater, ConfigurationWrong."""
    lists = _Lists(systems)
    _refuse(
        at,
        [
            *_unknown_vat(settings, known, lists),
            *_unknown_choices(settings, known, lists),
            *unfit_activities(settings, known, systems),
        ],
    )


def _refuse(at: str, findings: Collection[Finding]) -> None:
    if findings:
        raise SettingsRefused([Finding(each.code, f"{at}{each.field}", each.facts) for each in findings])


def _strange(integration: Integration, settings: Settings) -> Iterator[Finding]:
    """Settings and kinds of another integration."""
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if name not in GENERAL | integration.own_settings and value != field.get_default(call_default_factory=True):
            yield Finding("setting_not_offered", name, {"setting": name})
    own = integration.own_settings
    named: dict[str, tuple[Collection[Kind], Collection[Kind]]] = {
        "kinds": (settings.kinds, integration.offered),
        "direction": (settings.direction, integration.offered),
        "conflict_policy": (settings.conflict_policy, integration.kinds),
        "app_defaults": (settings.app_defaults if "app_defaults" in own else (), integration.kinds),
        "start_up.kinds": (settings.start_up.kinds if "start_up" in own else (), integration.kinds),
    }
    for where, (kinds, offered) in named.items():
        for kind in kinds:
            if kind not in offered:
                yield Finding("kind_not_offered", f"{where}.{kind.value}", {"kind": kind.value})


def _misplaced(integration: Integration, settings: Settings) -> Iterator[Finding]:
    """What cannot be said like this, whatever the systems have."""
    documents = {rule.kind for rule in integration.documents}
    unturnable = {rule.kind for rule in integration.rules if rule.flow is None}
    for kind, flow in settings.direction.items():
        if kind in unturnable or (kind in documents and flow is not Flow.TO_TRIPLETEX):
            yield Finding("direction_not_possible", f"direction.{kind.value}", {"kinds": kind.value})
    for place in settings.documents.vat if integration.vat_zones else ():
        if place.rpartition("/")[2] not in integration.vat_zones or "/" not in place:
            zones = ", ".join(integration.vat_zones)
            yield Finding("vat_place_unknown", f"documents.vat.{place}", {"value": place, "zones": zones})
    for number, text in settings.payment_terms.items():
        if not _is_due(text):
            yield Finding("payment_terms_unreadable", f"payment_terms.{number}", {"value": text})


def _is_due(text: str) -> bool:
    try:
        return str(Due.parse(text)) == text
    except ValueError:
        return False


class _Lists:
    """Lists of both systems, each read when it is first needed."""

    def __init__(self, systems: Mapping[Side, Any]) -> None:
        self._books = cast(BooksChoices, systems[Side.TRIPLETEX])
        self._app = cast(AppChoices, systems[Side.APP])
        self._groups: dict[GroupSort, list[Taxed]] = {}

    @cached_property
    def vat_codes(self) -> frozenset[str]:
        return frozenset(code.number for code in self._books.vat_codes())

    @cached_property
    def payment_terms(self) -> frozenset[str]:
        return _numbers(self._app.payment_terms())

    @cached_property
    def layouts(self) -> frozenset[str]:
        return _numbers(self._app.layouts())

    @cached_property
    def units(self) -> frozenset[str]:
        return _numbers(self._app.units())

    def groups(self, sort: GroupSort) -> list[Taxed]:
        if sort not in self._groups:
            self._groups[sort] = list(self._app.groups(sort))
        return self._groups[sort]


def _numbers(rows: Collection[Choosable]) -> frozenset[str]:
    return frozenset(str(row.number) for row in rows)


def _unknown_vat(settings: Settings, known: Settings, lists: _Lists) -> Iterator[Finding]:
    for place, code in settings.documents.vat.items():
        field = f"documents.vat.{place}"
        if known.documents.vat.get(place) == code:
            continue
        if code not in lists.vat_codes:
            yield Finding("vat_code_not_active", field, {"value": code})
        group = place.rpartition("/")[0]
        if group not in (ANY_GROUP, NO_GROUP) and group not in _numbers(lists.groups("product")):
            yield Finding("not_found_in_app", field, {"value": group})


def _unknown_choices(settings: Settings, known: Settings, lists: _Lists) -> Iterator[Finding]:
    for number in settings.payment_terms.keys() - known.payment_terms.keys():
        if number not in lists.payment_terms:
            yield Finding("not_found_in_app", f"payment_terms.{number}", {"value": number})
    for kind, chosen in settings.app_defaults.items():
        before = known.app_defaults.get(kind, AppDefaults())
        for name, there in _registers(kind, lists).items():
            number = getattr(chosen, name)
            if number is not None and number != getattr(before, name) and number not in there():
                yield Finding("not_found_in_app", f"app_defaults.{kind.value}.{name}", {"value": number})


def _registers(kind: Kind, lists: _Lists) -> Mapping[str, Callable[[], frozenset[str]]]:
    """Field of `AppDefaults` -> what it can be for `kind`. Employees have no group: nothing is one of theirs."""
    sort = _GROUPS.get(kind)

    def services() -> frozenset[str]:
        return _numbers([row for row in lists.groups("product") if row.has_inventory is False])

    return {
        "group": lambda: _numbers(lists.groups(sort)) if sort else frozenset(),
        "service_group": lambda: services() if kind is Kind.PRODUCT else frozenset(),
        "payment_terms": lambda: lists.payment_terms,
        "layout": lambda: lists.layouts,
        "unit": lambda: lists.units,
    }
