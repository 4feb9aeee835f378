import hashlib
import json
from datetime import UTC, datetime

import boto3
import pytest

from samspill.store import clients
from samspill.store.secrets import KEPT, ProductSecrets

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class Installation:
    """A product secret, and a clock to let time pass."""

    def __init__(self, name: str) -> None:
        self.now = START
        self.name = name
        boto3.client("secretsmanager").create_secret(Name=name, SecretString="{}")
        self.secrets = ProductSecrets(clients.secretsmanager, name, lambda: self.now)

    def put(self, **contents: object) -> None:
        boto3.client("secretsmanager").put_secret_value(SecretId=self.name, SecretString=json.dumps(contents))


@pytest.fixture
def installation(aws: None, connection_id: str) -> Installation:
    return Installation(f"{connection_id}/product")


def test_a_product_is_known_by_any_of_its_keys(installation: Installation) -> None:
    installation.put(product_keys={"svenn": [sha256("old"), sha256("new").upper()], "rackbeat": [sha256("other")]})
    found = [installation.secrets.product_for(key) for key in ("old", "new", "other", "wrong", "")]
    assert found == ["svenn", "svenn", "rackbeat", None, None]


def test_staff_are_known_by_name(installation: Installation) -> None:
    installation.put(staff_keys=[{"name": "kari", "sha256": sha256("k")}, {"name": "ola", "sha256": sha256("o")}])
    assert [installation.secrets.staff_for(key) for key in ("k", "o", "x")] == ["kari", "ola", None]


def test_a_key_of_staff_is_no_key_of_a_product(installation: Installation) -> None:
    installation.put(product_keys={"svenn": [sha256("p")]}, staff_keys=[{"name": "kari", "sha256": sha256("k")}])
    assert installation.secrets.product_for("k") is None
    assert installation.secrets.staff_for("p") is None


@pytest.mark.parametrize(
    ("stored", "tokens"), [("one", ("one",)), (["new", "old"], ("new", "old")), ("", ()), ([], ())]
)
def test_there_may_be_several_consumer_tokens(
    installation: Installation, stored: object, tokens: tuple[str, ...]
) -> None:
    installation.put(tripletex_consumer_token=stored)
    assert installation.secrets.consumer_tokens() == tokens


def test_a_changed_secret_is_used_after_minutes_without_a_restart(installation: Installation) -> None:
    installation.put(tripletex_consumer_token="old")
    assert installation.secrets.consumer_tokens() == ("old",)
    installation.put(tripletex_consumer_token="new")
    installation.now = START + KEPT
    assert installation.secrets.consumer_tokens() == ("new",)


def test_the_secret_of_a_new_installation_lets_nobody_in(installation: Installation) -> None:
    installation.put(tripletex_consumer_token="", product_keys={}, staff_keys=[])
    assert installation.secrets.product_for("anything") is None
    assert installation.secrets.staff_for("anything") is None
