"""An invoice for a customer whose number changed hands, before the customers' links have followed."""

from dataclasses import replace

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.rules import Integration
from tests.fakes.documents import INTEGRATION
from tests.fakes.office import Office

C = Kind.CUSTOMER
#: The app's numbers are its ids.
NUMBERED = Integration(
    name=INTEGRATION.name,
    system=INTEGRATION.system,
    rules=tuple(replace(rule, number_is_id=frozenset({Side.APP})) for rule in INTEGRATION.rules),
    documents=INTEGRATION.documents,
)


@pytest.fixture
def office() -> Office:
    office = Office()
    office.desk = replace(office.desk, integration=NUMBERED)
    return office


def customers(office: Office, **names: str) -> None:
    """Customers stand in the app under these numbers, which their links knew as those of others."""
    for number, (name, known) in zip(names, zip(names.values(), reversed(names.values()), strict=True), strict=True):
        office.source.records[C][number] = office.source.put(C, number=number, name=name).model_copy(
            update={"id": number}
        )
        half = Half(id=number, base={"number": number, "name": known})
        other = office.books.put(C, number=number, name=known)
        link = Link(id=f"of {known}", connection="c1", kind=C, tripletex=Half(id=other.id, base=half.base), app=half)
        office.stores.links.add(link)


def test_an_invoice_is_not_made_out_to_who_had_the_number_before(office: Office) -> None:
    """Seen to fail with the party taken from a link that is behind."""
    customers(office, n10="Ås Bygg AS", n20="Fjordfisk AS")
    office.invoice("1021", party="n10")
    office.settle()
    parties = [office.books.records[C][order.party].label for order in office.orders()]
    assert parties == ["Ås Bygg AS"]
