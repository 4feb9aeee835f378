"""Webhook subscriptions are repaired at both systems, whatever became of them, and everything is compared then."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from samspill.environment import Environment
from samspill.model.connection import Connection
from samspill.model.kinds import GROUPS, Kind, Side
from samspill.store.tables.connections import ConnectionItem, secret_key
from samspill.sync.sweep import sweep_key
from samspill.tasks.subscription_repair import repair_subscriptions
from samspill.tasks.subscriptions import signing_secrets, subscribe, webhook_url
from sandbox.svenn.account import Account
from sandbox.tripletex.rows import Row
from tests.integration.api.sandboxes import Sandboxes, running_sandboxes

KINDS = (Kind.CUSTOMER, Kind.PROJECT, Kind.EMPLOYEE)
_numbers = count(920000001)


class Hooked:
    """A live connection with its webhooks, and what can happen to them."""

    def __init__(self, sandboxes: Sandboxes) -> None:
        self.bench, number = sandboxes.bench, str(next(_numbers))
        tripletex, svenn = sandboxes.tripletex_key(number), sandboxes.app_key(number)
        order = {"organization_number": number, "keys": {"tripletex": tripletex, "app": svenn}}
        self.id = str(self.bench.product.post("/v1/connections", order).json["id"])
        self.bench.changed(self.id, status="active", live=True)
        self.company = next(c for c in sandboxes.tripletex.companies.values() if tripletex in c.tokens)
        self.webhooks = _account(sandboxes, svenn).webhooks
        subscribe(self.bench.app, self.connection)

    @property
    def connection(self) -> Connection:
        return self.bench.app.connections.get(self.id)

    def rows(self) -> list[Row]:
        return list(self.company.table("Subscription"))

    def is_sound(self) -> bool:
        """Every event of every kind is delivered to us by both, signed with what we check it with."""
        app, url = self.bench.app, {s: webhook_url(self.bench.app, self.connection, s) for s in Side}
        known = {side: signing_secrets(app, self.connection, side) for side in Side}
        theirs = [row for row in self.rows() if row.get("targetUrl") == url[Side.TRIPLETEX]]
        hooks = [hook for hook in self.webhooks.all() if hook.url == url[Side.APP]]
        told = {(each.side, each.id) for each in self.connection.subscriptions}
        return (
            len(theirs) == 3 * len(KINDS)
            and all(row.get("status", "ACTIVE") == "ACTIVE" for row in theirs)
            and all(row.get("hmacSharedSecret") in known[Side.TRIPLETEX] for row in theirs)
            and [(hook.status, hook.secret in known[Side.APP]) for hook in hooks] == [("active", True)]
            and told == {*((Side.TRIPLETEX, str(row.id)) for row in theirs), (Side.APP, hooks[0].id)}
        )

    def compares_everything(self) -> bool:
        inbox = self.bench.app.stores(self.id).inbox
        return set(inbox.find([sweep_key(kind) for kind in KINDS])) == {sweep_key(kind) for kind in KINDS}

    def repair(self) -> int:
        return repair_subscriptions(self.bench.app, self.connection)

    def forget_secret(self, side: Side) -> None:
        ConnectionItem(self.id, secret_key(f"webhook.{side.value}")).delete()


def _account(sandboxes: Sandboxes, token: str) -> Account:
    account = sandboxes.svenn.owner_of(token)
    assert account is not None
    return account


@pytest.fixture(scope="module")
def sandboxes(installation: Environment) -> Iterator[Sandboxes]:
    with running_sandboxes(installation) as running:
        yield running


@pytest.fixture
def hooked(sandboxes: Sandboxes) -> Iterator[Hooked]:
    hooked = Hooked(sandboxes)
    yield hooked
    hooked.bench.changed(hooked.id, status="off")


def at_tripletex(**changes: object) -> Callable[[Hooked], object]:
    return lambda hooked: hooked.rows()[4].values.update(changes)


def at_svenn(**changes: object) -> Callable[[Hooked], object]:
    return lambda hooked: hooked.webhooks.update(hooked.webhooks.all()[0].id, changes)


ACCIDENTS: dict[str, Callable[[Hooked], object]] = {
    "disabled at Tripletex": at_tripletex(status="DISABLED_TOO_MANY_ERRORS"),
    "disabled at Svenn": at_svenn(status="disabled"),
    "one missing at Tripletex": lambda hooked: hooked.company.table("Subscription").drop(hooked.rows()[4]),
    "missing at Svenn": lambda hooked: hooked.webhooks.delete(hooked.webhooks.all()[0].id),
    "pointing elsewhere at Tripletex": at_tripletex(targetUrl="https://elsewhere.test/hook"),
    "pointing elsewhere at Svenn": at_svenn(url="https://elsewhere.test/hook"),
    "our secret for Tripletex lost": lambda hooked: hooked.forget_secret(Side.TRIPLETEX),
    "our secret for Svenn lost": lambda hooked: hooked.forget_secret(Side.APP),
    "another secret at Svenn": lambda hooked: hooked.webhooks.rotate(
        hooked.webhooks.all()[0].id, hooked.bench.app.clock()
    ),
}


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_webhooks_are_repaired_and_everything_is_compared(hooked: Hooked, accident: str) -> None:
    assert hooked.is_sound()
    ACCIDENTS[accident](hooked)
    assert not hooked.is_sound()
    assert hooked.repair() == 1
    assert hooked.is_sound()
    assert hooked.compares_everything()
    assert {group for _, group in hooked.bench.wakeups.woken} >= {GROUPS[kind] for kind in KINDS}


def test_a_secret_that_tripletex_does_not_know_is_told_when_it_gave_up(hooked: Hooked) -> None:
    """It never shows its secret; but deliveries that we refused are why it disables a subscription."""
    for row in hooked.rows():
        row.values.update(hmacSharedSecret="another", status="DISABLED_TOO_MANY_ERRORS")
    hooked.repair()
    assert hooked.is_sound()
    assert hooked.compares_everything()


def test_sound_webhooks_are_left_alone_and_nothing_is_compared(hooked: Hooked) -> None:
    before = hooked.connection.subscriptions
    assert hooked.repair() == 0
    assert hooked.connection.subscriptions == before
    assert not hooked.bench.app.stores(hooked.id).inbox.find([sweep_key(kind) for kind in KINDS])
