"""Where hours belong in Tripletex: whose they are, on which project, as which activity.

task on a project          the project activity that the settings name for it, else the one with its name
project alone              the standard activity. A tag does not take hours off their project: internal activities
                           are of none (reference/svenn.md 9), and what is booked on one is not invoiced
tag without project        the internal activity that the settings name for it, else the one with its name

Only the employee's link decides whose hours they become, never a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.hours import Activity, ActivityType, Entry, ProjectSheet, RowKey
from samspill.model.kinds import Kind, Side
from samspill.model.settings_hours import HourSettings
from samspill.sync.hours.stops import Held


@dataclass(frozen=True)
class Make:
    """An activity that is to be created, as the settings allow."""

    name: str
    type: ActivityType


@dataclass(frozen=True)
class Target:
    """Where an entry belongs. Without `key` nobody knows yet; with one, `stop` keeps hours from being added there.
    `link`: the activity has to be linked to the project first. `make`: it has to be created before that."""

    key: RowKey | None = None
    stop: Held | None = None
    link: bool = False
    make: Make | None = None
    project_name: str = ""
    activity_name: str = ""


@dataclass(frozen=True)
class Books:
    """What is known of Tripletex' projects and activities. `projects` are ids in Tripletex by the app's, of live
    links; `labels` what people call a project of the app."""

    settings: HourSettings
    activities: Mapping[str, Activity] = field(default_factory=dict)
    standard: str | None = None
    sheets: Mapping[str, ProjectSheet] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


def target_of(entry: Entry, employee: str, books: Books) -> Target:
    """Where the entry belongs, with `employee` (id in Tripletex) whose hours they become."""
    if entry.project is None:
        return _internal(entry, employee, books)
    label = books.labels.get(entry.project, entry.project)
    sheet = books.sheets.get(books.projects.get(entry.project, ""))
    if sheet is None:
        parent = RecordKey(kind=Kind.PROJECT, side=Side.APP, id=entry.project)
        return Target(stop=Held("hours_project_not_linked", {"project": label}, parent), project_name=label)
    found = _of_task(entry.task, sheet, books) if entry.task is not None else _standard(sheet, books)
    if isinstance(found, Held | Make):
        return _without(found, sheet.name)
    key = RowKey(employee=employee, on=entry.on, project=sheet.id, activity=found.id)
    linked = sheet.takes(found)
    stop = _gate(sheet, employee, entry.on) or _unusable(found, linked=linked, books=books)
    return Target(key, stop, not linked, project_name=sheet.name, activity_name=found.name)


def _internal(entry: Entry, employee: str, books: Books) -> Target:
    tag = entry.tag or ""
    chosen = named(books.settings.tags, tag)
    general = [each for each in books.activities.values() if each.type is ActivityType.GENERAL]
    found = books.activities.get(chosen) if chosen is not None else by_name(tag, general)
    if found is None:
        return _without(_missing(tag, ActivityType.GENERAL, books, mapped=chosen is not None), "")
    key = RowKey(employee=employee, on=entry.on, project=None, activity=found.id)
    unfit = found.disabled or found.type is not ActivityType.GENERAL
    stop = Held("hours_activity_unusable", {"activity": found.name}) if unfit else None
    return Target(key, stop, activity_name=found.name)


def _of_task(task: str, sheet: ProjectSheet, books: Books) -> Activity | Held | Make:
    chosen = named(books.settings.tasks, task)
    if chosen is not None:
        return _by_id(chosen, sheet, books) or _missing(task, ActivityType.PROJECT_GENERAL, books, mapped=True)
    general = [each for each in books.activities.values() if each.type is ActivityType.PROJECT_GENERAL]
    found = by_name(task, sheet.activities.values()) or by_name(task, general)
    return found or _missing(task, ActivityType.PROJECT_GENERAL, books, mapped=False)


def _standard(sheet: ProjectSheet, books: Books) -> Activity | Held:
    wanted = books.settings.standard_activity or books.standard
    if wanted is None:
        return Held("hours_no_standard_activity")
    return _by_id(wanted, sheet, books) or Held("hours_activity_missing", {"activity": wanted})


def _by_id(activity: str, sheet: ProjectSheet, books: Books) -> Activity | None:
    return sheet.activities.get(activity) or books.activities.get(activity)


def by_name(name: str, among: Iterable[Activity]) -> Activity | None:
    """The one of that very name, else of that name but for its case; of several the one that can be used, then the
    oldest."""
    same = [each for each in among if normalise.folded(each.name) == normalise.folded(name)]
    same.sort(key=lambda each: (each.disabled, each.name != name, len(each.id), each.id))
    return same[0] if same else None


def named(names: Mapping[str, str], name: str) -> str | None:
    """What the settings name for it, whatever its case."""
    if name in names:
        return names[name]
    folded = {normalise.folded(each): value for each, value in names.items()}
    return folded.get(normalise.folded(name))


def _missing(name: str, kind: ActivityType, books: Books, *, mapped: bool) -> Held | Make:
    """An activity that a person named is never made up."""
    if books.settings.create_activities and not mapped:
        return Make(name, kind)
    return Held("hours_activity_missing", {"activity": name})


def _without(found: Held | Make, project: str) -> Target:
    if isinstance(found, Make):
        stop = Held("hours_activity_missing", {"activity": found.name})
        return Target(stop=stop, make=found, project_name=project, activity_name=found.name)
    return Target(stop=found, project_name=project)


def _gate(sheet: ProjectSheet, employee: str, on: date) -> Held | None:
    """Why nothing may be added on the project that day (reference/tripletex.md 8.8)."""
    facts = {"project": sheet.name}
    if sheet.closed:
        return Held("hours_project_closed", facts)
    if sheet.start is not None and on < sheet.start:
        return Held("hours_before_project", {**facts, "start": sheet.start.isoformat()})
    if sheet.participants is not None and employee not in sheet.participants:
        return Held("hours_not_participant", facts)
    return None


def _unusable(activity: Activity, *, linked: bool, books: Books) -> Held | None:
    may_link = books.settings.link_activities and activity.type is ActivityType.PROJECT_GENERAL
    if activity.disabled or not (linked or may_link):
        return Held("hours_activity_unusable", {"activity": activity.name})
    return None
