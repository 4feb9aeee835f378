"""A dead letter: a message that its queue gave up on, and why."""

from dataclasses import dataclass
from datetime import datetime

#: The worker was killed, or ran out of time or memory: SQS moved the message, so nobody could say why.
WORKER_ENDED = "worker_ended"
#: The body says nothing that a worker could do. Trying again would never help.
MALFORMED = "malformed"


@dataclass(frozen=True)
class Cause:
    """Why a worker gave a message up. `code` is one of ours or the name of an exception's class; `technical` is for
    engineers; neither holds personal data. `receives` counts the tries, `request` is the last one's request id."""

    code: str
    technical: str
    at: datetime
    receives: int
    request: str


@dataclass(frozen=True)
class DeadLetter:
    """One message among the dead letters of `queue`. `connection` and `group` are None when the body does not say:
    such a letter can only be discarded. `cause.at` is when it died, or was sent if its worker ended without a word.
    """

    id: str
    queue: str
    body: str
    connection: str | None
    group: str | None
    cause: Cause

    @property
    def replayable(self) -> bool:
        """Whether a worker could make something of it."""
        return self.connection is not None
