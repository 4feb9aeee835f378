"""The faults of the hostile mode, as a table: what each one does, and to what it can happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Meets(Enum):
    """What a fault can happen to."""

    CALL = auto()
    KEY = auto()  # a call whose key is known
    SESSION = auto()  # a call made with a session
    WRITE = auto()
    TEXT = auto()  # a write with text that the peer could store otherwise than it was sent
    BATCH = auto()  # a write of two rows or more
    PAGE = auto()  # a read of a register's second page or a later one
    WEBHOOK = auto()


@dataclass(frozen=True)
class Fault:
    """One fault; `sentence` tells what it does."""

    meets: Meets
    sentence: str


FAULTS: Mapping[str, Fault] = {
    "delay": Fault(Meets.CALL, "The answer comes late."),
    "error_page": Fault(Meets.CALL, "A 5xx with an HTML page; nothing was done."),
    "error_json": Fault(Meets.CALL, "A 5xx with a JSON body; nothing was done."),
    "rate_limit": Fault(Meets.KEY, "For a few seconds every call of the key gets a 429."),
    "dropped": Fault(Meets.CALL, "The connection is closed before anything was done."),
    "lost_answer": Fault(Meets.WRITE, "The write is carried out and its answer cut off."),
    "late_commit": Fault(Meets.WRITE, "The call fails, and the write is carried out seconds later."),
    "batch_partial": Fault(Meets.BATCH, "One row of a batch is refused; the batch switch decides about the others."),
    "shifting_rows": Fault(Meets.PAGE, "A row at a page border is shown twice, or skipped."),
    "expired_session": Fault(Meets.SESSION, "The session ends before its time and the call gets a 401."),
    "revoked_key": Fault(Meets.KEY, "For a few seconds the key is refused, then it works again."),
    "normalised": Fault(Meets.TEXT, "Text is stored trimmed, cut or in another form than it was sent."),
    "webhook_lost": Fault(Meets.WEBHOOK, "A webhook is never sent."),
    "webhook_duplicated": Fault(Meets.WEBHOOK, "A webhook is sent twice."),
    "webhook_reordered": Fault(Meets.WEBHOOK, "A webhook is sent after the one that follows it."),
    "webhook_late": Fault(Meets.WEBHOOK, "A webhook is sent seconds late."),
    "webhook_disabled": Fault(
        Meets.WEBHOOK, "A webhook is lost and its subscription disabled, as after many failures."
    ),
}
