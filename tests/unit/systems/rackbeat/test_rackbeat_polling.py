"""Polls: how far they came, what they tell twice and what never."""

import json

import httpx
import pytest

from samspill.model.kinds import Kind
from samspill.systems.rackbeat.poll_cursor import DIGEST, LONGEST, Cursor, Round
from tests.unit.systems.rackbeat.peer import Peer, adapter, listed, refused

START = "2026-03-02 09:00:00"


def customer(number: int, at: str = START, **row: object) -> dict[str, object]:
    """A customer's row."""
    return {"number": number, "name": f"Kunde {number}", "updated_at": at, **row}


def since(peer: Peer) -> list[str]:
    """What was asked for."""
    return [request.url.params.get("updated_at_from", "") for request in peer.asked]


def test_a_poll_goes_on_from_the_accounts_own_clock() -> None:
    system, peer = adapter(listed("customers", customer(1)), listed("customers"))
    first = system.changed_since(Kind.CUSTOMER, "")
    system.changed_since(Kind.CUSTOMER, first.cursor)
    assert since(peer) == ["2026-03-01 20:00:10", "2026-03-02 07:45:00"]


def test_what_the_first_poll_finds_is_not_news() -> None:
    system, _ = adapter(listed("customers", customer(1)))
    first = system.changed_since(Kind.CUSTOMER, "")
    assert (first.ids, system.changed_since(Kind.CUSTOMER, first.cursor).ids) == ((), ())


def test_after_a_first_poll_of_an_empty_register_everything_is_news() -> None:
    system, _ = adapter(listed("customers"), listed("customers", customer(1)))
    assert system.changed_since(Kind.CUSTOMER, system.changed_since(Kind.CUSTOMER, "").cursor).ids == ("1",)


def test_a_row_that_is_told_as_deleted_is_deleted() -> None:
    gone = customer(1, "2026-03-02 09:30:00", is_deleted=True)
    system, _ = adapter(listed("customers", customer(1)), listed("customers", gone))
    told = system.changed_since(Kind.CUSTOMER, system.changed_since(Kind.CUSTOMER, "").cursor)
    assert (told.ids, told.deleted) == ((), ("1",))


def test_rows_that_a_list_gave_without_being_asked_are_left() -> None:
    old = customer(1, "2020-01-01 00:00:00")
    system, _ = adapter(listed("customers", old), listed("customers", old, customer(2)))
    assert system.changed_since(Kind.CUSTOMER, system.changed_since(Kind.CUSTOMER, "").cursor).ids == ("2",)


def test_a_field_that_is_nobodys_makes_no_news() -> None:
    system, _ = adapter(listed("customers", customer(1, visits=1)), listed("customers", customer(1, visits=2)))
    assert system.changed_since(Kind.CUSTOMER, system.changed_since(Kind.CUSTOMER, "").cursor).ids == ()


def test_a_list_that_knows_no_such_filter_is_read_from_its_newest_end() -> None:
    def peer(request: httpx.Request) -> httpx.Response:
        if "updated_at_from" in request.url.params:
            return refused(updated_at_from="Property is not filterable")
        assert request.url.params["order_by"] == "updated_at"
        page = int(request.url.params["page"])
        day = {1: "2026-03-20", 2: "2026-03-10", 3: "2026-02-20"}[page]
        times = [f"{day} 0{9 - place}:00:00" for place in range(3)]
        return listed("customers", *(customer(10 * page + n, at) for n, at in enumerate(times)), pages=9, page=page)

    system, asked = adapter(peer)
    system.changed_since(Kind.CUSTOMER, system.changed_since(Kind.CUSTOMER, "").cursor)
    # Refused once; back to the day before; then only back to 75 minutes before the latest.
    assert [request.url.params["page"] for request in asked.asked] == ["1", "1", "2", "3", "1"]


def test_a_list_that_ignores_the_order_is_read_to_its_end() -> None:
    def peer(request: httpx.Request) -> httpx.Response:
        if "updated_at_from" in request.url.params:
            return refused(updated_at_from="Property is not filterable")
        page = int(request.url.params["page"])
        rows = [customer(2 * page, "2026-02-01 09:00:00"), customer(2 * page + 1, "2026-03-02 09:00:00")]
        return listed("customers", *rows, pages=3, page=page)

    system, asked = adapter(peer)
    system.changed_since(Kind.CUSTOMER, "")
    assert [request.url.params["page"] for request in asked.asked] == ["1", "1", "2", "3"]


def test_a_list_that_knows_neither_filter_nor_order_is_read_by_number() -> None:
    def peer(request: httpx.Request) -> httpx.Response:
        if request.url.params["order_by"] != "number" or "updated_at_from" in request.url.params:
            return refused(order_by="invalid")
        return listed("customers", customer(1))

    system, _ = adapter(peer)
    assert system.changed_since(Kind.CUSTOMER, "").ids == ()


def test_a_cursor_survives_being_text() -> None:
    cursor = Cursor([Round(START, {START: "a" * DIGEST}), Round("", {}, START, 3, {START: "b" * DIGEST})], 1)
    assert Cursor.parse(cursor.text, 2) == cursor


def test_a_cursor_never_outgrows_its_place() -> None:
    round_ = Round(top=START)
    round_.begin("2026-03-02 08:00:00")
    for n in range(30_000):
        round_.see(f"2026-03-02 {8 + n // 10_000:02}:{n % 60:02}:00", f"{n:08}")
    round_.end(lambda _: "")
    text = Cursor([round_]).text
    assert len(text) <= LONGEST + 200
    # The newest are kept.
    assert json.loads(text)[1][0][1].keys() >= {"2026-03-02 10:59:00"}


@pytest.mark.parametrize("stamp", ["", "2026-03-02 09:00:00", "2026-03-02T09:00:00", "yesterday"])
def test_a_time_in_another_form_does_not_stop_a_poll(stamp: str) -> None:
    system, _ = adapter(listed("customers", customer(1, stamp)), listed("customers", customer(1, stamp, name="Ny")))
    first = system.changed_since(Kind.CUSTOMER, "")
    assert system.changed_since(Kind.CUSTOMER, first.cursor).ids == ("1",)
