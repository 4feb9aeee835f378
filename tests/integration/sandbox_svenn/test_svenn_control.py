"""The control routes and the sandbox's own means."""

import json
from pathlib import Path

import httpx
import pytest

from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, RunningSvenn, running_svenn

CONTROL = "/_control/svenn"


def test_an_account_is_made_seeded_and_looked_at(svenn: RunningSvenn) -> None:
    made = svenn.client.post(
        f"{CONTROL}/accounts",
        json={
            "name": "Fjell Rør AS",
            "tokens": [{"token": "fjell", "rights": ["projects:read"]}],
            "licence_limit": 2,
        },
    ).json()
    rows = {
        "customers": [{"number": "10", "name": "Nord"}],
        "employees": [{"number": "1", "first_name": "Kari", "email": "kari@fjell.no"}],
        "projects": [
            {"display_id": "100", "name": "Hus", "customer_number": "10", "manager_number": "1"},
            {"display_id": "100", "name": "Kjeller", "parent_display_id": "100"},
        ],
    }
    assert svenn.client.post(f"{CONTROL}/accounts/{made['id']}/seed", json=rows).json() == {"planted": 4}
    state = svenn.client.get(f"{CONTROL}/accounts/{made['id']}/state").json()
    house, cellar = state["projects"]
    assert house["customer_id"] == state["customers"][0]["id"]
    assert house["manager_id"] == state["employees"][0]["id"]
    assert cellar["parent_id"] == house["id"]
    listed = svenn.client.get("/v1/projects", headers={"Authorization": "Bearer fjell"}).json()["items"]
    assert listed == state["projects"]


def test_seeding_mails_nobody_and_tells_no_webhook(svenn: RunningSvenn) -> None:
    svenn.client.post("/v1/webhooks", json={"url": "https://nowhere.example/", "events": ["employee.created"]})
    svenn.world.seed(svenn.account.id, {"employees": [{"first_name": "Kari", "email": "kari@bakke.no"}]})
    assert svenn.world.outbox(svenn.account.id) == []
    assert svenn.world.pending_deliveries() == 0
    assert not svenn.world.deliverer.attempts


def test_a_person_edits_under_the_rules_of_the_app(svenn: RunningSvenn) -> None:
    svenn.world.seed(svenn.account.id, {"projects": [{"display_id": "7", "name": "Tak", "completed": True}]})
    edit = {"op": "update", "kind": "project", "number": "7", "data": {"name": "Nytt tak"}}
    path = f"{CONTROL}/accounts/{svenn.account.id}/edit"
    assert svenn.client.post(path, json=edit).json()["code"] == "project_completed"
    edit["data"] = {"name": "Nytt tak", "completed": False}
    assert svenn.client.post(path, json=edit).json()["version"] == 2
    assert svenn.client.post(path, json={**edit, "op": "delete", "data": {}}).json()["version"] == 3


def test_calls_are_counted_by_route_until_reset(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    for _ in range(3):
        svenn.client.get(f"/v1/customers/{row['id']}")
    assert svenn.client.get(f"{CONTROL}/calls").json() == {
        "total": 4,
        "routes": {"GET /v1/customers/{id}": 3, "POST /v1/customers": 1},
    }
    svenn.client.delete(f"{CONTROL}/calls")
    assert svenn.client.get(f"{CONTROL}/calls").json() == {"total": 0, "routes": {}}


def test_the_outbox_counts_mails(svenn: RunningSvenn) -> None:
    svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    outbox = svenn.client.get(f"{CONTROL}/accounts/{svenn.account.id}/outbox").json()
    assert (outbox["count"], outbox["items"][0]["to"]) == (1, "kari@bakke.no")


def test_a_planned_fault_hits_its_route_only_as_often_as_planned(svenn: RunningSvenn) -> None:
    fault = {"route": "GET /v1/customers", "answer": 500, "times": 2, "skip": 1}
    svenn.client.post(f"{CONTROL}/faults", json=fault)
    statuses = [svenn.client.get("/v1/customers").status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]
    assert svenn.client.get("/v1/account").status_code == 200


def test_a_cut_connection_loses_the_answer_of_a_write_that_was_done(svenn: RunningSvenn) -> None:
    svenn.client.post(f"{CONTROL}/faults", json={"route": "POST /v1/customers", "answer": "cut", "when": "after"})
    with pytest.raises(httpx.RemoteProtocolError):
        svenn.client.post("/v1/customers", json={"name": "Nord"})
    assert len(svenn.client.get("/v1/customers").json()["items"]) == 1


def test_time_is_moved_on_and_never_back(svenn: RunningSvenn) -> None:
    moved = svenn.client.post(f"{CONTROL}/clock", json={"seconds": 3600}).json()
    assert moved == svenn.client.get(f"{CONTROL}/clock").json() == {"now": "2026-03-02T09:00:00.000Z"}
    assert svenn.create("customers", name="Nord")["created_at"] == moved["now"]
    assert svenn.client.post(f"{CONTROL}/clock", json={"seconds": -1}).status_code == 422


def test_deliveries_can_be_waited_for(svenn: RunningSvenn, receiver: Receiver) -> None:
    body = {"url": f"{HOOKS}/svenn/c1", "events": ["customer.created"]}
    svenn.client.post("/v1/webhooks", json=body)
    svenn.create("customers", name="Nord")
    told = svenn.client.get(f"{CONTROL}/deliveries", params={"wait": 10}).json()
    assert (told["pending"], told["delivered"], len(receiver.received)) == (0, 1, 1)


def test_a_reset_leaves_nothing(svenn: RunningSvenn) -> None:
    assert svenn.client.post(f"{CONTROL}/reset").status_code == 204
    assert svenn.client.get("/v1/account").status_code == 401
    assert svenn.client.get(f"{CONTROL}/accounts").json() == {"items": []}


def test_control_input_that_does_not_fit_is_refused(svenn: RunningSvenn) -> None:
    one = f"{CONTROL}/accounts/{svenn.account.id}"
    assert svenn.client.post(f"{one}/switches", json={"speed": 1}).status_code == 422
    assert svenn.client.post(f"{one}/tokens", json={"token": "x", "rights": ["hours:read"]}).status_code == 422
    assert svenn.client.put(f"{CONTROL}/resolve", json={"https://a.b": "http://10.0.0.1"}).status_code == 422
    unknown = svenn.client.post(f"{one}/seed", json={"projects": [{"name": "Tak", "customer_number": "9"}]})
    assert unknown.json()["code"] == "unknown_reference"


def test_the_same_seed_gives_the_same_ids() -> None:
    with running_svenn() as one, running_svenn() as two:
        assert one.create("customers", name="Nord") == two.create("customers", name="Nord")


def test_exchanges_are_written_down_without_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_EXCHANGES", str(tmp_path))
    with running_svenn() as svenn:
        svenn.create("customers", name="Ås")
        svenn.client.get("/v1/customers", params={"limit": 5})
    (file,) = tmp_path.iterdir()
    made, listed = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    assert (made["server"], made["method"], made["path"], made["status"]) == ("svenn", "POST", "/v1/customers", 201)
    assert (made["request"], made["response"]["name"]) == ({"name": "Ås"}, "Ås")
    assert (listed["method"], listed["query"]) == ("GET", [["limit", "5"]])
    assert svenn.account.token not in file.read_text("utf-8")
