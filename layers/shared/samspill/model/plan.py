"""The plan of a first sync: what would happen, row by row, and what a person decided about it."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.kinds import Kind, Side
from samspill.model.records import Value


class RowOutcome(StrEnum):
    """What the first sync will do with a row."""

    LINK = "link"
    CREATE_IN_APP = "create_in_app"
    CREATE_IN_TRIPLETEX = "create_in_tripletex"
    AMBIGUOUS = "ambiguous"
    HELD = "held"
    SKIPPED = "skipped"


class RowSide(BaseModel):
    """One side of a plan row. `fingerprint` tells whether the record changed since the plan was made."""

    model_config = ConfigDict(frozen=True)

    id: str
    number: str | None = None
    name: str = ""
    fingerprint: str


class Overwrite(BaseModel):
    """A field the first link will change on `side`: `old` is kept in the journal."""

    model_config = ConfigDict(frozen=True)

    side: Side
    field: str
    old: Value
    new: Value


class PlanRow(BaseModel):
    """One row. `id` is `kind.side.recordid` of its source: stable between plans."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    outcome: RowOutcome
    source: Side
    tripletex: RowSide | None = None
    app: RowSide | None = None
    overwrites: tuple[Overwrite, ...] = ()
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    suggestions: tuple[RowSide, ...] = ()


class KindSummary(BaseModel):
    """Counts of one kind's rows; the side effects are what creating costs."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    read_tripletex: int = 0
    read_app: int = 0
    outcomes: dict[RowOutcome, int] = Field(default_factory=dict)
    codes: dict[str, int] = Field(default_factory=dict)
    overwrites: dict[Side, int] = Field(default_factory=dict, description="Existing records that change, per side.")
    mails: int = Field(default=0, description="Mails with login details that the app will send.")
    licences: int = Field(default=0, description="Licences of the app that will be used.")


class Invitation(BaseModel):
    """A person who is created in the app, which mails an invitation."""

    model_config = ConfigDict(frozen=True)

    number: str | None = None
    name: str = ""
    email: str | None = None


class StartUpEffects(BaseModel):
    """What start-up does in the app beside the rows. Payment terms are named by what they mean ("14 days")."""

    model_config = ConfigDict(frozen=True)

    stock_bookings: int = Field(default=0, description="Products whose quantity on hand will be booked.")
    stock_unknown: int = Field(default=0, description="Products whose quantity Tripletex does not tell: left alone.")
    payment_terms: tuple[str, ...] = Field(default=(), description="Payment terms that will be made in the app.")
    payment_terms_impossible: tuple[str, ...] = Field(
        default=(), description="Payment terms of customers that the app cannot have: it uses the chosen ones."
    )
    invitations: tuple[Invitation, ...] = Field(default=(), description="Who will be mailed an invitation.")


class Plan(BaseModel):
    """The plan without its rows. `hash` covers every row and what start-up does beside them; the approval names it
    with the decision revision."""

    model_config = ConfigDict(frozen=True)

    connection: str
    hash: str
    made_at: datetime
    kinds: tuple[KindSummary, ...]
    start_up: StartUpEffects | None = None
    remainder: bool = False

    def total(self, outcome: RowOutcome) -> int:
        """Rows with that outcome over all kinds."""
        return sum(summary.outcomes.get(outcome, 0) for summary in self.kinds)
