"""Masses of changes in a small company, and what became of them."""

from datetime import timedelta

from samspill.model.changes import Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.sync.breaker import RELEASED, waits_for
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T

C = Kind.CUSTOMER
LIMIT = 25


def customers(company: SmallCompany, count: int = 60, **values: object) -> list[Record]:
    """Linked customers, as Tripletex has them."""
    made = [
        company.tripletex.put(C, number=str(10001 + i), name=f"Kunde nummer {i} AS", **values) for i in range(count)
    ]
    for record in made:
        company.changed(record, T)
    company.settle()
    assert len(company.everything(C, A)) == count
    return made


def delete(company: SmallCompany, records: list[Record], side: Side = T) -> None:
    """They are deleted on `side`."""
    for record in records:
        company.systems[side].remove(C, record.id)
        company.changed(record, side)


def edit(company: SmallCompany, records: list[Record], **values: object) -> None:
    """They are edited in Tripletex."""
    for record in records:
        company.tripletex.edit(C, record.id, **values)
        company.changed(record, T)


def work(company: SmallCompany) -> None:
    """Let the workers run at this moment only."""
    work_off(company.desk, "party", company.now + timedelta(minutes=1))


def release(company: SmallCompany) -> None:
    """A person releases the breaker."""
    state = company.stores.breakers.get(C)
    company.stores.breakers.save(state.released("Kari", company.now))
    key = RecordKey(kind=C, side=T, id=RELEASED)
    company.stores.inbox.put(key, due_at=company.now, priority=Priority.PERSON)
    work(company)


def waiting(company: SmallCompany) -> int:
    """How many changes wait for a release."""
    return company.stores.inbox.waiting(waits_for(C))


def left(company: SmallCompany) -> int:
    """How many customers the app has."""
    return len(company.everything(C, A))


def with_phone(company: SmallCompany, phone: str) -> int:
    """How many of them have that phone number."""
    return sum(record.values()["phone"] == phone for record in company.everything(C, A))
