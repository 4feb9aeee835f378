"""One of several processes that do the same at the same time. It prints what it got as one number.

Run as `python -m tests.integration.store.racer WHAT CONNECTION`.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from os import getpid

from samspill.exceptions import RevisionConflict
from samspill.model.breakers import Harm
from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Problem
from samspill.store.permits import DynamoPermits
from samspill.store.stores import dynamo_stores
from samspill.sync.breaker import over_limit
from samspill.sync.case import Case
from samspill.sync.settle import Settlement
from tests.fakes.company import SmallCompany
from tests.fakes.tables import create_tables

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="1")
TIMES = 20
THREADS = 4


def trigger(connection: str) -> int:
    """Triggers for one record, of all priorities and times; how many."""
    inbox = dynamo_stores(connection).inbox

    def put(number: int) -> None:
        inbox.put(KEY, due_at=NOW + timedelta(seconds=number % 7), priority=Priority(1 + number % 4))

    with ThreadPoolExecutor(THREADS) as pool:
        return len(list(pool.map(put, range(TIMES))))


def work(connection: str) -> int:
    """Takes what is due, as long as something is; how many triggers were seen to."""
    inbox = dynamo_stores(connection).inbox
    seen = 0
    while due := inbox.due("party", NOW + timedelta(minutes=1)):
        for change in due:
            if inbox.done(change):
                seen += change.counter
    return seen


def link(connection: str) -> int:
    """Links one app record to Tripletex records of its own; how often that succeeded."""
    links = dynamo_stores(connection).links

    def add(number: int) -> int:
        name = f"{getpid()}-{number}"
        made = Link(
            id=name, connection=connection, kind=Kind.CUSTOMER, tripletex=Half(id=name), app=Half(id="1")
        )  # fmt: skip
        try:
            links.add(made)
        except RevisionConflict:
            return 0
        return 1

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(add, range(TIMES)))


def claim(connection: str) -> int:
    """Claims one intent; how often that succeeded."""
    intents = dynamo_stores(connection).intents
    claims = (intents.claim(KEY, {"number": "1"}, f"{getpid()}", NOW, timedelta(minutes=5)) for _ in range(TIMES))
    return sum(1 for got in claims if got is not None)


def save(connection: str) -> int:
    """Saves the connection's link as often as it can, starting over when it lost; how often it won."""
    links = dynamo_stores(connection).links
    won = 0
    while won < TIMES:
        try:
            links.save(links.by_ids(Kind.CUSTOMER, Side.APP, ["1"])["1"])
            won += 1
        except RevisionConflict:
            continue
    return won


def lease(connection: str) -> int:
    """Takes permits until none is left; how many it got."""
    permits = DynamoPermits()
    got = 0
    while granted := permits.lease(connection, NOW.isoformat(), 100, 7):
        got += granted
    return got


def reserve(connection: str) -> int:
    """Reserves deletes at a breaker, one after the other; how many were granted."""
    company = SmallCompany()
    desk = replace(company.desk, stores=dynamo_stores(connection))
    survivor = company.app.put(Kind.CUSTOMER, number="1", name="Kunde AS")

    def granted(number: int) -> bool:
        name = f"{getpid()}-{number}"
        case = Case(RecordKey(kind=Kind.CUSTOMER, side=Side.TRIPLETEX, id=name), None, other=survivor)
        pair = Link(
            id=name, connection=connection, kind=Kind.CUSTOMER, tripletex=Half(id=name), app=Half(id=name)
        )  # fmt: skip
        return not over_limit(desk, Kind.CUSTOMER, Harm.DELETED, [(case, pair)], Settlement(desk, {}))

    return sum(map(granted, range(TIMES)))


def trouble(connection: str) -> int:
    """Reports problems of one record under two codes; how often."""
    journal = dynamo_stores(connection).journal
    done = 0
    while done < TIMES:
        code = ("name_missing", "number_taken")[done % 2]
        at = NOW + timedelta(microseconds=getpid() % 1000 * 1000 + done)
        try:
            journal.open_problem(
                Problem(id="", connection=connection, key=KEY, code=code, opened_at=at, seen_at=at)
            )  # fmt: skip
            done += 1
        except RevisionConflict:
            continue
    return done


def revision(connection: str) -> int:
    """The revision of the connection's link."""
    return dynamo_stores(connection).links.by_ids(Kind.CUSTOMER, Side.APP, ["1"])["1"].revision


def open_problems(connection: str) -> int:
    """How many problems are open, as listed and as counted."""
    journal = dynamo_stores(connection).journal
    listed = len(journal.problems()[0])
    return listed if sum(journal.count_open().values()) == listed else -1


def tables(_connection: str) -> int:
    """Makes the tables."""
    create_tables()
    return 0


RACES: dict[str, Callable[[str], int]] = {
    race.__name__: race
    for race in (trigger, work, link, claim, save, lease, reserve, trouble, revision, open_problems, tables)
}

if __name__ == "__main__":
    print(RACES[sys.argv[1]](sys.argv[2]))
