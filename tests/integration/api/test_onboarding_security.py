"""What strangers can do to an onboarding, to mailboxes and to each other: nothing."""

import json
from io import StringIO

import pytest

from samspill.observability import logger
from samspill.store.tables.sessions import SessionItem
from tests.integration.api.bench import Bench
from tests.integration.api.client import Client
from tests.integration.api.newcomers import Newcomer, newcomer
from tests.integration.api.test_gate import JSON, is_problem


@pytest.fixture
def kari(bench: Bench) -> Newcomer:
    return newcomer(bench)


@pytest.mark.parametrize(
    "email",
    [
        "kari@fjord.example\r\nBcc: all@example.no",
        "kari@fjord.example, ola@example.no",
        "kari@fjord.example;ola@example.no",
        "<kari@fjord.example>",
        '"kari"@fjord.example',
        "kari@fjord.example\n",
        "kari@fjord\u0000.example",
        "ｋari@fjord.example",
        "kari@fjord",
        "kari",
        "",
        f"{'k' * 65}@fjord.example",
        f"kari@{'fjord.' * 45}example",
    ],
)
def test_an_address_that_could_become_another_or_a_header_is_refused(kari: Newcomer, email: str) -> None:
    assert is_problem(kari.begins(email=email), 422, "invalid_request")
    assert is_problem(kari.asks_for_a_link(email or " "), 422, "invalid_request")


@pytest.mark.parametrize("field", ["company", "contact"])
@pytest.mark.parametrize("text", ["two\nlines", "\u0007", " ", "", "x" * 201, "a\r\nBcc: all@example.no"])
def test_names_are_one_line_of_something(kari: Newcomer, field: str, text: str) -> None:
    assert is_problem(kari.begins(**{field: text}), 422, "invalid_request")


def test_a_mail_to_a_strangers_address_holds_nothing_that_was_typed(kari: Newcomer) -> None:
    assert kari.begins(company="Win a car http://evil.example", contact="Call 555-1234").status == 201
    mail = " ".join(kari.outbox.mails[-1])
    assert "evil" not in mail
    assert "555" not in mail
    assert "‹" not in mail


def test_a_mailbox_gets_three_onboardings_an_hour_whoever_asks(bench: Bench) -> None:
    statuses = []
    email = newcomer(bench).email
    for spelling in (email, email.upper(), email, email.capitalize()):
        other = newcomer(bench)
        other.email = spelling
        statuses.append(other.begins().status)
    assert statuses == [201, 201, 201, 429]


def test_a_source_begins_twenty_onboardings_an_hour(kari: Newcomer) -> None:
    answers = [kari.begins(email=f"stranger{n}@fjord.example") for n in range(21)]
    assert [answer.status for answer in answers][-2:] == [201, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/v1/onboardings", "/v1/links", "/v1/links/consume"])
def test_what_strangers_send_is_small_and_json(bench: Bench, path: str) -> None:
    large = json.dumps({"email": "k" * 16_400})
    assert is_problem(bench.nobody.raw("POST", path, large, {}, JSON), 413, "request_too_large")
    assert is_problem(bench.nobody.raw("POST", path, "{", {}, JSON), 400, "malformed_request")
    assert is_problem(
        bench.nobody.raw("POST", path, "{}", {}, {"content-type": "text/plain"}), 415, "unsupported_media_type"
    )


# ---- somebody else's address -----------------------------------------------------------------------------------


def test_who_began_with_somebody_elses_address_is_out_once_its_owner_came(kari: Newcomer) -> None:
    kari.begins()
    stranger = kari.client
    kari.opens_its_mail()
    assert is_problem(stranger.get(kari.path), 401, "unauthorized")
    assert kari.shown()["confirmed"]


def test_no_plan_is_made_before_somebody_came_by_a_mailed_link(kari: Newcomer) -> None:
    kari.begins()
    for step, body in (("keys", kari.keys), ("groups", {}), ("start-up", {}), ("settings", {})):
        assert kari.says(step, body).status == 200
    assert not kari.shown()["confirmed"]
    assert is_problem(kari.client.post(f"{kari.path}/plan"), 409, "address_not_confirmed")
    kari.opens_its_mail()
    assert kari.client.post(f"{kari.path}/plan").status == 202


def test_each_way_back_ends_the_token_of_the_one_before(kari: Newcomer) -> None:
    kari.begins()
    kari.opens_its_mail()
    older = kari.client
    kari.asks_for_a_link()
    kari.mails_go_out()
    kari.opens_its_mail()
    assert is_problem(older.get(kari.path), 401, "unauthorized")
    assert kari.client.get(kari.path).status == 200


def begun_with(email: str, bench: Bench) -> Newcomer:
    """Somebody begins with that address."""
    made = newcomer(bench)
    made.email = email
    assert made.begins().status == 201
    return made


def test_a_request_mails_one_way_back_however_many_strangers_began(kari: Newcomer, bench: Bench) -> None:
    for _ in range(3):
        bench.later(minutes=1)
        newest = begun_with(kari.email, bench)
    before = len(kari.outbox.mails)
    kari.asks_for_a_link()
    kari.mails_go_out()
    (link,) = kari.outbox.links_to(kari.email)[before - len(kari.outbox.mails) :]
    assert link.startswith(f"o.{newest.id}.")


def test_what_strangers_begin_later_does_not_keep_anybody_from_their_own(kari: Newcomer, bench: Bench) -> None:
    kari.begins()
    kari.opens_its_mail()
    begun_with(kari.email, bench)
    kari.asks_for_a_link()
    kari.mails_go_out()
    kari.opens_its_mail()
    assert kari.shown()["id"] == kari.id


def test_five_onboardings_of_an_address_may_wait_for_somebody_to_come_by_mail(kari: Newcomer, bench: Bench) -> None:
    begun = []
    for _ in range(5):
        begun.append(begun_with(kari.email, bench))
        bench.later(hours=1)
    refused = kari.begins()
    assert is_problem(refused, 429, "too_many_requests")
    assert int(refused.headers["retry-after"]) > 0
    begun[-1].opens_its_mail()
    assert kari.begins().status == 201


def test_another_ones_token_finds_nothing(kari: Newcomer, bench: Bench) -> None:
    kari.begins()
    other = newcomer(bench)
    other.begins()
    seen = Client(bench.handle, other.token).get(kari.path)
    none = Client(bench.handle, other.token).get(f"/v1/onboardings/{'0' * 32}")
    assert is_problem(seen, 404, "not_found")
    assert seen.text == none.text


@pytest.mark.parametrize("change", ["secret", "id", "cut", "longer", "prefix"])
def test_a_token_that_is_not_exactly_right_opens_nothing(kari: Newcomer, bench: Bench, change: str) -> None:
    kari.begins()
    other = newcomer(bench)
    other.begins()
    prefix, token_id, secret = kari.token.split(".")
    wrong = {
        "secret": f"{prefix}.{token_id}.{other.token.split('.')[2]}",
        "id": f"{prefix}.{other.token.split('.')[1]}.{secret}",
        "cut": kari.token[:-1],
        "longer": kari.token + "A",
        "prefix": f"smq.{token_id}.{secret}",
    }[change]
    assert is_problem(Client(bench.handle, wrong).get(kari.path), 401, "unauthorized")


def test_tokens_and_links_rest_as_hashes_only(kari: Newcomer) -> None:
    kari.begins()
    secrets = [kari.token.split(".")[2], *(each.split(".")[3] for each in kari.outbox.links_to(kari.email))]
    assert all(len(secret) == 43 for secret in secrets)  # 256 bits
    resting = "".join(str(item.attribute_values) for item in SessionItem.scan())
    assert [secret for secret in secrets if secret in resting] == []


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """Everything that is logged, as the functions write it."""
    lines = StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", lines)
    return lines


def test_neither_tokens_nor_links_nor_keys_nor_addresses_are_logged(kari: Newcomer, written: StringIO) -> None:
    live = kari.goes_live()
    kari.asks_for_a_link()
    kari.mails_go_out()
    kari.follows("c.wrong.0f1e2d3c4b5a6978.wrongwrongwrongwrongwrong")
    kari.follows(kari.outbox.links_to(kari.email)[-1])
    kari.client.get(f"/v1/connections/{live.id}")
    kari.bench.app.__dict__["tickets"] = None  # our own fault, and logged
    assert kari.client.get(f"/v1/connections/{live.id}").status == 500
    logged = written.getvalue()
    secrets = [kari.token, kari.email, *kari.keys.values(), *kari.outbox.links_to(kari.email)]
    parts = {part for secret in secrets for part in (secret, secret.rpartition(".")[2])}
    assert "onboarding begun" in logged
    assert "request failed" in logged
    assert [part for part in parts if len(part) > 10 and part in logged] == []


def test_the_answer_that_holds_a_token_is_kept_by_nobody(kari: Newcomer) -> None:
    begun = kari.begins()
    assert begun.headers["cache-control"] == "no-store"
    again = kari.client.post(
        "/v1/onboardings",
        {"integration": "rackbeat", "company": "Fjord Lager AS", "contact": "Kari Nordmann", "email": kari.email},
        idempotency_key="the-same",
    )
    assert again.json["id"] != begun.json["id"]
    assert "idempotent-replayed" not in again.headers
