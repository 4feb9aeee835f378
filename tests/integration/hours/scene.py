"""A company between both sandboxes whose people enter hours: asked through the API, worked off as functions do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Fate, Standing
from samspill.model.hours import Day
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.sync.polling import POLL
from samspill.sync.ports import Stores
from samspill.tasks import hours
from samspill.tasks.work import work
from sandbox.svenn.account import RIGHTS
from sandbox.svenn.fields import Kind as Register
from sandbox.tripletex.hand import rows_of
from sandbox.tripletex.seeding import seed_company
from tests.integration.api.client import Answered, Client
from tests.integration.api.sandboxes import Sandboxes

#: Tripletex' own project activity and internal one of every new company.
WORK, INTERNAL = "Fakturerbart arbeid", "Administrasjon"
#: A Monday of a week that is over, and long after every project began.
MONDAY = date(2026, 10, 12)

_numbers = count(920000001)


@dataclass
class Scene:
    """One company. People are numbered from 100 and linked; one project, P0, is linked too."""

    sandboxes: Sandboxes
    id: str
    account: str
    company: int
    people: list[str]
    project: str

    @property
    def product(self) -> Client:
        """The product's own key."""
        return self.sandboxes.bench.product

    @property
    def connection(self) -> Connection:
        """As it is now."""
        return self.sandboxes.bench.app.connections.get(self.id)

    @property
    def stores(self) -> Stores:
        """The connection's."""
        return self.sandboxes.bench.app.stores(self.id)

    def day(self, person: int = 0, days: int = 0) -> Day:
        """A day of that week."""
        return Day(employee=self.people[person], on=MONDAY + timedelta(days=days))

    def enter(self, person: int = 0, days: int = 0, hours: float = 7.5, **more: object) -> str:
        """Somebody enters approved hours on the project, without a task; the entry's id."""
        row = {
            "employee_id": self.people[person], "date": (MONDAY + timedelta(days=days)).isoformat(),
            "seconds": round(hours * 3600), "project_id": self.project, "approved": True, **more,
        }  # fmt: skip
        return str(self.sandboxes.svenn.edit(self.account, "create", Register.TIME_ENTRY, data=row).id)

    def enter_many(self, people: int, days: int) -> None:
        """Hours of many days at once, as if they had always been there."""
        rows = [
            {"employee_number": str(100 + person), "project_display_id": "P0", "seconds": 3600, "approved": True,
             "date": (MONDAY + timedelta(days=day)).isoformat()}
            for person in range(people) for day in range(days)
        ]  # fmt: skip
        self.sandboxes.svenn.seed(self.account, {"time_entries": rows})

    def edit(self, entry: str, **fields: object) -> None:
        """Somebody changes an entry."""
        self.sandboxes.svenn.edit(self.account, "update", Register.TIME_ENTRY, row_id=entry, data=fields)

    def delete(self, entry: str) -> None:
        """Somebody deletes an entry."""
        self.sandboxes.svenn.edit(self.account, "delete", Register.TIME_ENTRY, row_id=entry)

    def entry(self, entry: str) -> dict[str, Any]:
        """As the app has it."""
        found = self.sandboxes.svenn.state(self.account)["time-entries"]
        return next(row for row in found if row["id"] == entry)

    def timesheet(self) -> list[dict[str, Any]]:
        """All rows in Tripletex."""
        return rows_of(self.sandboxes.tripletex, self.company, "timesheet/entry")

    def ask(self, what: str = "/preview", **wanted: object) -> Answered:
        """Ask for a preview, or with '' for sending, of that week unless something else is wanted."""
        week = {"from": MONDAY.isoformat(), "to": (MONDAY + timedelta(days=6)).isoformat()}
        return self.product.post(f"/v1/connections/{self.id}/hours{what}", {**week, **wanted})

    def get(self, path: str, **query: object) -> Answered:
        """Something below the connection's hours."""
        return self.product.get(f"/v1/connections/{self.id}/hours/{path}", **query)

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        """All items below the connection's hours, a few at a time."""
        cursor = None
        while True:
            page = self.get(path, limit=70, cursor=cursor).json
            yield from page["items"]
            if (cursor := page["next"]) is None:
                return

    def no_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A request has no time to work on runs itself."""
        monkeypatch.setattr(hours, "AT_ONCE", timedelta(seconds=-1))

    def poll(self) -> None:
        """What the clock starts every few minutes, and what comes of it."""
        app = self.sandboxes.bench.app
        key = RecordKey(kind=Kind.HOURS, side=Side.APP, id=POLL)
        self.stores.inbox.put(key, due_at=app.clock(), priority=Priority.RECONCILE)
        self.work()

    def work(self) -> None:
        """What the function does for each wake-up, until nothing is due."""
        app = self.sandboxes.bench.app
        for _ in range(50):
            if not work(app, self.id, "hours", app.clock() + timedelta(seconds=20)).again:
                return
        raise AssertionError("there is no end to it")

    def send(self, **wanted: object) -> dict[str, Any]:
        """Send, have it worked off, and see how it went."""
        answered = self.ask("", **wanted)
        assert answered.status in (200, 202), answered.text
        self.work()
        run: dict[str, Any] = self.get(f"runs/{answered.json['id']}").json
        return run

    def activity(self, name: str = WORK) -> str:
        """The id of an activity of Tripletex."""
        found = rows_of(self.sandboxes.tripletex, self.company, "activity")
        return next(str(row["id"]) for row in found if row["name"] == name)

    def choose(self, **settings: object) -> Answered:
        """Other settings of hours, confirmed whatever they do."""
        whole = {"kinds": {"hours": True}, "hours": {"since": "2026-10-01", **settings}}
        path = f"/v1/connections/{self.id}/settings"
        confirm = self.product.post(f"{path}/preview", {"settings": whole}).json.get("confirm")
        return self.product.send("PUT", path, whole, query={"confirm": confirm})


def open_scene(sandboxes: Sandboxes, people: int = 2) -> Scene:
    """A company whose first sync is done and whose hours are on."""
    number, bench = str(next(_numbers)), sandboxes.bench
    keys = {"tripletex": sandboxes.tripletex_key(number), "app": sandboxes.app_key(number, frozenset(RIGHTS))}
    made = bench.product.post("/v1/connections", {"organization_number": number, "keys": keys})
    assert made.status == 201, made.text
    connection = bench.changed(
        made.json["id"], status="active", live=True, live_since=bench.app.clock(),
        settings={"kinds": {"hours": True}, "hours": {"since": "2026-10-01"}},
    )  # fmt: skip
    account, company = connection.app_company.id, int(connection.tripletex_company.id)
    names = [{"number": str(100 + n), "first_name": "Kari", "last_name": f"Lie {n}"} for n in range(people)]
    sandboxes.svenn.seed(account, {
        "employees": [{**each, "email": f"e{n}@bygg.example"} for n, each in enumerate(names)],
        "projects": [{"display_id": "P0", "name": "Kjøkken"}],
    })  # fmt: skip
    seed_company(sandboxes.tripletex.companies[company], {
        "employees": [
            {"employeeNumber": each["number"], "firstName": each["first_name"], "lastName": each["last_name"],
             "email": f"e{n}@bygg.example"}
            for n, each in enumerate(names)
        ],
        "projects": [{"number": "P0", "name": "Kjøkken", "startDate": "2026-01-02"}],
    })  # fmt: skip
    state = sandboxes.svenn.state(account)
    ids = [str(next(row["id"] for row in state["employees"] if row["number"] == each["number"])) for each in names]
    project = str(next(row["id"] for row in state["projects"] if row["display_id"] == "P0"))
    scene = Scene(sandboxes, connection.id, account, company, ids, project)
    there = rows_of(sandboxes.tripletex, company, "employee")
    for person, each in zip(ids, names, strict=True):
        own = next(str(row["id"]) for row in there if row["employeeNumber"] == each["number"])
        _link(scene, Kind.EMPLOYEE, own, person, each["number"], f"{each['first_name']} {each['last_name']}")
    (theirs,) = [row for row in rows_of(sandboxes.tripletex, company, "project") if row["number"] == "P0"]
    _link(scene, Kind.PROJECT, str(theirs["id"]), project, "P0", "Kjøkken")
    return scene


def _link(scene: Scene, kind: Kind, tripletex: str, app: str, number: str, name: str) -> None:
    link = f"{kind.value}-{app}"
    scene.stores.links.add(
        Link(id=link, connection=scene.id, kind=kind, tripletex=Half(id=tripletex), app=Half(id=app))
    )
    key = RecordKey(kind=kind, side=Side.APP, id=app)
    now = scene.sandboxes.bench.app.clock()
    fate = Fate(
        connection=scene.id, key=key, standing=Standing.LINKED, number=number, name=name, link=link, updated_at=now
    )
    scene.stores.journal.set_fates([fate])
