"""Cells of a Timeliste as dates, durations and texts (reference/svenn.md 2.4). Raises ValueError for what is none."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from samspill.systems.svenn.timeliste_cells import Cell

DAY = 24 * 60 * 60
HOUR = 60 * 60
#: Nobody's hours are older or further ahead; a number beyond is no date.
_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)
#: Excel counts 29 February 1900, which never was: from March on day 0 is the day before New Year's Eve.
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_NORWEGIAN = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T00:00:00(\.0+)?Z?)?")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_DECIMAL = re.compile(r"[0-9]{1,6}([.,][0-9]{1,15})?")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Plain:
    """A number that is not shown as a time: parts of a day or hours, as the others of its column."""

    value: Decimal


def text_of(cell: Cell | None) -> str:
    """The text, blanks tidied; a whole number without its fraction, as people see it."""
    if cell is None:
        return ""
    if cell.number:
        value = _number(cell.text)
        return str(int(value)) if value == value.to_integral_value() else cell.text.strip()
    return _BLANKS.sub(" ", cell.text).strip()


def date_of(cell: Cell | None, *, from_1904: bool) -> date:
    """A real date, or one written dd.mm.yyyy (or ISO 8601)."""
    if cell is None:
        raise ValueError("no date")
    if cell.number:
        days = _number(cell.text)
        if not 0 <= days < 100_000:
            raise ValueError("no date")
        return _in_our_time((_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=int(days)))
    text = text_of(cell)
    if found := _NORWEGIAN.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return _in_our_time(date(year, month, day))
    if found := _ISO.fullmatch(text):
        return _in_our_time(date.fromisoformat(found[1]))
    raise ValueError("no date")


def duration_of(cell: Cell | None) -> int | Plain:
    """Whole seconds. An empty cell is none: the entry was never ended. Text is hours ("7,5") or a clock ("07:30"),
    a number that is shown as a time is a part of a day."""
    if cell is None or not cell.text.strip():
        return 0
    if cell.number:
        value = _number(cell.text)
        return seconds_of(value, DAY) if cell.temporal else Plain(value)
    text = text_of(cell)
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return seconds_of(Decimal(hours * HOUR + minutes * 60 + seconds), 1)
    if _DECIMAL.fullmatch(text):
        return seconds_of(Decimal(text.replace(",", ".")), HOUR)
    raise ValueError("no duration")


def seconds_of(value: Decimal, unit: int) -> int:
    """`value` of units of so many seconds, to the second."""
    if value < 0:
        raise ValueError("a negative duration")
    return int((value * unit).to_integral_value())


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError("no number") from None
    if not value.is_finite() or abs(value) > 10**15:
        raise ValueError("no number")
    return value


def _in_our_time(day: date) -> date:
    if not _FIRST <= day < _LAST:
        raise ValueError("not of our time")
    return day
