"""Whether what the settings of hours name exists and fits: activities in Tripletex, people in the app."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from samspill.model.hours import ActivityType
from samspill.model.kinds import Kind, Side
from samspill.model.settings import Settings
from samspill.model.settings_hours import HourSettings
from samspill.sync.ports import System
from samspill.sync.ports.hours import Timesheet
from samspill.tasks.refusals import Finding

_OF_PROJECTS = frozenset({ActivityType.PROJECT_GENERAL})
_INTERNAL = frozenset({ActivityType.GENERAL})


def unfit_activities(settings: Settings, known: Settings, systems: Mapping[Side, Any]) -> Iterator[Finding]:
    """What `settings` name and `known` did not: an activity that does not exist, is disabled, or of another type; a
    person whom the app does not have. Tripletex is only asked when there is something to ask. Raises RetryLater,
    ConfigurationWrong."""
    yield from _activities(settings.hours, known.hours, systems)
    yield from _people(settings.hours, known.hours, systems)


def _activities(settings: HourSettings, known: HourSettings, systems: Mapping[Side, Any]) -> Iterator[Finding]:
    named = [
        *_new("hours.tasks", settings.tasks, known.tasks, _OF_PROJECTS),
        *_new("hours.tags", settings.tags, known.tags, _INTERNAL),
    ]
    standard = settings.standard_activity
    if standard is not None and standard != known.standard_activity:
        named.append(("hours.standard_activity", standard, _OF_PROJECTS))
    if not named:
        return
    there = {each.id: each for each in cast(Timesheet, systems[Side.TRIPLETEX]).activities() if not each.disabled}
    for field, activity, types in named:
        if activity not in there:
            yield Finding("activity_not_found", field, {"value": activity})
        elif there[activity].type not in types:
            yield Finding("activity_not_fitting", field, {"value": there[activity].name})


def _new(
    field: str, now: Mapping[str, str], before: Mapping[str, str], types: frozenset[ActivityType]
) -> Iterator[tuple[str, str, frozenset[ActivityType]]]:
    return ((f"{field}.{name}", value, types) for name, value in now.items() if before.get(name) != value)


def _people(settings: HourSettings, known: HourSettings, systems: Mapping[Side, Any]) -> Iterator[Finding]:
    named = {name: value for name, value in settings.people.items() if known.people.get(name) != value}
    if not named:
        return
    there = cast(System, systems[Side.APP]).get(Kind.EMPLOYEE, sorted(set(named.values())))
    for name, employee in named.items():
        if there.get(employee) is None:
            yield Finding("not_found_in_app", f"hours.people.{name}", {"value": employee})
