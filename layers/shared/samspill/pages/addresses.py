"""Ids in addresses: an app's may hold anything, slashes too, and a path is decoded before we see it."""

import base64
import binascii

from samspill.exceptions import NotFound


def packed(text: str) -> str:
    """The id as a part of a path, whatever it holds."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpacked(part: str) -> str:
    """The reverse. Raises NotFound for what is none."""
    try:
        text = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise NotFound(part) from None
    if packed(text) != part:
        raise NotFound(part)
    return text
