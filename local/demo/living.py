"""Everyday life: edits on either side arrive on the other, and what cannot be synced says why."""

from collections.abc import Callable

from local.demo.connecting import ACTORS
from local.demo.printing import expect
from local.demo.scene import Scene
from local.product import ApiRefused
from local.world import seconds_until

There = Callable[[], bool]


def edit_both_sides(scene: Scene) -> None:
    """One edit after the other, each with the seconds until it stood on the other side."""
    for text, edit in EDITS:
        there = edit(scene)
        seconds = seconds_until(there, text)
        scene.narrator.done(f"{text} [bold]{seconds:.1f} s[/]")


def hold_and_solve(scene: Scene) -> None:
    """A project without a start date cannot be made in Tripletex: it says so, is mended and tried again."""
    data = {"display_id": "9100", "name": "Nytt bad Storgata 7"}
    project = scene.world.svenn.edit(scene.company.svenn_id, "project", "create", data=data)
    scene.narrator.tell("a project without start date is made in Svenn")
    seconds = seconds_until(lambda: bool(_problems(scene, project["id"])), "the problem")
    problem = _problems(scene, project["id"])[0]
    expect(problem["code"] == "project_without_start_date", f"held as {problem['code']}")
    scene.narrator.done(f"held after {seconds:.1f} s: [bold]{problem['code']}[/] → {ACTORS[problem['actor']]}")
    scene.narrator.quote(problem["title"], problem["explanation"], problem["remedy"])
    scene.world.svenn.edit(scene.company.svenn_id, "project", "update", project["id"], {"start_date": "2026-02-01"})
    scene.narrator.tell("the start date is filled in, and the record is tried again")
    try:
        scene.connected.do(f"problems/{problem['id']}/retry")
    except ApiRefused as refused:
        expect(refused.code == "problem_solved", str(refused))
    seconds = seconds_until(lambda: not _problems(scene, project["id"]), "the problem's solution")
    expect(_in_tripletex(scene, "project", "number", "9100"), "the project is not in Tripletex")
    scene.narrator.done(f"solved after {seconds:.1f} s: the project is in Tripletex")


def _problems(scene: Scene, record_id: str) -> list[dict[str, str]]:
    return [each for each in scene.connected.problems(kind="project") if each["record"] == record_id]


def _customer_phone(scene: Scene) -> There:
    tripletex_id, svenn_id = scene.connected.pairs("customer", 1)[0]
    scene.world.svenn.edit(scene.company.svenn_id, "customer", "update", svenn_id, {"phone": "21 00 11 22"})
    return lambda: _same_digits(_row(scene, "customer", tripletex_id)["phoneNumber"], "21001122")


def _customer_address(scene: Scene) -> There:
    tripletex_id, svenn_id = scene.connected.pairs("customer", 2)[1]
    address = {"postalAddress": {"addressLine1": "Havnegata 12", "postalCode": "7010", "city": "Trondheim"}}
    scene.world.tripletex.edit(scene.company.tripletex_id, "customer", "update", int(tripletex_id), address)
    return lambda: _in_svenn(scene, "customers", "id", svenn_id, "address_line1") == "Havnegata 12"


def _new_customer(scene: Scene) -> There:
    scene.world.tripletex.edit(
        scene.company.tripletex_id, "customer", "create", None,
        {"name": "Fjellheim Eiendom AS", "customerNumber": 10990, "email": "post@fjellheim.example"},
    )  # fmt: skip
    return lambda: _in_svenn(scene, "customers", "number", "10990", "name") == "Fjellheim Eiendom AS"


def _new_project(scene: Scene) -> There:
    data = {
        "display_id": "9001",
        "name": "Tilbygg Fjordgata 3",
        "start_date": "2026-01-20",
        "customer_number": "10990",
    }
    scene.world.svenn.edit(scene.company.svenn_id, "project", "create", data=data)
    return lambda: _in_tripletex(scene, "project", "number", "9001")


def _project_done(scene: Scene) -> There:
    project = next(r for r in scene.world.svenn.rows(scene.company.svenn_id)["projects"] if r["display_id"] == "9001")
    scene.world.svenn.edit(scene.company.svenn_id, "project", "update", project["id"], {"completed": True})
    return lambda: any(r["number"] == "9001" and r["isClosed"] for r in _rows(scene, "project"))


def _employee_mobile(scene: Scene) -> There:
    tripletex_id, svenn_id = scene.connected.pairs("employee", 1)[0]
    fields = {"phoneNumberMobile": "40 99 88 77"}
    scene.world.tripletex.edit(scene.company.tripletex_id, "employee", "update", int(tripletex_id), fields)
    return lambda: _same_digits(_in_svenn(scene, "employees", "id", svenn_id, "mobile"), "40998877")


EDITS: tuple[tuple[str, Callable[[Scene], There]], ...] = (
    ("Svenn → Tripletex: a customer's phone number", _customer_phone),
    ("Tripletex → Svenn: a customer's address", _customer_address),
    ("Tripletex → Svenn: a new customer", _new_customer),
    ("Svenn → Tripletex: a new project for that customer", _new_project),
    ("Svenn → Tripletex: the project is completed", _project_done),
    ("Tripletex → Svenn: an employee's mobile number", _employee_mobile),
)


def _rows(scene: Scene, kind: str) -> list[dict[str, object]]:
    return scene.world.tripletex.rows(scene.company.tripletex_id, kind)


def _row(scene: Scene, kind: str, record_id: str) -> dict[str, object]:
    return next(row for row in _rows(scene, kind) if str(row["id"]) == record_id)


def _in_tripletex(scene: Scene, kind: str, name: str, value: str) -> bool:
    return any(str(row[name]) == value for row in _rows(scene, kind))


def _in_svenn(scene: Scene, kind: str, name: str, value: str, wanted: str) -> object:
    rows = scene.world.svenn.rows(scene.company.svenn_id)[kind]
    return next((row[wanted] for row in rows if row[name] == value), None)


def _same_digits(value: object, digits: str) -> bool:
    return "".join(filter(str.isdigit, str(value))).endswith(digits)
