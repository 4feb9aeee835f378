"""Idempotency-Key: the same POST twice is done once and answered the same."""

from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer


def test_the_same_request_again_is_answered_the_same_and_not_done_again(bench: Bench) -> None:
    order = bench.company().order()
    first = bench.product.post("/v1/connections", order, idempotency_key="a1")
    again = bench.product.post("/v1/connections", order, idempotency_key="a1")
    assert (first.status, again.status) == (201, 201)
    assert again.text == first.text
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers


def test_without_a_key_it_is_done_again(bench: Bench) -> None:
    order = bench.company().order()
    assert bench.product.post("/v1/connections", order).status == 201
    assert bench.product.post("/v1/connections", order).json["code"] == "company_already_connected"


def test_the_key_with_another_body_is_refused(bench: Bench) -> None:
    bench.product.post("/v1/connections", bench.company().order(), idempotency_key="b1")
    answer = bench.product.post("/v1/connections", bench.company().order(), idempotency_key="b1")
    assert (answer.status, answer.json["code"]) == (422, "idempotency_key_reused")


def test_the_key_belongs_to_its_path(bench: Bench) -> None:
    connection = bench.live()
    paused = bench.product.post(f"/v1/connections/{connection.id}/pause", idempotency_key="c1")
    resumed = bench.product.post(f"/v1/connections/{connection.id}/resume", idempotency_key="c1")
    assert (paused.json["status"], resumed.json["status"]) == ("paused", "active")


def test_the_key_belongs_to_its_caller(bench: Bench) -> None:
    connection = bench.live()
    path = f"/v1/connections/{connection.id}/pause"
    assert bench.product.post(path, idempotency_key="d1").status == 200
    assert bench.staff.post(path, idempotency_key="d1").json["code"] == "wrong_status"


def test_the_key_of_a_customer_belongs_to_what_their_token_opens(bench: Bench) -> None:
    kari, same_address = newcomer(bench), newcomer(bench)
    same_address.email = kari.email
    kari.answers_everything()
    same_address.begins()
    path = f"{kari.path}/plan"
    assert kari.client.post(path, idempotency_key="1").status == 202
    assert same_address.client.post(path, idempotency_key="1").json["code"] == "not_found"
    assert kari.client.post(path, idempotency_key="1").headers["idempotent-replayed"] == "true"


def test_a_refused_request_leaves_its_key_free(bench: Bench) -> None:
    company = bench.company()
    wrong = company.order(keys={"tripletex": "stolen", "app": company.app_key})
    assert bench.product.post("/v1/connections", wrong, idempotency_key="e1").status == 422
    assert bench.product.post("/v1/connections", company.order(), idempotency_key="e1").status == 201


def test_a_key_that_is_too_long_is_invalid(bench: Bench) -> None:
    answer = bench.product.post("/v1/connections", bench.company().order(), idempotency_key="x" * 256)
    assert (answer.status, answer.json["code"]) == (422, "invalid_request")


def test_no_secret_of_a_request_is_kept_with_its_answer(bench: Bench) -> None:
    company = bench.company()
    bench.product.post("/v1/connections", company.order(), idempotency_key="f1")
    import boto3

    kept = str(boto3.client("dynamodb").scan(TableName=bench.app.env.table_idempotency)["Items"])
    assert company.number in kept
    assert company.tripletex_key not in kept
