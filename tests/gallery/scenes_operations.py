"""Staff's overview, one connection closely, dead letters, a kind that stands still; settings by name."""

from datetime import date, timedelta
from decimal import Decimal

from samspill.model.breakers import Breaker, Harm, StoppedRecord
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.dead_letters import WORKER_ENDED, Cause, DeadLetter
from samspill.model.deeds import Deed, What
from samspill.model.drift import Drift
from samspill.model.failures import Failure
from samspill.model.hours import Activity, ActivityType
from samspill.model.hours import Entry as TimeEntry
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem
from samspill.model.vitals import Budget
from samspill.tasks.schedule import run_task
from tests.fakes.choosing_systems import Choosable
from tests.fakes.keyed_systems import Listed
from tests.gallery.scene import Opening, Scene, for_staff, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer

KARI = "kari.nordmann@samspill.example"
NAMES = (
    "Alfa Bygg AS", "Bergen Rørleggerservice AS", "Fjordheim Entreprenør og Eiendomsutvikling AS",
    "Haugland Elektro AS", "Nordlys Maskin AS", "Solberg Tømrerteam AS", "Ås & Sønner Malerverksted AS",
)  # fmt: skip


def _live(bench: Bench, name: str, number: str = "912345678", **changes: object) -> Connection:
    return bench.live(firm(bench, name, number), last_change_at=bench.now - timedelta(minutes=7), **changes)


def _problems(bench: Bench, connection: Connection, count: int) -> None:
    journal = bench.app.stores(connection.id).journal
    times = {"opened_at": bench.now, "seen_at": bench.now}
    for number in range(count):
        key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=str(number))
        journal.open_problem(Problem(id="", connection=connection.id, key=key, code="name_missing", **times))


def _used(bench: Bench, connection: Connection, shares: tuple[int, int]) -> None:
    budgets: tuple[Budget, ...] = bench.app.budgets("svenn", bench.app.connections.keys(connection.id))
    for budget, share in zip(budgets, shares, strict=True):
        at = bench.now - timedelta(minutes=4)
        bench.app.permits.report(budget.owner, at.isoformat(), budget.limit * share // 100)


def _several(bench: Bench) -> dict[str, Connection]:
    made = {name: _live(bench, name, str(912345678 + place)) for place, name in enumerate(NAMES)}
    for place, connection in enumerate(made.values()):
        _used(bench, connection, (12 * place, 5 * place))
    _problems(bench, made["Nordlys Maskin AS"], 12)
    overdue = made["Solberg Tømrerteam AS"]
    key = RecordKey(kind=Kind.PROJECT, side=Side.APP, id="1")
    bench.app.stores(overdue.id).inbox.put(key, due_at=bench.now - timedelta(minutes=47))
    bench.changed(made["Haugland Elektro AS"].id, status="needs_attention", attention="key_refused")
    bench.changed(made["Bergen Rørleggerservice AS"].id, status="in_review", review_pending="plan")
    _stop(bench, made["Fjordheim Entreprenør og Eiendomsutvikling AS"])
    return made


def _stop(bench: Bench, connection: Connection) -> None:
    breaker = Breaker(kind=Kind.CUSTOMER).counted(Harm.DELETED, [str(each) for each in range(61)], bench.now)
    names = ("Hansen Hytteutleie", "Lillehammer kommune", "Ola Nordmann")
    examples = [
        StoppedRecord(side=Side.TRIPLETEX, id=str(each), number=str(10_001 + each), name=name)
        for each, name in enumerate(names)
    ]
    stores = bench.app.stores(connection.id)
    stores.breakers.save(breaker.measured(180, bench.now).opened(bench.now, examples))
    for number in range(4):
        key = RecordKey(kind=Kind.CUSTOMER, side=Side.TRIPLETEX, id=str(number))
        stores.inbox.put(key, due_at=bench.now)
        (change,) = stores.inbox.find([key]).values()
        stores.inbox.park(change, "breaker#customer", bench.now + timedelta(days=1))


def _tick(bench: Bench) -> None:
    run_task(bench.app, "tick", bench.now + timedelta(seconds=8))  # no time to look into queues


def _letters(bench: Bench, *connections: Connection | None) -> None:
    codes = ("peer_unavailable", WORKER_ENDED, "KeyError")
    letters = [
        DeadLetter(
            f"letter-{place}", "changes", f'{{"connection": "{each.id if each else "?"}", "group": "party"}}',
            each.id if each else None, "party" if each else None,
            Cause(codes[place % 3] if each else "malformed", "KeyError at samspill/sync/merge.py:112",
                  bench.now - timedelta(minutes=9 * place + 3), 5, "4f1c0b6a"),
        ) for place, each in enumerate(connections)
    ]  # fmt: skip
    bench.app.dead_letter_counts.keep(letters, len(letters), bench.now)
    counts = {each.id: connections.count(each) for each in connections if each is not None}
    bench.app.dead_letter_counts.note(counts, bench.now)


def _overview(bench: Bench) -> Opening:
    made = _several(bench)
    _letters(bench, made["Solberg Tømrerteam AS"], made["Solberg Tømrerteam AS"])
    _tick(bench)
    return for_staff(bench, "/pages/staff")


def _calm(bench: Bench) -> Opening:
    for place, name in enumerate(NAMES[:3]):
        _live(bench, name, str(912345678 + place))
    _tick(bench)
    return for_staff(bench, "/pages/staff")


def _not_found(bench: Bench) -> Opening:
    return for_staff(bench, "/pages/staff?q=finnes+ikke")


def _troubled(bench: Bench) -> Opening:
    connection = _live(
        bench, "Fjordheim Entreprenør og Eiendomsutvikling AS", last_reconcile_at=bench.now - timedelta(hours=5),
        failing={"poll": Failure(since=bench.now - timedelta(hours=2), seen=bench.now, code="peer_unavailable")},
        deeds=[Deed(what=What.PAUSED, by=KARI, at=bench.now - timedelta(days=2)),
               Deed(what=What.RESUMED, by=KARI, at=bench.now - timedelta(days=1))],
    )  # fmt: skip
    stores = bench.app.stores(connection.id)
    _stop(bench, connection)
    _problems(bench, connection, 3)
    _used(bench, connection, (96, 41))
    stores.drifts.put(Drift(kind=Kind.CUSTOMER, unequal=12, at=bench.now - timedelta(hours=5),
                            oldest_difference_at=bench.now - timedelta(days=1)))  # fmt: skip
    stores.drifts.put(Drift(kind=Kind.PROJECT, at=bench.now - timedelta(hours=5), complete=False))
    for number in range(5):
        key = RecordKey(kind=Kind.PROJECT, side=Side.APP, id=str(number))
        stores.inbox.put(key, due_at=bench.now - timedelta(minutes=40))
        if number > 1:
            (change,) = stores.inbox.find([key]).values()
            stores.inbox.park(change, "customer#app#7", bench.now + timedelta(hours=1))
    _letters(bench, connection, connection)
    _tick(bench)
    return for_staff(bench, f"/pages/staff/connections/{connection.id}")


def _well(bench: Bench) -> Opening:
    connection = _live(bench, "Alfa Bygg AS")
    _tick(bench)
    return for_staff(bench, f"/pages/staff/connections/{connection.id}?said=operations.compared")


def _given_up(bench: Bench) -> Opening:
    made = [_live(bench, name, str(912345678 + place)) for place, name in enumerate(NAMES[:3])]
    _letters(bench, *made, None)
    return for_staff(bench, "/pages/staff/dead-letters")


def _none_given_up(bench: Bench) -> Opening:
    _letters(bench)
    return for_staff(bench, "/pages/staff/dead-letters?said=operations.replayed")


def _discard(bench: Bench) -> Opening:
    _letters(bench, _live(bench, "Alfa Bygg AS"))
    return for_staff(bench, "/pages/staff/dead-letters/bGV0dGVyLTA")


def _breaker(bench: Bench) -> Opening:
    connection = _live(bench, "Fjordheim Entreprenør og Eiendomsutvikling AS")
    _stop(bench, connection)
    return for_user(bench, connection, "/breakers/customer")


def _by_name(bench: Bench) -> Connection:
    company = firm(bench, "Fjordheim Entreprenør og Eiendomsutvikling AS", "912345678")
    books = company.systems[Side.TRIPLETEX]
    books.managers = {"7": "Kari Nordmann", "8": "Ola Hansen"}
    books.offered_departments = [Listed("10", "Produksjon"), Listed("20", "Administrasjon")]
    books.offered_activities = [
        Activity("1", "Montering"), Activity("2", "Rørlegging"), Activity("3", "Kurs", type=ActivityType.GENERAL),
        Activity("4", "Lager og innkjøp", type=ActivityType.GENERAL),
    ]  # fmt: skip
    entries = [
        TimeEntry(
            id=str(place), employee="1", on=date(2026, 2, 27), seconds=3600, project="5", task=task, approved=True
        )
        for place, task in enumerate(("Montering", "Rivning", "Graving"))
    ]
    entries.append(TimeEntry(id="9", employee="1", on=date(2026, 2, 27), seconds=3600, tag="Lager", approved=True))
    company.systems[Side.APP].entries = lambda _wanted: iter(entries)  # type: ignore[method-assign]
    settings = {
        "kinds": {"hours": True}, "hours": {"since": "2026-01-01", "tasks": {"Graving": "2"}},
        "fallback_project_manager": "99", "default_department": "10",
    }  # fmt: skip
    return bench.live(company, settings=settings)


def _choices(bench: Bench) -> Opening:
    return for_user(bench, _by_name(bench), "/settings/choices")


def _choices_silent(bench: Bench) -> Opening:
    connection = _by_name(bench)
    for system in bench.world.systems.values():
        system.down = True
    return for_user(bench, connection, "/settings/choices")


def _choices_of_rackbeat(bench: Bench) -> Opening:
    kari = newcomer(bench)
    kari.app.made["product"] = [
        Choosable("1", "Varer", has_inventory=True, vat={"domestic": Decimal(25), "abroad": Decimal(0)}),
        Choosable("2", "Tjenester", has_inventory=False, vat={"domestic": Decimal(25), "abroad": Decimal(0)}),
    ]
    kari.tripletex.codes = [
        Choosable("3", "Utgående avgift, høy sats", percentage=Decimal(25)),
        Choosable("31", "Utgående avgift, middels sats", percentage=Decimal(15)),
        Choosable("52", "Avgiftsfri utførsel"),
    ]
    connection = kari.is_live()
    return Opening(f"/pages/{connection.id}/settings/choices", kari.token)


SCENES = (
    Scene("operations-overview", _overview, important=True),
    Scene("operations-calm", _calm),
    Scene("operations-not-found", _not_found),
    Scene("operations-connection-troubled", _troubled),
    Scene("operations-connection-well", _well),
    Scene("operations-letters", _given_up),
    Scene("operations-letters-none", _none_given_up),
    Scene("operations-discard", _discard),
    Scene("operations-breaker", _breaker),
    Scene("settings-choices", _choices),
    Scene("settings-choices-silent", _choices_silent),
    Scene("settings-choices-rackbeat", _choices_of_rackbeat),
)
