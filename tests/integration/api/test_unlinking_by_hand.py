"""A person takes a pair apart: what hangs on it is said first, and nothing is deleted in any system."""

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from tests.integration.api.bench import Bench
from tests.integration.api.byhand import ByHand, key_of
from tests.integration.api.test_gate import is_problem

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def byhand(bench: Bench) -> ByHand:
    return ByHand.at(bench)


def project_of(byhand: ByHand, customer: Record) -> Record:
    project = byhand.company.systems[T].put(
        Kind.PROJECT, number="7", name="Tak", start_date="2026-01-05", customer=customer.id
    )
    byhand.looked_at(project, T)
    return project


def test_what_hangs_on_the_pair_is_counted(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    project_of(byhand, ours)
    shown = byhand.call(ours, T, "unlink/preview", choice="keep_apart").json
    assert shown["children"] == [{"kind": "project", "count": 1, "at_least": False}]
    assert shown["becomes"] == []


def test_a_pair_that_still_matches_is_said_to_be_linked_again(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    shown = byhand.call(ours, T, "unlink/preview", choice="match_anew").json
    said = {each["side"]: (each["how"], each["partner"]["id"]) for each in shown["becomes"]}
    assert said == {"tripletex": ("linked", theirs.id), "app": ("linked", ours.id)}


def test_what_would_be_created_or_asked_about_is_said(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    byhand.company.systems[T].edit(Kind.CUSTOMER, ours.id, number="10009")
    shown = byhand.call(ours, T, "unlink/preview", choice="match_anew").json
    assert {each["how"] for each in shown["becomes"]} == {"created"}
    assert byhand.link(ours, T) is not None


def test_a_pair_is_taken_apart_and_both_stay_as_they_are(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    project = project_of(byhand, ours)
    answer = byhand.call(ours, T, "unlink", choice="keep_apart", by="Kari")
    assert answer.status == 202
    byhand.worked()
    assert byhand.link(ours, T) is None
    assert byhand.link(project, T) is not None
    assert (byhand.now(T, ours.id).label, byhand.now(A, theirs.id).label) == ("Ås Bygg AS", "Ås Bygg AS")
    shown = byhand.bench.product.get(byhand.path(theirs, A)).json
    assert (shown["fate"]["standing"], shown["fate"]["code"]) == ("skipped", "left_out")
    assert [line.by for line in byhand.stores.journal.history(key_of(theirs, A)) if line.what == "unlinked"] == [
        "Kari"
    ]


def test_taking_apart_again_what_is_kept_apart_changes_nothing(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart")
    byhand.worked()
    before = byhand.stores.decisions.all()
    assert byhand.call(ours, T, "unlink", choice="keep_apart").status == 202
    assert byhand.stores.decisions.all() == before


def test_what_has_no_partner_cannot_be_taken_apart(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    assert is_problem(byhand.call(one, T, "unlink", choice="match_anew"), 409, "not_linked")


def test_only_the_two_ways_of_taking_apart_are_offered(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    assert byhand.call(ours, T, "unlink", choice="leave_out").status == 422


def test_a_pair_is_not_taken_apart_while_the_connection_stands_still(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    byhand.bench.changed(byhand.connection.id, status="paused")
    assert is_problem(byhand.call(ours, T, "unlink", choice="keep_apart"), 409, "wrong_status")


def test_what_was_left_out_is_created_after_all_when_a_person_says_so(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart")
    byhand.worked()
    byhand.company.systems[T].edit(Kind.CUSTOMER, ours.id, number="10009")
    assert byhand.call(ours, T, "answer", choice="create", by="Kari").status == 202
    byhand.worked()
    link = byhand.link(ours, T)
    assert link is not None
    assert byhand.now(A, link.app.id).number == "10009"


def test_only_what_is_offered_can_be_answered(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    assert is_problem(byhand.call(ours, T, "answer", choice="create"), 422, "choice_not_possible")
