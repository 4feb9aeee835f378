"""Secrets at rest: KMS ciphertext that opens only under the name it was made for."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

#: How long a process remembers what it opened. It is found by its ciphertext, so a replaced secret is never
#: taken from memory: only calls to KMS are saved.
REMEMBERED = timedelta(minutes=5)
_MOST = 512


class Cipher:
    """Encrypts short texts (up to 4096 bytes) with one KMS key. `context` is checked by KMS when opening, and
    the functions' rights ask for a `connection` in it."""

    def __init__(self, kms: Callable[[], "KMSClient"], key_id: str, clock: Callable[[], datetime]) -> None:
        self._kms, self._key_id, self._clock = kms, key_id, clock
        self._opened: OrderedDict[tuple[bytes, tuple[tuple[str, str], ...]], tuple[str, datetime]] = OrderedDict()

    def encrypt(self, text: str, context: Mapping[str, str]) -> bytes:
        """The ciphertext of `text`."""
        answer = self._kms().encrypt(KeyId=self._key_id, Plaintext=text.encode(), EncryptionContext=context)
        return answer["CiphertextBlob"]

    def decrypt(self, ciphertext: bytes, context: Mapping[str, str]) -> str:
        """The text in `ciphertext`. Raises botocore's InvalidCiphertextException under another context."""
        name = (ciphertext, tuple(sorted(context.items())))
        now = self._clock()
        text, until = self._opened.get(name, ("", now))
        if until > now:
            return text
        answer = self._kms().decrypt(
            KeyId=self._key_id, CiphertextBlob=ciphertext, EncryptionContext=context
        )  # fmt: skip
        text = answer["Plaintext"].decode()
        self._opened[name] = (text, now + REMEMBERED)
        while len(self._opened) > _MOST:
            self._opened.popitem(last=False)
        return text
