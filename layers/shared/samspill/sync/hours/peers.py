"""The two systems as hours see them: those of an integration that has hours offer these calls."""

from typing import cast

from samspill.model.kinds import Side
from samspill.sync.desk import Desk
from samspill.sync.ports.hours import TimeEntries, Timesheet


def entries(desk: Desk) -> TimeEntries:
    """The app, where people enter hours."""
    return cast(TimeEntries, desk.systems[Side.APP])


def timesheet(desk: Desk) -> Timesheet:
    """Tripletex, where they become rows of the timesheet."""
    return cast(Timesheet, desk.systems[Side.TRIPLETEX])
