"""What the engine may expect of an app with hours: of Svenn, and of the one in memory that its tests run with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pytest

from samspill.model.hours import Day, Entry
from samspill.sync.ports.hours import Mark, TimeEntries, Wanted
from sandbox.svenn.fields import Kind as Register
from tests.fakes.time_entries import MemoryEntries
from tests.integration.systems.svenn import bench as benches

MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)


class App(Protocol):
    """An app with two employees and a project, the port, and what people do in it."""

    kari: str
    ola: str
    project: str

    @property
    def port(self) -> TimeEntries: ...
    def enter(self, **fields: Any) -> str: ...
    def change(self, entry_id: str, **fields: Any) -> None: ...
    def delete(self, entry_id: str) -> None: ...
    def time_passes(self) -> None: ...


@dataclass
class InMemory:
    """The fake."""

    port: MemoryEntries
    kari: str = "00000000-0000-4000-8000-000000000001"
    ola: str = "00000000-0000-4000-8000-000000000002"
    project: str = "00000000-0000-4000-8000-000000000003"

    def enter(self, **fields: Any) -> str:
        return self.port.enter(**{"employee": self.kari, "on": MONDAY, "seconds": 3600, **fields}).id

    def change(self, entry_id: str, **fields: Any) -> None:
        self.port.change(entry_id, **fields)

    def delete(self, entry_id: str) -> None:
        self.port.delete_entry(entry_id)

    def time_passes(self) -> None:
        pass


#: Our field -> Svenn's.
THEIRS = {"employee": "employee_id", "on": "date", "project": "project_id"}


class InSvenn:
    """The adapter and a sandbox."""

    def __init__(self, bench: benches.Bench) -> None:
        self._bench, self.port = bench, bench.system
        people = [{"number": str(n), "first_name": "Kari", "active": False} for n in (1, 2)]
        projects = [{"display_id": "100", "name": "Tak"}]
        bench.svenn.world.seed(bench.svenn.account.id, {"employees": people, "projects": projects})
        rows = bench.svenn.world.state(bench.svenn.account.id)
        self.kari, self.ola = sorted(str(row["id"]) for row in rows["employees"])
        self.project = str(rows["projects"][0]["id"])

    def enter(self, **fields: Any) -> str:
        return self._edit(
            "create", None, {"employee": self.kari, "on": MONDAY, "seconds": 3600, "approved": True} | fields
        )

    def change(self, entry_id: str, **fields: Any) -> None:
        self._edit("update", entry_id, fields)

    def delete(self, entry_id: str) -> None:
        self._edit("delete", entry_id, {})

    def time_passes(self) -> None:
        self._bench.clock.advance(minutes=5)

    def _edit(self, op: Any, entry_id: str | None, fields: dict[str, Any]) -> str:
        data = {THEIRS.get(k, k): v.isoformat() if isinstance(v, date) else v for k, v in fields.items()}
        world, account = self._bench.svenn.world, self._bench.svenn.account.id
        return world.edit(account, op, Register.TIME_ENTRY, row_id=entry_id, data=data).id


@contextmanager
def _svenn() -> Iterator[App]:
    with benches.bench() as bench:
        yield InSvenn(bench)


@contextmanager
def _memory() -> Iterator[App]:
    yield InMemory(MemoryEntries())


@pytest.fixture(params=[_memory, _svenn], ids=["memory", "svenn"])
def app(request: pytest.FixtureRequest) -> Iterator[App]:
    make: Callable[[], Any] = request.param
    with make() as made:
        yield made


def day(employee: str, on: date = MONDAY) -> Day:
    return Day(employee=employee, on=on)


def one(app: App, entry_id: str) -> Entry:
    return app.port.entries_by_id([entry_id])[entry_id]


def exported(app: App, entry_id: str) -> bool:
    return app.port.mark([Mark(entry_id, one(app, entry_id).version, exported=True)])[entry_id]


def test_an_entry_is_read_as_it_was_entered(app: App) -> None:
    made = app.enter(project=app.project, task="Rør", tag="Natt", comment="Bad", seconds=5400)
    assert one(app, made) == Entry(
        id=made, employee=app.kari, on=MONDAY, seconds=5400, project=app.project, task="Rør", tag="Natt",
        comment="Bad", approved=True, version=1,
    )  # fmt: skip


def test_every_day_that_is_asked_for_is_answered_with_its_entries_alone(app: App) -> None:
    mine, open_ = app.enter(), app.enter(approved=False)
    app.enter(employee=app.ola)
    read = app.port.entries_of([day(app.kari), day(app.kari, TUESDAY)])
    assert {each: {e.id for e in found} for each, found in read.items()} == {
        day(app.kari): {mine, open_}, day(app.kari, TUESDAY): set(),
    }  # fmt: skip


def test_entries_come_by_employee_then_day(app: App) -> None:
    for employee, on in ((app.ola, MONDAY), (app.kari, TUESDAY), (app.kari, MONDAY)):
        app.enter(employee=employee, on=on)
    assert [(e.employee, e.on) for e in app.port.entries(Wanted())] == [
        (app.kari, MONDAY), (app.kari, TUESDAY), (app.ola, MONDAY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(first=TUESDAY),
        Wanted(last=MONDAY, approved=True, exported=False),
        Wanted(approved=False),
        Wanted(exported=True),
    ],
)
def test_a_stream_holds_what_fits_every_wish(app: App, wanted: Wanted) -> None:
    made = [app.enter(on=on, approved=approved) for on in (MONDAY, TUESDAY) for approved in (True, False)]
    marked = app.enter(on=TUESDAY)
    exported(app, marked)
    fits = {
        e.id
        for e in (one(app, each) for each in (*made, marked))
        if wanted.first in (None, e.on)
        and wanted.last in (None, e.on)
        and wanted.approved in (None, e.approved)
        and wanted.exported in (None, e.exported)
    }
    assert {e.id for e in app.port.entries(wanted)} == fits
    assert fits


def test_a_moved_entry_is_on_its_new_day_only(app: App) -> None:
    made = app.enter()
    app.change(made, on=TUESDAY, employee=app.ola)
    read = app.port.entries_of([day(app.kari), day(app.ola, TUESDAY)])
    assert [len(found) for found in read.values()] == [0, 1]


def test_a_deleted_entry_is_not_there_and_cannot_be_marked(app: App) -> None:
    made = app.enter()
    app.delete(made)
    assert app.port.entries_by_id([made]) == {}
    assert app.port.mark([Mark(made, 1, exported=True)]) == {made: False}


def test_a_mark_raises_no_version_and_can_be_set_again(app: App) -> None:
    made = app.enter()
    before = one(app, made)
    assert [exported(app, made), exported(app, made)] == [True, True]
    assert one(app, made) == before.model_copy(update={"exported": True})


def test_a_mark_on_another_version_is_not_noted(app: App) -> None:
    made = app.enter()
    app.change(made, seconds=60)
    assert app.port.mark([Mark(made, 1, exported=True)]) == {made: False}
    assert not one(app, made).exported


def test_what_is_not_approved_is_not_marked_and_can_be_unmarked(app: App) -> None:
    made = app.enter(approved=False)
    assert not exported(app, made)
    assert app.port.mark([Mark(made, 1, exported=False)]) == {made: True}


@pytest.mark.parametrize("change", [{"seconds": 60}, {"comment": "Annet"}, {"task": "Rør"}, {"approved": False}])
def test_the_mark_falls_with_any_change_and_the_version_rises(app: App, change: dict[str, Any]) -> None:
    made = app.enter()
    exported(app, made)
    app.change(made, **change)
    assert (one(app, made).exported, one(app, made).version) == (False, 2)


def test_a_change_that_changes_nothing_is_none(app: App) -> None:
    made = app.enter()
    exported(app, made)
    app.change(made, seconds=3600)
    assert (one(app, made).exported, one(app, made).version) == (True, 1)


def test_changes_and_deletions_are_told_and_marks_are_not(app: App) -> None:
    changed, deleted, marked = app.enter(), app.enter(), app.enter()
    app.time_passes()
    cursor = app.port.entries_since("").cursor
    app.time_passes()
    app.change(changed, seconds=60)
    app.delete(deleted)
    exported(app, marked)
    app.time_passes()
    told = app.port.entries_since(cursor)
    assert (told.ids, told.deleted) == ((changed,), (deleted,))
    app.time_passes()
    assert app.port.entries_since(told.cursor).ids == ()
