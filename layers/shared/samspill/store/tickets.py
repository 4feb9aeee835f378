"""Secrets that are handed out: only the hash of each is kept, and no longer than the secret is good for."""

import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pynamodb.exceptions import DeleteError, UpdateError

from samspill.model.holder import Holder
from samspill.store.sort_keys import parse_time, time_text
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

_TICKET = "ticket"


@dataclass(frozen=True)
class Ticket:
    """What is known of a secret that fits."""

    holder: Holder
    until: datetime


class Tickets:
    """One ticket a name, in the table `sessions`. A name is no secret.

    `new_secret` makes secrets that nobody can guess: a plain hash of one is as good as it, to nobody who reads it.
    """

    def __init__(self, new_secret: Callable[[], str], clock: Callable[[], datetime]) -> None:
        self._new_secret, self._clock = new_secret, clock

    def issue(self, name: str, holder: Holder, until: datetime) -> str:
        """A new secret, good until `until`. The name's older one is good for nothing any more."""
        secret = self._new_secret()
        SessionItem(
            name, _TICKET, digest=_digest(secret), data=holder.model_dump_json(), until=time_text(until),
            expires=math.ceil(until.timestamp()),
        ).save()  # fmt: skip
        return secret

    def find(self, name: str, secret: str) -> Ticket | None:
        """The ticket, when the secret is the name's own and still good."""
        try:
            item = SessionItem.get(name, _TICKET, consistent_read=True)
        except SessionItem.DoesNotExist:
            return None
        fits = hmac.compare_digest((item.digest or "").encode(), _digest(secret).encode())
        until = parse_time(item.until or "")
        # DynamoDB deletes expired items hours late.
        if not fits or until <= self._clock():
            return None
        return Ticket(Holder.model_validate_json(item.data or ""), until)

    def prolong(self, name: str, secret: str, until: datetime) -> None:
        """Let it be good until `until`. One that is gone, or another's by now, stays so."""
        times = [SessionItem.until.set(time_text(until)), SessionItem.expires.set(math.ceil(until.timestamp()))]
        try:
            SessionItem(name, _TICKET).update([*times], condition=SessionItem.digest == _digest(secret))
        except UpdateError as error:
            if not condition_failed(error):
                raise

    def take(self, name: str, secret: str) -> Holder | None:
        """Use it up: of several who bring the same secret at the same time, one gets the holder."""
        found = self.find(name, secret)
        if found is None:
            return None
        try:
            SessionItem(name, _TICKET).delete(condition=SessionItem.digest == _digest(secret))
        except DeleteError as error:
            if not condition_failed(error):
                raise
            return None
        return found.holder


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
