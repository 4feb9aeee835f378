"""A process may end between any two calls of an onboarding: whoever says the same again comes through."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.client import BaseClient

from samspill.exceptions import NotFound
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import Newcomer, newcomer


class Crash(BaseException):
    """The process ends: nobody catches it."""


class Fuse:
    """Lets so many calls to AWS pass and ends the process before, or right after, the next one."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.after = False

    def call(self, do: Callable[[], Any]) -> Any:
        if self.left is None:
            return do()
        if self.left > 0:
            self.left -= 1
            return do()
        self.left = None
        if self.after:
            do()
        raise Crash


@pytest.fixture
def fuse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fuse]:
    made = Fuse()
    original = BaseClient._make_api_call  # type: ignore[attr-defined]
    monkeypatch.setattr(
        BaseClient, "_make_api_call", lambda self, name, args: made.call(lambda: original(self, name, args))
    )
    yield made


def until_it_passes(fuse: Fuse, act: Callable[[], object], *, after: bool) -> int:
    """Do `act` again and again, each time ended one call later, until it is not ended; how often that was."""
    for calls in range(200):
        fuse.left, fuse.after = calls, after
        try:
            act()
        except Crash:
            continue
        finally:
            ended, fuse.left = fuse.left is None, None
        if not ended:
            return calls
    raise AssertionError("it never came through")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_every_step_comes_through_wherever_the_process_ends(bench: Bench, fuse: Fuse, after: bool) -> None:
    kari = newcomer(bench)
    assert kari.begins().status == 201
    kari.opens_its_mail()
    for step, body in (("groups", {}), ("start-up", {}), ("settings", {"kinds": {"supplier": False}})):
        if step == "groups":
            until_it_passes(fuse, lambda: ok(kari.says("keys", kari.keys)), after=after)
        until_it_passes(fuse, lambda step=step, body=body: ok(kari.says(step, body)), after=after)  # type: ignore[misc]
    times = until_it_passes(fuse, lambda: ok(kari.client.post(f"{kari.path}/plan")), after=after)
    assert times > 5
    one_connection_that_runs(kari)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_giving_a_plan_up_comes_through_wherever_the_process_ends(bench: Bench, fuse: Fuse, after: bool) -> None:
    kari = newcomer(bench)
    kari.answers_everything()
    first = kari.asks_for_a_plan()
    kari.until_review()
    other = {"kinds": {"supplier": False}}
    assert until_it_passes(fuse, lambda: ok(kari.says("settings", other)), after=after) > 5
    until_it_passes(fuse, lambda: ok(kari.client.post(f"{kari.path}/plan")), after=after)
    made = one_connection_that_runs(kari)
    assert made != first.id
    assert kari.connection.settings.kinds == {"supplier": False}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_onboarding_ends_and_the_link_is_mailed_wherever_going_live_ends(
    bench: Bench, fuse: Fuse, after: bool
) -> None:
    kari = newcomer(bench)
    kari.answers_everything()
    kari.asks_for_a_plan()
    kari.until_review()
    kari.approves()
    kari.until_verified()
    mailed = len(kari.outbox.mails)
    assert until_it_passes(fuse, lambda: kari.step("activate"), after=after) > 1
    assert [to for to, _, _ in kari.outbox.mails[mailed:]] == [kari.email]
    with pytest.raises(NotFound):
        bench.app.onboardings.keys(kari.id)
    bench.later(hours=9)
    assert kari.client.get(kari.path).status == 401


def test_a_token_stays_ended_although_a_crash_left_unsaid_that_its_connection_was_made(bench: Bench) -> None:
    kari = newcomer(bench)
    kari.answers_everything()
    kari.asks_for_a_plan()
    unsaid = {"made": False}
    bench.app.onboardings.update(kari.id, lambda now: now.model_copy(update=unsaid))
    kari.asks_for_a_plan()
    path = f"/v1/connections/{kari.connection.id}"
    assert bench.staff.delete(path, data="delete").status == 200
    assert kari.client.get(kari.path).status == 401


def ok(answer: Any) -> None:
    # Trying keys out is limited; a crash counts as a try as well.
    assert answer.status in (200, 202), answer.text


def one_connection_that_runs(kari: Newcomer) -> str:
    """Of this company, there is one connection, and its first sync has been started."""
    mine = [
        each
        for each in kari.bench.app.connections.active(tuple(type(kari.connection.status)))
        if each.tripletex_company == kari.tripletex.owner
    ]
    assert [each.id for each in mine] == [kari.connection.id]
    assert kari.connection.execution in kari.bench.machine.running
    return kari.connection.id
