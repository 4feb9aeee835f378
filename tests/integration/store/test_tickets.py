"""Secrets that are handed out: good for their time, for what they were made for, and once when taken."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from samspill.model.holder import Holder, Subject
from samspill.store.tables.sessions import SessionItem
from samspill.store.tickets import Tickets

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
KARI = Holder(subject=Subject.CONNECTION, id="c1", by="kari@example.no", keys_revision=3)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tickets(aws: None, clock: Clock) -> Tickets:
    numbers = count(1)
    return Tickets(lambda: f"secret-{next(numbers)}", clock)


@pytest.fixture
def name(connection_id: str) -> str:
    return f"session#{connection_id}"


def test_a_secret_finds_its_holder(tickets: Tickets, name: str) -> None:
    secret = tickets.issue(name, KARI, START + HOUR)
    found = tickets.find(name, secret)
    assert found is not None
    assert (found.holder, found.until) == (KARI, START + HOUR)


@pytest.mark.parametrize("secret", ["", "secret", "secret-11", "SECRET-1"])
def test_no_other_secret_does(tickets: Tickets, name: str, secret: str) -> None:
    tickets.issue(name, KARI, START + HOUR)
    assert tickets.find(name, secret) is None
    assert tickets.take(name, secret) is None
    assert tickets.find(name, "secret-1") is not None


def test_nor_does_it_under_another_name(tickets: Tickets, name: str) -> None:
    secret = tickets.issue(name, KARI, START + HOUR)
    assert tickets.find(f"{name}x", secret) is None


def test_it_is_good_until_its_time_is_over(tickets: Tickets, clock: Clock, name: str) -> None:
    secret = tickets.issue(name, KARI, START + HOUR)
    clock.now = START + HOUR
    assert tickets.find(name, secret) is None
    assert tickets.take(name, secret) is None


def test_it_is_forgotten_when_its_time_is_over(tickets: Tickets, name: str) -> None:
    tickets.issue(name, KARI, START + HOUR)
    (item,) = SessionItem.query(name)
    assert item.expires == (START + HOUR).timestamp()


def test_it_can_be_prolonged_by_its_secret_only(tickets: Tickets, clock: Clock, name: str) -> None:
    secret = tickets.issue(name, KARI, START + HOUR)
    tickets.prolong(name, "another", START + 9 * HOUR)
    tickets.prolong(name, secret, START + 2 * HOUR)
    clock.now = START + HOUR
    assert tickets.find(name, secret) is not None
    clock.now = START + 2 * HOUR
    assert tickets.find(name, secret) is None


def test_what_is_gone_is_not_brought_back_by_prolonging(tickets: Tickets, name: str) -> None:
    tickets.prolong(name, "secret-1", START + HOUR)
    assert list(SessionItem.query(name)) == []


def test_a_newer_one_of_the_same_name_ends_the_older(tickets: Tickets, name: str) -> None:
    older, newer = tickets.issue(name, KARI, START + HOUR), tickets.issue(name, KARI, START + HOUR)
    assert tickets.find(name, older) is None
    assert tickets.take(name, newer) == KARI


def test_it_is_taken_once(tickets: Tickets, name: str) -> None:
    secret = tickets.issue(name, KARI, START + HOUR)
    assert tickets.take(name, secret) == KARI
    assert tickets.take(name, secret) is None
