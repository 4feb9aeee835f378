"""What a company chooses on its way: groups of the app, what start-up creates there, settings."""

from collections.abc import Mapping
from typing import cast

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.onboarding import ABOUT, Onboarding, Sort, Step
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from samspill.store.search_text import fold
from samspill.sync.ports.start_up import Group, GroupSort, StartUpApp
from samspill.sync.start_up.needs import missing
from samspill.tasks.mappings import Proposals, proposals
from samspill.tasks.onboarding import systems_of
from samspill.tasks.onboarding_plan import change, check_changeable, make_plan
from samspill.tasks.refusals import Finding, SettingsRefused
from samspill.tasks.sessions import made_of
from samspill.tasks.settings_check import check_offered, check_with_peers

#: Out of which register, and whether what is in the group is kept on a shelf; None where that is not asked.
REGISTERS: Mapping[Sort, tuple[GroupSort, bool | None]] = {
    Sort.CUSTOMER: ("customer", None),
    Sort.SUPPLIER: ("supplier", None),
    Sort.PRODUCT: ("product", True),
    Sort.SERVICE: ("product", False),
}


def groups_of(app: App, onboarding: Onboarding) -> dict[Sort, list[Group]]:
    """The app's groups by sort, as they are now. Raises Refused(keys_first), SettingsRefused(setting_not_offered) for
    an app without groups, ConfigurationWrong, RetryLater."""
    _check_asked(onboarding, Step.GROUPS)
    side = _app_side(app, onboarding)
    read = {register: side.groups(register) for register in dict.fromkeys(r for r, _ in REGISTERS.values())}
    return {
        sort: [group for group in read[register] if _is_of(group, in_stock)]
        for sort, (register, in_stock) in REGISTERS.items()
    }


def make_group(app: App, onboarding: Onboarding, sort: Sort, name: str) -> Group:
    """Make a group in the app; one that is called so is there already, perhaps from a request whose answer was lost.
    Raises DataRefused, ConfigurationWrong, RetryLater."""
    check_changeable(app, onboarding)
    for group in groups_of(app, onboarding)[sort]:
        if fold(group.name.strip()) == fold(name.strip()):
            return group
    register, in_stock = REGISTERS[sort]
    return _app_side(app, onboarding).create_group(register, name.strip(), has_inventory=in_stock)


def say_groups(app: App, onboarding: Onboarding, chosen: Mapping[Sort, str | None]) -> Onboarding:
    """*I have groups, next*: which group what is created in the app goes into. A sort without group is fine as long
    as start-up creates nothing of it. Raises SettingsRefused for a group that is not there."""
    there = groups_of(app, onboarding)
    unknown = [
        Finding("not_found_in_app", sort.value, {"value": number})
        for sort, number in chosen.items()
        if number is not None and number not in {str(group.number) for group in there[sort]}
    ]
    if unknown:
        raise SettingsRefused(unknown)
    return change(app, onboarding, lambda now: now.with_groups(chosen))


def say_start_up(
    app: App, onboarding: Onboarding, start_up: StartUp, defaults: Mapping[Kind, AppDefaults]
) -> Onboarding:  # fmt: skip
    """What the first sync creates in the app, and what that gets there beside or instead of the chosen groups. Raises
    SettingsRefused naming every choice that is missing or not there."""
    _check_asked(onboarding, Step.START_UP)
    wanted = _merged(onboarding.settings, start_up, defaults)
    _check(app, onboarding, wanted, onboarding.settings)
    return change(
        app, onboarding,
        lambda now: now.with_settings(_merged(now.settings, start_up, defaults), Step.START_UP),
    )  # fmt: skip


def say_settings(app: App, onboarding: Onboarding, settings: Settings) -> Onboarding:
    """All other settings. Groups and start-up stay as they were said, unless `settings` says them too. Raises
    SettingsRefused."""
    _check(app, onboarding, _beside(onboarding.settings, settings), onboarding.settings)
    return change(
        app, onboarding, lambda now: now.with_settings(_beside(now.settings, settings), Step.SETTINGS)
    )  # fmt: skip


def proposals_for(app: App, onboarding: Onboarding) -> Proposals:
    """Mappings that both systems propose. Raises Refused(keys_first), ConfigurationWrong, RetryLater."""
    return proposals(app.integration(onboarding.integration), systems_of(app, onboarding))


def say_plan(app: App, onboarding: Onboarding) -> tuple[Onboarding, Connection]:
    """*Make the plan*. What was chosen is looked at once more: it may be gone by now. Raises as `make_plan`, and
    SettingsRefused."""
    if made_of(app, onboarding) is None:
        _check(app, onboarding, onboarding.settings, known=Settings())
    return make_plan(app, onboarding)


def _check_asked(onboarding: Onboarding, step: Step) -> None:
    if step not in onboarding.asked:
        raise SettingsRefused([Finding("setting_not_offered", ABOUT[step], {"setting": ABOUT[step]})])


def _check(app: App, onboarding: Onboarding, wanted: Settings, known: Settings) -> None:
    integration = app.integration(onboarding.integration)
    check_offered(integration, wanted)
    systems = systems_of(app, onboarding)
    if "start_up" in integration.own_settings:  # first: it says what a choice that is gone is needed for
        lacking = missing(wanted, cast(StartUpApp, systems[Side.APP]))
        if lacking:
            raise SettingsRefused([Finding(each.code, each.setting, each.facts) for each in lacking])
    check_with_peers(wanted, known, systems)


def _merged(settings: Settings, start_up: StartUp, defaults: Mapping[Kind, AppDefaults]) -> Settings:
    """Settings with what was said of start-up; of the defaults, what was said replaces what was chosen before."""
    known = dict(settings.app_defaults)
    for kind, said in defaults.items():
        known[kind] = known.get(kind, AppDefaults()).model_copy(update=said.model_dump(exclude_none=True))
    return settings.model_copy(update={"start_up": start_up, "app_defaults": known})


def _beside(before: Settings, said: Settings) -> Settings:
    kept = {name: getattr(before, name) for name in ("start_up", "app_defaults") if name not in said.model_fields_set}
    return said.model_copy(update=kept)


def _is_of(group: Group, in_stock: bool | None) -> bool:
    """A product group that does not say what it is for can be either."""
    return in_stock is None or group.has_inventory is None or group.has_inventory == in_stock


def _app_side(app: App, onboarding: Onboarding) -> StartUpApp:
    return cast(StartUpApp, systems_of(app, onboarding)[Side.APP])
