"""What start-up leaves behind in kinds that nobody compares afterwards."""

from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer


def test_going_live_wakes_the_kinds_that_only_start_up_creates(bench: Bench) -> None:
    kari = newcomer(bench)
    kari.begins()
    kari.opens_its_mail()
    for step, body in (
        ("keys", kari.keys), ("groups", {}), ("start-up", {"kinds": {"employee": True}}), ("settings", {}),
    ):  # fmt: skip
        assert kari.says(step, body).status == 200
    kari.asks_for_a_plan()
    kari.until_review()
    kari.approves()
    kari.first_sync()
    assert (kari.connection.id, "employee") in bench.wakeups.woken
