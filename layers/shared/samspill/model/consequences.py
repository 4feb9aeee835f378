"""What a change of settings would do, before it is done. The texts are the messages `consequence.<code>`."""

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.kinds import Kind, Side
from samspill.model.records import Value
from samspill.model.settings import Settings


class Code(StrEnum):
    """One for each sentence."""

    KIND_BEGINS = "kind_begins"
    DOCUMENTS_BEGIN = "documents_begin"
    KIND_STOPS = "kind_stops"
    DOCUMENTS_ORPHANED = "documents_orphaned"
    DOCUMENTS_LEFT_BEHIND = "documents_left_behind"
    DIRECTION_TURNED = "direction_turned"
    DIRECTION_OVERWRITES = "direction_overwrites"
    PART_BEGINS = "part_begins"
    PART_STOPS = "part_stops"
    VAT_CHANGED = "vat_changed"
    PAYMENT_TERMS_OVERWRITE = "payment_terms_overwrite"
    TARGET_INVOICE = "target_invoice"
    TARGET_ORDER = "target_order"
    SENDING_BEGINS = "sending_begins"
    FROM_EARLIER = "from_earlier"
    HOURS_BEGIN = "hours_begin"
    HOURS_BY_THEMSELVES = "hours_by_themselves"
    HOURS_ON_REQUEST = "hours_on_request"
    HOURS_STOP = "hours_stop"
    HOURS_FROM_EARLIER = "hours_from_earlier"
    HOURS_ACTIVITIES = "hours_activities"
    HELD_AGAIN = "held_again"
    PLAN_BEGINS_AGAIN = "plan_begins_again"
    APPROVAL_LAPSES = "approval_lapses"


class Loss(StrEnum):
    """What cannot be taken back by changing the settings back: values give way, documents stay without a counterpart,
    or what somebody entered by hand stands there twice."""

    OVERWRITES = "overwrites"
    ORPHANS = "orphans"
    DOUBLES = "doubles"


LOSSES = {
    Code.DIRECTION_OVERWRITES: Loss.OVERWRITES,
    Code.PAYMENT_TERMS_OVERWRITE: Loss.OVERWRITES,
    Code.DOCUMENTS_ORPHANED: Loss.ORPHANS,
    Code.DOCUMENTS_LEFT_BEHIND: Loss.ORPHANS,
    Code.FROM_EARLIER: Loss.DOUBLES,
    Code.HOURS_FROM_EARLIER: Loss.DOUBLES,
}
#: Nobody has counted what was never looked at.
UNCOUNTED = frozenset({Code.FROM_EARLIER, Code.HOURS_FROM_EARLIER})


class Example(BaseModel):
    """A value that would give way, of the record that people know by that number and name."""

    model_config = ConfigDict(frozen=True)

    number: str | None
    name: str
    field: str
    now: Value
    after: Value


class Consequence(BaseModel):
    """One of them. `count` is what its sentence counts; `at_least`: counting stopped before the end. `side` is where
    something is overwritten."""

    model_config = ConfigDict(frozen=True)

    code: Code
    kind: Kind | None = None
    count: int = 0
    at_least: bool = False
    side: Side | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def loss(self) -> Loss | None:
        """What is lost; None for what changing the settings back takes back."""
        return LOSSES.get(self.code) if self.count or self.code in UNCOUNTED else None


def confirmation(before: Settings, after: Settings, consequences: Sequence[Consequence]) -> str | None:
    """What a person confirms: these settings instead of those, and exactly these losses. None when nothing is lost.
    What else is told may change meanwhile without asking anew."""
    losses = [
        (each.code, each.kind, each.side, each.count, each.at_least) for each in consequences if each.loss is not None
    ]
    if not losses:
        return None
    meant = [before.model_dump(mode="json"), after.model_dump(mode="json"), losses]
    return hashlib.sha256(json.dumps(meant, sort_keys=True).encode()).hexdigest()[:32]
