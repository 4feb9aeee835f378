"""The product's own secrets in Secrets Manager: what the product uses, and hashes of the keys of its callers.

    {"tripletex_consumer_token": "new token" or ["new token", "old token"],
     "product_keys": {"svenn": ["<sha256 of a key>", ...]},
     "staff_keys": [{"name": "kari", "sha256": "<sha256 of a key>"}, ...],
     "staff_client_secret": "what the staff's identity provider knows us by, where it demands a secret"}

Any key or token may have several values at once, so each is replaced without downtime: add the new one, let everybody
change over, take the old one away.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

#: How long a process uses what it read; a change takes effect within this time.
KEPT = timedelta(minutes=5)


class StaffKey(BaseModel):
    """One key of a member of staff, as hexadecimal SHA-256."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str


class Contents(BaseModel):
    """What the secret holds. Unknown names are left to later versions."""

    model_config = ConfigDict(frozen=True)

    tripletex_consumer_token: str | tuple[str, ...] = Field(default=(), repr=False)
    product_keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    staff_keys: tuple[StaffKey, ...] = ()
    staff_client_secret: str = Field(default="", repr=False)


class ProductSecrets:
    """One secret of Secrets Manager, read again every few minutes."""

    def __init__(
        self, client: Callable[[], "SecretsManagerClient"], secret_id: str, clock: Callable[[], datetime]
    ) -> None:  # fmt: skip
        self._client, self._secret_id, self._clock = client, secret_id, clock
        self._read: tuple[Contents, datetime] | None = None

    def consumer_tokens(self) -> tuple[str, ...]:
        """Tripletex consumer tokens, newest first; empty when none is configured."""
        tokens = self._contents().tripletex_consumer_token
        return tuple(token for token in ((tokens,) if isinstance(tokens, str) else tokens) if token)

    def product_for(self, key: str) -> str | None:
        """The integration whose product has this key; None when nobody has."""
        keys = self._contents().product_keys
        return _owner(key, ((name, digest) for name, digests in keys.items() for digest in digests))

    def staff_for(self, key: str) -> str | None:
        """The member of staff who has this key; None when nobody has."""
        return _owner(key, ((staff.name, staff.sha256) for staff in self._contents().staff_keys))

    def staff_client_secret(self) -> str:
        """Ours at the staff's identity provider; empty where it demands none."""
        return self._contents().staff_client_secret

    def _contents(self) -> Contents:
        now = self._clock()
        if self._read is None or self._read[1] <= now:
            text = self._client().get_secret_value(SecretId=self._secret_id)["SecretString"]
            self._read = (Contents.model_validate_json(text), now + KEPT)
        return self._read[0]


def _owner(key: str, hashed: Iterable[tuple[str, str]]) -> str | None:
    """Who owns `key`. Every hash is compared, in constant time: how long it takes tells nothing."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    owner = None
    for name, known in hashed:
        if hmac.compare_digest(digest.encode(), known.lower().encode()):
            owner = name
    return owner
