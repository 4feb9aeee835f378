"""A poll is a change like any other: its group's worker asks the side and puts into the inbox what it says."""

from datetime import timedelta

import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited, RetryLater
from samspill.model.changes import EVERYTHING, Change, Priority, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.desk import Finished, Later
from samspill.sync.errands import BREATH, ERRANDS
from samspill.sync.polling import POLL, poll_keys
from samspill.sync.ports import Changed
from samspill.sync.worker import BATCH, Round, work_off
from tests.fakes.company import START, A, SmallCompany, T

RESET = timedelta(seconds=8)


class Answering:
    """What a side answers to polls: `told` by cursor, or an error."""

    def __init__(self, *told: Changed | Exception) -> None:
        self.told, self.cursors = list(told), list[str]()

    def __call__(self, kind: Kind, cursor: str) -> Changed:
        self.cursors.append(cursor)
        answer = self.told.pop(0) if self.told else Changed(cursor=cursor)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answering(company: SmallCompany, side: Side, *told: Changed | Exception) -> Answering:
    answers = Answering(*told)
    company.systems[side].changed_since = answers  # type: ignore[method-assign]
    return answers


def polled(company: SmallCompany, side: Side) -> Round:
    key = RecordKey(kind=Kind.CUSTOMER, side=side, id=POLL)
    company.stores.inbox.put(key, due_at=company.now, priority=Priority.RECONCILE)
    return work_off(company.desk, "party", company.now + timedelta(seconds=20))


def waiting(company: SmallCompany) -> list[Change]:
    return company.stores.inbox.items  # type: ignore[attr-defined, no-any-return]


def test_both_sides_of_each_kind_are_asked_apart() -> None:
    assert len(set(poll_keys((Kind.CUSTOMER, Kind.PROJECT)))) == 4


def test_what_a_poll_finds_is_synced_in_the_same_round() -> None:
    company = SmallCompany()
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    answering(company, A, Changed(ids=(record.id,), cursor="1"))
    polled(company, A)
    assert company.partner(record, A).label
    assert waiting(company) == []


def test_the_next_poll_goes_on_where_the_last_one_ended() -> None:
    company = SmallCompany()
    answers = answering(company, A, Changed(cursor="1"), Changed(cursor="2"))
    polled(company, A)
    polled(company, A)
    assert answers.cursors == ["", "1"]


def test_a_poll_that_tells_no_rows_has_the_registers_compared() -> None:
    company = SmallCompany()
    company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    answering(company, T, Changed(cursor="1", unsure=True))
    polled(company, T)
    assert [record.number for record in company.everything(Kind.CUSTOMER, T)] == ["10001"]


def test_a_crash_before_the_end_of_a_poll_asks_from_the_same_place_again() -> None:
    company = SmallCompany()
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    told = Changed(ids=(record.id,), cursor="1")
    answers = answering(company, A, told, told, told)
    with pytest.MonkeyPatch.context() as crash:
        crash.setattr(company.stores.cursors, "put", lambda *_: 1 / 0)
        polled(company, A)
    company.now += timedelta(minutes=1)
    polled(company, A)
    assert set(answers.cursors) == {""}
    assert len(answers.cursors) > 1


def test_a_limited_poll_waits_for_the_limit_and_changes_go_on() -> None:
    company = SmallCompany()
    record = company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    answering(company, T, RateLimited(company.now + RESET))
    company.changed(record, A)
    done = polled(company, T)
    assert company.partner(record, A).label
    assert [(change.key.id, change.due_at, change.attempts) for change in waiting(company)] == [
        (POLL, company.now + RESET, 0)
    ]
    assert done.shut_until is None


def test_a_poll_of_a_peer_that_is_down_counts_its_tries() -> None:
    company = SmallCompany()
    answering(company, T, RetryLater(), RetryLater(), RetryLater())
    polled(company, T)
    assert [change.attempts for change in waiting(company)] == [2]


def test_a_poll_goes_on_while_there_is_more_and_time() -> None:
    company = SmallCompany()
    answers = answering(
        company, T, Changed(cursor="1", more=True), Changed(cursor="2", more=True), Changed(cursor="3")
    )
    polled(company, T)
    assert answers.cursors == ["", "1", "2"]
    assert company.stores.cursors.get(Kind.CUSTOMER, T) == "3"
    assert waiting(company) == []


def test_a_poll_whose_time_is_up_goes_on_in_a_moment_where_it_was() -> None:
    company = SmallCompany()
    key = RecordKey(kind=Kind.CUSTOMER, side=T, id=POLL)
    answers = answering(company, T, Changed(cursor="1", more=True), Changed(cursor="2"))
    assert ERRANDS[POLL](company.desk, key, company.now) == Later(company.now + BREATH, counts=False)
    assert ERRANDS[POLL](company.desk, key, company.now) == Finished()
    assert answers.cursors == ["", "1"]


@pytest.mark.parametrize("stopped_by", [RateLimited(START + RESET), RetryLater()])
def test_a_poll_that_is_stopped_on_its_way_goes_on_where_it_was(stopped_by: Exception) -> None:
    company = SmallCompany()
    answers = answering(company, T, Changed(cursor="1", more=True), stopped_by, Changed(cursor="2"))
    polled(company, T)
    company.now += timedelta(minutes=1)
    work_off(company.desk, "party", company.now + timedelta(seconds=20))
    assert answers.cursors == ["", "1", "1"]
    assert waiting(company) == []


def test_a_register_that_is_too_large_to_be_asked_stops_nothing() -> None:
    company = SmallCompany()
    answering(company, T, ConfigurationWrong("register_too_large"))
    polled(company, T)
    assert waiting(company) == []


# ---- what a rate limit does to changes --------------------------------------------------------------------------


def test_a_rate_limit_ends_the_round_and_leaves_every_change_as_it_was() -> None:
    company = SmallCompany()
    for number in range(3 * BATCH):
        company.changed(company.app.put(Kind.CUSTOMER, number=str(20000 + number), name=f"Kunde {number}"), A)
    before = waiting(company)
    asked = []

    def limited(kind: Kind, field: str, values: object) -> object:
        asked.append(kind)
        raise RateLimited(company.now + RESET)

    company.tripletex.find = limited  # type: ignore[assignment, method-assign]
    done = work_off(company.desk, "party", company.now + timedelta(seconds=20))
    assert (done.shut_until, done.done, len(asked)) == (company.now + RESET, 0, 1)
    assert waiting(company) == before


@pytest.mark.parametrize("priority", [Priority.PERSON, Priority.CHANGE, Priority.RECONCILE])
def test_a_change_is_worked_on_with_its_own_share_of_the_limits(priority: Priority) -> None:
    company = SmallCompany()
    opened = []

    def systems_at(wanted: Priority) -> dict[Side, object]:
        opened.append(wanted)
        return dict(company.systems)

    desk = company.desk.__class__(**{**company.desk.__dict__, "systems_at": systems_at})
    company.changed(company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS"), A, priority)
    work_off(desk, "party", company.now + timedelta(seconds=20))
    assert opened == [priority]


def test_stronger_changes_are_worked_on_before_weaker_ones() -> None:
    company = SmallCompany()
    weak = company.app.put(Kind.CUSTOMER, number="10001", name="Ås Bygg AS")
    strong = company.tripletex.put(Kind.CUSTOMER, number="10002", name="Fjordfisk AS")
    company.changed(weak, A, Priority.RECONCILE)
    company.changed(strong, T, Priority.PERSON)
    work_off(company.desk, "party", company.now + timedelta(seconds=20))
    entries = company.stores.journal.entries  # type: ignore[attr-defined]
    assert entries[0].key == company.key(strong, T)
    assert entries[-1].key == company.key(weak, A)


def test_polls_and_comparisons_are_told_apart() -> None:
    assert POLL != EVERYTHING
