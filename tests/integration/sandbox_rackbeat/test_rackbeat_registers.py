"""Customers, suppliers, groups, terms, people: what is needed, what is refused, renumbering and deleting."""

import pytest

from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, line


def test_a_record_gets_the_next_number_and_stands_in_its_envelope(rackbeat: RunningRackbeat) -> None:
    made = rackbeat.create("/customers", name="Ny AS", payment_terms_id=1, customer_group_id=1)
    assert (made["number"], made["vat_zone"], made["is_barred"]) == (3, "domestic", False)
    assert rackbeat.get("/customers/3") == {"customer": made}


def test_what_a_record_refers_to_is_shown_with_it(rackbeat: RunningRackbeat) -> None:
    customer = rackbeat.get("/customers/1")["customer"]
    assert (customer["payment_terms_id"], customer["payment_terms"]["maturity_days"]) == (1, 14)
    assert (customer["customer_group_id"], customer["customer_group"]["name"]) == (1, "Kunder")


@pytest.mark.parametrize(
    ("needs", "missing"),
    [
        ("2018", {"name", "payment_terms_id"}),
        ("group", {"name", "payment_terms_id", "customer_group_id"}),
        ("import", {"name", "payment_terms_id", "customer_group_id", "vat_zone", "layout_id", "locale"}),
    ],
)
def test_what_a_customer_needs_is_a_switch(rackbeat: RunningRackbeat, needs: str, missing: set[str]) -> None:
    rackbeat.switch(parties_need=needs)
    assert set(rackbeat.wrong("POST", "/customers", contact_email="a@b.example")) == missing


def test_every_wrong_field_is_named(rackbeat: RunningRackbeat) -> None:
    errors = rackbeat.wrong(
        "POST",
        "/customers",
        name="N" * 256,
        payment_terms_id=99,
        customer_group_id="x",
        vat_zone="mars",
        number=10**9,
    )
    assert errors == {
        "number": ["The Number must be an integer."],
        "name": ["The Name may not be greater than 255 characters."],
        "payment_terms_id": ["The selected Payment terms is invalid."],
        "customer_group_id": ["The selected Customer group is invalid."],
        "vat_zone": ["The selected Vat zone is invalid."],
    }


def test_lengths_can_be_those_of_2018(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(limits_of_2018=True)
    assert "name" in rackbeat.wrong("PUT", "/customers/1", name="N" * 81)


def test_a_number_in_use_is_refused(rackbeat: RunningRackbeat) -> None:
    errors = rackbeat.wrong("POST", "/units", number=1, name="meter")
    assert errors == {"number": ["The Number has already been taken."]}


def test_a_put_changes_only_what_it_names(rackbeat: RunningRackbeat) -> None:
    before = rackbeat.get("/customers/1")["customer"]
    after = rackbeat.change("/customers/1", contact_phone="22 33 44 55")
    assert {name for name in after if after[name] != before[name]} == {"contact_phone"}


def test_a_put_of_the_same_leaves_updated_at(rackbeat: RunningRackbeat) -> None:
    before = rackbeat.get("/customers/1")["customer"]
    rackbeat.clock.advance(seconds=5)
    assert rackbeat.change("/customers/1", name=before["name"])["updated_at"] == before["updated_at"]


def test_a_needed_field_cannot_be_emptied(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.wrong("PUT", "/customers/1", name="") == {"name": ["The Name field is required."]}


def test_unknown_fields_are_ignored_or_refused(rackbeat: RunningRackbeat) -> None:
    rackbeat.change("/customers/1", surname="Fjord")
    rackbeat.switch(refuses_unknown_fields=True)
    assert "surname" in rackbeat.wrong("PUT", "/customers/1", surname="Fjord")
    rackbeat.change("/customers/1", **rackbeat.get("/customers/1")["customer"])


def test_a_field_can_go_by_another_name(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(field_names={"customer.name": "company_name"})
    assert rackbeat.change("/customers/1", company_name="Fjord AS", name="ignored")["company_name"] == "Fjord AS"
    assert "name" not in rackbeat.get("/customers/1")["customer"]
    assert set(rackbeat.wrong("PUT", "/customers/1", company_name="")) == {"company_name"}
    assert rackbeat.get("/customers", company_name="Fjord AS")["total"] == 1


def test_a_customer_can_be_renumbered_and_references_follow(rackbeat: RunningRackbeat) -> None:
    invoice = rackbeat.invoice(line())
    assert rackbeat.change("/customers/1", number=500)["number"] == 500
    assert rackbeat.client.get("/customers/1").status_code == 404
    assert rackbeat.get(f"/customer-invoices/{invoice['number']}")["customer_invoice"]["customer_id"] == 500
    assert rackbeat.create("/customers", name="Ny", payment_terms_id=1, customer_group_id=1)["number"] == 501


def test_what_nothing_refers_to_can_be_deleted(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.client.delete("/customers/2").status_code == 204
    assert rackbeat.client.get("/customers/2").status_code == 404
    assert [row["number"] for row in rackbeat.get("/customers")["customers"]] == [1]


def test_a_deleted_record_can_still_be_shown_as_deleted(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(shows_deleted=True)
    rackbeat.client.delete("/customers/2")
    gone = rackbeat.get("/customers/2")["customer"]
    assert (gone["is_deleted"], gone["deleted_at"]) == (True, "2026-03-02 09:00:00")
    assert rackbeat.get("/customers")["total"] == 1


@pytest.mark.parametrize("path", ["customer-groups/1", "payment-terms/1", "product-groups/1", "supplier-groups/1"])
def test_what_is_in_use_cannot_be_deleted(rackbeat: RunningRackbeat, path: str) -> None:
    (texts,) = rackbeat.wrong("DELETE", f"/{path}").values()
    assert texts[0].endswith("is in use and cannot be deleted.")


def test_a_customer_on_a_document_cannot_be_deleted(rackbeat: RunningRackbeat) -> None:
    rackbeat.invoice(line())
    assert rackbeat.wrong("DELETE", "/customers/1") == {"customer": ["Customer 1 is in use and cannot be deleted."]}


def test_a_payment_term_tells_its_type_in_words_too(rackbeat: RunningRackbeat) -> None:
    made = rackbeat.create("/payment-terms", name="Løpende 30", type="end_of_month", maturity_days=30)
    assert (made["type"], made["type_translated"]) == ("end_of_month", "End of month")
    assert rackbeat.wrong("POST", "/payment-terms", name="X", type="EOM", maturity_days=1) == {
        "type": ["The selected Type is invalid."]
    }


def test_the_codes_of_payment_terms_are_a_switch(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(term_types={"Net": "NET"})
    assert rackbeat.get("/payment-terms/1")["payment_term"]["type"] == "NET"


def test_an_employee_who_is_to_be_notified_gets_an_invitation(rackbeat: RunningRackbeat) -> None:
    rackbeat.create("/employees", name="Ola", contact_email="ola@nordlys.example", should_notify=True)
    rackbeat.create("/employees", name="Per", contact_email="per@nordlys.example")
    (mail,) = rackbeat.account.outbox
    assert (mail.to, mail.template, mail.about) == ("ola@nordlys.example", "invitation", 2)


def test_a_currency_has_a_code_and_a_rate(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.change("/currencies/EUR", rate=11.25)["rate"] == 11.25
    assert rackbeat.client.post("/currencies", json={"code": "XYZ", "rate": 1}).status_code == 405


def test_a_project_is_made_or_changed_by_upsert(rackbeat: RunningRackbeat) -> None:
    made = rackbeat.create("/projects/upsert", number=70, name="Tak")
    changed = rackbeat.client.post("/projects/upsert", json={"number": 70, "name": "Nytt tak"})
    assert changed.status_code == 200
    assert rackbeat.get("/projects")["total"] == 1
    assert changed.json()["project"] == made | {"name": "Nytt tak"}


def test_a_supplier_has_its_own_group(rackbeat: RunningRackbeat) -> None:
    assert set(rackbeat.wrong("POST", "/suppliers", name="Ny")) == {"payment_terms_id", "supplier_group_id"}


@pytest.mark.parametrize("path", ["layouts", "locations", "delivery-terms", "languages", "currencies", "units"])
def test_an_account_starts_with_something_of_each(rackbeat: RunningRackbeat, path: str) -> None:
    assert rackbeat.get(f"/{path}")["total"] >= 1
