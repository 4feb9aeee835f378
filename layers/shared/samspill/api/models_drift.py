"""Drift as the API tells it."""

from datetime import datetime

from pydantic import Field

from samspill.api.models import Model
from samspill.model.drift import Drift
from samspill.model.kinds import Kind


class DriftOut(Model):
    """What the last comparison of a kind found."""

    kind: Kind
    at: datetime = Field(description="When it was compared.")
    tripletex: int = Field(description="Records looked at in Tripletex.")
    app: int = Field(description="Records looked at in the other system.")
    linked: int = Field(description="Pairs of records.")
    unequal: int = Field(description="Pairs that were not equal and have no open problem.")
    held: int = Field(description="Pairs and single records with an open problem.")
    enqueued: int = Field(description="Records that were put in line to be looked at again.")
    complete: bool = Field(
        description="False when a part of a register could not be read: nothing then counted as deleted there."
    )
    oldest_difference_at: datetime | None = Field(
        description="Since when the oldest difference has been one; null when nothing differed."
    )
    oldest_difference_seconds: int = Field(description="Its age when it was compared; 0 when nothing differed.")


class DriftReport(Model):
    """The last comparison of every kind that has been compared."""

    items: list[DriftOut]


def drift_out(drift: Drift) -> DriftOut:
    """One kind's drift."""
    return DriftOut(**drift.model_dump(), oldest_difference_seconds=int(drift.oldest_difference.total_seconds()))
