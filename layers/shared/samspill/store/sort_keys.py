"""How times and record keys are written in sort keys, so that text order is the order meant."""

from datetime import UTC, datetime

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def time_text(moment: datetime) -> str:
    """`moment` in UTC with fixed width, microseconds kept. Raises ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    utc = moment.astimezone(UTC)
    # strftime's %Y is not padded for years before 1000 on every platform; isoformat is.
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_time(text: str) -> datetime:
    """The reverse of `time_text`. Raises ValueError."""
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)


def record_text(key: RecordKey) -> str:
    """`kind#side#id` with `#` in the id escaped: no key's text is the beginning of another's plus `#`."""
    return f"{key.kind.value}#{key.side.value}#{escape(key.id)}"


def kind_text(kind: Kind) -> str:
    """What the texts of all records of `kind` begin with, and no others."""
    return f"{kind.value}#"


def parse_record(text: str) -> RecordKey:
    """The reverse of `record_text`. Raises ValueError."""
    kind, side, record_id = text.split("#")
    return RecordKey(kind=Kind(kind), side=Side(side), id=record_id.replace("%23", "#").replace("%25", "%"))


def escape(text: str) -> str:
    """`text` without `#`, reversible."""
    return text.replace("%", "%25").replace("#", "%23")
