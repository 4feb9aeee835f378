"""The whole of a Svenn: its accounts, and what tests and benchmarks may do to them."""

from __future__ import annotations

import base64
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

from sandbox.clock import MovableClock, utc_now
from sandbox.deliveries import Deliverer
from sandbox.hostility.hostility import Hostility
from sandbox.hostility.posting import Posting
from sandbox.planned import FaultPlan
from sandbox.resolve import Resolver
from sandbox.svenn.account import RIGHTS, Account, Mail, Switches, Token
from sandbox.svenn.faults import Fault
from sandbox.svenn.fields import NUMBER_FIELD, Kind
from sandbox.svenn.problems import ProblemError
from sandbox.svenn.publishing import Publisher
from sandbox.svenn.register import Change, Register
from sandbox.svenn.rows import Row, shown, tombstone
from sandbox.svenn.seed_rows import SeedRows, by_number, plant, with_ids

Op = Literal["create", "update", "delete"]


@dataclass(frozen=True)
class NewAccount:
    """What `create_account` made."""

    id: str
    tokens: tuple[str, ...]

    @property
    def token(self) -> str:
        """The first token."""
        return self.tokens[0]


class SvennWorld:
    """Holds all state; `lock` guards it, since the server and the deliveries run in threads of their own.

    `clock` is the time that rows, limits and signatures show; ids and secrets follow from `seed`.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        seed: int = 0,
        resolve: Mapping[str, str] | None = None,
    ) -> None:
        self.clock = clock = MovableClock(clock)
        self.lock = threading.RLock()
        self.resolver = Resolver(resolve)
        self.faults: FaultPlan[Fault] = FaultPlan()
        self.hostility = Hostility(without=("expired_session",))
        self._posting = Posting(self.hostility)
        self.accounts: dict[str, Account] = {}
        self.calls: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._publisher = Publisher(self.accounts, self.lock, clock, self.resolver, self._random)
        self.deliverer = Deliverer(self._publisher)

    # Accounts

    def create_account(
        self,
        name: str,
        organization_number: str | None = None,
        tokens: Mapping[str, Iterable[str]] | None = None,
        licence_limit: int | None = None,
        switches: Switches | None = None,
    ) -> NewAccount:
        """A new account. `tokens`: token -> rights; without any, one token with all rights is made."""
        with self.lock:
            account = Account(
                self.new_id(),
                name,
                organization_number,
                licence_limit,
                switches or Switches(),
                self.clock,
                self.new_id,
                self._new_secret,
                self._publish,
            )
            self.accounts[account.id] = account
            for token, rights in (tokens or {f"svenn_{self._letters(32)}": RIGHTS}).items():
                self.set_token(account.id, token, rights)
            return NewAccount(account.id, tuple(account.tokens))

    def account(self, account_id: str) -> Account:
        """The account; `not_found` when there is none."""
        try:
            return self.accounts[account_id]
        except KeyError:
            raise ProblemError("not_found", f"There is no account {account_id}") from None

    def owner_of(self, token: str) -> Account | None:
        """The account that a token belongs to."""
        return next((a for a in self.accounts.values() if token in a.tokens), None)

    def set_token(self, account_id: str, token: str, rights: Iterable[str] = RIGHTS) -> None:
        """Adds a token or changes its rights; ValueError for a right that does not exist or a token in use."""
        with self.lock:
            account, owner = self.account(account_id), self.owner_of(token)
            if owner not in (None, account):
                raise ValueError("the token belongs to another account")
            unknown = set(rights) - RIGHTS
            if unknown:
                raise ValueError(f"no such rights: {', '.join(sorted(unknown))}")
            account.tokens[token] = Token(frozenset(rights))

    def revoke_token(self, account_id: str, token: str) -> None:
        """Makes the token unknown."""
        with self.lock:
            self.account(account_id).tokens.pop(token, None)

    def set_licence_limit(self, account_id: str, limit: int | None) -> None:
        """How many employees may be active; None: any number."""
        with self.lock:
            self.account(account_id).register.licence_limit = limit

    def set_switches(self, account_id: str, **changes: object) -> Switches:
        """Changes some switches, see Switches."""
        with self.lock:
            account = self.account(account_id)
            account.switches = Switches.model_validate({**account.switches.model_dump(), **changes})
            return account.switches

    # Rows

    def seed(self, account_id: str, rows: SeedRows | Mapping[str, object]) -> int:
        """Puts rows there as if they had always been; returns how many. See SeedRows."""
        with self.lock:
            return plant(self.account(account_id).register, SeedRows.model_validate(rows))

    def state(self, account_id: str) -> dict[str, list[dict[str, object]]]:
        """Every row by collection, tombstones too."""
        with self.lock:
            register = self.account(account_id).register
            return {
                kind.plural: [tombstone(row) if row.deleted else shown(row) for row in register.changed(kind)]
                for kind in Kind
            }

    def edit(
        self,
        account_id: str,
        op: Op,
        kind: Kind | str,
        number: str | None = None,
        row_id: str | None = None,
        data: Mapping[str, object] | None = None,
    ) -> Row:
        """What a person does in the app: same rules, a new version, webhooks. References may be numbers."""
        with self.lock:
            register, kind = self.account(account_id).register, Kind(kind)
            body = with_ids(kind, dict(data or {}), {target: by_number(register, target) for target in NUMBER_FIELD})
            if op == "create":
                return register.create(kind, body, by_hand=True)
            row = register.get(kind, row_id) if row_id else _numbered(register, kind, number)
            if op == "delete":
                return register.delete(kind, row.id, None)
            return register.update(kind, row.id, row.version, body, by_hand=True)

    # What happened

    def outbox(self, account_id: str) -> list[Mail]:
        """The mails the account has sent."""
        with self.lock:
            return list(self.account(account_id).outbox)

    def pending_deliveries(self) -> int:
        """Webhook deliveries that wait or are being sent."""
        return self.deliverer.pending()

    def wait_for_deliveries(self, timeout: float = 10.0) -> bool:
        """Whether all deliveries were done within that many seconds."""
        return self.deliverer.wait_until_idle(timeout)

    def reset_calls(self) -> None:
        """Starts the counters anew."""
        with self.lock:
            self.calls.clear()

    def reset(self) -> None:
        """Empties everything but the resolve mapping."""
        with self.lock:
            self.accounts.clear()
            self.calls.clear()
            self.faults.clear()
        self.hostility.forget()
        self.deliverer.stop()
        self.deliverer.forget()

    def close(self) -> None:
        """Drops what is pending and stops the delivery threads."""
        self.hostility.forget()
        self.deliverer.stop()

    def new_id(self) -> str:
        """A UUID that follows from the seed."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def _publish(self, account: Account, change: Change) -> None:
        for delivery, delay in self._publisher.deliveries(account, change):
            self._posting.hand_over(
                partial(self.deliverer.put, delivery, delay), partial(account.webhooks.disable, delivery.webhook_id)
            )

    def _letters(self, count: int) -> str:
        return "".join(self._random.choices("abcdefghijkmnpqrstuvwxyz23456789", k=count))

    def _new_secret(self) -> str:
        return "whsec_" + base64.b64encode(self._random.randbytes(24)).decode()


def _numbered(register: Register, kind: Kind, number: str | None) -> Row:
    row = by_number(register, kind).get(str(number))
    if row is None:
        raise ProblemError("not_found", f"No {kind} has the number {number}")
    return row
