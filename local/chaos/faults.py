"""What a judge finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something that must not be. `promise` is the word of the verdict that it breaks."""

    promise: str
    what: str
    evidence: str = ""
