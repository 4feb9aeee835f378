"""What the adapter asks Svenn for, and what it makes of the answers."""

import httpx
import pytest

from samspill.exceptions import Bug, RetryLater
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.sync.ports import Repair
from tests.fakes.registers import whole_register
from tests.unit.systems.svenn.peer import START, adapter, customer, page, problem, row_id


def asked_for(request: httpx.Request, name: str) -> list[str]:
    return request.url.params.get_list(name)


# ---- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "field", "value", "parameter", "sent"),
    [
        (Kind.CUSTOMER, "number", " 10001 ", "number", "10001"),
        (Kind.CUSTOMER, "email", "Post@Nord.no", "email", "Post@Nord.no"),
        (Kind.CUSTOMER, "organization_number", "NO 987 654 325 MVA", "organization_number", "987654325"),
        (Kind.PROJECT, "number", "100.A", "number", "100.A"),
        (Kind.EMPLOYEE, "number", "4", "number", "4"),
        (Kind.EMPLOYEE, "email", "kari@nord.no", "email", "kari@nord.no"),
    ],
)
def test_each_field_has_its_filter(kind: Kind, field: str, value: str, parameter: str, sent: str) -> None:
    svenn, peer = adapter(page())
    svenn.find(kind, field, [value])
    (request,) = peer.asked
    assert request.url.path == f"/v1/{kind.value}s"
    assert asked_for(request, parameter) == [sent]


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Kind.CUSTOMER, "phone"),
        (Kind.PROJECT, "email"),
        (Kind.PROJECT, "organization_number"),
        (Kind.EMPLOYEE, "organization_number"),
    ],
)
def test_a_field_without_filter_finds_nothing_and_asks_nothing(kind: Kind, field: str) -> None:
    svenn, peer = adapter(page())
    assert svenn.find(kind, field, ["1"]) == []
    assert peer.asked == []


def test_what_no_row_can_have_is_not_asked_for() -> None:
    svenn, peer = adapter(page())
    assert svenn.find(Kind.CUSTOMER, "number", ["", " ", "1" * 51, "17"]) == []
    svenn.find(Kind.CUSTOMER, "organization_number", ["ingen", "9" * 21])
    (request,) = peer.asked
    assert asked_for(request, "number") == ["17"]


def test_many_values_go_in_hundreds() -> None:
    svenn, peer = adapter(page())
    svenn.find(Kind.CUSTOMER, "number", [str(n) for n in range(250)])
    assert [len(asked_for(request, "number")) for request in peer.asked] == [100, 100, 50]


def test_long_values_go_in_addresses_of_a_length_that_servers_take() -> None:
    svenn, peer = adapter(page())
    emails = [f"{'æ' * 100}{n}@nord.no" for n in range(100)]
    svenn.find(Kind.CUSTOMER, "email", emails)
    assert [email for request in peer.asked for email in asked_for(request, "email")] == emails
    assert max(len(str(request.url)) for request in peer.asked) < 8000


def test_a_row_that_several_queries_find_is_found_once() -> None:
    svenn, _ = adapter(page(customer(1)))
    assert len(svenn.find(Kind.CUSTOMER, "number", [str(n) for n in range(250)])) == 1


# ---- reading -----------------------------------------------------------------------------------------------------


def test_several_ids_are_asked_for_together_and_only_the_missing_ones_again() -> None:
    svenn, peer = adapter(page(customer(1), customer(3)), problem(404, "not_found"))
    found = svenn.get(Kind.CUSTOMER, [row_id(1), row_id(2), row_id(3)])
    assert {each: record and record.number for each, record in found.items()} == {
        row_id(1): "1",
        row_id(2): None,
        row_id(3): "3",
    }
    assert [request.url.path for request in peer.asked] == ["/v1/customers", f"/v1/customers/{row_id(2)}"]


def test_an_id_that_a_list_leaves_out_but_a_get_finds_is_there() -> None:
    svenn, _ = adapter(page(customer(1)), httpx.Response(200, json=customer(2)))
    found = svenn.get(Kind.CUSTOMER, [row_id(1), row_id(2)])
    assert found[row_id(2)] is not None


def test_an_id_of_another_form_does_not_spoil_the_query_of_the_others() -> None:
    svenn, peer = adapter(page(customer(1), customer(2)), problem(404, "not_found"))
    found = svenn.get(Kind.CUSTOMER, [row_id(1), "a/../b?c", row_id(2)])
    assert [each for each, record in found.items() if record is None] == ["a/../b?c"]
    assert asked_for(peer.asked[0], "ids") == [row_id(1), row_id(2)]
    assert peer.asked[1].url.raw_path == b"/v1/customers/a%2F..%2Fb%3Fc"


def test_no_ids_ask_nothing() -> None:
    svenn, peer = adapter(page())
    assert svenn.get(Kind.CUSTOMER, []) == {}
    assert peer.asked == []


def test_a_register_that_is_not_there_is_no_missing_record() -> None:
    svenn, _ = adapter(problem(404, "not_found"))
    with pytest.raises(RetryLater):
        whole_register(svenn, Kind.CUSTOMER)
    with pytest.raises(RetryLater):
        svenn.find(Kind.CUSTOMER, "number", ["1"])


@pytest.mark.parametrize("answer", [httpx.Response(200), httpx.Response(200, json={}), httpx.Response(204)])
def test_an_answer_without_sense_is_tried_again(answer: httpx.Response) -> None:
    svenn, _ = adapter(answer)
    with pytest.raises(RetryLater) as raised:
        svenn.find(Kind.CUSTOMER, "number", ["1"])
    assert not raised.value.uncertain


def test_an_answer_without_sense_is_told_without_its_values() -> None:
    svenn, _ = adapter(httpx.Response(200, json={"items": "Hemmelig AS", "next_cursor": None}))
    with pytest.raises(RetryLater) as raised:
        svenn.find(Kind.CUSTOMER, "number", ["1"])
    assert raised.value.detail == "GET /customers answered 200 without sense at items"


def test_a_query_that_svenn_refuses_is_our_own_mistake() -> None:
    svenn, _ = adapter(problem(422, "validation_failed"))
    with pytest.raises(Bug):
        svenn.find(Kind.CUSTOMER, "number", ["1"])


# ---- what changed ------------------------------------------------------------------------------------------------


def test_the_first_poll_begins_now_and_asks_nothing() -> None:
    svenn, peer = adapter(page())
    changed = svenn.changed_since(Kind.CUSTOMER, "")
    assert (changed.ids, changed.deleted, changed.cursor) == ((), (), START.isoformat())
    assert peer.asked == []


def test_polls_overlap() -> None:
    svenn, peer = adapter(page())
    changed = svenn.changed_since(Kind.CUSTOMER, "2026-03-02T08:00:00+00:00")
    assert asked_for(peer.asked[0], "updated_since") == ["2026-03-02T07:59:30+00:00"]
    assert changed.cursor == START.isoformat()


def test_a_row_deleted_while_the_pages_are_read_is_deleted() -> None:
    tombstone = {"id": row_id(1), "deleted": True, "version": 2, "updated_at": "2026-03-02T08:00:01Z"}
    svenn, _ = adapter(page(customer(1), customer(2), cursor="next"), page(tombstone))
    changed = svenn.changed_since(Kind.CUSTOMER, START.isoformat())
    assert (changed.ids, changed.deleted) == ((row_id(2),), (row_id(1),))


# ---- whose key ---------------------------------------------------------------------------------------------------


def account(*rights: str) -> httpx.Response:
    licences = {"used": 1, "limit": None}
    body = {"id": "a", "name": "Nord", "organization_number": None, "licences": licences, "rights": rights}
    return httpx.Response(200, json=body)


def test_the_probe_is_one_call() -> None:
    svenn, peer = adapter(account("customers:read", "customers:write", "projects:read", "employees:write"))
    probe = svenn.probe(Settings())
    assert (probe.company.id, probe.company.name, probe.company.organization_number) == ("a", "Nord", None)
    assert probe.missing_rights == ("project", "employee", "webhooks")
    assert [(request.method, request.url.path) for request in peer.asked] == [("GET", "/v1/account")]


def test_an_account_that_is_not_there_is_tried_again() -> None:
    svenn, _ = adapter(problem(404, "not_found"))
    with pytest.raises(RetryLater):
        svenn.company()


# ---- webhooks ----------------------------------------------------------------------------------------------------


def test_a_webhook_removed_while_it_is_repaired_must_be_made_anew() -> None:
    webhook = {"id": "w", "url": "https://h.example/", "events": [], "secret": "s", "status": "disabled"}
    svenn, _ = adapter(httpx.Response(200, json={"items": [webhook]}), problem(404, "not_found"))
    assert svenn.repair_subscriptions("https://h.example/", ["w"], ["s"]) is Repair.LOST
