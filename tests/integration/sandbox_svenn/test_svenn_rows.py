"""Create, read, change and delete, and the rules of each register."""

from tests.integration.sandbox_svenn.harness import RunningSvenn


def test_a_created_customer_is_read_back_with_its_version_as_etag(svenn: RunningSvenn) -> None:
    made = svenn.client.post("/v1/customers", json={"name": "Brødrene Ås", "number": "N-17"})
    assert made.status_code == 201
    assert made.headers["etag"] == '"1"'
    read = svenn.client.get(made.headers["location"])
    assert read.json() == made.json()
    assert read.json() | {"id": "", "created_at": "", "updated_at": ""} == {
        "id": "", "number": "N-17", "name": "Brødrene Ås", "organization_number": None, "email": None,
        "phone": None, "address_line1": None, "address_line2": None, "postal_code": None, "city": None,
        "country": None, "contact_name": None, "active": True, "version": 1,
        "created_at": "", "updated_at": "",
    }  # fmt: skip


def test_each_wrong_field_is_named(svenn: RunningSvenn) -> None:
    answer = svenn.client.post("/v1/customers", json={"country": "Norge", "email": "x", "color": "red"})
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
    assert {e["field"] for e in answer.json()["errors"]} == {"name", "country", "email", "color"}


def test_empty_text_in_an_optional_field_is_kept_as_null(svenn: RunningSvenn) -> None:
    assert svenn.create("customers", name="Nord", email="", city="")["email"] is None


def test_a_change_makes_a_new_version_and_leaves_other_fields_alone(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord", city="Bodø")
    svenn.clock.advance(seconds=5)
    changed = svenn.change("customers", row, city="Moss")
    assert changed.headers["etag"] == '"2"'
    assert changed.json() == row | {"city": "Moss", "version": 2, "updated_at": "2026-03-02T08:00:05.000Z"}


def test_a_change_that_changes_nothing_keeps_the_version(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    assert svenn.change("customers", row, name="Nord").json() == row


def test_a_change_without_if_match_is_refused_with_428(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    answer = svenn.client.patch(f"/v1/customers/{row['id']}", json={"name": "Sør"})
    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


def test_a_change_from_a_stale_version_is_refused_with_412(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    svenn.change("customers", row, name="Sør")
    answer = svenn.change("customers", row, name="Øst")
    assert (answer.status_code, answer.json()["code"]) == (412, "version_conflict")
    assert svenn.client.get(f"/v1/customers/{row['id']}").json()["name"] == "Sør"


def test_a_deleted_row_is_gone_for_reading_changing_and_deleting(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    assert svenn.client.delete(f"/v1/customers/{row['id']}").status_code == 204
    assert svenn.client.get(f"/v1/customers/{row['id']}").status_code == 404
    assert svenn.change("customers", row, name="Sør").status_code == 404
    assert svenn.client.delete(f"/v1/customers/{row['id']}").status_code == 404


def test_a_delete_may_name_the_version_it_was_decided_on(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    stale = svenn.client.delete(f"/v1/customers/{row['id']}", headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    assert svenn.client.delete(f"/v1/customers/{row['id']}", headers={"If-Match": '"1"'}).status_code == 204


def test_a_project_keeps_the_id_of_its_deleted_customer(svenn: RunningSvenn) -> None:
    customer = svenn.create("customers", name="Nord")
    project = svenn.create("projects", name="Tak", customer_id=customer["id"])
    svenn.client.delete(f"/v1/customers/{customer['id']}")
    renamed = svenn.change("projects", project, name="Nytt tak")
    assert renamed.json()["customer_id"] == customer["id"]


def test_a_reference_to_nothing_is_refused(svenn: RunningSvenn) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"
    for field in ("customer_id", "manager_id", "parent_id"):
        answer = svenn.client.post("/v1/projects", json={"name": "Tak", field: nobody})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_reference")
        assert answer.json()["errors"][0]["field"] == field


def test_two_projects_may_have_one_display_id(svenn: RunningSvenn) -> None:
    parent = svenn.create("projects", name="Hus", display_id="100.A")
    child = svenn.create("projects", name="Kjeller", display_id="100.A", parent_id=parent["id"])
    listed = svenn.client.get("/v1/projects", params={"number": "100.A"}).json()["items"]
    assert [row["id"] for row in listed] == [parent["id"], child["id"]]


def test_a_completed_project_is_edited_only_when_reopened(svenn: RunningSvenn) -> None:
    project = svenn.create("projects", name="Tak", completed=True)
    refused = svenn.change("projects", project, name="Nytt tak")
    assert (refused.status_code, refused.json()["code"]) == (422, "project_completed")
    reopened = svenn.change("projects", project, name="Nytt tak", completed=False)
    assert (reopened.json()["name"], reopened.json()["completed"]) == ("Nytt tak", False)


def test_a_project_is_edited_and_completed_in_one_request(svenn: RunningSvenn) -> None:
    project = svenn.create("projects", name="Tak")
    assert svenn.change("projects", project, end_date="2026-05-01", completed=True).status_code == 200


def test_a_project_does_not_end_before_it_starts(svenn: RunningSvenn) -> None:
    answer = svenn.client.post(
        "/v1/projects", json={"name": "Tak", "start_date": "2026-05-02", "end_date": "2026-05-01"}
    )
    assert answer.json()["code"] == "dates_reversed"


def test_a_project_is_never_below_itself(svenn: RunningSvenn) -> None:
    top = svenn.create("projects", name="Hus")
    below = svenn.create("projects", name="Kjeller", parent_id=top["id"])
    assert svenn.change("projects", top, parent_id=below["id"]).json()["code"] == "parent_loop"


def test_a_project_with_sub_projects_is_not_deleted(svenn: RunningSvenn) -> None:
    top = svenn.create("projects", name="Hus")
    svenn.create("projects", name="Kjeller", parent_id=top["id"])
    answer = svenn.client.delete(f"/v1/projects/{top['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "has_sub_projects")


def test_an_address_belongs_to_one_employee_whatever_its_case(svenn: RunningSvenn) -> None:
    svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    answer = svenn.client.post("/v1/employees", json={"first_name": "Karin", "email": "Kari@Bakke.no"})
    assert (answer.status_code, answer.json()["code"]) == (422, "email_taken")


def test_the_address_of_a_deleted_employee_is_free_again(svenn: RunningSvenn) -> None:
    row = svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    svenn.client.delete(f"/v1/employees/{row['id']}")
    svenn.create("employees", first_name="Karin", email="kari@bakke.no")


def test_an_active_employee_needs_an_address(svenn: RunningSvenn) -> None:
    refused = svenn.client.post("/v1/employees", json={"first_name": "Ola"})
    assert refused.json()["code"] == "email_required"
    svenn.create("employees", first_name="Ola", active=False)


def test_no_employee_is_activated_beyond_the_licences(svenn: RunningSvenn) -> None:
    svenn.world.set_licence_limit(svenn.account.id, 1)
    first = svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    second = svenn.create("employees", first_name="Ola", email="ola@bakke.no", active=False)
    assert svenn.change("employees", second, active=True).json()["code"] == "licence_limit"
    svenn.change("employees", first, active=False)
    assert svenn.change("employees", second, active=True).status_code == 200


def test_login_details_are_mailed_to_whoever_is_created_active(svenn: RunningSvenn) -> None:
    svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    svenn.create("employees", first_name="Ola", email="ola@bakke.no", active=False)
    assert [mail.to for mail in svenn.world.outbox(svenn.account.id)] == ["kari@bakke.no"]


def test_a_name_is_at_most_255_characters_and_more_than_blanks(svenn: RunningSvenn) -> None:
    svenn.create("customers", name="ø" * 255)
    for name in ("ø" * 256, "", "  "):
        answer = svenn.client.post("/v1/customers", json={"name": name})
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed")
