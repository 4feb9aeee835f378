"""Dead letters as the API shows them, and which of them are meant."""

from datetime import datetime
from typing import Literal

from pydantic import Field, RootModel, field_validator

from samspill import messages
from samspill.api.models import Input, Model
from samspill.model.dead_letters import DeadLetter
from samspill.tasks.dead_letters import Wanted, reason_of

#: As much of a body as helps to see where it came from.
_SHOWN_OF_BODY = 500


class DeadLetterOut(Model):
    """A message that was given up."""

    id: str
    queue: str
    connection: str | None = Field(description="Null when the message does not say: it can only be discarded.")
    group: str | None = Field(description="The group of kinds whose changes were to be looked at.")
    code: str = Field(description="Why: a code of ours, or the name of an exception.")
    reason: str = Field(description="Why, in words.")
    technical: str = Field(description="What failed and where, for engineers.")
    at: datetime = Field(description="When it was given up; when it was sent if its worker ended without an answer.")
    tries: int
    request: str = Field(description="Id of the last try's request, as the function's log has it.")
    replayable: bool
    body: str = Field(description="The message itself, its beginning if it is long.")


class DeadLetterPage(Model):
    """What was found. While somebody else looks or replays, that part is not seen."""

    items: list[DeadLetterOut]
    total: int = Field(description="About how many there are in all queues, whatever was asked for.")


class ReplayOne(Input):
    """The one with this id."""

    id: str = Field(min_length=1, max_length=200)


class ReplayOfConnection(Input):
    """Those of one connection."""

    connection: str = Field(min_length=1, max_length=100)


class ReplayAll(Input):
    """All of them."""

    all: Literal[True]

    @field_validator("all", mode="before")
    @classmethod
    def _only_true(cls, value: object) -> object:
        if value is not True:
            raise ValueError("must be true")
        return value


class ReplayWanted(RootModel[ReplayOne | ReplayOfConnection | ReplayAll]):
    """Exactly one of `id`, `connection`, `all`."""

    def wanted(self) -> Wanted:
        """For the use case."""
        return Wanted(id=getattr(self.root, "id", None), connection=getattr(self.root, "connection", None))


class ReplayOut(Model):
    """What was sent back."""

    count: int
    malformed: int = Field(description="How many were meant but cannot be replayed; look at them, then discard them.")
    more: bool = Field(description="True when there may be more: call again.")


def dead_letter_out(letter: DeadLetter, language: str) -> DeadLetterOut:
    """A dead letter with its reason in `language`."""
    cause = letter.cause
    return DeadLetterOut(
        id=letter.id,
        queue=letter.queue,
        connection=letter.connection,
        group=letter.group,
        code=cause.code,
        reason=messages.text(reason_of(cause), language),
        technical=cause.technical,
        at=cause.at,
        tries=cause.receives,
        request=cause.request,
        replayable=letter.replayable,
        body=letter.body[:_SHOWN_OF_BODY],
    )
