"""Sessions: made once, shared, renewed once, made with whichever consumer token serves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from samspill.exceptions import ConfigurationWrong, RateLimited, RetryLater
from samspill.model.kinds import Kind
from samspill.systems.tripletex.session import owner_of
from samspill.systems.tripletex.system import TripletexSystem
from tests.fakes.registers import whole_register
from tests.unit.systems.tripletex.peer import CREATE_SESSION, KEY, NOW, Peer, Reply, Workshop, refusal, value, values

LIST = "GET /project"
UNAUTHORIZED = refusal(401, 3000, message="Unauthorized")
CONSUMER_WRONG = refusal(422, 18000, ("arg:consumerToken", "The consumer token is invalid or does not exist."))
KEY_WRONG = refusal(422, 18000, ("arg:employeeToken", "The employee token is invalid or does not exist."))
STALE = refusal(409, 8000, message="RevisionException")


@pytest.fixture(autouse=True)
def one_register(peer: Peer) -> None:
    peer.on(LIST, values())


def read(system: TripletexSystem) -> None:
    whole_register(system, Kind.PROJECT)


def test_a_session_is_made_of_the_newest_consumer_token_and_the_companys_key(workshop: Workshop, peer: Peer) -> None:
    read(workshop.system(consumers=("new", "old")))
    assert peer.sent(CREATE_SESSION) == [
        {"consumerToken": "new", "employeeToken": KEY, "expirationDate": "2026-07-30"}
    ]


def test_the_session_is_the_password_and_the_own_company_the_user_name(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    read(tripletex)
    assert peer.logins() == ["0:session-1"]


def test_an_accountants_client_company_is_the_user_name(workshop: Workshop, peer: Peer) -> None:
    read(workshop.system(client_company="4711"))
    assert peer.logins() == ["4711:session-1"]


def test_one_session_serves_all_calls_and_all_processes(workshop: Workshop, peer: Peer) -> None:
    for system in (workshop.system(), workshop.system()):
        read(system)
        read(system)
    assert peer.sessions == 1


def test_the_stored_name_of_a_session_holds_no_key() -> None:
    name = owner_of("tripletex.no", KEY)
    assert KEY not in name
    assert name != owner_of("api-test.tripletex.tech", KEY)


def test_a_session_is_given_up_hours_before_it_ends_at_norwegian_midnight(workshop: Workshop, peer: Peer) -> None:
    read(workshop.system())
    name = owner_of("tripletex.no", KEY)
    peer.clock.now = datetime(2026, 7, 29, 20, 59, tzinfo=UTC)
    assert workshop.tokens.get(name) == "session-1"
    peer.clock.now = datetime(2026, 7, 29, 21, 1, tzinfo=UTC)
    assert workshop.tokens.get(name) is None


def test_a_new_session_is_made_when_the_old_one_has_ended(tripletex: TripletexSystem, peer: Peer) -> None:
    read(tripletex)
    peer.clock.now += timedelta(days=2)
    read(tripletex)
    assert peer.logins() == ["0:session-1", "0:session-2"]


def test_a_session_that_is_refused_is_renewed_once_and_the_call_made_again(
    tripletex: TripletexSystem, peer: Peer
) -> None:
    peer.plans[LIST] = [values(), UNAUTHORIZED, values()]
    read(tripletex)
    read(tripletex)
    assert peer.logins() == ["0:session-1", "0:session-1", "0:session-2"]


def test_a_second_refusal_means_that_the_key_is_wrong(tripletex: TripletexSystem, peer: Peer) -> None:
    peer.plans[LIST] = [UNAUTHORIZED]
    with pytest.raises(ConfigurationWrong, match="tripletex_key_wrong"):
        read(tripletex)
    assert peer.calls(sessions=True) == [CREATE_SESSION, LIST, CREATE_SESSION, LIST]


def test_a_session_that_another_process_renewed_is_taken_over(workshop: Workshop, peer: Peer) -> None:
    first, second = workshop.system(), workshop.system()
    read(first)
    read(second)
    peer.plans[LIST] = [UNAUTHORIZED, values(), UNAUTHORIZED, values()]
    read(first)
    read(second)
    assert peer.sessions == 2
    assert peer.logins()[-1] == "0:session-2"


def test_who_finds_a_creation_under_way_waits_for_its_session(workshop: Workshop, peer: Peer) -> None:
    name = owner_of("tripletex.no", KEY)
    assert workshop.tokens.lock(name, NOW, timedelta(seconds=40))
    sleep = peer.clock.sleep

    def finish_meanwhile(seconds: float) -> None:
        sleep(seconds)
        workshop.tokens.put(name, "session-of-another", NOW + timedelta(hours=1))

    peer.clock.sleep = finish_meanwhile  # type: ignore[method-assign]
    read(workshop.system())
    assert peer.logins() == ["0:session-of-another"]
    assert peer.sessions == 0


def test_nobody_waits_longer_than_two_seconds_for_anothers_creation(workshop: Workshop, peer: Peer) -> None:
    assert workshop.tokens.lock(owner_of("tripletex.no", KEY), NOW, timedelta(seconds=40))
    workshop.random = 1.0
    with pytest.raises(RetryLater, match="another process"):
        read(workshop.system())
    assert sum(peer.clock.slept) <= 2
    assert peer.requests == []


def test_a_creation_that_was_abandoned_is_taken_over_when_its_lease_ends(workshop: Workshop, peer: Peer) -> None:
    assert workshop.tokens.lock(owner_of("tripletex.no", KEY), NOW, timedelta(seconds=40))
    peer.clock.now += timedelta(seconds=41)
    read(workshop.system())
    assert peer.sessions == 1


def test_two_creations_that_met_are_tried_again_after_a_random_pause(workshop: Workshop, peer: Peer) -> None:
    workshop.random = 0.8
    peer.on(CREATE_SESSION, STALE, STALE, value({"token": "late", "expirationDate": "2026-07-30"}, 201))
    read(workshop.system())
    assert peer.logins() == ["0:late"]
    assert peer.clock.slept == [pytest.approx(0.2), pytest.approx(0.2)]


def test_creations_that_meet_again_and_again_are_put_off(workshop: Workshop, peer: Peer) -> None:
    peer.on(CREATE_SESSION, STALE)
    with pytest.raises(RetryLater, match="409/8000"):
        read(workshop.system())
    assert len(peer.sent(CREATE_SESSION)) == 3


def test_a_failed_creation_leaves_the_way_free_for_the_next(workshop: Workshop, peer: Peer) -> None:
    made = value({"token": "late", "expirationDate": "2026-07-30"}, 201)
    peer.on(CREATE_SESSION, Reply(error=httpx.ReadTimeout), made)
    with pytest.raises(RetryLater):
        read(workshop.system())
    read(workshop.system())
    assert peer.logins() == ["0:late"]
    assert peer.clock.slept == []


def test_an_answer_without_a_token_is_as_good_as_none(workshop: Workshop, peer: Peer) -> None:
    peer.on(CREATE_SESSION, value({}, 201))
    with pytest.raises(RetryLater, match="without sense"):
        read(workshop.system())


def test_while_consumer_tokens_rotate_the_older_one_serves_after_the_newer(workshop: Workshop, peer: Peer) -> None:
    made = value({"token": "by-old", "expirationDate": "2026-07-30"}, 201)
    peer.on(CREATE_SESSION, CONSUMER_WRONG, made)
    read(workshop.system(consumers=("new", "old")))
    assert [body["consumerToken"] for body in peer.sent(CREATE_SESSION)] == ["new", "old"]
    assert peer.logins() == ["0:by-old"]


def test_when_no_consumer_token_serves_support_must_act(workshop: Workshop, peer: Peer) -> None:
    peer.on(CREATE_SESSION, CONSUMER_WRONG)
    with pytest.raises(ConfigurationWrong) as raised:
        read(workshop.system(consumers=("new", "old")))
    assert raised.value.code == "consumer_token_wrong"


def test_without_any_consumer_token_nothing_is_asked(workshop: Workshop, peer: Peer) -> None:
    with pytest.raises(ConfigurationWrong, match="consumer_token_wrong"):
        read(workshop.system(consumers=()))
    assert peer.requests == []


def test_a_wrong_key_is_not_tried_with_every_consumer_token(workshop: Workshop, peer: Peer) -> None:
    peer.on(CREATE_SESSION, KEY_WRONG)
    with pytest.raises(ConfigurationWrong, match="tripletex_key_wrong"):
        read(workshop.system(consumers=("new", "old")))
    assert len(peer.sent(CREATE_SESSION)) == 1


@pytest.mark.parametrize("answer", [CONSUMER_WRONG, KEY_WRONG])
@pytest.mark.parametrize(
    ("url", "key", "consumers"),
    [
        ("https://tripletex.no/v2", "test-abc", ("consumer",)),
        ("https://api-test.tripletex.tech/v2", "abc", ("test-consumer",)),
        ("http://127.0.0.1:8123/v2", "test-abc", ("consumer",)),
        ("http://127.0.0.1:8123/v2", "abc", ("test-consumer",)),
    ],
)
def test_a_key_of_the_other_environment_is_told_as_such(
    workshop: Workshop, peer: Peer, url: str, key: str, consumers: tuple[str, ...], answer: Reply
) -> None:
    peer.on(CREATE_SESSION, answer)
    with pytest.raises(ConfigurationWrong, match="tripletex_key_other_environment"):
        read(workshop.system(key, url=url, consumers=consumers))


def test_a_wrong_test_key_in_the_test_environment_is_just_wrong(workshop: Workshop, peer: Peer) -> None:
    peer.on(CREATE_SESSION, KEY_WRONG)
    with pytest.raises(ConfigurationWrong, match="tripletex_key_wrong"):
        read(workshop.system("test-abc", url="https://api-test.tripletex.tech/v2", consumers=("test-consumer",)))


def test_a_limit_that_is_used_up_while_logging_in_is_told_and_leaves_the_way_free(
    workshop: Workshop, peer: Peer
) -> None:
    peer.on(CREATE_SESSION, Reply(429, "", {"X-Rate-Limit-Reset": "4"}))
    with pytest.raises(RateLimited):
        read(workshop.system())
    assert workshop.tokens.lock(owner_of("tripletex.no", KEY), peer.clock(), timedelta(seconds=1))
