"""Hours seen before they are sent, sent, and how far that is."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.tripletex.faults import Fault
from tests.integration.hours.scene import WORK, Scene, open_scene


def moves(run: dict[str, Any]) -> dict[str, tuple[int, float]]:
    """Rows and hours of a run, by what becomes of them."""
    return {each["move"]: (each["rows"], float(each["hours"])) for each in run["moves"]}


def test_a_preview_tells_what_would_be_sent_and_writes_nothing(scene: Scene) -> None:
    entry = scene.enter(hours=7.5)
    scene.enter(person=1, days=1, hours=4)
    answered = scene.ask()
    assert answered.status == 200
    assert moves(answered.json) == {"send": (2, 11.5)}
    assert {(row["employee_number"], row["day"], float(row["hours"])) for row in answered.json["rows"]["items"]} == {
        ("100", "2026-10-12", 7.5), ("101", "2026-10-13", 4),
    }  # fmt: skip
    assert {row["activity_name"] for row in answered.json["rows"]["items"]} == {WORK}
    assert scene.timesheet() == []
    assert scene.entry(entry)["exported"] is False


def test_a_preview_has_sums_per_employee_and_week(scene: Scene) -> None:
    for days in range(3):
        scene.enter(days=days, hours=2.5)
    scene.enter(person=1, hours=1)
    sums = scene.ask().json["sums"]["items"]
    assert [(each["employee_number"], each["week"], moves(each)["send"]) for each in sums] == [
        ("100", "2026-W42", (3, 7.5)), ("101", "2026-W42", (1, 1)),
    ]  # fmt: skip


def test_hours_that_would_be_held_back_are_told_with_the_reason(scene: Scene) -> None:
    scene.enter(task="Graving")
    (row,) = scene.ask().json["rows"]["items"]
    assert (row["move"], row["task"], row["reason"]["code"]) == ("hold", "Graving", "hours_activity_missing")
    assert "Graving" in row["reason"]["explanation"]


def test_a_preview_can_be_of_one_employee(scene: Scene) -> None:
    scene.enter()
    scene.enter(person=1)
    answered = scene.ask(employee=scene.people[1])
    assert [row["employee_number"] for row in answered.json["rows"]["items"]] == ["101"]


def test_hours_that_are_sent_stand_in_tripletex_and_are_exported(scene: Scene) -> None:
    entry = scene.enter(comment="Gulv")
    run = scene.send()
    assert (run["state"], run["days"], run["sent"], run["held"], run["waiting"]) == ("done", 1, 1, 0, 0)
    (row,) = scene.timesheet()
    assert (row["hours"], row["comment"]) == (7.5, "Gulv")
    assert scene.entry(entry)["exported"] is True


def test_what_a_preview_has_shown_is_sent_without_looking_for_its_days_again(scene: Scene) -> None:
    scene.enter(hours=7.5)
    shown = scene.ask().json["id"]
    later = scene.enter(person=1, days=1, hours=4)
    run = scene.send(preview=shown)
    assert (run["days"], run["sent"]) == (1, 1)
    assert [row["hours"] for row in scene.timesheet()] == [7.5]
    assert scene.entry(later)["exported"] is False


def test_only_a_preview_of_the_connection_can_be_sent(scene: Scene) -> None:
    scene.enter()
    shown, sent = scene.ask().json["id"], scene.ask("").json["id"]
    assert [scene.ask("", preview=each).status for each in (sent, "0" * 32)] == [404, 404]
    assert open_scene(scene.sandboxes).ask("", preview=shown).status == 404


def test_sending_is_answered_before_it_is_done(scene: Scene) -> None:
    scene.enter()
    answered = scene.ask("")
    assert (answered.status, answered.json["state"], answered.json["waiting"]) == (202, "working", 1)
    assert answered.headers["location"] == f"/v1/connections/{scene.id}/hours/runs/{answered.json['id']}"
    assert (scene.id, "hours") in scene.sandboxes.bench.wakeups.woken


def test_sending_twice_changes_nothing(scene: Scene) -> None:
    scene.enter()
    scene.send()
    before = scene.timesheet()
    assert scene.send()["days"] == 0
    assert scene.timesheet() == before


def test_an_entry_that_was_edited_after_sending_is_corrected_by_sending_again(scene: Scene) -> None:
    entry = scene.enter(hours=7.5)
    scene.send()
    scene.edit(entry, seconds=4 * 3600)
    assert moves(scene.ask().json) == {"correct": (1, 4)}
    run = scene.send()
    (row,) = scene.get(f"runs/{run['id']}/rows").json["items"]
    assert (row["move"], row["before"], row["hours"]) == ("correct", "7.50", "4.00")
    assert [row["hours"] for row in scene.timesheet()] == [4.0]


def test_a_deleted_entry_is_told_of_and_its_row_goes(scene: Scene) -> None:
    entry = scene.enter()
    scene.poll()
    scene.send()
    scene.delete(entry)
    scene.poll()
    assert moves(scene.ask().json) == {"remove": (1, 0)}
    scene.send()
    assert scene.timesheet() == []


def test_held_hours_are_counted_and_go_once_the_reason_is_gone(scene: Scene) -> None:
    scene.enter(task="Graving")
    run = scene.send()
    assert (run["state"], run["sent"], run["held"]) == ("done", 0, 1)
    (problem,) = scene.product.get(f"/v1/connections/{scene.id}/problems", kind="hours").json["items"]
    assert problem["code"] == "hours_activity_missing"
    assert scene.choose(standard_activity=scene.activity(), tasks={"Graving": scene.activity()}).status == 200
    scene.work()
    assert [row["hours"] for row in scene.timesheet()] == [7.5]
    assert scene.product.get(f"/v1/connections/{scene.id}/problems", kind="hours").json["items"] == []


def test_a_large_preview_goes_on_by_itself(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.no_time(monkeypatch)
    scene.enter_many(people=2, days=150)
    wanted = {"from": "2026-10-12", "to": "2027-03-31"}
    answered = scene.ask(**wanted)
    assert (answered.status, answered.json["state"]) == (202, "working")
    scene.work()
    run = scene.get(f"runs/{answered.json['id']}").json
    assert (run["state"], run["days"], moves(run)) == ("done", 300, {"send": (300, 300)})
    rows, sums = (list(scene.pages(f"runs/{run['id']}/{what}")) for what in ("rows", "sums"))
    assert len({(row["employee"], row["day"]) for row in rows}) == 300
    assert sum(Decimal(each["moves"][0]["hours"]) for each in sums) == 300


def test_rows_can_be_asked_for_by_week_employee_and_what_becomes_of_them(scene: Scene) -> None:
    for days in (0, 6, 7):
        scene.enter(days=days)
    scene.enter(person=1, task="Graving")
    run = scene.ask(to="2026-10-31").json["id"]

    def found(**wanted: str) -> int:
        return len(scene.get(f"runs/{run}/rows", **wanted).json["items"])

    assert (found(), found(week="2026-W42"), found(move="hold"), found(employee=scene.people[0])) == (4, 3, 1, 3)


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"from": "2026-10-13", "to": "2026-10-12"}, "period_backwards", "body.to"),
        ({"from": "2025-01-01", "to": "2026-10-12"}, "period_too_long", "body.to"),
        ({"employee": "6c3b2d64-0000-4000-8000-000000000000"}, "employee_unknown", "body.employee"),
        ({"from": "in October"}, "invalid_request", "body.from"),
    ],
)
def test_what_cannot_be_meant_is_refused(scene: Scene, wanted: dict[str, str], code: str, field: str) -> None:
    for what in ("", "/preview"):
        answered = scene.ask(what, **wanted)
        assert (answered.status, answered.json["code"]) == (422, code)
        assert [each["field"] for each in answered.json["errors"]] == [field]


def test_hours_that_are_off_are_neither_shown_nor_sent(scene: Scene) -> None:
    scene.sandboxes.bench.changed(scene.id, settings={})
    for what in ("", "/preview"):
        assert (scene.ask(what).status, scene.ask(what).json["code"]) == (409, "hours_off")


def test_a_connection_that_is_paused_sends_nothing(scene: Scene) -> None:
    scene.sandboxes.bench.changed(scene.id, status="paused")
    assert (scene.ask("").status, scene.ask("").json["code"]) == (409, "wrong_status")


def test_a_run_of_another_connection_is_not_there(scene: Scene) -> None:
    run = scene.ask().json["id"]
    other = open_scene(scene.sandboxes)
    for path in (f"runs/{run}", f"runs/{run}/rows", f"runs/{run}/sums", "runs/comparison", "runs/..%2f..%2fplan"):
        assert other.get(path).status in (404, 422)
    assert scene.sandboxes.bench.other_product.get(f"/v1/connections/{scene.id}/hours/runs/{run}").status == 404


def test_a_preview_that_a_system_keeps_from_being_made_goes_on_by_itself(scene: Scene) -> None:
    scene.enter()
    faults = scene.sandboxes.tripletex.faults
    faults.plan(Fault(route="GET /v2/timesheet/entry", answer="502", times=10))
    answered = scene.ask()
    faults.clear()
    assert (answered.status, answered.json["state"], answered.json["rows"]) == (202, "working", None)
    scene.work()
    run = scene.get(f"runs/{answered.json['id']}").json
    assert (run["state"], moves(run)) == ("done", {"send": (1, 7.5)})


def test_a_preview_that_is_not_finished_is_sent_for_its_own_employee_and_days(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.enter()
    scene.enter(person=1)
    scene.no_time(monkeypatch)
    preview = scene.ask(employee=scene.people[1])
    assert preview.json["state"] == "working"
    run = scene.send(preview=preview.json["id"])
    assert (run["state"], run["sent"], run["employee"]) == ("done", 1, scene.people[1])
    assert len(scene.timesheet()) == 1
