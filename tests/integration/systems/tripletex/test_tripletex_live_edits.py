"""What everyday edits cost in calls to Tripletex, with the real engine between Tripletex and an app in memory."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.company import SmallCompany
from tests.integration.systems.tripletex.account import Account

T, A = Side.TRIPLETEX, Side.APP


class Office(SmallCompany):
    """A company whose Tripletex is the sandbox's."""

    def __init__(self, account: Account, tripletex: TripletexSystem) -> None:
        super().__init__()
        self.account = account
        self.now = account.world.clock.now()
        self.systems[T] = tripletex  # type: ignore[assignment]

    def edited(self, side: Side, kind: Kind, record_id: str) -> dict[str, int]:
        """Deliver one webhook, work it off; what that cost."""
        self.account.forget_calls()
        self.stores.inbox.put(RecordKey(kind=kind, side=side, id=record_id), due_at=self.now)
        self.settle()
        self.now += timedelta(seconds=10)
        return self.account.calls()

    def linked_customer(self, **fields: Any) -> tuple[str, str]:
        """A customer of Tripletex with its partner in the app: both ids."""
        own = self.account.by_hand("customer", "create", name="Bygg AS", customerNumber=10001, **fields)
        self.edited(T, Kind.CUSTOMER, own)
        link = self.stores.links.by_ids(Kind.CUSTOMER, T, [own])[own]
        return own, link.app.id


@pytest.fixture
def office(account: Account, tripletex: TripletexSystem) -> Office:
    return Office(account, tripletex)


def test_a_new_customer_of_tripletex_costs_one_reading(office: Office) -> None:
    own = office.account.by_hand("customer", "create", name="Bygg AS", customerNumber=10001)
    assert office.edited(T, Kind.CUSTOMER, own) == {"GET /customer/{id}": 1}


def test_an_edit_in_tripletex_costs_one_reading_and_its_echo_another(office: Office) -> None:
    own, partner = office.linked_customer()
    office.account.by_hand("customer", "update", own, name="Nytt navn")
    assert office.edited(T, Kind.CUSTOMER, own) == {"GET /customer/{id}": 1}
    assert office.app.records[Kind.CUSTOMER][partner].label == "Nytt navn"
    assert office.edited(A, Kind.CUSTOMER, partner) == {"GET /customer/{id}": 1}


@pytest.mark.parametrize(
    ("changes", "calls"),
    [
        ({"name": "Nytt navn"}, {"GET /customer/{id}": 1, "PUT /customer/{id}": 1}),
        ({"city": "Bergen"}, {"GET /customer/{id}": 2, "PUT /customer/{id}": 1}),
    ],
)
def test_an_edit_in_the_app_costs_a_reading_a_write_and_one_more_reading_for_an_address(
    office: Office, changes: dict[str, str], calls: dict[str, int]
) -> None:
    own, partner = office.linked_customer()
    office.app.edit(Kind.CUSTOMER, partner, **changes)
    assert office.edited(A, Kind.CUSTOMER, partner) == calls
    assert office.edited(T, Kind.CUSTOMER, own) == {"GET /customer/{id}": 1}


def test_a_new_customer_of_the_app_is_looked_up_by_each_key_before_it_is_created(office: Office) -> None:
    made = office.app.put(
        Kind.CUSTOMER, number="10007", name="Tak AS", organization_number="987654325", email="post@tak.example"
    )
    calls = office.edited(A, Kind.CUSTOMER, made.id)
    # number, organisation number and e-mail, each among the active and the inactive; then the create, read again
    assert calls == {"GET /customer": 6, "POST /customer": 1, "GET /customer/{id}": 1}
