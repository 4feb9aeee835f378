from datetime import date, timedelta
from decimal import Decimal

import pytest

from samspill.exceptions import RevisionConflict
from samspill.model.hours import Day, DayLedger, Entry, HeldLine, LedgerRow, RowKey, Slot, Stated
from samspill.sync.ports import Stores
from samspill.sync.ports.hours import RowClaimed
from tests.integration.store.conftest import NOW

MONDAY = date(2026, 10, 12)
DAY = Day(employee="7", on=MONDAY)
OTHER = Day(employee="8", on=MONDAY)


def a_row(activity: str, *entries: str, day: Day = DAY) -> LedgerRow:
    key = RowKey(employee=f"t{day.employee}", on=day.on, project="55", activity=activity)
    base = Stated(hours=Decimal("7.50"), comment="Kjøkken")
    return LedgerRow(key=key, id="900", version=1, base=base, seconds=dict.fromkeys(entries, 3600), sent_at=NOW)


def a_day(*rows: LedgerRow, day: Day = DAY, touched: bool = False) -> DayLedger:
    return DayLedger(day=day, rows=rows, touched=touched, employee_name="Kari Ås", updated_at=NOW)


def with_rows(ledger: DayLedger, *rows: LedgerRow) -> DayLedger:
    return ledger.model_copy(update={"rows": rows})


def test_a_day_is_read_as_it_was_saved(stores: Stores) -> None:
    held = HeldLine(
        line="l1", slot=Slot(tag="Kurs"), code="hours_no_standard_activity", hours=Decimal("0.33"), entries=("e2",),
        since=NOW,
    )  # fmt: skip
    filed = Entry(id="f1", employee="7", on=MONDAY, seconds=1200, origin="import1")
    full = a_day(a_row("1", "e1")).model_copy(
        update={"held": (held,), "filed": (filed,), "marked": {"e1": 3}, "names": {"55": "Bygg"}}
    )
    saved = stores.hours.save(None, full)
    assert saved == full.model_copy(update={"revision": 1})
    assert stores.hours.days([DAY, OTHER]) == {DAY: saved}


def test_a_day_that_was_saved_meanwhile_is_refused(stores: Stores) -> None:
    first = stores.hours.save(None, a_day())
    stores.hours.save(first, a_day(a_row("1", "e1")))
    with pytest.raises(RevisionConflict):
        stores.hours.save(first, a_day(a_row("2", "e1")))
    assert stores.hours.days([DAY])[DAY].rows == (a_row("1", "e1"),)


def test_a_day_is_begun_once(stores: Stores) -> None:
    stores.hours.save(None, a_day())
    with pytest.raises(RevisionConflict):
        stores.hours.save(None, a_day(a_row("1", "e1")))
    with pytest.raises(RevisionConflict):
        stores.hours.save(None, a_day())


def test_a_row_of_another_day_cannot_be_claimed(stores: Stores) -> None:
    stores.hours.save(None, a_day(a_row("1", "e1")))
    with pytest.raises(RowClaimed) as refused:
        stores.hours.save(None, a_day(a_row("1", "e2"), a_row("2", "e3"), day=OTHER))
    assert refused.value.owner == DAY
    assert stores.hours.days([OTHER]) == {}
    assert stores.hours.days_of(["e2", "e3"]) == {}


def test_a_row_is_free_once_its_day_has_let_go_of_it(stores: Stores) -> None:
    first = stores.hours.save(None, a_day(a_row("1", "e1"), a_row("2", "e2")))
    stores.hours.save(first, with_rows(first, a_row("2", "e2")))
    stores.hours.save(None, a_day(a_row("1", "e3"), day=OTHER))
    with pytest.raises(RowClaimed):
        stores.hours.save(None, a_day(a_row("2", "e4"), day=Day(employee="9", on=MONDAY)))


def test_who_lost_a_race_is_told_so_though_a_row_is_claimed_too(stores: Stores) -> None:
    first = stores.hours.save(None, a_day())
    stores.hours.save(first, a_day())
    stores.hours.save(None, a_day(a_row("1", "e1"), day=OTHER).model_copy(update={"rows": (a_row("1", "e1"),)}))
    with pytest.raises(RevisionConflict):
        stores.hours.save(first, a_day(a_row("1", "e2")))


def test_entries_are_found_on_the_day_they_were_seen_on_last(stores: Stores) -> None:
    first = stores.hours.save(None, a_day(a_row("1", "e1", "e2")))
    stores.hours.save(None, a_day(a_row("1", "e2", day=OTHER), day=OTHER))
    stores.hours.save(first, with_rows(first, a_row("1", "e1")))
    assert stores.hours.days_of(["e1", "e2", "e3"]) == {"e1": DAY, "e2": OTHER}


def test_entries_that_are_held_are_found(stores: Stores) -> None:
    held = HeldLine(line="l", slot=Slot(), code="hours_no_standard_activity", hours=Decimal(1), entries=("e#9%",),
                    since=NOW)  # fmt: skip
    stores.hours.save(None, a_day().model_copy(update={"held": (held,)}))
    assert stores.hours.days_of(["e#9%"]) == {"e#9%": DAY}


def test_a_week_is_read_by_employee_and_date(stores: Stores) -> None:
    days = [
        Day(employee=employee, on=MONDAY + timedelta(days)) for employee in ("8", "7", "71") for days in (6, 0, 7)
    ]
    for day in days:
        stores.hours.save(None, a_day(day=day))
    week = [str(ledger.day) for ledger in stores.hours.week("2026-W42")]
    assert week == ["7|2026-10-12", "7|2026-10-18", "71|2026-10-12", "71|2026-10-18", "8|2026-10-12", "8|2026-10-18"]
    assert [str(ledger.day) for ledger in stores.hours.week("2026-W43", "7")] == ["7|2026-10-19"]


def test_touched_days_are_told_until_they_are_not(stores: Stores) -> None:
    first = stores.hours.save(None, a_day(touched=True))
    stores.hours.save(None, a_day(day=OTHER, touched=True))
    assert list(stores.hours.touched()) == [DAY, OTHER]
    stores.hours.save(first, a_day())
    assert list(stores.hours.touched()) == [OTHER]


def test_a_day_of_very_many_rows_and_entries_is_saved(stores: Stores) -> None:
    """More than one transaction takes."""
    rows = [a_row(str(number), *(f"e{number}-{each}" for each in range(3))) for number in range(120)]
    saved = stores.hours.save(None, a_day(*rows))
    assert stores.hours.days([DAY]) == {DAY: saved}
    assert len(stores.hours.days_of([f"e{number}-2" for number in range(120)])) == 120
    with pytest.raises(RowClaimed):
        stores.hours.save(None, a_day(a_row("119", "x"), day=OTHER))
    stores.hours.save(saved, with_rows(saved))
    assert stores.hours.save(None, a_day(*rows, day=OTHER)).rows == tuple(rows)


def test_a_day_that_is_too_large_for_one_step_claims_nothing_of_others(stores: Stores) -> None:
    stores.hours.save(None, a_day(a_row("119", "e1"), day=OTHER))
    with pytest.raises(RowClaimed) as refused:
        stores.hours.save(None, a_day(*(a_row(str(number), f"n{number}") for number in range(120))))
    assert refused.value.owner == OTHER
    rest = stores.hours.days([DAY]).get(DAY)  # what the first steps have saved by then
    free = tuple(a_row(str(number), f"n{number}") for number in range(119))
    assert stores.hours.save(rest, a_day(*free)).rows == free
    with pytest.raises(RowClaimed):
        stores.hours.save(None, a_day(a_row("0", "x"), day=Day(employee="9", on=MONDAY)))


def test_who_owns_a_row_can_be_asked(stores: Stores) -> None:
    stores.hours.save(None, a_day(a_row("1", "e1")))
    mine, nobodys = a_row("1").key, a_row("2").key
    assert stores.hours.owners([mine, nobodys]) == {mine: DAY}
