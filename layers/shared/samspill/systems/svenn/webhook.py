"""Deliveries of Svenn: Standard Webhooks signatures, and hints (contracts/svenn.openapi.yaml, webhooks).

The signature is base64(HMAC-SHA256(key, id + "." + timestamp + "." + body)) behind "v1,"; while a secret is being
rotated there are several, separated by blanks. The key is the base64 behind `whsec_`.
"""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from pydantic import BaseModel, Field

from samspill.model.changes import RecordKey
from samspill.model.kinds import Side
from samspill.systems.deliveries import Hint
from samspill.systems.svenn.mapping import EVENTS

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
#: Seconds since 1970 in a delivery have ten digits for the next centuries.
_TIMESTAMP = re.compile("[0-9]{1,12}")
#: Older or newer deliveries may be replayed ones.
TOLERANCE_SECONDS = 300
_VERBS = frozenset({"created", "updated", "deleted"})
_KINDS = {event: kind for kind, event in EVENTS.items()}


class _Row(BaseModel):
    id: str = Field(min_length=1)


class _Delivery(BaseModel):
    type: str
    data: _Row


def genuine(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> bool:
    """Whether one of `secrets` signed it within the last minutes. Header names are in lower case."""
    sent = headers.get(TIMESTAMP, "")
    if not _TIMESTAMP.fullmatch(sent) or abs(now.timestamp() - int(sent)) > TOLERANCE_SECONDS:
        return False
    signed = f"{headers.get(ID, '')}.{sent}.".encode() + body
    given = [part.removeprefix("v1,").encode() for part in headers.get(SIGNATURE, "").split(" ") if part[:3] == "v1,"]
    expected = [base64.b64encode(hmac.new(key, signed, sha256).digest()) for key in map(_key, secrets) if key]
    return any(hmac.compare_digest(one, other) for one in given for other in expected)


def hints(body: bytes, headers: Mapping[str, str]) -> Sequence[Hint]:  # noqa: ARG001
    """The record, or the entry of hours, that the event is about; none for an event of something that is not synced.
    Raises ValueError for a body that is no delivery."""
    delivery = _Delivery.model_validate_json(body)
    name, _, verb = delivery.type.partition(".")
    if verb not in _VERBS or name not in _KINDS:
        return []
    key = RecordKey(kind=_KINDS[name], side=Side.APP, id=delivery.data.id)
    return [Hint(key, deleted=verb == "deleted")]


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        return b""
