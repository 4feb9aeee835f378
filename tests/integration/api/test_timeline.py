"""One history over both systems, page by page, and what a record waits for."""

from datetime import timedelta

import pytest

from samspill.model.changes import Priority, RecordKey, Way
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.sync.breaker import waits_for
from samspill.tasks.timeline import timeline
from samspill.tasks.waiting import Waits, waits_of
from tests.integration.api.bench import Bench
from tests.integration.api.byhand import ByHand, key_of

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def byhand(bench: Bench) -> ByHand:
    return ByHand.at(bench)


def noted(byhand: ByHand, key: RecordKey, what: str, minutes: float) -> None:
    at = byhand.bench.now + timedelta(minutes=minutes)
    byhand.stores.journal.write([Entry(connection=byhand.connection.id, key=key, at=at, what=what)])


def test_what_happened_in_either_system_stands_in_one_history_newest_first(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    byhand.bench.later(minutes=5)
    byhand.company.systems[A].edit(Kind.CUSTOMER, theirs.id, name="Ås Bygg og Anlegg AS")
    byhand.stores.inbox.put(key_of(theirs, A), due_at=byhand.bench.now, way=Way.WEBHOOK)
    byhand.worked()
    for record, side in ((ours, T), (theirs, A)):
        shown = byhand.bench.product.get(byhand.path(record, side)).json["history"]
        assert [(each["what"], each["side"]) for each in shown] == [
            ("updated", "tripletex"),
            ("created", "app"),
        ]
    assert shown[0]["noticed"]["way"] == "webhook"
    assert shown[0]["noticed"]["side"] == "app"


def test_a_long_history_comes_page_by_page_without_gap_or_overlap(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    for minute in range(1, 8):
        noted(byhand, key_of(ours, T), f"t{minute}", minute)
        noted(byhand, key_of(theirs, A), f"a{minute}", minute + 0.5)
    link, seen, before = byhand.link(ours, T), list[str](), None
    while True:
        page = timeline(byhand.stores.journal, key_of(ours, T), link, before, limit=4)
        seen += [line.what for line in page.lines]
        before = page.earlier
        if before is None:
            break
    expected = [f"{side}{minute}" for minute in range(7, 0, -1) for side in ("a", "t")]
    assert seen == [*expected, "created"]


def test_lines_of_one_moment_are_never_torn_apart(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    for what in "abcdef":
        noted(byhand, key_of(ours, T), what, 1)
    page = timeline(byhand.stores.journal, key_of(ours, T), None, limit=3)
    assert len(page.lines) == 6
    assert page.earlier is not None


def test_the_api_pages_the_history_by_time(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    for minute in range(60):
        noted(byhand, key_of(ours, T), "updated", minute + 1)
    first = byhand.bench.product.get(byhand.path(ours, T)).json
    second = byhand.bench.product.get(byhand.path(ours, T), before=first["earlier"]).json
    assert (len(first["history"]), len(second["history"]), second["earlier"]) == (50, 11, None)


def test_a_pair_that_was_taken_apart_and_linked_again_says_each_once(byhand: ByHand) -> None:
    ours, theirs = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart", by="Kari")
    byhand.worked()
    byhand.bench.later(minutes=1)
    byhand.call(ours, T, "link", partner=theirs.id, by="Kari")
    byhand.worked()
    shown = [each["what"] for each in byhand.bench.product.get(byhand.path(ours, T)).json["history"]]
    assert (shown.count("unlinked"), shown.count("linked"), shown.count("decided")) == (1, 1, 2)


def test_the_problem_of_a_pair_is_shown_with_both_halves(byhand: ByHand) -> None:
    byhand.bench.changed(byhand.connection.id, settings={"conflict_policy": {"customer": "ask"}})
    ours, theirs = byhand.pair()
    byhand.company.systems[T].edit(Kind.CUSTOMER, ours.id, phone="22334455")
    byhand.looked_at(byhand.company.systems[A].edit(Kind.CUSTOMER, theirs.id, phone="40506070"), A)
    for record, side in ((ours, T), (theirs, A)):
        assert byhand.bench.product.get(byhand.path(record, side)).json["problem"]["code"] == "both_changed"


# ---- what waits ----------------------------------------------------------------------------------------------


def waiting(byhand: ByHand, record_id: str, standing: Standing = Standing.WAITING, **more: object) -> Fate:
    key = RecordKey(kind=Kind.CUSTOMER, side=A, id=record_id)
    given = {"connection": byhand.connection.id, "key": key, "standing": standing, "updated_at": byhand.bench.now}
    fate = Fate.model_validate({**given, **more})
    byhand.stores.journal.set_fates([fate])
    return fate


def told(byhand: ByHand, fate: Fate) -> Waits | None:
    return waits_of(byhand.bench.app, byhand.connection, [fate]).get(fate.key)


def test_a_record_that_nothing_is_to_be_done_with_waits_for_nothing(byhand: ByHand) -> None:
    assert told(byhand, waiting(byhand, "1", Standing.LINKED)) is None


def test_it_is_said_which_parent_is_waited_for(byhand: ByHand) -> None:
    ours, _ = byhand.pair()
    fate = waiting(byhand, "9")
    byhand.stores.inbox.put(fate.key, due_at=byhand.bench.now)
    (change,) = byhand.stores.inbox.due("party", byhand.bench.now)
    until = byhand.bench.now + timedelta(minutes=10)
    byhand.stores.inbox.park(change, str(key_of(ours, T)), until)
    assert told(byhand, fate) == Waits("parent", until, key_of(ours, T), "10001 Ås Bygg AS")


@pytest.mark.parametrize(("waiting_for", "how"), [(waits_for(Kind.CUSTOMER), "breaker"), ("approval", "approval")])
def test_it_is_said_that_a_person_has_to_let_it_go_on(byhand: ByHand, waiting_for: str, how: str) -> None:
    fate = waiting(byhand, "9")
    byhand.stores.inbox.put(fate.key, due_at=byhand.bench.now)
    (change,) = byhand.stores.inbox.due("party", byhand.bench.now)
    byhand.stores.inbox.park(change, waiting_for, byhand.bench.now + timedelta(days=1))
    assert told(byhand, fate) == Waits(how)


def test_it_is_said_when_it_is_tried_again(byhand: ByHand) -> None:
    fate = waiting(byhand, "9")
    byhand.stores.inbox.put(fate.key, due_at=byhand.bench.now)
    (change,) = byhand.stores.inbox.due("party", byhand.bench.now)
    again = byhand.bench.now + timedelta(seconds=40)
    byhand.stores.inbox.postpone(change, again, attempts=3)
    assert told(byhand, fate) == Waits("retry", again)


def test_what_is_due_is_being_worked_on(byhand: ByHand) -> None:
    fate = waiting(byhand, "9")
    byhand.stores.inbox.put(fate.key, due_at=byhand.bench.now, priority=Priority.PERSON)
    assert told(byhand, fate) == Waits("now")
