"""All customers deleted in Tripletex: what is stopped, who is told, what a release does, and what is left over."""

from datetime import timedelta

import pytest

from samspill.model.changes import EVERYTHING, RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.observability import metrics
from samspill.sync.breaker import RELEASED, waits_for
from samspill.tasks.schedule import run_task
from samspill.tasks.settings import change_settings
from samspill.tasks.work import work
from tests.fakes.keyed_systems import KeyedSystem
from tests.integration.api.bench import Bench
from tests.integration.api.test_connect_steps import Outbox

T, A, C = Side.TRIPLETEX, Side.APP, Kind.CUSTOMER
MANY, LIMIT = 8, 3
LEFT = MANY - LIMIT
STRICT = {"breaker_count": LIMIT, "breaker_share": 1}


class Deleted:
    """A live company in whose Tripletex every customer was deleted."""

    def __init__(self, bench: Bench, many: int, **changes: object) -> None:
        self.bench, self.outbox = bench, Outbox()
        bench.app.__dict__["mailer"] = self.outbox
        company = bench.company()
        self.tripletex: KeyedSystem = company.systems[T]
        self.svenn: KeyedSystem = company.systems[A]
        self.connection: Connection = bench.live(company, contact_email="kari@bygg.no", **changes)
        self.stores = bench.app.stores(self.connection.id)
        self.customers = [
            self.tripletex.put(C, number=str(10001 + number), name=f"Kunde {number} AS") for number in range(many)
        ]
        self.told_of(self.customers)
        self.work()
        assert self.left == many
        for customer in self.customers:
            self.tripletex.remove(C, customer.id)
        self.told_of(self.customers)
        self.work()

    @property
    def path(self) -> str:
        return f"/v1/connections/{self.connection.id}"

    @property
    def left(self) -> int:
        return len(self.svenn.records[C])

    @property
    def waiting(self) -> int:
        return self.stores.inbox.waiting(waits_for(C))

    def told_of(self, customers: list[Record]) -> None:
        keys = [RecordKey(kind=C, side=T, id=customer.id) for customer in customers]
        for key in keys:
            self.stores.inbox.put(key, due_at=self.bench.now)

    def work(self) -> None:
        work(self.bench.app, self.connection.id, "party", self.bench.now + timedelta(hours=1))

    def release(self) -> None:
        answer = self.bench.product.post(f"{self.path}/breakers/customer/release", {"by": "Kari"})
        assert answer.status == 202, answer.text


@pytest.fixture
def deleted(bench: Bench) -> Deleted:
    return Deleted(bench, MANY, language="en", settings=STRICT)


def test_of_sixty_customers_twenty_five_go_before_it_opens_and_the_rest_when_a_person_says_so(bench: Bench) -> None:
    deleted = Deleted(bench, 60)
    assert (deleted.left, deleted.waiting) == (35, 35)
    assert deleted.stores.breakers.get(C).is_open
    deleted.release()
    deleted.work()
    assert (deleted.left, deleted.waiting) == (0, 0)


def test_what_is_over_the_limit_is_left_alone_until_a_person_releases_it(deleted: Deleted) -> None:
    assert (deleted.left, deleted.waiting) == (LEFT, LEFT)
    deleted.release()
    deleted.work()
    assert (deleted.left, deleted.waiting) == (0, 0)


def test_customers_that_were_brought_back_are_left_as_they_are(deleted: Deleted) -> None:
    deleted.tripletex.records[C] = {customer.id: customer for customer in deleted.customers}
    writes = deleted.svenn.writes()
    deleted.release()
    deleted.work()
    assert (deleted.left, deleted.waiting) == (LEFT, 0)
    assert deleted.svenn.writes() == writes


def test_the_connection_shows_what_stands_still_and_why(deleted: Deleted) -> None:
    (shown,) = deleted.bench.product.get(deleted.path).json["breakers"]
    numbers = {name: shown[name] for name in ("kind", "open", "deleted", "overwritten", "of", "limit", "waiting")}
    assert numbers == {
        "kind": "customer", "open": True, "deleted": LIMIT, "overwritten": 0, "of": MANY, "limit": LIMIT,
        "waiting": LEFT,
    }  # fmt: skip
    assert (shown["reason"]["code"], shown["reason"]["actor"]) == ("breaker_open", "customer")
    assert shown["reason"]["explanation"].startswith(
        f"Customers: within an hour {LIMIT} were deleted and 0 overwritten"
    )
    assert {example["id"] for example in shown["examples"]} <= set(deleted.svenn.records[C])
    assert shown["examples"][0]["name"].startswith("Kunde ")


def test_a_record_of_the_kind_says_why_it_waits(deleted: Deleted) -> None:
    path = f"{deleted.path}/records/customer/tripletex/{deleted.customers[-1].id}"
    assert deleted.bench.product.get(path).json["reason"]["code"] == "breaker_open"
    deleted.release()
    deleted.work()
    assert deleted.bench.product.get(path).json["reason"] is None


def test_the_contact_is_told_once_with_the_numbers(deleted: Deleted) -> None:
    run_task(deleted.bench.app, "tick")
    (mail,) = deleted.outbox.mails
    assert mail[0] == "kari@bygg.no"
    assert f"{LIMIT} were deleted" in mail[2]
    assert f"of {MANY} that are linked" in mail[2]


def test_a_mail_that_was_cut_off_is_sent_by_the_tick(deleted: Deleted) -> None:
    deleted.outbox.mails.clear()
    cut_off = deleted.stores.breakers.get(C).model_copy(update={"told_at": None})
    deleted.stores.breakers.save(cut_off)
    run_task(deleted.bench.app, "tick")
    run_task(deleted.bench.app, "tick")
    assert len(deleted.outbox.mails) == 1


def test_open_breakers_are_measured(deleted: Deleted) -> None:
    metrics.clear_metrics()
    run_task(deleted.bench.app, "tick")
    assert metrics.metric_set["BreakersOpen"]["Value"] == [1.0]
    metrics.clear_metrics()


def test_who_released_stands_in_the_history(deleted: Deleted) -> None:
    deleted.bench.later(minutes=7)
    deleted.release()
    shown = deleted.bench.product.get(f"{deleted.path}/breakers").json["items"]
    (customers,) = [each for each in shown if each["kind"] == "customer"]
    assert (customers["open"], customers["released_by"], customers["deleted"]) == (False, "Kari", 0)
    assert [(each["what"], each["by"]) for each in customers["history"]] == [("released", "Kari"), ("stopped", None)]
    assert {each["kind"] for each in shown} == {"customer", "employee", "project"}


def test_staff_release_in_their_own_name(deleted: Deleted) -> None:
    answer = deleted.bench.staff.post(f"{deleted.path}/breakers/customer/release", {"by": "Somebody else"})
    assert answer.json["released_by"] == "kari"


def test_a_release_wakes_a_worker_at_once(deleted: Deleted) -> None:
    deleted.bench.wakeups.woken.clear()
    deleted.release()
    assert deleted.bench.wakeups.woken == [(deleted.connection.id, "party")]


def test_releasing_what_does_not_stand_still_changes_nothing(deleted: Deleted) -> None:
    deleted.release()
    before = deleted.stores.breakers.get(C)
    deleted.bench.later(minutes=1)
    deleted.release()
    assert deleted.stores.breakers.get(C) == before


def test_another_product_finds_no_breaker_to_release(deleted: Deleted) -> None:
    answer = deleted.bench.other_product.post(f"{deleted.path}/breakers/customer/release", {})
    assert (answer.status, answer.json["code"]) == (404, "not_found")
    assert deleted.stores.breakers.get(C).is_open


def test_a_kind_that_the_integration_does_not_have_has_no_breaker(deleted: Deleted) -> None:
    answer = deleted.bench.product.post(f"{deleted.path}/breakers/supplier/release", {})
    assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_a_release_of_a_paused_connection_goes_on_when_it_does(deleted: Deleted) -> None:
    deleted.bench.product.post(f"{deleted.path}/pause")
    deleted.release()
    deleted.work()
    assert deleted.left == LEFT
    deleted.bench.product.post(f"{deleted.path}/resume")
    deleted.work()
    assert deleted.left == 0


def test_turning_the_kind_off_leaves_nothing_waiting(deleted: Deleted) -> None:
    off = Settings(kinds={C: False})
    change_settings(deleted.bench.app, deleted.bench.app.connections.get(deleted.connection.id), off)
    deleted.work()
    keys = {change.key.id for change in deleted.stores.inbox.due("party", deleted.bench.now + timedelta(days=2))}
    assert keys - {EVERYTHING, RELEASED} == set()
    assert deleted.stores.breakers.all() == []
    assert deleted.bench.product.get(f"{deleted.path}").json["breakers"] == []


def test_other_limits_do_not_release_by_themselves(deleted: Deleted) -> None:
    app = deleted.bench.app
    change_settings(app, app.connections.get(deleted.connection.id), Settings(breaker_share=100, breaker_count=1000))
    deleted.work()
    assert deleted.left == LEFT


def test_turning_the_connection_off_forgets_its_breakers(deleted: Deleted) -> None:
    deleted.bench.product.delete(deleted.path)
    assert deleted.stores.breakers.all() == []


def test_limits_are_whole_numbers_within_bounds(bench: Bench) -> None:
    connection = bench.live()
    for wrong in ({"breaker_share": 0}, {"breaker_share": 101}, {"breaker_count": "25"}, {"breaker_count": -1}):
        assert bench.product.put(f"/v1/connections/{connection.id}/settings", wrong).status == 422
    right = bench.product.put(f"/v1/connections/{connection.id}/settings", {"breaker_share": 5, "breaker_count": 0})
    assert (right.json["breaker_share"], right.json["breaker_count"]) == (5, 0)
