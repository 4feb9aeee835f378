"""Hours: entries, the weeks and months they are approved in, and the settings of the timesheet."""

from __future__ import annotations

from sandbox.tripletex.schema import (
    day,
    define,
    flag,
    integer,
    number,
    plain,
    read_only,
    ref,
    refs,
    text,
)

TIMESHEET_ENTRY = define(
    "TimesheetEntry",
    "timesheet/entry",
    ref("project", "Project"),
    ref("activity", "Activity"),
    day("date"),
    number("hours"),
    number("chargeableHours", read_only=True),
    ref("employee", "Employee"),
    plain("timeClocks", ()),
    text("comment"),
    *read_only(flag("locked"), flag("chargeable")),
    ref("invoice", "Invoice", read_only=True),
    *read_only(number("hourlyRate"), number("hourlyCost"), number("hourlyCostPercentage")),
    number("projectChargeableHours"),
)

_APPROVAL = (
    *read_only(flag("completed"), flag("approved")),
    ref("approvedBy", "Employee", read_only=True),
    day("approvedDate", read_only=True),
)

WEEK = define(
    "Week",
    "timesheet/week",
    ref("employee", "Employee"),
    refs("timesheetEntries", "TimesheetEntry", read_only=True),
    *read_only(integer("year"), integer("week")),
    *_APPROVAL,
)

MONTHLY_STATUS = define(
    "MonthlyStatus",
    "timesheet/month",
    ref("employee", "Employee"),
    refs("timesheetEntries", "TimesheetEntry", read_only=True),
    *_APPROVAL,
    day("approvedUntilDate", read_only=True),
    text("monthYear", read_only=True),
    number("hoursPayout"),
    number("vacationPayout"),
    # Sums that nobody here asks for.
    *(plain(name, None) for name in ("hourSummary", "flexSummary", "vacationSummary")),
)

TIMESHEET_SETTINGS = define(
    "TimesheetSettings",
    "timesheet/settings",
    *read_only(
        flag("timeClock"),
        flag("timesheetCompleted"),
        flag("flexBalance"),
        flag("vacationBalance"),
        flag("showDetailedTimeSheet"),
        flag("requireCommentsOnRegisteredHoursAllProjects"),
    ),
    ref("defaultProjectActivity", "Activity"),
)
