"""An account whose invoices go by EHF unless somebody says otherwise: Rackbeat's customers are created all the same.

Their way is always said, as the integration's rules complete it: EHF only where it may be received, and e-mail where
Tripletex then says that it cannot.
"""

from __future__ import annotations

import pytest

from samspill.integrations.rackbeat import CUSTOMER
from samspill.model.connection import Capabilities
from samspill.model.kinds import Kind, Side
from samspill.model.records import Customer, Values
from samspill.model.rules import GateContext
from samspill.model.settings import Settings
from samspill.sync.ports import Done, Draft
from samspill.systems.tripletex.system import TripletexSystem
from tests.integration.systems.tripletex.account import Account

RECEIVER, OTHER = "987654325", "999999999"
AT_HOME: Values = {"postal_code": "0150", "city": "Oslo"}


def completed(**values: object) -> Values:
    """What is written to Tripletex of a customer of Rackbeat's with these values."""
    given: Values = {"number": "10001", "name": "Kunde", **values}  # type: ignore[dict-item]
    record = Customer.model_validate({"id": "10001", **given})
    context = GateContext(record, Side.APP, Side.TRIPLETEX, Settings(), Capabilities(), lambda _kind, _id: None)
    found = CUSTOMER.complete(context, given)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def by_ehf(account: Account) -> Account:
    account.switch(default_send_method="EHF", ehf_receivers=[RECEIVER])
    return account


@pytest.mark.parametrize(
    ("values", "method"),
    [
        ({}, "EMAIL"),
        ({"organization_number": OTHER, **AT_HOME}, "EMAIL"),
        ({"organization_number": RECEIVER, **AT_HOME}, "EHF"),
        ({"organization_number": RECEIVER}, "EMAIL"),
        ({"organization_number": "SE556677", "country": "SE", **AT_HOME}, "EMAIL"),
    ],
    ids=["a private person", "who cannot receive it", "who can", "who can but has no address", "who is abroad"],
)
def test_a_customer_from_rackbeat_is_created_and_its_invoices_go_in_a_way_that_arrives(
    by_ehf: Account, tripletex: TripletexSystem, values: Values, method: str
) -> None:
    (outcome,) = tripletex.create(Kind.CUSTOMER, [Draft("10001", completed(**values))])
    assert isinstance(outcome, Done), outcome
    (row,) = by_ehf.rows("customer")
    assert row["invoiceSendMethod"] == method
