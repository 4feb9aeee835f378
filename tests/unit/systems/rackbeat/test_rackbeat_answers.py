"""What Rackbeat's answers and refusals become, and what every request carries."""

import httpx
import pytest

from samspill.exceptions import Bug, ConfigurationWrong, NotFound, RateLimited, RetryLater, SamspillError
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.sync.ports import Draft, Patch, Refused, Uncertain
from samspill.systems.rackbeat.errors import QueryRefused, RowRefused, error_of
from samspill.systems.transport import Answer, Request
from tests.unit.systems.rackbeat.peer import KEY, adapter, listed, one, refused

READ = Request("GET", "/customers/1", subject="customer")
LIST = Request("GET", "/customers", subject="customer")
WRITE = Request("PUT", "/customers/1", subject="customer")
SELF = one("user_account", id=4101, company_name="Nordlys Lager AS")


def said(status: int, request: Request, body: object = None) -> SamspillError:
    """The exception for an answer."""
    return error_of(Answer(status, {}, body if body is not None else {"message": "Words"}), request)


@pytest.mark.parametrize(("status", "code"), [(401, "own_key_wrong"), (403, "own_right_missing")])
def test_keys_and_rights_are_the_configurations_fault(status: int, code: str) -> None:
    error = said(status, READ)
    assert isinstance(error, ConfigurationWrong)
    assert (error.code, error.facts["right"]) == (code, "customer")


def test_a_record_that_is_not_there_is_told_from_a_register_that_is_not() -> None:
    assert isinstance(said(404, READ), NotFound)
    assert isinstance(said(404, LIST), RetryLater)


@pytest.mark.parametrize("status", [400, 405])
def test_a_request_that_rackbeat_cannot_read_is_our_mistake(status: int) -> None:
    assert isinstance(said(status, WRITE), Bug)


@pytest.mark.parametrize("status", [409, 413, 422])
def test_a_refusal_names_every_field(status: int) -> None:
    error = said(status, WRITE, {"errors": {"lines.0.item_id": ["Product needed"], "number": ["Taken", "Long"]}})
    assert isinstance(error, RowRefused)
    assert (error.field, error.fields) == ("lines.0.item_id", ("lines.0.item_id", "number", "number"))
    assert error.message == "Product needed; Taken; Long"


def test_a_query_that_is_refused_is_no_fault_of_the_data() -> None:
    error = said(422, LIST, {"errors": {"updated_at_from": ["Property is not filterable"]}})
    assert isinstance(error, QueryRefused)
    assert error.fields == ("updated_at_from",)


@pytest.mark.parametrize("body", [{"message": "Words"}, {"errors": []}, [], "x" * 0 or {}, {"errors": {"a": "b"}}])
def test_a_refusal_in_another_form_is_one_too(body: object) -> None:
    assert isinstance(said(422, WRITE, body), RowRefused)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_when_rackbeat_fails_only_writes_are_uncertain(status: int) -> None:
    for request, uncertain in ((READ, False), (WRITE, True)):
        error = said(status, request)
        assert isinstance(error, RetryLater)
        assert error.uncertain is uncertain


@pytest.mark.parametrize("status", [403, 404, 422])
def test_a_page_of_html_says_nothing_of_the_record(status: int) -> None:
    error = said(status, WRITE, "<html>")
    assert isinstance(error, RetryLater)
    assert error.uncertain


@pytest.mark.parametrize("body", [{}, {"customer": None}, {"customer": {}}, {"a": {"number": 1}, "b": {"number": 2}}])
def test_an_answer_without_sense_is_as_good_as_lost(body: object) -> None:
    system, _ = adapter(listed("customers"), httpx.Response(200, json=body))
    system.find(Kind.CUSTOMER, "email", ["a@b.example"])
    with pytest.raises(RetryLater):
        system.get(Kind.CUSTOMER, ["1"])


def test_a_write_without_sensible_answer_is_uncertain() -> None:
    row = {"number": 1, "name": "K", "layout_id": 1}
    system, _ = adapter(listed("customers", row), httpx.Response(201, json={"ok": True}))
    draft = Draft("a", {"number": "2", "name": "Ny", "layout": "1", "language": "no"})
    (outcome,) = system.create(Kind.CUSTOMER, [draft])
    assert isinstance(outcome, Uncertain)


@pytest.mark.parametrize("status", [200, 201, 206])
def test_good_answers_are_alike(status: int) -> None:
    system, _ = adapter(httpx.Response(status, json={"user_account": {"id": 7, "company_name": "N"}, "user": {}}))
    assert system.company().id == "7"


def test_a_company_that_tells_its_organisation_number_is_heard() -> None:
    system, _ = adapter(one("user_account", id=7, company_name="N", company_vat="987654325"))
    assert system.company().organization_number == "987654325"


def test_every_request_says_who_asks() -> None:
    system, peer = adapter(SELF, contact="drift@samspill.example")
    system.company()
    (request,) = peer.asked
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["User-Agent"] == "Samspill (drift@samspill.example)"
    assert (request.headers["Consumer-Name"], request.headers["Consumer-Contact"]) == (
        "Samspill", "drift@samspill.example",
    )  # fmt: skip


def test_a_limit_that_is_used_up_is_not_asked_against() -> None:
    spent = {"X-RateLimit-Limit": "480", "X-RateLimit-Remaining": "0"}
    system, peer = adapter(httpx.Response(200, json={"user_account": {"id": 7}}, headers=spent))
    system.company()
    with pytest.raises(RateLimited):
        system.company()
    assert len(peer.asked) == 1


def test_a_429_without_word_of_when_waits_for_the_next_minute() -> None:
    system, _ = adapter(httpx.Response(429, json={"message": "Too Many Attempts."}))
    with pytest.raises(RateLimited) as caught:
        system.probe(Settings())
    assert caught.value.until.isoformat() == "2026-03-02T08:01:00+00:00"


def test_a_number_is_encoded_once_in_a_path() -> None:
    system, peer = adapter(httpx.Response(404, json={"message": "No."}))
    system.get(Kind.PRODUCT, ["A %/ø", ".."])
    paths = [request.url.raw_path.decode() for request in peer.asked]
    assert paths == ["/api/products/A%20%25%2F%C3%B8", "/api/lots/A%20%25%2F%C3%B8", "/api/products/%2E%2E",
                     "/api/lots/%2E%2E"]  # fmt: skip


def test_a_product_that_is_answered_under_other_capitals_is_another() -> None:
    system, _ = adapter(one("product", number="ABC", name="P"))
    assert system.get(Kind.PRODUCT, ["abc"]) == {"abc": None}


def test_a_number_that_rackbeat_does_not_change_is_refused() -> None:
    row = {"number": 5, "name": "K"}
    system, _ = adapter(one("customer", **row))
    (outcome,) = system.update(Kind.CUSTOMER, [Patch("5", None, {"number": "6"})])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.facts["field"]) == ("not_in_app", "number")


def test_a_refusal_of_another_field_is_told_in_rackbeats_words() -> None:
    system, _ = adapter(listed("customers", {"number": 1, "name": "K"}), refused(company_vat="Ugyldig"))
    draft = Draft("a", {"number": "2", "name": "Ny", "layout": "1", "language": "no"})
    (outcome,) = system.create(Kind.CUSTOMER, [draft])
    assert isinstance(outcome, Refused)
    assert (outcome.error.code, outcome.error.message) == ("data_refused", "Ugyldig")
