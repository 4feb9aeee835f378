"""List endpoints (reference 7)."""

from __future__ import annotations

import pytest

from sandbox.tripletex.company import Company
from sandbox.tripletex.world import TripletexWorld
from tests.integration.sandbox_tripletex.client import Api, complaints, refusal


def customers(*numbers: int) -> list[dict[str, object]]:
    return [{"name": f"K{number}", "customerNumber": number} for number in numbers]


def names(api: Api) -> list[str]:
    return [row["name"] for row in api.values("/customer")]


def test_a_batch_answers_the_rows_and_a_size_of_0(api: Api) -> None:
    answer = api.post("/customer/list", json=customers(1, 2))
    assert answer.status_code == 201
    assert answer.json()["fullResultSize"] == 0
    assert [row["customerNumber"] for row in answer.json()["values"]] == [1, 2]


def test_a_bad_row_stores_nothing_when_batches_are_atomic(api: Api) -> None:
    api.create("/customer", name="Før", customerNumber=2)
    answer = api.post("/customer/list", json=customers(1, 2, 3))
    assert refusal(answer) == (422, 18000)
    assert complaints(answer) == [("customerNumber", "Kundenummeret er i bruk.")]
    assert names(api) == ["Før"]


def test_good_rows_are_stored_although_the_answer_is_422_when_batches_are_not_atomic(
    api: Api, company: Company, world: TripletexWorld
) -> None:
    world.set_switches({"batch_atomic": False}, company.id)
    api.create("/customer", name="Før", customerNumber=2)
    assert refusal(api.post("/customer/list", json=customers(1, 2, 3))) == (422, 18000)
    assert names(api) == ["Før", "K1", "K3"]


def test_a_number_twice_in_one_batch_is_refused(api: Api) -> None:
    assert refusal(api.post("/customer/list", json=customers(5, 5))) == (422, 18000)


def test_a_rolled_back_batch_frees_its_numbers(api: Api) -> None:
    api.post("/customer/list", json=customers(5, 5))
    assert api.post("/customer/list", json=customers(5)).status_code == 201


def test_an_unknown_field_in_one_row_names_its_place(api: Api) -> None:
    answer = api.post("/customer/list", json=[{"name": "A"}, {"name": "B", "x": 1}])
    assert refusal(answer) == (422, 16000)
    assert answer.json()["validationMessages"][0]["path"] == "[1].x"


def test_a_batch_has_a_most_of_rows(api: Api, company: Company, world: TripletexWorld) -> None:
    assert api.post("/customer/list", json=customers(*range(1, 101))).status_code == 201
    assert refusal(api.post("/customer/list", json=customers(*range(200, 301)))) == (422, 18000)
    world.set_switches({"batch_most_rows": 200}, company.id)
    assert api.post("/customer/list", json=customers(*range(200, 301))).status_code == 201


@pytest.mark.parametrize("path", ["/customer/list", "/supplier/list", "/product/list", "/department/list"])
def test_several_rows_are_changed_by_id(api: Api, path: str) -> None:
    made = api.post(path, json=[{"name": "A"}, {"name": "B"}]).json()["values"]
    bodies = [{"id": row["id"], "version": row["version"], "name": f"{row['name']}2"} for row in made]
    answer = api.put(path, json=bodies)
    assert answer.status_code == 200
    assert [row["name"] for row in answer.json()["values"]] == ["A2", "B2"]


def test_one_stale_version_undoes_the_whole_list(api: Api) -> None:
    made = api.post("/customer/list", json=[{"name": "A"}, {"name": "B"}]).json()["values"]
    bodies = [
        {"id": made[0]["id"], "version": made[0]["version"], "name": "A2"},
        {"id": made[1]["id"], "version": made[1]["version"] - 1, "name": "B2"},
    ]
    assert refusal(api.put("/customer/list", json=bodies)) == (409, 8000)
    assert [(row["name"], row["version"]) for row in api.values("/customer")] == [("A", 1), ("B", 1)]


def test_a_row_without_id_cannot_be_changed(api: Api) -> None:
    assert complaints(api.put("/customer/list", json=[{"name": "A"}])) == [("id", "Kan ikke være null.")]


def test_an_unknown_id_in_a_list_is_not_found(api: Api) -> None:
    assert refusal(api.put("/customer/list", json=[{"id": 1, "name": "A"}])) == (404, 6000)


def test_a_body_that_is_no_list_is_refused(api: Api) -> None:
    assert refusal(api.post("/customer/list", json={"name": "A"})) == (422, 16000)


def test_projects_are_made_changed_and_deleted_as_lists(api: Api, owner: int) -> None:
    body = {"startDate": "2026-01-01", "projectManager": {"id": owner}}
    made = api.post("/project/list", json=[{"name": "A", **body}, {"name": "B", **body}]).json()["values"]
    changed = api.put("/project/list", json=[{"id": row["id"], "isClosed": True} for row in made])
    assert [row["isClosed"] for row in changed.json()["values"]] == [True, True]
    ids = ",".join(str(row["id"]) for row in made)
    assert api.delete("/project/list", params={"ids": ids}).status_code == 204
    assert api.values("/project") == []


def test_deleting_a_list_with_an_unknown_id_deletes_nothing(api: Api, owner: int) -> None:
    row = api.create("/project", name="A", startDate="2026-01-01", projectManager={"id": owner})
    answer = api.delete("/project/list", params={"ids": f"{row['id']},1"})
    assert refusal(answer) == (404, 6000)
    assert len(api.values("/project")) == 1


def test_employees_are_made_as_lists(api: Api) -> None:
    bodies = [{"firstName": "A", "lastName": name, "userType": "NO_ACCESS"} for name in ("B", "C")]
    made = api.post("/employee/list", json=bodies)
    assert made.status_code == 201
    assert [row["displayName"] for row in made.json()["values"]] == ["A B", "A C"]


def test_employees_cannot_be_changed_as_lists(api: Api) -> None:
    assert api.put("/employee/list", json=[]).status_code == 400
