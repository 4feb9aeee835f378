"""What the adapter asks for hours, and what it makes of answers that the sandbox never gives."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import httpx
import pytest

from samspill.exceptions import RetryLater
from samspill.model.hours import Day, Entry
from samspill.sync.ports.hours import Mark, Wanted
from samspill.systems.svenn import entries as reading
from tests.unit.systems.svenn.peer import adapter, page, problem, row_id

KARI, OLA = row_id(1), row_id(2)
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)


def entry(number: int, employee: str = KARI, on: date = MONDAY, **fields: object) -> dict[str, object]:
    """An entry's row as Svenn answers it."""
    return {
        "id": row_id(number), "employee_id": employee, "customer_id": None, "project_id": None, "task": None,
        "tag": None, "date": on.isoformat(), "from_time": None, "to_time": None, "seconds": 3600, "comment": None,
        "approved": True, "exported": False, "version": 3, "created_at": "2026-10-12T08:00:00.000Z",
        "updated_at": "2026-10-12T08:00:00.000Z", **fields,
    }  # fmt: skip


def day(employee: str = KARI, on: date = MONDAY) -> Day:
    return Day(employee=employee, on=on)


def asked_for(request: httpx.Request, name: str) -> list[str]:
    return request.url.params.get_list(name)


def answers(**statuses: int) -> httpx.Response:
    """The answer to marks, by id."""
    results = [{"id": each, "status": status, "problem": None} for each, status in statuses.items()]
    return httpx.Response(200, json={"results": results})


# ---- reading -----------------------------------------------------------------------------------------------------


def test_a_row_becomes_an_entry() -> None:
    fields: dict[str, Any] = {
        "project_id": "p",
        "task": "Rør",
        "tag": "Natt",
        "comment": "Bad",
        "seconds": 5400,
        "exported": True,
    }
    svenn, _ = adapter(page(entry(7, **fields)))
    assert svenn.entries_of([day()])[day()] == [
        Entry(
            id=row_id(7), employee=KARI, on=MONDAY, seconds=5400, project="p", task="Rør", tag="Natt", comment="Bad",
            approved=True, exported=True, version=3,
        )
    ]  # fmt: skip


def test_days_without_entries_are_empty_and_other_days_left_out() -> None:
    svenn, peer = adapter(page(entry(7), entry(8, on=TUESDAY)))
    friday = day(on=date(2026, 10, 16))
    assert svenn.entries_of([day(), friday]) == {day(): svenn.entries_of([day()])[day()], friday: []}
    assert asked_for(peer.asked[0], "days") == [f"{KARI}_2026-10-12_2026-10-16"]


def test_no_days_ask_nothing() -> None:
    svenn, peer = adapter(page())
    assert svenn.entries_of([]) == {}
    assert svenn.entries_by_id([]) == {}
    assert peer.asked == []


def test_what_svenn_cannot_have_given_is_not_asked_for() -> None:
    svenn, peer = adapter(page())
    assert svenn.entries_of([day("17")]) == {day("17"): []}
    assert svenn.entries_by_id(["file-17"]) == {}
    assert list(svenn.entries(Wanted(employee="17"))) == []
    assert peer.asked == []


def test_the_day_a_page_ends_with_is_read_anew() -> None:
    first, whole, rest = entry(1), entry(2, on=TUESDAY), entry(3, on=TUESDAY)
    svenn, peer = adapter(page(first, whole, cursor="more"), page(whole, rest))
    read = svenn.entries_of([day(), day(on=TUESDAY)])
    assert [e.id for e in read[day()]] == [row_id(1)]
    assert [e.id for e in read[day(on=TUESDAY)]] == [row_id(2), row_id(3)]
    assert [asked_for(request, "days") for request in peer.asked] == [
        [f"{KARI}_2026-10-12_2026-10-13"], [f"{KARI}_2026-10-13_2026-10-13"],
    ]  # fmt: skip
    assert [asked_for(request, "cursor") for request in peer.asked] == [[], []]


def test_a_day_of_more_than_a_page_is_read_to_its_end_and_the_next_one_too() -> None:
    svenn, peer = adapter(
        page(entry(1), cursor="one"), page(entry(1), cursor="one"), page(entry(1), entry(2)), page(entry(3, OLA))
    )
    read = svenn.entries_of([day(), day(OLA)])
    assert {each: [e.id for e in found] for each, found in read.items()} == {
        day(): [row_id(1), row_id(2)], day(OLA): [row_id(3)],
    }  # fmt: skip
    assert [asked_for(request, "cursor") for request in peer.asked] == [[], [], ["one"], []]
    assert asked_for(peer.asked[3], "days") == [f"{OLA}_2026-10-12_2026-10-12"]


def test_entries_out_of_order_are_no_answer() -> None:
    svenn, _ = adapter(page(entry(1, on=TUESDAY), entry(2), cursor="more"))
    with pytest.raises(RetryLater):
        svenn.entries_of([day(), day(on=TUESDAY)])


def test_an_entry_that_makes_no_sense_is_no_answer() -> None:
    svenn, _ = adapter(page(entry(1, seconds=-1)))
    with pytest.raises(RetryLater):
        svenn.entries_of([day()])


def test_filters_that_are_not_wanted_are_not_sent() -> None:
    svenn, peer = adapter(page())
    assert list(svenn.entries(Wanted(first=MONDAY, approved=True, exported=False))) == []
    assert dict(peer.asked[0].url.params) == {
        "from": "2026-10-12", "approved": "true", "exported": "false", "limit": str(reading.PAGE),
    }  # fmt: skip


def test_an_entry_shown_on_two_pages_comes_once() -> None:
    svenn, _ = adapter(page(entry(1), entry(2), cursor="more"), page(entry(2), entry(3)))
    assert [each.id for each in svenn.entries(Wanted())] == [row_id(1), row_id(2), row_id(3)]


# ---- marks -------------------------------------------------------------------------------------------------------


def test_marks_tell_id_version_and_what_the_books_have() -> None:
    svenn, peer = adapter(answers(a=200, b=412))
    assert svenn.mark([Mark("a", 3, exported=True), Mark("b", 4, exported=False)]) == {"a": True, "b": False}
    (sent,) = peer.bodies()
    assert sent == {
        "marks": [{"id": "a", "version": 3, "exported": True}, {"id": "b", "version": 4, "exported": False}]
    }
    assert (peer.asked[0].method, peer.asked[0].url.path) == ("PUT", "/v1/time-entries/exported")


@pytest.mark.parametrize("status", [404, 412, 422])
def test_a_mark_that_svenn_refuses_is_not_noted(status: int) -> None:
    svenn, _ = adapter(answers(a=status))
    assert svenn.mark([Mark("a", 3, exported=True)]) == {"a": False}


@pytest.mark.parametrize("answer", [answers(a=200, b=503), answers(a=200)])
def test_a_mark_that_was_not_answered_for_is_set_again_later(answer: httpx.Response) -> None:
    svenn, _ = adapter(answer)
    with pytest.raises(RetryLater):
        svenn.mark([Mark("a", 3, exported=True), Mark("b", 3, exported=True)])


def test_of_two_marks_on_an_entry_the_last_is_set() -> None:
    svenn, peer = adapter(answers(a=200))
    assert svenn.mark([Mark("a", 3, exported=True), Mark("a", 4, exported=False)]) == {"a": True}
    assert peer.bodies()[0]["marks"] == [{"id": "a", "version": 4, "exported": False}]


def test_a_thousand_marks_go_in_a_call() -> None:
    def noted(request: httpx.Request) -> httpx.Response:
        return answers(**{each["id"]: 200 for each in json.loads(request.content)["marks"]})

    svenn, peer = adapter(noted)
    assert len(svenn.mark([Mark(f"e{n}", 1, exported=True) for n in range(2001)])) == 2001
    assert [len(body["marks"]) for body in peer.bodies()] == [1000, 1000, 1]


def test_an_address_that_is_not_there_is_no_missing_entry() -> None:
    svenn, _ = adapter(problem(404, "not_found"))
    with pytest.raises(RetryLater):
        svenn.mark([Mark("a", 3, exported=True)])
