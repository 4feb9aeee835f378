"""Session tokens shared by all processes, encrypted, in the table `sessions`."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

from pynamodb.exceptions import PutError

from samspill.store.cipher import Cipher
from samspill.store.sort_keys import parse_time, time_text
from samspill.store.tables.sessions import SessionItem
from samspill.store.tables.table import condition_failed

_TOKEN = "token"  # noqa: S105 - a sort key
_LOCK = "lock"


class DynamoTokenCache:
    """See `samspill.systems.ports.TokenCache`."""

    def __init__(self, cipher: Cipher, clock: Callable[[], datetime]) -> None:
        self._cipher, self._clock = cipher, clock

    def get(self, name: str) -> str | None:
        try:
            item = SessionItem.get(_partition(name), _TOKEN, consistent_read=True)
        except SessionItem.DoesNotExist:
            return None
        # DynamoDB deletes expired items hours late.
        if item.ciphertext is None or item.until is None or parse_time(item.until) <= self._clock():
            return None
        return self._cipher.decrypt(item.ciphertext, _context(name))

    def put(self, name: str, token: str, expires: datetime) -> None:
        ciphertext = self._cipher.encrypt(token, _context(name))
        _item(name, _TOKEN, expires, ciphertext).save()
        SessionItem(_partition(name), _LOCK).delete()

    def drop(self, name: str) -> None:
        SessionItem(_partition(name), _TOKEN).delete()
        SessionItem(_partition(name), _LOCK).delete()

    def lock(self, name: str, now: datetime, lease: timedelta) -> bool:
        free = SessionItem.pk.does_not_exist() | (SessionItem.until <= time_text(now))
        try:
            _item(name, _LOCK, now + lease).save(condition=free)
        except PutError as error:
            if not condition_failed(error):
                raise
            return False
        return True


def _item(name: str, sort_key: str, until: datetime, ciphertext: bytes | None = None) -> SessionItem:
    expires = math.ceil(until.timestamp())
    return SessionItem(_partition(name), sort_key, ciphertext=ciphertext, until=time_text(until), expires=expires)


def _partition(name: str) -> str:
    return f"token#{name}"


def _context(name: str) -> dict[str, str]:
    return {"connection": "sessions", "token": name}
