"""Time entries: how they are listed, and what their mark `exported` means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.hostility.settings import Settings
from sandbox.svenn.account import RIGHTS
from sandbox.svenn.fields import Kind
from tests.integration.sandbox_svenn.harness import HOOKS, Receiver, RunningSvenn

Json = dict[str, Any]
PEOPLE = [{"number": str(n), "first_name": f"Ansatt {n}", "active": False} for n in (1, 2)]
PROJECT = {"display_id": "100", "name": "Tak"}


def entry(employee: str = "1", day: str = "2026-10-12", **fields: object) -> Json:
    """A seed row of seven and a half hours."""
    return {"employee_number": employee, "date": day, "seconds": 27000, **fields}


def seed(svenn: RunningSvenn, *entries: Json) -> None:
    svenn.world.seed(svenn.account.id, {"employees": PEOPLE, "projects": [PROJECT], "time_entries": list(entries)})


def listed(svenn: RunningSvenn, **params: object) -> list[Json]:
    answer = svenn.client.get("/v1/time-entries", params=params)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


def people(svenn: RunningSvenn) -> dict[str, str]:
    """Ids by number."""
    return {row["number"]: row["id"] for row in svenn.client.get("/v1/employees").json()["items"]}


def mark(svenn: RunningSvenn, *rows: Json, exported: bool = True, **more: object) -> list[tuple[int, str | None]]:
    """Status and code of each."""
    marks = [{"id": row["id"], "version": row["version"], "exported": exported, **more} for row in rows]
    answer = svenn.client.put("/v1/time-entries/exported", json={"marks": marks})
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [each["id"] for each in results] == [row["id"] for row in rows]
    return [(each["status"], (each["problem"] or {}).get("code")) for each in results]


# ---- lists -------------------------------------------------------------------------------------------------------


def test_entries_come_by_employee_then_day_over_all_pages(svenn: RunningSvenn) -> None:
    days = ["2026-10-14", "2026-10-12", "2026-10-13"]
    seed(svenn, *(entry(who, day) for day in days for who in ("2", "1")))
    seen: list[Json] = []
    asked: Json = {"limit": 2}
    while True:
        page = svenn.client.get("/v1/time-entries", params=asked).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        asked["cursor"] = page["next_cursor"]
    places = [(row["employee_id"], row["date"], row["id"]) for row in seen]
    assert places == sorted(places)
    assert len(set(places)) == 6


def test_an_entry_that_moves_to_another_day_moves_in_the_list(svenn: RunningSvenn) -> None:
    seed(svenn, entry(comment="A"), entry(day="2026-10-13", comment="B"))
    first, _ = listed(svenn)
    assert svenn.change("time-entries", first, date="2026-10-14").status_code == 200
    assert [row["comment"] for row in listed(svenn)] == ["B", "A"]


def test_an_entry_that_goes_to_another_employee_is_listed_once(svenn: RunningSvenn) -> None:
    seed(svenn, entry())
    (row,) = listed(svenn)
    svenn.change("time-entries", row, employee_id=people(svenn)["2"])
    assert [row["employee_id"] for row in listed(svenn)] == [people(svenn)["2"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"from": "2026-10-13"}, "bc"),
        ({"to": "2026-10-12"}, "a"),
        ({"from": "2026-10-13", "to": "2026-10-13"}, "b"),
        ({"approved": "true"}, "bc"),
        ({"approved": "true", "exported": "false"}, "b"),
        ({"exported": "true"}, "c"),
    ],
)
def test_entries_are_found_by_day_and_state(svenn: RunningSvenn, asked: Json, found: str) -> None:
    seed(
        svenn,
        entry(comment="a"),
        entry(day="2026-10-13", comment="b", approved=True),
        entry(day="2026-10-14", comment="c", approved=True, exported=True),
    )
    assert "".join(row["comment"] for row in listed(svenn, **asked)) == found


def test_days_of_several_employees_are_asked_for_together(svenn: RunningSvenn) -> None:
    seed(svenn, *(entry(who, f"2026-10-{day}", comment=f"{who}{day}") for who in "12" for day in (12, 13, 14, 15)))
    one, two = people(svenn)["1"], people(svenn)["2"]
    spans = [f"{one}_2026-10-12_2026-10-13", f"{one}_2026-10-15_2026-10-15", f"{two}_2026-10-14_2026-10-14"]
    assert {row["comment"] for row in listed(svenn, days=spans)} == {"112", "113", "115", "214"}


@pytest.mark.parametrize(
    "query", ["approved=yes", "from=2026-13-01", "from=2026-10-12&from=2026-10-13", "days=1_2026-10-12", "number=1"]
)
def test_a_filter_of_a_wrong_form_is_refused(svenn: RunningSvenn, query: str) -> None:
    assert svenn.client.get(f"/v1/time-entries?{query}").json()["code"] == "validation_failed"


def test_a_deleted_entry_is_a_tombstone_for_who_asks_what_changed(svenn: RunningSvenn) -> None:
    seed(svenn, entry())
    (row,) = listed(svenn)
    svenn.clock.advance(seconds=10)
    since = svenn.clock.now.isoformat()
    svenn.client.delete(f"/v1/time-entries/{row['id']}")
    assert listed(svenn) == []
    (gone,) = listed(svenn, updated_since=since)
    assert (gone["id"], gone["deleted"]) == (row["id"], True)


def test_a_refused_all_or_nothing_batch_leaves_no_entry_in_the_list(svenn: RunningSvenn) -> None:
    seed(svenn)
    svenn.world.set_switches(svenn.account.id, batch_all_or_nothing=True)
    data = {"employee_id": people(svenn)["1"], "date": "2026-10-12", "seconds": 60}
    operations = [
        {"op": "create", "key": "a", "data": data},
        {"op": "create", "key": "b", "data": {**data, "seconds": -1}},
    ]
    svenn.client.post("/v1/time-entries/batch", json={"operations": operations})
    assert listed(svenn) == []


# ---- exported ----------------------------------------------------------------------------------------------------


def test_a_mark_makes_no_new_version_and_tells_nobody(svenn: RunningSvenn, receiver: Receiver) -> None:
    seed(svenn, entry(approved=True))
    (row,) = listed(svenn)
    body = {"url": HOOKS, "events": ["time_entry.updated"]}
    assert svenn.client.post("/v1/webhooks", json=body).status_code == 201
    svenn.clock.advance(seconds=10)
    since = svenn.clock.now.isoformat()
    assert mark(svenn, row) == [(200, None)]
    assert listed(svenn) == [{**row, "exported": True}]
    assert listed(svenn, updated_since=since) == []
    svenn.world.wait_for_deliveries()
    assert receiver.received == []


def test_a_mark_set_again_changes_nothing(svenn: RunningSvenn) -> None:
    seed(svenn, entry(approved=True))
    (row,) = listed(svenn)
    assert mark(svenn, row) == mark(svenn, row) == [(200, None)]
    assert mark(svenn, row, exported=False) == [(200, None)]
    assert listed(svenn) == [row]


def test_each_mark_has_its_own_answer(svenn: RunningSvenn) -> None:
    seed(svenn, entry(approved=True), entry(day="2026-10-13", approved=True), entry(day="2026-10-14"))
    sound, changed, open_ = listed(svenn)
    svenn.change("time-entries", changed, seconds=60)
    gone = {"id": "17", "version": 1}
    assert mark(svenn, changed, gone, open_, sound) == [
        (412, "version_conflict"), (404, "not_found"), (422, "not_approved"), (200, None),
    ]  # fmt: skip


def test_one_entry_is_marked_once_in_a_request(svenn: RunningSvenn) -> None:
    marks = [{"id": "1", "version": 1, "exported": True}] * 2
    answer = svenn.client.put("/v1/time-entries/exported", json={"marks": marks})
    assert (answer.status_code, answer.json()["code"]) == (422, "duplicate_key")


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({"seconds": 60}, False),
        ({"comment": "Annet"}, False),
        ({"date": "2026-10-13"}, False),
        ({"approved": False}, False),
        ({"seconds": 27000}, True),
    ],
)
def test_the_mark_falls_with_what_it_was_set_on(svenn: RunningSvenn, change: Json, stays: bool) -> None:
    seed(svenn, entry(approved=True, exported=True))
    (row,) = listed(svenn)
    assert svenn.change("time-entries", row, **change).json()["exported"] is stays


def test_no_other_write_sets_the_mark(svenn: RunningSvenn) -> None:
    seed(svenn, entry(approved=True))
    (row,) = listed(svenn)
    assert svenn.change("time-entries", row, exported=True).json()["errors"][0]["field"] == "exported"


def test_a_person_may_take_the_mark_back_and_that_is_told(svenn: RunningSvenn) -> None:
    seed(svenn, entry(approved=True, exported=True))
    (row,) = listed(svenn)
    edited = svenn.world.edit(svenn.account.id, "update", Kind.TIME_ENTRY, row_id=row["id"], data={"exported": False})
    assert (edited.version, edited.values["exported"]) == (row["version"] + 1, False)


def test_marking_takes_a_right_of_its_own(svenn: RunningSvenn) -> None:
    svenn.world.set_token(svenn.account.id, "leser", RIGHTS - {"time-entries:export"})
    answer = svenn.client.put(
        "/v1/time-entries/exported",
        json={"marks": [{"id": "1", "version": 1, "exported": True}]},
        headers={"Authorization": "Bearer leser"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_mark_fails_in_hostile_mode_and_the_others_are_set(svenn: RunningSvenn) -> None:
    seed(svenn, *(entry(day=f"2026-10-{day}", approved=True) for day in (12, 13, 14)))
    rows = listed(svenn)
    svenn.world.hostility.begin(Settings.model_validate({"seed": 1, "odds": {"batch_partial": 1}}))
    assert sorted(status for status, _ in mark(svenn, *rows)) == [200, 200, 503]
    svenn.world.hostility.begin(Settings())
    assert sum(row["exported"] for row in listed(svenn)) == 2


def test_a_change_is_told_with_the_entrys_id(svenn: RunningSvenn, receiver: Receiver) -> None:
    seed(svenn, entry())
    (row,) = listed(svenn)
    svenn.client.post("/v1/webhooks", json={"url": HOOKS, "events": ["time_entry.updated"]})
    svenn.change("time-entries", row, approved=True)
    svenn.world.wait_for_deliveries()
    told = json.loads(receiver.received[0].body)
    assert (told["type"], told["data"]) == ("time_entry.updated", {"id": row["id"], "version": 2})
