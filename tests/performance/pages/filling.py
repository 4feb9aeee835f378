"""python -m tests.performance.pages.filling: what pages have to cope with, stored through the product's own stores.

A connection with 50,000 links, twice as many fates, 5,000 open problems and a week of hours; one in review whose plan
has 50,000 rows; 200 others for staff to look over. It runs in the environment of a function and is told on standard
input what it cannot make itself (`Wanted`); the last line of its output is what it made (`Filled`).

Pairs are written as the store of links writes them, but 25 items at a time: with a transaction each they would take
minutes of the benchmark.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from pydantic import BaseModel
from pynamodb.models import Model

from local.settled import Firm, settle
from samspill.composition import App
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Entry, Fate, Standing
from samspill.model.holder import Holder, Subject
from samspill.model.hours import Day, DayLedger, LedgerRow, Move, RowKey, Stated
from samspill.model.hours_runs import Run, RunKind, RunRow, sums_of, with_sums
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.plan import KindSummary, Plan, PlanRow, RowOutcome, RowSide
from samspill.model.problems import CATALOGUE, Problem
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.model.vitals import Vitals
from samspill.pages.addresses import packed
from samspill.store import links
from samspill.store.opaque import problem_id
from samspill.store.problem_items import current_item, item_of
from samspill.store.tables.links import LinkItem
from samspill.sync.hours.run_files import RunFiles
from samspill.tasks import page_sessions
from samspill.tasks.plan_book import PLAN, ROWS, keep_book

LINKS = {Kind.CUSTOMER: 40_000, Kind.PROJECT: 8_000, Kind.EMPLOYEE: 2_000}
PROBLEMS, PLAN_ROWS, OTHERS, IN_REVIEW = 5_000, 50_000, 200, 25
#: Of these problems are made, in turn; the first one has choices.
REASONS = (
    "ambiguous_look_alike", "project_without_start_date", "customer_number_not_numeric", "project_manager_missing",
    "organization_number_invalid", "value_too_long", "both_changed", "employee_email_missing", "name_taken",
)  # fmt: skip
HISTORY, PEOPLE, MONDAY = 300, 60, date(2026, 10, 12)
WEEK = "2026-W42"
_WORDS = ("Rør", "Bygg", "Maler", "Snekker", "Elektro", "Tak", "Mur", "Flis", "Gulv", "Glass", "Anlegg", "Hage")
_NAMES = ("Hansen", "Olsen", "Berg", "Dahl", "Lunde", "Moen", "Strand", "Vik", "Nygård", "Haugen", "Solberg", "Lie")


class Wanted(BaseModel):
    """Two firms of the sandboxes; the ids of a customer that stands on both sides of the first."""

    large: Firm
    reviewed: Firm
    tripletex_id: str
    app_id: str


class Filled(BaseModel):
    """Ids, and tokens of sessions that see them."""

    large: str
    reviewed: str
    problem: str
    record: str
    held: str
    run: str
    user: str
    reviewer: str
    staff: str


def fill(app: App, wanted: Wanted) -> Filled:
    """Everything."""
    large = _on(app, settle(app, wanted.large))
    pairs = [Link(id="first", connection=large.id, kind=Kind.CUSTOMER, tripletex=Half(id=wanted.tripletex_id),
                  app=Half(id=wanted.app_id)), *_links(large)]  # fmt: skip
    _write(LinkItem, (item for link in pairs for item in _items(link)))
    app.stores(large.id).journal.set_fates([fate for link in pairs for fate in _fates(app, link)])
    problem = _problems(app, large)
    _history(app, large, RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=wanted.app_id))
    _hours(app, large)
    run = _run(app, large)
    reviewed = _reviewed(app, settle(app, wanted.reviewed))
    _others(app, large)
    return Filled(
        large=large.id, reviewed=reviewed.id, problem=packed(problem), record=packed(wanted.app_id),
        held=packed("held0"),
        run=run,
        user=_session(app, Subject.PAGES, large.id), reviewer=_session(app, Subject.PAGES, reviewed.id),
        staff=_session(app, Subject.STAFF, "staff-1"),
    )  # fmt: skip


def _on(app: App, connection: Connection) -> Connection:
    settings = Settings(kinds={Kind.HOURS: True})
    return app.connections.update(connection.id, lambda now: now.model_copy(update={"settings": settings}))


def _name(number: int) -> str:
    return f"{_NAMES[number % 12]} {_WORDS[number // 12 % 12]} {number}"


def _links(connection: Connection) -> Iterator[Link]:
    for kind, count in LINKS.items():
        for number in range(1, count + 1):
            base = {"name": _name(number), "number": str(10_000 + number)}
            tripletex, app = Half(id=str(900_000 + number), base=base), Half(id=f"a{number}", base=base)
            name = f"{kind.value}-{number:06}"
            yield Link(id=name, connection=connection.id, kind=kind, tripletex=tripletex, app=app)


def _items(link: Link) -> list[LinkItem]:
    return [links._pair(link), *(links._side(link, side) for side in Side)]


def _fates(app: App, link: Link) -> Iterator[Fate]:
    base, now = link.app.base, app.clock()
    for side in Side:
        key = RecordKey(kind=link.kind, side=side, id=link.half(side).id)
        yield Fate(connection=link.connection, key=key, standing=Standing.LINKED, link=link.id, updated_at=now,
                   number=str(base.get("number", "1")), name=str(base.get("name", "Alfa AS")))  # fmt: skip


def _problems(app: App, connection: Connection) -> str:
    """All of them open; the id of the newest."""
    now = app.clock()
    made = []
    for number in range(PROBLEMS):
        key = RecordKey(kind=Kind.PROJECT, side=Side.TRIPLETEX, id=f"held{number}")
        at = now - timedelta(minutes=number)
        made.append(
            Problem(id=problem_id(key, at), connection=connection.id, key=key, code=REASONS[number % len(REASONS)],
                    number=f"P{number}", name=_name(number), suggestions=("a1", "a2"), opened_at=at, seen_at=now)
        )  # fmt: skip
    _write(type(item_of(made[0])), (item for each in made for item in (item_of(each), current_item(each))))
    fates = [Fate(connection=connection.id, key=each.key, standing=Standing.HELD, code=each.code, updated_at=now,
                  number=each.number, name=each.name) for each in made]  # fmt: skip
    app.stores(connection.id).journal.set_fates(fates)
    return made[0].id


def _history(app: App, connection: Connection, key: RecordKey) -> None:
    lines = [
        Entry(connection=connection.id, key=key, at=app.clock() - timedelta(hours=place), what="updated",
              written={"name": f"Alfa {place} AS"}, lost={"name": f"Alfa {place - 1} AS"})
        for place in range(HISTORY)
    ]  # fmt: skip
    app.stores(connection.id).journal.write(lines)


def _hours(app: App, connection: Connection) -> None:
    ledger = app.stores(connection.id).hours
    for person, weekday in ((person, weekday) for person in range(PEOPLE) for weekday in range(5)):
        on = MONDAY + timedelta(days=weekday)
        row = LedgerRow(
            key=RowKey(employee=str(person), on=on, project="1", activity="2"), id=f"{person}-{weekday}",
            base=Stated(hours=Decimal("7.5")), seconds={f"{person}-{weekday}": 27_000}, first=Decimal("7.5"),
        )  # fmt: skip
        ledger.save(None, DayLedger(
            day=Day(employee=f"a{person}", on=on), rows=(row,), employee_number=str(person),
            employee_name=_name(person), names={"1": "Kjøkken", "2": "Fakturerbart arbeid"},
        ))  # fmt: skip


def _run(app: App, connection: Connection) -> str:
    """The id of a preview of that week."""
    now, files = app.clock(), RunFiles(app.plans, connection.id)
    rows = [
        RunRow(day=Day(employee=f"a{person}", on=MONDAY + timedelta(days=weekday)), number=str(person),
               name=_name(person), line=f"{person}-{weekday}", move=Move.SEND if person % 6 else Move.HOLD,
               code=None if person % 6 else "hours_without_project", hours=Decimal("7.5"))
        for person in range(PEOPLE) for weekday in range(5)
    ]  # fmt: skip
    run = Run(id=app.new_id(), kind=RunKind.PREVIEW, by="Kari Formann", first=MONDAY, unlisted=None, created_at=now,
              last=MONDAY + timedelta(days=6), finished_at=now, chunks=1, worked=1, days=len(rows))  # fmt: skip
    sums = sums_of(rows)
    files.put_rows(run, 1, rows, sums)
    files.put_sums(run, sums)
    return files.save(with_sums(run, sums)).id


def _reviewed(app: App, connection: Connection) -> Connection:
    outcomes = (RowOutcome.LINK, RowOutcome.CREATE_IN_APP, RowOutcome.CREATE_IN_TRIPLETEX, RowOutcome.AMBIGUOUS)
    rows = [_row(number, outcomes[number % 50 % 4 if number % 50 else 3]) for number in range(PLAN_ROWS)]
    counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in outcomes}
    summary = KindSummary(kind=Kind.CUSTOMER, read_tripletex=PLAN_ROWS, read_app=PLAN_ROWS, outcomes=counts)
    plan = Plan(connection=connection.id, hash="5f1d3c0a9b7e42d18c6a", made_at=app.clock(), kinds=(summary,))
    app.plans.put_rows(f"{connection.id}/{ROWS}", rows)
    app.plans.put_json(f"{connection.id}/{PLAN}", plan)
    keep_book(app, connection, plan)
    changes = {"status": Status.IN_REVIEW, "live": False, "plan": plan.hash, "review_pending": "plan"}
    return app.connections.update(connection.id, lambda now: now.model_copy(update=changes))


def _row(number: int, outcome: RowOutcome) -> PlanRow:
    own = RowSide(id=f"a{number}", number=str(10_000 + number), name=_name(number), fingerprint="f")
    other = RowSide(id=str(900_000 + number), number=str(10_000 + number), name=_name(number + 1), fingerprint="f")
    ambiguous = outcome is RowOutcome.AMBIGUOUS
    return PlanRow(
        id=f"customer.app.a{number}", kind=Kind.CUSTOMER, outcome=outcome, source=Side.APP, app=own,
        tripletex=other if outcome is RowOutcome.LINK else None, suggestions=(other,) if ambiguous else (),
        code="ambiguous_look_alike" if ambiguous else None,
    )  # fmt: skip


def _others(app: App, model: Connection) -> None:
    """Connections as the tick has measured them."""
    now = app.clock()
    for number in range(OTHERS):
        status = Status.IN_REVIEW if number < IN_REVIEW else Status.ACTIVE
        company = model.tripletex_company.model_copy(update={"id": f"other{number}", "name": _name(number)})
        made = model.model_copy(update={
            "id": f"other{number}", "organization_number": str(910_000_000 + number), "status": status,
            "tripletex_company": company, "app_company": company, "revision": 0,
            "review_pending": "plan" if status is Status.IN_REVIEW else None,
        })  # fmt: skip
        app.connections.create(made, app.connections.keys(model.id))
        app.vitals.note(Vitals(
            connection=made.id, integration=made.integration, company=company.name, app_company=company.name,
            organization_number=made.organization_number, status=status, at=now, updated_at=now,
            review_pending=status is Status.IN_REVIEW, problems=number % 7, unequal=number % 3,
        ))  # fmt: skip


def _session(app: App, subject: Subject, what: str) -> str:
    entry = page_sessions.admit_holder(app, Holder(subject=subject, id=what, by="Kari Formann", language="nb"))
    opened, _ = page_sessions.enter(app, entry.url.rpartition("/")[2])
    return opened.token


def _write(model: type[Model], items: Iterable[Model]) -> None:
    rest = iter(items)
    while portion := list(islice(rest, 2000)):
        with model.batch_write() as batch:
            for item in portion:
                batch.save(item)


def main() -> int:
    """0; the last line of the output is a `Filled`."""
    assert set(REASONS) <= set(CATALOGUE)
    print(fill(App(), Wanted.model_validate_json(sys.stdin.read())).model_dump_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
