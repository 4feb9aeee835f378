"""What the hostile mode is set to."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Odds = Annotated[float, Field(ge=0, le=1)]


class Settings(BaseModel):
    """`odds`: the chance of each fault, by name, at everything it can happen to; without any the mode is off.

    The seconds are the longest that a delay, a late commit or late webhook, a storm of 429 and a refusal of the
    key take.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = 0
    odds: dict[str, Odds] = {}
    delay_seconds: float = Field(0.5, ge=0, le=60)
    late_seconds: float = Field(3, ge=0, le=60)
    storm_seconds: float = Field(3, ge=0, le=60)
    revoked_seconds: float = Field(3, ge=0, le=60)
