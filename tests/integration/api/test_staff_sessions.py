"""Staff's sessions: only for whom API Gateway's authorizer let through, and who is staff."""

from typing import Any

import pytest

from samspill.tasks.page_sessions import Role, enter
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered, Context, http_event
from tests.integration.api.test_gate import is_problem

NONCE = "n" * 32
KARI = {
    "sub": "1001", "nonce": NONCE, "email": "kari@samspill.test", "email_verified": "true", "groups": "[desk]",
}  # fmt: skip
PATH = "/v1/staff/sessions"


@pytest.fixture(autouse=True)
def _desk(bench: Bench) -> None:
    bench.app.__dict__["env"] = bench.app.env.model_copy(update={"staff_group": "desk"})


def asked(bench: Bench, authorizer: Any, body: str = f'{{"nonce": "{NONCE}", "language": "en"}}') -> Answered:
    """As the authorizer's API passes it on."""
    event = http_event("POST", PATH, body, {}, {"content-type": "application/json", "accept-language": "en"})
    event["requestContext"] |= {} if authorizer is None else {"authorizer": authorizer}
    answer = bench.handle(event, Context())
    return Answered(answer["statusCode"], answer["headers"], answer["body"])


def identified(bench: Bench, **claims: str) -> Answered:
    return asked(bench, {"jwt": {"claims": {**KARI, **claims}, "scopes": None}})


def test_a_member_of_staff_gets_an_address_that_signs_them_in(bench: Bench) -> None:
    answer = identified(bench)
    assert answer.status == 201
    opened, visitor = enter(bench.app, answer.json["url"].rpartition("/")[2])
    assert (visitor.role, visitor.by, visitor.language) == (Role.STAFF, "kari@samspill.test", "en")
    assert (opened.until - bench.now).total_seconds() <= 8 * 3600


@pytest.mark.parametrize(
    "authorizer",
    [None, {}, {"jwt": {}}, {"jwt": {"claims": {}}}, {"jwt": {"claims": None}}, {"lambda": {"claims": KARI}}, KARI],
)
def test_where_nobody_was_let_through_there_is_nothing(bench: Bench, authorizer: object) -> None:
    answer = asked(bench, authorizer)
    assert is_problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("key", ["staff-key", "product-key", "eyJhbGciOiJub25lIn0.e30."])
def test_no_key_and_no_header_takes_the_authorizers_place(bench: Bench, key: str) -> None:
    """Seen to fail with nobody asked whom the authorizer let through."""
    headers = {"authorization": f"Bearer {key}", "x-amzn-claims": "sub=1", "x-amz-jwt-claims": "sub=1"}
    answer = bench.nobody.send("POST", PATH, {"nonce": NONCE}, headers=headers)
    assert (answer.status, answer.json.get("code")) == (401, "unauthorized")


def test_a_token_made_for_another_try_opens_nothing(bench: Bench) -> None:
    """Seen to fail with the nonce of a token not compared."""
    answer = identified(bench, nonce="m" * 32)
    assert (answer.status, answer.json.get("code")) == (401, "unauthorized")


def test_a_token_without_a_nonce_opens_nothing(bench: Bench) -> None:
    claims = {name: value for name, value in KARI.items() if name != "nonce"}
    assert is_problem(asked(bench, {"jwt": {"claims": claims}}), 401, "unauthorized")


def test_a_token_of_nobody_opens_nothing(bench: Bench) -> None:
    assert is_problem(identified(bench, sub=""), 401, "unauthorized")


def test_who_is_no_staff_is_told_as_whom_they_are_known(bench: Bench) -> None:
    answer = identified(bench, groups="[others]")
    assert is_problem(answer, 403, "not_staff")
    assert "kari@samspill.test" in answer.json["detail"]


def test_an_address_that_nobody_vouches_for_is_refused(bench: Bench) -> None:
    bench.app.__dict__["env"] = bench.app.env.model_copy(update={"staff_members": "@samspill.test"})
    assert is_problem(identified(bench, email_verified="false"), 403, "staff_address_not_verified")


@pytest.mark.parametrize("body", ["{}", '{"nonce": ""}', f'{{"nonce": "{NONCE}", "by": "me"}}'])
def test_a_request_that_lacks_something_is_invalid(bench: Bench, body: str) -> None:
    assert is_problem(asked(bench, {"jwt": {"claims": KARI}}, body), 422, "invalid_request")
