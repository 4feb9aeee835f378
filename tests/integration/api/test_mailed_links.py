"""Mailed links: who gets one, what it is good for, and that nobody learns whose addresses we know."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.client import BaseClient

from samspill.model.connection import Connection
from tests.integration.api.bench import Bench
from tests.integration.api.client import Client
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import is_problem


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    return newcomer(bench)


@pytest.fixture
def live(kari: Newcomer) -> Connection:
    return kari.is_live()


def link(kari: Newcomer, email: str | None = None) -> str:
    """A link that was asked for."""
    kari.asks_for_a_link(email)
    kari.mails_go_out()
    return kari.outbox.links_to(email or kari.email)[-1]


def test_a_link_opens_the_connection_once(kari: Newcomer, live: Connection) -> None:
    mailed = link(kari)
    first = kari.follows(mailed)
    assert (first.status, first.json["connection"], first.json["onboarding"]) == (200, live.id, None)
    assert kari.client.get(f"/v1/connections/{live.id}/settings").status == 200
    assert is_problem(kari.follows(mailed), 410, "gone")


def test_of_many_who_follow_a_link_at_once_one_gets_in(kari: Newcomer, live: Connection) -> None:
    mailed = link(kari)
    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(lambda _: kari.bench.app.tickets.take(*_ticket(mailed)), range(8)))
    assert [answer is not None for answer in answers].count(True) == 1


def _ticket(mailed: str) -> tuple[str, str]:
    letter, subject, tag, secret = mailed.split(".")
    return f"link#{'connection' if letter == 'c' else 'onboarding'}#{subject}#{tag}", secret


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_a_link_uses_nothing_up(kari: Newcomer, live: Connection, method: str) -> None:
    mailed = link(kari)
    assert kari.bench.nobody.send(method, "/v1/links/consume", query={"link": mailed}).status == 405
    assert kari.follows(mailed).status == 200


def test_a_link_is_good_for_half_an_hour(kari: Newcomer, live: Connection) -> None:
    mailed = link(kari)
    kari.bench.later(minutes=30)
    assert is_problem(kari.follows(mailed), 410, "gone")


def test_a_newer_link_ends_the_older_one(kari: Newcomer, live: Connection) -> None:
    older, newer = link(kari), link(kari)
    assert is_problem(kari.follows(older), 410, "gone")
    assert kari.follows(newer).status == 200


def test_the_session_of_a_link_lasts_eight_hours(kari: Newcomer, live: Connection) -> None:
    kari.follows(link(kari))
    kari.bench.later(hours=7, minutes=59)
    assert kari.client.get(f"/v1/connections/{live.id}").status == 200
    kari.bench.later(minutes=1)
    assert is_problem(kari.client.get(f"/v1/connections/{live.id}"), 401, "unauthorized")


@pytest.mark.parametrize("with_token_of", ["onboarding", "link"])
def test_sessions_end_when_the_keys_are_replaced(kari: Newcomer, live: Connection, with_token_of: str) -> None:
    unused = link(kari)
    if with_token_of == "link":
        kari.follows(unused)
    assert kari.client.put(f"/v1/connections/{live.id}/keys", kari.keys).status == 200
    assert is_problem(kari.client.get(f"/v1/connections/{live.id}"), 401, "unauthorized")
    assert is_problem(kari.follows(unused), 410, "gone")


@pytest.mark.parametrize("with_token_of", ["onboarding", "link"])
@pytest.mark.parametrize("data", ["keep", "delete"])
def test_sessions_end_when_the_connection_is_off(
    kari: Newcomer, live: Connection, data: str, with_token_of: str
) -> None:
    unused = link(kari)
    if with_token_of == "link":
        kari.follows(unused)
    kari.bench.staff.delete(f"/v1/connections/{live.id}", data=data)
    assert is_problem(kari.client.get(f"/v1/connections/{live.id}"), 401, "unauthorized")
    assert is_problem(kari.follows(unused), 410, "gone")


def test_who_is_no_longer_told_of_problems_is_out_at_once(kari: Newcomer, live: Connection) -> None:
    kari.bench.changed(live.id, settings={"notify": ["ola@fjord.example"]})
    kari.follows(link(kari, "ola@fjord.example"))
    path = f"/v1/connections/{live.id}/settings"
    assert kari.client.get(path).status == 200
    unused = link(kari, "ola@fjord.example")
    kari.bench.changed(live.id, settings={"notify": []})
    assert is_problem(kari.client.get(path), 401, "unauthorized")
    assert is_problem(kari.follows(unused), 410, "gone")


@pytest.mark.parametrize("with_token_of", ["onboarding", "link"])
def test_who_is_no_longer_the_contact_is_out_at_once(kari: Newcomer, live: Connection, with_token_of: str) -> None:
    if with_token_of == "link":
        kari.follows(link(kari))
    kari.bench.changed(live.id, contact_email="ola@fjord.example")
    assert is_problem(kari.client.get(f"/v1/connections/{live.id}/settings"), 401, "unauthorized")


@pytest.mark.parametrize("wrong", ["x", "c.1.2.3", "", "c" * 400, "c.é.0f1e2d3c4b5a6978.secretsecretsecretsecret"])
def test_what_is_no_link_is_answered_like_a_used_one(kari: Newcomer, live: Connection, wrong: str) -> None:
    assert kari.follows(wrong).status in (410, 422)
    letter, subject, tag, _ = link(kari).split(".")
    assert is_problem(kari.follows(f"{letter}.{subject}.{tag}.{'A' * 43}"), 410, "gone")


def test_people_who_are_told_of_problems_get_links_too(kari: Newcomer, live: Connection) -> None:
    kari.bench.changed(live.id, settings={"notify": ["Lager@Fjord.example"]})
    kari.asks_for_a_link("lager@fjord.EXAMPLE")
    kari.mails_go_out()
    # The mail goes to the address as it stands there, not as somebody typed it.
    assert kari.follows(kari.outbox.links_to("Lager@Fjord.example")[-1]).status == 200


def test_one_request_for_several_connections_mails_one_link_each(bench: Bench) -> None:
    firms = [newcomer(bench), newcomer(bench)]
    for firm in firms:
        firm.email = "accountant@example.no"
        firm.is_live()
    mails = len(firms[0].outbox.links_to("accountant@example.no"))
    firms[0].asks_for_a_link()
    firms[0].mails_go_out()
    links = firms[0].outbox.links_to("accountant@example.no")[mails:]
    opened = {firms[0].follows(each).json["connection"] for each in links}
    assert len(opened) == 2


def test_only_connections_of_the_app_that_was_named(kari: Newcomer, live: Connection) -> None:
    before = len(kari.outbox.mails)
    kari.asks_for_a_link(integration="svenn")
    kari.mails_go_out()
    assert len(kari.outbox.mails) == before
    kari.asks_for_a_link(integration="rackbeat")
    kari.mails_go_out()
    assert len(kari.outbox.mails) == before + 1


# ---- whose addresses we know -----------------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The calls to AWS, by name."""
    made: list[str] = []
    original = BaseClient._make_api_call  # type: ignore[attr-defined]

    def noted(self: Any, name: str, arguments: Any) -> Any:
        made.append(name)
        return original(self, name, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", noted)
    yield made


def test_known_and_unknown_addresses_are_answered_the_same_after_the_same_work(
    kari: Newcomer, live: Connection, calls: list[str]
) -> None:
    answers, work = [], []
    for address in (kari.email, "stranger@example.no", kari.email, "another@example.no"):
        before, mails = len(calls), len(kari.outbox.mails)
        answer = kari.asks_for_a_link(address)
        answers.append((answer.status, answer.text, tuple(answer.headers.items())))
        work.append(tuple(calls[before:]))
        assert len(kari.outbox.mails) == mails, "mails go out later"
    assert answers[0][0] == 202
    assert len(set(answers)) == 1
    assert len(set(work)) == 1


def test_a_stranger_gets_no_mail(kari: Newcomer, live: Connection) -> None:
    kari.asks_for_a_link("stranger@example.no")
    kari.mails_go_out()
    assert kari.outbox.links_to("stranger@example.no") == []


def test_a_mailbox_cannot_be_flooded_and_nobody_is_told(kari: Newcomer, live: Connection) -> None:
    before = len(kari.outbox.mails)
    answers = set()
    for _ in range(8):
        answer = kari.asks_for_a_link()
        answers.add((answer.status, answer.text))
        kari.mails_go_out()
    assert len(answers) == 1
    assert len(kari.outbox.mails) == before + 3
    kari.bench.later(hours=1)
    assert link(kari)


def test_several_requests_between_two_rounds_are_one_mail(kari: Newcomer, live: Connection) -> None:
    before = len(kari.outbox.mails)
    kari.asks_for_a_link()
    kari.asks_for_a_link(kari.email.upper())
    kari.mails_go_out()
    kari.mails_go_out()
    assert len(kari.outbox.mails) == before + 1


def test_a_source_that_asks_too_often_is_told_when_to_go_on(kari: Newcomer) -> None:
    last = [kari.asks_for_a_link(f"stranger{n}@example.no") for n in range(31)][-1]
    assert is_problem(last, 429, "too_many_requests")
    assert int(last.headers["retry-after"]) > 0


def test_all_addresses_of_an_ipv6_network_are_one_source(bench: Bench) -> None:
    def asks(n: int) -> int:
        source = Client(bench.handle, source=f"2001:db8:0:7::{n:x}")
        return source.post("/v1/links", {"email": f"stranger{n}@example.no"}).status

    assert [asks(n) for n in range(31)][-2:] == [202, 429]


# ---- coming back -----------------------------------------------------------------------------------------------


def test_the_first_mail_leads_back_to_the_onboarding(kari: Newcomer) -> None:
    kari.begins()
    kari.says("keys", kari.keys)
    kari.bench.later(days=3)
    back = kari.follows(kari.outbox.links_to(kari.email)[0])
    assert (back.json["onboarding"], back.json["connection"]) == (kari.id, None)
    assert kari.shown()["step"] == "groups"


def test_a_new_way_back_is_mailed_on_request(kari: Newcomer) -> None:
    kari.begins()
    assert kari.follows(link(kari)).json["onboarding"] == kari.id
    assert kari.shown()["step"] == "keys"


def test_a_way_back_opens_what_was_made_as_well(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    back = kari.follows(link(kari))
    assert (back.json["onboarding"], back.json["connection"]) == (kari.id, made.id)
    assert kari.client.get(f"/v1/connections/{made.id}").status == 200


def test_a_plan_that_waits_is_told_with_a_link_to_it(kari: Newcomer) -> None:
    kari.answers_everything()
    made = kari.asks_for_a_plan()
    kari.until_review()
    to, subject, text = kari.outbox.mails[-1]
    assert (to, kari.tripletex.owner.name in subject, "‹" in subject + text) == (kari.email, True, False)
    kari.follows(kari.outbox.links_to(kari.email)[-1])
    assert kari.client.get(f"/v1/connections/{made.id}/plan").status == 200


def test_the_last_mail_holds_a_link_to_the_settings_for_three_days(kari: Newcomer) -> None:
    live = kari.goes_live()
    _, subject, text = kari.outbox.mails[-1]
    assert "‹" not in subject + text
    kari.bench.later(days=2)
    assert kari.follows(kari.outbox.links_to(kari.email)[-1]).json["connection"] == live.id


def test_the_token_of_an_onboarding_that_is_done_ends_as_any_session_does(kari: Newcomer) -> None:
    live = kari.goes_live()
    kari.bench.later(hours=7)
    assert kari.client.get(f"/v1/connections/{live.id}").status == 200
    kari.bench.later(hours=1)
    assert is_problem(kari.client.get(f"/v1/connections/{live.id}"), 401, "unauthorized")
