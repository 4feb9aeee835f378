"""Reads what decides about a batch of days, each thing once.

ledger, entries, links          what people entered and what came of it; an absence is believed only by the entry's id
activities, project sheets      where hours can go; an activity that is missing is made where the settings allow
rows, closed periods            what stands there; a row of ours that is not among them only when its own id says so
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from samspill.model.changes import RecordKey
from samspill.model.history import Fate
from samspill.model.hours import Activity, Day, DayLedger, Entry, RowKey, SheetRow
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.sync.desk import Desk
from samspill.sync.hours.assigning import Place
from samspill.sync.hours.cases import DayCase, Person
from samspill.sync.hours.converting import Books, Make, Target, target_of
from samspill.sync.hours.peers import entries, timesheet
from samspill.sync.hours.selecting import Selection, select
from samspill.sync.hours.stating import is_filed
from samspill.sync.hours.stops import Held, line_key, row_line

#: Makes an activity, or only imagines it; None when it cannot be made.
Maker = Callable[[Make], Activity | None]
#: Days further apart than this are not read in one span.
_APART = timedelta(days=14)


def gather(desk: Desk, days: Sequence[Day], maker: Maker) -> list[DayCase]:
    """Everything about those days. Raises what the systems raise."""
    ledgers = desk.stores.hours.days(days)
    if any(ledger.held for ledger in ledgers.values()):
        timesheet(desk).look_again()
    found = _entries(desk, days, ledgers)
    people = _people(desk, days, ledgers)
    since = desk.connection.hours_since
    selections = {
        day: select(found[day].values(), ledgers.get(day) or DayLedger(day=day), since) for day in days
    }  # fmt: skip
    places = _places(desk, selections, people, maker)
    sheet, closed = _sheet(desk, days, people, ledgers)
    claimed, kept = _claimed(desk, places, ledgers, sheet)
    elsewhere, blocked = _elsewhere(desk, places, ledgers)
    choices = _choices(desk, ledgers.values())
    now = desk.clock()
    rows: dict[tuple[str, date], dict[RowKey, SheetRow]] = {}
    for key, row in sheet.items():
        rows.setdefault((key.employee, key.on), {})[key] = row
    return [
        DayCase(
            day=day, before=ledgers.get(day), person=people[day.employee], places=places[day],
            noted=selections[day].noted, entries=found[day], now=now,
            sheet={k: r for each in _of(day, people, ledgers) for k, r in rows.get((each, day.on), {}).items()},
            closed={employee: code for (employee, on), code in closed.items() if on == day.on},
            elsewhere=elsewhere.get(day, {}), claimed=claimed.get(day, {}), choices=choices.get(day, {}),
            blocked=day in blocked | kept,
        )
        for day in days
    ]  # fmt: skip


# ---- the app ------------------------------------------------------------------------------------------------


def _entries(desk: Desk, days: Sequence[Day], ledgers: Mapping[Day, DayLedger]) -> dict[Day, dict[str, Entry]]:
    """Entries of each day by id, those of files too. What the ledger knows and the day does not list is looked up by
    its id: gone, or on another day, it is only when the app says so."""
    listed = entries(desk).entries_of(days)
    found = {day: {each.id: each for each in listed.get(day, ())} for day in days}
    for day, ledger in ledgers.items():
        found[day] |= {each.id: each for each in ledger.filed}
    absent = {
        entry
        for day, ledger in ledgers.items()
        for row in ledger.rows
        for entry in row.entries
        if entry not in found[day] and not is_filed(entry)
    }
    if absent:
        living = entries(desk).entries_by_id(sorted(absent))
        if absent - living.keys():  # what may not be read looks as if it were gone
            desk.systems[Side.APP].check_rights(Kind.HOURS)
        for entry in living.values():
            if entry.day in found:
                found[entry.day].setdefault(entry.id, entry)
    return found


def _people(desk: Desk, days: Sequence[Day], ledgers: Mapping[Day, DayLedger]) -> dict[str, Person]:
    ids = sorted({day.employee for day in days})
    links = _live(desk, Kind.EMPLOYEE, Side.APP, ids)
    under: dict[str, set[str]] = {}
    for day, ledger in ledgers.items():
        under.setdefault(day.employee, set()).update(row.key.employee for row in ledger.rows)
    theirs = _live(desk, Kind.EMPLOYEE, Side.TRIPLETEX, sorted({each for ids in under.values() for each in ids}))
    fates = desk.stores.journal.fates([_employee(each) for each in ids])
    return {each: _person(each, links.get(each), under.get(each, set()), theirs, fates) for each in ids}


def _person(
    app_id: str, link: Link | None, under: Iterable[str], theirs: Mapping[str, Link],
    fates: Mapping[RecordKey, Fate],
) -> Person:  # fmt: skip
    key = _employee(app_id)
    known = fates.get(key)
    number, name = (known.number, known.name) if known is not None else (None, "")
    if link is not None:
        strangers = frozenset(under) - {link.tripletex.id}
        return Person(link.tripletex.id, number, name, strangers=strangers)
    # Without a link hours stay where they are, unless who they are under is somebody else by now.
    strangers = frozenset(each for each in under if each in theirs and theirs[each].app.id != app_id)
    return Person(None, number, name, Held("hours_employee_not_linked", parent=key), strangers)


def _employee(app_id: str) -> RecordKey:
    return RecordKey(kind=Kind.EMPLOYEE, side=Side.APP, id=app_id)


def _live(desk: Desk, kind: Kind, side: Side, ids: Sequence[str]) -> dict[str, Link]:
    links = desk.stores.links.by_ids(kind, side, ids) if ids else {}
    return {each: link for each, link in links.items() if link.state is LinkState.LIVE}


# ---- where hours belong -------------------------------------------------------------------------------------


def _places(
    desk: Desk, selections: Mapping[Day, Selection], people: Mapping[str, Person], maker: Maker
) -> dict[Day, tuple[Place, ...]]:  # fmt: skip
    books = _books(desk, [entry for each in selections.values() for entry in each.chosen])
    made: dict[Make, Activity | None] = {}
    placed: dict[Day, tuple[Place, ...]] = {}
    for day, selection in selections.items():
        places: list[Place] = []
        for entry in selection.chosen:
            target = _target(entry, people[day.employee], books)
            if target.make is not None:
                if target.make not in made:
                    made[target.make] = activity = maker(target.make)
                    books = _knowing(books, activity)
                target = _target(entry, people[day.employee], books)
                if target.make is not None:  # it has that name, and cannot be used
                    target = Target(stop=Held("hours_activity_unusable", {"activity": target.make.name}))
            places.append(Place(entry, target))
        placed[day] = tuple(places)
    return placed


def _target(entry: Entry, person: Person, books: Books) -> Target:
    if person.id is None:
        return Target(stop=person.held, project_name=books.labels.get(entry.project or "", ""))
    return target_of(entry, person.id, books)


def _knowing(books: Books, activity: Activity | None) -> Books:
    if activity is None:
        return books
    return Books(
        books.settings, {**books.activities, activity.id: activity}, books.standard, books.sheets, books.projects,
        books.labels,
    )  # fmt: skip


def _books(desk: Desk, chosen: Sequence[Entry]) -> Books:
    settings, sheets = desk.connection.settings.hours, timesheet(desk)
    if not chosen:
        return Books(settings)
    ids = sorted({entry.project for entry in chosen if entry.project is not None})
    links = _live(desk, Kind.PROJECT, Side.APP, ids)
    projects = {each: link.tripletex.id for each, link in links.items()}
    keys = {each: RecordKey(kind=Kind.PROJECT, side=Side.APP, id=each) for each in ids}
    fates = desk.stores.journal.fates(list(keys.values())) if keys else {}
    labels = {each: _label(fates.get(key)) or each for each, key in keys.items()}
    own = settings.standard_activity is None and any(entry.project and entry.task is None for entry in chosen)
    return Books(
        settings,
        {each.id: each for each in sheets.activities()},
        sheets.standard_activity() if own else None,
        sheets.project_sheets(sorted(set(projects.values()))) if projects else {},
        projects,
        labels,
    )


def _label(fate: Fate | None) -> str:
    return " ".join(part for part in (fate.number, fate.name) if part) if fate is not None else ""


# ---- what stands there --------------------------------------------------------------------------------------


def _of(day: Day, people: Mapping[str, Person], ledgers: Mapping[Day, DayLedger]) -> set[str]:
    """Ids in Tripletex of those whose rows matter for the day."""
    under = {row.key.employee for row in ledgers[day].rows} if day in ledgers else set()
    own = people[day.employee].id
    return under | ({own} if own is not None else set())


def _sheet(
    desk: Desk, days: Sequence[Day], people: Mapping[str, Person], ledgers: Mapping[Day, DayLedger]
) -> tuple[dict[RowKey, SheetRow], dict[tuple[str, date], str]]:
    """All rows that matter, and why somebody's day cannot be booked on."""
    found: dict[RowKey, SheetRow] = {}
    closed: dict[tuple[str, date], str] = {}
    for span in _spans(days):
        employees = sorted({each for day in span for each in _of(day, people, ledgers)})
        if not employees:
            continue
        first, last = span[0].on, span[-1].on
        found |= {row.key: row for row in timesheet(desk).rows(employees, first, last)}
        dates = {day.on for day in span}
        for period in timesheet(desk).closed_periods(employees, first, last):
            closed |= {(period.employee, on): period.code for on in dates if period.first <= on <= period.last}
    for ledger in ledgers.values():
        for row in ledger.rows:
            if row.id is not None and row.key not in found:
                there = timesheet(desk).row(row.id)
                if there is not None and there.key == row.key:
                    found[row.key] = there
    return found, closed


def _spans(days: Iterable[Day]) -> Iterator[list[Day]]:
    span: list[Day] = []
    for day in sorted(days, key=lambda each: each.on):
        if span and day.on - span[-1].on > _APART:
            yield span
            span = []
        span.append(day)
    if span:
        yield span


# ---- what else is known -------------------------------------------------------------------------------------


def _claimed(
    desk: Desk, places: Mapping[Day, Sequence[Place]], ledgers: Mapping[Day, DayLedger],
    sheet: Mapping[RowKey, SheetRow],
) -> tuple[dict[Day, dict[RowKey, Day]], set[Day]]:  # fmt: skip
    """Rows that days want and that stand there already, as another day's. And days that want one that is held
    there."""
    wanted: dict[Day, set[RowKey]] = {}
    for day, of_day in places.items():
        ours = {row.key for row in ledgers[day].rows} if day in ledgers else set()
        keys = {place.target.key for place in of_day if place.target.key is not None} - ours
        wanted[day] = {key for key in keys if key in sheet}
    asked = sorted({key for keys in wanted.values() for key in keys}, key=str)
    owners = desk.stores.hours.owners(asked) if asked else {}
    found = {
        day: {key: owners[key] for key in keys if owners.get(key, day) != day} for day, keys in wanted.items() if keys
    }
    others = desk.stores.hours.days(sorted(set(owners.values()), key=str)) if owners else {}
    held = {day: {each.line for each in ledger.held} for day, ledger in others.items()}
    kept = {
        day for day, keys in found.items() if any(row_line(key) in held.get(owner, ()) for key, owner in keys.items())
    }
    return found, kept


def _elsewhere(
    desk: Desk, places: Mapping[Day, Sequence[Place]], ledgers: Mapping[Day, DayLedger]
) -> tuple[dict[Day, dict[str, Day]], set[Day]]:  # fmt: skip
    """Entries that stand on another day still: they have moved, and nobody has worked on that day since. And days
    with entries that are held there."""
    new = {place.entry.id: day for day, of_day in places.items() for place in of_day if place.entry.origin is None}
    for day, ledger in ledgers.items():
        for row in ledger.rows:
            for entry in row.entries:
                if new.get(entry) == day:
                    del new[entry]
    seen = {entry: day for entry, day in desk.stores.hours.days_of(sorted(new)).items() if day != new[entry]}
    others = desk.stores.hours.days(sorted(set(seen.values()), key=str)) if seen else {}
    stands = {each: {e for row in ledger.rows for e in row.entries} for each, ledger in others.items()}
    found: dict[Day, dict[str, Day]] = {}
    blocked: set[Day] = set()
    for entry, day in seen.items():
        if entry in stands.get(day, ()):
            found.setdefault(new[entry], {})[entry] = day
            blocked |= {new[entry] for held in others[day].held if entry in held.entries}
    return found, blocked


def _choices(desk: Desk, ledgers: Iterable[DayLedger]) -> dict[Day, dict[str, Choice]]:
    """What persons answered to what was asked."""
    lines = {line_key(ledger.day, held.line): (ledger.day, held.line) for ledger in ledgers for held in ledger.held}
    found: dict[Day, dict[str, Choice]] = {}
    for key, decision in (desk.stores.decisions.get(list(lines)) if lines else {}).items():
        day, line = lines[key]
        found.setdefault(day, {})[line] = decision.choice
    return found
