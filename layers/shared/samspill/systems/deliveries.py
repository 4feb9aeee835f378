"""What a webhook delivery hints at, the same for every system."""

from dataclasses import dataclass

from samspill.model.changes import RecordKey


@dataclass(frozen=True)
class Hint:
    """The record to look at; `deleted` and `old_number` are only what the delivery says."""

    key: RecordKey
    deleted: bool = False
    old_number: str | None = None
