"""What only a person can answer about hours: through the error log, as for everything else."""

from decimal import Decimal
from typing import Any

from samspill.model.changes import Priority
from samspill.model.hours import RowDraft, RowKey, Stated
from samspill.model.kinds import Kind, Side
from samspill.store.erasure import erase
from samspill.sync.polling import POLL
from samspill.tasks.schedule import run_task
from tests.integration.hours.scene import MONDAY, Scene


def book_by_hand(scene: Scene, hours: int) -> None:
    """Somebody has entered hours in Tripletex, where ours would go."""
    app, links = scene.sandboxes.bench.app, scene.stores.links
    person = links.by_ids(Kind.EMPLOYEE, Side.APP, [scene.people[0]])[scene.people[0]].tripletex.id
    project = links.by_ids(Kind.PROJECT, Side.APP, [scene.project])[scene.project].tripletex.id
    key = RowKey(employee=person, on=MONDAY, project=project, activity=scene.activity())
    timesheet: Any = app.systems(scene.connection, Priority.PERSON)[Side.TRIPLETEX]
    timesheet.create_rows([RowDraft(key, Stated(hours=Decimal(hours), comment="Ført for hånd"))])


def problem(scene: Scene) -> dict[str, Any]:
    """The one that is open."""
    (found,) = scene.product.get(f"/v1/connections/{scene.id}/problems", kind="hours").json["items"]
    assert isinstance(found, dict)
    return found


def answer(scene: Scene, choice: str) -> None:
    """A person chooses, and it is carried out."""
    path = f"/v1/connections/{scene.id}/problems/{problem(scene)['id']}/resolve"
    answered = scene.product.post(path, {"choice": choice, "by": "Kari"})
    assert answered.status == 202, answered.text
    scene.work()


def test_somebody_elses_hours_are_held_with_the_choices_and_left_alone(scene: Scene) -> None:
    book_by_hand(scene, 2)
    scene.enter(hours=5)
    scene.send()
    assert problem(scene)["code"] == "someone_elses_hours"
    assert set(problem(scene)["choices"]) == {"add", "replace", "leave_out"}
    assert [row["hours"] for row in scene.timesheet()] == [2]


def test_ours_can_be_added_to_somebody_elses_hours(scene: Scene) -> None:
    book_by_hand(scene, 2)
    entry = scene.enter(hours=5)
    scene.send()
    answer(scene, "add")
    assert [row["hours"] for row in scene.timesheet()] == [7]
    assert scene.entry(entry)["exported"] is True
    total = scene.get("weeks/2026-W42").json["total"]
    assert (float(total["hours"]), float(total["others"]), float(total["in_tripletex"])) == (5, 2, 7)


def test_ours_can_take_the_place_of_somebody_elses_hours(scene: Scene) -> None:
    book_by_hand(scene, 2)
    scene.enter(hours=5)
    scene.send()
    answer(scene, "replace")
    assert [row["hours"] for row in scene.timesheet()] == [5]


def test_ours_can_be_left_out(scene: Scene) -> None:
    book_by_hand(scene, 2)
    scene.enter(hours=5)
    scene.send()
    answer(scene, "leave_out")
    assert [row["hours"] for row in scene.timesheet()] == [2]
    total = scene.get("weeks/2026-W42").json["total"]
    assert (float(total["held"]), float(total["left_out"]), total["rows"]) == (0, 5, 0)
    assert scene.product.get(f"/v1/connections/{scene.id}/problems", kind="hours").json["items"] == []


def test_a_held_line_can_be_tried_again_by_itself(scene: Scene) -> None:
    scene.enter(task="Graving")
    scene.send()
    opened = problem(scene)
    tried = scene.product.post(f"/v1/connections/{scene.id}/problems/{opened['id']}/retry")
    assert tried.status == 202
    scene.work()
    assert (problem(scene)["id"], problem(scene)["code"]) == (opened["id"], "hours_activity_missing")


def test_the_clock_asks_the_app_alone_for_hours_that_changed(scene: Scene) -> None:
    run_task(scene.sandboxes.bench.app, "poll")
    due = scene.stores.inbox.due("hours", scene.sandboxes.bench.app.clock())
    assert {change.key.side for change in due if change.key.id == POLL} == {Side.APP}


def test_the_ledger_goes_with_everything_else_of_a_connection(scene: Scene) -> None:
    entry = scene.enter()
    scene.send()
    assert list(scene.stores.hours.week("2026-W42")) != []
    erase(scene.id)
    assert list(scene.stores.hours.week("2026-W42")) == []
    assert scene.stores.hours.days_of([entry]) == {}
