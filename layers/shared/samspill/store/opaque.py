"""Opaque texts handed to callers: page cursors and problem ids. Both are url-safe and checked when they return.

Neither is a secret: what a caller may see is decided by the connection a store is bound to, never by an id
being hard to guess.
"""

import base64
import binascii
import json
from datetime import datetime

from samspill.model.changes import RecordKey
from samspill.store.sort_keys import parse_record, parse_time, record_text, time_text

#: Of a sort key, in bytes. What is asked for is followed by a little of our own at most.
_LONGEST = 1000


def encode_cursor(position: str) -> str:
    """A page cursor that goes on after the sort key `position`."""
    return _encode(json.dumps({"after": position}, separators=(",", ":"), ensure_ascii=False))


def decode_cursor(cursor: str, prefix: str) -> str:
    """The position in `cursor`. Raises ValueError when it is damaged or was made for another listing."""
    try:
        content = json.loads(_decode(cursor))
        position = content["after"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a page cursor") from error
    if not isinstance(position, str) or not position.startswith(prefix) or not _is_key(position):
        raise ValueError("a page cursor of another listing")
    return position


def problem_id(key: RecordKey, opened_at: datetime) -> str:
    """The id of the problem that `key` has since `opened_at`: the same while it lasts and after it is solved."""
    return _encode(problem_position(key, opened_at))


def problem_position(key: RecordKey, opened_at: datetime) -> str:
    """The part of a problem's sort key that orders problems by time."""
    return f"{time_text(opened_at)}#{record_text(key)}"


def position_of_problem(identifier: str) -> str | None:
    """The position that a problem id stands for; None when it is no such id."""
    try:
        position = _decode(identifier)
        opened_at, record = position.split("#", 1)
        parse_time(opened_at)
        parse_record(record)
    except ValueError:
        return None
    return position if _encode(position) == identifier and _is_key(position) else None


def _is_key(position: str) -> bool:
    """Whether it can be (a part of) a sort key: DynamoDB refuses a request with a longer one."""
    try:
        return len(position.encode()) <= _LONGEST
    except UnicodeError:  # half of a letter
        return False


def _encode(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(text: str) -> str:
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise ValueError("not url-safe base64") from error
