"""What a token tells and may do at a Svenn, and how often."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited
from samspill.model.changes import Priority
from samspill.model.hours import Day
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.sync.ports import NotSent
from samspill.sync.ports.hours import Mark, Wanted
from samspill.systems.svenn.system import SvennSystem
from sandbox.svenn.account import RIGHTS
from tests.fakes.registers import whole_register
from tests.integration.systems.svenn.bench import Bench, drafts

ANYBODY = "00000000-0000-4000-8000-000000000001"
HOOK = "https://hooks.samspill.localhost/svenn/1"
CALLS: dict[str, Callable[[SvennSystem], object]] = {
    "company": lambda svenn: svenn.company(),
    "check_rights": lambda svenn: svenn.check_rights(Kind.CUSTOMER),
    "get one": lambda svenn: svenn.get(Kind.CUSTOMER, ["17"]),
    "get": lambda svenn: svenn.get(Kind.CUSTOMER, [f"00000000-0000-4000-8000-00000000000{n}" for n in range(3)]),
    "find": lambda svenn: svenn.find(Kind.CUSTOMER, "number", ["1"]),
    "read_page": lambda svenn: whole_register(svenn, Kind.CUSTOMER),
    "changed_since": lambda svenn: svenn.changed_since(Kind.CUSTOMER, "2026-03-02T08:00:00+00:00"),
    "create": lambda svenn: svenn.create(Kind.CUSTOMER, drafts([1])),
    "delete": lambda svenn: svenn.delete(Kind.CUSTOMER, "17", 1),
    "entries_of": lambda svenn: svenn.entries_of([Day(employee=ANYBODY, on=date(2026, 10, 12))]),
    "entries": lambda svenn: list(svenn.entries(Wanted())),
    "entries_by_id": lambda svenn: svenn.entries_by_id([ANYBODY]),
    "entries_since": lambda svenn: svenn.entries_since("2026-03-02T08:00:00+00:00"),
    "mark": lambda svenn: svenn.mark([Mark("17", 1, exported=True)]),
    "check_rights of hours": lambda svenn: svenn.check_rights(Kind.HOURS),
    "subscribe": lambda svenn: svenn.subscribe(HOOK, "", [Kind.CUSTOMER]),
    "repair": lambda svenn: svenn.repair_subscriptions(HOOK, ["17"], ["secret"]),
    "unsubscribe": lambda svenn: svenn.unsubscribe(["17"]),
}


def test_a_token_tells_its_company(bench: Bench) -> None:
    company = bench.system.company()
    assert (company.name, company.organization_number) == ("Bakke Bygg AS", "911801663")
    assert company.id == bench.svenn.account.id


@pytest.mark.parametrize("call", list(CALLS))
def test_a_wrong_token_is_told_by_every_call(bench: Bench, call: str) -> None:
    with pytest.raises(ConfigurationWrong, match="app_key_wrong"):
        CALLS[call](bench.opened_with("nobodys"))


@pytest.mark.parametrize("call", [call for call in CALLS if call != "company"])
def test_a_token_without_rights_is_told_by_every_call_that_needs_one(bench: Bench, call: str) -> None:
    with pytest.raises(ConfigurationWrong, match="app_right_missing"):
        CALLS[call](bench.opened_with(bench.token_with()))


@pytest.mark.parametrize("kind", [Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE])
@pytest.mark.parametrize("access", ["read", "write"])
def test_a_token_that_may_only_read_or_only_write_lacks_a_right(bench: Bench, kind: Kind, access: str) -> None:
    svenn = bench.opened_with(bench.token_with(*(RIGHTS - {f"{kind.value}s:{access}"})))
    with pytest.raises(ConfigurationWrong) as raised:
        svenn.check_rights(kind)
    assert raised.value.code == "app_right_missing"
    assert raised.value.facts == {"right": kind.value, "kind": kind.value}
    assert raised.value.detail == f"the token lacks {kind.value}s:{access}"


@pytest.mark.parametrize("access", ["read", "export"])
def test_hours_take_the_rights_to_read_entries_and_to_mark_them(bench: Bench, access: str) -> None:
    bench.opened_with(bench.token_with("time-entries:read", "time-entries:export")).check_rights(Kind.HOURS)
    svenn = bench.opened_with(bench.token_with(*(RIGHTS - {f"time-entries:{access}"})))
    with pytest.raises(ConfigurationWrong, match="app_right_missing"):
        svenn.check_rights(Kind.HOURS)


def test_the_probe_asks_for_the_rights_of_hours_only_when_they_are_on(bench: Bench) -> None:
    svenn = bench.opened_with(bench.token_with(*(RIGHTS - {"time-entries:export"})))
    assert svenn.probe(Settings()).missing_rights == ()
    assert svenn.probe(Settings(kinds={Kind.HOURS: True})).missing_rights == ("hours",)


def test_rights_are_checked_with_one_call_that_writes_nothing(bench: Bench) -> None:
    bench.system.check_rights(Kind.CUSTOMER)
    assert bench.calls() == {"GET /v1/account": 1}


def test_the_probe_of_a_sound_token_misses_nothing(bench: Bench) -> None:
    probe = bench.system.probe(Settings())
    assert (probe.company.name, probe.missing_rights) == ("Bakke Bygg AS", ())
    assert bench.calls() == {"GET /v1/account": 1}


def test_the_probe_tells_everything_that_is_missing_at_once(bench: Bench) -> None:
    token = bench.token_with("customers:read", "customers:write", "projects:read", "employees:read")
    assert bench.opened_with(token).probe(Settings()).missing_rights == ("project", "employee", "webhooks")


def test_a_spent_limit_says_when_there_is_more_and_nothing_is_written(bench: Bench) -> None:
    bench.svenn.world.set_switches(bench.svenn.account.id, requests_per_minute=1)
    bench.clock.advance(seconds=15)
    bench.svenn.client.get("/v1/account")  # somebody else spends it
    (outcome,) = bench.system.create(Kind.CUSTOMER, drafts([1]))
    assert isinstance(outcome, NotSent)
    assert isinstance(outcome.error, RateLimited)
    assert outcome.error.until == bench.clock() + timedelta(seconds=45)
    bench.clock.advance(seconds=45)
    bench.system.create(Kind.CUSTOMER, drafts([1]))
    assert len(bench.stored(Kind.CUSTOMER)) == 1


def test_a_spent_limit_stops_reading_too(bench: Bench) -> None:
    bench.svenn.world.set_switches(bench.svenn.account.id, requests_per_minute=0)
    with pytest.raises(RateLimited):
        bench.system.get(Kind.CUSTOMER, ["17"])


def test_two_adapters_with_one_token_never_meet_the_limit_together(bench: Bench) -> None:
    bench.svenn.world.set_switches(bench.svenn.account.id, requests_per_minute=50)
    token = bench.svenn.account.token
    working = [bench.opened_with(token, Priority.PERSON), bench.opened_with(token, Priority.PERSON)]
    made = 0
    while working:
        for svenn in list(working):
            try:
                svenn.company()
                made += 1
            except RateLimited:
                working.remove(svenn)
    assert bench.calls() == {"GET /v1/account": made}
    assert made <= 50
