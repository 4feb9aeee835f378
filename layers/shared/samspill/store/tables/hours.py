"""Where the ledger of hours stands in the table `links`: in the partition of its kind, told apart by the sort key.

A day is what a pair is for records; that an entry or a row of the timesheet is of a day is an item of its own, as a
side of a pair is. So no row can be two days' at once."""

from samspill.model.hours import Day, RowKey
from samspill.model.kinds import Kind
from samspill.store.sort_keys import escape
from samspill.store.tables import links

TOUCHED = "touched#"


def partition(connection: str) -> str:
    """The partition of a connection's ledger."""
    return links.partition(connection, Kind.HOURS)


def days_of_week(week: str, employee: str | None = None) -> str:
    """What the sort keys of a week's days begin with, or those of one employee within it."""
    return f"day#{week}#" if employee is None else f"day#{week}#{escape(employee)}#"


def day_key(day: Day) -> str:
    """Sort key of a day: days of a week stand together, and within it those of an employee."""
    return f"{days_of_week(day.week, day.employee)}{day.on.isoformat()}"


def entry_key(entry: str) -> str:
    """Sort key of what tells on which day an entry was last seen."""
    return f"entry#{escape(entry)}"


def row_key(key: RowKey) -> str:
    """Sort key of the claim on a row."""
    return f"row#{escape(str(key))}"


def touched_key(day: Day) -> str:
    """Sort key of what tells that a day has changes which nobody has sent."""
    return f"{TOUCHED}{escape(day.employee)}#{day.on.isoformat()}"
