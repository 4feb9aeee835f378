"""Tokens that anybody with the public key can check (RS256): what the stand-in for an identity provider signs."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Claims = Mapping[str, object]


@dataclass(frozen=True)
class SigningKey:
    """A key pair, by the name that tokens call it."""

    name: str
    private: rsa.RSAPrivateKey

    @classmethod
    def new(cls, name: str) -> "SigningKey":
        """Make one; it takes about a tenth of a second."""
        return cls(name, rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def signed(self, claims: Claims) -> str:
        """The claims as a token (RFC 7519)."""
        parts = ({"alg": "RS256", "typ": "JWT", "kid": self.name}, claims)
        text = ".".join(_text(json.dumps(part).encode()) for part in parts)
        signature = self.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{_text(signature)}"

    @property
    def public(self) -> dict[str, str]:
        """The public half (RFC 7517)."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.name, "n": _number(numbers.n),
            "e": _number(numbers.e),
        }  # fmt: skip


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
