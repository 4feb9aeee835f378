"""What a company can choose about documents, and about what is created in its app."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.kinds import Kind

_Number = Field(default=None, min_length=1, max_length=50)


class InvoiceTarget(StrEnum):
    """What an invoice booked in the app becomes in Tripletex: an invoice, or an order that people invoice there."""

    INVOICE = "invoice"
    ORDER = "order"


class Differences(StrEnum):
    """An invoice whose total would be another in Tripletex is held, or gets a line that makes up for it."""

    HOLD = "hold"
    ROUNDING_LINE = "rounding_line"


class PartialCredit(StrEnum):
    """A credit note for a part of an invoice is held, or made of an order with negative quantities."""

    HOLD = "hold"
    ORDER = "order"


class SendMethod(StrEnum):
    """How Tripletex sends an invoice, in its own words."""

    EMAIL = "EMAIL"
    EHF = "EHF"
    EFAKTURA = "EFAKTURA"
    AVTALEGIRO = "AVTALEGIRO"
    VIPPS = "VIPPS"
    PAPER = "PAPER"
    MANUAL = "MANUAL"


class DocumentSettings(BaseModel):
    """How invoices, credit notes and purchase orders cross.

    `vat` maps "<product group>/<VAT zone>" to the number of a VAT type in Tripletex; "*" stands for any group.
    `since`: what was made out on an earlier day stays; None is the day the connection went live."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    invoice_target: InvoiceTarget = InvoiceTarget.INVOICE
    send: bool = Field(default=False, strict=True, description="Tripletex sends the invoice to the customer.")
    send_method: SendMethod | None = Field(default=None, description="How; null is each customer's own method.")
    keep_number: bool = Field(default=False, strict=True, description="The invoice keeps the app's number.")
    differences: Differences = Differences.HOLD
    partial_credit: PartialCredit = PartialCredit.HOLD
    projects: bool = Field(default=True, strict=True, description="Documents are tied to their project.")
    vat: dict[str, str] = Field(
        default_factory=dict, max_length=500,
        description="Product group and VAT zone of the app (`1/domestic`, `*/eu`) -> VAT code in Tripletex.",
    )  # fmt: skip
    since: date | None = None


class AppDefaults(BaseModel):
    """What a record created in the app needs there and Tripletex does not have, as numbers of the app's registers.
    `service_group` is of products without stock."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str | None = _Number
    service_group: str | None = _Number
    payment_terms: str | None = _Number
    layout: str | None = _Number
    unit: str | None = _Number


class StartUp(BaseModel):
    """What the first sync may create in the app; afterwards the directions hold. `stock` books quantities on hand,
    `payment_terms` makes those that customers have in Tripletex and the app does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: dict[Kind, bool] = Field(default_factory=dict, description="Kinds that are created in the app.")
    stock: bool = Field(default=False, strict=True)
    payment_terms: bool = Field(default=False, strict=True)

    def creates(self, kind: Kind) -> bool:
        """Whether records of `kind` are created in the app at start-up."""
        return self.kinds.get(kind, False)
