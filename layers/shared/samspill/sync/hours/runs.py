"""Runs: hours of a period looked at, or sent, chunk by chunk in bounded memory.

list    days with approved entries that the app does not call exported, some weeks at a time; then days that somebody
        changed since they were sent, and days that hold something
work    preview: foresee what sending would do, onto the shelf · send: the days wait in the inbox, a person's first
        import: foresee as if a file were confirmed · file: what a confirmed one states into the ledger, then as send

Whoever is stopped by the time, by a limit or by a crash goes on with the chunk he was at: a chunk begun again is the
same, and days that wait already only wait once. A run that a request cannot finish in time is an errand of its group.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial

from samspill.exceptions import NotFound
from samspill.model.changes import Priority, RecordKey
from samspill.model.hours import Day, Entry, is_day
from samspill.model.hours_runs import Run, RunKind, RunRow, merged, sums_of, with_sums
from samspill.model.kinds import Kind, Side
from samspill.model.oslo import day_in_oslo
from samspill.model.problems import ProblemState
from samspill.model.settings_hours import Sending
from samspill.sync.desk import Desk
from samspill.sync.hours.foresee import DayPlan, foresee
from samspill.sync.hours.peers import entries
from samspill.sync.hours.run_files import CHUNK, RunFiles
from samspill.sync.hours.stating import file_chunk, supposed_chunk
from samspill.sync.hours.stops import day_key
from samspill.sync.ports.hours import Wanted

#: The id of a change that means "go on with the runs that wait".
RUNS = "&"
#: Hours of the days to come are approved too: holidays that were planned.
_AHEAD = timedelta(days=31)
#: So long over its time a listing may go on; then it begins anew with half as many days at a time.
_GRACE = timedelta(seconds=5)
#: The run of a comparison: all that should have been sent by itself.
_COMPARISON = "comparison"
_NEVER = datetime.max.replace(tzinfo=UTC)


def runs_key() -> RecordKey:
    """The change that has the worker go on."""
    return RecordKey(kind=Kind.HOURS, side=Side.APP, id=RUNS)


def begin(desk: Desk, run: Run, days: Iterable[Day] = ()) -> Run:
    """Keep a new run; with `days` those are its days, and nothing is listed."""
    files = RunFiles(desk.shelf, desk.connection.id)
    return files.save(_put(files, run, days) if run.unlisted is None else run)


def go_on(desk: Desk, run: Run, until: datetime) -> Run:
    """Work on the run until it is finished or the time is `until` (UTC), at least one step. Raises what the systems
    raise; what was done is kept."""
    files = RunFiles(desk.shelf, desk.connection.id)
    while not run.finished:
        step = _WORK[run.kind] if run.unlisted is None else partial(_list, until=until + _GRACE)
        run = files.save(step(desk, files, run))
        if desk.clock() >= until:
            break
    if run.finished and run.finished_at is None:
        files.put_sums(run, merged(files.sums_of_chunks(run)) if not run.sends else ())
        run = files.save(run.model_copy(update={"finished_at": desk.clock()}))
    return run


def go_on_with_all(desk: Desk, until: datetime) -> bool:
    """Work on the runs that were handed over until the time is `until` (UTC); whether that was all of them. Raises
    what the systems raise."""
    files = RunFiles(desk.shelf, desk.connection.id)
    for waiting in files.waiting():
        try:
            run = go_on(desk, files.get(waiting), until)
        except NotFound:  # it was too old, and its files are gone
            files.take_off(waiting)
            continue
        if not run.finished:
            return False
        files.take_off(waiting)
        if desk.clock() >= until:
            return not files.waiting()
    return True


def compare(desk: Desk, until: datetime) -> bool:
    """Where hours go by themselves, have all looked at that are approved and not exported: a webhook may have been
    lost, or sending been off. Whether that was all within the time. Raises what the systems raise."""
    files = RunFiles(desk.shelf, desk.connection.id)
    if desk.connection.settings.hours.sending is not Sending.AUTOMATIC:
        return True
    try:
        run = files.get(_COMPARISON)
    except NotFound:
        first, today = desk.connection.hours_since, day_in_oslo(desk.clock())
        run = Run(
            id=_COMPARISON, kind=RunKind.SEND, by="", first=first, last=max(first, today) + _AHEAD, unlisted=first,
            created_at=desk.clock(), priority=Priority.RECONCILE,
        )  # fmt: skip
    run = go_on(desk, run, until)
    if run.finished:
        files.drop(run)
    return run.finished


class _TooMany(Exception):
    """There are more entries than can be listed in time."""


def _list(desk: Desk, files: RunFiles, run: Run, until: datetime) -> Run:
    """The days of one window more; with the last those that nobody would find in the app. Where `until` (UTC) comes
    before its end, the window is halved."""
    first = run.unlisted
    if first is None or first > run.last:
        return run.model_copy(update={"unlisted": None})
    last = min(first + timedelta(days=run.window - 1), run.last)
    wanted = Wanted(first=first, last=last, employee=run.employee, approved=True, exported=False)
    try:
        run = _put(files, run, _days(desk, entries(desk).entries(wanted), until if run.window > 1 else _NEVER))
    except _TooMany:
        return run.model_copy(update={"window": run.window // 2})
    if last < run.last:
        return run.model_copy(update={"unlisted": last + timedelta(days=1)})
    others = _others(desk, run)
    for chunk in range(1, run.chunks + 1):
        others.difference_update(files.days(run, chunk))
    run = _put(files, run, sorted(others, key=lambda day: (day.employee, day.on)))
    return run.model_copy(update={"unlisted": None})


def _days(desk: Desk, found: Iterable[Entry], until: datetime) -> Iterator[Day]:
    """Each day once, though it has several entries. Raises _TooMany once the time is `until` (UTC)."""
    before: Day | None = None
    for entry in found:
        if entry.day == before:
            continue
        if desk.clock() >= until:
            raise _TooMany
        yield entry.day
        before = entry.day


def _others(desk: Desk, run: Run) -> set[Day]:
    """Days of the run's period that changed since they were sent, or hold something."""
    found = {day for day in (*desk.stores.hours.touched(), *_held(desk)) if run.first <= day.on <= run.last}
    return {day for day in found if run.employee in (None, day.employee)}


def _held(desk: Desk) -> Iterator[Day]:
    for state in (ProblemState.OPEN, ProblemState.IGNORED):
        cursor: str | None = None
        while True:
            found, cursor = desk.stores.journal.problems(kind=Kind.HOURS, state=state, limit=200, cursor=cursor)
            yield from (Day.parse(problem.key.id) for problem in found if is_day(problem.key.id))
            if cursor is None:
                break


def _put(files: RunFiles, run: Run, days: Iterable[Day]) -> Run:
    """The run with those days, in chunks."""
    chunk: list[Day] = []
    chunks, count = run.chunks, run.days

    for day in days:
        chunk.append(day)
        if len(chunk) == CHUNK:
            chunks, count, chunk = chunks + 1, count + files.put_days(run, chunks + 1, chunk), []
    if chunk:
        chunks, count = chunks + 1, count + files.put_days(run, chunks + 1, chunk)
    return run.model_copy(update={"chunks": chunks, "days": count})


def _foresee(desk: Desk, files: RunFiles, run: Run) -> Run:
    chunk = run.worked + 1
    rows = [row for plan in foresee(desk, files.days(run, chunk)) for row in _rows(plan)]
    sums = sums_of(rows)
    files.put_rows(run, chunk, rows, sums)
    return with_sums(run, sums).model_copy(update={"worked": chunk})


def _rows(plan: DayPlan) -> list[RunRow]:
    return [
        RunRow(
            day=plan.day, number=plan.employee_number, name=plan.employee_name, line=each.line, move=each.move,
            hours=each.hours, before=each.before, project=each.project, project_name=each.project_name,
            activity=each.activity, activity_name=each.activity_name, task=each.slot.task, tag=each.slot.tag,
            code=each.code, facts=dict(each.facts), entries=tuple(each.entries),
        )
        for each in plan.lines
    ]  # fmt: skip


def _send(desk: Desk, files: RunFiles, run: Run) -> Run:
    """Each chunk is due a little after the one before it, so that a worker takes days that are read together."""
    chunk = run.worked + 1
    due_at = run.created_at + timedelta(microseconds=chunk)
    keys = [day_key(day) for day in files.days(run, chunk)]
    desk.stores.inbox.put_many(keys, due_at=due_at, priority=run.priority)
    return run.model_copy(update={"worked": chunk})


def _foresee_file(desk: Desk, files: RunFiles, run: Run) -> Run:
    """As it would be once the file is confirmed."""
    chunk = run.worked + 1
    return _foresee(supposed_chunk(desk, run.about or "", run.id, files.days(run, chunk), chunk), files, run)


def _file(desk: Desk, files: RunFiles, run: Run) -> Run:
    """What the file states is in the ledger before anybody is woken by it."""
    chunk = run.worked + 1
    file_chunk(desk, run.about or "", files.days(run, chunk), chunk)
    return _send(desk, files, run)


_WORK: Mapping[RunKind, Callable[[Desk, RunFiles, Run], Run]] = {
    RunKind.PREVIEW: _foresee,
    RunKind.SEND: _send,
    RunKind.IMPORT: _foresee_file,
    RunKind.FILE: _file,
}


def period(since: date, today: date, first: date | None, last: date | None) -> tuple[date, date]:
    """The days meant where a person names none: from the first day on which hours are sent until today."""
    begin = first or (min(since, last) if last is not None else since)
    return begin, last or max(today, begin)
