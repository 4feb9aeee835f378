"""Writing customers, suppliers and contacts (reference 4, 8.1, 8.2, 8.14)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal


def test_a_name_is_enough_and_the_rest_gets_defaults(api: Api) -> None:
    row = api.create("/customer", name="Kari Kunde")
    assert (row["version"], row["customerNumber"], row["displayName"]) == (1, 10001, "Kari Kunde (10001)")
    assert (row["language"], row["invoiceSendMethod"], row["invoicesDueIn"]) == ("NO", "EMAIL", 14)
    assert row["postalAddress"]["url"].startswith("api-test.tripletex.tech/v2/address/")


def test_numbers_continue_above_the_highest(api: Api) -> None:
    api.create("/customer", name="A", customerNumber=10050)
    assert api.create("/customer", name="B")["customerNumber"] == 10051


def test_a_name_is_required(api: Api) -> None:
    answer = api.post("/customer", json={"email": "a@b.no"})
    assert refusal(answer) == (422, 18000)
    assert answer.json()["message"] == "Validering feilet."
    assert answer.json()["developerMessage"] == "VALIDATION_ERROR"
    assert complaints(answer) == [("name", "Feltet må fylles ut.")]


@pytest.mark.parametrize(("key", "value"), [("id", 5), ("version", 0)])
def test_id_and_version_cannot_be_set_on_creation(api: Api, key: str, value: int) -> None:
    answer = api.post("/customer", json={"name": "A", key: value})
    assert refusal(answer) == (422, 18000)
    assert complaints(answer)[0][0] == key


def test_a_taken_customer_number_is_refused(api: Api) -> None:
    api.create("/customer", name="A", customerNumber=20)
    answer = api.post("/customer", json={"name": "B", "customerNumber": 20})
    assert complaints(answer) == [("customerNumber", "Kundenummeret er i bruk.")]


def test_an_organization_number_may_be_used_twice(api: Api) -> None:
    api.create("/customer", name="A", organizationNumber="911111111")
    assert api.create("/customer", name="B", organizationNumber="911111111")["organizationNumber"] == "911111111"


def test_a_norwegian_organization_number_has_nine_digits(api: Api, company: Company) -> None:
    company.language = "en"
    answer = api.post("/customer", json={"name": "A", "organizationNumber": "911 111 111"})
    text = "The organization number must consist of 9 numbers and cannot have any spaces."
    assert complaints(answer) == [("organizationNumber", text)]


def test_a_foreign_organization_number_is_free(api: Api) -> None:
    [sweden] = api.values("/country", code="SE")
    address = {"country": {"id": sweden["id"]}}
    api.create("/customer", name="A", organizationNumber="556677-8899", physicalAddress=address)


def test_all_unknown_fields_and_wrong_types_are_named(api: Api) -> None:
    body = {"name": "A", "nmae": "B", "customerNumber": "10", "postalAddress": "Storgata 1"}
    answer = api.post("/customer", json=body)
    assert refusal(answer) == (422, 16000)
    assert answer.json()["message"] == "Request mapping failed"
    wrong = "Verdien er ikke av korrekt type for dette feltet."
    assert [(each["field"], each["message"], each["path"]) for each in answer.json()["validationMessages"]] == [
        ("nmae", "Feltet eksisterer ikke i objektet.", None),
        ("customerNumber", wrong, "customerNumber"),
        ("postalAddress", wrong, "postalAddress"),
    ]


def test_paths_lead_into_sub_objects(api: Api) -> None:
    answer = api.post("/customer", json={"name": "A", "accountManager": {"id": "x", "nick": "y"}})
    assert [each["path"] for each in answer.json()["validationMessages"]] == [
        "accountManager.id",
        "accountManager.nick",
    ]


def test_a_long_name_is_refused(api: Api) -> None:
    answer = api.post("/customer", json={"name": "x" * 256})
    assert complaints(answer) == [("name", "Feltet har ikke korrekt lengde. Det må være mellom 0 og 255.")]


def test_a_body_that_is_no_json_answers_22000(api: Api) -> None:
    assert refusal(api.post("/customer", content=b"{")) == (422, 22000)


def test_a_reference_without_id_is_dropped_silently(api: Api) -> None:
    row = api.create("/customer", name="A", accountManager={"firstName": "Ola"})
    assert row["accountManager"] is None


def test_a_reference_to_nothing_is_refused(api: Api) -> None:
    answer = api.post("/customer", json={"name": "A", "accountManager": {"id": 1}})
    text = "ID-en må enten referere til et gyldig object eller være 0."
    assert complaints(answer) == [("accountManager", text)]
    assert answer.json()["validationMessages"][0]["path"] == "null.accountManager"


def test_a_put_changes_only_what_is_sent(api: Api) -> None:
    row = api.create("/customer", name="A", email="a@a.no")
    changed = api.change(f"/customer/{row['id']}", email="b@b.no")
    assert (changed["name"], changed["email"], changed["version"]) == ("A", "b@b.no", 2)


def test_a_put_that_changes_nothing_keeps_the_version(api: Api) -> None:
    row = api.create("/customer", name="A")
    assert api.change(f"/customer/{row['id']}", name="A")["version"] == row["version"]


def test_a_stale_version_is_refused_with_8000(api: Api) -> None:
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", version=row["version"], name="B")
    answer = api.put(f"/customer/{row['id']}", json={"version": row["version"], "name": "C"})
    assert refusal(answer) == (409, 8000)
    assert answer.json()["message"] == "RevisionException"
    assert api.value(f"/customer/{row['id']}")["name"] == "B"


def test_without_a_version_the_last_write_wins(api: Api) -> None:
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", name="B")
    assert api.change(f"/customer/{row['id']}", name="C")["name"] == "C"


def test_versions_can_jump(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"version_jumps": True}, company.id)
    row = api.create("/customer", name="A")
    versions = [api.change(f"/customer/{row['id']}", name=f"{place}")["version"] for place in range(20)]
    steps = {after - before for before, after in pairwise(versions)}
    assert steps == {1, 2, 3}


def test_read_only_fields_are_ignored(api: Api) -> None:
    row = api.create("/customer", name="A", displayName="B", isCustomer=False)
    assert (row["displayName"], row["isCustomer"]) == ("A (10001)", True)


def test_an_address_is_changed_in_place_with_its_id(api: Api) -> None:
    row = api.create("/customer", name="A", postalAddress={"addressLine1": "Gata 1", "city": "Oslo"})
    address = {"id": row["postalAddress"]["id"], "city": "Bergen"}
    changed = api.change(f"/customer/{row['id']}", postalAddress=address)
    assert changed["postalAddress"]["id"] == row["postalAddress"]["id"]
    assert changed["version"] == row["version"] + 1
    opened = api.value(f"/customer/{row['id']}", fields="postalAddress(addressLine1,city)")
    assert opened["postalAddress"] == {"addressLine1": "Gata 1", "city": "Bergen"}


def test_an_empty_address_is_filled_with_its_id(api: Api) -> None:
    row = api.create("/customer", name="A")
    api.change(f"/customer/{row['id']}", postalAddress={"id": row["postalAddress"]["id"], "city": "Bergen"})
    opened = api.value(f"/customer/{row['id']}", fields="postalAddress(id,city)")
    assert opened["postalAddress"] == {"id": row["postalAddress"]["id"], "city": "Bergen"}


def test_an_address_without_id_takes_the_place_of_the_old_one(api: Api) -> None:
    row = api.create("/customer", name="A", postalAddress={"addressLine1": "Gata 1"})
    changed = api.change(f"/customer/{row['id']}", postalAddress={"city": "Bergen"})
    assert changed["postalAddress"]["id"] != row["postalAddress"]["id"]


def test_the_address_of_another_customer_is_refused(api: Api) -> None:
    first, second = api.create("/customer", name="A"), api.create("/customer", name="B")
    answer = api.put(f"/customer/{first['id']}", json={"postalAddress": {"id": second["postalAddress"]["id"]}})
    assert refusal(answer) == (422, 18000)


def test_a_customer_that_is_a_supplier_too_is_one_row_with_one_id(api: Api) -> None:
    row = api.create("/customer", name="A", isSupplier=True)
    assert (row["customerNumber"], row["supplierNumber"]) == (10001, 20001)
    supplier = api.value(f"/supplier/{row['id']}")
    assert (supplier["displayName"], supplier["isCustomer"]) == ("A (20001)", True)
    api.change(f"/supplier/{row['id']}", name="B")
    assert api.value(f"/customer/{row['id']}")["name"] == "B"


def test_a_supplier_that_is_no_customer_is_not_found_as_one(api: Api) -> None:
    row = api.create("/supplier", name="A")
    assert (row["supplierNumber"], row["locale"]) == (20001, "no_NO")
    assert refusal(api.get(f"/customer/{row['id']}")) == (404, 6000)
    assert api.values("/customer") == []


def test_a_put_on_a_customer_can_leave_a_supplier_only(api: Api, company: Company, world: TripletexWorld) -> None:
    world.set_switches({"customer_put_drops_customer": True}, company.id)
    row = api.create("/customer", name="A", isSupplier=True)
    api.put(f"/customer/{row['id']}", json={"name": "B"})
    assert refusal(api.get(f"/customer/{row['id']}")) == (404, 6000)
    assert api.value(f"/supplier/{row['id']}")["name"] == "B"


def test_an_unused_customer_is_deleted(api: Api) -> None:
    row = api.create("/customer", name="A")
    answer = api.delete(f"/customer/{row['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert refusal(api.get(f"/customer/{row['id']}")) == (404, 6000)


def test_a_customer_with_projects_cannot_be_deleted(api: Api, owner: int) -> None:
    row = api.create("/customer", name="A")
    manager = {"id": owner}
    api.create("/project", name="P", startDate="2026-01-01", projectManager=manager, customer={"id": row["id"]})
    answer = api.delete(f"/customer/{row['id']}")
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [("Internt felt (id)", "<ul><li>Prosjekter er registrert.</li></ul>")]


def test_contacts_belong_to_customers_and_are_deleted_as_lists(api: Api) -> None:
    customer = api.create("/customer", name="A")
    contact = api.create("/contact", firstName="Kim", lastName="Lie", customer={"id": customer["id"]})
    assert contact["displayName"] == "Kim Lie"
    assert [row["id"] for row in api.values("/contact", customerId=customer["id"])] == [contact["id"]]
    assert api.delete("/contact/list", params={"ids": contact["id"]}).status_code == 204
    assert api.values("/contact") == []
