"""Tripletex' timesheet in memory, with what keeps hours out of it (reference/tripletex.md 8.4, 8.5, 8.8)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import count

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.hours import (
    Activity,
    ActivityType,
    Period,
    ProjectSheet,
    RowDraft,
    RowKey,
    SheetRow,
    Stated,
)
from samspill.model.kinds import Kind, Side
from samspill.model.records import Project
from samspill.sync.ports import Conflict, Missing, Refused, Uncertain
from samspill.sync.ports.hours import RowDone, RowOutcome, RowTaken
from tests.fakes.hostile import LateWrites, RowFault
from tests.fakes.systems import MemorySystem

APPROVED = "hours_period_approved"


class MemorySheet(LateWrites, MemorySystem):
    """Tripletex with hours. `sheet` are all rows by id, whoever made them; `made` those that were made through the
    port, `carried_out` counts what was written through it. `faults` befall the next rows that are written, None lets
    one through; `late` are writes that are still carried out, within `busy`, although their answer was lost.
    `unlisted_rows` are lost at a page's border: lists leave them out. `asked` are the calls of the port."""

    def __init__(
        self, side: Side = Side.TRIPLETEX, clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        busy: timedelta = timedelta(),
    ) -> None:  # fmt: skip
        MemorySystem.__init__(self, side)
        LateWrites.__init__(self, clock, busy)
        self.made: set[str] = set()
        self.carried_out = 0
        self.sheet: dict[str, SheetRow] = {}
        self.known: dict[str, Activity] = {}
        self.standard: str | None = None
        self.links: dict[str, set[str]] = {}
        self.participants: dict[str, frozenset[str]] = {}
        self.linked_only: set[str] = set()
        self.closed: list[Period] = []
        self.faults: list[RowFault | None] = []
        self.unlisted_rows: set[str] = set()
        self.asked: list[str] = []
        self._new_ids = count(1)

    # ---- what a person does --------------------------------------------------------------------------------------

    def book(
        self, employee: str, on: date, project: str | None, activity: str, hours: Decimal, comment: str = ""
    ) -> SheetRow:
        """Somebody books hours by hand."""
        key = RowKey(employee=employee, on=on, project=project, activity=activity)
        assert all(row.key != key for row in self.sheet.values())
        return self._store(key, Stated(hours=hours, comment=comment))

    def rewrite(self, row_id: str, hours: Decimal | None = None, comment: str | None = None) -> SheetRow:
        """Somebody changes a row."""
        row = self.sheet[row_id]
        stated = Stated(
            hours=row.hours if hours is None else hours, comment=row.comment if comment is None else comment
        )
        return self._restore(row, stated)

    def strike(self, row_id: str) -> None:
        """Somebody deletes a row."""
        del self.sheet[row_id]

    def lock(self, row_id: str, locked: bool = True) -> None:
        """A row is paid or invoiced, or that is taken back."""
        self.sheet[row_id] = replace(self.sheet[row_id], locked=locked)

    def approve(self, employee: str, first: date, last: date) -> None:
        """Somebody's days are approved: rows are locked, and no more can be booked."""
        self.closed.append(Period(employee, first, last, APPROVED))

    def reopen(self) -> None:
        """All approvals are taken back."""
        self.closed.clear()

    def add_activity(self, name: str, kind: ActivityType = ActivityType.PROJECT_GENERAL) -> Activity:
        """Somebody makes an activity."""
        made = Activity(f"a{next(self._new_ids)}", name, type=kind)
        self.known[made.id] = made
        return made

    def disable(self, activity: str, disabled: bool = True) -> None:
        """Somebody ends an activity, or takes that back."""
        self.known[activity] = replace(self.known[activity], disabled=disabled)

    # ---- the port: reading ---------------------------------------------------------------------------------------

    def look_again(self) -> None:
        self.asked.append("look_again")

    def rows(self, employees: Sequence[str], first: date, last: date) -> list[SheetRow]:
        self.asked.append("rows")
        return [
            self._shown(row)
            for row in self.sheet.values()
            if row.key.employee in employees and first <= row.key.on <= last and row.id not in self.unlisted_rows
        ]

    def row(self, row_id: str) -> SheetRow | None:
        self.asked.append("row")
        return self._shown(self.sheet[row_id]) if row_id in self.sheet else None

    def closed_periods(self, employees: Sequence[str], first: date, last: date) -> list[Period]:
        self.asked.append("closed_periods")
        return [p for p in self.closed if p.employee in employees and p.first <= last and first <= p.last]

    def activities(self) -> list[Activity]:
        self.asked.append("activities")
        return list(self.known.values())

    def standard_activity(self) -> str | None:
        self.asked.append("standard_activity")
        return self.standard

    def project_sheets(self, projects: Sequence[str]) -> dict[str, ProjectSheet]:
        self.asked.append("project_sheets")
        return {each: sheet for each in projects if (sheet := self._project(each)) is not None}

    # ---- the port: writing ---------------------------------------------------------------------------------------

    def create_rows(self, drafts: Sequence[RowDraft]) -> list[RowOutcome]:
        self.asked.append("create_rows")
        return [self._faulty(partial(self._create_row, draft)) for draft in drafts]

    def update_rows(self, rows: Sequence[tuple[SheetRow, Stated]]) -> list[RowOutcome]:
        self.asked.append("update_rows")
        return [self._faulty(partial(self._update_row, row, wanted)) for row, wanted in rows]

    def delete_row(self, row: SheetRow) -> RowOutcome:
        self.asked.append("delete_row")
        return self._faulty(partial(self._delete_row, row))

    def create_activity(self, name: str, kind: ActivityType) -> Activity:
        self.asked.append("create_activity")
        if any(each.name == name for each in self.known.values()):
            raise DataRefused("name_taken", "name")
        return self.add_activity(name, kind)

    def link_activity(self, project: str, activity: str) -> None:
        self.asked.append("link_activity")
        if self.known[activity].type is ActivityType.GENERAL:
            raise DataRefused("hours_activity_unusable", "activity.id")
        self.links.setdefault(project, set()).add(activity)

    # ---- how it is carried out -----------------------------------------------------------------------------------

    def _faulty(self, carry_out: Callable[[], RowOutcome]) -> RowOutcome:
        fault = self.faults.pop(0) if self.faults else None
        if fault is None:
            return carry_out()
        if fault is RowFault.DONE:
            outcome = carry_out()
            if not isinstance(outcome, RowDone):
                return outcome
        if fault is RowFault.LATE:
            self.later(carry_out)
        return Uncertain(RetryLater(uncertain=True))

    def _create_row(self, draft: RowDraft) -> RowOutcome:
        if any(row.key == draft.key for row in self.sheet.values()):
            return RowTaken()
        code = self._refusal(draft.key)
        if code:
            return Refused(DataRefused(code))
        row = self._store(draft.key, draft.wanted)
        self.made.add(row.id)
        self.carried_out += 1
        return RowDone(row)

    def _update_row(self, row: SheetRow, wanted: Stated) -> RowOutcome:
        now = self.sheet.get(row.id)
        if now is None:
            return Missing()
        if now.stated == wanted:
            return RowDone(self._shown(now))
        if now.version != row.version:
            return Conflict()
        if self._shown(now).locked:
            return Refused(DataRefused("hours_locked"))
        code = self._refusal(now.key)
        if code:
            return Refused(DataRefused(code))
        self.carried_out += 1
        return RowDone(self._restore(now, wanted))

    def _delete_row(self, row: SheetRow) -> RowOutcome:
        now = self.sheet.get(row.id)
        if now is None:
            return RowDone(None)
        if now.version != row.version:
            return Conflict()
        if self._shown(now).locked:
            return Refused(DataRefused("hours_locked"))
        del self.sheet[row.id]
        self.carried_out += 1
        return RowDone(None)

    def _refusal(self, key: RowKey) -> str | None:
        """Why hours cannot stand there. How many they are is nobody's affair here: 38 a day were seen."""
        activity = self.known.get(key.activity)
        if self._is_closed(key):
            return "hours_locked"
        if activity is None or activity.disabled:
            return "hours_activity_unusable"
        if key.project is None:
            return None if activity.type is ActivityType.GENERAL else "hours_activity_unusable"
        return self._refusal_of_project(key, activity)

    def _refusal_of_project(self, key: RowKey, activity: Activity) -> str | None:
        project = self._project(key.project or "")
        if project is None:
            return "data_refused"
        reasons = (
            ("hours_project_closed", project.closed),
            ("hours_before_project", project.start is not None and key.on < project.start),
            ("hours_not_participant", project.participants is not None and key.employee not in project.participants),
            ("hours_activity_unusable", not project.takes(activity)),
        )
        return next((code for code, holds in reasons if holds), None)

    def _project(self, project_id: str) -> ProjectSheet | None:
        record = self.records[Kind.PROJECT].get(project_id)
        if not isinstance(record, Project):
            return None
        linked = {each: self.known[each] for each in self.links.get(project_id, ())}
        return ProjectSheet(
            id=project_id,
            number=record.number or "",
            name=record.name or "",
            start=record.start_date,
            closed=bool(record.closed),
            activities={each: activity for each, activity in linked.items() if not activity.disabled},
            participants=self.participants.get(project_id),
            linked_only=project_id in self.linked_only,
        )

    def _is_closed(self, key: RowKey) -> bool:
        return any(p.employee == key.employee and p.first <= key.on <= p.last for p in self.closed)

    def _shown(self, row: SheetRow) -> SheetRow:
        return replace(row, locked=row.locked or self._is_closed(row.key))

    def _store(self, key: RowKey, wanted: Stated) -> SheetRow:
        made = SheetRow(f"r{next(self._new_ids)}", 0, key, wanted.hours, wanted.comment)
        self.sheet[made.id] = made
        return made

    def _restore(self, row: SheetRow, wanted: Stated) -> SheetRow:
        changed = replace(row, hours=wanted.hours, comment=wanted.comment, version=(row.version or 0) + 1)
        self.sheet[row.id] = changed
        return self._shown(changed)
