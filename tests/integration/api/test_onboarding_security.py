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
        {"company": "Fjord Lager AS", "contact": "Kari Nordmann", "email": kari.email},
        idempotency_key="the-same",
    )
    assert again.json["id"] != begun.json["id"]
    assert "idempotent-replayed" not in again.headers
