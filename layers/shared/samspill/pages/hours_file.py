"""Hours out of an uploaded file: who is meant, each row's fate, and the person who says that they are approved."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from samspill import messages
from samspill.exceptions import ConfigurationWrong, DataRefused, NotFound, RetryLater, WrongStatus
from samspill.model.hours_imports import HoursImport, ImportState, JudgedRow
from samspill.model.kinds import Kind
from samspill.pages.answers import Page
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import hours_import
from samspill.tasks.refusals import Invalid, Refused

#: Rows on a page.
AT_ONCE = 200
_HOUR, _HUNDREDTH = 3600, Decimal("0.01")
#: What stands for somebody whose rows are left out.
LEFT_OUT = "-"


@dataclass(frozen=True)
class Told:
    """A row of the file, its hours, and why it goes nowhere or is held back."""

    it: JudgedRow
    hours: Decimal | None
    reason: messages.ProblemTexts | None


def upload(visit: Visit) -> Page:
    """Take a file in."""
    body = visit.asked.files.get("file", b"")

    def taken() -> Page:
        found = hours_import.upload(visit.app, visit.connection, body, visit.visitor.by)
        return visit.back(f"/hours/imports/{found.id}")

    return _said(visit, taken)


def show(visit: Visit, import_id: str) -> Page:
    """Where it stands, and what becomes of its rows."""
    found = hours_import.show(visit.app, visit.connection, _plain(import_id))
    blocking = True if visit.asked.query.get("only") == "blocking" else None
    try:
        rows, following = hours_import.page(
            visit.app,
            visit.connection,
            found,
            blocking=blocking,
            limit=AT_ONCE,
            cursor=visit.asked.query.get("cursor"),
        )
    except Invalid:
        return visit.back(f"/hours/imports/{import_id}")
    kept = {"only": "blocking"} if blocking else {}
    return visit.page(
        "hours", "hours_import.html",
        it=found, hours=_hours(found.seconds), stated=None if found.stated is None else _hours(found.stated),
        differs=found.stated is not None and abs(found.stated - found.seconds) >= 60,
        rows=[_told(visit, row) for row in rows], blocking=bool(blocking), left_out=LEFT_OUT,
        looking=found.state is ImportState.LOOKING, place=f"/hours/imports/{import_id}",
        following=urlencode({**kept, "cursor": following}) if following else None,
    )  # fmt: skip


def name(visit: Visit, import_id: str) -> Page:
    """Who is meant: a field for each, `who.<place>`, with the id of the employee in the app."""
    found, form = hours_import.show(visit.app, visit.connection, _plain(import_id)), visit.asked.form
    said = {each.name: form.get(f"who.{place}", "").strip() for place, each in enumerate(found.unknown)}
    people = {each: None if answer == LEFT_OUT else answer for each, answer in said.items() if answer}
    place = f"/hours/imports/{import_id}"
    if not people:
        return visit.back(place, "nobody_named")

    def named() -> Page:
        hours_import.name_people(visit.app, visit.connection, found.id, people)
        return visit.back(place)

    return _said(visit, named, place)


def confirm(visit: Visit, import_id: str) -> Page:
    """Somebody says that these hours are approved."""
    place = f"/hours/imports/{import_id}"
    if visit.asked.form.get("approved") != "on":
        return visit.back(place, "not_said_approved")

    def confirmed() -> Page:
        found: HoursImport = hours_import.confirm(visit.app, visit.connection, _plain(import_id), visit.visitor.by)
        return visit.back(f"/hours/runs/{found.booking}" if found.booking else place)

    return _said(visit, confirmed, place)


def _said(visit: Visit, do: Callable[[], Page], place: str = "/hours") -> Page:
    """What comes of it; a refusal in words, with the way back."""
    try:
        return do()
    except (DataRefused, Refused, Invalid) as error:
        words, facts = visit.look.words, {str(name): value for name, value in error.facts.items()}
        title, text = (words.term(f"api.{error.code}.{part}", **facts) for part in ("title", "detail"))
        page = visit.page("hours", "hours_refused.html", title=title, text=text, place=place)
        return Page(page.body, 422, language=page.language)
    except (WrongStatus, ConfigurationWrong, RetryLater):
        return visit.back(place, "not_possible_now")


def _told(visit: Visit, judged: JudgedRow) -> Told:
    row, words = judged.was.row, visit.look.words
    hours = None if row.seconds is None else _hours(row.seconds)
    if judged.code is None:
        return Told(judged, hours, None)
    name = row.employee_name or row.employee_number
    facts = messages.record_facts(words.app, Kind.HOURS, row.employee_number, name, words.language)
    more = {"row": str(row.line), "line": str(row.line), **row.facts, **judged.facts}
    return Told(judged, hours, words.reason(judged.code, {**facts, **more}))


def _hours(seconds: int) -> Decimal:
    return (Decimal(seconds) / _HOUR).quantize(_HUNDREDTH)


def _plain(import_id: str) -> str:
    """Part of a key on the shelf: nothing but letters of ids. Raises NotFound."""
    if len(import_id) > 64 or not all(letter in "0123456789abcdef-" for letter in import_id):
        raise NotFound(import_id)
    return import_id


ROUTES = (
    Route("POST", f"{OWN}/hours/import", upload),
    Route("GET", OWN + "/hours/imports/{import_id}", show),
    Route("POST", OWN + "/hours/imports/{import_id}/people", name),
    Route("POST", OWN + "/hours/imports/{import_id}/confirm", confirm),
)
