"""How registers are asked: which calls, which parameters, and what counts as absent or changed."""

from __future__ import annotations

from typing import Any

import pytest

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.sync.ports import Changed, Repair
from samspill.systems.tripletex import poll_cursor
from samspill.systems.tripletex.page_rows import packed, unpacked
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.unit.systems.tripletex.peer import Peer, Reply, refusal, value, values

NOT_FOUND = refusal(404, 6000, message="Object not found")
TOO_LARGE = refusal(422, 23000, message="Result set too large. Limit of 10000 reached.")
FORBIDDEN = refusal(403, 9000, message="You do not have permission to access this feature.")
UNSUPPORTED = "Checksum not yet supported for this endpoint"


def rows(*ids: int, **more: Any) -> list[dict[str, Any]]:
    return [{"id": each, "version": 1, **more} for each in ids]


# ---- by id ---------------------------------------------------------------------------------------------------


def test_several_ids_are_asked_for_in_one_list_call(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(1, 2, 3)))
    assert set(tripletex.get(Kind.PROJECT, ["1", "2", "3", "2"])) == {"1", "2", "3"}
    assert [query["id"] for query in peer.queries("GET /project")] == ["1,2,3"]


def test_customers_missing_among_the_active_are_asked_for_among_the_inactive(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on("GET /customer", values(*rows(1)), values(*rows(2, isInactive=True)))
    found = tripletex.get(Kind.CUSTOMER, ["1", "2"])
    assert all(found.values())
    assert [(q["isInactive"], q["id"]) for q in peer.queries("GET /customer")] == [("false", "1,2"), ("true", "2")]


def test_an_id_that_lists_hide_is_asked_for_by_itself(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(1))).on("GET /project/2", value(rows(2)[0]))
    assert all(tripletex.get(Kind.PROJECT, ["1", "2"]).values())


def test_only_a_404_of_the_very_id_makes_it_absent(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values()).on("GET /project/1", NOT_FOUND).on("GET /project/2", Reply(500, "<html>"))
    with pytest.raises(RetryLater):
        tripletex.get(Kind.PROJECT, ["1", "2"])
    peer.plans["GET /project/2"] = [FORBIDDEN]
    with pytest.raises(ConfigurationWrong, match="right_missing"):
        tripletex.get(Kind.PROJECT, ["1", "2"])
    peer.plans["GET /project/2"] = [NOT_FOUND]
    assert tripletex.get(Kind.PROJECT, ["1", "2"]) == {"1": None, "2": None}


@pytest.mark.parametrize("impossible", ["abc", "", "²", "99999999999999999999"])
def test_an_id_that_tripletex_cannot_have_is_absent_without_asking(
    tripletex: TripletexSystem, peer: Peer, impossible: str
) -> None:
    assert tripletex.get(Kind.PROJECT, [impossible]) == {impossible: None}
    assert peer.requests == []


def test_long_lists_of_ids_are_split(tripletex: TripletexSystem, peer: Peer) -> None:
    ids = [str(9_000_000_000 + place) for place in range(150)]
    peer.on("GET /project", values(*rows(*map(int, ids))))
    tripletex.get(Kind.PROJECT, ids)
    asked = [query["id"] for query in peer.queries("GET /project")]
    assert ",".join(asked).split(",") == ids
    assert max(len(str(request.url)) for request in peer.requests) < 2000


def test_contacts_are_nobodys_employees(tripletex: TripletexSystem, peer: Peer) -> None:
    person, contact = rows(1)[0], rows(2, isContact=True)[0]
    peer.on("GET /employee", values(person, contact)).on("GET /employee/2", value(contact))
    assert [len(page) for page in whole_register(tripletex, Kind.EMPLOYEE)] == [1]
    assert [each.id for each in tripletex.find(Kind.EMPLOYEE, "email", ["kari@bygg.example"])] == ["1"]
    assert tripletex.get(Kind.EMPLOYEE, ["2"]) == {"2": None}


# ---- by natural key --------------------------------------------------------------------------------------------


def test_customer_numbers_are_asked_for_together(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /customer", values())
    tripletex.find(Kind.CUSTOMER, "number", ["10001", "A7", " 10002 ", "0", "99999999999", "10001"])
    asked = [(q["isInactive"], q["customerAccountNumber"]) for q in peer.queries("GET /customer")]
    assert asked == [("false", "10001,10002"), ("true", "10001,10002")]


@pytest.mark.parametrize(
    ("kind", "field", "values_"),
    [
        (Kind.CUSTOMER, "number", ["A7", ""]),
        (Kind.CUSTOMER, "shoe_size", ["44"]),
        (Kind.PROJECT, "email", ["x@y.example"]),
        (Kind.EMPLOYEE, "number", [" "]),
    ],
)
def test_what_cannot_be_looked_up_costs_nothing(
    tripletex: TripletexSystem, peer: Peer, kind: Kind, field: str, values_: list[str]
) -> None:
    assert tripletex.find(kind, field, values_) == []
    assert peer.requests == []


def test_many_values_of_a_slow_filter_are_found_by_reading_the_register_once(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on("GET /project", values(*rows(1, number="p1"), *rows(2, number="P2 "), *rows(3, number="other")))
    wanted = [f"P{n}" for n in range(1, 13)]
    assert [each.id for each in tripletex.find(Kind.PROJECT, "number", wanted)] == ["1", "2"]
    assert len(peer.calls()) == 1


def test_a_register_that_is_too_large_to_read_is_asked_value_by_value(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", TOO_LARGE, values())
    assert tripletex.find(Kind.PROJECT, "number", [f"P{n}" for n in range(12)]) == []
    assert [query.get("number") for query in peer.queries("GET /project")] == [None, *(f"P{n}" for n in range(12))]


# ---- pages -----------------------------------------------------------------------------------------------------


def test_pages_are_read_until_one_is_not_full_whatever_the_size_says(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(*range(1000))), values(*rows(1000)))
    assert [len(page) for page in whole_register(tripletex, Kind.PROJECT)] == [1000, 1]
    assert [(q["from"], q["count"], q["sorting"]) for q in peer.queries("GET /project")] == [
        ("0", "1000", "id"),
        ("1000", "1000", "id"),
    ]


def test_an_answer_that_is_no_list_is_asked_for_again_later(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", Reply(200, {"values": "none"}))
    with pytest.raises(RetryLater, match="without sense") as raised:
        whole_register(tripletex, Kind.PROJECT)
    assert not raised.value.uncertain


# ---- has it changed? -------------------------------------------------------------------------------------------


def test_the_first_cursor_claims_no_change(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(1), digest="abc"))
    changed = tripletex.changed_since(Kind.PROJECT, "")
    assert (changed.unsure, changed.ids, changed.deleted) == (False, (), ())
    assert peer.requests[-1].headers["If-None-Match"] == "none"


def test_a_304_is_no_change(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(1), digest="abc"), Reply(304))
    cursor = tripletex.changed_since(Kind.PROJECT, "").cursor
    again = tripletex.changed_since(Kind.PROJECT, cursor)
    assert (again.unsure, again.cursor) == (False, cursor)
    assert peer.requests[-1].headers["If-None-Match"] == "abc"


def polled(tripletex: TripletexSystem, peer: Peer, *replies: Reply) -> Changed:
    """What a poll tells after one that found the first of those answers."""
    peer.on("GET /project", *replies)
    return tripletex.changed_since(Kind.PROJECT, tripletex.changed_since(Kind.PROJECT, "").cursor)


def test_a_row_with_another_version_changed_and_no_other(tripletex: TripletexSystem, peer: Peer) -> None:
    before, after = rows(1, 2, 3, version=4), [*rows(1, 3, version=4), *rows(2, version=5)]
    changed = polled(tripletex, peer, values(*before, digest="a"), values(*after, digest="b"))
    assert (changed.ids, changed.deleted, changed.unsure) == (("2",), (), False)


def test_rows_that_come_and_go_are_told(tripletex: TripletexSystem, peer: Peer) -> None:
    changed = polled(tripletex, peer, values(*rows(1, 2), digest="a"), values(*rows(2, 3), digest="b"))
    assert (changed.ids, changed.deleted, changed.unsure) == (("3",), ("1",), False)


def test_rows_that_only_moved_to_another_page_did_not_change(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(*range(1001)[:1000]), digest="a"), values(*rows(1000), digest="b"))
    cursor = tripletex.changed_since(Kind.PROJECT, "").cursor
    peer.plans["GET /project"] = [values(*rows(*range(1, 1001)), digest="c"), values(digest="d")]
    changed = tripletex.changed_since(Kind.PROJECT, cursor)
    assert (changed.ids, changed.deleted) == ((), ("0",))


def test_a_register_that_shrank_by_a_page_tells_what_is_gone(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(*range(1000)), digest="a"), values(*rows(1000, 1001), digest="b"))
    cursor = tripletex.changed_since(Kind.PROJECT, "").cursor
    peer.plans["GET /project"] = [values(*rows(*range(999)), digest="c")]
    shrunk = tripletex.changed_since(Kind.PROJECT, cursor)
    assert (shrunk.ids, set(shrunk.deleted)) == ((), {"999", "1000", "1001"})


def test_a_page_that_kept_its_checksum_is_not_compared(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /project", values(*rows(*range(1000)), digest="a"), values(*rows(1000), digest="b"))
    cursor = tripletex.changed_since(Kind.PROJECT, "").cursor
    peer.plans["GET /project"] = [Reply(304), values(*rows(1000, 1001), digest="c")]
    changed = tripletex.changed_since(Kind.PROJECT, cursor)
    assert (changed.ids, changed.deleted) == (("1001",), ())
    peer.plans["GET /project"] = [Reply(304), Reply(304)]
    assert tripletex.changed_since(Kind.PROJECT, changed.cursor).cursor == changed.cursor


def test_a_register_without_checksums_is_told_apart_by_its_rows(tripletex: TripletexSystem, peer: Peer) -> None:
    before, same = values(*rows(1, version=4), digest=UNSUPPORTED), values(*rows(1, version=4), digest=UNSUPPORTED)
    still = polled(tripletex, peer, before, same)
    assert (still.ids, still.unsure) == ((), False)
    assert peer.requests[-1].headers["If-None-Match"] == "none"
    peer.plans["GET /project"] = [values(*rows(1, version=5), digest=UNSUPPORTED)]
    assert tripletex.changed_since(Kind.PROJECT, still.cursor).ids == ("1",)


def test_a_cursor_that_would_be_too_long_goes_without_rows(
    tripletex: TripletexSystem, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll_cursor, "LONGEST", 10)
    changed = polled(tripletex, peer, values(*rows(1), digest="a"), values(*rows(1, 2), digest="b"))
    assert (changed.ids, changed.unsure) == ((), True)


def test_the_rows_of_a_page_take_a_few_characters_each() -> None:
    page = {50_000_000 + 7 * number: number % 9 for number in range(1000)}
    assert unpacked(packed(page)) == page
    assert len(packed(page)) < 4 * len(page)


@pytest.mark.parametrize("page", [{}, {1: 0}, {3: 2, 1: 9}])
def test_any_rows_come_back_as_they_were(page: dict[int, int]) -> None:
    assert unpacked(packed(page)) == page


def test_employees_have_no_checksum_and_are_not_asked(tripletex: TripletexSystem, peer: Peer) -> None:
    assert not tripletex.changed_since(Kind.EMPLOYEE, "").unsure
    assert peer.requests == []


# ---- rights ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        NOT_FOUND,
        refusal(422, 18000, ("name", "Feltet må fylles ut.")),
        refusal(422, 12000, message="'id': ..."),
        refusal(409, 8000, message="RevisionException"),
    ],
)
def test_whatever_a_write_to_nobody_is_answered_but_403_the_right_is_there(
    tripletex: TripletexSystem, peer: Peer, reply: Reply
) -> None:
    peer.on("GET /customer", values()).on("PUT /customer/0", reply)
    tripletex.check_rights(Kind.CUSTOMER)
    assert peer.sent("PUT /customer/0") == [{"id": 0}]


@pytest.mark.parametrize("refused", ["GET /customer", "PUT /customer/0"])
def test_a_403_on_reading_or_writing_is_a_missing_right(tripletex: TripletexSystem, peer: Peer, refused: str) -> None:
    peer.on("GET /customer", values()).on("PUT /customer/0", NOT_FOUND)
    peer.plans[refused] = [FORBIDDEN]
    with pytest.raises(ConfigurationWrong) as raised:
        tripletex.check_rights(Kind.CUSTOMER)
    assert (raised.value.code, raised.value.facts["right"]) == ("right_missing", "customer")


def test_a_server_that_is_down_says_nothing_about_rights(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.on("GET /customer", values()).on("PUT /customer/0", Reply(502, "<html>"))
    with pytest.raises(RetryLater):
        tripletex.check_rights(Kind.CUSTOMER)


def probed(peer: Peer, *departments: dict[str, Any]) -> Peer:
    """A company where all is allowed, with these departments and managers 5 (number 12) and 6."""
    for kind in ("customer", "project", "employee"):
        peer.on(f"PUT /{kind}/0", NOT_FOUND)
    peer.on("GET /customer", values()).on("GET /project", values())
    peer.on("GET /employee", values(*rows(5, employeeNumber="12"), *rows(6)))
    peer.on("GET /department", values(*departments))
    peer.on("GET /token/session/>whoAmI", value({"companyId": 77}))
    return peer.on("GET /company/77", value({"id": 77, "name": "Bygg AS", "organizationNumber": " "}))


AVDELING = {"id": 1, "version": 0, "name": "Avdeling", "departmentNumber": "", "isInactive": False}
SALG = {"id": 2, "version": 0, "name": "Salg", "departmentNumber": "20", "isInactive": False}


def test_the_probe_tells_company_managers_and_the_fallback_by_employee_number(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    probed(peer, AVDELING)
    found = tripletex.probe(Settings(fallback_project_manager=" 12 "))
    assert (found.company.id, found.company.name, found.company.organization_number) == ("77", "Bygg AS", None)
    assert found.capabilities.project_manager_ids == ("5", "6")
    assert found.capabilities.fallback_manager_id == "5"
    assert found.missing_rights == ()


def test_a_fallback_manager_who_is_not_entitled_is_none(tripletex: TripletexSystem, peer: Peer) -> None:
    probed(peer, AVDELING)
    assert tripletex.probe(Settings(fallback_project_manager="13")).capabilities.fallback_manager_id is None


@pytest.mark.parametrize(
    ("departments", "required", "chosen"),
    [
        ([AVDELING], False, "1"),
        ([], False, None),
        ([{**AVDELING, "departmentManager": None}], True, "1"),
        ([SALG], True, "2"),
        ([AVDELING, SALG], True, None),
        ([AVDELING, {**SALG, "isInactive": True}], True, "1"),
    ],
)
def test_departments_are_required_where_more_than_the_one_of_every_company_is_seen(
    tripletex: TripletexSystem, peer: Peer, departments: list[dict[str, Any]], required: bool, chosen: str | None
) -> None:
    probed(peer, *departments)
    capable = tripletex.probe(Settings()).capabilities
    assert (capable.department_required, capable.department_id) == (required, chosen)


@pytest.mark.parametrize(("number", "chosen"), [("20", "2"), ("21", None)])
def test_the_department_of_the_settings_is_found_by_its_number(
    tripletex: TripletexSystem, peer: Peer, number: str, chosen: str | None
) -> None:
    probed(peer, AVDELING, SALG)
    assert tripletex.probe(Settings(default_department=number)).capabilities.department_id == chosen


def test_the_probe_names_every_kind_whose_rights_are_missing(tripletex: TripletexSystem, peer: Peer) -> None:
    probed(peer, AVDELING)
    peer.plans["PUT /project/0"], peer.plans["GET /employee"] = [FORBIDDEN], [FORBIDDEN]
    assert set(tripletex.probe(Settings()).missing_rights) == {"project", "employee"}


def test_kinds_that_are_switched_off_need_no_rights(tripletex: TripletexSystem, peer: Peer) -> None:
    probed(peer, AVDELING)
    peer.plans["PUT /project/0"] = [FORBIDDEN]
    assert tripletex.probe(Settings(kinds={Kind.PROJECT: False})).missing_rights == ()


def test_departments_that_may_not_be_read_do_not_stop_the_probe(tripletex: TripletexSystem, peer: Peer) -> None:
    probed(peer)
    peer.plans["GET /department"] = [FORBIDDEN]
    assert tripletex.probe(Settings()).capabilities.department_id is None


# ---- subscriptions ---------------------------------------------------------------------------------------------

SUBSCRIPTIONS, URL = "/event/subscription", "https://hooks.example/c1"
MINE = {"id": 1, "version": 0, "event": "customer.create", "targetUrl": URL, "status": "ACTIVE"}


def test_a_disabled_subscription_is_switched_on_with_our_secret_whatever_its_version(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on(f"GET {SUBSCRIPTIONS}", values({**MINE, "status": "DISABLED_TOO_MANY_ERRORS"}))
    peer.on(f"PUT {SUBSCRIPTIONS}/1", value(MINE))
    assert tripletex.repair_subscriptions(URL, ["1"], ["newest", "older"]) is Repair.MENDED
    assert peer.sent(f"PUT {SUBSCRIPTIONS}/1") == [{"id": 1, "status": "ACTIVE", "hmacSharedSecret": "newest"}]


def test_a_subscription_that_went_while_being_repaired_must_be_made_anew(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.on(f"GET {SUBSCRIPTIONS}", values({**MINE, "status": "DISABLED"}))
    peer.on(f"PUT {SUBSCRIPTIONS}/1", NOT_FOUND)
    assert tripletex.repair_subscriptions(URL, ["1"], ["newest"]) is Repair.LOST


@pytest.mark.parametrize("reply", [NOT_FOUND, refusal(422, 18000, ("ids", "ukjent"))])
def test_when_one_of_several_is_gone_the_others_are_removed_one_by_one(
    tripletex: TripletexSystem, peer: Peer, reply: Reply
) -> None:
    peer.on(f"DELETE {SUBSCRIPTIONS}/list", reply)
    peer.on(f"DELETE {SUBSCRIPTIONS}/1", NOT_FOUND).on(f"DELETE {SUBSCRIPTIONS}/2", Reply(204))
    tripletex.unsubscribe(["1", "2"])
    assert peer.calls()[1:] == [f"DELETE {SUBSCRIPTIONS}/1", f"DELETE {SUBSCRIPTIONS}/2"]
