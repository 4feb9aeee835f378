"""What people do with hours in the program itself: weeks and months are approved, and that is taken back."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sandbox.tripletex.errors import not_found
from sandbox.tripletex.periods import Action, set_month, set_week, week_in
from sandbox.tripletex.reading import show
from sandbox.tripletex.world import TripletexWorld


class Approval(BaseModel):
    """Which week (`2026-W42`) or month (`2026-10`) of whom. A month may be approved `until` one of its days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: int
    employee: int
    action: Action = "approve"
    week: str | None = Field(None, pattern=r"^\d{4}-W\d{2}$")
    month: str | None = Field(None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    until: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")

    @model_validator(mode="after")
    def _one_of_them(self) -> Approval:
        if (self.week is None) == (self.month is None):
            raise ValueError("a week or a month")
        return self


def approve(world: TripletexWorld, wanted: Approval) -> dict[str, Any]:
    """Do it, and give the week or the month. Raises 404/6000 for nobody of that company, KeyError for no company."""
    with world.lock:
        company = world.companies[wanted.company]
        if company.row("Employee", wanted.employee) is None:
            raise not_found()
        with world.by_hand(company) as transaction:
            week = week_in(wanted.week or "", "2026-W42")
            if week is not None:
                return show(company, "Week", set_week(transaction, wanted.action, wanted.employee, *week))
            month = set_month(transaction, wanted.action, wanted.employee, wanted.month or "", wanted.until)
            return show(company, "MonthlyStatus", month)
