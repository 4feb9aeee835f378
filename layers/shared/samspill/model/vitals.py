"""How a connection is doing, in the few figures that tell whether somebody has to look at it."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from samspill.model.kinds import Kind
from samspill.model.status import Status

#: A change that is due longer than this should have been done by now: the tick wakes its group each minute.
OVERDUE = timedelta(minutes=5)


class Need(StrEnum):
    """Who has to do something, the most urgent first: staff, whoever reviews, the company itself, nobody."""

    ACT = "act"
    REVIEW = "review"
    PROBLEMS = "problems"
    CALM = "calm"


class Alarm(StrEnum):
    """What somebody of staff has to look at."""

    ATTENTION = "attention"
    DEAD_LETTERS = "dead_letters"
    STOPPED = "stopped"
    OVERDUE = "overdue"
    LATE = "late"


class Budget(BaseModel):
    """How many calls a key has with a system: `limit` in each window of so many `seconds`. `owner` is the name that
    its permits go by; it holds no secret."""

    model_config = ConfigDict(frozen=True)

    system: str
    owner: str
    seconds: int
    limit: int


class Use(BaseModel):
    """The fullest window lately: `share` of its calls were used up, per cent, in the one that began `at`."""

    model_config = ConfigDict(frozen=True)

    system: str
    share: int
    at: datetime | None = None


class Vitals(BaseModel):
    """A connection as measured `at` (UTC). `oldest_due_at`: since when its oldest change is due; `unequal`: pairs
    that the last comparisons found different; `budgets` hold for keys of that revision."""

    model_config = ConfigDict(frozen=True)

    connection: str
    integration: str
    company: str
    app_company: str
    organization_number: str
    status: Status
    review_pending: bool = False
    at: datetime
    updated_at: datetime
    oldest_due_at: datetime | None = None
    problems: int = 0
    unequal: int = 0
    dead_letters: int = 0
    stopped: tuple[Kind, ...] = ()
    late_since: datetime | None = None
    last_change_at: datetime | None = None
    uses: tuple[Use, ...] = ()
    budgets: tuple[Budget, ...] = ()
    keys_revision: int = 0

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """What is wrong, the worst first."""
        found = {
            Alarm.ATTENTION: self.status is Status.NEEDS_ATTENTION,
            Alarm.DEAD_LETTERS: self.dead_letters > 0,
            Alarm.STOPPED: bool(self.stopped),
            Alarm.OVERDUE: self.oldest_due_at is not None and self.at - self.oldest_due_at > OVERDUE,
            Alarm.LATE: self.late_since is not None,
        }
        return tuple(alarm for alarm, is_so in found.items() if is_so)

    @property
    def need(self) -> Need:
        """Who has to do something."""
        if self.alarms:
            return Need.ACT
        if self.review_pending:
            return Need.REVIEW
        return Need.PROBLEMS if self.problems else Need.CALM
