"""Where the rows of a plan stand: found by what they are and by what is written on them."""

from samspill.model.kinds import Kind, Side
from samspill.model.plan import Overwrite, PlanRow, RowOutcome, RowSide
from samspill.tasks.plan_index import PART, Column, Filter, Indexing, PlanIndex


def row(name: str, outcome: RowOutcome = RowOutcome.CREATE_IN_APP, **more: object) -> PlanRow:
    side = RowSide(id=name, number=f"n-{name}", name=name, fingerprint="f")
    given = {
        "id": f"customer.tripletex.{name}", "kind": Kind.CUSTOMER, "outcome": outcome, "source": Side.TRIPLETEX,
        "tripletex": side, **more,
    }  # fmt: skip
    return PlanRow.model_validate(given)


def indexed(*rows: PlanRow) -> tuple[PlanIndex, Column]:
    indexing = Indexing()
    parts = list(indexing.parts(rows))
    return indexing.index(tuple(range(len(parts) + 1))), Column.of(indexing.texts)


def found(wanted: Filter, *rows: PlanRow, start: int = 0) -> list[str]:
    index, texts = indexed(*rows)
    return [side.name for place in index.places(wanted, start, texts) if (side := rows[place].tripletex)]


UNCLEAR = row("Ås Tak", RowOutcome.AMBIGUOUS, code="ambiguous_look_alike")
PROJECT = row("Åsen", kind=Kind.PROJECT)
ROWS = (row("Bygg"), UNCLEAR, PROJECT, row("Tak"))


def test_without_a_filter_all_rows_are_found_in_the_plans_order() -> None:
    assert found(Filter(), *ROWS) == ["Bygg", "Ås Tak", "Åsen", "Tak"]


def test_rows_are_found_by_outcome_kind_reason_and_source() -> None:
    assert found(Filter(outcome=RowOutcome.AMBIGUOUS), *ROWS) == ["Ås Tak"]
    assert found(Filter(kind=Kind.PROJECT), *ROWS) == ["Åsen"]
    assert found(Filter(code="ambiguous_look_alike"), *ROWS) == ["Ås Tak"]
    assert found(Filter(source=Side.APP), *ROWS) == []


def test_a_text_is_found_without_regard_to_case_and_with_plain_letters() -> None:
    assert found(Filter(q=" ÅS "), *ROWS) == ["Ås Tak", "Åsen"]
    assert found(Filter(q="as"), *ROWS) == ["Ås Tak", "Åsen"]
    assert found(Filter(q="n-tak"), *ROWS) == ["Tak"]


def test_filter_and_text_hold_together() -> None:
    assert found(Filter(kind=Kind.PROJECT, q="ås"), *ROWS) == ["Åsen"]


def test_a_search_goes_on_from_a_place() -> None:
    assert found(Filter(q="tak"), *ROWS, start=2) == ["Tak"]


def test_a_text_does_not_reach_from_one_row_into_the_next_nor_from_name_into_number() -> None:
    assert found(Filter(q="byggås"), *ROWS) == []
    assert found(Filter(q="byggn-bygg"), *ROWS) == []


def test_both_sides_of_a_linked_row_are_searched() -> None:
    app = RowSide(id="a", number="7", name="Nordli", fingerprint="f")
    assert found(Filter(q="nordli"), row("Fjell", RowOutcome.LINK, app=app)) == ["Fjell"]


def test_rows_of_one_sort_are_counted_together() -> None:
    index, _ = indexed(*ROWS)
    assert sorted((sort.kind.value, sort.outcome.value, count) for sort, count in index.counts().items()) == [
        ("customer", "ambiguous", 1), ("customer", "create_in_app", 2), ("project", "create_in_app", 1),
    ]  # fmt: skip


def test_a_sort_tells_where_existing_records_change() -> None:
    change = Overwrite(side=Side.APP, field="name", old="a", new="b")
    index, _ = indexed(row("Fjell", RowOutcome.LINK, overwrites=(change, change)))
    assert index.sort_at(0).changes == (Side.APP,)


def test_rows_come_in_parts_of_a_size_that_the_place_tells() -> None:
    rows = [row(str(number)) for number in range(PART + 1)]
    assert [len(part) for part in Indexing().parts(rows)] == [PART, 1]


def test_a_text_is_found_by_the_whole_of_it() -> None:
    column = Column.of(["a.1", "a.11", "", "1", "a.1"])
    assert [column.place_of(each) for each in ("a.1", "a.11", "", "1", ".1", "nobody")] == [0, 1, 2, 3, None, None]


def test_every_text_that_holds_another_is_found_once_and_in_its_place() -> None:
    column = Column.of(["aa aa", "b", "", "xaa", "aa"])
    assert list(column.holding("aa")) == [0, 3, 4]
    assert list(column.holding("ø")) == []


def test_what_stands_between_texts_cannot_come_from_outside() -> None:
    column = Column.of(["a\x1eb", "c"])
    assert len(column.values) == 2
    assert list(column.holding("c")) == [1]
    assert column.place_of("a\x1eb") == 0


def test_no_rows_at_all_hold_nothing() -> None:
    column = Column.of([])
    assert (column.values, list(column.holding("a")), column.place_of("a")) == ([], [], None)
