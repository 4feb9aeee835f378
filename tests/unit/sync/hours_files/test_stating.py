"""A file states the sum of a slot: what it replaces, what it leaves alone."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.exceptions import Bug, RevisionConflict
from samspill.model.hours import Day, DayLedger, Entry, Slot
from samspill.model.hours_file import FileRow
from samspill.model.hours_imports import ImportRow, StatedDay
from samspill.sync.hours.import_files import ImportFiles
from samspill.sync.hours.stating import entry_id, file_days, is_filed, sums, supposing, with_filed
from samspill.sync.hours.stops import day_key
from tests.fakes.company import SmallCompany
from tests.fakes.shelf import MemoryShelf

DAY = Day(employee="kari", on=date(2026, 10, 12))
FIRST, SECOND = "2026-11-01T08:00:00+00:00#b", "2026-11-02T08:00:00+00:00#a"


def _row(project: str, seconds: int, *, day: Day = DAY, comment: str = "", line: int = 5) -> ImportRow:
    slot = Slot(project=project, task="Montering")
    row = FileRow(line=line, on=day.on, employee_number="7", seconds=seconds, comment=comment)
    return ImportRow(row=row, day=day, slot=slot, entry=entry_id(day, slot))


def _stated(sums_of: Mapping[str, int], origin: str) -> StatedDay:
    (found,) = sums([_row(project, seconds) for project, seconds in sums_of.items()], origin)
    return found


def _filed(ledger: DayLedger | None) -> dict[str | None, int]:
    assert ledger is not None
    return {each.project: each.seconds for each in ledger.filed if each.seconds}


def test_rows_of_a_slot_are_one_entry_with_their_sum_and_each_comment_once() -> None:
    rows = [_row("p", 3600, comment="grunn"), _row("p", 1800, comment="tak"), _row("p", 600, comment="grunn")]
    (day,) = sums(rows, FIRST)
    (entry,) = day.entries
    assert (entry.seconds, entry.comment, entry.approved, entry.origin) == (6000, "grunn / tak", True, FIRST)


def test_the_same_slot_of_the_same_day_is_the_same_entry_in_every_file() -> None:
    assert _stated({"p": 60}, FIRST).entries[0].id == _stated({"p": 90}, SECOND).entries[0].id


def test_other_days_people_and_slots_are_other_entries() -> None:
    ola, later = Day(employee="ola", on=DAY.on), Day(employee="kari", on=date(2026, 10, 13))
    slots = [Slot(project="p"), Slot(project="p", task="x"), Slot(project="p", tag="x"), Slot(tag="x")]
    others = [*((DAY, slot) for slot in slots), (ola, slots[0]), (later, slots[0])]
    assert len({entry_id(day, slot) for day, slot in others}) == len(others)


def test_an_entry_of_a_file_is_told_from_a_day_and_from_the_apps() -> None:
    name = entry_id(DAY, Slot(project="p"))
    assert (is_filed(name), "|" in name, is_filed("5f0c2e8a-1111-4222-8333-444455556666")) == (True, False, False)


def test_days_come_by_employee_and_date() -> None:
    later = Day(employee="kari", on=date(2026, 10, 13))
    found = sums([_row("p", 60, day=later), _row("p", 60, day=Day(employee="ola", on=DAY.on)), _row("p", 60)], FIRST)
    assert [str(each.day) for each in found] == ["kari|2026-10-12", "kari|2026-10-13", "ola|2026-10-12"]


def test_a_later_file_takes_the_place_of_an_earlier_one_slot_by_slot() -> None:
    ledger = with_filed(None, _stated({"p": 3600, "q": 7200}, FIRST))
    assert _filed(with_filed(ledger, _stated({"p": 1800}, SECOND))) == {"p": 1800, "q": 7200}


def test_an_earlier_file_that_is_carried_out_late_takes_nothing_back() -> None:
    ledger = with_filed(None, _stated({"p": 1800}, SECOND))
    assert _filed(with_filed(ledger, _stated({"p": 3600, "q": 60}, FIRST))) == {"p": 1800, "q": 60}


def test_a_file_that_is_confirmed_again_says_nothing_new() -> None:
    ledger = with_filed(None, _stated({"p": 3600}, FIRST))
    assert with_filed(ledger, _stated({"p": 3600}, FIRST)) is None


def test_no_hours_take_back_what_an_earlier_file_gave_and_stay_taken_back() -> None:
    ledger = with_filed(None, _stated({"p": 3600}, FIRST))
    emptied = with_filed(ledger, _stated({"p": 0}, SECOND))
    assert _filed(emptied) == {}
    assert with_filed(emptied, _stated({"p": 3600}, FIRST)) is None


def test_what_else_is_known_of_the_day_stays() -> None:
    before = DayLedger(day=DAY, revision=4, touched=True, employee_number="7")
    after = with_filed(before, _stated({"p": 60}, FIRST))
    assert after is not None
    assert after.model_copy(update={"filed": ()}) == before


def test_filing_is_saved_signed_with_the_time_it_was_confirmed() -> None:
    desk = SmallCompany().desk
    file_days(desk, [_stated({"p": 3600}, "not yet")], FIRST)
    (entry,) = desk.stores.hours.days([DAY])[DAY].filed
    assert (entry.seconds, entry.origin) == (3600, FIRST)


def test_whoever_answers_for_a_file_stands_in_the_history_of_each_day_once() -> None:
    desk = SmallCompany().desk
    for _ in range(2):
        file_days(desk, [_stated({"p": 3600}, "")], FIRST, "Kari")
    history = desk.stores.journal.history(day_key(DAY))
    assert [(each.what, each.by) for each in history] == [("decided", "Kari")]


def test_filing_goes_on_from_what_another_worker_has_just_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = SmallCompany().desk
    ledger, save = desk.stores.hours, type(desk.stores.hours).save
    tries: list[int] = []

    def save_late(store: object, before: DayLedger | None, after: DayLedger) -> DayLedger:
        tries.append(1)
        if len(tries) == 1:  # somebody is faster
            save(ledger, before, DayLedger(day=DAY, touched=True))
            raise RevisionConflict(str(DAY))
        return save(ledger, before, after)

    monkeypatch.setattr(type(ledger), "save", save_late)
    file_days(desk, [_stated({"p": 3600}, "")], FIRST)
    kept = ledger.days([DAY])[DAY]
    assert (kept.touched, _filed(kept)) == (True, {"p": 3600})


def test_a_desk_that_supposes_a_file_sees_it_and_changes_nothing() -> None:
    desk = SmallCompany().desk
    file_days(desk, [_stated({"p": 3600, "q": 60}, "")], FIRST)
    before = desk.stores.hours.days([DAY])
    supposing_ = supposing(desk, [_stated({"p": 900}, "")])
    assert _filed(supposing_.stores.hours.days([DAY])[DAY]) == {"p": 900, "q": 60}
    assert desk.stores.hours.days([DAY]) == before
    with pytest.raises(Bug):
        supposing_.stores.hours.save(None, DayLedger(day=DAY))


@given(
    st.lists(
        st.tuples(st.dictionaries(st.sampled_from("pqr"), st.integers(0, 9), max_size=3), st.integers(0, 20)),
        max_size=8,
    )
)
def test_in_whatever_order_files_are_carried_out_the_last_confirmed_one_counts_for_each_slot(
    files: list[tuple[dict[str, int], int]],
) -> None:
    stated = [(sums_of, f"{place:02}#{n:02}") for n, (sums_of, place) in enumerate(files) if sums_of]
    ledger: DayLedger | None = None
    for sums_of, origin in [*stated, *stated[::2]]:
        ledger = with_filed(ledger, _stated(sums_of, origin)) or ledger
    last: dict[str | None, int] = {}
    for sums_of, _ in sorted(stated, key=lambda each: each[1]):
        last.update(sums_of)
    assert ({} if ledger is None else _filed(ledger)) == {slot: seconds for slot, seconds in last.items() if seconds}


def test_entries_of_files_are_entries_like_others() -> None:
    (entry,) = _stated({"p": 60}, FIRST).entries
    assert Entry.model_validate(entry.model_dump()).day == DAY


def test_days_are_found_although_runs_were_cut_otherwise_when_the_file_was_uploaded() -> None:
    files = ImportFiles(MemoryShelf(), "c1")
    days = [Day(employee="kari", on=date(2026, 10, day)) for day in range(1, 10)]
    stated = sums([_row("p", 60 * n, day=day) for n, day in enumerate(days, 1)], FIRST)
    for chunk in range(3):
        files.put_days("i", "l", chunk + 1, stated[chunk * 3 : chunk * 3 + 3])
    for chunk, wanted in ((1, days[:3]), (2, days[2:7]), (9, days[8:])):
        found = files.days_of("i", "l", wanted, chunk)
        assert [each.day for each in found] == wanted
        assert found == [each for each in stated if each.day in wanted]
