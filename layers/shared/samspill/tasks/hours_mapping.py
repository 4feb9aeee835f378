"""Which activities tasks and tags of the app become, which of them are missing, and what there is to choose from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import islice

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.hours import Activity, ActivityType
from samspill.model.oslo import day_in_oslo
from samspill.model.settings_hours import HourSettings
from samspill.sync.hours.converting import by_name, named
from samspill.sync.hours.peers import entries, timesheet
from samspill.sync.ports.hours import Wanted
from samspill.tasks.desk import desk_for
from samspill.tasks.hours import check_on

#: Tasks and tags are looked for in entries of so many days, and in no more entries than a request has time for.
_LOOKED_BACK = timedelta(days=62)
_LOOKED_AT = 5_000


class Found(StrEnum):
    """How an activity was found: named in the settings, by its name, or chosen in Tripletex."""

    SETTING = "setting"
    NAME = "name"
    TRIPLETEX = "tripletex"


@dataclass(frozen=True)
class Meaning:
    """What a task or tag becomes; `activity` None: nothing yet. `entries` of those looked at have it. `gone` is the
    id of an activity that the settings name and that cannot be used. `made`: it is created when hours need it."""

    name: str
    entries: int
    activity: Activity | None = None
    found: Found | None = None
    gone: str | None = None
    made: bool = False


@dataclass(frozen=True)
class HourMapping:
    """All of it. `whole`: every entry of the time looked at was seen."""

    tasks: tuple[Meaning, ...]
    tags: tuple[Meaning, ...]
    standard: Meaning
    project_activities: tuple[Activity, ...]
    internal_activities: tuple[Activity, ...]
    whole: bool


def mapping(app: App, connection: Connection) -> HourMapping:
    """As both systems tell it now. Raises Refused(hours_off), WrongStatus, ConfigurationWrong, RetryLater."""
    check_on(app, connection)
    desk, settings = desk_for(app, connection, Priority.PERSON), connection.settings.hours
    books = timesheet(desk)
    activities = [each for each in books.activities() if not each.disabled]
    of_projects = [each for each in activities if each.type is ActivityType.PROJECT_GENERAL]
    internal = [each for each in activities if each.type is ActivityType.GENERAL]
    today = day_in_oslo(app.clock())
    tasks, tags = (Counter(dict.fromkeys(chosen, 0)) for chosen in (settings.tasks, settings.tags))
    without = looked_at = 0
    wanted = Wanted(first=max(connection.hours_since, today - _LOOKED_BACK), approved=True)
    for entry in islice(entries(desk).entries(wanted), _LOOKED_AT):
        looked_at += 1
        if entry.project is None and entry.tag is not None:
            tags[entry.tag] += 1
        elif entry.project is not None and entry.task is not None:
            tasks[entry.task] += 1
        elif entry.project is not None:
            without += 1
    return HourMapping(
        tasks=_meanings(tasks, settings.tasks, of_projects, settings),
        tags=_meanings(tags, settings.tags, internal, settings),
        standard=_standard(without, settings, books.standard_activity(), of_projects),
        project_activities=_sorted(of_projects),
        internal_activities=_sorted(internal),
        whole=looked_at < _LOOKED_AT,
    )


def _meanings(
    seen: Mapping[str, int], chosen: Mapping[str, str], among: list[Activity], settings: HourSettings
) -> tuple[Meaning, ...]:
    """Those that are missing first, then by name."""
    listed = [_meaning(name, seen[name], chosen, among, settings) for name in seen]
    return tuple(sorted(listed, key=lambda each: (each.activity is not None, each.name.casefold())))


def _meaning(
    name: str, count: int, chosen: Mapping[str, str], among: list[Activity], settings: HourSettings
) -> Meaning:  # fmt: skip
    wanted = named(chosen, name)
    if wanted is not None:
        activity = next((each for each in among if each.id == wanted), None)
        return Meaning(name, count, activity, Found.SETTING, gone=wanted if activity is None else None)
    activity = by_name(name, among)
    if activity is None:
        return Meaning(name, count, made=settings.create_activities)
    return Meaning(name, count, activity, Found.NAME)


def _standard(count: int, settings: HourSettings, usual: str | None, among: list[Activity]) -> Meaning:
    wanted = settings.standard_activity or usual
    activity = next((each for each in among if each.id == wanted), None)
    if wanted is None:
        return Meaning("", count)
    found = Found.SETTING if settings.standard_activity is not None else Found.TRIPLETEX
    return Meaning("", count, activity, found, gone=wanted if activity is None else None)


def _sorted(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    return tuple(sorted(activities, key=lambda each: (each.name.casefold(), each.id)))
