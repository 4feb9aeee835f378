"""A confirmed file is booked once, slot by slot, the way of all other hours."""

import pytest

from samspill.tasks import hours_import
from tests.integration.hours.scene import Scene
from tests.integration.hours_import.uploads import (
    confirm,
    fates,
    hours_by_day,
    line,
    rows_of,
    sent,
    shown,
    timesheet,
    upload,
    uploaded,
)


def test_a_confirmed_file_stands_in_tripletex_with_the_sum_of_each_day(scene: Scene) -> None:
    found = sent(scene, [line(4), line(3.5, comment="tak"), line(2, days=1), line(6, person=1)])
    assert sorted(timesheet(scene).values()) == [2, 6, 7.5]
    now = shown(scene, found)
    assert (now["state"], now["confirmed_by"]) == ("confirmed", "Kari")
    run = scene.get(f"runs/{now['run']}").json
    assert (run["state"], run["sent"], run["held"]) == ("done", 3, 0)


def test_the_same_file_again_books_nothing_twice(scene: Scene) -> None:
    rows = [line(4), line(3.5), line(2, days=1)]
    sent(scene, rows)
    before = scene.timesheet()
    again = uploaded(scene, rows)
    assert {move for move, _ in fates(scene, again)} == {"stands"}
    assert confirm(scene, again).status == 200
    scene.work()
    assert scene.timesheet() == before


def test_an_overlapping_file_corrects_what_it_speaks_of_and_leaves_the_rest(scene: Scene) -> None:
    sent(scene, [line(4), line(2, days=1)])
    later = uploaded(scene, [line(5, days=1), line(3, days=2)])
    assert [move for move, _ in fates(scene, later)] == ["correct", "send"]
    confirm(scene, later)
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 4, "2026-10-13": 5, "2026-10-14": 3}


def test_no_hours_take_back_what_an_earlier_file_gave(scene: Scene) -> None:
    sent(scene, [line(4), line(2, days=1)])
    sent(scene, [line(0, days=1)])
    assert hours_by_day(scene) == {"2026-10-12": 4}


def test_confirming_twice_books_once(scene: Scene) -> None:
    found = uploaded(scene, [line(4)])
    first, second = confirm(scene, found), confirm(scene, found)
    assert (first.status, second.status, first.json["run"]) == (200, 200, second.json["run"])
    scene.work()
    assert confirm(scene, found).status == 200
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 4}


def test_an_earlier_file_that_is_confirmed_again_takes_nothing_back(scene: Scene) -> None:
    first = sent(scene, [line(4)])
    sent(scene, [line(6)])
    confirm(scene, first)
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 6}


def test_a_confirmation_that_broke_off_goes_on_when_it_is_repeated(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = uploaded(scene, [line(4)])
    with monkeypatch.context() as broken:
        broken.setattr(hours_import, "carry_out", _crash)
        assert confirm(scene, found).status == 500
    assert shown(scene, found)["state"] == "confirmed"
    assert confirm(scene, found).status == 200
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 4}


def test_a_large_file_is_booked_in_the_background(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    found = uploaded(scene, [line(1, days=day, person=person) for person in range(2) for day in range(-260, 0)])
    scene.no_time(monkeypatch)
    assert confirm(scene, found).status == 200
    scene.work()
    assert (len(scene.timesheet()), sum(timesheet(scene).values())) == (520, 520)


def test_only_whoever_says_that_the_hours_are_approved_confirms(scene: Scene) -> None:
    found = uploaded(scene, [line(4)])
    for approved in (False, None, "yes", 2):
        refused = confirm(scene, found, approved=approved)
        assert (refused.status, refused.json["code"]) == (422, "invalid_request")
    scene.work()
    assert scene.timesheet() == []


def test_hours_that_the_app_has_sent_itself_refuse_the_file(scene: Scene) -> None:
    scene.enter(hours=7.5)
    scene.send()
    before = scene.timesheet()
    found = uploaded(scene, [line(7.5), line(2, days=1)])
    assert (found["state"], found["from_app"]) == ("refused", 1)
    (row,) = rows_of(scene, found, blocks=True)
    assert (row["line"], row["reason"]["code"]) == (5, "hours_file_from_app")
    assert confirm(scene, found).json["code"] == "import_refused"
    scene.work()
    assert scene.timesheet() == before


def test_hours_that_the_app_sends_after_the_preview_are_not_booked_beside_the_files(scene: Scene) -> None:
    found = uploaded(scene, [line(7.5)])
    scene.enter(hours=7.5)
    scene.send()
    confirm(scene, found)
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 7.5}


def test_hours_of_the_app_wait_where_a_file_was_first(scene: Scene) -> None:
    sent(scene, [line(7.5)])
    scene.enter(hours=7.5)
    run = scene.send()
    assert (run["held"], hours_by_day(scene)) == (1, {"2026-10-12": 7.5})


def test_a_corrected_file_is_taken_although_hours_of_the_app_wait(scene: Scene) -> None:
    sent(scene, [line(7.5)])
    scene.enter(hours=7.5)
    scene.send()
    sent(scene, [line(6)])
    assert hours_by_day(scene) == {"2026-10-12": 6}


def test_a_refused_file_changes_nothing_of_what_earlier_ones_gave(scene: Scene) -> None:
    sent(scene, [line(4)])
    assert upload(scene, b"PK\x03\x04 nonsense").status == 422
    assert hours_by_day(scene) == {"2026-10-12": 4}


def _crash(*_: object) -> None:
    raise OSError("the function ended here")
