"""The environment of a function: a mistake is told by the variable's name."""

import pytest

from samspill.composition import App
from samspill.environment import Environment, EnvironmentWrong

SOUND = {
    "STAGE": "test",
    "PUBLIC_URL": "https://samspill.test",
    "TRIPLETEX_URL": "https://tripletex.test/v2",
    "SVENN_URL": "https://svenn.test/v1",
    "RACKBEAT_URL": "https://rackbeat.test/api",
    "QUEUE_CHANGES": "https://sqs.test/changes.fifo",
    "QUEUE_LATER": "https://sqs.test/later",
    "QUEUE_DOCUMENTS": "https://sqs.test/documents.fifo",
    "STATE_MACHINE_CONNECT": "arn:aws:states:eu-north-1:1:stateMachine:connect",
    "BUCKET_PLANS": "plans",
    "KMS_KEY": "arn:aws:kms:eu-north-1:1:key/1",
    "SECRET_PRODUCT": "product",
    "MAIL_FROM": "samspill@example.com",
    "STAFF_MAIL": "staff@example.com",
    "TABLE_IDEMPOTENCY": "idempotency",
    **{f"TABLE_{name}": name.lower() for name in ("CONNECTIONS", "LINKS", "INBOX", "RECORDS", "JOURNAL", "SESSIONS")},
}


def test_a_sound_environment_is_read() -> None:
    assert Environment.parse(SOUND).public_url == "https://samspill.test"


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_variable_that_is_missing_or_empty_is_named(name: str) -> None:
    for wrong in ({key: value for key, value in SOUND.items() if key != name}, {**SOUND, name: ""}):
        with pytest.raises(EnvironmentWrong, match=name):
            Environment.parse(wrong)


def test_a_url_that_is_none_is_named() -> None:
    with pytest.raises(EnvironmentWrong, match="PUBLIC_URL"):
        Environment.parse({**SOUND, "PUBLIC_URL": "samspill.test/"})


def test_an_adapter_that_is_handed_in_is_used() -> None:
    assert App(new_id=lambda: "mine").new_id() == "mine"


def test_a_misspelt_adapter_is_refused() -> None:
    with pytest.raises(TypeError, match="conections"):
        App(conections=None)


def test_nothing_is_read_before_it_is_needed() -> None:
    assert App().integration("svenn").name == "svenn"


def test_a_secret_for_webhooks_is_long_and_never_the_same() -> None:
    make = App().new_secret
    assert len({make() for _ in range(3)}) == 3
    assert make().startswith("whsec_")
    assert len(make()) >= 50
