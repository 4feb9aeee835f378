"""Weeks and months of people that are approved: their days can be booked on no more (reference/tripletex.md 8.8).

Weeks are read for the whole company, months for the people asked about: together the fewest calls. How `weekYear`
writes a week is documented as "ISO-8601" only; an account that understands no form of ours is asked by people.
"""

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from samspill.exceptions import Bug, ConfigurationWrong, DataRefused
from samspill.model.hours import Period
from samspill.model.kinds import Kind
from samspill.systems.tripletex import timesheet_wire as wire
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import comma_lists, everything
from samspill.systems.tripletex.recently_read import RecentlyRead

APPROVED = "hours_period_approved"
_SUBJECT = Kind.HOURS.value
_WEEK_FORMS = ("{year}-W{week:02}", "{year}-{week:02}")
_WEEK = timedelta(days=7)


class ClosedPeriods:
    """Those of one company."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._forms = list(_WEEK_FORMS)
        self._weeks: RecentlyRead[date, frozenset[str]] = RecentlyRead(clock)
        self._months: RecentlyRead[tuple[str, str], Period | None] = RecentlyRead(clock)

    def of(self, employees: Sequence[str], first: date, last: date) -> list[Period]:
        """See the port."""
        return [*self._weeks_of(employees, first, last), *self._months_of(employees, first, last)]

    def look_again(self) -> None:
        """See the port."""
        self._weeks.forget()
        self._months.forget()

    def _weeks_of(self, employees: Sequence[str], first: date, last: date) -> Iterator[Period]:
        mondays = list(_mondays(first, last))
        for monday in self._weeks.missing(mondays):
            approved = self._approved_in(monday)
            if approved is None:
                yield from self._weeks_by_people(employees, set(mondays))
                return
            self._weeks.note(monday, approved)
        for monday in mondays:
            yield from (_week(each, monday) for each in employees if each in self._weeks[monday])

    def _approved_in(self, monday: date) -> frozenset[str] | None:
        """Everybody whose week is approved, None when no form of a week is understood."""
        while self._forms:
            year, week, _ = monday.isocalendar()
            try:
                weeks = self._read_weeks({"weekYear": self._forms[0].format(year=year, week=week)})
            except (DataRefused, Bug):
                self._forms.pop(0)
            else:
                return frozenset(employee for employee, of in weeks if of == monday)
        return None

    def _weeks_by_people(self, employees: Sequence[str], mondays: set[date]) -> Iterator[Period]:
        for part in comma_lists(employees):
            weeks = self._read_weeks({"employeeIds": part})
            yield from (_week(employee, monday) for employee, monday in weeks if monday in mondays)

    def _read_weeks(self, query: Mapping[str, str]) -> list[tuple[str, date]]:
        """Approved weeks: whose, and their Mondays."""
        rows = self._read("/timesheet/week", wire.Week, {**query, "fields": wire.WEEK_FIELDS})
        return [
            (str(row.employee.id), date.fromisocalendar(row.year, row.week, 1))
            for row in rows
            if row.approved and row.year and row.week
        ]

    def _months_of(self, employees: Sequence[str], first: date, last: date) -> Iterator[Period]:
        wanted = [(employee, month) for employee in employees for month in _months(first, last)]
        missing = self._months.missing(wanted)
        if missing:
            people, months = (sorted(set(each)) for each in zip(*missing, strict=True))
            approved = self._approved_months(people, months)
            for each in missing:
                self._months.note(each, approved.get(each))
        for each in wanted:
            period = self._months[each]
            if period is not None and period.last >= first:
                yield period

    def _approved_months(self, employees: Sequence[str], months: Sequence[str]) -> dict[tuple[str, str], Period]:
        path = "/timesheet/month/byMonthNumberList"
        query = {"monthYearList": ",".join(months), "fields": wire.MONTH_FIELDS}
        return {
            (str(row.employee.id), row.month_year): _month(row, row.month_year)
            for part in comma_lists(employees)
            for row in self._read(path, wire.Month, {**query, "employeeIds": part})
            if row.approved and row.month_year is not None and row.month_year in months
        }

    def _read(self, path: str, model: type[wire.W], query: Mapping[str, str]) -> list[wire.W]:
        """Nothing where approval is none of the account's or the key's: a row that is locked is told of then."""
        try:
            return everything(self._client, path, model, query, _SUBJECT)
        except ConfigurationWrong as error:
            if error.code != "right_missing":
                raise
            return []


def _week(employee: str, monday: date) -> Period:
    return Period(employee, monday, monday + _WEEK - timedelta(days=1), APPROVED)


def _month(row: wire.Month, month: str) -> Period:
    year, number = map(int, month.split("-"))
    end = date(year, number, calendar.monthrange(year, number)[1])
    return Period(str(row.employee.id), date(year, number, 1), min(row.approved_until_date or end, end), APPROVED)


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday
        monday += _WEEK


def _months(first: date, last: date) -> Iterator[str]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
