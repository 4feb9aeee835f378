"""Two registers of one company: sizes, overlap, references, and what is planted in them."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.seeding import Dirt, Pair, make_pair
from sandbox.seeding.organisations import is_valid
from sandbox.svenn.world import SvennWorld

Row = dict[str, Any]
NUMBERS = {"customers": ("customerNumber", "number"), "employees": ("employeeNumber", "number"),
           "projects": ("number", "display_id")}  # fmt: skip


def pair(dirt: Dirt | None = None, overlap: float = 0.6, seed: int = 7, size: int = 50) -> Pair:
    return make_pair(customers=size, projects=size, employees=size, overlap=overlap, seed=seed, dirt=dirt)


def numbers(made: Pair, collection: str) -> tuple[list[str], list[str]]:
    """The numbers of a collection in Tripletex and in Svenn."""
    ours, theirs = NUMBERS[collection]
    return (
        [str(row[ours]) for row in made.tripletex[collection]],
        [str(row[theirs]) for row in made.svenn[collection]],
    )


def shared(made: Pair, collection: str) -> list[tuple[Row, Row]]:
    """Rows that stand on both sides under one number."""
    ours, theirs = NUMBERS[collection]
    in_svenn = {str(row[theirs]): row for row in made.svenn[collection]}
    rows = made.tripletex[collection]
    return [(row, in_svenn[str(row[ours])]) for row in rows if str(row[ours]) in in_svenn]


def planted_rows(made: Pair, what: str, side: str, collection: str) -> list[Row]:
    """The rows that a kind of trouble was planted in."""
    field = NUMBERS[collection][0 if side == "tripletex" else 1]
    wanted = {entry.number for entry in made.planted if (entry.what, entry.side) == (what, side)}
    rows = made.tripletex[collection] if side == "tripletex" else made.svenn[collection]
    return [row for row in rows if str(row[field]) in wanted]


@pytest.mark.parametrize("collection", NUMBERS)
def test_each_side_has_as_many_rows_as_asked_for(collection: str) -> None:
    made = make_pair(customers=40, projects=40, employees=40, overlap=0.3, seed=1)
    assert len(made.tripletex[collection]) == len(made.svenn[collection]) == 40


@pytest.mark.parametrize("collection", NUMBERS)
@pytest.mark.parametrize("overlap", [0, 0.3, 1])
def test_the_overlap_stands_under_one_number_and_the_rest_does_not_collide(collection: str, overlap: float) -> None:
    ours, theirs = numbers(pair(Dirt.none(), overlap), collection)
    assert len(set(ours)) == len(set(theirs)) == 50
    assert len(set(ours) & set(theirs)) == 50 * overlap


def test_the_same_seed_makes_the_same_pair_and_another_seed_another_one() -> None:
    assert pair(seed=1) == pair(seed=1)
    assert pair(seed=1) != pair(seed=2)


def test_organisation_numbers_pass_the_check_digit_and_belong_to_one_company() -> None:
    customers = pair(Dirt.none()).tripletex["customers"]
    given_numbers = [str(row["organizationNumber"]) for row in customers if "organizationNumber" in row]
    assert len(given_numbers) > 30
    assert all(map(is_valid, given_numbers))
    assert len(set(given_numbers)) == len(given_numbers)


def test_addresses_are_ascii_and_names_are_norwegian() -> None:
    made = pair(size=200)
    rows = [*made.tripletex["customers"], *made.svenn["customers"], *made.tripletex["employees"]]
    assert all(str(row["email"]).isascii() for row in rows if row.get("email"))
    assert {letter for row in rows for letter in str(row.get("name", "")).lower() if letter in "æøå"} == set("æøå")


def test_shared_customers_differ_in_writing_and_not_in_substance() -> None:
    differences: Counter[str] = Counter()
    for ours, theirs in shared(pair(Dirt.none(), overlap=1), "customers"):
        assert ours["name"].casefold() == theirs["name"].strip().casefold()
        assert ours.get("organizationNumber") == theirs["organization_number"]
        phone = ours.get("phoneNumber") or ours.get("phoneNumberMobile") or ""
        assert phone == (theirs["phone"] or "").replace(" ", "").removeprefix("+47")
        differences["phone"] += phone != (theirs["phone"] or "")
        differences["name"] += ours["name"] != theirs["name"]
        differences["email"] += (ours.get("email") is None) != (theirs["email"] is None)
    assert all(differences[field] > 0 for field in ("phone", "name", "email"))


def test_every_tripletex_project_is_led_by_somebody_entitled() -> None:
    made = pair()
    entitled = {row["employeeNumber"] for row in made.tripletex["employees"] if row["isProjectManager"]}
    assert {row["managerNumber"] for row in made.tripletex["projects"]} <= entitled


def test_references_stand_on_their_own_side() -> None:
    made = pair()
    ours, theirs = (set(side) for side in numbers(made, "customers"))
    assert {str(row["customerNumber"]) for row in made.tripletex["projects"] if "customerNumber" in row} <= ours
    assert {row["customer_number"] for row in made.svenn["projects"]} - {None} <= theirs
    assert {row["manager_number"] for row in made.svenn["projects"]} - {None} <= set(numbers(made, "employees")[1])


def test_a_shared_project_has_the_same_customer_and_manager_on_both_sides() -> None:
    for ours, theirs in shared(pair(Dirt.none()), "projects"):
        assert str(ours.get("customerNumber")) == str(theirs["customer_number"])
        assert ours["managerNumber"] == theirs["manager_number"]


def test_without_dirt_nothing_is_planted() -> None:
    assert pair(Dirt.none()).planted == ()


def test_a_whole_number_of_dirt_is_that_many_rows_and_a_float_a_share() -> None:
    def count(dirt: Dirt) -> int:
        return len(pair(dirt).planted)

    assert count(Dirt(**{**vars(Dirt.none()), "non_numeric_customers": 3})) == 3
    assert count(Dirt(**{**vars(Dirt.none()), "non_numeric_customers": 0.1})) == 5


def dirty(what: str, amount: int = 3) -> Pair:
    """A pair with one trouble only."""
    return pair(Dirt(**{**vars(Dirt.none()), what: amount}))


def test_a_duplicate_organisation_stands_under_another_number() -> None:
    made = dirty("duplicate_organisations")
    ours = planted_rows(made, "duplicate_organisations", "tripletex", "customers")
    theirs = planted_rows(made, "duplicate_organisations", "app", "customers")
    assert len(ours) == len(theirs) == 3
    assert {row["organizationNumber"] for row in ours} == {row["organization_number"] for row in theirs}
    assert not {str(row["customerNumber"]) for row in ours} & {row["number"] for row in theirs}


def test_a_number_clash_is_between_two_companies_with_nothing_in_common() -> None:
    made = dirty("customer_number_clashes")
    clashing = {entry.number for entry in made.planted}
    pairs = [(o, t) for o, t in shared(made, "customers") if t["number"] in clashing]
    assert len(pairs) == 3
    for ours, theirs in pairs:
        assert ours["name"] != theirs["name"]
        assert ours.get("organizationNumber") != theirs["organization_number"]
        assert ours["email"] != theirs["email"]


def test_two_people_under_one_number_have_two_names() -> None:
    made = dirty("employee_number_clashes")
    clashing = {entry.number for entry in made.planted}
    pairs = [(o, t) for o, t in shared(made, "employees") if t["number"] in clashing]
    assert len(pairs) == 3
    assert all(o["firstName"] != t["first_name"] and o["lastName"] != t["last_name"] for o, t in pairs)


def test_one_person_under_two_numbers_has_one_address() -> None:
    made = dirty("duplicate_people")
    ours = planted_rows(made, "duplicate_people", "tripletex", "employees")
    theirs = planted_rows(made, "duplicate_people", "app", "employees")
    assert {row["email"] for row in ours} == {row["email"] for row in theirs}
    assert not {row["employeeNumber"] for row in ours} & {row["number"] for row in theirs}


@pytest.mark.parametrize(
    ("what", "side", "collection", "symptom"),
    [
        ("non_numeric_customers", "app", "customers", lambda row: not row["number"].isdigit()),
        ("inactive_customers", "app", "customers", lambda row: not row["active"]),
        ("inactive_customers", "tripletex", "customers", lambda row: row["isInactive"]),
        ("customers_also_suppliers", "tripletex", "customers", lambda row: row["isSupplier"]),
        ("missing_last_names", "app", "employees", lambda row: row["last_name"] is None),
        ("missing_emails", "tripletex", "employees", lambda row: "email" not in row),
        ("missing_emails", "app", "employees", lambda row: row["email"] is None and not row["active"]),
        ("missing_start_dates", "app", "projects", lambda row: row["start_date"] is None),
        ("sub_projects", "app", "projects", lambda row: row["parent_display_id"] is not None),
        ("sub_projects", "tripletex", "projects", lambda row: "mainProjectNumber" in row),
        ("internal_projects", "tripletex", "projects", lambda row: row["isInternal"]),
        ("missing_project_numbers", "tripletex", "projects", lambda row: row["number"] == ""),
    ],
)
def test_the_planted_rows_and_no_others_show_the_trouble(what: str, side: str, collection: str, symptom: Any) -> None:
    made = dirty(what)
    rows = made.tripletex[collection] if side == "tripletex" else made.svenn[collection]
    planted = planted_rows(made, what, side, collection)
    assert planted
    assert [row for row in rows if symptom(row)] == planted


def test_a_duplicate_display_id_stands_on_two_svenn_projects() -> None:
    made = dirty("duplicate_display_ids")
    counts = Counter(numbers(made, "projects")[1])
    assert {number for number, count in counts.items() if count == 2} == {entry.number for entry in made.planted}
    assert len(made.planted) == 3


def test_parents_stand_before_their_sub_projects() -> None:
    made = dirty("sub_projects", 10)
    for rows, number, parent in (
        (made.tripletex["projects"], "number", "mainProjectNumber"),
        (made.svenn["projects"], "display_id", "parent_display_id"),
    ):
        seen: set[object] = set()
        for row in rows:
            assert row.get(parent) is None or row[parent] in seen
            seen.add(row[number])


def test_projects_without_employees_are_refused() -> None:
    with pytest.raises(ValueError, match="manager"):
        make_pair(customers=1, projects=1, employees=0, overlap=1, seed=1)


@settings(deadline=None, max_examples=60)
@given(
    customers=st.integers(0, 30),
    projects=st.integers(0, 30),
    employees=st.integers(1, 30),
    overlap=st.floats(0, 1),
    seed=st.integers(0, 2**32),
    share=st.sampled_from([0.0, 0.05, 0.3, 1.0]),
)
def test_any_pair_can_be_planted_in_svenn(
    customers: int, projects: int, employees: int, overlap: float, seed: int, share: float
) -> None:
    dirt = Dirt(**dict.fromkeys(vars(Dirt.none()), share))
    made = make_pair(
        customers=customers, projects=projects, employees=employees, overlap=overlap, seed=seed, dirt=dirt
    )
    world = SvennWorld(seed=1)
    account = world.create_account("Bakke Bygg AS")
    assert world.seed(account.id, made.svenn) == customers + projects + employees
    active = [row for row in made.svenn["employees"] if row["active"]]
    emails = [str(row["email"]).casefold() for row in active]
    assert len(set(emails)) == len(emails)
    assert None not in {row["email"] for row in active}
    assert any(row["isProjectManager"] for row in made.tripletex["employees"])
    tripletex_numbers = [n for n in numbers(made, "projects")[0] if n]
    assert len(set(tripletex_numbers)) == len(tripletex_numbers)
