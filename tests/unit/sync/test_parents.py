"""Who refers to whom: children wait for their parents, go when those are there; no circle keeps anybody waiting."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from samspill.integrations.svenn import customer_needs_number
from samspill.model import normalise as n
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.rules import Field, Integration, KindRule
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T

CUSTOMERS = KindRule(
    kind=Kind.CUSTOMER,
    fields=(Field("number", normalise=n.number), Field("name", normalise=n.text)),
    link_gates=(customer_needs_number,),
)
PROJECTS = KindRule(
    kind=Kind.PROJECT,
    fields=(
        Field("number", normalise=n.number),
        Field("name", normalise=n.text),
        Field("customer", normalise=n.same, ref=Kind.CUSTOMER, required_on=frozenset(Side)),
        Field("parent", normalise=n.same, ref=Kind.PROJECT),
    ),
)
FAMILY = Integration(name="family", system="family", rules=(CUSTOMERS, PROJECTS))


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany(integration=FAMILY)


def customer(company: SmallCompany, number: str = "10001") -> Record:
    return company.app.put(Kind.CUSTOMER, number=number, name="Ås Bygg AS")


def project(company: SmallCompany, number: str, customer: Record) -> Record:
    return company.app.put(Kind.PROJECT, number=number, name=f"Tak {number}", customer=customer.id)


def at_once(company: SmallCompany, *groups: str) -> None:
    """Let the workers run without any time going by."""
    for group in groups:
        work_off(company.desk, group, company.now + timedelta(minutes=1))


def time_goes_by(company: SmallCompany) -> None:
    """Looking at the clock takes a second, so that two who wait for each other use up their time."""

    def clock() -> datetime:
        company.now += timedelta(seconds=1)
        return company.now

    company.desk = replace(company.desk, clock=clock)


def numbers(company: SmallCompany, kind: Kind) -> list[str]:
    return sorted(record.number for record in company.everything(kind, T) if record.number)


def test_a_child_asks_for_the_parent_that_nobody_announced(company: SmallCompany) -> None:
    """Seen to fail with nobody asked for a missing parent."""
    child = project(company, "7", customer(company))
    company.changed(child, A)
    company.settle()
    assert company.partner(child, A).values()["customer"] == company.everything(Kind.CUSTOMER, T)[0].id


def test_a_child_goes_as_soon_as_its_parent_is_there(company: SmallCompany) -> None:
    """Seen to fail with nobody woken by a parent that is there."""
    company.changed(project(company, "7", customer(company)), A)
    at_once(company, "project", "party", "project")
    assert numbers(company, Kind.PROJECT) == ["7"]


def test_a_child_whose_parent_came_while_it_was_put_to_wait_goes_all_the_same(company: SmallCompany) -> None:
    """Seen to fail with no second look after parking."""
    inbox = company.stores.inbox
    park = inbox.park

    def meanwhile(*parked: object) -> None:
        inbox.park = park  # type: ignore[method-assign]
        at_once(company, "party")
        park(*parked)  # type: ignore[arg-type]

    inbox.park = meanwhile  # type: ignore[assignment]
    company.changed(project(company, "7", customer(company)), A)
    at_once(company, "project", "project")
    assert numbers(company, Kind.PROJECT) == ["7"]


def test_a_child_of_a_held_parent_is_held_and_names_the_parents_problem(company: SmallCompany) -> None:
    """Seen to fail with children left waiting for a held parent."""
    parent = customer(company, number="")
    child = project(company, "7", parent)
    company.changed(parent, A)
    company.changed(child, A)
    company.settle()
    problem = company.problem(child, A)
    assert (problem.code, problem.facts["parent_code"]) == ("parent_held", "customer_number_missing")


def test_a_reference_that_is_not_needed_is_filled_in_by_a_second_write(company: SmallCompany) -> None:
    """Seen to fail with no second write for what was left out."""
    owner = customer(company)
    first, second = project(company, "7", owner), project(company, "8", owner)
    company.app.edit(Kind.PROJECT, first.id, parent=second.id)
    company.changed(first, A)
    company.settle()
    assert company.partner(first, A).values()["parent"] is None
    company.changed(second, A)
    company.settle()
    assert company.partner(first, A).values()["parent"] == company.partner(second, A).id


def test_two_that_refer_to_each_other_both_cross(company: SmallCompany) -> None:
    """Seen to fail with optional references waited for."""
    owner = customer(company)
    first, second = project(company, "7", owner), project(company, "8", owner)
    company.app.edit(Kind.PROJECT, first.id, parent=second.id)
    company.app.edit(Kind.PROJECT, second.id, parent=first.id)
    company.changed(first, A)
    company.changed(second, A)
    time_goes_by(company)
    company.settle()
    assert company.partner(first, A).values()["parent"] == company.partner(second, A).id
    assert company.partner(second, A).values()["parent"] == company.partner(first, A).id
