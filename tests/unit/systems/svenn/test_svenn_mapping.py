"""Svenn's rows and our records, both ways; what is unknown and what is empty are not the same."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from samspill.model.kinds import Kind
from samspill.model.records import RECORD_TYPES, Employee, Project, Values
from samspill.systems.svenn.mapping import NAMES, data_of, record_of
from samspill.systems.svenn.wire import Row
from tests.unit.systems.svenn.peer import customer, row_id

CONTRACT = Path(__file__).parents[4] / "contracts" / "svenn.openapi.yaml"


def test_a_customers_row_becomes_a_customer() -> None:
    record = record_of(Kind.CUSTOMER, Row.model_validate(customer(7, email="Post@Nord.no", active=False)))
    assert (record.id, record.version, record.number) == (row_id(7), 1, "7")
    assert record.modified_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert record.values() == {
        "number": "7", "name": "Kunde 7", "organization_number": None, "email": "Post@Nord.no", "phone": None,
        "address_line1": None, "address_line2": None, "postal_code": None, "city": None, "country": None,
        "active": False,
    }  # fmt: skip


def test_a_projects_row_becomes_a_project() -> None:
    row = Row.model_validate(
        {"id": "p", "version": 2, "display_id": "100.A", "name": "Tak", "description": None,
         "start_date": "2026-01-31", "end_date": None, "customer_id": "c", "manager_id": "e", "parent_id": None,
         "completed": True, "updated_at": "2026-03-02T08:00:00.000Z"}
    )  # fmt: skip
    record = record_of(Kind.PROJECT, row)
    assert isinstance(record, Project)
    assert (record.number, record.start_date, record.end_date) == ("100.A", date(2026, 1, 31), None)
    assert (record.customer, record.manager, record.parent, record.closed) == ("c", "e", None, True)


def test_an_employees_row_becomes_an_employee() -> None:
    row = Row.model_validate(
        {"id": "e", "version": 1, "number": "4", "first_name": "Kari", "last_name": None, "email": "kari@nord.no",
         "mobile": "99", "role": "administrator", "active": True}
    )  # fmt: skip
    record = record_of(Kind.EMPLOYEE, row)
    assert isinstance(record, Employee)
    assert (record.label, record.email, record.active) == ("Kari", "kari@nord.no", True)


def test_fields_that_a_row_lacks_are_unknown_and_null_ones_known_to_be_empty() -> None:
    row = customer(1)
    del row["email"]
    values = record_of(Kind.CUSTOMER, Row.model_validate(row)).values()
    assert "email" not in values
    assert values["phone"] is None


def test_fields_that_our_record_does_not_have_are_left_out() -> None:
    assert (
        "contact_name" not in record_of(Kind.CUSTOMER, Row.model_validate(customer(1, contact_name="Ola"))).values()
    )


def test_a_value_that_no_record_can_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="active"):
        record_of(Kind.CUSTOMER, Row.model_validate(customer(1, active="perhaps")))


def test_only_given_values_are_sent_under_svenns_names() -> None:
    values: Values = {"number": "100", "closed": False, "customer": "c", "manager": None}
    assert data_of(Kind.PROJECT, values) == {
        "display_id": "100", "completed": False, "customer_id": "c", "manager_id": None,
    }  # fmt: skip


def test_what_svenn_does_not_have_is_not_sent() -> None:
    assert data_of(Kind.CUSTOMER, {"also_supplier": True, "city": "Moss"}) == {"city": "Moss"}


@pytest.mark.parametrize("empty", ["", None])
def test_empty_text_is_sent_as_nothing(empty: str | None) -> None:
    assert data_of(Kind.CUSTOMER, {"email": empty}) == {"email": None}


def test_a_name_is_never_sent_as_nothing() -> None:
    assert data_of(Kind.CUSTOMER, {"name": ""}) == {"name": ""}
    assert data_of(Kind.EMPLOYEE, {"first_name": ""}) == {"first_name": ""}


def test_no_flag_is_taken_for_empty_text() -> None:
    assert data_of(Kind.CUSTOMER, {"active": False}) == {"active": False}


@pytest.mark.parametrize("kind", list(NAMES))
def test_every_name_of_the_table_stands_in_the_contract_and_in_our_record(kind: Kind) -> None:
    schemas = yaml.safe_load(CONTRACT.read_text("utf-8"))["components"]["schemas"]
    name = kind.value.capitalize()
    for schema in (name, f"{name}Create", f"{name}Update"):
        assert set(NAMES[kind].values()) <= set(schemas[schema]["properties"]), schema
    assert set(NAMES[kind]) <= set(RECORD_TYPES[kind].model_fields)


@pytest.mark.parametrize("kind", list(NAMES))
def test_what_is_written_is_read_back_the_same(kind: Kind) -> None:
    typed: Values = {"start_date": "2026-01-31", "end_date": "2026-02-01", "active": True, "closed": False}
    values: Values = {name: typed.get(name, f"{name} æøå") for name in NAMES[kind]}
    row = Row.model_validate({"id": "1", "version": 1, **data_of(kind, values)})
    assert record_of(kind, row).values() == values
