"""The composition root: every adapter is made here, lazily, once a process, and any can be handed in.

`app()` is the process's own. Tests build an `App` with adapters of theirs and put it in place with `use`.
"""

import base64
import random
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from samspill.apps import APPS, AppSystem, Opening, Webhooks, tripletex_budget, webhooks_of
from samspill.environment import Environment
from samspill.exceptions import Bug
from samspill.integrations import INTEGRATIONS
from samspill.model.changes import Priority
from samspill.model.connection import Connection, Keys
from samspill.model.kinds import Side
from samspill.model.rules import Integration
from samspill.store import clients
from samspill.store.cipher import Cipher
from samspill.store.connections import ConnectionStore
from samspill.store.machine import ConnectMachine
from samspill.store.mailer import Mailer
from samspill.store.plans import PlanStore
from samspill.store.rota import Rota
from samspill.store.secrets import ProductSecrets
from samspill.store.stores import dynamo_stores
from samspill.store.wakeups import Queues, Wakeups
from samspill.sync.ports import Stores, System

if TYPE_CHECKING:
    import httpx

    from samspill.model.vitals import Budget
    from samspill.store.dead_letter_counts import DeadLetterCounts
    from samspill.store.dead_letters import DeadLetters
    from samspill.store.onboardings import OnboardingStore
    from samspill.store.permits import DynamoPermits
    from samspill.store.support import SupportStore
    from samspill.store.tickets import Tickets
    from samspill.store.tokens import DynamoTokenCache
    from samspill.store.turn_ons import TurnOnStore
    from samspill.store.vitals import VitalsStore
    from samspill.store.wanted_links import WantedLinks
    from samspill.systems.identity.provider import IdentityProvider


#: Pairs of systems kept open in a warm process.
KEPT_OPEN = 100


class App:
    """All adapters. Keyword arguments replace them by name: `App(env, wakeups=mine)`."""

    def __init__(self, env: Environment | None = None, **adapters: Any) -> None:
        unknown = [name for name in adapters if not hasattr(type(self), name)]
        if unknown:
            raise TypeError(f"no such adapter: {', '.join(unknown)}")
        # A cached property looks here first.
        self.__dict__.update(adapters if env is None else {**adapters, "env": env})

    @cached_property
    def env(self) -> Environment:
        """The environment. Raises EnvironmentWrong naming the variable."""
        return Environment.parse()

    @cached_property
    def clock(self) -> Callable[[], datetime]:
        """The time, UTC."""
        return lambda: datetime.now(UTC)

    @cached_property
    def new_id(self) -> Callable[[], str]:
        """A new id that nobody can guess."""
        return lambda: uuid4().hex

    @cached_property
    def new_secret(self) -> Callable[[], str]:
        """A new secret for signing webhooks, in the form that Standard Webhooks gives it."""
        return lambda: "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()

    @cached_property
    def new_token(self) -> Callable[[], str]:
        """A new secret of 256 bits to hand out: a customer's token, a mailed link."""
        return lambda: secrets.token_urlsafe(32)

    @cached_property
    def cipher(self) -> Cipher:
        """Encrypts keys and secrets."""
        return Cipher(clients.kms, self.env.kms_key, self.clock)

    @cached_property
    def connections(self) -> ConnectionStore:
        """Connections, their keys and secrets."""
        return ConnectionStore(self.cipher, lambda name: self.integration(name).system)

    @cached_property
    def onboardings(self) -> "OnboardingStore":
        """Companies on their way to a connection."""
        from samspill.store.onboardings import OnboardingStore

        return OnboardingStore(self.cipher, self.clock)

    @cached_property
    def turn_ons(self) -> "TurnOnStore":
        """Accounts that are about to be connected."""
        from samspill.store.turn_ons import TurnOnStore

        return TurnOnStore(self.cipher, self.clock)

    @cached_property
    def support(self) -> "SupportStore":
        """References of what support was asked about."""
        from samspill.store.support import SupportStore

        return SupportStore()

    @cached_property
    def tickets(self) -> "Tickets":
        """What was handed out to customers: tokens and mailed links, as hashes."""
        from samspill.store.tickets import Tickets

        return Tickets(self.new_token, self.clock)

    @cached_property
    def wanted_links(self) -> "WantedLinks":
        """Links that somebody asked for."""
        from samspill.store.wanted_links import WantedLinks

        return WantedLinks(self.clock)

    @cached_property
    def rota(self) -> Rota:
        """How far scheduled tasks came."""
        return Rota()

    @cached_property
    def plans(self) -> PlanStore:
        """Plans, rows, snapshots."""
        return PlanStore(clients.s3, self.env.bucket_plans)

    @cached_property
    def secrets(self) -> ProductSecrets:
        """Whose bearer key is whose; consumer tokens."""
        return ProductSecrets(clients.secretsmanager, self.env.secret_product, self.clock)

    @cached_property
    def wakeups(self) -> Wakeups:
        """Wakes the workers of changes and of documents."""
        env = self.env
        queues = Queues(changes=env.queue_changes, documents=env.queue_documents, later=env.queue_later)
        return Wakeups(clients.sqs, queues, self.new_id)

    @cached_property
    def dead_letters(self) -> "Mapping[str, DeadLetters]":
        """What each queue has given up, by the queue's name."""
        from samspill.store.dead_letters import DeadLetters

        queues = {
            "changes": self.env.queue_changes, "later": self.env.queue_later, "documents": self.env.queue_documents,
        }  # fmt: skip
        return {name: DeadLetters(name, clients.sqs, url, self.new_id) for name, url in queues.items()}

    @cached_property
    def dead_letter_counts(self) -> "DeadLetterCounts":
        """How many of them each connection has."""
        from samspill.store.dead_letter_counts import DeadLetterCounts

        return DeadLetterCounts()

    @cached_property
    def vitals(self) -> "VitalsStore":
        """How connections are doing, as last measured."""
        from samspill.store.vitals import VitalsStore

        return VitalsStore()

    def budgets(self, integration: str, keys: Keys) -> "tuple[Budget, ...]":
        """How often both systems may be called with those keys."""
        of_app = self.apps[self.integration(integration).system].budget
        return (
            tripletex_budget(self.env.tripletex_url, keys.tripletex), *((of_app(keys.app),) if of_app else ()),
        )  # fmt: skip

    @cached_property
    def machine(self) -> ConnectMachine:
        """First syncs."""
        return ConnectMachine(clients.stepfunctions, self.env.state_machine_connect)

    @cached_property
    def mailer(self) -> Mailer:
        """Mails."""
        return Mailer(clients.ses, self.env.mail_from)

    @cached_property
    def tokens(self) -> "DynamoTokenCache":
        """Session tokens shared by all processes."""
        from samspill.store.tokens import DynamoTokenCache

        return DynamoTokenCache(self.cipher, self.clock)

    @cached_property
    def permits(self) -> "DynamoPermits":
        """Rate limits shared by all processes."""
        from samspill.store.permits import DynamoPermits

        return DynamoPermits()

    @cached_property
    def http(self) -> "httpx.Client":
        """Keeps connections to the systems open."""
        from samspill.systems.transport import new_http

        return new_http()

    @cached_property
    def identity_provider(self) -> "IdentityProvider":
        """Where staff sign in; only with the parameters of staff's sign-in."""
        from samspill.systems.identity.provider import IdentityProvider

        env, secret = self.env, self.secrets.staff_client_secret
        return IdentityProvider(env.staff_issuer, env.staff_client_id, secret, lambda: self.http, self.clock)

    @cached_property
    def admission(self) -> Callable[[str, str, str], str]:
        """Shows an ID token to our own API: (token, nonce, language) to the address that signs its person in."""
        from samspill.systems.identity.admission import admitted

        return lambda token, nonce, language: admitted(self.http, self.env.staff_api_url, token, nonce, language)

    @cached_property
    def idempotency(self) -> Any:
        """Where answers of carried out requests are kept (powertools' persistence layer)."""
        from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer

        return DynamoDBPersistenceLayer(self.env.table_idempotency)

    @cached_property
    def stores_of(self) -> Callable[[str], Stores]:
        """Makes the stores of a connection."""
        return dynamo_stores

    def stores(self, connection_id: str) -> Stores:
        """The stores of one connection; no call on them reaches another's items."""
        return self.stores_of(connection_id)

    @cached_property
    def integrations(self) -> Mapping[str, Integration]:
        """All integrations by name."""
        return INTEGRATIONS

    def integration(self, name: str) -> Integration:
        """The integration of that name. Raises Bug: names come from connections and product keys."""
        try:
            return self.integrations[name]
        except KeyError:
            raise Bug(f"no integration {name!r}") from None

    def integration_of(self, connection: Connection) -> Integration:
        """The connection's integration as its settings narrow it; start-up lasts until the first sync is through."""
        rules = self.integration(connection.integration)
        return rules.under(connection.settings, starting_up=not connection.live)

    def systems(self, connection: Connection, priority: Priority) -> Mapping[Side, System]:
        """Both systems with the connection's keys. Raises NotFound when they were removed."""
        keys = self.connections.keys(connection.id)
        return self.open_systems(connection.integration, keys, priority, connection)

    @cached_property
    def apps(self) -> Mapping[str, AppSystem]:
        """The apps that integrations are with, by the name of their system."""
        return APPS

    def webhooks(self, system: str) -> Webhooks:
        """How `system` signs its deliveries and what they say. Raises Bug for an unknown system."""
        if system == Side.TRIPLETEX.value:
            return webhooks_of(system)
        try:
            return self.apps[system].webhooks()
        except KeyError:
            raise Bug(f"no system {system!r}") from None

    @cached_property
    def open_systems(self) -> Callable[..., Mapping[Side, System]]:
        """Makes both systems: (integration, keys, priority, connection or None while there is none yet)."""
        return self._open_systems

    def _open_systems(
        self, integration: str, keys: Keys, priority: Priority, connection: Connection | None = None
    ) -> Mapping[Side, System]:
        """Kept while the process is warm: leased permits and session go on being used by the next call."""
        managers = frozenset(connection.capabilities.project_manager_ids) if connection else None
        terms = tuple(sorted(connection.settings.payment_terms.items())) if connection else ()
        what = (integration, keys, priority, managers, terms, tuple(self.secrets.consumer_tokens()))
        with self._opening:
            if what not in self._opened:
                if len(self._opened) >= KEPT_OPEN:
                    self._opened.pop(next(iter(self._opened)))
                self._opened[what] = self._new_systems(*what)
            return self._opened[what]

    @cached_property
    def _opening(self) -> Lock:
        """Scheduled tasks open several connections' systems at a time."""
        return Lock()

    @cached_property
    def _opened(self) -> dict[Any, Mapping[Side, System]]:
        return {}

    def _new_systems(
        self, integration: str, keys: Keys, priority: Priority, managers: frozenset[str] | None,
        terms: tuple[tuple[str, str], ...], consumer_tokens: tuple[str, ...],
    ) -> Mapping[Side, System]:  # fmt: skip
        from samspill.systems.tripletex.system import TripletexSystem

        shared: dict[str, Any] = {
            "permits": self.permits, "clock": self.clock, "sleep": time.sleep, "random": random.random,
            "priority": priority, "http": self.http,
        }  # fmt: skip
        rules = self.integration(integration)
        opening = Opening(self.env, keys.app, rules.offered, dict(terms), shared)
        return {
            Side.TRIPLETEX: TripletexSystem(
                self.env.tripletex_url, consumer_tokens, keys.tripletex,
                tokens=self.tokens, manager_ids=managers, kinds=rules.offered, **shared,
            ),
            Side.APP: self.apps[rules.system].open(opening),
        }  # fmt: skip


_place: list[App] = []


def app() -> App:
    """The process's own App."""
    if not _place:
        _place.append(App())
    return _place[0]


def use(replacement: App | None) -> None:
    """Put another App in place (tests); None lets the next call make a new one."""
    _place[:] = [] if replacement is None else [replacement]
