"""Hours: what sending would do, sending, how far it is, and what a week has come to."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from samspill import messages
from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater, WrongStatus
from samspill.model.hours import Move
from samspill.model.hours_runs import RunKind, RunRow
from samspill.model.kinds import Kind
from samspill.model.oslo import day_in_oslo
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import hours, hours_weeks
from samspill.tasks.hours import Asked, Filter, RunState
from samspill.tasks.hours_weeks import Line
from samspill.tasks.refusals import Invalid, Refused

#: Rows on a page, and weeks of employees.
AT_ONCE = 100
#: What a request of this page may be refused for, and what it says then.
_SAID = {
    "hours_off": "hours_off", "period_backwards": "period_backwards", "period_too_long": "period_too_long",
    "employee_unknown": "not_possible_now",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Hours in a list, and why they are where they are."""

    it: RunRow | Line
    reason: messages.ProblemTexts | None


def show(visit: Visit) -> Page:
    """The week's report, and the way to a preview."""
    week = visit.asked.query.get("week", "") or _week_of(_today(visit))
    try:
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        before, sunday, after = (monday + timedelta(days=days) for days in (-7, 6, 7))
        report = hours_weeks.report(visit.app, visit.connection, week, None, AT_ONCE, visit.asked.query.get("cursor"))
    except (ValueError, OverflowError, Invalid, NotFound):
        return visit.back("/hours")
    return visit.page(
        "hours", "hours.html",
        on=visit.is_on(Kind.HOURS), automatic=visit.connection.settings.hours.sending.value == "automatic",
        report=report, lines=[Told(line, _why(visit, line)) for line in report.lines],
        monday=monday, sunday=sunday, before=_week_of(before), after=_week_of(after),
        following=urlencode({"week": week, "cursor": report.following}) if report.following else None,
    )  # fmt: skip


def ask(visit: Visit, deed: str) -> Page:
    """Begin a preview, or send."""
    if deed not in ("preview", "send"):
        raise NotFound(deed)
    form = visit.asked.form
    try:
        shown = _plain(form["preview"]) if form.get("preview") else None
        asked = Asked(None, _day(form.get("from", "")), _day(form.get("to", "")), shown)
        seen = hours.ask(visit.app, visit.connection, RunKind(deed), asked, visit.visitor.by)
    except ValueError:
        return visit.back("/hours", "not_a_day")
    except (Invalid, Refused) as error:
        return visit.back("/hours", _SAID.get(error.code, "not_possible_now"))
    except (WrongStatus, ConfigurationWrong, RetryLater):
        return visit.back("/hours", "not_possible_now")
    return visit.back(f"/hours/runs/{seen.run.id}")


def run(visit: Visit, run_id: str) -> Page:
    """A preview, or hours that are on their way."""
    seen, query = hours.show(visit.app, visit.connection, _plain(run_id)), visit.asked.query
    move = query.get("move", "")
    wanted = Filter(move=Move(move) if move in set(Move) else None)
    try:
        rows, following = hours.rows(visit.app, visit.connection, seen.run, wanted, AT_ONCE, query.get("cursor"))
        sums, more_sums = hours.sums(visit.app, visit.connection, seen.run, AT_ONCE, query.get("sums"))
    except Invalid:
        return visit.back(f"/hours/runs/{run_id}")
    kept = {"move": wanted.move.value} if wanted.move else {}
    return visit.page(
        "hours", "hours_run.html",
        seen=seen, run=seen.run, working=seen.state is RunState.WORKING, stopped=seen.state is RunState.STOPPED,
        sends=seen.run.sends, moves=_moves(seen.run.lines, seen.run.hours),
        sums=[(each, _moves(each.lines, each.hours)) for each in sums],
        rows=[Told(row, _why(visit, row)) for row in rows], wanted=wanted, place=f"/hours/runs/{run_id}",
        following=urlencode({**kept, "cursor": following}) if following else None,
        more_sums=urlencode({**kept, "sums": more_sums}) if more_sums else None,
    )  # fmt: skip


def _moves(lines: dict[Move, int], counted: dict[Move, Decimal]) -> list[tuple[str, int, Decimal]]:
    return [(move.value, lines[move], counted.get(move, Decimal(0))) for move in Move if lines.get(move)]


def _why(visit: Visit, row: RunRow | Line) -> messages.ProblemTexts | None:
    words = visit.look.words
    if row.code is None:
        return None
    facts = messages.record_facts(words.app, Kind.HOURS, row.number, row.name, words.language)
    return words.reason(row.code, {**facts, **row.facts})


def _today(visit: Visit) -> date:
    return day_in_oslo(visit.app.clock())


def _week_of(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _day(text: str) -> date | None:
    """What was typed or chosen. Raises ValueError."""
    return date.fromisoformat(text.strip()) if text.strip() else None


def _plain(run_id: str) -> str:
    """Part of a key on the shelf: nothing but letters of ids. Raises NotFound."""
    if len(run_id) > 64 or not all(letter in "0123456789abcdef-" for letter in run_id):
        raise NotFound(run_id)
    return run_id


ROUTES = (
    Route("GET", f"{OWN}/hours", show),
    Route("POST", OWN + "/hours/{deed}", ask),
    Route("GET", OWN + "/hours/runs/{run_id}", run),
)
