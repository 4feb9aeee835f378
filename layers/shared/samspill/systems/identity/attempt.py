"""One try to sign in."""

import base64
import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class Attempt:
    """One try of one browser, which alone keeps its `secret`: all that must fit in the end is derived from it."""

    secret: str

    @property
    def state(self) -> str:
        """Comes back by the browser: the answer is to what this browser asked."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Comes back in the ID token: it was made for this try."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Shown when the code is redeemed: nobody else can (RFC 7636, 43 characters)."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier beforehand (S256)."""
        return _text(hashlib.sha256(self.verifier.encode()).digest())

    def is_answered_by(self, state: str) -> bool:
        """Whether the provider's answer belongs to this try."""
        return hmac.compare_digest(state.encode(), self.state.encode())

    def _derived(self, purpose: str) -> str:
        return _text(hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).digest())


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
