"""Settings that change at any time: what they would do, what has to be confirmed, what happens then."""

from typing import Any

import pytest

from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.kinds import Kind, Side
from samspill.sync.turning import turned_key
from tests.integration.api.bench import Bench
from tests.integration.api.lager import Lager, lager

A, T = Side.APP, Side.TRIPLETEX
TWO_WAY = {"direction": {"customer": "both"}}


@pytest.fixture
def rack(bench: Bench) -> Lager:
    return lager(bench)


@pytest.fixture
def differing(rack: Lager) -> Lager:
    """One pair differs in its name, one only in what one side has not filled in, one not at all."""
    rack.link(Kind.CUSTOMER, {"number": "1", "name": "Ny i Tripletex AS"}, {"number": "1", "name": "I Rackbeat AS"})
    rack.link(
        Kind.CUSTOMER, {"number": "2", "name": "B AS", "city": "Bergen"}, {"number": "2", "name": "B AS", "city": ""}
    )
    rack.link(Kind.CUSTOMER, {"number": "3", "name": "C AS"}, {"number": "3", "name": "C AS"})
    return rack


def test_nothing_that_changes_does_nothing(rack: Lager) -> None:
    assert rack.preview().json == {"consequences": [], "confirm": None}


def test_a_preview_changes_nothing(differing: Lager) -> None:
    before = differing.connection
    differing.preview(**TWO_WAY)
    assert differing.connection == before
    assert differing.stores.inbox.count() == 0


def test_a_direction_that_is_opened_tells_what_it_overwrites_on_which_side_with_examples(differing: Lager) -> None:
    found = differing.foreseen(**TWO_WAY)
    overwritten = found["direction_overwrites:app"]
    assert (overwritten["count"], overwritten["loss"], overwritten["at_least"]) == (1, "overwrites", False)
    (example,) = overwritten["examples"]
    assert (example["number"], example["field"]) == ("1", "Name")
    assert (example["now"], example["after"]) == ("I Rackbeat AS", "Ny i Tripletex AS")
    assert "direction_overwrites:tripletex" not in found
    assert found["direction_turned"]["text"] == "Customers: changes travel both ways from now on."


def test_a_direction_that_is_closed_overwrites_nothing(bench: Bench) -> None:
    rack = lager(bench, **TWO_WAY)
    rack.link(Kind.CUSTOMER, {"number": "1", "name": "En AS"}, {"number": "1", "name": "To AS"})
    answer = rack.preview(direction={"customer": "to_app"}).json
    assert [each["code"] for each in answer["consequences"]] == ["direction_turned"]
    assert answer["confirm"] is None


def test_what_overwrites_is_refused_until_exactly_that_is_confirmed(differing: Lager) -> None:
    shown = differing.preview(**TWO_WAY).json
    refused = differing.put(**TWO_WAY)
    assert (refused.status, refused.json["code"]) == (409, "settings_need_confirmation")
    assert refused.json["consequences"] == shown["consequences"]
    assert refused.json["confirm"] == shown["confirm"] is not None
    assert differing.confirmed("0" * 32, TWO_WAY).status == 409
    assert differing.connection.settings.direction == {}
    assert differing.confirmed(shown["confirm"], TWO_WAY).status == 200
    assert differing.connection.settings.direction == {Kind.CUSTOMER: "both"}


def test_a_confirmation_holds_only_for_what_was_shown(differing: Lager) -> None:
    confirm = differing.preview(**TWO_WAY).json["confirm"]
    differing.link(Kind.CUSTOMER, {"number": "4", "name": "Ja AS"}, {"number": "4", "name": "Nei AS"})
    assert differing.confirmed(confirm, TWO_WAY).status == 409
    other = {"direction": {"customer": "to_app"}}
    assert differing.confirmed(differing.preview(**TWO_WAY).json["confirm"], other).status == 409


def test_a_confirmation_outlives_what_has_nothing_to_do_with_it(differing: Lager) -> None:
    confirm = differing.preview(**TWO_WAY).json["confirm"]
    differing.held(Kind.PRODUCT, "7")
    assert differing.confirmed(confirm, TWO_WAY).status == 200


def test_a_turned_direction_has_the_pairs_of_its_kind_meet_anew(differing: Lager) -> None:
    differing.confirmed(differing.preview(**TWO_WAY).json["confirm"], TWO_WAY)
    assert differing.waits(turned_key(Kind.CUSTOMER))
    assert not differing.waits(turned_key(Kind.SUPPLIER))
    assert (differing.id, "party") in differing.bench.wakeups.woken


@pytest.mark.parametrize("on", [True, False], ids=["and switched on", "and stays off"])
def test_a_direction_that_is_turned_while_its_kind_is_off_is_asked_about_and_has_the_pairs_meet_anew(
    differing: Lager, *, on: bool
) -> None:
    assert differing.put(kinds={"customer": False}).status == 200
    wanted = {**TWO_WAY, "kinds": {"customer": on}}
    refused = differing.put(**wanted)
    assert (refused.status, refused.json["code"]) == (409, "settings_need_confirmation")
    differing.bench.wakeups.woken.clear()
    assert differing.confirmed(refused.json["confirm"], wanted).status == 200
    assert differing.waits(turned_key(Kind.CUSTOMER))
    assert (differing.id, "party") in differing.bench.wakeups.woken


def test_a_kind_that_stops_tells_what_stays_what_is_closed_and_what_is_dropped(differing: Lager) -> None:
    differing.held(Kind.CUSTOMER, "9")
    differing.stores.inbox.put(RecordKey(kind=Kind.CUSTOMER, side=A, id="8"), due_at=differing.bench.now)
    differing.stores.inbox.put(RecordKey(kind=Kind.CUSTOMER, side=T, id=EVERYTHING), due_at=differing.bench.now)
    answer = differing.preview(kinds={"customer": False}).json
    (stops,) = answer["consequences"]
    assert (stops["code"], stops["kind"], stops["count"], stops["loss"]) == ("kind_stops", "customer", 3, None)
    assert "problems that are closed: 1" in stops["text"]
    assert "changes that are dropped: 1" in stops["text"]
    assert answer["confirm"] is None


def test_a_kind_without_anything_waiting_stops_without_being_asked_about(rack: Lager) -> None:
    assert rack.put(kinds={"invoice": False}).status == 200


def test_a_kind_that_begins_tells_what_is_known_of_it(bench: Bench) -> None:
    rack = lager(bench, kinds={"customer": False})
    rack.link(Kind.CUSTOMER, {"number": "1"}, {"number": "1"})
    begins = rack.foreseen(kinds={"customer": True, "purchase_order": True})
    assert begins["kind_begins"]["count"] == 1
    assert begins["documents_begin"]["kind"] == "purchase_order"


def test_a_kind_that_is_switched_on_again_is_compared(bench: Bench) -> None:
    rack = lager(bench, kinds={"customer": False})
    assert rack.put().status == 200
    assert rack.waits(RecordKey(kind=Kind.CUSTOMER, side=T, id=EVERYTHING))


def test_payment_terms_with_another_meaning_overwrite_what_tripletex_has(rack: Lager) -> None:
    rack.link(Kind.CUSTOMER, {"number": "1", "payment_due": "14 days"}, {"number": "1", "payment_due": "14 days"})
    rack.link(Kind.CUSTOMER, {"number": "2", "payment_due": "30 days"}, {"number": "2", "payment_due": "30 days"})
    found = rack.foreseen(payment_terms={"1": "10 days"})
    assert found["payment_terms_overwrite:tripletex"]["count"] == 1
    assert rack.foreseen(payment_terms={"1": "14 days"}) == {}
    assert rack.put(payment_terms={"1": "10 days"}).status == 409


def test_directions_changed_in_review_need_another_plan(rack: Lager) -> None:
    rack.bench.changed(rack.id, status="in_review", live=False, review_pending="plan", plan="p")
    assert set(rack.foreseen(**TWO_WAY)) == {"direction_turned", "plan_begins_again"}
    assert rack.put(**TWO_WAY).status == 200
    assert rack.connection.status == "draft"


def test_other_settings_changed_in_review_make_the_approval_lapse(rack: Lager) -> None:
    rack.bench.changed(rack.id, status="in_review", live=False, review_pending="plan", plan="p")
    assert set(rack.foreseen(breaker_count=3)) == {"approval_lapses"}


@pytest.mark.parametrize("asked", ["preview", "put"])
@pytest.mark.parametrize(
    ("settings", "field", "code"),
    [
        ({"documents": {"vat": {"1/domestic": "31"}}}, "documents.vat.1/domestic", "vat_code_not_active"),
        ({"app_defaults": {"customer": {"group": "9"}}}, "app_defaults.customer.group", "not_found_in_app"),
        ({"payment_terms": {"1": "soon"}}, "payment_terms.1", "payment_terms_unreadable"),
        ({"direction": {"employee": "both"}}, "direction.employee", "direction_not_possible"),
        ({"fallback_project_manager": "1"}, "fallback_project_manager", "setting_not_offered"),
        ({"kinds": {"project": True}}, "kinds.project", "kind_not_offered"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_possible_is_refused_with_the_path_that_was_sent(
    rack: Lager, asked: str, settings: dict[str, Any], field: str, code: str
) -> None:
    answer = getattr(rack, asked)(**settings)
    (error,) = answer.json["errors"]
    sent = f"body.settings.{field}" if asked == "preview" else f"body.{field}"
    assert (answer.status, error["field"], error["code"]) == (422, sent, code)


def test_settings_of_documents_are_refused_for_svenn(bench: Bench) -> None:
    connection = bench.live()
    answer = bench.product.put(f"/v1/connections/{connection.id}/settings", {"documents": {"send": True}})
    assert (answer.status, answer.json["errors"][0]["code"]) == (422, "setting_not_offered")


@pytest.mark.parametrize(
    "address", ["kari", "kari@example", "kari@example.no\r\nBcc: x@y.no", "a b@example.no", "@x.no"]
)
def test_who_is_told_has_an_address(rack: Lager, address: str) -> None:
    assert rack.put(notify=[address]).status == 422


def test_a_system_that_is_down_is_told_as_everywhere(rack: Lager) -> None:
    rack.books.down = True
    answer = rack.preview(documents={"vat": {"1/domestic": "3"}})
    assert (answer.status, answer.json["code"]) == (503, "peer_unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_proposals_are_what_both_systems_say(rack: Lager) -> None:
    answer = rack.bench.other_product.get(f"/v1/connections/{rack.id}/settings/proposals")
    assert answer.status == 200
    assert answer.json["vat"] == {
        "*/domestic": "3", "*/eu": "52", "*/abroad": "52", "*/domestic_exempt": "5",
    }  # fmt: skip
    assert answer.json["payment_terms"] == {"1": "14 days", "2": "30 days"}
    assert [each["has_inventory"] for each in answer.json["groups"]["product"]] == [True, False]
    assert rack.put(documents={"vat": answer.json["vat"]}, payment_terms=answer.json["payment_terms"]).status == 200


def test_what_becomes_of_differing_totals_is_proposed_and_each_choice_explained(rack: Lager) -> None:
    found = rack.bench.other_product.get(f"/v1/connections/{rack.id}/settings/proposals").json["differences"]
    assert found["value"] == "rounding_line"
    explained = {each["value"]: each["text"] for each in found["choices"]}
    assert "at most 1.00" in explained["rounding_line"]
    assert "held" in explained["hold"]
    assert rack.put(documents={"differences": found["value"]}).status == 200


def test_settings_of_a_connection_that_is_off_can_be_thought_about(rack: Lager) -> None:
    rack.bench.other_product.delete(f"/v1/connections/{rack.id}")
    assert rack.preview(documents={"vat": {"1/domestic": "31"}}).json == {"consequences": [], "confirm": None}


def test_who_was_faster_is_not_overwritten(differing: Lager) -> None:
    """Both were shown the same; the second one's preview is out of date."""
    confirm = differing.preview(**TWO_WAY).json["confirm"]
    assert differing.put(breaker_count=30).status == 200
    assert differing.confirmed(confirm, TWO_WAY).status == 409
