"""The whole of a Rackbeat: its accounts, and what tests, the demo and benchmarks may do to them."""

from __future__ import annotations

import base64
import json
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from sandbox.clock import MovableClock, utc_now
from sandbox.deliveries import Deliverer
from sandbox.hostility.hostility import Hostility
from sandbox.hostility.posting import Posting
from sandbox.planned import FaultPlan
from sandbox.rackbeat.account import Account, Change, Company, Key
from sandbox.rackbeat.errors import not_found
from sandbox.rackbeat.faults import Fault
from sandbox.rackbeat.kinds.kind import SCOPES, Scope
from sandbox.rackbeat.opening import NewAccount, furnish
from sandbox.rackbeat.publishing import Publisher
from sandbox.rackbeat.switches import Switches
from sandbox.resolve import Resolver

_FIRST_ACCOUNT = 4101
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class RackbeatWorld:
    """Holds all state; `lock` guards it, since the server and the deliveries run in threads of their own.

    `clock` is the time that records and limits show; keys and tokens follow from `seed`.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = utc_now,
        seed: int = 0,
        resolve: Mapping[str, str] | None = None,
        first_account: int = _FIRST_ACCOUNT,
    ) -> None:
        self.clock, self._first_account = MovableClock(clock), first_account
        self.lock = threading.RLock()
        self.resolver = Resolver(resolve)
        self.faults: FaultPlan[Fault] = FaultPlan()
        # It knows neither sessions nor writes of several records at once.
        self.hostility = Hostility(without=("expired_session", "batch_partial"))
        self.accounts: dict[int, Account] = {}
        self.calls: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._owners: dict[str, Account] = {}
        self._posting = Posting(self.hostility)
        self._publisher = Publisher(self.accounts, self.lock, self.resolver)
        self.deliverer = Deliverer(self._publisher)

    def open_account(self, wanted: NewAccount | None = None) -> Account:
        """A new company with what every account starts with, and a key with all scopes unless keys are named."""
        wanted = wanted or NewAccount()
        with self.lock:
            company = Company(
                self._first_account + len(self.accounts),
                wanted.name,
                wanted.language,
                wanted.currency,
                wanted.user,
                wanted.user_email,
            )
            account = Account(company, wanted.switches, self.clock, self._token, self._publish)
            self.accounts[company.id] = account
            with account.silence():
                furnish(account, wanted)
            for key, scopes in (wanted.keys or {self.new_key(company.id): sorted(SCOPES)}).items():
                self.set_key(company.id, key, scopes)
            return account

    def account(self, account_id: int) -> Account:
        """The account, or 404."""
        try:
            return self.accounts[account_id]
        except KeyError:
            raise not_found("account") from None

    def owner_of(self, key: str) -> Account | None:
        """The account that a key belongs to."""
        return self._owners.get(key)

    def set_key(self, account_id: int, key: str, scopes: Iterable[Scope] = SCOPES) -> None:
        """Add a key or change its scopes; ValueError for one of another account."""
        with self.lock:
            account = self.account(account_id)
            if self._owners.setdefault(key, account) is not account:
                raise ValueError("the key belongs to another account")
            account.keys[key] = Key(frozenset(scopes))

    def delete_key(self, account_id: int, key: str) -> None:
        """Deleting a key ends what uses it (hd/ht-00074)."""
        with self.lock:
            self.account(account_id).keys.pop(key, None)
            self._owners.pop(key, None)

    def set_switches(self, account_id: int, changes: Mapping[str, object]) -> Switches:
        """Change some switches."""
        with self.lock:
            account = self.account(account_id)
            account.switches = Switches.model_validate({**account.switches.model_dump(), **changes})
            return account.switches

    def wait_for_deliveries(self, timeout: float = 10.0) -> bool:
        """Whether all deliveries were done within that many seconds."""
        return self.deliverer.wait_until_idle(timeout)

    def reset_calls(self) -> None:
        """Start the counters anew."""
        with self.lock:
            self.calls.clear()

    def reset(self) -> None:
        """Empty everything but the resolve mapping."""
        with self.lock:
            self.accounts.clear()
            self._owners.clear()
            self.calls.clear()
            self.faults.clear()
        self.hostility.forget()
        self.deliverer.stop()
        self.deliverer.forget()

    def close(self) -> None:
        """Drop what is pending and stop the delivery threads."""
        self.hostility.forget()
        self.deliverer.stop()

    def new_key(self, account_id: int) -> str:
        """A key of the length and look of a real one, a JWT; nothing in it is read."""
        parts = [json.dumps({"typ": "JWT", "alg": "RS256"}), json.dumps({"sub": str(account_id), "scopes": []})]
        heads = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
        signature = base64.urlsafe_b64encode(self._random.randbytes(512)).decode().rstrip("=")
        return ".".join((*heads, signature))

    def _publish(self, account: Account, change: Change) -> None:
        for delivery, webhook_id in self._publisher.deliveries(account, change):
            self._posting.hand_over(
                partial(self.deliverer.put, delivery), partial(account.webhooks.disable, webhook_id)
            )

    def _token(self) -> str:
        return "".join(self._random.choices(_LETTERS, k=32))
