"""Too much of a kind deleted or overwritten within an hour, and what does not count as that.

Seen to fail with a `limit` that bounds nothing: then the other side loses all that was deleted or overwritten. What
must not count was seen to fail with `desk.approved`, decisions, marks and `overwrites` left out of the count.
"""

from datetime import timedelta

import pytest

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.breakers import Harm
from samspill.model.changes import Priority
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.settings import Settings
from samspill.sync.breaker import register_of
from tests.fakes.company import A, SmallCompany, T
from tests.fakes.shelf import MemoryShelf
from tests.unit.sync.mass_changes import LIMIT, C, customers, delete, edit, left, release, waiting, with_phone, work
from tests.unit.sync.test_first_sync import first_sync, plan


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def test_of_a_mass_delete_only_what_fits_under_the_limit_is_carried_over(company: SmallCompany) -> None:
    """Seen to fail with no limit to what goes through."""
    delete(company, customers(company))
    work(company)
    assert left(company) == 60 - LIMIT
    assert waiting(company) == 60 - LIMIT
    assert company.stores.breakers.get(C).opened_at == company.now


def test_a_trickle_of_deletes_is_counted_over_the_batches_of_an_hour(company: SmallCompany) -> None:
    for record in customers(company)[:40]:
        delete(company, [record])
        work(company)
        company.now += timedelta(minutes=1)
    assert left(company) == 60 - LIMIT


def test_as_many_deletes_spread_over_more_than_an_hour_pass(company: SmallCompany) -> None:
    for record in customers(company)[:40]:
        delete(company, [record])
        work(company)
        company.now += timedelta(minutes=3)
    assert left(company) == 20


def test_of_many_records_the_share_must_be_exceeded_too(company: SmallCompany) -> None:
    delete(company, customers(company, 200)[:41])
    work(company)
    assert left(company) == 160
    assert waiting(company) == 1


def test_overwrites_over_the_limit_are_not_written(company: SmallCompany) -> None:
    """Seen to fail with no limit to what goes through."""
    edit(company, customers(company, phone="22334455"), phone="99887766")
    work(company)
    assert with_phone(company, "99887766") == LIMIT
    assert with_phone(company, "22334455") == 60 - LIMIT


def test_filling_empty_fields_is_no_overwrite(company: SmallCompany) -> None:
    edit(company, customers(company), phone="99887766")
    work(company)
    assert with_phone(company, "99887766") == 60


def test_clearing_fields_is_an_overwrite(company: SmallCompany) -> None:
    edit(company, customers(company, phone="22334455"), phone="")
    work(company)
    assert with_phone(company, "22334455") == 60 - LIMIT


def test_echoes_and_new_records_never_open_a_breaker(company: SmallCompany) -> None:
    for record in customers(company):
        company.changed(record, T)
        company.changed(company.partner(record, T), A)
    company.settle()
    assert company.stores.breakers.all() == []


def test_a_record_edited_again_and_again_counts_once(company: SmallCompany) -> None:
    first = customers(company, 30, phone="22334455")[:1]
    for number in range(40):
        edit(company, first, phone=f"998877{number:02}")
        work(company)
    assert company.partner(first[0], T).values()["phone"] == "99887739"
    assert company.stores.breakers.get(C).count(Harm.OVERWRITTEN, company.now) == 1


def test_records_that_were_edited_and_are_deleted_within_the_hour_count_once(company: SmallCompany) -> None:
    some = customers(company, phone="22334455")[:LIMIT]
    edit(company, some, phone="99887766")
    work(company)
    assert with_phone(company, "99887766") == LIMIT
    delete(company, some)
    work(company)
    assert left(company) == 60 - LIMIT
    assert not company.stores.breakers.get(C).is_open


def test_trying_again_after_lost_answers_does_not_count_twice(company: SmallCompany) -> None:
    some = customers(company, phone="22334455")[:20]
    update = company.app.update

    def down(*_: object) -> None:
        raise RetryLater

    company.app.update = down  # type: ignore[method-assign,assignment]
    edit(company, some, phone="99887766")
    for _ in range(4):
        work(company)
        company.now += timedelta(minutes=2)
    company.app.update = update  # type: ignore[method-assign]
    company.settle()
    assert with_phone(company, "99887766") == 20
    assert not company.stores.breakers.get(C).is_open


def test_persons_decisions_do_not_count(company: SmallCompany) -> None:
    records = customers(company, phone="22334455")
    company.with_settings(Settings.model_validate({"conflict_policy": {"customer": "ask"}}))
    for record in records:
        company.app.edit(C, company.partner(record, T).id, phone="11111111")
    edit(company, records, phone="99887766")
    company.settle()
    for record in records:
        key = company.key(record, T)
        decision = Decision(connection="c1", key=key, choice=Choice.TRIPLETEX_WINS, by="Kari", at=company.now)
        company.stores.decisions.put(decision)
        company.changed(record, T)
    company.settle()
    assert with_phone(company, "99887766") == 60


def test_what_an_approved_plan_overwrites_does_not_count(company: SmallCompany) -> None:
    shelf, phones = MemoryShelf(), {T: "22334455", A: "99887766"}
    for number in range(60):
        for side in Side:
            company.systems[side].put(C, number=str(10001 + number), name=f"Kunde {number} AS", phone=phones[side])
    plan(company, shelf)
    first_sync(company, shelf)
    assert with_phone(company, phones[T]) == 60
    assert company.stores.breakers.all() == []


def test_what_a_first_sync_left_over_and_was_approved_does_not_count(company: SmallCompany) -> None:
    records = customers(company, phone="22334455")
    for record in records:
        company.tripletex.edit(C, record.id, phone="99887766")
        company.changed(record, T, Priority.FIRST_SYNC)
    work(company)
    assert with_phone(company, "99887766") == 60


def test_absences_that_are_only_a_missing_right_do_not_count(company: SmallCompany) -> None:
    records = customers(company)
    company.tripletex.rightless.add(C)
    company.tripletex.hidden.update(record.id for record in records)
    for record in records:
        company.changed(record, T)
    with pytest.raises(ConfigurationWrong):
        work(company)
    assert company.stores.breakers.all() == []


def test_rights_are_asked_for_once_a_batch_however_many_were_deleted(company: SmallCompany) -> None:
    delete(company, customers(company)[:20])
    asked, check = [], company.tripletex.check_rights

    def counted(kind: Kind) -> None:
        asked.append(kind)
        check(kind)

    company.tripletex.check_rights = counted  # type: ignore[method-assign]
    work(company)
    assert left(company) == 40
    assert asked == [C]


def test_a_stopped_record_says_so_in_its_history_and_the_register_in_its_own(company: SmallCompany) -> None:
    records = customers(company)
    delete(company, records)
    work(company)
    histories = [company.stores.journal.history(company.key(record, T)) for record in records]
    assert sum(entry.code == "breaker_open" for history in histories for entry in history) == 60 - LIMIT
    assert [entry.what for entry in company.stores.journal.history(register_of(C))] == ["stopped"]


def test_examples_are_the_records_that_are_still_there(company: SmallCompany) -> None:
    delete(company, customers(company))
    work(company)
    examples = company.stores.breakers.get(C).examples
    assert len(examples) == 5
    assert {example.side for example in examples} == {A}
    assert all(example.id in company.app.records[C] for example in examples)


def test_the_limits_come_from_the_settings(company: SmallCompany) -> None:
    company.with_settings(Settings(breaker_count=3, breaker_share=10))
    delete(company, customers(company))
    work(company)
    assert left(company) == 54


def test_taking_a_kind_in_later_overwrites_no_more_than_the_limit_unseen(company: SmallCompany) -> None:
    phones = {T: "22334455", A: "99887766"}
    for number in range(60):
        for side in Side:
            company.systems[side].put(C, number=str(10001 + number), name=f"Kunde {number} AS", phone=phones[side])
    company.reconcile()
    assert with_phone(company, phones[T]) == LIMIT
    release(company)
    assert with_phone(company, phones[T]) == 60
