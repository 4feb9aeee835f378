"""How an account behaves. What the reference calls unconfirmed stands here with both, or all, behaviours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(ge=0)]

#: What the type of a payment term is called in the interface (hd/ht-00044) → what the API calls it (not confirmed).
TERM_TYPES = {
    "Net": "net",
    "End of month": "end_of_month",
    "Due date": "due_date",
    "Cash": "cash",
    "Prepayment": "prepayment",
    "Factoring": "factoring",
    "Weekly Monday": "weekly_monday",
    "Weekly Sunday": "weekly_sunday",
}


class Switches(BaseModel):
    """All of it can be changed while the server runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Calls (reference sections 2a to 2c)
    requests_per_minute: int = Field(480, ge=0)
    retry_after: bool = True
    max_limit: int = Field(1000, ge=1)
    #: A `limit` above the most that is allowed: cut to it, or 422.
    limit_above_max: Literal["capped", "refused"] = "capped"
    #: The lists that know updated_at_from and updated_at_to.
    updated_at_filter: Literal["everywhere", "customer-invoices"] = "everywhere"
    #: The zone of timestamps, which show none.
    time_zone: str = "Europe/Copenhagen"

    # Registers (4a, 4b, 4d, 4f)
    #: "<kind>.<field>" → the name that the API gives it; an empty one hides it. Such as
    #: {"customer.name": "company_name", "customer_invoice.credited_invoice_number": ""}.
    field_names: dict[str, str] = {}
    #: What a new customer or supplier needs beside name and payment terms: nothing (API of 2018), its group, or all
    #: that the CSV import asks for.
    parties_need: Literal["2018", "group", "import"] = "group"
    #: The lengths of the API of 2018 instead of those of the import guides.
    limits_of_2018: bool = False
    refuses_unknown_fields: bool = False
    term_types: dict[str, str] = TERM_TYPES
    #: A deleted record answers GET with is_deleted and deleted_at instead of 404.
    shows_deleted: bool = False

    # Documents (4g)
    #: The text of `type` of an invoice and of a credit note.
    invoice_type: str = "invoice"
    credit_note_type: str = "credit_note"
    #: The sign of quantities and amounts of a credit note.
    credit_note_sign: Literal["negative", "positive"] = "negative"
    #: Whether booking a credit note puts the goods back on the shelf.
    credit_note_returns_stock: bool = True
    #: Where VAT is rounded to the second decimal, see money.py.
    vat_rounded_per: Literal["line", "rate", "document"] = "rate"
    #: Base currency for so many units of the other: 100 as Danish tables have it.
    rate_is_per: Literal[1, 100] = 1
    #: What /inventory-adjustments calls one adjustment.
    adjustment_key: Literal["inventory_adjustment", "inventory_regulation"] = "inventory_adjustment"

    # Webhooks (3)
    #: The documented body, or the one that was observed: only key_name and key.
    webhook_body: Literal["observed", "documented"] = "observed"
    #: Whether event names that are only guessed after the pattern exist.
    unconfirmed_events: bool = False
    #: Whether movements of stock are told to those who want product.updated, in the body that was observed: it has
    #: neither key nor key_name. Under which event it came is not known.
    stock_events: bool = False
    #: Whether a webhook that is made again with event and url shows its token.
    token_on_repeat: bool = False
    #: Failures without a success between after which a webhook is turned off; None: never.
    webhook_off_after: int | None = Field(None, ge=1)
    #: Seconds between delivery attempts are multiplied by this.
    webhook_time_scale: Seconds = 0.001
