"""How alike two records are, in per cent."""

import pytest

from samspill.integrations.svenn import INTEGRATION
from samspill.model.kinds import Kind
from samspill.model.records import Customer, Employee
from samspill.tasks.plan_partners import likeness, names_alike

FIELDS = {rule.kind: rule.fields for rule in INTEGRATION.rules}


def alike(one: Customer, two: Customer) -> int:
    return likeness(FIELDS[Kind.CUSTOMER], one, two)


def customer(**values: object) -> Customer:
    return Customer.model_validate({"id": "1", **values})


@pytest.mark.parametrize(
    ("one", "two"),
    [("Hansen & Sønn AS", "hansen & sønn"), ("Bygg Ås", "Ås Bygg AS"), ("Fjordfisk", "Fjord Fisk AS"), ("Ås", "ås")],
)
def test_names_that_differ_in_form_only_are_wholly_alike(one: str, two: str) -> None:
    assert names_alike(one, two) == 100


def test_a_slip_of_the_pen_stays_alike_and_another_name_does_not() -> None:
    assert names_alike("Nordstrand Borettslag", "Nordstand Borettslag") > 90
    assert names_alike("Nordstrand Borettslag", "Kafé Kråka") < 50


def test_equal_records_are_wholly_alike() -> None:
    one = customer(name="Ås Bygg AS", organization_number="914778271", email="post@aas.example")
    assert alike(one, one) == 100


def test_the_same_organisation_number_makes_up_for_an_unlike_name() -> None:
    one = customer(name="Ås Bygg AS", organization_number="914778271")
    renamed = customer(name="Solsiden Drift", organization_number="914 778 271")
    other = customer(name="Solsiden Drift", organization_number="999999999")
    assert alike(one, other) < 50 < alike(one, renamed)


def test_what_only_one_of_them_says_does_not_count() -> None:
    one = customer(name="Ås Bygg AS", email="post@aas.example")
    assert alike(one, customer(name="Ås Bygg")) == 100


def test_records_that_say_nothing_are_not_alike() -> None:
    assert alike(customer(), customer()) == 0


def test_people_are_compared_by_their_whole_name() -> None:
    one = Employee(id="1", first_name="Åse", last_name="Berg", email="ase@b.no")
    two = Employee(id="2", first_name="Åse", last_name="Berge", email="ase@b.no")
    assert likeness(FIELDS[Kind.EMPLOYEE], one, two) > 90
