"""Batches and idempotency keys."""

from tests.integration.sandbox_svenn.harness import RunningSvenn


def create(key: str, **data: object) -> dict[str, object]:
    return {"op": "create", "key": key, "data": data}


def test_each_row_of_a_batch_has_its_own_answer(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    operations = [
        create("a", name="Sør"),
        create("b"),
        {"op": "update", "key": "c", "id": row["id"], "version": 1, "data": {"city": "Moss"}},
        {"op": "update", "key": "d", "id": row["id"], "version": 1, "data": {"city": "Oslo"}},
        {"op": "update", "key": "e", "id": row["id"], "data": {"city": "Oslo"}},
        {"op": "update", "key": "f", "id": "17", "version": 1, "data": {}},
    ]
    results = svenn.client.post("/v1/customers/batch", json={"operations": operations}).json()["results"]
    assert [(r["key"], r["status"]) for r in results] == [
        ("a", 201), ("b", 422), ("c", 200), ("d", 412), ("e", 428), ("f", 404),
    ]  # fmt: skip
    assert results[0]["item"]["name"] == "Sør"
    assert results[0]["problem"] is None
    assert results[1]["item"] is None
    assert results[1]["problem"]["code"] == "validation_failed"
    assert svenn.client.get(f"/v1/customers/{row['id']}").json()["city"] == "Moss"


def test_an_all_or_nothing_account_applies_no_row_when_one_fails(svenn: RunningSvenn) -> None:
    svenn.world.set_switches(svenn.account.id, batch_all_or_nothing=True)
    operations = [create("a", first_name="Kari", email="kari@bakke.no"), create("b", first_name="")]
    answer = svenn.client.post("/v1/employees/batch", json={"operations": operations})
    codes = [row["problem"]["code"] for row in answer.json()["results"]]
    assert codes == ["batch_aborted", "validation_failed"]
    assert svenn.client.get("/v1/employees").json()["items"] == []
    assert svenn.client.get("/v1/account").json()["licences"]["used"] == 0
    assert svenn.world.outbox(svenn.account.id) == []


def test_an_all_or_nothing_account_applies_a_sound_batch(svenn: RunningSvenn) -> None:
    svenn.world.set_switches(svenn.account.id, batch_all_or_nothing=True)
    operations = [create("a", first_name="Kari", email="kari@bakke.no")]
    answer = svenn.client.post("/v1/employees/batch", json={"operations": operations})
    assert answer.json()["results"][0]["status"] == 201
    assert len(svenn.world.outbox(svenn.account.id)) == 1


def test_two_rows_with_one_key_are_refused_as_a_whole(svenn: RunningSvenn) -> None:
    operations = [create("a", name="Nord"), create("a", name="Sør")]
    answer = svenn.client.post("/v1/customers/batch", json={"operations": operations})
    assert (answer.status_code, answer.json()["code"]) == (422, "duplicate_key")
    assert svenn.client.get("/v1/customers").json()["items"] == []


def test_a_batch_holds_one_to_a_hundred_rows(svenn: RunningSvenn) -> None:
    for count, status in ((0, 422), (100, 200), (101, 422)):
        operations = [create(str(n), name=f"Kunde {n}") for n in range(count)]
        answer = svenn.client.post("/v1/customers/batch", json={"operations": operations})
        assert answer.status_code == status


def test_the_same_key_and_body_give_the_first_answer_again(svenn: RunningSvenn) -> None:
    key = {"Idempotency-Key": "intent-1"}
    first = svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key)
    again = svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert "idempotent-replayed" not in first.headers
    assert len(svenn.client.get("/v1/customers").json()["items"]) == 1


def test_a_replayed_batch_creates_nothing_twice(svenn: RunningSvenn) -> None:
    body = {"operations": [create("a", name="Nord"), create("b")]}
    key = {"Idempotency-Key": "batch-1"}
    first = svenn.client.post("/v1/customers/batch", json=body, headers=key)
    assert svenn.client.post("/v1/customers/batch", json=body, headers=key).json() == first.json()
    assert len(svenn.client.get("/v1/customers").json()["items"]) == 1


def test_the_same_key_with_another_body_is_a_conflict(svenn: RunningSvenn) -> None:
    key = {"Idempotency-Key": "intent-1"}
    svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key)
    answer = svenn.client.post("/v1/customers", json={"name": "Sør"}, headers=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_conflict")


def test_a_refused_write_leaves_its_key_free(svenn: RunningSvenn) -> None:
    svenn.world.set_licence_limit(svenn.account.id, 0)
    body, key = {"first_name": "Kari", "email": "kari@bakke.no"}, {"Idempotency-Key": "intent-1"}
    assert svenn.client.post("/v1/employees", json=body, headers=key).status_code == 422
    svenn.world.set_licence_limit(svenn.account.id, 1)
    assert svenn.client.post("/v1/employees", json=body, headers=key).status_code == 201


def test_a_repeated_delete_and_change_succeed_under_their_keys(svenn: RunningSvenn) -> None:
    row = svenn.create("customers", name="Nord")
    path = f"/v1/customers/{row['id']}"
    change = {"If-Match": '"1"', "Idempotency-Key": "change-1"}
    assert [svenn.client.patch(path, json={"city": "Moss"}, headers=change).status_code for _ in "12"] == [200, 200]
    assert [svenn.client.delete(path, headers={"Idempotency-Key": "gone"}).status_code for _ in "12"] == [204, 204]


def test_a_key_is_forgotten_after_a_day(svenn: RunningSvenn) -> None:
    key = {"Idempotency-Key": "intent-1"}
    svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key)
    svenn.clock.advance(hours=24)
    assert "idempotent-replayed" not in svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key).headers


def test_a_lost_answer_of_a_carried_out_write_is_given_again(svenn: RunningSvenn) -> None:
    svenn.client.post("/_control/svenn/faults", json={"route": "POST /v1/customers", "when": "after", "answer": 503})
    key = {"Idempotency-Key": "intent-1"}
    assert svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key).status_code == 503
    again = svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
