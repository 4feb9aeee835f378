"""The report of a week as a sheet that programs for calculation open: a line for each row, then the sums.

What people entered may begin like a formula; such a cell is written so that no program takes it for one (OWASP, CSV
injection). Excel reads commas in numbers where its language writes them so, and then wants semicolons between cells.
"""

import csv
from decimal import Decimal
from io import StringIO

from samspill import messages
from samspill.api.models_hours_weeks import why
from samspill.tasks.hours_weeks import Line, Sums, Week

MEDIA_TYPE = "text/csv"
#: Tells Excel that letters are UTF-8.
_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Between cells, and within numbers.
_SPELLING = {"en": (",", ".")}
_NORDIC = (";", ",")
COLUMNS = (
    "day", "employee_number", "employee", "project", "activity", "task", "tag", "standing", "hours", "others",
    "in_tripletex", "held", "left_out", "reason",
)  # fmt: skip


def sheet(week: Week, language: str, app: str) -> str:
    """All lines of the week, by the employees' names and day, and the sums of each employee and of all."""
    between, point = _SPELLING.get(language, _NORDIC)
    made = StringIO(_MARK)
    made.seek(0, 2)
    writer = csv.writer(made, delimiter=between)
    writer.writerow([messages.text(f"hours.column.{name}", language) for name in COLUMNS])
    for line in sorted(week.lines, key=lambda each: (each.name.casefold(), each.employee, each.day)):
        writer.writerow(_cells(line, language, app, point))
    for each in sorted(week.employees, key=lambda each: (each.name.casefold(), each.employee)):
        writer.writerow(_sums(each.sums, each.number or "", each.name, language, point))
    writer.writerow(_sums(week.total, "", "", language, point))
    return made.getvalue()


def _cells(line: Line, language: str, app: str, point: str) -> list[str]:
    reason = why(line, language, app)
    texts = (
        line.day.isoformat(), line.number or "", line.name, line.project_name or line.project or "",
        line.activity_name or line.activity or "", line.task or "", line.tag or "",
        messages.text(f"hours.standing.{line.standing}", language),
    )  # fmt: skip
    row = line.activity is not None
    there = (line.hours, line.others, line.hours + line.others) if row else (None, None, None)
    kept = (line.held or None, line.left_out or None)
    return [
        *map(safe, texts),
        *(_number(each, point) for each in (*there, *kept)),
        safe(reason.title if reason else ""),
    ]


def _sums(sums: Sums, number: str, name: str, language: str, point: str) -> list[str]:
    standing = messages.text("hours.standing.sum", language)
    numbers = (sums.hours, sums.others, sums.in_tripletex, sums.held, sums.left_out)
    return ["", safe(number), safe(name), "", "", "", "", standing, *(_number(each, point) for each in numbers), ""]


def _number(value: Decimal | None, point: str) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", point)


def safe(text: str) -> str:
    """The text as a cell that is no formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text
