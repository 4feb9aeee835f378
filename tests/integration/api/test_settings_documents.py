"""Settings of documents that change: what they would do to those that wait, and what is looked for then."""

from datetime import timedelta

import pytest

from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.kinds import Kind, Side
from tests.integration.api.bench import Bench
from tests.integration.api.lager import Lager, lager

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def rack(bench: Bench) -> Lager:
    return lager(bench)


def test_documents_that_wait_would_be_orphaned_when_their_kind_stops(rack: Lager) -> None:
    rack.held(Kind.INVOICE, "1021")
    rack.stores.inbox.put(RecordKey(kind=Kind.INVOICE, side=A, id="1022"), due_at=rack.bench.now)
    off = {"kinds": {"invoice": False}}
    orphaned = rack.foreseen(**off)["documents_orphaned"]
    assert (orphaned["count"], orphaned["loss"]) == (2, "orphans")
    refused = rack.put(**off)
    assert refused.status == 409
    assert rack.stores.journal.count_open() == {"data_refused": 1}
    assert rack.confirmed(refused.json["confirm"], off).status == 200
    assert rack.stores.journal.count_open() == {}


def test_documents_that_are_switched_on_are_looked_for(rack: Lager) -> None:
    on = {"kinds": {"purchase_order": True}}
    assert rack.confirmed(rack.preview(**on).json["confirm"], on).status == 200
    assert rack.waits(RecordKey(kind=Kind.PURCHASE_ORDER, side=T, id=EVERYTHING))
    assert (rack.id, "purchase") in rack.bench.wakeups.woken


@pytest.mark.parametrize(
    ("vat", "count"), [({"*/domestic": "3"}, 2), ({"1/domestic": "3"}, 2), ({"/domestic": "3"}, 0)]
)
def test_a_changed_vat_mapping_tells_how_many_products_may_be_meant(
    rack: Lager, vat: dict[str, str], count: int
) -> None:
    for number in ("1", "2"):
        rack.link(Kind.PRODUCT, {"number": number}, {"number": number})
    assert rack.foreseen(documents={"vat": vat})["vat_changed"]["count"] == count


def test_held_documents_go_by_themselves_when_settings_of_documents_change(rack: Lager) -> None:
    held = [rack.held(Kind.INVOICE, "1021", "document_vat_code_unusable"), rack.held(Kind.CREDIT_NOTE, "1022")]
    other = rack.held(Kind.PRODUCT, "7")
    wanted = {"documents": {"vat": {"*/domestic": "3"}}}
    assert rack.foreseen(**wanted)["held_again"]["count"] == 2
    assert rack.put(**wanted).status == 200
    assert [rack.waits(key) for key in (*held, other)] == [True, True, False]
    assert (rack.id, "invoice") in rack.bench.wakeups.woken


def test_held_documents_stay_when_something_else_changes(rack: Lager) -> None:
    held = rack.held(Kind.INVOICE, "1021")
    assert rack.put(breaker_count=30).status == 200
    assert not rack.waits(held)


def test_credit_notes_that_are_switched_on_are_looked_for_from_the_first_day(bench: Bench) -> None:
    """They stand in the register of invoices, which has been looked at meanwhile."""
    rack = lager(bench, kinds={"credit_note": False})
    rack.stores.cursors.put(Kind.INVOICE, T, "2026-03-02")
    assert rack.confirmed(rack.preview().json["confirm"], {}).status == 200
    assert rack.stores.cursors.get(Kind.INVOICE, T) == ""
    assert rack.waits(RecordKey(kind=Kind.INVOICE, side=T, id=EVERYTHING))


def test_documents_of_earlier_days_may_stand_there_twice_and_are_asked_about(rack: Lager) -> None:
    rack.bench.changed(rack.id, live_since=rack.bench.now)
    earlier = {"documents": {"since": "2026-01-01"}}
    assert rack.foreseen(**earlier)["from_earlier"]["loss"] == "doubles"
    refused = rack.put(**earlier)
    assert refused.status == 409
    assert rack.confirmed(refused.json["confirm"], earlier).status == 200
    assert rack.stores.cursors.get(Kind.INVOICE, T) == ""


def test_documents_that_are_switched_on_again_may_have_been_entered_by_hand_and_are_asked_about(bench: Bench) -> None:
    rack = lager(bench, kinds={"invoice": False, "credit_note": False})
    rack.bench.changed(rack.id, live_since=rack.bench.now - timedelta(days=60))
    doubled = rack.foreseen()["from_earlier"]
    day = (rack.bench.now - timedelta(days=60)).date().isoformat()
    assert (doubled["loss"], day in doubled["text"]) == ("doubles", True)
    refused = rack.put()
    assert refused.status == 409
    assert not rack.waits(RecordKey(kind=Kind.INVOICE, side=T, id=EVERYTHING))
    assert rack.confirmed(refused.json["confirm"], {}).status == 200


def test_documents_that_are_switched_on_from_a_later_day_double_nothing(bench: Bench) -> None:
    rack = lager(bench, kinds={"invoice": False})
    rack.bench.changed(rack.id, live_since=rack.bench.now - timedelta(days=60))
    tomorrow = (rack.bench.now + timedelta(days=1)).date().isoformat()
    assert rack.preview(documents={"since": tomorrow}).json["confirm"] is None


def test_documents_that_are_switched_on_before_going_live_double_nothing(bench: Bench) -> None:
    rack = lager(bench, kinds={"invoice": False})
    rack.bench.changed(rack.id, status="draft", live=False)
    assert rack.preview().json["confirm"] is None


@pytest.mark.parametrize("earlier", [None, "live"], ids=["no day", "the very day as a whole"])
def test_a_day_that_is_taken_back_to_that_of_going_live_is_asked_about(bench: Bench, earlier: str | None) -> None:
    rack = lager(bench, documents={} if earlier else {"since": "2099-01-01"})
    rack.bench.changed(rack.id, live_since=rack.bench.now)
    since = rack.bench.now.date().isoformat() if earlier else None
    answer = rack.preview(documents={"since": since}).json
    assert [each["loss"] for each in answer["consequences"]] == ["doubles"]
    assert rack.put(documents={"since": since}).status == 409


def test_documents_of_later_days_are_left_out_without_being_asked_about(rack: Lager) -> None:
    rack.bench.changed(rack.id, live_since=rack.bench.now)
    assert rack.preview(documents={"since": "2026-12-01"}).json["confirm"] is None


def test_documents_that_wait_may_be_left_behind_by_a_later_day_and_are_asked_about(rack: Lager) -> None:
    rack.bench.changed(rack.id, live_since=rack.bench.now)
    rack.held(Kind.INVOICE, "1021")
    rack.held(Kind.INVOICE, "1020", "document_from_before")  # it stays already
    rack.stores.inbox.put(RecordKey(kind=Kind.INVOICE, side=A, id="1022"), due_at=rack.bench.now)
    later = {"documents": {"since": "2026-12-01"}}
    left = rack.foreseen(**later)["documents_left_behind"]
    assert (left["kind"], left["count"], left["loss"]) == ("invoice", 2, "orphans")
    assert "2026-12-01" in left["text"]
    refused = rack.put(**later)
    assert refused.status == 409
    assert rack.confirmed(refused.json["confirm"], later).status == 200


@pytest.mark.parametrize(("before", "after"), [("invoice", "order"), ("order", "invoice")])
def test_another_invoice_target_tells_of_what_is_under_way(bench: Bench, before: str, after: str) -> None:
    rack = lager(bench, documents={"invoice_target": before})
    rack.held(Kind.INVOICE, "1021")
    rack.link(Kind.ORDER, {}, {})
    answer = rack.preview(documents={"invoice_target": after}).json
    target = next(each for each in answer["consequences"] if each["code"] == f"target_{after}")
    assert (target["count"], target["loss"], answer["confirm"]) == (1, None, None)


def test_sending_is_told_before_the_first_invoice_goes_out(rack: Lager) -> None:
    assert rack.foreseen(documents={"send": True})["sending_begins"]["count"] == 0
