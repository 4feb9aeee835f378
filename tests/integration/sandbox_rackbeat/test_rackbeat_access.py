"""Keys, scopes, the rate limit, and how refusals are told."""

import pytest

from sandbox.rackbeat.opening import NewAccount
from tests.integration.sandbox_rackbeat.harness import RunningRackbeat


def test_without_a_valid_key_the_answer_is_401(rackbeat: RunningRackbeat) -> None:
    for header in ("", "Bearer nonsense", "Basic abc"):
        answer = rackbeat.client.get("/self", headers={"Authorization": header})
        assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})


def test_a_deleted_key_is_refused(rackbeat: RunningRackbeat) -> None:
    rackbeat.world.delete_key(rackbeat.account.company.id, next(iter(rackbeat.account.keys)))
    assert rackbeat.client.get("/self").status_code == 401


def test_self_tells_the_company_and_who_made_the_key(rackbeat: RunningRackbeat) -> None:
    body = rackbeat.get("/self")
    assert body["user_account"]["company_name"] == "Nordlys Lager AS"
    assert body["user"]["email"] == "kari@nordlys.example"


@pytest.mark.parametrize(
    ("scope", "open_to", "closed_to"),
    [
        ("sales", ["/customers", "/customer-invoices", "/orders"], ["/suppliers", "/employees"]),
        ("purchase", ["/suppliers", "/purchase-orders", "/supplier-invoices"], ["/customers", "/settings"]),
        ("settings", ["/employees", "/settings"], ["/customers", "/suppliers"]),
    ],
)
def test_a_key_with_a_scope_reaches_only_what_belongs_to_it(
    rackbeat: RunningRackbeat, scope: str, open_to: list[str], closed_to: list[str]
) -> None:
    account = rackbeat.world.open_account(NewAccount(keys={"narrow": [scope]}))
    key = {"Authorization": "Bearer narrow"}
    everyones = ["/self", "/products", "/product-groups", "/webhooks"]
    assert {rackbeat.client.get(path, headers=key).status_code for path in (*open_to, *everyones)} == {200, 206}
    assert {rackbeat.client.get(path, headers=key).status_code for path in closed_to} == {403}
    assert account.keys["narrow"].scopes == {scope}


def test_480_calls_a_minute_are_counted_down_in_the_headers(rackbeat: RunningRackbeat) -> None:
    first, second = (rackbeat.client.get("/self").headers for _ in range(2))
    assert (first["x-ratelimit-limit"], first["x-ratelimit-remaining"]) == ("480", "479")
    assert second["x-ratelimit-remaining"] == "478"


def test_more_calls_than_allowed_get_429_until_the_minute_is_over(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(requests_per_minute=1)
    rackbeat.client.get("/self")
    rackbeat.clock.advance(seconds=20)
    answer = rackbeat.client.get("/self")
    assert (answer.status_code, answer.json()) == (429, {"message": "Too Many Attempts."})
    assert answer.headers["retry-after"] == "40"
    rackbeat.clock.advance(seconds=40)
    assert rackbeat.client.get("/self").status_code == 200


def test_retry_after_can_be_missing(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(requests_per_minute=0, retry_after=False)
    assert "retry-after" not in rackbeat.client.get("/self").headers


def test_each_key_has_a_limit_of_its_own(rackbeat: RunningRackbeat) -> None:
    rackbeat.switch(requests_per_minute=1)
    rackbeat.world.set_key(rackbeat.account.company.id, "another")
    assert rackbeat.client.get("/self").status_code == 200
    assert rackbeat.client.get("/self", headers={"Authorization": "Bearer another"}).status_code == 200


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Name field is required."),
        ("da", "Name skal udfyldes."),
        ("nb", "Name må fylles ut."),
        ("sv", "Name måste fyllas i."),
    ],
)
def test_messages_come_in_the_language_of_the_account(rackbeat: RunningRackbeat, language: str, text: str) -> None:
    rackbeat.world.open_account(NewAccount.model_validate({"language": language, "keys": {"k": []}}))
    answer = rackbeat.client.post("/units", json={}, headers={"Authorization": "Bearer k"})
    assert answer.json() == {"errors": {"name": [text]}}


def test_what_is_not_json_gets_400(rackbeat: RunningRackbeat) -> None:
    for content in ("{", '{"name": NaN}', "[]"):
        assert rackbeat.client.post("/units", content=content).status_code == 400


def test_unknown_paths_get_404_and_unknown_methods_405(rackbeat: RunningRackbeat) -> None:
    assert rackbeat.client.get("/nothing").status_code == 404
    assert rackbeat.client.get("/customers/77").status_code == 404
    assert rackbeat.client.delete("/self").status_code == 405
