"""The report of a week: what payroll compares to Tripletex."""

import csv
from io import StringIO

from tests.integration.hours.scene import WORK, Scene

ZERO = {
    "hours": "0",
    "others": "0",
    "in_tripletex": "0",
    "held": "0",
    "left_out": "0",
    "rows": 0,
    "corrected": 0,
    "unsent": 0,
}


def test_a_week_nobody_has_sent_is_empty(scene: Scene) -> None:
    report = scene.get("weeks/2026-W42").json
    assert (report["total"], report["employees"], report["items"], report["next"]) == (ZERO, [], [], None)


def test_a_week_tells_what_was_sent_corrected_and_held(scene: Scene) -> None:
    entry = scene.enter(hours=7.5)
    scene.enter(person=1, hours=4)
    scene.enter(person=1, days=1, hours=2, task="Graving")
    scene.send()
    scene.edit(entry, seconds=6 * 3600)
    scene.send()
    report = scene.get("weeks/2026-W42").json
    assert {(line["employee_number"], line["day"], line["standing"]) for line in report["items"]} == {
        ("100", "2026-10-12", "corrected"), ("101", "2026-10-12", "sent"), ("101", "2026-10-13", "held"),
    }  # fmt: skip
    total = report["total"]
    assert (total["hours"], total["held"], total["rows"], total["corrected"]) == ("10.00", "2.00", 2, 1)
    assert float(total["in_tripletex"]) == sum(row["hours"] for row in scene.timesheet())
    sums = {each["employee_number"]: (each["hours"], each["held"]) for each in report["employees"]}
    assert sums == {"100": ("6.00", "0"), "101": ("4.00", "2.00")}
    held = next(line for line in report["items"] if line["standing"] == "held")
    assert held["reason"]["code"] == "hours_activity_missing"


def test_a_week_is_read_page_by_page_and_its_sums_are_whole(scene: Scene) -> None:
    scene.enter_many(people=2, days=7)
    scene.send()
    first = scene.get("weeks/2026-W42", limit=5).json
    assert (len(first["items"]), first["total"]["rows"]) == (5, 14)
    second = scene.get("weeks/2026-W42", limit=200, cursor=first["next"]).json
    assert (len(second["items"]), second["next"]) == (9, None)
    days = {(line["employee"], line["day"]) for line in (*first["items"], *second["items"])}
    assert len(days) == 14


def test_a_week_can_be_of_one_employee(scene: Scene) -> None:
    scene.enter_many(people=2, days=2)
    scene.send()
    report = scene.get("weeks/2026-W42", employee=scene.people[1]).json
    assert {line["employee_number"] for line in report["items"]} == {"101"}
    assert report["total"]["rows"] == 2


def test_what_was_edited_and_not_sent_since_is_counted(scene: Scene) -> None:
    entry = scene.enter()
    scene.send()
    scene.poll()
    scene.edit(entry, seconds=3600)
    scene.poll()
    assert scene.get("weeks/2026-W42").json["total"]["unsent"] == 1


def test_a_sheet_has_the_same_hours_in_the_callers_language(scene: Scene) -> None:
    scene.enter(hours=7.25)
    scene.enter(person=1, days=1, hours=2, task="=HYPERLINK(1)")
    scene.send()
    answered = scene.product.send(
        "GET", f"/v1/connections/{scene.id}/hours/weeks/2026-W42",
        headers={"accept": "text/csv", "accept-language": "nb"},
    )  # fmt: skip
    assert (answered.status, answered.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answered.text.startswith("\ufeffDato;Ansattnr.;")
    head, sent, held, *sums = csv.reader(StringIO(answered.text.removeprefix("\ufeff")), delimiter=";")
    assert sent[:5] == ["2026-10-12", "100", "Kari Lie 0", "Kjøkken", WORK]
    assert sent[head.index("Sendte timer")] == "7,25"
    assert (held[head.index("Oppgave")], held[head.index("Stansede timer")]) == ("'=HYPERLINK(1)", "2,00")
    assert [row[head.index("Timer i Tripletex")] for row in sums] == ["7,25", "0,00", "7,25"]


def test_a_sheet_can_be_asked_for_by_its_address(scene: Scene) -> None:
    scene.enter(hours=7.25)
    scene.send()
    answered = scene.get("weeks/2026-W42", format="csv")
    assert answered.headers["content-disposition"] == 'attachment; filename="2026-W42.csv"'
    assert ",7.25," in answered.text


def test_a_week_that_no_year_has_is_not_there(scene: Scene) -> None:
    assert scene.get("weeks/2025-W53").status == 404
    assert scene.get("weeks/2026-W53").status == 200
    assert scene.get("weeks/2026-42").status == 422
