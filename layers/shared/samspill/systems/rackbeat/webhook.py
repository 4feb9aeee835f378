"""Deliveries of Rackbeat: the token, and hints (reference 3).

Nothing is signed: each webhook has a static token that stands in every delivery. The documented body tells event, key
and data; the one that was observed tells only the key, so the event is taken from its header.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.systems.deliveries import Hint

TOKEN, EVENT = "rackbeat-webhook-token", "rackbeat-webhook-event"

#: What events are about; credit notes live in the register of invoices.
KINDS: dict[str, Kind] = {
    "customer": Kind.CUSTOMER,
    "supplier": Kind.SUPPLIER,
    "product": Kind.PRODUCT,
    "lot": Kind.PRODUCT,
    "employee": Kind.EMPLOYEE,
    "customer_invoice": Kind.INVOICE,
    "credit_note": Kind.INVOICE,
    "purchase_order": Kind.PURCHASE_ORDER,
}


def genuine(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> bool:  # noqa: ARG001
    """Whether it carries one of our tokens, compared in constant time. Header names are in lower case."""
    given = headers.get(TOKEN, "").encode()
    return any(hmac.compare_digest(given, secret.encode()) for secret in secrets if secret)


def hints(body: bytes, headers: Mapping[str, str]) -> Sequence[Hint]:
    """The record that the event is about; none for a movement of stock and for what is not synced. Raises ValueError
    for a body that is no delivery."""
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("a delivery is an object")
    if told.get("type") == "stock" and "key" not in told:
        return []
    event = headers.get(EVENT) or told.get("event")
    if not isinstance(event, str):
        raise ValueError("a delivery names its event")
    name, _, verb = event.partition(".")
    kind = KINDS.get(name) or KINDS.get(name.removesuffix("s"))
    if kind is None:
        return []
    number = _number(told)
    key = RecordKey(kind=kind, side=Side.APP, id=number)
    old = _text(told.get("old_key"))
    return [Hint(key, deleted=verb == "deleted", old_number=old if old != number else None)]


def _number(told: Mapping[str, Any]) -> str:
    """The number as it is now. Where the key is another id, the data hold the number."""
    data = told.get("data")
    shown = _text(data.get("number")) if isinstance(data, dict) and told.get("key_name") != "number" else None
    number = _text(told.get("new_key")) or shown or _text(told.get("key"))
    if number is None:
        raise ValueError("a delivery names its record")
    return number


def _text(value: object) -> str | None:
    plain = isinstance(value, int | str) and not isinstance(value, bool)
    return str(value) if plain and value != "" else None
