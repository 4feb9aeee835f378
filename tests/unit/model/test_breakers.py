"""The breaker's arithmetic."""

from datetime import UTC, datetime, timedelta

import pytest

from samspill.model.breakers import MOST, Breaker, Harm, limit
from samspill.model.kinds import Kind

NOW = datetime(2026, 3, 2, 9, 32, tzinfo=UTC)


def counted(ids: list[str], harm: Harm = Harm.DELETED, now: datetime = NOW) -> Breaker:
    return Breaker(kind=Kind.CUSTOMER).counted(harm, ids, now)


@pytest.mark.parametrize(
    ("of", "allowed"), [(0, 25), (60, 25), (125, 25), (126, 25), (130, 26), (1000, 200), (10_000_000, MOST)]
)
def test_both_count_and_share_must_be_exceeded(of: int, allowed: int) -> None:
    assert limit(25, 20, of) == allowed


def test_deletes_and_overwrites_count_together() -> None:
    both = counted(["1", "2"]).counted(Harm.OVERWRITTEN, ["3"], NOW)
    assert (both.count(Harm.DELETED, NOW), both.count(Harm.OVERWRITTEN, NOW), both.total(NOW)) == (2, 1, 3)


def test_a_record_that_was_overwritten_and_deleted_counts_once_as_deleted() -> None:
    both = counted(["1", "2"], Harm.OVERWRITTEN).counted(Harm.DELETED, ["2", "3"], NOW)
    assert (both.count(Harm.DELETED, NOW), both.count(Harm.OVERWRITTEN, NOW), both.total(NOW)) == (2, 1, 3)


def test_a_record_that_was_deleted_does_not_count_anew_when_it_is_back_and_overwritten() -> None:
    assert counted(["1"]).unknown(Harm.OVERWRITTEN, ["1", "2"], NOW) == ["2"]


def test_the_most_that_can_be_counted_fits_also_when_all_of_it_is_deleted_afterwards() -> None:
    ids = [str(number) for number in range(MOST)]
    assert len(counted(ids, Harm.OVERWRITTEN).counted(Harm.DELETED, ids, NOW).model_dump_json()) < 350_000


def test_a_record_that_was_harmed_in_another_way_is_not_a_further_record() -> None:
    assert counted(["1"], Harm.OVERWRITTEN).further(["1", "2"], NOW) == ["2"]


def test_a_record_that_is_counted_is_known_again() -> None:
    assert counted(["1", "2"]).unknown(Harm.DELETED, ["2", "3"], NOW) == ["3"]


def test_a_record_that_was_overwritten_counts_anew_when_it_is_deleted() -> None:
    assert counted(["1"], Harm.OVERWRITTEN).unknown(Harm.DELETED, ["1"], NOW) == ["1"]


def test_what_was_counted_an_hour_ago_still_counts_and_is_forgotten_soon_after() -> None:
    breaker = counted(["1"])
    assert breaker.total(NOW + timedelta(minutes=60)) == 1
    assert breaker.total(NOW + timedelta(minutes=66)) == 0


def test_forgotten_marks_take_no_room() -> None:
    later = counted(["1"]).counted(Harm.OVERWRITTEN, ["2"], NOW + timedelta(hours=2))
    assert later.deleted == {}
    assert len(later.overwritten) == 1


def test_what_an_open_breaker_counted_does_not_fade() -> None:
    opened = counted(["1", "2"]).opened(NOW, ())
    assert opened.count(Harm.DELETED, NOW + timedelta(days=3)) == 2
    assert opened.since(NOW + timedelta(days=3)) == NOW.replace(minute=30)


def test_a_release_begins_to_count_from_nothing() -> None:
    released = counted(["1", "2"]).opened(NOW, ()).released("Kari", NOW)
    assert (released.is_open, released.total(NOW), released.released_by) == (False, 0, "Kari")


def test_the_share_is_of_those_there_were_before_the_deletes() -> None:
    assert counted(["1", "2"]).measured(98, NOW).of == 100


def test_the_most_that_can_be_counted_fits_into_one_item() -> None:
    full = counted([str(number) for number in range(MOST)])
    assert full.total(NOW) == MOST
    assert len(full.model_dump_json()) < 350_000


def test_a_breaker_survives_being_stored() -> None:
    breaker = counted(["1"]).opened(NOW, ())
    assert Breaker.model_validate_json(breaker.model_dump_json()) == breaker
