"""A firm in the middle of its days: records on both sides, pairs, problems, history."""

from datetime import timedelta
from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Problem
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench, TwoKeys

CUSTOMERS = (
    ("10001", "Hansen Rør AS"), ("10002", "Borettslaget Solbakken"), ("10003", "Kari og Ola Nordmann"),
    ("10004", "Fjellheim Eiendom AS"), ("10005", "Ødegård & Sønner Tømrerverksted AS"), ("10006", "Ås kommune"),
    ("10007", "Sameiet Fridtjof Nansens vei 114–122 og tilstøtende garasjeanlegg"), ("10008", "Lunde Maskin"),
)  # fmt: skip
PROJECTS = (
    ("P101", "Nytt tak, Solbakken 4"),
    ("P102", "Rehabilitering av bad, Storgata 12"),
    ("P103", "Kontorbygg Ås"),
)
EMPLOYEES = (("7", "Silje Moen"), ("12", "Per Ivar Haugen"), ("15", "Ahmed Yusuf"))


def lively(bench: Bench, **changes: Any) -> tuple[Connection, TwoKeys]:
    """A live connection with pairs that both sides have."""
    company, now = firm(bench), bench.now
    changes = {"last_change_at": (now - timedelta(minutes=4)).isoformat(),
               "last_reconcile_at": (now - timedelta(hours=7)).isoformat(), **changes}  # fmt: skip
    connection = bench.live(company, **changes)
    for number, name in CUSTOMERS:
        pair(bench, connection, company, Kind.CUSTOMER, number, name=name, email=f"post{number}@firma.example",
             city="Oslo", phone="22 33 44 55")  # fmt: skip
    for number, name in PROJECTS:
        pair(bench, connection, company, Kind.PROJECT, number, name=name, start_date="2026-01-12")
    for number, name in EMPLOYEES:
        first, _, last = name.rpartition(" ")
        pair(bench, connection, company, Kind.EMPLOYEE, number, first_name=first, last_name=last)
    return connection, company


def pair(
    bench: Bench, connection: Connection, company: TwoKeys, kind: Kind, number: str, **values: Any
) -> tuple[RecordKey, RecordKey]:  # fmt: skip
    """A record that stands on both sides and is linked; its keys there, Tripletex' first."""
    made = {side: company.systems[side].put(kind, number=number, **values) for side in Side}
    halves = {side: Half(id=made[side].id, base=made[side].values(), version=1) for side in Side}
    name = f"{kind.value}-{number}"
    bench.app.stores(connection.id).links.add(
        Link(id=name, connection=connection.id, kind=kind, tripletex=halves[Side.TRIPLETEX], app=halves[Side.APP])
    )
    keys = tuple(RecordKey(kind=kind, side=side, id=made[side].id) for side in (Side.TRIPLETEX, Side.APP))
    for key in keys:
        fate(bench, connection, key, number, made[key.side].label or " ".join(filter(None, map(str, (
            values.get("first_name"), values.get("last_name"))))), link=name)  # fmt: skip
    return keys[0], keys[1]


def fate(
    bench: Bench, connection: Connection, key: RecordKey, number: str, name: str,
    standing: Standing = Standing.LINKED, **more: Any,
) -> None:  # fmt: skip
    """Where a record stands."""
    bench.app.stores(connection.id).journal.set_fates([
        Fate(connection=connection.id, key=key, standing=standing, number=number, name=name, updated_at=bench.now,
             **more)
    ])  # fmt: skip


def held(
    bench: Bench, connection: Connection, code: str, kind: Kind, number: str, name: str,
    side: Side = Side.TRIPLETEX, hours_ago: int = 1, **more: Any,
) -> Problem:  # fmt: skip
    """A record that is held, with its problem."""
    key, at = RecordKey(kind=kind, side=side, id=f"h{number}"), bench.now - timedelta(hours=hours_ago)
    fate(bench, connection, key, number, name, Standing.HELD, code=code)
    return bench.app.stores(connection.id).journal.open_problem(
        Problem(id="", connection=connection.id, key=key, code=code, number=number, name=name, opened_at=at,
                seen_at=bench.now, **more)
    )  # fmt: skip


def happened(bench: Bench, connection: Connection, key: RecordKey, what: str, hours_ago: int, **more: Any) -> None:
    """A line of a record's history."""
    at = bench.now - timedelta(hours=hours_ago)
    bench.app.stores(connection.id).journal.write(
        [Entry(connection=connection.id, key=key, at=at, what=what, **more)]
    )
