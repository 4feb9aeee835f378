"""Tokens, rights, limits and what is not a request at all."""

from sandbox.svenn.account import RIGHTS
from tests.integration.sandbox_svenn.harness import RunningSvenn


def test_a_wrong_token_is_unauthorized(svenn: RunningSvenn) -> None:
    answer = svenn.client.get("/v1/account", headers={"Authorization": "Bearer nobody"})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_without_the_right_is_forbidden_and_told_which_one(svenn: RunningSvenn) -> None:
    svenn.world.set_token(svenn.account.id, "reader", ["customers:read"])
    reader = {"Authorization": "Bearer reader"}
    assert svenn.client.get("/v1/customers", headers=reader).status_code == 200
    refused = svenn.client.post("/v1/customers", json={"name": "Nord"}, headers=reader)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "customers:write" in refused.json()["detail"]


def test_a_revoked_token_is_unauthorized(svenn: RunningSvenn) -> None:
    svenn.world.revoke_token(svenn.account.id, svenn.account.token)
    assert svenn.client.get("/v1/account").status_code == 401


def test_the_account_tells_its_licences(svenn: RunningSvenn) -> None:
    svenn.world.set_licence_limit(svenn.account.id, 3)
    svenn.create("employees", first_name="Kari", email="kari@bakke.no")
    svenn.create("employees", first_name="Ola", active=False)
    account = svenn.client.get("/v1/account").json()
    assert account["licences"] == {"used": 1, "limit": 3}
    assert account["organization_number"] == "911801663"


def test_the_account_tells_each_token_its_own_rights(svenn: RunningSvenn) -> None:
    svenn.world.set_token(svenn.account.id, "reader", ["projects:read", "customers:read"])
    answer = svenn.client.get("/v1/account", headers={"Authorization": "Bearer reader"})
    assert answer.json()["rights"] == ["customers:read", "projects:read"]
    assert svenn.client.get("/v1/account").json()["rights"] == sorted(RIGHTS)


def test_another_accounts_row_does_not_exist(svenn: RunningSvenn) -> None:
    other = svenn.world.create_account("Fjell Rør AS")
    row = svenn.create("customers", name="Nord")
    headers = {"Authorization": f"Bearer {other.token}"}
    theirs = svenn.client.get(f"/v1/customers/{row['id']}", headers=headers)
    unknown = svenn.client.get("/v1/customers/00000000-0000-4000-8000-000000000000", headers=headers)
    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json()["code"] == unknown.json()["code"] == "not_found"


def test_the_requests_of_a_minute_are_counted_for_each_token(svenn: RunningSvenn) -> None:
    svenn.world.set_switches(svenn.account.id, requests_per_minute=2)
    svenn.world.set_token(svenn.account.id, "second")
    first = svenn.client.get("/v1/account")
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("2", "1")
    svenn.client.get("/v1/account")
    refused = svenn.client.get("/v1/account")
    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"] == "60"
    assert svenn.client.get("/v1/account", headers={"Authorization": "Bearer second"}).status_code == 200


def test_the_next_minute_has_its_own_requests(svenn: RunningSvenn) -> None:
    svenn.world.set_switches(svenn.account.id, requests_per_minute=1)
    svenn.client.get("/v1/account")
    svenn.clock.advance(seconds=60)
    assert svenn.client.get("/v1/account").status_code == 200


def test_a_body_of_more_than_a_megabyte_is_refused(svenn: RunningSvenn) -> None:
    answer = svenn.client.post("/v1/projects", json={"name": "Tak", "description": "x" * 1_000_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


def test_a_body_that_is_no_json_is_malformed(svenn: RunningSvenn) -> None:
    for body in (b"", b"{", b'{"name": NaN}', b'{"name": "\\ud800"}', b"\xff", b"[" * 100_000):
        answer = svenn.client.post("/v1/customers", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request"), body[:20]


def test_a_body_of_another_type_is_refused(svenn: RunningSvenn) -> None:
    answer = svenn.client.post("/v1/customers", data={"name": "Nord"})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


def test_an_unknown_path_and_method_are_problems_too(svenn: RunningSvenn) -> None:
    assert svenn.client.get("/v1/hours").json()["code"] == "not_found"
    answer = svenn.client.put("/v1/customers")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["allow"].split(", ")) >= {"GET", "POST"}
