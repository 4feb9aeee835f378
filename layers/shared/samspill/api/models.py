"""What several resources answer with."""

from collections.abc import Mapping
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from samspill import messages
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE, Actor

LARGEST_PAGE = 200

ConnectionId = Annotated[str, Path(description="Id of the connection.", min_length=1, max_length=100)]
Cursor = Annotated[str | None, Query(description="`next` of the page before.", min_length=1, max_length=2000)]
Limit = Annotated[int, Query(description="At most so many in a page.", ge=1, le=LARGEST_PAGE)]
Search = Annotated[
    str, Query(description="Part of a name or number; case and accents do not matter.", max_length=100)
]
KindFilter = Annotated[Kind | None, Query(description="Only this kind.")]


class Model(BaseModel):
    """What is answered: never changed once it is built."""

    model_config = ConfigDict(frozen=True)


class Input(BaseModel):
    """What is asked: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Person(Input):
    """A request in which a person acts."""

    by: str | None = Field(
        default=None, min_length=1, max_length=200,
        description="Who did it, as the product knows them. With a staff key the key's owner is noted instead.",
    )  # fmt: skip


class Reason(Model):
    """A catalogued reason in the caller's language."""

    code: str
    actor: Actor = Field(description="Who must act.")
    note: bool = Field(description="True for a rule that is no fault: nothing to mend.")
    title: str
    explanation: str
    remedy: str


def app_name(connection: Connection) -> str:
    """The app as people know it."""
    return connection.integration.capitalize()


def reason(code: str | None, facts: Mapping[str, object], language: str) -> Reason | None:
    """The texts of `code`; None when there is none."""
    kind = CATALOGUE.get(code or "")
    if kind is None:
        return None
    texts = messages.reason_texts(kind.code, language, facts)
    return Reason(
        code=kind.code,
        actor=kind.actor,
        note=kind.note,
        title=texts.title,
        explanation=texts.explanation,
        remedy=texts.remedy,
    )
