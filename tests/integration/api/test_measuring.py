"""The tick measures how connections are doing, and nobody asks a system for it."""

from datetime import datetime, timedelta

from samspill.model.breakers import Breaker
from samspill.model.changes import RecordKey
from samspill.model.deeds import What
from samspill.model.kinds import Kind, Side
from samspill.model.status import Status
from samspill.model.vitals import Alarm, Need, Vitals
from samspill.systems.limiter import Window
from samspill.systems.svenn.client import owner_of
from samspill.tasks import deeds
from samspill.tasks.connections import pause
from samspill.tasks.lifecycle import turn_off
from samspill.tasks.schedule import run_task
from samspill.tasks.vitals import measure_now
from tests.integration.api.bench import Bench

CUSTOMER = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="1")


def measured(bench: Bench, connection: str) -> Vitals:
    run_task(bench.app, "tick", bench.now + timedelta(seconds=50))
    found: Vitals | None = bench.app.vitals.of(connection)
    assert found is not None
    return found


def test_a_calm_connection_is_calm(bench: Bench) -> None:
    connection = bench.live()
    found = measured(bench, connection.id)
    assert (found.need, found.alarms, found.at) == (Need.CALM, (), bench.now)


def test_a_change_that_is_due_for_long_is_an_alarm(bench: Bench) -> None:
    connection = bench.live()
    due = bench.now - timedelta(minutes=6)
    bench.app.stores(connection.id).inbox.put(CUSTOMER, due_at=due)
    found = measured(bench, connection.id)
    assert (found.oldest_due_at, found.alarms) == (due, (Alarm.OVERDUE,))


def test_a_change_that_has_just_become_due_is_none(bench: Bench) -> None:
    connection = bench.live()
    bench.app.stores(connection.id).inbox.put(CUSTOMER, due_at=bench.now - timedelta(minutes=4))
    assert measured(bench, connection.id).alarms == ()


def test_an_open_breaker_is_an_alarm(bench: Bench) -> None:
    connection = bench.live()
    bench.app.stores(connection.id).breakers.save(Breaker(kind=Kind.PROJECT, opened_at=bench.now))
    assert measured(bench, connection.id).stopped == (Kind.PROJECT,)


def test_the_share_of_a_rate_limit_is_that_of_the_fullest_window_lately(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    full = Window(60, 600).start(bench.now - timedelta(minutes=3))

    def used(at: datetime, calls: int) -> None:
        bench.app.permits.report(owner_of(company.app_key), Window(60, 600).start(at).isoformat(), calls)

    used(full, 450)
    used(bench.now, 60)
    used(bench.now - timedelta(hours=1), 600)
    tripletex, svenn = measured(bench, connection.id).uses
    assert (svenn.system, svenn.share, svenn.at) == ("svenn", 75, full)
    assert (tripletex.system, tripletex.share, tripletex.at) == ("tripletex", 0, None)


def test_a_connection_that_needs_attention_is_measured_too(bench: Bench) -> None:
    connection = bench.live(status="needs_attention")
    assert measured(bench, connection.id).alarms == (Alarm.ATTENTION,)


def test_one_in_review_waits_for_whoever_reviews(bench: Bench) -> None:
    connection = bench.changed(bench.connected(), status="in_review", review_pending="plan")
    assert measured(bench, connection.id).need is Need.REVIEW


def test_one_that_rests_is_left_alone_while_nobody_does_anything(bench: Bench) -> None:
    connection = bench.live(status="paused")
    first = measured(bench, connection.id).at
    bench.later(minutes=1)
    assert measured(bench, connection.id).at == first
    bench.later(minutes=10)
    assert measured(bench, connection.id).at == bench.now


def test_what_somebody_did_is_measured_at_once(bench: Bench) -> None:
    connection = bench.live()
    measured(bench, connection.id)
    pause(bench.app, connection)
    measure_now(bench.app, connection.id)
    found = bench.app.vitals.of(connection.id)
    assert found is not None
    assert found.status is Status.PAUSED


def test_a_connection_that_was_turned_off_is_forgotten(bench: Bench) -> None:
    connection = bench.live()
    measured(bench, connection.id)
    turn_off(bench.app, connection, delete_data=False)
    assert bench.app.vitals.of(connection.id) is None


def test_keys_are_opened_only_when_they_are_others(bench: Bench) -> None:
    connection = bench.live()
    measured(bench, connection.id)
    bench.app.connections.remove_keys(connection.id)
    assert len(measured(bench, connection.id).uses) == 2


def test_what_people_did_is_noted_with_their_names_the_last_of_them(bench: Bench) -> None:
    connection = bench.live()
    for number in range(25):
        deeds.note(bench.app, connection.id, What.COMPARED, f"person {number}")
    noted = bench.app.connections.get(connection.id).deeds
    assert [deed.by for deed in noted] == [f"person {number}" for number in range(5, 25)]


def test_a_deed_on_a_connection_that_is_gone_does_no_harm(bench: Bench) -> None:
    deeds.note(bench.app, "gone", What.PAUSED, "Kari")


def test_a_connection_that_cannot_be_measured_is_woken_all_the_same(bench: Bench) -> None:
    """What is only told must not count as a failure of what is done."""
    connection = bench.live()
    bench.app.stores(connection.id).inbox.put(CUSTOMER, due_at=bench.now)

    class Broken:
        def find(self, _connection: str) -> None:
            raise ConnectionError

    bench.app.__dict__["vitals"] = Broken()
    assert run_task(bench.app, "tick", bench.now + timedelta(seconds=50)) == {"done": 1, "failed": 0}


def test_what_is_done_through_the_api_is_noted_by_the_name_of_its_key(bench: Bench) -> None:
    connection = bench.live()
    path = f"/v1/connections/{connection.id}"
    assert [bench.staff.post(f"{path}/{deed}").status for deed in ("reconcile", "pause", "resume")] == [202, 200, 200]
    assert bench.product.put(f"{path}/settings", {"notify": ["a@bygg.no"]}).status == 200
    noted = [(deed.what, deed.by) for deed in bench.app.connections.get(connection.id).deeds]
    staff = [(what, "kari") for what in (What.COMPARED, What.PAUSED, What.RESUMED)]
    assert noted == [*staff, (What.SETTINGS, "svenn")]
