"""Hours that a person wants to see or to send: runs, asked for, gone on with, and looked at."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from samspill.composition import App
from samspill.exceptions import NotFound, RetryLater, WrongStatus
from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.hours import Day, DayLedger, Move
from samspill.model.hours_runs import Run, RunKind, RunRow, WeekSum
from samspill.model.kinds import Kind, Side
from samspill.model.oslo import day_in_oslo
from samspill.model.problems import CATALOGUE
from samspill.model.status import Status
from samspill.store.opaque import decode_cursor, encode_cursor
from samspill.sync.hours.run_files import RunFiles
from samspill.sync.hours.runs import begin, go_on, period, runs_key
from samspill.sync.hours.stops import day_key
from samspill.tasks.connections import wake_groups
from samspill.tasks.desk import desk_for
from samspill.tasks.refusals import Invalid, Refused

#: The longest period of one run.
LONGEST = timedelta(days=366)
#: So long a request works on a run before it leaves it to the worker.
AT_ONCE = timedelta(seconds=8)
#: Chunks that one request looks at, to see how far a run is, or to find rows that fit.
_CHUNKS_LOOKED_AT = 25


class RunState(StrEnum):
    """How far a run is. `stopped`: the connection does not run, so nothing goes on until it does."""

    WORKING = "working"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True)
class Asked:
    """What a run is wanted for; None is everything from the first day until today. `preview` is a run whose days are
    meant: nobody looks for them again."""

    employee: str | None = None
    first: date | None = None
    last: date | None = None
    preview: str | None = None


@dataclass(frozen=True)
class Seen:
    """A run as it is now."""

    run: Run
    state: RunState

    @property
    def waiting(self) -> int:
        """Days that were not seen through yet."""
        return self.run.days - self.run.sent - self.run.held if self.run.sends else 0


@dataclass(frozen=True)
class Filter:
    """Which rows to list."""

    move: Move | None = None
    employee: str | None = None
    week: str | None = None

    def fits(self, row: RunRow) -> bool:
        """Whether the row is wanted."""
        return (
            self.move in (None, row.move)
            and self.employee in (None, row.day.employee)
            and self.week in (None, row.day.week)
        )


def check_on(app: App, connection: Connection) -> None:
    """Raises Refused(hours_off) where hours do not cross, WrongStatus where nothing does."""
    offered = app.integration(connection.integration).offered
    if Kind.HOURS not in offered or not connection.settings.is_on(Kind.HOURS):
        raise Refused("hours_off", facts={"app": connection.integration.capitalize()})
    if connection.status is not Status.ACTIVE:
        raise WrongStatus(connection.status.value, "hours")


def ask(app: App, connection: Connection, kind: RunKind, asked: Asked, by: str) -> Seen:
    """Begin a run and go on with it for as long as a request has time; the worker does the rest. Raises
    Refused(hours_off), WrongStatus, Invalid(employee_unknown, period_backwards, period_too_long),
    ConfigurationWrong, RetryLater when the employee cannot be looked for, and NotFound for an unknown preview."""
    check_on(app, connection)
    shown = _preview(app, connection, asked)
    if shown is not None:
        return _ask_for(app, connection, kind, shown, by)
    _check(app, connection, asked)
    today = day_in_oslo(app.clock())
    first, last = period(connection.hours_since, today, asked.first, asked.last)
    if last - first > LONGEST:
        first = last - LONGEST
    run = Run(
        id=app.new_id(), kind=kind, by=by, first=first, last=last, employee=asked.employee, unlisted=first,
        created_at=app.clock(),
    )  # fmt: skip
    return carry_out(app, connection, run)


def _preview(app: App, connection: Connection, asked: Asked) -> Run | None:
    """The preview that is meant. Raises NotFound."""
    if asked.preview is None:
        return None
    shown = RunFiles(app.plans, connection.id).get(asked.preview)
    if shown.kind is not RunKind.PREVIEW:
        raise NotFound("no preview")
    return shown


def _ask_for(app: App, connection: Connection, kind: RunKind, shown: Run, by: str) -> Seen:
    """A run for the days of another one; of one that has not listed them yet, for its employee and period."""
    files = RunFiles(app.plans, connection.id)
    days = (day for chunk in range(1, shown.chunks + 1) for day in files.days(shown, chunk))
    run = Run(
        id=app.new_id(), kind=kind, by=by, first=shown.first, last=shown.last, employee=shown.employee,
        unlisted=None if shown.unlisted is None else shown.first, created_at=app.clock(),
    )  # fmt: skip
    return carry_out(app, connection, run, days)


def carry_out(app: App, connection: Connection, run: Run, days: Iterable[Day] = ()) -> Seen:
    """A new run, begun, and finished or handed over to the worker. Raises ConfigurationWrong."""
    desk = desk_for(app, connection, Priority.PERSON)
    run = begin(desk, run, days)
    with suppress(RetryLater):  # a limit, or a system that does not answer: the worker tries again
        run = go_on(desk, run, app.clock() + AT_ONCE)
    files = RunFiles(app.plans, connection.id)
    run = files.get(run.id)
    if not run.finished:
        files.hand_over(run)
        app.stores(connection.id).inbox.put(runs_key(), due_at=app.clock(), priority=Priority.PERSON)
    if not run.finished or run.sends:
        wake_groups(app, connection, [Kind.HOURS])
    return seen(app, connection, run)


def show(app: App, connection: Connection, run_id: str) -> Seen:
    """The run as it is now. Raises NotFound."""
    return seen(app, connection, RunFiles(app.plans, connection.id).get(run_id))


def seen(app: App, connection: Connection, run: Run) -> Seen:
    """How far it is; what is seen to be through is kept, so that nobody has to look at it again."""
    looked = _settled(app, connection, run) if run.sends and run.finished else run
    through = looked.finished and (not run.sends or looked.settled == looked.chunks)
    if through:
        return Seen(looked, RunState.DONE)
    return Seen(looked, RunState.WORKING if connection.status is Status.ACTIVE else RunState.STOPPED)


def _settled(app: App, connection: Connection, run: Run) -> Run:
    """The run with the days counted that are through; chunks of which all are, for good. Of those that are not, the
    days are counted in what is returned only."""
    files, stores = RunFiles(app.plans, connection.id), app.stores(connection.id)
    kept = now = run
    for chunk in range(run.settled + 1, min(run.chunks, run.settled + _CHUNKS_LOOKED_AT) + 1):
        days = files.days(run, chunk)
        waiting = {key.id for key in stores.inbox.find([day_key(day) for day in days])}
        ledgers = stores.hours.days(days)
        held = {str(day) for day in days if _held_since(ledgers.get(day), run)}
        done = [day for day in days if str(day) not in waiting | held]
        now = now.model_copy(update={"sent": now.sent + len(done), "held": now.held + len(held)})
        if now.settled == chunk - 1 and not waiting - held:
            now = now.model_copy(update={"settled": chunk})
            kept = now
    if kept is not run:
        files.save(kept)
    return now


def _held_since(ledger: DayLedger | None, run: Run) -> bool:
    """Whether the day was worked on since the run began, and holds something for which somebody has to act."""
    if ledger is None or ledger.updated_at is None or all(CATALOGUE[held.code].note for held in ledger.held):
        return False
    return ledger.updated_at >= run.created_at


def rows(
    app: App, connection: Connection, run: Run, wanted: Filter, limit: int, cursor: str | None
) -> tuple[list[RunRow], str | None]:
    """A page of rows, in the run's order; it may have fewer than `limit`, or none, and still have a next one. Raises
    Invalid(invalid_cursor)."""
    chunk, place = _position(cursor, run)
    of_chunk, found = _rows_of(app, connection, run), list[RunRow]()
    looked_at = 0
    while chunk <= run.worked and looked_at < _CHUNKS_LOOKED_AT:
        for number, row in enumerate(of_chunk(chunk)):
            if number < place or not wanted.fits(row):
                continue
            if len(found) == limit:
                return found, _cursor(run, chunk, number)
            found.append(row)
        chunk, place, looked_at = chunk + 1, 0, looked_at + 1
    return found, _cursor(run, chunk, 0) if chunk <= run.worked else None


def sums(
    app: App, connection: Connection, run: Run, limit: int, cursor: str | None
) -> tuple[list[WeekSum], str | None]:
    """A page of sums per employee and week; none before the run is finished. Raises Invalid(invalid_cursor)."""
    _, start = _position(cursor, run)
    found: list[WeekSum] = []
    with suppress(NotFound):
        for number, each in enumerate(RunFiles(app.plans, connection.id).sums(run)):
            if len(found) == limit:
                return found, _cursor(run, 0, number)
            if number >= start:
                found.append(each)
    return found, None


def _rows_of(app: App, connection: Connection, run: Run) -> Callable[[int], list[RunRow]]:
    """What became of a chunk: as it was foreseen, or, of a run that sends, as the ledger has it now."""
    files, ledger = RunFiles(app.plans, connection.id), app.stores(connection.id).hours
    if not run.sends:
        return lambda chunk: files.rows(run, chunk)

    def as_they_are(chunk: int) -> list[RunRow]:
        days = files.days(run, chunk)
        known = ledger.days(days)
        return [row for day in days if day in known for row in rows_of_day(known[day], run)]

    return as_they_are


def rows_of_day(ledger: DayLedger, run: Run) -> Iterator[RunRow]:
    """What a day has in Tripletex of ours, and what it holds; what was written since the run began was sent by it."""
    for row in ledger.rows:
        since = row.sent_at is not None and row.sent_at >= run.created_at
        move = Move.STANDS if not since else Move.CORRECT if row.corrections else Move.SEND
        before = {Move.STANDS: row.ours, Move.CORRECT: row.first or Decimal(0)}.get(move, Decimal(0))
        project, activity = row.key.project, row.key.activity
        yield RunRow(
            day=ledger.day, number=ledger.employee_number, name=ledger.employee_name, line=str(row.key), move=move,
            hours=row.ours, before=before, project=project, project_name=ledger.names.get(project or "", ""),
            activity=activity, activity_name=ledger.names.get(activity, ""), entries=tuple(sorted(row.seconds)),
        )  # fmt: skip
    for held in ledger.held:
        move = Move.SKIP if CATALOGUE[held.code].note else Move.HOLD
        yield RunRow(
            day=ledger.day, number=ledger.employee_number, name=ledger.employee_name, line=held.line, move=move,
            hours=held.hours, task=held.slot.task, tag=held.slot.tag, code=held.code, facts=dict(held.facts),
            entries=held.entries,
        )  # fmt: skip


def _check(app: App, connection: Connection, asked: Asked) -> None:
    if asked.first is not None and asked.last is not None:
        if asked.first > asked.last:
            raise Invalid("period_backwards", "to")
        if asked.last - asked.first > LONGEST:
            raise Invalid("period_too_long", "to", {"days": str(LONGEST.days)})
    if asked.employee is not None and not _is_known(app, connection, asked.employee):
        raise Invalid("employee_unknown", "employee", {"value": asked.employee})


def _is_known(app: App, connection: Connection, employee: str) -> bool:
    linked = app.stores(connection.id).links.by_ids(Kind.EMPLOYEE, Side.APP, [employee])
    if linked:
        return True
    system = app.systems(connection, Priority.PERSON)[Side.APP]
    return system.get(Kind.EMPLOYEE, [employee]).get(employee) is not None


def _cursor(run: Run, chunk: int, place: int) -> str:
    return encode_cursor(f"{run.id}.{chunk}.{place}")


def _position(cursor: str | None, run: Run) -> tuple[int, int]:
    if cursor is None:
        return 1, 0
    try:
        _, chunk, place = decode_cursor(cursor, f"{run.id}.").split(".")
        return max(1, int(chunk)), max(0, int(place))
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None
