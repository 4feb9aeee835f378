"""When an invoice of an order is due."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from sandbox.tripletex.rows import Row


def due_date(order: Row, invoiced: str) -> str:
    """The day, `YYYY-MM-DD`, from the order's terms: so many days or months later, or the next such day of a
    month."""
    day, count = date.fromisoformat(invoiced), int(order.get("invoicesDueIn", 14))
    match order.get("invoicesDueInType", "DAYS"):
        case "MONTHS":
            return _in_month(day, count, day.day).isoformat()
        case "RECURRING_DAY_OF_MONTH":
            ahead = 0 if count > day.day else 1
            return _in_month(day, ahead, count).isoformat()
        case _:
            return (day + timedelta(days=count)).isoformat()


def _in_month(day: date, months: int, wanted: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(max(wanted, 1), last))
