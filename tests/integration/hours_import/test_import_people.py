"""Never to the wrong person: who is meant in a file."""

from tests.integration.hours.scene import Scene
from tests.integration.hours_import.uploads import (
    confirm,
    fates,
    hours_by_day,
    line,
    name_people,
    rows_of,
    shown,
    uploaded,
)

NOBODYS = " "


def test_a_name_without_number_is_asked_about(scene: Scene) -> None:
    found = uploaded(
        scene, [line(4, number=NOBODYS, name="Nils"), line(3, days=1, number=NOBODYS, name="Nils"), line(1)]
    )
    assert found["state"] == "people"
    (person,) = found["people"]
    assert (person["name"], person["number"], person["rows"], person["hours"]) == ("Nils", None, 2, "7.00")
    assert [code for _, code in fates(scene, found)] == ["hours_file_person", "hours_file_person", None]
    assert confirm(scene, found).json["code"] == "import_people_missing"


def test_whoever_is_named_gets_the_hours_and_is_asked_about_once(scene: Scene) -> None:
    rows = [line(4, number=NOBODYS, name="Nils")]
    found = uploaded(scene, rows)
    named = name_people(scene, found, {"Nils": scene.people[1]})
    assert (named.status, named.json["state"], named.json["people"]) == (200, "ready", [])
    confirm(scene, found)
    scene.work()
    assert hours_by_day(scene) == {"2026-10-12": 4}
    again = uploaded(scene, rows)
    assert (again["state"], rows_of(scene, again)[0]["employee"]) == ("ready", scene.people[1])


def test_a_number_beside_clearly_another_name_is_asked_about(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number="100", name="Per Hansen")])
    (person,) = found["people"]
    assert (found["state"], person["name"], person["number"]) == ("people", "Per Hansen", "100")
    assert [each["id"] for each in person["candidates"]] == [scene.people[0]]


def test_a_number_that_nobody_has_is_asked_about(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number="999")])
    assert [each["number"] for each in found["people"]] == ["999"]


def test_a_number_alone_is_enough(scene: Scene) -> None:
    row = line(4, person=1)
    row[5] = ""
    (fate,) = rows_of(scene, uploaded(scene, [row]))
    assert fate["employee"] == scene.people[1]


def test_somebody_can_be_left_out_of_one_file(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number=NOBODYS, name="Nils"), line(2)])
    named = name_people(scene, found, {"Nils": None})
    assert (named.json["state"], named.json["left_out"]) == ("ready", 1)
    assert fates(scene, found) == [(None, "hours_file_left_out"), ("send", None)]
    assert uploaded(scene, [line(4, number=NOBODYS, name="Nils")])["state"] == "people"


def test_an_answer_can_be_corrected_before_the_file_is_confirmed(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number=NOBODYS, name="Nils")])
    name_people(scene, found, {"Nils": scene.people[1]})
    name_people(scene, found, {"Nils": scene.people[0]})
    assert rows_of(scene, shown(scene, found))[0]["employee"] == scene.people[0]


def test_nobody_is_named_who_is_not_in_the_file_or_not_in_the_app(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number=NOBODYS, name="Nils")])
    stranger = name_people(scene, found, {"Per": scene.people[0]})
    assert (stranger.status, stranger.json["errors"][0]["code"]) == (422, "import_person_unknown")
    unknown = name_people(scene, found, {"Nils": "0b0e6c51-0000-4000-8000-000000000000"})
    assert (unknown.status, unknown.json["errors"][0]["code"]) == (422, "employee_unknown")


def test_nobody_is_named_anew_in_a_confirmed_file(scene: Scene) -> None:
    found = uploaded(scene, [line(4, number=NOBODYS, name="Nils")])
    name_people(scene, found, {"Nils": scene.people[1]})
    confirm(scene, found)
    refused = name_people(scene, found, {"Nils": scene.people[0]})
    assert (refused.status, refused.json["code"]) == (409, "import_confirmed")
