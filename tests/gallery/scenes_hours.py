"""Hours: the week, what sending would do, hours on their way, an uploaded file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from samspill.api.routes_hours_import import XLSX
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.tasks.work import work
from tests.fakes.time_entries import MemoryEntries
from tests.fakes.timeliste import clock, entry, export
from tests.fakes.timesheet import MemorySheet
from tests.gallery.lively import EMPLOYEES, PROJECTS, fate
from tests.gallery.scene import Opening, Scene, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench

#: The Monday of the week before.
MONDAY = date(2026, 2, 23)
WEEK = {"from": MONDAY.isoformat(), "to": (MONDAY + timedelta(days=6)).isoformat()}
_SETTINGS = {"kinds": {"hours": True}, "hours": {"since": "2026-01-01", "sending": "manual"}}


@dataclass(frozen=True)
class Office:
    """A connection whose people enter hours. Ids are the app's."""

    bench: Bench
    connection: Connection
    app: MemoryEntries
    tripletex: MemorySheet
    people: tuple[str, ...]
    projects: tuple[str, ...]

    def ask(self, what: str, body: object) -> dict[str, Any]:
        """POST below the connection's hours."""
        answer = self.bench.product.post(f"/v1/connections/{self.connection.id}/hours{what}", body)
        assert answer.status in (200, 202), answer.text
        found: dict[str, Any] = answer.json
        return found

    def work(self) -> None:
        """What was sent is worked off, a moment later."""
        self.bench.later(seconds=1)
        while work(self.bench.app, self.connection.id, "hours", self.bench.now + timedelta(seconds=20)).again:
            pass

    def uploaded(self, rows: list[Any]) -> str:
        """The id of the import of a file with those rows."""
        client, path = self.bench.product, f"/v1/connections/{self.connection.id}/hours/import"
        headers = {**client.headers, "content-type": XLSX}
        answer = client.raw("POST", path, export(rows), {"by": "Kari Formann"}, headers)
        assert answer.status == 201, answer.text
        return str(answer.json["id"])

    def page(self, path: str, then: Callable[[Page], None] | None = None) -> Opening:
        """A page below the connection's hours."""
        return for_user(self.bench, self.connection, f"/hours{path}", then)


def _office(bench: Bench, **settings: object) -> Office:
    connection = bench.live(firm(bench), settings={**_SETTINGS, **settings})
    app, tripletex = MemoryEntries(), MemorySheet(clock=lambda: bench.now)
    bench.app.__dict__["open_systems"] = lambda *_args, **_more: {Side.APP: app, Side.TRIPLETEX: tripletex}
    tripletex.standard = tripletex.add_activity("Fakturerbart arbeid").id
    ids: dict[Kind, list[str]] = {Kind.EMPLOYEE: [], Kind.PROJECT: []}
    rows: list[tuple[Kind, str, dict[str, object], str]] = [
        *((Kind.EMPLOYEE, number, _named(name), name) for number, name in EMPLOYEES),
        *((Kind.PROJECT, number, _project(name), name) for number, name in PROJECTS),
    ]
    for kind, number, values, name in rows:
        theirs, ours = (system.put(kind, number=number, **values) for system in (tripletex, app))
        link = f"{kind.value}-{number}"
        bench.app.stores(connection.id).links.add(
            Link(id=link, connection=connection.id, kind=kind, tripletex=Half(id=theirs.id), app=Half(id=ours.id))
        )
        fate(bench, connection, RecordKey(kind=kind, side=Side.APP, id=ours.id), number, name, link=link)
        ids[kind].append(ours.id)
    return Office(bench, connection, app, tripletex, tuple(ids[Kind.EMPLOYEE]), tuple(ids[Kind.PROJECT]))


def _named(name: str) -> dict[str, object]:
    first, _, last = name.rpartition(" ")
    return {"first_name": first, "last_name": last}


def _project(name: str) -> dict[str, object]:
    return {"name": name, "start_date": "2026-01-02"}


def _entered(bench: Bench, **settings: object) -> Office:
    """A week of three people, with some that cannot be sent."""
    office = _office(bench, **settings)
    for place, person in enumerate(office.people):
        for day in range(5):
            project = office.projects[(place + day) % len(office.projects)]
            office.app.enter(person, MONDAY + timedelta(days=day), 27_000 + 900 * place, project,
                             comment="Lagt membran" if day == 2 else "")  # fmt: skip
    office.app.enter(office.people[0], MONDAY + timedelta(days=1), 3600, None, comment="Ryddet lager")
    office.app.enter(office.people[1], MONDAY + timedelta(days=4), 5400, office.projects[0], approved=False)
    return office


def _nothing_yet(bench: Bench) -> Opening:
    return _office(bench).page("?week=2026-W09")


def _off(bench: Bench) -> Opening:
    return _office(bench, kinds={"hours": False}).page("")


def _preview(bench: Bench) -> Opening:
    office = _entered(bench)
    return office.page(f"/runs/{office.ask('/preview', WEEK)['id']}")


def _only_held(bench: Bench) -> Opening:
    office = _entered(bench)
    return office.page(f"/runs/{office.ask('/preview', WEEK)['id']}?move=hold")


def _sent(bench: Bench) -> Opening:
    office = _entered(bench)
    run = office.ask("", WEEK)["id"]
    office.work()
    return office.page(f"/runs/{run}")


def _week(bench: Bench) -> Opening:
    """Sent, one corrected since, one held, one that somebody changed in Tripletex."""
    office = _entered(bench)
    office.ask("", WEEK)
    office.work()
    first = next(iter(office.app.entered.values()))
    office.app.change(first.id, seconds=21_600)
    office.ask("", WEEK)
    office.work()
    return office.page("?week=2026-W09")


def _file(bench: Bench) -> Opening:
    office = _office(bench)
    rows = [_line(number, name, day) for number, name in EMPLOYEES for day in range(3)]
    return office.page(f"/imports/{office.uploaded(rows)}")


def _file_of_unknown(bench: Bench) -> Opening:
    office = _office(bench)
    rows = [_line("7", "Silje Moen", 0), _line("", "Bjørn-Erik Hermansen", 1), _line("99", "Vikar fra byrå", 2)]
    return office.page(f"/imports/{office.uploaded(rows)}")


def _file_refused(bench: Bench) -> Opening:
    office = _office(bench)
    rows = [_line("7", "Silje Moen", 0), _line("12", "Per Ivar Haugen", 1, project="P999"),
            _line("15", "Ahmed Yusuf", 2, hours="sju og en halv")]  # fmt: skip
    return office.page(f"/imports/{office.uploaded(rows)}")


def _no_file(bench: Bench) -> Opening:
    def upload(page: Page) -> None:
        page.locator("#upload").set_input_files({"name": "timer.xlsx", "mimeType": XLSX, "buffer": b"ingen fil"})
        page.locator("form[action$='/hours/import'] button").click()

    return _office(bench).page("", upload)


def _line(number: str, name: str, day: int, project: str = "P101", hours: str | None = None) -> list[Any]:
    on = (MONDAY + timedelta(days=day)).strftime("%d.%m.%Y")
    return list(entry(on, number, hours or clock(7.5), project=project, name=name))


SCENES = (
    Scene("hours-week", _week, important=True),
    Scene("hours-nothing-yet", _nothing_yet),
    Scene("hours-off", _off),
    Scene("hours-preview", _preview, important=True),
    Scene("hours-preview-held", _only_held),
    Scene("hours-sent", _sent),
    Scene("hours-file-ready", _file),
    Scene("hours-file-unknown-people", _file_of_unknown),
    Scene("hours-file-refused", _file_refused),
    Scene("hours-no-such-file", _no_file, status=422),
)
