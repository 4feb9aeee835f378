"""Composed products (BOMs): they cross as products, and the settings may keep them out and let them in again."""

from samspill.model.changes import Priority
from samspill.model.history import Standing
from samspill.model.kinds import Kind
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.turning import let_in_key
from tests.fakes.company import A, T
from tests.fakes.rackbeat import RackbeatCompany

P = Kind.PRODUCT
OFF = Settings(composed_products=False)


def test_a_composed_product_crosses_as_a_product() -> None:
    company = RackbeatCompany()
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True, price="100")
    company.both_looked_at(P, (A, "B1"))
    assert company.partner(here, A).values()["price"] == "100"


def test_composed_products_that_are_off_stay_with_a_note() -> None:
    company = RackbeatCompany(Settings(composed_products=False))
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True)
    company.both_looked_at(P, (A, "B1"))
    assert (company.fate(here, A).standing, company.fate(here, A).code) == (Standing.SKIPPED, "composed_product")


def test_a_linked_composed_product_is_left_alone_while_those_are_off() -> None:
    company = RackbeatCompany()
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True)
    company.both_looked_at(P, (A, "B1"))
    company.with_settings(Settings(composed_products=False))
    company.app.edit(P, "B1", name="Stor verktøykasse")
    company.both_looked_at(P, (A, "B1"))
    assert company.partner(here, A).label == "Verktøykasse"


def kept_apart(company: RackbeatCompany, **then: object) -> Record:
    """A linked composed product that was changed in the app while those were off."""
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True, price="100")
    company.both_looked_at(P, (A, "B1"))
    company.with_settings(OFF)
    company.app.edit(P, "B1", **then)
    company.both_looked_at(P, (A, "B1"))
    return here


def let_in(company: RackbeatCompany) -> None:
    """A person switches composed products on again."""
    company.with_settings(Settings())
    company.stores.inbox.put(let_in_key(P), due_at=company.now, priority=Priority.PERSON)
    company.settle()


def test_the_link_remembers_that_a_product_is_composed_and_tells_nobody() -> None:
    company = RackbeatCompany()
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True)
    company.both_looked_at(P, (A, "B1"))
    link = company.link(here, A)
    assert link is not None
    assert link.app.base["composed"] is True
    assert "composed" not in link.tripletex.base
    assert company.partner(here, A).values()["composed"] is None


def test_what_changed_while_composed_products_were_off_crosses_once_they_are_on() -> None:
    company = RackbeatCompany()
    here = kept_apart(company, name="Stor verktøykasse", price="120")
    let_in(company)
    there = company.partner(here, A)
    assert (there.label, there.values()["price"]) == ("Stor verktøykasse", "120")


def test_no_other_product_is_touched_when_composed_ones_are_let_in() -> None:
    """What people changed in Tripletex of a product that goes one way is their own."""
    company = RackbeatCompany()
    here = company.app.put(P, number="7", name="Hylle", price="100")
    company.both_looked_at(P, (A, "7"))
    there = company.tripletex.edit(P, company.partner(here, A).id, price="90")
    company.changed(there, T)
    company.settle()
    kept_apart(company, name="Stor verktøykasse")
    let_in(company)
    assert company.partner(here, A).values()["price"] == "90"


def test_composed_products_that_were_kept_out_from_the_start_are_created_once_they_are_on() -> None:
    company = RackbeatCompany(OFF)
    here = company.app.put(P, number="B1", name="Verktøykasse", composed=True)
    company.both_looked_at(P, (A, "B1"))
    let_in(company)
    company.reconcile()
    assert company.partner(here, A).label == "Verktøykasse"
