"""What changed, and webhooks: checksums of registers, one set of subscriptions, repaired and removed."""

from __future__ import annotations

import pytest

from samspill.exceptions import Bug, RetryLater
from samspill.model.kinds import Kind
from samspill.sync.ports import Repair
from samspill.systems.tripletex.system import TripletexSystem
from sandbox.hostility.settings import Settings
from sandbox.tripletex.world import TripletexWorld
from tests.integration.systems.tripletex.account import Account, customers, employees, projects

HOOK, OTHER = "https://hooks.example/v1/webhooks/tripletex/c1", "https://hooks.example/v1/webhooks/tripletex/c2"
KINDS = (Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)

# ---- checksums -------------------------------------------------------------------------------------------------


def test_a_register_at_rest_costs_one_304_a_page_of_each_query(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(customers=customers(1500), projects=projects(3))
    cursors = {kind: tripletex.changed_since(kind, "").cursor for kind in (Kind.CUSTOMER, Kind.PROJECT)}
    account.forget_calls()
    for kind, cursor in cursors.items():
        again = tripletex.changed_since(kind, cursor)
        assert (again.unsure, again.cursor) == (False, cursor)
    assert account.calls() == {"GET /customer": 2 + 1, "GET /project": 1}
    assert account.statuses("GET /customer") == [304]


def test_an_edit_tells_exactly_the_edited_row_once(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(projects=projects(3))
    cursor = tripletex.changed_since(Kind.PROJECT, "").cursor
    edited = account.id_of("project", number="P1")
    account.by_hand("project", "update", edited, name="Nytt navn")
    changed = tripletex.changed_since(Kind.PROJECT, cursor)
    assert (changed.ids, changed.deleted, changed.unsure) == ((edited,), (), False)
    assert tripletex.changed_since(Kind.PROJECT, changed.cursor).ids == ()


def test_a_new_row_is_told(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(customers=customers(2))
    cursor = tripletex.changed_since(Kind.CUSTOMER, "").cursor
    made = account.by_hand("customer", "create", name="Ny")
    changed = tripletex.changed_since(Kind.CUSTOMER, cursor)
    assert (changed.ids, changed.deleted) == ((made,), ())


def test_a_deleted_row_is_told(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(customers=customers(2))
    cursor = tripletex.changed_since(Kind.CUSTOMER, "").cursor
    deleted = account.id_of("customer", customerNumber=10001)
    account.by_hand("customer", "delete", deleted)
    changed = tripletex.changed_since(Kind.CUSTOMER, cursor)
    assert (changed.ids, changed.deleted) == ((), (deleted,))


def test_a_customer_that_becomes_inactive_changed_and_is_not_gone(
    account: Account, tripletex: TripletexSystem
) -> None:
    """It moves from one query to the other."""
    account.seed(customers=customers(2))
    cursor = tripletex.changed_since(Kind.CUSTOMER, "").cursor
    moved = account.id_of("customer", customerNumber=10001)
    account.by_hand("customer", "update", moved, isInactive=True)
    changed = tripletex.changed_since(Kind.CUSTOMER, cursor)
    assert (changed.ids, changed.deleted) == ((moved,), ())


def test_employees_cannot_be_watched_this_way(account: Account, tripletex: TripletexSystem) -> None:
    account.seed(employees=employees(1))
    assert not tripletex.changed_since(Kind.EMPLOYEE, "").unsure
    assert account.calls() == {}


# ---- subscriptions -----------------------------------------------------------------------------------------------


def hooks(account: Account, url: str = HOOK) -> list[str]:
    return sorted(row.get("event") for row in account.company.table("Subscription") if row.get("targetUrl") == url)


def disable(account: Account, subscription_id: str, status: str) -> None:
    """What Tripletex does by itself."""
    row = account.company.row("Subscription", int(subscription_id))
    assert row is not None
    account.company.table("Subscription").set(row, {**row.values, "status": status}, row.version + 1)


def test_there_is_a_subscription_for_each_event_of_each_kind(account: Account, tripletex: TripletexSystem) -> None:
    made = tripletex.subscribe(HOOK, "secret", KINDS)
    assert sorted(each.event for each in made) == hooks(account)
    assert len(made) == 9
    assert {each.secret for each in made} == {"secret"}
    assert account.calls() == {"GET /event/subscription": 1, "POST /event/subscription/list": 1}


def test_suppliers_and_products_have_events_too(account: Account, tripletex: TripletexSystem) -> None:
    tripletex.subscribe(HOOK, "secret", [Kind.SUPPLIER, Kind.PRODUCT])
    verbs = ("create", "update", "delete")
    assert set(hooks(account)) == {f"{kind}.{verb}" for kind in ("supplier", "product") for verb in verbs}


def test_subscribing_twice_leaves_one_set_and_others_alone(account: Account, tripletex: TripletexSystem) -> None:
    tripletex.subscribe(OTHER, "other", [Kind.PROJECT])
    first = tripletex.subscribe(HOOK, "old", KINDS)
    second = tripletex.subscribe(HOOK, "new", KINDS)
    assert len(hooks(account)) == 9
    assert len(hooks(account, OTHER)) == 3
    assert not {each.id for each in first} & {each.id for each in second}


def test_subscriptions_whose_answer_was_lost_are_replaced_the_next_time(
    account: Account, tripletex: TripletexSystem
) -> None:
    account.fail("POST /v2/event/subscription/list", "cut", "after")
    with pytest.raises(RetryLater):
        tripletex.subscribe(HOOK, "old", KINDS)
    tripletex.subscribe(HOOK, "new", KINDS)
    assert len(hooks(account)) == 9


def test_active_subscriptions_need_no_repair(account: Account, tripletex: TripletexSystem) -> None:
    made = [each.id for each in tripletex.subscribe(HOOK, "secret", KINDS)]
    account.forget_calls()
    assert tripletex.repair_subscriptions(HOOK, made, ["secret"]) is Repair.SOUND
    assert account.calls() == {"GET /event/subscription": 1}


@pytest.mark.parametrize("status", ["DISABLED", "DISABLED_TOO_MANY_ERRORS", "DISABLED_RATE_LIMIT_EXCEEDED"])
def test_disabled_subscriptions_are_switched_on_again(
    account: Account, tripletex: TripletexSystem, status: str
) -> None:
    made = [each.id for each in tripletex.subscribe(HOOK, "secret", KINDS)]
    disable(account, made[4], status)
    assert tripletex.repair_subscriptions(HOOK, made, ["secret"]) is Repair.MENDED
    assert {row.get("status", "ACTIVE") for row in account.company.table("Subscription")} == {"ACTIVE"}


def test_a_set_that_lacks_one_must_be_made_anew(account: Account, tripletex: TripletexSystem) -> None:
    made = [each.id for each in tripletex.subscribe(HOOK, "secret", KINDS)]
    assert tripletex.repair_subscriptions(OTHER, made, ["secret"]) is Repair.LOST
    assert tripletex.repair_subscriptions(HOOK, [], ["secret"]) is Repair.LOST
    account.system().unsubscribe(made[:1])
    assert tripletex.repair_subscriptions(HOOK, made, ["secret"]) is Repair.LOST


def test_unsubscribing_twice_is_fine(account: Account, tripletex: TripletexSystem) -> None:
    made = [each.id for each in tripletex.subscribe(HOOK, "secret", KINDS)]
    account.forget_calls()
    tripletex.unsubscribe(made)
    assert account.calls() == {"DELETE /event/subscription/list": 1}
    assert hooks(account) == []
    tripletex.unsubscribe(made)


def test_a_set_of_which_one_is_gone_is_removed_all_the_same(account: Account, tripletex: TripletexSystem) -> None:
    made = [each.id for each in tripletex.subscribe(HOOK, "secret", KINDS)]
    account.system().unsubscribe(made[3:4])
    tripletex.unsubscribe(made)
    assert hooks(account) == []


def test_one_refused_row_does_not_keep_the_other_subscriptions_from_being_made(
    account: Account, tripletex: TripletexSystem, world: TripletexWorld
) -> None:
    """Seen to fail as a Bug, which ended the first sync."""
    hostility = world.hostility
    hostility.begin(Settings.model_validate({"seed": 1, "odds": {"batch_partial": 1.0}}))
    made = tripletex.subscribe(HOOK, "secret", KINDS)
    assert hostility.injected == {"batch_partial": 1}
    hostility.end()
    assert sorted(each.event for each in made) == hooks(account)
    assert len(made) == 9


def test_an_address_that_tripletex_does_not_take_is_our_own_fault(tripletex: TripletexSystem) -> None:
    with pytest.raises(Bug, match="targetUrl"):
        tripletex.subscribe("http://hooks.example/c1", "secret", KINDS)


def test_deliveries_ask_for_no_more_than_id_and_version(account: Account, tripletex: TripletexSystem) -> None:
    tripletex.subscribe(HOOK, "secret", [Kind.CUSTOMER])
    assert {row.get("fields") for row in account.company.table("Subscription")} == {"id,version"}
