"""The body of a request as it was sent, not larger than anybody needs."""

import base64
import binascii
from typing import Any

from samspill.api.problem_details import Trouble

LARGEST_BODY = 256 * 1024


class Stopped(Exception):
    """The request goes no further. `trouble` is the answer."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


def body_of(event: dict[str, Any], largest: int = LARGEST_BODY) -> bytes:
    """The body in an event of API Gateway. Raises Stopped when it is too large or not what it says it is."""
    text = event.get("body") or ""
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except (binascii.Error, ValueError):
        raise Stopped(Trouble(400, "malformed_request")) from None
    if len(body) > largest:
        raise Stopped(Trouble(413, "request_too_large", {"limit": f"{largest // 1024} kB"}))
    return body
