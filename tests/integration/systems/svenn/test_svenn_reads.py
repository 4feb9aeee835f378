"""Reading a Svenn: by id, by what people know rows by, whole registers, what changed."""

import pytest

from samspill.model.kinds import Kind
from samspill.model.records import Record
from tests.fakes.registers import whole_register
from tests.integration.systems.svenn.bench import Bench

NOBODY = "00000000-0000-4000-8000-000000000000"


def numbers(records: list[Record]) -> list[str | None]:
    return [record.number for record in records]


# ---- get ---------------------------------------------------------------------------------------------------------


def test_a_record_is_read_by_its_id(bench: Bench) -> None:
    row = bench.svenn.create("customers", name="Nord", number="10001", email="post@nord.no")
    found = bench.system.get(Kind.CUSTOMER, [str(row["id"])])[str(row["id"])]
    assert found is not None
    assert (found.number, found.label, found.version) == ("10001", "Nord", 1)


@pytest.mark.parametrize("others", [0, 3])
def test_deleted_and_unknown_ids_are_none_and_inactive_rows_are_there(bench: Bench, others: int) -> None:
    kept = [str(bench.svenn.create("customers", name=f"Kunde {n}", active=False)["id"]) for n in range(others)]
    gone = str(bench.svenn.create("customers", name="Borte")["id"])
    bench.svenn.client.delete(f"/v1/customers/{gone}")
    found = bench.system.get(Kind.CUSTOMER, [*kept, gone, NOBODY, "no-id-at-all"])
    assert [each for each, record in found.items() if record is None] == [gone, NOBODY, "no-id-at-all"]
    assert list(found) == [*kept, gone, NOBODY, "no-id-at-all"]


def test_many_ids_are_read_a_hundred_at_a_time(bench: Bench) -> None:
    bench.seed_customers(250)
    ids = [str(row["id"]) for row in bench.stored(Kind.CUSTOMER)]
    found = bench.system.get(Kind.CUSTOMER, ids)
    assert sum(record is not None for record in found.values()) == 250
    assert bench.calls() == {"GET /v1/customers": 3}


# ---- find --------------------------------------------------------------------------------------------------------


def test_records_are_found_by_number_active_or_not(bench: Bench) -> None:
    for number, active in (("1", True), ("2", False), ("3", True)):
        bench.svenn.create("customers", name="Kunde", number=number, active=active)
    assert numbers(bench.system.find(Kind.CUSTOMER, "number", ["1", "2", "99"])) == ["1", "2"]


def test_projects_that_share_a_number_are_all_found(bench: Bench) -> None:
    for _ in range(2):
        bench.svenn.create("projects", name="Tak", display_id="100.A")
    assert numbers(bench.system.find(Kind.PROJECT, "number", ["100.A"])) == ["100.A", "100.A"]


def test_customers_are_found_by_email_and_organization_number_in_any_writing(bench: Bench) -> None:
    bench.svenn.create("customers", name="A", number="1", email="Post@Nord.no")
    bench.svenn.create("customers", name="B", number="2", organization_number="NO 987 654 325 MVA")
    assert numbers(bench.system.find(Kind.CUSTOMER, "email", ["post@NORD.no"])) == ["1"]
    assert numbers(bench.system.find(Kind.CUSTOMER, "organization_number", ["987654325"])) == ["2"]


def test_employees_are_found_by_email(bench: Bench) -> None:
    bench.svenn.create("employees", first_name="Kari", number="4", email="kari@nord.no")
    assert numbers(bench.system.find(Kind.EMPLOYEE, "email", ["KARI@nord.no", "ola@nord.no"])) == ["4"]


def test_a_look_up_in_a_large_register_is_one_call(bench: Bench) -> None:
    bench.seed_customers(2500)
    for field in ("number", "email", "organization_number"):
        bench.system.find(Kind.CUSTOMER, field, ["7"])
    assert bench.calls() == {"GET /v1/customers": 3}


def test_values_that_svenn_would_refuse_do_not_hide_the_others(bench: Bench) -> None:
    bench.svenn.create("customers", name="A", number="1", email="a@nord.no", organization_number="987654325")
    for field, good in (("number", "1"), ("email", "a@nord.no"), ("organization_number", "987654325")):
        assert numbers(bench.system.find(Kind.CUSTOMER, field, ["", "x" * 300, "ingen", good])) == ["1"], field


# ---- whole registers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "calls"), [(0, 1), (999, 1), (1000, 1), (1001, 2), (2500, 3)])
def test_a_register_is_read_in_pages_of_a_thousand(bench: Bench, rows: int, calls: int) -> None:
    bench.seed_customers(rows)
    read = [record.number for page in whole_register(bench.system, Kind.CUSTOMER) for record in page]
    assert read == [str(n) for n in range(1, rows + 1)]
    assert bench.calls() == {"GET /v1/customers": calls}


def test_a_register_is_read_with_its_inactive_and_without_its_deleted_rows(bench: Bench) -> None:
    bench.svenn.create("customers", name="Hvilende", number="1", active=False)
    gone = bench.svenn.create("customers", name="Borte", number="2")
    bench.svenn.client.delete(f"/v1/customers/{gone['id']}")
    assert [record.number for page in whole_register(bench.system, Kind.CUSTOMER) for record in page] == ["1"]


def test_each_kind_has_its_own_register(bench: Bench) -> None:
    bench.svenn.create("customers", name="Nord", number="1")
    bench.svenn.create("projects", name="Tak", display_id="2")
    bench.svenn.create("employees", first_name="Kari", number="3", active=False)
    read = {kind: [r.number for page in whole_register(bench.system, kind) for r in page]
            for kind in (Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)}  # fmt: skip
    assert read == {Kind.CUSTOMER: ["1"], Kind.PROJECT: ["2"], Kind.EMPLOYEE: ["3"]}


# ---- what changed ------------------------------------------------------------------------------------------------


def test_what_was_changed_and_deleted_since_the_last_poll_is_told(bench: Bench) -> None:
    quiet, edited, gone = (bench.svenn.create("customers", name=name) for name in "ABC")
    cursor = bench.system.changed_since(Kind.CUSTOMER, "").cursor
    bench.clock.advance(minutes=5)
    bench.svenn.change("customers", edited, city="Moss")
    new = bench.svenn.create("customers", name="D")
    bench.svenn.client.delete(f"/v1/customers/{gone['id']}")
    bench.clock.advance(minutes=1)
    changed = bench.system.changed_since(Kind.CUSTOMER, cursor)
    # Polls overlap by half a minute, in which the first three were made.
    assert changed.ids == (quiet["id"], edited["id"], new["id"])
    assert changed.deleted == (gone["id"],)
    bench.clock.advance(minutes=5)
    assert bench.system.changed_since(Kind.CUSTOMER, changed.cursor).ids == ()


def test_more_changes_than_a_page_holds_are_all_told(bench: Bench) -> None:
    cursor = bench.system.changed_since(Kind.CUSTOMER, "").cursor
    bench.seed_customers(1500)
    assert len(bench.system.changed_since(Kind.CUSTOMER, cursor).ids) == 1500
    assert bench.calls() == {"GET /v1/customers": 2}
