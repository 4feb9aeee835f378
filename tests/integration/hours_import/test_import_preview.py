"""A file is looked at: each row's fate, before anything counts."""

import pytest

from tests.fakes.timeliste import clock, export
from tests.integration.hours.scene import Scene
from tests.integration.hours_import.uploads import (
    confirm,
    fates,
    hours_by_day,
    ledger,
    line,
    rows_of,
    shown,
    upload,
    uploaded,
)


def test_a_file_that_can_be_read_is_ready_to_be_confirmed(scene: Scene) -> None:
    found = uploaded(scene, [line(7.5, comment="grunn"), line(4, days=1), line(3, days=1, person=1)])
    assert (found["state"], found["rows"], found["hours"], found["days"]) == ("ready", 3, "14.50", 3)
    assert (found["first"], found["last"], found["by"], found["unit"]) == ("2026-10-12", "2026-10-13", "Kari", None)
    assert fates(scene, found) == [("send", None)] * 3


def test_an_upload_says_where_its_import_is(scene: Scene) -> None:
    answered = upload(scene, export([line(7.5)]))
    where = f"/v1/connections/{scene.id}/hours/imports/{answered.json['id']}"
    assert (answered.headers["location"], scene.product.get(where).json) == (where, answered.json)


def test_a_preview_puts_nothing_anywhere(scene: Scene) -> None:
    uploaded(scene, [line(7.5)])
    scene.work()
    assert (scene.timesheet(), ledger(scene)) == ([], None)


def test_each_row_tells_whose_hours_it_is_about(scene: Scene) -> None:
    (row,) = rows_of(scene, uploaded(scene, [line(7.5, person=1)]))
    assert (row["line"], row["day"], row["employee"], row["hours"]) == (5, "2026-10-12", scene.people[1], "7.50")


def test_the_run_of_the_preview_shows_sums_per_employee_and_week(scene: Scene) -> None:
    found = uploaded(scene, [line(7.5), line(4, days=1)])
    (week,) = scene.get(f"runs/{found['preview']}/sums").json["items"]
    assert (week["employee"], week["week"]) == (scene.people[0], "2026-W42")
    assert [(each["move"], float(each["hours"])) for each in week["moves"]] == [("send", 11.5)]


def test_a_sum_row_that_says_something_else_is_told(scene: Scene) -> None:
    answered = upload(scene, export([line(7.5)], stated=clock(8)))
    assert (answered.json["sum_row"], answered.json["sum_differs"]) == ("8.00", True)
    answered = upload(scene, export([line(7.5)], stated=clock(7.5)))
    assert (answered.json["sum_row"], answered.json["sum_differs"]) == ("7.50", False)


def test_a_row_that_cannot_be_read_refuses_the_file_and_says_where(scene: Scene) -> None:
    bad = line(1, days=1)
    bad[9] = "mye"
    found = uploaded(scene, [line(7.5), bad])
    assert (found["state"], found["unreadable"], found["preview"]) == ("refused", 1, None)
    (row,) = rows_of(scene, found, blocks=True)
    assert (row["line"], row["reason"]["code"]) == (6, "hours_file_cell")
    assert "Row 6" in row["reason"]["explanation"]
    refused = confirm(scene, found)
    assert (refused.status, refused.json["code"]) == (409, "import_refused")
    assert ledger(scene) is None


def test_a_project_that_the_app_does_not_have_leaves_its_rows_out(scene: Scene) -> None:
    found = uploaded(scene, [line(7.5), line(2, project="P9")])
    assert (found["state"], found["left_out"]) == ("ready", 1)
    assert fates(scene, found) == [("send", None), (None, "hours_file_project")]
    assert confirm(scene, found).status == 200
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 7.5}


def test_a_project_without_number_is_found_by_its_name(scene: Scene) -> None:
    row = line(7.5, project="")
    row[2] = "Et helt annet"
    assert fates(scene, uploaded(scene, [row])) == [(None, "hours_file_project")]


def test_hours_that_would_be_held_say_why(scene: Scene) -> None:
    found = uploaded(scene, [line(30 / 2), line(10)])  # 25 hours a day
    assert [code for _, code in fates(scene, found)] == ["hours_over_24"] * 2
    assert found["state"] == "ready"


def test_rows_come_in_pages(scene: Scene) -> None:
    found = uploaded(scene, [line(0.1, comment=str(n)) for n in range(7)])
    path, seen, cursor = f"imports/{found['id']}/rows", [], None
    for _ in range(4):
        page = scene.get(path, limit=2, cursor=cursor).json
        seen += [row["line"] for row in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == ([5, 6, 7, 8, 9, 10, 11], None)
    assert scene.get(path, cursor="nonsense").json["code"] == "invalid_cursor"


def test_a_large_file_is_looked_at_in_the_background(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.no_time(monkeypatch)
    found = uploaded(scene, [line(1, days=day, person=person) for person in range(2) for day in range(-260, 0)])
    assert (found["state"], found["days"]) == ("looking", 520)
    assert fates(scene, found)[0] == (None, None)
    assert confirm(scene, found).json["code"] == "import_not_ready"
    scene.work()
    assert shown(scene, found)["state"] == "ready"
