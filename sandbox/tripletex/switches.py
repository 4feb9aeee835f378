"""What is not known about Tripletex, or differs between accounts: each is a switch with a default."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Switches(BaseModel):
    """Behaviour of one company's account. Kinds in keys and lists are path names such as "customer"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Requests per fixed window per (employee, consumer).
    rate_limit: int = Field(100, ge=1)
    rate_window_seconds: float = Field(10, gt=0)
    reset_header_on_429: bool = True
    # Two session creations of one employee token at once answer 409/8000.
    session_conflicts: bool = True
    session_creation_seconds: float = Field(0.02, ge=0, le=60)
    # Versions rise by 1 to 3 per save instead of 1.
    version_jumps: bool = False
    # A list call with one bad row stores nothing, or all good rows although it answers 422.
    batch_atomic: bool = True
    batch_most_rows: int = Field(100, ge=1)
    # Most rows one query may touch (422/23000); Tripletex may have 10,000.
    register_cap: int | None = None
    # What a missing right does to reads: 403/9000, or nothing is there.
    missing_rights: Literal["refuse", "hide"] = "refuse"
    hidden_fields: dict[str, list[str]] = {}
    hidden_rows: dict[str, list[int]] = {}
    # Every row has a field that no specification knows.
    unknown_read_fields: bool = False
    department_required: bool = False
    division_required: bool = False
    bank_account_registered: bool = True
    # Issue 45: a PUT on a customer that is a supplier too leaves a supplier only.
    customer_put_drops_customer: bool = False
    # The same the other way round; never reported.
    supplier_put_drops_supplier: bool = False
    # How invoices to new companies are sent where nothing is said, and who can receive EHF (organisation numbers).
    default_send_method: Literal["EMAIL", "EHF"] = "EMAIL"
    ehf_receivers: list[str] = []
    # Two products may not share a name (told of by an integrator; recorded accounts did not show it).
    product_names_unique: bool = False
    # Numbers of VAT codes that the account does not use.
    vat_codes_off: list[str] = []
    # Whether orders that do not say it have prices with VAT (the account's invoice settings).
    prices_include_vat: bool = False
    # Whether VAT of an invoice is rounded for each line or for each rate, and what is paid to whole kroner: see
    # `amounts.py`.
    vat_rounded_per: Literal["line", "rate"] = "line"
    whole_kroner: bool = False
    # Whether an invoice number that is given must be above all others, or only free.
    invoice_numbers: Literal["rising", "free"] = "rising"
    # The order behind a credit note: the invoice's own (so recorded ids tell), or a closed copy of it.
    credit_note_order: Literal["same", "copy"] = "same"
    # Whether the draft invoice of an order tells what the order comes to (recorded ones had prices of 0).
    draft_amounts: bool = False
    # The last day (`YYYY-MM-DD`) of the period that is closed for booking.
    locked_until: str | None = Field(None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    # Whether the account has the module for purchase orders.
    logistics: bool = False
    # Hours: the name of the company's standard activity, whether activities must be linked to a project and people
    # take part in it before hours are booked on it, and whether hours need a comment.
    standard_activity: str | None = None
    only_linked_activities: bool = False
    only_project_members: bool = False
    hours_need_comments: bool = False
    # How `weekYear` writes the 42nd week of 2026; only one way is understood ("other": one that nobody here knows).
    week_form: Literal["2026-W42", "2026-42", "other"] = "2026-W42"
    # What currencies cost, by code, instead of the usual: for 100 units where they are quoted so.
    exchange_rates: dict[str, str] = {}
    # Seconds before the first attempt, then between attempts; scaled down from about 30 hours.
    webhook_delay_seconds: float = Field(0, ge=0)
    webhook_retry_seconds: tuple[float, ...] = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
    webhook_answer_seconds: float = Field(10, gt=0)
    # Failed attempts in a row after which a subscription is DISABLED_TOO_MANY_ERRORS.
    webhook_disable_after: int = Field(12, ge=1)
    webhook_new_key_per_attempt: bool = False
    webhook_duplicates: bool = False
    # Of several updates of one object that wait together only the latest is sent.
    webhook_skips_versions: bool = False
    # The share of events that are never sent, and whether waiting ones are sent in random order.
    webhook_lost_share: float = Field(0, ge=0, le=1)
    webhook_shuffled: bool = False
