"""What keeps failing for a connection although nothing is wrong with it: polls, comparisons, care of subscriptions.

Once is nothing: the next time does it. For an hour it means that changes may come late, and people are told.
"""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

#: As long as a task may fail without a break before anybody is told.
LASTING = timedelta(hours=1)
#: A failure as recent as this is not noted again.
_NEWS = timedelta(minutes=1)


class Failure(BaseModel):
    """One task that has failed ever since `since` (UTC), the last time at `seen`, with that exception's code."""

    model_config = ConfigDict(frozen=True)

    since: datetime
    seen: datetime
    code: str

    @property
    def lasting(self) -> bool:
        """Whether it has gone on for too long."""
        return self.seen - self.since >= LASTING


def after(failing: dict[str, Failure], task: str, code: str | None, now: datetime) -> dict[str, Failure]:
    """What keeps failing after `task` failed with `code`, or succeeded when there is none."""
    others = {name: failure for name, failure in failing.items() if name != task}
    if code is None:
        return others
    known = failing.get(task)
    if known is None:
        return {**others, task: Failure(since=now, seen=now, code=code)}
    if known.code == code and now - known.seen < _NEWS:
        return failing
    return {**others, task: Failure(since=known.since, seen=now, code=code)}
