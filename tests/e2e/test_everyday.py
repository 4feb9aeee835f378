"""A live connection: edits cross, what cannot cross says why, deletes are questions."""

import base64
import hashlib
import hmac
import json

import httpx
import pytest

from local.peers import Json
from local.product import ApiRefused
from local.world import World, seconds_until
from tests.e2e.conftest import Live


def customer_in_tripletex(live: Live, record_id: str) -> Json:
    rows = live.world.tripletex.rows(live.company.tripletex_id, "customer")
    return next(row for row in rows if str(row["id"]) == record_id)


def in_svenn(live: Live, collection: str, name: str, value: str) -> Json | None:
    rows = live.world.svenn.rows(live.company.svenn_id)[collection]
    return next((row for row in rows if row[name] == value), None)


def in_tripletex(live: Live, kind: str, name: str, value: str) -> Json | None:
    rows = live.world.tripletex.rows(live.company.tripletex_id, kind)
    return next((row for row in rows if str(row[name]) == value), None)


def problems_of(live: Live, kind: str, number: str) -> list[Json]:
    return [each for each in live.connected.problems(kind=kind) if each["number"] == number]


def test_an_edit_in_svenn_arrives_in_tripletex(live: Live) -> None:
    tripletex_id, svenn_id = live.connected.pairs("customer", 1)[0]
    live.world.svenn.edit(live.company.svenn_id, "customer", "update", svenn_id, {"name": "Et nytt navn AS"})
    seconds_until(lambda: customer_in_tripletex(live, tripletex_id)["name"] == "Et nytt navn AS", "the name")


def test_an_edit_in_tripletex_arrives_in_svenn(live: Live) -> None:
    tripletex_id, svenn_id = live.connected.pairs("customer", 2)[1]
    fields = {"email": "ny@adresse.example"}
    live.world.tripletex.edit(live.company.tripletex_id, "customer", "update", int(tripletex_id), fields)
    seconds_until(lambda: (in_svenn(live, "customers", "id", svenn_id) or {})["email"] == "ny@adresse.example", "it")


def test_edits_of_different_fields_on_both_sides_both_stay(live: Live) -> None:
    tripletex_id, svenn_id = live.connected.pairs("customer", 3)[2]
    live.world.svenn.edit(live.company.svenn_id, "customer", "update", svenn_id, {"phone": "21212121"})
    fields = {"email": "begge@sider.example"}
    live.world.tripletex.edit(live.company.tripletex_id, "customer", "update", int(tripletex_id), fields)
    seconds_until(lambda: customer_in_tripletex(live, tripletex_id)["phoneNumber"] == "21212121", "the phone")
    seconds_until(
        lambda: (in_svenn(live, "customers", "id", svenn_id) or {})["email"] == "begge@sider.example", "mail"
    )


def test_a_new_project_in_svenn_is_made_in_tripletex_with_its_customer(live: Live) -> None:
    tripletex_id, svenn_id = live.connected.pairs("customer", 1)[0]
    data = {"display_id": "8001", "name": "Garasje", "start_date": "2026-03-01", "customer_id": svenn_id}
    live.world.svenn.edit(live.company.svenn_id, "project", "create", data=data)
    seconds_until(lambda: in_tripletex(live, "project", "number", "8001") is not None, "the project")
    made = in_tripletex(live, "project", "number", "8001")
    assert made is not None
    assert str(made["customer"]["id"]) == tripletex_id


def test_a_new_employee_in_tripletex_is_made_in_svenn(live: Live) -> None:
    fields = {
        "firstName": "Sunniva",
        "lastName": "Nyansatt",
        "email": "sunniva@montor.example",
        "employeeNumber": "801",
    }
    live.world.tripletex.edit(
        live.company.tripletex_id, "employee", "create", None, {**fields, "userType": "STANDARD"}
    )
    seconds_until(lambda: in_svenn(live, "employees", "number", "801") is not None, "the employee")


def test_a_project_without_start_date_is_held_until_it_has_one(live: Live) -> None:
    data = {"display_id": "8100", "name": "Uten dato"}
    project = live.world.svenn.edit(live.company.svenn_id, "project", "create", data=data)
    seconds_until(lambda: bool(problems_of(live, "project", "8100")), "the problem")
    problem = problems_of(live, "project", "8100")[0]
    assert (problem["code"], problem["actor"]) == ("project_without_start_date", "customer")
    assert all(problem[text] for text in ("title", "explanation", "remedy"))
    live.world.svenn.edit(live.company.svenn_id, "project", "update", project["id"], {"start_date": "2026-02-01"})
    try:
        live.connected.do(f"problems/{problem['id']}/retry")
    except ApiRefused as solved_already:
        assert solved_already.code == "problem_solved"
    seconds_until(lambda: not problems_of(live, "project", "8100"), "its end")
    assert in_tripletex(live, "project", "number", "8100") is not None
    assert live.connected.product.ask("GET", f"{live.connected.path}/problems/{problem['id']}")["state"] == "solved"


def test_a_customer_deleted_in_svenn_is_a_question_and_can_be_made_anew(live: Live) -> None:
    data = {"number": "8200", "name": "Slettet ved en feil AS"}
    customer = live.world.svenn.edit(live.company.svenn_id, "customer", "create", data=data)
    seconds_until(lambda: in_tripletex(live, "customer", "customerNumber", "8200") is not None, "the customer")
    live.settled()
    live.world.svenn.edit(live.company.svenn_id, "customer", "delete", customer["id"])
    seconds_until(lambda: bool(problems_of(live, "customer", "8200")), "the question")
    problem = problems_of(live, "customer", "8200")[0]
    assert problem["code"] == "customer_deleted_in_app"
    assert set(problem["choices"]) == {"restore", "recreate", "let_go"}
    assert in_tripletex(live, "customer", "customerNumber", "8200") is not None
    live.connected.do(f"problems/{problem['id']}/resolve", {"choice": "recreate", "by": "kari@montor.example"})
    seconds_until(lambda: in_svenn(live, "customers", "number", "8200") is not None, "the customer made anew")
    seconds_until(lambda: not problems_of(live, "customer", "8200"), "the question's end")
    rows = live.world.tripletex.rows(live.company.tripletex_id, "customer")
    assert [str(row["customerNumber"]) for row in rows].count("8200") == 1


def test_a_delivery_with_a_bad_signature_leaves_nothing(live: Live) -> None:
    live.settled()
    _, svenn_id = live.connected.pairs("customer", 1)[0]
    body = json.dumps({"type": "customer.updated", "data": {"id": svenn_id}}).encode()
    headers = {
        "webhook-id": "msg_1", "webhook-timestamp": "1700000000", "webhook-signature": "v1,bm90IHNpZ25lZA==",
        "content-type": "application/json",
    }  # fmt: skip
    answer = httpx.post(_hook(live.world, "svenn", live.connected.id), content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "signature_wrong")
    assert _inbox(live) == []


def test_a_tripletex_delivery_signed_with_another_secret_leaves_nothing(live: Live) -> None:
    live.settled()
    tripletex_id, _ = live.connected.pairs("customer", 1)[0]
    body = json.dumps(
        {"subscriptionId": 1, "event": "customer.update", "id": int(tripletex_id), "value": None}
    ).encode()
    forged = base64.b64encode(hmac.new(b"another secret", b"key&" + body, hashlib.sha512).digest()).decode()
    headers = {"idempotency-key": "key", "x-request-signature": forged, "content-type": "application/json"}
    answer = httpx.post(_hook(live.world, "tripletex", live.connected.id), content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "signature_wrong")
    assert _inbox(live) == []


@pytest.mark.parametrize("system", ["svenn", "tripletex", "rackbeat"])
def test_a_delivery_for_a_connection_that_never_was_is_told_to_stop(world: World, system: str) -> None:
    assert httpx.post(_hook(world, system, "nobody"), content=b"{}").status_code == 410


def _hook(world: World, system: str, connection: str) -> str:
    return f"{world.stack.api_url}/v1/webhooks/{system}/{connection}"


def _inbox(live: Live) -> list[Json]:
    items = live.world.stack.client("dynamodb").scan(TableName=live.world.stack.outputs["InboxTable"])["Items"]
    return [item for item in items if item["pk"]["S"].startswith(live.connected.id)]
