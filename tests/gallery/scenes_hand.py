"""Linking and taking apart by hand, and a history over both systems."""

from datetime import timedelta
from urllib.parse import urlencode

from samspill.model.changes import Noticed, Priority, RecordKey, Way
from samspill.model.connection import Connection
from samspill.model.history import Decision, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.pages.addresses import packed
from tests.gallery.lively import fate, happened, lively, pair
from tests.gallery.scene import Opening, Scene, for_user
from tests.integration.api.bench import Bench, TwoKeys

A, T = Side.APP, Side.TRIPLETEX


def _loose(bench: Bench) -> tuple[Connection, Record, Record]:
    """A customer in Tripletex that nobody linked, and the one in the app that is the same."""
    connection, company = lively(bench)
    one = company.systems[T].put(
        Kind.CUSTOMER, number="10021", name="Nordstrand Bakeri & Konditori AS", email="post@nordstrandbakeri.example",
        phone="22 10 20 30", address_line1="Ekebergveien 211", city="Oslo",
    )  # fmt: skip
    other = company.systems[A].put(
        Kind.CUSTOMER, number="877", name="Nordstrand bakeri", email="post@nordstrandbakeri.example",
        address_line2="Bakgården", city="Nordstrand",
    )  # fmt: skip
    fate(bench, connection, _key(one, T), "10021", one.label, Standing.SKIPPED, code="left_out")
    return connection, one, other


def _key(record: Record, side: Side) -> RecordKey:
    return RecordKey(kind=record.kind, side=side, id=record.id)


def _at(key: RecordKey, what: str = "", **query: str) -> str:
    place = f"/records/{key.kind.value}/{key.side.value}/{packed(key.id)}{what}"
    return f"{place}?{urlencode(query)}" if query else place


def _suggested(bench: Bench) -> Opening:
    connection, one, _ = _loose(bench)
    return for_user(bench, connection, _at(_key(one, T), "/link"))


def _searched(bench: Bench) -> Opening:
    connection, one, _ = _loose(bench)
    return for_user(bench, connection, _at(_key(one, T), "/link", q="gård"))


def _none(bench: Bench) -> Opening:
    connection, one, _ = _loose(bench)
    return for_user(bench, connection, _at(_key(one, T), "/link", q="finnes ikke"))


def _compared(bench: Bench) -> Opening:
    connection, one, other = _loose(bench)
    return for_user(bench, connection, _at(_key(one, T), "/link", partner=other.id))


def _refused(bench: Bench) -> Opening:
    connection, _, other = _loose(bench)
    numberless = bench.app.systems(connection, Priority.PERSON)[T]
    one = numberless.put(Kind.CUSTOMER, number="", name="Nordstrand Bakeri")  # type: ignore[attr-defined]
    return for_user(bench, connection, _at(_key(one, T), "/link", partner=other.id))


def _paired(bench: Bench) -> tuple[Connection, TwoKeys, RecordKey, RecordKey]:
    """A customer with two projects."""
    connection, company = lively(bench)
    ours, theirs = pair(bench, connection, company, Kind.CUSTOMER, "10021", name="Nordstrand Bakeri & Konditori AS")
    for number, name in (("P201", "Ny bakerovn"), ("P202", "Ventilasjon, Ekebergveien 211")):
        keys = pair(bench, connection, company, Kind.PROJECT, number, name=name, start_date="2026-01-12")
        links = bench.app.stores(connection.id).links
        link = links.by_ids(Kind.PROJECT, T, [keys[0].id])[keys[0].id]
        half = link.tripletex.model_copy(update={"base": {**link.tripletex.base, "customer": ours.id}})
        links.save(link.with_half(T, half))
    return connection, company, ours, theirs


def _apart(bench: Bench) -> Opening:
    connection, _, ours, _ = _paired(bench)
    return for_user(bench, connection, _at(ours, "/unlink"))


def _kept_apart(bench: Bench) -> Opening:
    connection, _, ours, _ = _paired(bench)
    return for_user(bench, connection, _at(ours, "/unlink", choice="keep_apart"))


def _anew(bench: Bench) -> Opening:
    connection, company, ours, _ = _paired(bench)
    company.systems[T].edit(Kind.CUSTOMER, ours.id, number="10022")
    return for_user(bench, connection, _at(ours, "/unlink", choice="match_anew"))


def _not_linked(bench: Bench) -> Opening:
    connection, one, _ = _loose(bench)
    return for_user(bench, connection, _at(_key(one, T), "/unlink"))


def _asked(bench: Bench) -> Opening:
    connection, one, other = _loose(bench)
    decision = Decision(
        connection=connection.id, key=_key(one, T), choice=Choice.LINK, partner=other.id, by="Ola Leder", at=bench.now
    )
    bench.app.stores(connection.id).decisions.put(decision)
    return for_user(bench, connection, _at(_key(one, T)))


def _history(bench: Bench) -> Opening:
    """A long life in both systems."""
    connection, _, ours, theirs = _paired(bench)
    link = "customer-10021"

    def noticed(way: Way, side: Side, hours_ago: int) -> Noticed:
        return Noticed(way=way, side=side, at=bench.now - timedelta(hours=hours_ago, seconds=4))

    def line(key: RecordKey, what: str, hours_ago: int, **more: object) -> None:
        happened(bench, connection, key, what, hours_ago, link=link, **more)

    line(theirs, "held", 300, code="ambiguous_look_alike")
    line(theirs, "decided", 251, choice=Choice.LINK, partner=ours.id, by="Ola Leder")
    line(theirs, "linked", 250, partner=ours.id, by="Ola Leder")
    line(theirs, "solved", 250, code="ambiguous_look_alike")
    line(theirs, "conflict", 249, lost={"name": "Nordstrand bakeri"}, noticed=noticed(Way.PERSON, A, 250))
    line(theirs, "updated", 249, written={"name": "Nordstrand Bakeri & Konditori AS"},
         noticed=noticed(Way.PERSON, A, 250))  # fmt: skip
    line(ours, "updated", 120, written={"phone": "22 10 20 30"}, noticed=noticed(Way.WEBHOOK, A, 120))
    line(theirs, "updated", 60, written={"address_line1": "Ekebergveien 211"}, noticed=noticed(Way.POLL, T, 60))
    line(ours, "updated", 9, written={"email": "post@nordstrandbakeri.example"},
         noticed=noticed(Way.COMPARISON, A, 9))  # fmt: skip
    return for_user(bench, connection, _at(ours))


def _waiting(bench: Bench) -> Opening:
    """Each reason why something waits."""
    connection, _, ours, _ = _paired(bench)
    stores = bench.app.stores(connection.id)
    reasons = (
        ("P301", "Tilbygg", str(ours), 0), ("P302", "Carport", "breaker#project", 0),
        ("P303", "Utebod", "approval", 0), ("P304", "Garasje", None, 3), ("P305", "Pergola", None, 0),
    )  # fmt: skip
    for number, name, waiting_for, attempts in reasons:
        key = RecordKey(kind=Kind.PROJECT, side=A, id=f"w{number}")
        fate(bench, connection, key, number, name, Standing.WAITING)
        stores.inbox.put(key, due_at=bench.now)
        change = stores.inbox.find([key])[key]
        if waiting_for is not None:
            stores.inbox.park(change, waiting_for, bench.now + timedelta(hours=1))
        elif attempts:
            stores.inbox.postpone(change, bench.now + timedelta(minutes=5), attempts=attempts)
    return for_user(bench, connection, "/records?standing=waiting")


SCENES = (
    Scene("hand-link-suggested", _suggested),
    Scene("hand-link-found", _searched),
    Scene("hand-link-none", _none),
    Scene("hand-link-refused", _refused),
    Scene("hand-compare", _compared, important=True),
    Scene("hand-unlink", _apart),
    Scene("hand-unlink-keep", _kept_apart),
    Scene("hand-unlink-anew", _anew),
    Scene("hand-unlink-refused", _not_linked),
    Scene("record-asked", _asked),
    Scene("record-history", _history, important=True),
    Scene("records-waiting", _waiting),
)
