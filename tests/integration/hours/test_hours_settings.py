"""Settings of hours: checked, foreseen, shown as a mapping; hours that go by themselves."""

from datetime import timedelta
from typing import Any

import pytest

from samspill.model.changes import Priority
from samspill.model.kinds import Kind
from samspill.model.oslo import day_in_oslo
from samspill.sync.sweep import sweep_key
from tests.integration.hours.scene import INTERNAL, WORK, Scene


def consequences(scene: Scene, kinds: dict[str, bool], **settings: object) -> list[str]:
    """Their codes, of changing the settings to these."""
    change = {"settings": {"kinds": kinds, "hours": settings}}
    answered = scene.product.post(f"/v1/connections/{scene.id}/settings/preview", change)
    assert answered.status == 200, answered.text
    return [each["code"] for each in answered.json["consequences"]]


@pytest.mark.parametrize(
    ("field", "code"),
    [("standard_activity", "activity_not_found"), ("tasks.Graving", "activity_not_found")],
)
def test_an_activity_that_tripletex_does_not_have_is_refused(scene: Scene, field: str, code: str) -> None:
    name, _, task = field.partition(".")
    answered = scene.choose(**{name: {task: "1"} if task else "1"})
    assert (answered.status, answered.json["code"]) == (422, code)
    assert [each["field"] for each in answered.json["errors"]] == [f"body.hours.{field}"]


def test_an_internal_activity_is_not_one_of_projects_nor_the_other_way_round(scene: Scene) -> None:
    for wanted in ({"tasks": {"Graving": scene.activity(INTERNAL)}}, {"tags": {"Kurs": scene.activity(WORK)}}):
        answered = scene.choose(**wanted)
        assert (answered.status, answered.json["code"]) == (422, "activity_not_fitting")


def test_a_person_who_is_not_in_the_app_is_refused(scene: Scene) -> None:
    answered = scene.choose(people={"Lie, Kari": "6c3b2d64-0000-4000-8000-000000000000"})
    assert (answered.status, answered.json["code"]) == (422, "not_found_in_app")


def test_what_was_chosen_before_is_not_asked_about_again(scene: Scene) -> None:
    scene.sandboxes.bench.changed(scene.id, settings={"kinds": {"hours": True}, "hours": {"standard_activity": "1"}})
    assert scene.choose(standard_activity="1", create_activities=True).status == 200


def test_hours_that_are_switched_on_for_days_gone_by_have_to_be_confirmed(scene: Scene) -> None:
    scene.sandboxes.bench.changed(scene.id, settings={})
    today = day_in_oslo(scene.sandboxes.bench.app.clock())
    assert consequences(scene, {"hours": True}, since=today.isoformat()) == ["hours_begin"]
    earlier = (today - timedelta(days=1)).isoformat()
    assert consequences(scene, {"hours": True}, since=earlier) == ["hours_begin", "hours_from_earlier"]


def test_what_stops_when_hours_are_switched_off_is_told(scene: Scene) -> None:
    assert consequences(scene, {}, since="2026-10-01") == ["hours_stop"]


def test_that_hours_go_by_themselves_is_told(scene: Scene) -> None:
    mine = {"since": "2026-10-01", "standard_activity": scene.activity()}
    on = {"hours": True}
    assert consequences(scene, on, **mine, sending="automatic") == ["hours_by_themselves"]
    assert consequences(scene, on, **{**mine, "since": "2026-09-01"}) == ["hours_from_earlier"]
    assert consequences(scene, on, since="2026-10-01", tasks={"Graving": scene.activity()}) == ["hours_activities"]


def test_hours_that_are_approved_already_go_once_they_go_by_themselves(scene: Scene) -> None:
    scene.enter()
    assert scene.choose(sending="automatic", standard_activity=scene.activity()).status == 200
    scene.work()
    assert len(scene.timesheet()) == 1


def test_hours_that_go_by_themselves_go_once_they_are_approved(scene: Scene) -> None:
    scene.choose(sending="automatic", standard_activity=scene.activity())
    scene.poll()
    entry = scene.enter(approved=False)
    scene.poll()
    assert scene.timesheet() == []
    scene.edit(entry, approved=True)
    scene.poll()
    assert len(scene.timesheet()) == 1


def test_a_comparison_sends_nothing_that_people_send(scene: Scene) -> None:
    scene.enter()
    app = scene.sandboxes.bench.app
    scene.stores.inbox.put(sweep_key(Kind.HOURS), due_at=app.clock(), priority=Priority.RECONCILE)
    scene.work()
    assert scene.timesheet() == []


def test_the_mapping_shows_what_tasks_and_tags_become_and_what_is_missing(scene: Scene) -> None:
    scene.enter(task="Graving")
    scene.enter(task=WORK.upper())
    scene.enter(tag=INTERNAL, project_id=None)
    scene.enter()
    found = scene.get("mapping").json
    assert [(each["name"], each["found"], each["entries"]) for each in found["tasks"]] == [
        ("Graving", None, 1), (WORK.upper(), "name", 1),
    ]  # fmt: skip
    assert [(each["name"], each["activity"]["name"]) for each in found["tags"]] == [(INTERNAL, INTERNAL)]
    assert (found["standard"]["activity"]["name"], found["standard"]["found"]) == (WORK, "setting")
    assert (found["standard"]["entries"], found["whole"]) == (1, True)
    assert WORK in names(found["project_activities"])
    assert INTERNAL in names(found["internal_activities"])


def test_a_task_that_somebody_has_named_an_activity_for_is_not_missing(scene: Scene) -> None:
    scene.choose(tasks={"Graving": scene.activity()})
    (task,) = scene.get("mapping").json["tasks"]
    assert (task["name"], task["activity"]["name"], task["found"], task["entries"]) == ("Graving", WORK, "setting", 0)


def names(activities: list[dict[str, Any]]) -> set[str]:
    return {each["name"] for each in activities}
