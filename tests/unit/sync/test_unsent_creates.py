"""Creates that were claimed but never sent: no try is counted, whatever came in between."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from samspill.exceptions import GenerationChanged, RateLimited, RetryLater
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.sync.desk import LEASE
from samspill.sync.ports import Draft, NotSent, Outcome, RegisterPage, Uncertain
from tests.fakes.company import A, SmallCompany, T

C = Kind.CUSTOMER
UNCERTAIN = Uncertain(RetryLater(uncertain=True))
NOT_SENT = NotSent(RetryLater())


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def customer(company: SmallCompany, number: str) -> Record:
    record = company.app.put(C, number=number, name=f"Kunde {number} AS")
    company.changed(record, A)
    return record


def lost_and_new(company: SmallCompany) -> tuple[Record, Record]:
    """One whose create got no answer and came to nothing, and a new one that is due together with it."""
    company.tripletex.lost_before_commit = 1
    lost = customer(company, "10001")
    company.settle(1)
    company.now += LEASE
    return lost, customer(company, "10002")


def numbers(company: SmallCompany) -> list[str]:
    return sorted(str(record.number) for record in company.everything(C, T))


def before_reading(company: SmallCompany, act: Callable[[], None]) -> None:
    """Call `act` before each page of Tripletex's register is read."""
    original = company.tripletex.read_page

    def reading(kind: Kind, cursor: str = "") -> RegisterPage:
        act()
        return original(kind, cursor)

    company.tripletex.read_page = reading  # type: ignore[method-assign]


def answering(company: SmallCompany, *outcomes: Outcome) -> None:
    """Tripletex answers the next creates with these, and stores nothing."""
    original, left = company.tripletex.create, list(outcomes)

    def create(kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        return [left.pop(0) for _ in drafts] if left else original(kind, drafts)

    company.tripletex.create = create  # type: ignore[method-assign]


def test_a_rate_limit_while_a_lost_create_is_looked_up_uses_up_no_try(company: SmallCompany) -> None:
    """Seen to fail with every claim of the batch kept until its lease runs out."""
    lost_and_new(company)
    limits = iter(range(3))

    def limited() -> None:
        if next(limits, None) is not None:
            raise RateLimited(company.now)

    before_reading(company, limited)
    company.settle()
    assert numbers(company) == ["10001", "10002"]


def test_a_connection_turned_off_before_the_create_uses_up_no_try(company: SmallCompany) -> None:
    first, second = customer(company, "10001"), customer(company, "10002")
    working = company.desk

    def turned_off() -> None:
        raise GenerationChanged

    company.desk = replace(working, guard=turned_off)
    company.settle(2)
    assert company.stores.intents.open([company.key(each, A) for each in (first, second)]) == {}


def test_a_lost_create_that_was_not_sent_again_is_as_it_was_before(company: SmallCompany) -> None:
    lost, _ = lost_and_new(company)
    key = company.key(lost, A)
    before = company.stores.intents.open([key])[key]
    company.app.edit(C, lost.id, phone="22334455")

    def turned_off() -> None:
        raise GenerationChanged

    company.desk = replace(company.desk, guard=turned_off)
    company.settle(1)
    after = company.stores.intents.open([key])[key]
    assert (after.attempt, after.values, after.until <= company.now) == (before.attempt, before.values, True)


def test_who_loses_an_intent_to_another_worker_does_not_stop_the_others(company: SmallCompany) -> None:
    lost, _ = lost_and_new(company)
    reported: list[RecordKey] = []
    company.desk = replace(company.desk, report=reported.append)

    def taken_over() -> None:
        company.stores.intents.claim(company.key(lost, A), {}, "another", company.now + LEASE, LEASE)

    before_reading(company, taken_over)
    company.settle(1)
    assert (numbers(company), reported) == (["10002"], [])


def test_a_retry_that_was_not_sent_does_not_forget_the_uncertain_try_before_it(company: SmallCompany) -> None:
    """Seen to fail with the intent dropped when its retry was not sent."""
    record = customer(company, "10001")
    answering(company, UNCERTAIN, NOT_SENT, UNCERTAIN, NOT_SENT)
    company.settle()
    assert company.problem(record, A).code == "create_uncertain"
    assert numbers(company) == []


def test_retries_that_were_not_sent_do_not_count(company: SmallCompany) -> None:
    customer(company, "10001")
    answering(company, UNCERTAIN, NOT_SENT, NOT_SENT, NOT_SENT)
    company.settle()
    assert numbers(company) == ["10001"]
