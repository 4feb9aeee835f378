"""Activities, the standard one, and what projects demand: what changes seldom and decides about rows."""

from collections.abc import Callable, Sequence
from datetime import datetime

from samspill.exceptions import ConfigurationWrong, DataRefused
from samspill.model.hours import Activity, ActivityType, ProjectSheet
from samspill.model.kinds import Kind
from samspill.systems.transport import Request
from samspill.systems.tripletex import timesheet_mapping as mapping
from samspill.systems.tripletex import timesheet_wire as wire
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import comma_lists, everything
from samspill.systems.tripletex.recently_read import RecentlyRead

_SUBJECT = Kind.HOURS.value
_ALL = "all"


class TimesheetCatalogues:
    """Those of one company."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._activities: RecentlyRead[str, list[Activity]] = RecentlyRead(clock)
        self._standard: RecentlyRead[str, str | None] = RecentlyRead(clock)
        self._demands: RecentlyRead[str, wire.ProjectSettings] = RecentlyRead(clock)
        self._sheets: RecentlyRead[str, ProjectSheet | None] = RecentlyRead(clock)

    def look_again(self) -> None:
        """See the port."""
        for each in (self._activities, self._standard, self._demands, self._sheets):
            each.forget()

    def activities(self) -> list[Activity]:
        """See the port."""
        for each in self._activities.missing([_ALL]):
            query = {"fields": wire.ACTIVITY_FIELDS}
            rows = everything(self._client, "/activity", wire.Activity, query, _SUBJECT)
            general = (row for row in rows if row.activity_type != ActivityType.PROJECT_SPECIFIC)
            self._activities.note(each, [mapping.activity(row) for row in general])
        return self._activities[_ALL]

    def standard_activity(self) -> str | None:
        """See the port; None, too, where the key may not read the settings, which are a beta there."""
        for each in self._standard.missing([_ALL]):
            found = self._settings("/timesheet/settings", wire.Settings, wire.SETTINGS_FIELDS)
            self._standard.note(
                each, str(found.default_project_activity.id) if found.default_project_activity else None
            )  # fmt: skip
        return self._standard[_ALL]

    def project_sheets(self, projects: Sequence[str]) -> dict[str, ProjectSheet]:
        """See the port."""
        missing = self._sheets.missing(projects)
        if missing:
            demands, found = self._demanded(), {}
            for part in comma_lists(missing):
                query = {"id": part, "fields": wire.PROJECT_FIELDS}
                for row in everything(self._client, "/project", wire.ProjectSheet, query, _SUBJECT):
                    found[str(row.id)] = mapping.sheet(row, demands)
            for each in missing:
                self._sheets.note(each, found.get(each))
        return {each: sheet for each in projects if (sheet := self._sheets[each]) is not None}

    def create_activity(self, name: str, kind: ActivityType) -> Activity:
        """See the port."""
        body = {"name": name, "activityType": kind.value}
        request = Request("POST", "/activity", body=body, subject=_SUBJECT)
        made = mapping.activity(one(self._client.send(request), wire.Activity, request))
        self._activities.drop(_ALL)
        return made

    def link_activity(self, project: str, activity: str) -> None:
        """See the port. A refusal is believed once the project shows no such link."""
        body = {"project": {"id": int(project)}, "activity": {"id": int(activity)}}
        self._sheets.drop(project)
        try:
            self._client.send(Request("POST", "/project/projectActivity", body=body, subject=_SUBJECT))
        except DataRefused:
            sheet = self.project_sheets([project]).get(project)
            if sheet is None or activity not in sheet.activities:
                raise

    def _demanded(self) -> wire.ProjectSettings:
        for each in self._demands.missing([_ALL]):
            path = "/project/settings"
            self._demands.note(each, self._settings(path, wire.ProjectSettings, wire.PROJECT_SETTINGS_FIELDS))
        return self._demands[_ALL]

    def _settings(self, path: str, model: type[wire.W], fields: str) -> wire.W:
        request = Request("GET", path, {"fields": fields}, subject=_SUBJECT)
        try:
            return one(self._client.send(request), model, request)
        except ConfigurationWrong as error:
            if error.code != "right_missing":
                raise
            return model()
