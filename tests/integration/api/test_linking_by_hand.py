"""A person links two records that the engine did not link: searched for, shown side by side, confirmed."""

import pytest

from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from tests.integration.api.bench import Bench
from tests.integration.api.byhand import ByHand, key_of
from tests.integration.api.test_gate import is_problem

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def byhand(bench: Bench) -> ByHand:
    return ByHand.at(bench)


def confirmed(byhand: ByHand, one: Record, side: Side, partner: str) -> dict[str, object]:
    preview = byhand.call(one, side, "link/preview", partner=partner).json
    return {"partner": partner, **({"confirm": preview["confirm"]} if preview["confirm"] else {})}


def test_the_other_system_is_searched_by_number_also_for_what_was_never_looked_at(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    other = byhand.customer(A, "555", "Aas Bygg")
    found = byhand.bench.product.get(byhand.path(one, T, "candidates"), q="555").json["items"]
    assert [(each["id"], each["name"], each["linked_with"]) for each in found] == [(other.id, "Aas Bygg", None)]


def test_what_is_known_is_found_by_a_part_of_its_name_and_says_whom_it_is_linked_with(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    one = byhand.customer(T, "10002", "Ås Bygg")
    found = byhand.bench.product.get(byhand.path(one, T, "candidates"), q="ås b").json["items"]
    assert [(each["id"], each["linked_with"]) for each in found] == [(theirs.id, ours.id)]


def test_without_a_search_those_that_look_alike_are_suggested(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS", email="post@as.no")
    alike = byhand.customer(A, "555", "Aas Bygg", email="post@as.no")
    byhand.customer(A, "556", "Fjord AS")
    found = byhand.bench.product.get(byhand.path(one, T, "candidates")).json["items"]
    assert [(each["id"], each["suggested"]) for each in found] == [(alike.id, True)]


def test_the_preview_shows_both_and_what_is_written_where(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS", phone="22334455")
    other = byhand.customer(A, "555", "Aas Bygg", email="post@as.no")
    shown = byhand.call(one, T, "link/preview", partner=other.id).json
    fields = {each["field"]: each for each in shown["fields"]}
    name, email = fields["name"], fields["email"]
    assert (name["tripletex"], name["app"], name["written_to"], name["overwrites"]) == (
        "Ås Bygg AS", "Aas Bygg", "app", True,
    )  # fmt: skip
    assert (email["written_to"], email["value"], email["overwrites"]) == ("tripletex", "post@as.no", False)
    assert byhand.link(one, T) is None


def test_two_are_linked_as_the_preview_said_and_the_history_says_who_did_it(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    other = byhand.customer(A, "555", "Aas Bygg", email="post@as.no")
    answer = byhand.call(one, T, "link", by="Kari", **confirmed(byhand, one, T, other.id))
    assert answer.status == 202
    assert answer.json["decision"]["choice"] == "link"
    byhand.worked()
    assert (byhand.now(A, other.id).label, byhand.now(A, other.id).number) == ("Ås Bygg AS", "10001")
    assert byhand.now(T, one.id).values()["email"] == "post@as.no"
    lines = {line.what: line for line in byhand.stores.journal.history(key_of(one, T))}
    assert (lines["linked"].by, lines["linked"].partner, lines["decided"].by) == ("Kari", other.id, "Kari")


def test_what_would_be_overwritten_has_to_be_confirmed(byhand: ByHand) -> None:
    one, other = byhand.customer(T, "10001", "Ås Bygg AS"), byhand.customer(A, "555", "Aas Bygg")
    assert is_problem(byhand.call(one, T, "link", partner=other.id), 409, "link_needs_confirmation")
    assert byhand.stores.decisions.all() == []


def test_a_confirmation_holds_for_the_values_it_was_given_for(byhand: ByHand) -> None:
    one, other = byhand.customer(T, "10001", "Ås Bygg AS"), byhand.customer(A, "555", "Aas Bygg")
    body = confirmed(byhand, one, T, other.id)
    byhand.company.systems[A].edit(Kind.CUSTOMER, other.id, name="Noe helt annet")
    assert is_problem(byhand.call(one, T, "link", **body), 409, "link_needs_confirmation")


def test_saying_again_that_two_are_the_same_changes_nothing(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    before = byhand.link(ours, T)
    assert byhand.call(ours, T, "link", partner=theirs.id).status == 202
    byhand.worked()
    assert byhand.link(ours, T) == before
    assert byhand.stores.decisions.all() == []


def test_a_record_that_was_left_out_is_linked_and_left_out_no_more(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart")
    byhand.worked()
    byhand.call(theirs, A, "link", partner=ours.id)
    byhand.worked()
    assert byhand.link(ours, T) is not None
    fate = byhand.stores.journal.fates([key_of(ours, T)])[key_of(ours, T)]
    assert fate.standing is Standing.LINKED


def test_a_record_that_has_a_partner_is_refused_naming_it(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    other = byhand.customer(A, "555", "Fjord AS")
    answer = byhand.call(ours, T, "link", partner=other.id)
    assert is_problem(answer, 409, "record_linked")
    assert "10001 Ås Bygg AS" in answer.json["detail"]


def test_a_partner_that_belongs_to_another_is_refused_naming_whom(byhand: ByHand) -> None:
    _, theirs = byhand.pair()
    one = byhand.customer(T, "10002", "Fjord AS")
    answer = byhand.call(one, T, "link/preview", partner=theirs.id)
    assert is_problem(answer, 409, "partner_taken")
    assert "10001 Ås Bygg AS" in answer.json["detail"]


def test_what_does_not_exist_or_is_of_another_kind_is_refused(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    project = byhand.company.systems[A].put(Kind.PROJECT, number="7", name="Tak", start_date="2026-01-05")
    assert is_problem(byhand.call(one, T, "link/preview", partner=project.id), 422, "partner_not_found")


def test_what_is_gone_is_refused(byhand: ByHand) -> None:
    one, other = byhand.customer(T, "10001", "Ås Bygg AS"), byhand.customer(A, "555", "Aas Bygg")
    byhand.company.systems[T].remove(Kind.CUSTOMER, one.id)
    assert is_problem(byhand.call(one, T, "link/preview", partner=other.id), 409, "record_gone")


def test_what_a_rule_keeps_out_is_refused_with_the_rule(byhand: ByHand) -> None:
    one = byhand.customer(A, "", "Ås Bygg AS")
    other = byhand.customer(T, "10001", "Ås Bygg AS")
    answer = byhand.call(one, A, "link/preview", partner=other.id)
    assert is_problem(answer, 409, "link_not_possible")


def test_nothing_is_linked_while_the_connection_is_not_active(byhand: ByHand) -> None:
    one, other = byhand.customer(T, "10001", "Ås Bygg AS"), byhand.customer(A, "555", "Aas Bygg")
    byhand.bench.changed(byhand.connection.id, status="paused")
    assert is_problem(byhand.call(one, T, "link/preview", partner=other.id), 409, "wrong_status")


def test_nothing_is_linked_of_a_kind_that_stands_still(byhand: ByHand) -> None:
    one, other = byhand.customer(T, "10001", "Ås Bygg AS"), byhand.customer(A, "555", "Aas Bygg")
    breakers = byhand.stores.breakers
    breakers.save(breakers.get(Kind.CUSTOMER).opened(byhand.bench.now, []))
    assert is_problem(byhand.call(one, T, "link/preview", partner=other.id), 409, "breaker_open")


def test_documents_are_not_linked_by_hand(byhand: ByHand) -> None:
    path = f"/v1/connections/{byhand.connection.id}/records/invoice/app/1/link/preview"
    assert is_problem(byhand.bench.product.post(path, {"partner": "2"}), 409, "kind_without_links")


def test_another_products_connection_does_not_exist(byhand: ByHand) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    for what, body in (("link", {"partner": "1"}), ("unlink", {"choice": "keep_apart"})):
        assert is_problem(byhand.bench.other_product.post(byhand.path(one, T, what), body), 404, "not_found")
