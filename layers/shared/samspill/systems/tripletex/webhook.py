"""Deliveries of Tripletex: signature and hints (reference/tripletex.md 6.3).

The signature is base64(HMAC-SHA512(secret, idempotency-key + "&" + body)) in `x-request-signature`. The body has
neither a time nor an id of the delivery, so one that is sent again later is only another hint.
"""

import base64
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha512

from pydantic import BaseModel, ConfigDict

from samspill.model.changes import RecordKey
from samspill.model.kinds import RECORDS, Kind, Side
from samspill.systems.deliveries import Hint

SIGNATURE, IDEMPOTENCY_KEY = "x-request-signature", "idempotency-key"
_VERBS = frozenset({"create", "update", "delete"})


class _Delivery(BaseModel):
    model_config = ConfigDict(strict=True)

    event: str
    id: int


def genuine(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> bool:  # noqa: ARG001
    """Whether one of `secrets` signed it, compared in constant time. Header names are in lower case."""
    given = headers.get(SIGNATURE, "").encode()
    signed = headers.get(IDEMPOTENCY_KEY, "").encode() + b"&" + body
    expected = [base64.b64encode(hmac.new(secret.encode(), signed, sha512).digest()) for secret in secrets]
    return any(hmac.compare_digest(given, each) for each in expected)


def hints(body: bytes, headers: Mapping[str, str]) -> Sequence[Hint]:  # noqa: ARG001
    """The record that the event is about; none for an event of something that is not synced.
    Raises ValueError for a body that is no delivery."""
    delivery = _Delivery.model_validate_json(body)
    name, _, verb = delivery.event.partition(".")
    if verb not in _VERBS or name not in {kind.value for kind in RECORDS}:
        return []
    key = RecordKey(kind=Kind(name), side=Side.TRIPLETEX, id=str(delivery.id))
    return [Hint(key, deleted=verb == "delete")]
