"""Hours out of an uploaded file: read, shown, confirmed, and then sent the way of all other hours.

upload    the file is read as a whole or refused; where each row goes; a run looks what would come of it
people    somebody says who is meant; what would come of it is looked at anew
confirm   a person says that the hours are approved; a run puts them into the ledger, and their days wait to be sent

Nothing is in the ledger before a file is confirmed, and no file is confirmed that has rows nobody can read, people
nobody knows, or hours that the app sends itself: a file states sums, and a sum without some of its rows is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.hours_file import FileRow
from samspill.model.hours_imports import HoursImport, ImportState, JudgedRow, StatedDay
from samspill.model.hours_runs import Run, RunKind
from samspill.model.kinds import Kind, Side
from samspill.model.settings_hours import HourSettings
from samspill.store.opaque import decode_cursor, encode_cursor
from samspill.sync.hours.import_files import ImportFiles
from samspill.sync.hours.judging import judged
from samspill.sync.hours.run_files import CHUNK, RunFiles
from samspill.sync.hours.stating import sums
from samspill.tasks.hours import carry_out, check_on
from samspill.tasks.hours_import_meaning import Register, meaning_of
from samspill.tasks.refusals import Invalid, Refused

#: Why a file cannot be confirmed yet.
_NOT_YET = {
    ImportState.PEOPLE: "import_people_missing",
    ImportState.LOOKING: "import_not_ready",
    ImportState.REFUSED: "import_refused",
}
#: Names that the settings keep, as their model has it: the oldest answers go.
_KEPT_PEOPLE = 2000


def upload(app: App, connection: Connection, body: bytes, by: str) -> HoursImport:
    """Take a file in. Raises DataRefused (what is wrong with the file), Refused(hours_off), WrongStatus, NotFound
    where the app has no such files, and what the app raises when it is asked who is meant."""
    check_on(app, connection)
    read = app.apps[app.integration(connection.integration).system].hours_file
    if read is None:
        raise NotFound("files of hours")
    file = read(body)
    days = sorted(row.on for row in file.rows if row.on is not None)
    found = HoursImport(
        id=app.new_id(), sha256=sha256(body).hexdigest(), size=len(body), by=by, created_at=app.clock(),
        sheet=file.sheet, unit=file.unit, rows=len(file.rows), seconds=file.seconds, stated=file.stated,
        first=days[0] if days else None, last=days[-1] if days else None,
        unreadable=sum(row.code is not None for row in file.rows),
    )  # fmt: skip
    _files(app, connection).put_file(found.id, body)
    return _look(app, connection, found, file.rows)


def show(app: App, connection: Connection, import_id: str) -> HoursImport:
    """The import as it is now. Raises NotFound."""
    return _seen(app, connection, _files(app, connection).get(import_id))


def name_people(
    app: App, connection: Connection, import_id: str, people: Mapping[str, str | None]
) -> HoursImport:  # fmt: skip
    """Say who is meant, by the names in the file: ids of employees in the app, kept for later files; None leaves
    somebody's rows out of this one. Raises NotFound, Refused(import_confirmed, hours_off), WrongStatus,
    Invalid(import_person_unknown, employee_unknown)."""
    check_on(app, connection)
    files = _files(app, connection)
    found = files.get(import_id)
    if found.state is ImportState.CONFIRMED:
        raise Refused("import_confirmed")
    asked = {each.name for each in found.unknown} | set(found.people)
    for name in people:
        if name not in asked:
            raise Invalid("import_person_unknown", "people", {"value": name})
    _check_known(app, connection, people)
    connection = _keep(app, connection, people)
    found = found.model_copy(update={"people": {**found.people, **people}})
    rows = [each.row for each in files.rows(import_id, found.look or "")]
    return _look(app, connection, found, rows)


def confirm(app: App, connection: Connection, import_id: str, by: str) -> HoursImport:
    """Take over what the file states; `by` says that these hours are approved. Again it changes nothing. Raises
    NotFound, Refused(import_people_missing, import_not_ready, import_refused, hours_off), WrongStatus."""
    check_on(app, connection)
    found = show(app, connection, import_id)
    if found.state in _NOT_YET:
        raise Refused(_NOT_YET[found.state])
    if found.state is not ImportState.CONFIRMED:
        changes = {"confirmed_at": app.clock(), "confirmed_by": by, "booking": app.new_id()}
        found = _files(app, connection).save(found.model_copy(update=changes))
    _book(app, connection, found)
    return found


def page(
    app: App, connection: Connection, found: HoursImport, *, blocking: bool | None, limit: int, cursor: str | None
) -> tuple[list[JudgedRow], str | None]:
    """A page of rows, in the file's order; with `blocking` only those that (do not) stand in the way. Raises
    Invalid(invalid_cursor)."""
    mark = f"{found.id}.{found.look}.{found.conflicts is not None}."
    start = _position(cursor, mark)
    wanted = (
        (place, row)
        for place, row in enumerate(_judged(app, connection, found))
        if place >= start and blocking in (None, row.blocks)
    )
    rows = list(islice(wanted, limit + 1))
    following = encode_cursor(f"{mark}{rows[limit][0]}") if len(rows) > limit else None
    return [row for _, row in rows[:limit]], following


def _look(app: App, connection: Connection, found: HoursImport, rows: Sequence[FileRow]) -> HoursImport:
    """Where rows go, and, once all of them go somewhere, a run that shows what would come of it."""
    files, look = _files(app, connection), app.new_id()
    register = Register(
        app.systems(connection, Priority.PERSON)[Side.APP], app.stores(connection.id).journal,
        {**connection.settings.hours.people, **found.people},
    )  # fmt: skip
    meaning = meaning_of(register, rows)
    days = sums(meaning.rows, found.id)
    files.put_rows(found.id, look, meaning.rows)
    for chunk, part in enumerate(_chunks(days), 1):
        files.put_days(found.id, look, chunk, part)
    changes = {
        "unknown": meaning.unknown, "left_out": meaning.left_out, "days": len(days), "look": look, "conflicts": None,
    }  # fmt: skip
    found = files.save(found.model_copy(update=changes))
    if found.state is ImportState.LOOKING:
        carry_out(app, connection, _run(app, found, RunKind.IMPORT, look), iter([each.day for each in days]))
    return _seen(app, connection, found)


def _seen(app: App, connection: Connection, found: HoursImport) -> HoursImport:
    """With what the run found, once it is through."""
    if found.state is not ImportState.LOOKING or found.look is None:
        return found
    runs, files = RunFiles(app.plans, connection.id), _files(app, connection)
    run = runs.get(found.look)
    if run.finished_at is None:
        return found
    planned = (row for chunk in range(1, run.worked + 1) for row in runs.rows(run, chunk))
    rows = judged(files.rows(found.id, found.look), planned)
    files.put_judged(found.id, found.look, rows)
    return files.save(found.model_copy(update={"conflicts": sum(each.blocks for each in rows)}))


def _judged(app: App, connection: Connection, found: HoursImport) -> Iterator[JudgedRow]:
    files, look = _files(app, connection), found.look or ""
    if found.conflicts is not None:
        return files.judged(found.id, look)
    return (
        JudgedRow(was=each, code=each.code, facts=each.facts, blocks=each.blocks)
        for each in files.rows(found.id, look)
    )


def _book(app: App, connection: Connection, found: HoursImport) -> None:
    """Begin the run that takes the hours over, unless it has begun."""
    runs = RunFiles(app.plans, connection.id)
    try:
        runs.get(found.booking or "")
    except NotFound:
        look = runs.get(found.look or "")
        days = (day for chunk in range(1, look.chunks + 1) for day in runs.days(look, chunk))
        carry_out(app, connection, _run(app, found, RunKind.FILE, found.booking or ""), days)


def _run(app: App, found: HoursImport, kind: RunKind, run_id: str) -> Run:
    today = app.clock().date()
    return Run(
        id=run_id, kind=kind, by=found.confirmed_by or found.by, first=found.first or today, last=found.last or today,
        about=found.id, created_at=app.clock(), unlisted=None,
    )  # fmt: skip


def _check_known(app: App, connection: Connection, people: Mapping[str, str | None]) -> None:
    ids = [each for each in people.values() if each is not None]
    known = app.systems(connection, Priority.PERSON)[Side.APP].get(Kind.EMPLOYEE, ids) if ids else {}
    for name, employee in people.items():
        if employee is not None and known.get(employee) is None:
            raise Invalid("employee_unknown", f"people.{name}", {"value": employee})


def _keep(app: App, connection: Connection, people: Mapping[str, str | None]) -> Connection:
    named = {name: employee for name, employee in people.items() if employee is not None}
    if not named:
        return connection

    def kept(now: Connection) -> Connection:
        every = {**now.settings.hours.people, **named}
        people = dict(list(every.items())[-_KEPT_PEOPLE:])
        hours = HourSettings.model_validate({**now.settings.hours.model_dump(), "people": people})
        return now.model_copy(update={"settings": now.settings.model_copy(update={"hours": hours})})

    return app.connections.update(connection.id, kept)


def _chunks(days: Sequence[StatedDay]) -> Iterator[Sequence[StatedDay]]:
    """As a run cuts its days (`sync.hours.runs.begin`)."""
    return (days[start : start + CHUNK] for start in range(0, len(days), CHUNK))


def _files(app: App, connection: Connection) -> ImportFiles:
    return ImportFiles(app.plans, connection.id)


def _position(cursor: str | None, mark: str) -> int:
    if cursor is None:
        return 0
    try:
        return max(0, int(decode_cursor(cursor, mark).removeprefix(mark)))
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None
