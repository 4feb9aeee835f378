"""Drift: how far both sides of a kind were apart when their registers were last compared."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind


class Drift(BaseModel):
    """What the last comparison of a kind found.

    `tripletex`, `app`: records looked at. `linked`: live pairs. `unequal`: pairs that differ, or of which one record
    was missing, without an open problem or question. `held`: pairs and single records with one. `enqueued`: records
    to be looked at again. Not `complete`: a part of a register could not be read, so that absence told nothing there.

    `oldest_difference_at`: since when the oldest difference has been one, counting all that was enqueued and has no
    open problem. Of each difference that is the earliest time known of

    1. its change came in that still waits in the inbox,
    2. its record was modified, where exactly that side differs from its base and its system tells the time,

    and when neither is known, when a comparison first saw it: a difference that every comparison since has seen, with
    both records unchanged, keeps that time. None when nothing differs.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    tripletex: int = 0
    app: int = 0
    linked: int = 0
    unequal: int = 0
    held: int = 0
    enqueued: int = 0
    complete: bool = True
    at: datetime
    oldest_difference_at: datetime | None = None

    @property
    def oldest_difference(self) -> timedelta:
        """The age of the oldest difference at the time of the comparison; nothing when there was none."""
        return self.at - self.oldest_difference_at if self.oldest_difference_at is not None else timedelta()
