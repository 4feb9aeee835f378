"""Linking and unlinking by hand: what the engine does when a person says that two are the same, or are not."""

from datetime import timedelta

import pytest

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.settings import Policy, Settings
from samspill.sync.worker import work_off
from tests.fakes.company import A, SmallCompany, T

C, P = Kind.CUSTOMER, Kind.PROJECT


@pytest.fixture
def company() -> SmallCompany:
    return SmallCompany()


def linked(company: SmallCompany, kind: Kind = C, **values: object) -> tuple[Record, Record]:
    record = company.tripletex.put(kind, **{"number": "10001", "name": "Ås Bygg AS", **values})
    company.changed(record, T)
    company.settle()
    return record, company.partner(record, T)


def unlinked(company: SmallCompany, record: Record, side: Side, choice: Choice) -> None:
    link = company.link(record, side)
    assert link is not None
    key = RecordKey(kind=record.kind, side=A, id=link.app.id)
    decision = Decision(connection="c1", key=key, choice=choice, by="Kari", at=company.now, link=link.id)
    company.stores.decisions.put(decision)
    company.stores.inbox.put(key, due_at=company.now, priority=Priority.PERSON)
    company.settle()


def counts(company: SmallCompany, kind: Kind = C) -> tuple[int, int]:
    return len(company.everything(kind, T)), len(company.everything(kind, A))


def test_a_pair_that_is_kept_apart_stays_in_both_systems_and_is_linked_no_more(company: SmallCompany) -> None:
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    company.reconcile()
    assert company.link(one, T) is None
    assert counts(company) == (1, 1)
    assert {company.fate(one, T).code, company.fate(two, A).code} == {"left_out"}


@pytest.mark.parametrize("side", [T, A])
def test_neither_half_is_created_anew_although_it_has_another_number_since(company: SmallCompany, side: Side) -> None:
    """Seen to fail with the other half left free when a pair is kept apart."""
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    record = {T: one, A: two}[side]
    company.changed(company.systems[side].edit(C, record.id, number="10009"), side)
    company.settle()
    assert counts(company) == (1, 1)


def test_an_edit_of_one_that_is_kept_apart_goes_nowhere(company: SmallCompany) -> None:
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    company.changed(company.tripletex.edit(C, one.id, name="Nytt Navn AS"), T)
    company.settle()
    assert company.systems[A].records[C][two.id].label == "Ås Bygg AS"


def test_what_is_matched_anew_finds_the_partner_whose_number_it_has_now(company: SmallCompany) -> None:
    one, two = linked(company)
    company.tripletex.edit(C, one.id, number="10002")
    right = company.tripletex.put(C, number="10003", name="Ås Bygg AS")
    company.app.edit(C, two.id, number="10003")
    unlinked(company, one, T, Choice.MATCH_ANEW)
    assert company.partner(right, T).id == two.id
    assert company.partner(one, T).number == "10002"


def test_both_halves_say_in_their_history_who_took_them_apart(company: SmallCompany) -> None:
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    for record, side, partner in ((one, T, two), (two, A, one)):
        newest = company.stores.journal.history(company.key(record, side))[0]
        assert (newest.what, newest.by, newest.partner) == ("unlinked", "Kari", partner.id)


def test_a_pair_that_was_taken_apart_can_be_linked_again(company: SmallCompany) -> None:
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    company.decide(company.key(one, T), Choice.LINK, two.id)
    assert company.partner(one, T).id == two.id
    assert company.stores.decisions.all() == []
    assert company.fate(two, A).standing is Standing.LINKED


def test_taking_apart_holds_for_the_link_it_was_said_of(company: SmallCompany) -> None:
    """Seen to fail with an old answer taking apart what was linked since."""
    one, two = linked(company)
    key = company.key(two, A)
    company.stores.decisions.put(
        Decision(connection="c1", key=key, choice=Choice.KEEP_APART, by="Kari", at=company.now, link="a former one")
    )
    company.changed(one, T)
    company.settle()
    assert company.partner(one, T).id == two.id


def test_the_later_of_two_answers_for_a_pair_holds(company: SmallCompany) -> None:
    """Seen to fail with an old answer for one half hiding the later for the other."""
    one, two = linked(company)
    company.stores.decisions.put(
        Decision(connection="c1", key=company.key(one, T), choice=Choice.APP_WINS, by="Ola",
                 at=company.now - timedelta(hours=1))
    )  # fmt: skip
    unlinked(company, one, T, Choice.KEEP_APART)
    assert company.link(two, A) is None


def test_the_problem_of_a_pair_is_solved_when_it_is_taken_apart(company: SmallCompany) -> None:
    company.with_settings(Settings(conflict_policy={C: Policy.ASK}))
    one, two = linked(company)
    company.tripletex.edit(C, one.id, phone="22334455")
    company.changed(company.app.edit(C, two.id, phone="40506070"), A)
    company.settle()
    assert company.problem(two, A).code == "both_changed"
    unlinked(company, one, T, Choice.KEEP_APART)
    assert company.stores.journal.count_open() == {}


def test_a_worker_that_is_cut_off_after_forgetting_the_link_leaves_both_left_out(company: SmallCompany) -> None:
    """Seen to fail with a worker that is cut off leaving a half that is matched again."""
    one, two = linked(company)
    link = company.link(one, T)
    assert link is not None
    company.stores.decisions.put(
        Decision(
            connection="c1", key=company.key(two, A), choice=Choice.KEEP_APART, by="K", at=company.now, link=link.id
        )
    )
    company.stores.links.remove(link)
    company.reconcile()
    assert company.link(one, T) is None
    assert counts(company) == (1, 1)


def test_the_survivor_of_a_dead_link_is_linked_with_the_one_that_a_person_names(company: SmallCompany) -> None:
    one, two = linked(company, P, start_date="2026-01-05")
    company.tripletex.remove(P, one.id)
    company.changed(one, T)
    company.settle()
    other = company.tripletex.put(P, number="77", name="Noe annet", start_date="2026-01-05")
    company.decide(company.key(two, A), Choice.LINK, other.id)
    assert company.partner(other, T).id == two.id


def test_what_a_dead_link_left_is_left_out_when_it_is_kept_apart(company: SmallCompany) -> None:
    one, two = linked(company, P, start_date="2026-01-05")
    company.tripletex.remove(P, one.id)
    company.changed(one, T)
    company.settle()
    unlinked(company, two, A, Choice.KEEP_APART)
    assert company.fate(two, A).code == "left_out"
    assert counts(company, P) == (0, 1)


def project_of(company: SmallCompany, customer: Record) -> Record:
    project = company.tripletex.put(P, number="7", name="Tak", start_date="2026-01-05", customer=customer.id)
    company.changed(project, T)
    company.settle()
    return project


def test_projects_of_a_customer_that_is_taken_apart_stay_linked_and_as_they_are(company: SmallCompany) -> None:
    one, two = linked(company)
    project = project_of(company, one)
    unlinked(company, one, T, Choice.KEEP_APART)
    company.reconcile()
    assert company.partner(project, T).values()["customer"] == two.id


def test_a_project_whose_customers_were_both_linked_otherwise_follows_tripletex_and_keeps_the_old_value(
    company: SmallCompany,
) -> None:
    """Seen to fail with references that mean others since a person linked otherwise."""
    one, two = linked(company)
    project = project_of(company, one)
    unlinked(company, one, T, Choice.KEEP_APART)
    three = company.tripletex.put(C, number="10003", name="Fjord AS")
    four = company.app.put(C, number="10004", name="Vår Rør")
    company.decide(company.key(two, A), Choice.LINK, three.id)
    company.decide(company.key(four, A), Choice.LINK, one.id)
    company.reconcile()
    partner = company.partner(project, T)
    assert partner.values()["customer"] == four.id
    lost = [entry.lost for entry in company.stores.journal.history(company.key(partner, A)) if entry.lost]
    assert {"customer": two.id} in lost
    assert company.unequal() == []


def test_two_workers_take_a_pair_apart_once(company: SmallCompany) -> None:
    one, two = linked(company)
    unlinked(company, one, T, Choice.KEEP_APART)
    work_off(company.desk, "party", company.now + timedelta(minutes=1))
    lines = [e.what for e in company.stores.journal.history(company.key(two, A))]
    assert lines.count("unlinked") == 1
