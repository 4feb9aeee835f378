"""Every exception Samspill raises on purpose, classed by how one recovers.

| situation                                                | raise                |
|----------------------------------------------------------|----------------------|
| the peer is slow, down, or its answer was lost            | RetryLater           |
| a rate limit is used up until a known time                | RateLimited          |
| the peer refuses this record's data                       | DataRefused          |
| keys, rights, modules or settings are wrong               | ConfigurationWrong   |
| the record changed on the peer since it was read          | VersionConflict      |
| only a person can tell what is meant                      | PersonDecides        |
| the connection is in another status than the call needs   | WrongStatus          |
| nothing with that id, or it belongs to somebody else      | NotFound             |
| the connection was turned off or restarted meanwhile      | GenerationChanged    |
| an invariant broke                                        | Bug                  |
"""

from collections.abc import Mapping
from datetime import datetime


class SamspillError(Exception):
    """The root of all of them. `code` is a stable problem code, `facts` fill its texts."""

    def __init__(self, code: str, detail: str = "", facts: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.facts = dict(facts or {})


class RetryLater(SamspillError):
    """Try the same again; nothing is wrong with the data. The outcome of a write may be unknown."""

    def __init__(self, code: str = "peer_unavailable", detail: str = "", *, uncertain: bool = False) -> None:
        super().__init__(code, detail)
        self.uncertain = uncertain


class RateLimited(RetryLater):
    """The peer's limit is used up until `until` (UTC). Nothing was sent."""

    def __init__(self, until: datetime, detail: str = "") -> None:
        super().__init__("rate_limited", detail or f"until {until.isoformat()}")
        self.until = until


class DataRefused(SamspillError):
    """The peer refuses this record: somebody must fix the data. `field` and `message` are the peer's own."""

    def __init__(self, code: str, field: str = "", message: str = "", facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code, message, {"field": field, "message": message, **(facts or {})})
        self.field = field
        self.message = message


class ConfigurationWrong(SamspillError):
    """Keys, rights, modules or settings must be put right before anything of this connection can go on."""


class VersionConflict(SamspillError):
    """The record has moved on since it was read: read again, merge again."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("version_conflict", detail)


class PersonDecides(SamspillError):
    """More than one outcome is possible and only a person knows which is right."""


class WrongStatus(SamspillError):
    """The connection's status does not allow this."""

    def __init__(self, status: str, event: str) -> None:
        super().__init__(
            "wrong_status", f"{event} is not possible in status {status}", {"status": status, "event": event}
        )


class NotFound(SamspillError):
    """No such thing for this caller; a foreign thing looks exactly the same."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("not_found", detail)


class GenerationChanged(SamspillError):
    """The connection moved to another generation (turned off, paused, restarted): stop before the next write."""

    def __init__(self) -> None:
        super().__init__("generation_changed")


class RevisionConflict(SamspillError):
    """Somebody else saved the same item first: read again and start over."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("revision_conflict", detail)


class Bug(SamspillError):
    """An invariant broke. Never expected; always alarmed."""

    def __init__(self, detail: str) -> None:
        super().__init__("bug", detail)
