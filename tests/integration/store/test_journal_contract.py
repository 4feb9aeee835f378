from datetime import datetime, timedelta

import pytest

from samspill.model.changes import RecordKey
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.sync.ports import Stores

MINUTE = timedelta(minutes=1)


def key(record_id: str, kind: Kind = Kind.CUSTOMER, side: Side = Side.TRIPLETEX) -> RecordKey:
    return RecordKey(kind=kind, side=side, id=record_id)


def fate(stores_of: str, now: datetime, record: RecordKey, name: str = "", **more: object) -> Fate:
    fields = {"standing": Standing.LINKED, "number": None, **more}
    return Fate.model_validate({"connection": stores_of, "key": record, "name": name, "updated_at": now, **fields})


def names(found: tuple[list[Fate], str | None]) -> list[str]:
    return [fate.name for fate in found[0]]


def test_the_last_word_on_a_record_is_kept(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.journal.set_fates([fate(connection_id, now, key("1"), "Old")])
    last = fate(connection_id, now, key("1"), "New", standing=Standing.HELD, code="name_missing")
    stores.journal.set_fates([last])
    assert stores.journal.fates([key("1"), key("2")]) == {key("1"): last}


def test_of_two_words_on_a_record_given_together_the_last_counts(
    stores: Stores, connection_id: str, now: datetime
) -> None:
    stores.journal.set_fates([fate(connection_id, now, key("1"), name) for name in ("Old", "New")])
    assert stores.journal.fates([key("1")])[key("1")].name == "New"


def test_many_fates_are_set_and_read_at_once(stores: Stores, connection_id: str, now: datetime) -> None:
    keys = [key(str(number)) for number in range(130)]
    stores.journal.set_fates([fate(connection_id, now, one) for one in keys])
    assert set(stores.journal.fates(keys)) == set(keys)


@pytest.mark.parametrize("q", ["ærlig", "ÆRLIG", "aerlig", "åse", "ase", "cafe", "café", " 1004 ", ""])
def test_a_record_is_found_by_name_and_number_however_it_is_typed(
    stores: Stores, connection_id: str, now: datetime, q: str
) -> None:
    stores.journal.set_fates([fate(connection_id, now, key("1"), "Ærlig Åses Café", number="10042")])
    assert names(stores.journal.search(q=q)) == ["Ærlig Åses Café"]


@pytest.mark.parametrize("q", ["åse", "bse", "es café 10"])
def test_a_record_is_not_found_by_other_letters(stores: Stores, connection_id: str, now: datetime, q: str) -> None:
    stores.journal.set_fates([fate(connection_id, now, key("1"), "Ases Café", number="10042")])
    assert names(stores.journal.search(q=q)) == []


def test_a_search_can_be_narrowed_by_kind_and_standing(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.journal.set_fates(
        [
            fate(connection_id, now, key("1"), "held customer", standing=Standing.HELD),
            fate(connection_id, now, key("2"), "linked customer"),
            fate(connection_id, now, key("3", Kind.PROJECT), "held project", standing=Standing.HELD),
        ]
    )
    assert names(stores.journal.search(kind=Kind.CUSTOMER)) == ["held customer", "linked customer"]
    assert names(stores.journal.search(standing=Standing.HELD)) == ["held customer", "held project"]
    assert names(stores.journal.search(kind=Kind.PROJECT, standing=Standing.LINKED)) == []


@pytest.mark.parametrize("standing", [None, Standing.HELD])
def test_pages_of_a_search_join_without_gap_or_overlap(
    stores: Stores, connection_id: str, now: datetime, standing: Standing | None
) -> None:
    fates = [
        fate(connection_id, now, key(f"{i:02}"), standing=Standing.HELD if i % 2 else Standing.LINKED)
        for i in range(12)
    ]  # fmt: skip
    stores.journal.set_fates(fates)
    read: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor is not None:
        page, cursor = stores.journal.search(standing=standing, limit=3, cursor=cursor)
        read += [one.key.id for one in page]
        pages += 1
    wanted = [one.key.id for one in fates if standing in (None, one.standing)]
    assert (read, pages) == (wanted, len(wanted) // 3)


def test_a_damaged_cursor_is_refused(stores: Stores) -> None:
    with pytest.raises(ValueError, match="cursor"):
        stores.journal.search(cursor="bm90IGEgY3Vyc29y")


def test_the_cursor_of_another_listing_is_refused(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.journal.set_fates([fate(connection_id, now, key(str(i))) for i in range(3)])
    _, cursor = stores.journal.search(kind=Kind.CUSTOMER, limit=1)
    with pytest.raises(ValueError, match="cursor"):
        stores.journal.search(kind=Kind.PROJECT, cursor=cursor)


def entry(connection: str, at: datetime, what: str, record: RecordKey) -> Entry:
    return Entry(connection=connection, key=record, at=at, what=what, lost={"name": "Før", "active": None})


def test_history_is_read_newest_first(stores: Stores, connection_id: str, now: datetime) -> None:
    first = entry(connection_id, now, "created", key("1"))
    second = entry(connection_id, now + MINUTE, "updated", key("1"))
    stores.journal.write([second])
    stores.journal.write([first])
    assert stores.journal.history(key("1")) == [second, first]
    assert stores.journal.history(key("1"), limit=1) == [second]


def test_entries_written_together_keep_their_order(stores: Stores, connection_id: str, now: datetime) -> None:
    stores.journal.write([entry(connection_id, now, what, key("1")) for what in ("conflict", "updated", "decided")])
    assert [one.what for one in stores.journal.history(key("1"))] == ["decided", "updated", "conflict"]


def test_each_record_has_a_history_of_its_own(stores: Stores, connection_id: str, now: datetime) -> None:
    for record in (key("1"), key("1#2"), key("12"), key("1", side=Side.APP)):
        stores.journal.write([entry(connection_id, now, "created", record)])
    assert [one.key for one in stores.journal.history(key("1"))] == [key("1")]
    assert [one.key for one in stores.journal.history(key("1#2"))] == [key("1#2")]
