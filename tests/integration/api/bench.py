"""A bench for the API in this process: real stores in a simulated AWS, systems and state machine in memory."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import boto3
from moto import mock_aws

from samspill import composition
from samspill.api import app as api
from samspill.api import webhooks_app
from samspill.composition import App
from samspill.environment import Environment
from samspill.model.connection import Connection
from samspill.model.kinds import Side
from samspill.model.status import Status
from samspill.store import clients
from samspill.store.wakeups import Message, Wakeup
from tests.fakes.keyed_systems import KeyedSystem, World
from tests.fakes.machine import MemoryMachine
from tests.fakes.queues import queues_with_dead_letters
from tests.fakes.quick_aws import quick_aws
from tests.fakes.tables import create_tables
from tests.integration.api.client import Client

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PRODUCT_KEY, OTHER_PRODUCT_KEY, STAFF_KEY = "product-key", "other-product-key", "staff-key"

_numbers = count(100000001)
_installations = count(1)


@contextmanager
def simulated_aws() -> Iterator[Environment]:
    """Tables, a queue, a bucket, a key and a secret, for as long as the `with` block lasts."""
    os.environ.pop("AWS_ENDPOINT_URL", None)
    os.environ["AWS_DEFAULT_REGION"] = "eu-north-1"
    with mock_aws(), quick_aws():
        for client in (clients.kms, clients.s3, clients.sqs, clients.secretsmanager):
            client.cache_clear()
        if not boto3.client("dynamodb").list_tables()["TableNames"]:  # others may simulate it as well
            create_tables()
        yield _environment()


@contextmanager
def api_bench(installation: Environment) -> Iterator["Bench"]:
    """An API of its own on that installation, in place of the process's."""
    world, machine, wakeups = World(), MemoryMachine(), Wakeups()
    app = App(installation, open_systems=world.open, machine=machine, wakeups=wakeups)
    made = Bench(app, world, machine, wakeups)
    app.__dict__["clock"] = lambda: made.now
    composition.use(app)
    yield made
    composition.use(None)
    alive = [status for status in Status if status is not Status.OFF]
    for each in list(app.connections.active(alive)):  # no later test's clock finds anything of this one
        made.changed(each.id, status="off")


def _environment() -> Environment:
    place = next(_installations)  # several may be simulated at a time, in one process
    boto3.client("dynamodb").create_table(
        TableName=f"idempotency-{place}",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto3.client("s3").create_bucket(
        Bucket=f"plans-{place}", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    queues = queues_with_dead_letters()
    keys = {
        "product_keys": {"svenn": [_digest(PRODUCT_KEY)], "rackbeat": [_digest(OTHER_PRODUCT_KEY)]},
        "staff_keys": [{"name": "kari", "sha256": _digest(STAFF_KEY)}],
    }
    boto3.client("secretsmanager").create_secret(Name=f"product-{place}", SecretString=json.dumps(keys))
    tables = dict.fromkeys(("connections", "links", "inbox", "records", "journal", "sessions"), "by-model")
    return Environment(
        stage="test",
        public_url="https://samspill.test",
        tripletex_url="https://tripletex.test/v2",
        svenn_url="https://svenn.test/v1",
        rackbeat_url="https://rackbeat.test/api",
        queue_changes=queues["changes"],
        queue_later=queues["later"],
        queue_documents=queues["documents"],
        state_machine_connect="arn:aws:states:eu-north-1:123456789012:stateMachine:connect",
        bucket_plans=f"plans-{place}",
        kms_key=boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        secret_product=f"product-{place}",
        mail_from="samspill@example.com",
        staff_mail="staff@example.com",
        table_idempotency=f"idempotency-{place}",
        **{f"table_{name}": value for name, value in tables.items()},
    )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class Wakeups:
    """Who was woken, who will be and when, and which messages were given back for how long."""

    def __init__(self) -> None:
        self.woken: list[tuple[str, str]] = []
        self.booked: list[tuple[str, str, datetime]] = []
        self.given_back: list[tuple[str, timedelta]] = []

    def wake(self, connection: str, group: str) -> None:
        self.woken.append((connection, group))

    def wake_many(self, wakeups: Iterable[Wakeup]) -> int:
        before = len(self.woken)
        self.woken += [(each.connection, each.group) for each in wakeups]
        return len(self.woken) - before

    def wake_at(self, connection: str, group: str, at: datetime, now: datetime) -> bool:
        self.booked.append((connection, group, at))
        return True

    def give_back(self, _queue: str, message: Message, pause: timedelta) -> None:
        self.given_back.append((message.id, pause))


@dataclass
class Bench:
    """One test's API: its clock, its world, its state machine."""

    app: App
    world: World
    machine: MemoryMachine
    wakeups: Wakeups
    now: datetime = START
    handle: Callable[..., Any] = api.handle
    deliver: Callable[..., Any] = webhooks_app.handle
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def product(self) -> Client:
        """The product Svenn."""
        return Client(self.handle, PRODUCT_KEY, {"accept-language": "en"})

    @property
    def other_product(self) -> Client:
        """Another product, with connections of its own."""
        return Client(self.handle, OTHER_PRODUCT_KEY, {"accept-language": "en"})

    @property
    def staff(self) -> Client:
        """Kari, who reviews."""
        return Client(self.handle, STAFF_KEY, {"accept-language": "en"})

    @property
    def nobody(self) -> Client:
        """Somebody without a key."""
        return Client(self.handle)

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def company(self) -> "TwoKeys":
        """A company with an account on both sides."""
        number = str(next(_numbers))
        keys = {side: f"{side.value}-key-{number}" for side in Side}
        systems = {side: self.world.company(side, key, number, f"Bygg {number} AS") for side, key in keys.items()}
        return TwoKeys(number, keys[Side.TRIPLETEX], keys[Side.APP], systems)

    def connected(self, company: "TwoKeys | None" = None) -> str:
        """The id of a new connection, in draft."""
        made = self.product.post("/v1/connections", (company or self.company()).order())
        assert made.status == 201, made.text
        return str(made.json["id"])

    def live(self, company: "TwoKeys | None" = None, **changes: object) -> Connection:
        """A connection whose first sync is done."""
        changes = {"status": "active", "live": True, **changes}
        return self.changed(self.connected(company), **changes)

    def changed(self, connection_id: str, **changes: object) -> Connection:
        """The connection after something else in the product changed it."""
        return self.app.connections.update(
            connection_id, lambda now: Connection.model_validate({**now.model_dump(), **changes})
        )


@dataclass(frozen=True)
class TwoKeys:
    """A company and its keys."""

    number: str
    tripletex_key: str
    app_key: str
    systems: dict[Side, KeyedSystem]

    def order(self, **changes: object) -> dict[str, object]:
        """What the product sends to turn its connection on."""
        keys = {"tripletex": self.tripletex_key, "app": self.app_key}
        return {"organization_number": self.number, "keys": keys, **changes}
