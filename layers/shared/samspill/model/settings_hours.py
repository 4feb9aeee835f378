"""What a company can choose about hours."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Name = Annotated[str, Field(min_length=1, max_length=255)]


class Sending(StrEnum):
    """Hours cross when a person sends them, or as soon as they are approved."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class HourSettings(BaseModel):
    """How hours cross. Tasks and tags find the activity of their name, unless it is said here which they mean.
    `since`: hours of an earlier day stay; None is the day the connection went live."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sending: Sending = Sending.MANUAL
    standard_activity: str | None = Field(
        default=None, max_length=20, pattern="^[0-9]+$",
        description="Id in Tripletex of the project activity of hours without task; null is the company's own "
        "standard activity there.",
    )  # fmt: skip
    tasks: dict[_Name, str] = Field(
        default_factory=dict, max_length=500, description="Task of the app -> id of a project activity in Tripletex."
    )
    tags: dict[_Name, str] = Field(
        default_factory=dict, max_length=500, description="Tag of the app -> id of an internal activity in Tripletex."
    )
    create_activities: bool = Field(
        default=False, strict=True, description="An activity that is missing is created in Tripletex."
    )
    link_activities: bool = Field(
        default=True, strict=True, description="An activity is linked to the project that hours need it on."
    )
    people: dict[_Name, str] = Field(
        default_factory=dict, max_length=2000,
        description="Name in an uploaded file -> id of the employee in the app.",
    )  # fmt: skip
    since: date | None = None
