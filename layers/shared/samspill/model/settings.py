"""What a company can choose for its connection."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.flow import Flow
from samspill.model.kinds import Kind
from samspill.model.settings_documents import AppDefaults, DocumentSettings, StartUp
from samspill.model.settings_hours import HourSettings

#: One e-mail address as mail services take it; what could begin another address or a header is none of its letters.
ADDRESS = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"
#: Kinds that stay off until somebody switches them on: purchase orders need a module that most companies do not have,
#: sending hours is off by default (A8).
OFF_UNLESS_CHOSEN = frozenset({Kind.PURCHASE_ORDER, Kind.HOURS})


class Policy(StrEnum):
    """Who wins when both sides changed the same field since they last agreed."""

    TRIPLETEX = "tripletex"
    APP = "app"
    NEWEST = "newest"
    ASK = "ask"


class EmployeeAccess(StrEnum):
    """What a person created in Tripletex may do there: nothing, or log in as an ordinary user."""

    NO_ACCESS = "NO_ACCESS"
    STANDARD = "STANDARD"


class Settings(BaseModel):
    """Settings of one connection. Unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: dict[Kind, bool] = Field(
        default_factory=dict,
        description="Kinds switched off with false; a kind not named here is on, but for purchase orders and hours.",
    )
    direction: dict[Kind, Flow] = Field(
        default_factory=dict, description="Which way a kind travels; a kind not named here as its integration has it."
    )
    conflict_policy: dict[Kind, Policy] = Field(
        default_factory=dict, description="Who wins per kind; a kind not named here uses 'newest'."
    )
    fallback_project_manager: str | None = Field(
        default=None, max_length=100,
        description="Employee number in Tripletex of the manager used when a project's own manager is missing "
        "or not entitled there.",
    )  # fmt: skip
    employee_access: EmployeeAccess = EmployeeAccess.NO_ACCESS
    default_department: str | None = Field(
        default=None, max_length=100,
        description="Department number in Tripletex for employees created there, when Tripletex needs one.",
    )  # fmt: skip

    breaker_share: int = Field(
        default=20, ge=1, le=100, strict=True,
        description="A kind stands still when more than this share (per cent) of its linked records, and more than "
        "`breaker_count`, were deleted or overwritten within an hour.",
    )  # fmt: skip
    breaker_count: int = Field(
        default=25, ge=0, le=40_000, strict=True,
        description="So many records of a kind may be deleted or overwritten within an hour, whatever their share.",
    )  # fmt: skip

    composed_products: bool = Field(
        default=True, strict=True, description="Products composed of others (BOMs) cross, as products."
    )
    documents: DocumentSettings = Field(default_factory=DocumentSettings)
    hours: HourSettings = Field(default_factory=HourSettings)
    app_defaults: dict[Kind, AppDefaults] = Field(
        default_factory=dict, description="What records created in the app get there, per kind."
    )
    payment_terms: dict[str, str] = Field(
        default_factory=dict, max_length=100,
        description="Number of the app's payment terms -> `14 days`, `1 months` or `31 day_of_month` in Tripletex.",
    )  # fmt: skip
    start_up: StartUp = Field(default_factory=StartUp)
    notify: tuple[Annotated[str, Field(max_length=254, pattern=ADDRESS)], ...] = Field(
        default=(), max_length=10, description="E-mail addresses told of problems; empty: the contact's."
    )

    def is_on(self, kind: Kind) -> bool:
        """Whether `kind` is synced."""
        return self.kinds.get(kind, kind not in OFF_UNLESS_CHOSEN)

    def policy(self, kind: Kind) -> Policy:
        """Who wins a conflict of `kind`."""
        return self.conflict_policy.get(kind, Policy.NEWEST)
