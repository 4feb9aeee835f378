"""A week of hours: approved in Svenn, seen before it is sent, corrected, held by Tripletex and released."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from local.demo.connecting import ACTORS
from local.demo.printing import expect
from local.demo.scene import Scene
from local.peers import Json
from local.product import ApiRefused
from local.world import seconds_until
from samspill.model.oslo import day_in_oslo

#: The project of `living.hold_and_solve`: open on both sides, begun in February.
PROJECT = "9100"
TASKS = ("Riving", "Flislegging")
#: Seconds of each day by task: thirds of an hour, which Tripletex does not know.
DAY = {"Riving": (4800, 6000), "Flislegging": (16200,)}
_DAYS = 5


def switch_on(scene: Scene) -> None:
    """Hours are off until somebody switches them on; what that does is said before."""
    for task in TASKS:
        kind = {"name": task, "activityType": "PROJECT_GENERAL_ACTIVITY"}
        scene.world.tripletex.edit(scene.company.tripletex_id, "activity", "create", None, kind)
    product, path = scene.connected.product, f"{scene.connected.path}/settings"
    settings = product.ask("GET", path)
    settings["kinds"] = {**settings["kinds"], "hours": True}
    settings["hours"]["since"] = monday().isoformat()
    foreseen = product.ask("POST", f"{path}/preview", {"settings": settings})
    for each in foreseen["consequences"]:
        scene.narrator.tell(f"the settings would do: {each['text']}")
    product.ask("PUT", path, settings, {"confirm": foreseen["confirm"]} if foreseen["confirm"] else None)
    scene.narrator.done(f"hours are on, from {monday()}; a person sends them")


def enter_a_week(scene: Scene) -> None:
    """Five days of somebody's work, approved, and what sending would do."""
    for day in range(_DAYS):
        for task, times in DAY.items():
            for seconds in times:
                _enter(scene, monday() + timedelta(days=day), task, seconds)
    foreseen = scene.connected.do("hours/preview", {})
    expect(foreseen["state"] == "done", f"the preview is {foreseen['state']}")
    scene.narrator.table(
        ["day", "activity", "what", "hours"],
        [(row["day"], row["activity_name"], row["move"], row["hours"]) for row in foreseen["rows"]["items"]],
    )
    (week,) = foreseen["sums"]["items"]
    expect(len(_booked(scene)) == 0, "the preview wrote something")
    scene.narrator.done(f"week {week['week']} of {week['employee_name']}: {_sum(week['moves'])} h would be sent")


def send(scene: Scene) -> None:
    """One row a day and activity; each day's hours are those entered, to the hundredth."""
    seconds = _sent(scene)
    rows = _booked(scene)
    expect(len(rows) == _DAYS * len(TASKS), f"{len(rows)} rows")
    expect(_total(rows) == _entered(scene), f"{_total(rows)} h in Tripletex, {_entered(scene)} h in Svenn")
    expect(all(entry["exported"] for entry in _entries(scene)), "entries are not marked as exported")
    scene.narrator.done(f"{len(_entries(scene))} entries are {len(rows)} rows, {_total(rows)} h {seconds}")
    calls = scene.world.tripletex.writes()
    _sent(scene)
    expect(scene.world.tripletex.writes() == calls, "sending again wrote something")
    scene.narrator.done("sent again: nothing is written")


def correct(scene: Scene) -> None:
    """An entry that was sent becomes another: its row follows."""
    before = _total(_booked(scene))
    _change(scene, _first_entry(scene, 0), 3600)
    seconds = _sent(scene)
    expect(_total(_booked(scene)) == _entered(scene), "the row does not follow")
    scene.narrator.done(f"corrected: {before} h → {_total(_booked(scene))} h in Tripletex {seconds}")


def hold_and_release(scene: Scene) -> None:
    """Somebody approves the week in Tripletex: a correction is held until the approval is taken back."""
    employee, week = int(_person(scene)[0]), f"{monday():%G-W%V}"
    scene.world.tripletex.approve(scene.company.tripletex_id, employee, week=week)
    scene.narrator.tell(f"week {week} is approved in Tripletex; then a day of it is corrected in Svenn")
    before = _total(_booked(scene))
    _change(scene, _first_entry(scene, 1), 3000)
    _sent(scene)
    seconds = seconds_until(lambda: bool(_problems(scene)), "the problem")
    problem = _problems(scene)[0]
    expect(problem["code"] in ("hours_period_approved", "hours_locked"), f"held as {problem['code']}")
    expect(_total(_booked(scene)) == before, "an approved row was changed")
    scene.narrator.done(f"held after {seconds:.1f} s: [bold]{problem['code']}[/] → {ACTORS[problem['actor']]}")
    scene.narrator.quote(problem["title"], problem["explanation"], problem["remedy"])
    scene.world.tripletex.approve(scene.company.tripletex_id, employee, "unapprove", week=week)
    for each in _problems(scene):
        try:
            scene.connected.do(f"problems/{each['id']}/retry")
        except ApiRefused as refused:
            expect(refused.code == "problem_solved", str(refused))
    seconds = seconds_until(lambda: not _problems(scene), "the release")
    expect(_total(_booked(scene)) == _entered(scene), "the row does not follow")
    scene.narrator.done(f"the approval is taken back: released after {seconds:.1f} s")


def report_the_week(scene: Scene) -> None:
    """What a payroll clerk compares."""
    week = f"{monday():%G-W%V}"
    report = scene.connected.product.ask("GET", f"{scene.connected.path}/hours/weeks/{week}")
    there = _total(_booked(scene))
    expect(Decimal(str(report["total"]["hours"])) == there, f"the report says {report['total']}, Tripletex {there} h")
    scene.narrator.done(f"report of {week}: {report['total']['hours']} h, as in Tripletex")


def monday() -> date:
    """Of the week before this one, in Norway."""
    today = day_in_oslo(datetime.now(UTC))
    return today - timedelta(days=today.weekday() + 7)


def _person(scene: Scene) -> tuple[str, str]:
    """Whose hours: id in Tripletex, id in Svenn."""
    return scene.connected.pairs("employee", 1)[0]


def _project(scene: Scene) -> Json:
    rows = scene.world.svenn.rows(scene.company.svenn_id)["projects"]
    return next(row for row in rows if row["display_id"] == PROJECT)


def _enter(scene: Scene, on: date, task: str, seconds: int) -> None:
    what = {"task": task, "date": on.isoformat(), "seconds": seconds, "comment": task.lower(), "approved": True}
    refs = {"employee_id": _person(scene)[1], "project_id": _project(scene)["id"]}
    scene.world.svenn.edit(scene.company.svenn_id, "time_entry", "create", data={**refs, **what})


def _entries(scene: Scene) -> list[Json]:
    return scene.world.svenn.rows(scene.company.svenn_id)["time-entries"]


def _first_entry(scene: Scene, day: int) -> Json:
    on = (monday() + timedelta(days=day)).isoformat()
    return next(entry for entry in _entries(scene) if entry["date"] == on)


def _change(scene: Scene, entry: Json, seconds: int) -> None:
    data = {"seconds": seconds, "approved": True}
    scene.world.svenn.edit(scene.company.svenn_id, "time_entry", "update", entry["id"], data)


def _sent(scene: Scene) -> str:
    """Send, and wait until the run is through."""
    run = scene.connected.do("hours", {})
    path = f"{scene.connected.path}/hours/runs/{run['id']}"
    seconds = seconds_until(lambda: scene.connected.product.ask("GET", path)["state"] == "done", "sending")
    return f"[bold]{seconds:.1f} s[/]"


def _booked(scene: Scene) -> list[Json]:
    return scene.world.tripletex.rows(scene.company.tripletex_id, "timesheet/entry")


def _problems(scene: Scene) -> list[Json]:
    return scene.connected.problems(kind="hours")


def _total(rows: list[Json]) -> Decimal:
    return sum((Decimal(str(row["hours"])) for row in rows), Decimal(0)).quantize(Decimal("0.01"))


def _entered(scene: Scene) -> Decimal:
    """The sum of each day is rounded once."""
    days: dict[str, int] = {}
    for entry in _entries(scene):
        days[entry["date"]] = days.get(entry["date"], 0) + entry["seconds"]
    hundredth = Decimal("0.01")
    return sum(((Decimal(each) / 3600).quantize(hundredth) for each in days.values()), Decimal(0))


def _sum(moves: list[Json]) -> Decimal:
    return sum((Decimal(str(each["hours"])) for each in moves if each["move"] == "send"), Decimal(0))
