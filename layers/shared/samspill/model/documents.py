"""Documents as the app made them out: invoices, credit notes, purchase orders.

Quantities, prices and totals are exact decimals in the document's currency, prices without VAT. Ids are the app's.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from samspill.model.kinds import DOCUMENTS, Kind


class DocumentLine(BaseModel):
    """A line. `unit_price` is before `discount` (per cent). `vat_rate` is per cent.

    `vat_key` says why that rate holds: product group and VAT zone as "1/domestic", what a mapping to Tripletex' VAT
    codes goes by; a line without product has "/domestic". `net` is the line's own amount where the app tells it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    product: str | None = None
    description: str = ""
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    vat_rate: Decimal
    vat_key: str = ""
    unit: str | None = None
    net: Decimal | None = None


class UnreadableLine(BaseModel):
    """A line that lacks what no line can cross without. `place` counts from 1; `lacks` are names of fields
    (`quantity`, `price`, `vat_rate`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: int
    text: str
    lacks: tuple[str, ...]


class Document(BaseModel):
    """A document. `id` is the app's, `number` what people see. `party` is the customer, of a purchase order the
    supplier. `net` and `gross` are the app's own totals (without and with VAT). A credit note has the signs of an
    invoice: what it gives back is positive; `credits` is the id of the invoice it takes back, None when the app does
    not tell. `currency` is an ISO 4217 code, None the company's own. `open`: still a draft.
    `unreadable` are lines that are not among `lines`: with them it cannot cross.
    `created_at` (UTC) is the earliest it can have been begun; None when the app does not tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    id: str
    number: str
    open: bool
    party: str
    day: date
    due: date | None = None
    delivery: date | None = None
    currency: str | None = None
    reference: str = ""
    their_reference: str = ""
    heading: str = ""
    comment: str = ""
    project: str | None = None
    credits: str | None = None
    net: Decimal
    gross: Decimal
    lines: tuple[DocumentLine, ...] = Field(default=())
    unreadable: tuple[UnreadableLine, ...] = Field(default=())
    created_at: datetime | None = None
    modified_at: datetime | None = None

    @model_validator(mode="after")
    def _is_a_document(self) -> Self:
        if self.kind not in DOCUMENTS:
            raise ValueError(f"{self.kind.value} is no document")
        return self
