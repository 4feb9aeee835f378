"""The catalogue of problems: stable codes, who must act, which choices a person has.

Texts (title, explanation, remedy) live in the message catalogues under `problem.<code>.title` and so on.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from samspill.model.changes import RecordKey


class Actor(StrEnum):
    """Who must do something."""

    CUSTOMER = "customer"
    PRODUCT = "product"
    SUPPORT = "support"
    NOBODY = "nobody"


class Choice(StrEnum):
    """What a person may answer to a problem."""

    LINK = "link"
    CREATE = "create"
    LEAVE_OUT = "leave_out"
    RESTORE = "restore"
    RECREATE = "recreate"
    LET_GO = "let_go"
    TRIPLETEX_WINS = "tripletex_wins"
    APP_WINS = "app_wins"
    ADD = "add"
    REPLACE = "replace"
    KEEP_APART = "keep_apart"
    MATCH_ANEW = "match_anew"


@dataclass(frozen=True)
class ProblemKind:
    """One entry of the catalogue. `note` marks a rule that is no fault: shown as a reason, never as an error.
    `refusal` marks what only a system's own answer tells: nobody knows it before trying. `relinks`: the partner that
    a person names may still be linked, with a record that is gone. `kept_out`: settings or a person want it so."""

    code: str
    actor: Actor
    choices: tuple[Choice, ...] = ()
    note: bool = False
    refusal: bool = False
    relinks: bool = False
    kept_out: bool = False


_AMBIGUOUS = (Choice.LINK, Choice.CREATE, Choice.LEAVE_OUT)
_BY_HAND = (Choice.LINK, Choice.LEAVE_OUT)
_DEAD = (Choice.RECREATE, Choice.LET_GO)

CATALOGUE: dict[str, ProblemKind] = {
    kind.code: kind
    for kind in (
        # rules of the integration: reference/svenn.md section 3
        ProblemKind("project_without_start_date", Actor.CUSTOMER),
        ProblemKind("sub_project", Actor.NOBODY, note=True),
        ProblemKind("internal_project", Actor.NOBODY, note=True),
        ProblemKind("closed_project_not_created", Actor.NOBODY, note=True),
        ProblemKind("project_number_not_unique", Actor.CUSTOMER, (Choice.LINK, Choice.LEAVE_OUT)),
        ProblemKind("project_number_characters", Actor.CUSTOMER),
        ProblemKind("customer_number_missing", Actor.CUSTOMER),
        ProblemKind("customer_number_not_numeric", Actor.CUSTOMER),
        ProblemKind("inactive_customer", Actor.NOBODY, note=True),
        ProblemKind("inactive_employee", Actor.NOBODY, note=True),
        ProblemKind("inactive_supplier", Actor.NOBODY, note=True),
        ProblemKind("inactive_product", Actor.NOBODY, note=True),
        ProblemKind("composed_product", Actor.NOBODY, note=True, kept_out=True),
        ProblemKind("not_created_in_app", Actor.NOBODY, note=True),
        ProblemKind("not_created_in_tripletex", Actor.NOBODY, note=True, kept_out=True),
        ProblemKind("number_missing", Actor.CUSTOMER),
        ProblemKind("number_only_digits", Actor.CUSTOMER),
        ProblemKind("app_group_missing", Actor.CUSTOMER),
        ProblemKind("app_payment_terms_missing", Actor.CUSTOMER),
        ProblemKind("customer_inactive_in_app", Actor.CUSTOMER, (Choice.TRIPLETEX_WINS,)),
        ProblemKind("employee_without_last_name", Actor.CUSTOMER),
        ProblemKind("employee_number_missing", Actor.CUSTOMER),
        ProblemKind("employee_email_missing", Actor.CUSTOMER),
        ProblemKind("email_taken", Actor.CUSTOMER, refusal=True),
        ProblemKind("email_not_ascii", Actor.CUSTOMER),
        ProblemKind("department_needed", Actor.CUSTOMER),
        ProblemKind("project_manager_missing", Actor.CUSTOMER),
        ProblemKind("project_manager_not_entitled", Actor.CUSTOMER),
        ProblemKind("name_missing", Actor.CUSTOMER),
        ProblemKind("organization_number_invalid", Actor.CUSTOMER),
        ProblemKind("supplier_number_not_numeric", Actor.CUSTOMER),
        ProblemKind("name_taken", Actor.CUSTOMER, refusal=True),
        ProblemKind("not_in_tripletex", Actor.CUSTOMER, refusal=True),
        ProblemKind("not_in_app", Actor.CUSTOMER, refusal=True),
        ProblemKind("vat_code_unusable", Actor.CUSTOMER, refusal=True),
        ProblemKind("customer_cannot_receive_ehf", Actor.CUSTOMER, refusal=True),
        # what Tripletex says to orders, invoices and credit notes
        ProblemKind("bank_account_missing", Actor.CUSTOMER, refusal=True),
        ProblemKind("period_closed", Actor.CUSTOMER, refusal=True),
        ProblemKind("document_vat_code_unusable", Actor.CUSTOMER, refusal=True),
        ProblemKind("income_account_missing", Actor.CUSTOMER, refusal=True),
        ProblemKind("project_closed", Actor.CUSTOMER, refusal=True),
        ProblemKind("document_without_lines", Actor.CUSTOMER, refusal=True),
        ProblemKind("line_without_text", Actor.CUSTOMER, refusal=True),
        ProblemKind("invoice_number_unusable", Actor.CUSTOMER, refusal=True),
        ProblemKind("order_closed", Actor.CUSTOMER, (Choice.LEAVE_OUT,), refusal=True),
        ProblemKind("already_credited", Actor.CUSTOMER, (Choice.LINK, Choice.LEAVE_OUT), refusal=True),
        # documents: what stops them here, and what no longer fits (sync/documents)
        ProblemKind("document_open", Actor.NOBODY, note=True),
        ProblemKind("document_from_before", Actor.NOBODY, (Choice.CREATE,), note=True),
        ProblemKind("document_line_unreadable", Actor.CUSTOMER, (Choice.LEAVE_OUT,)),
        ProblemKind("document_product_gone", Actor.CUSTOMER, _AMBIGUOUS),
        ProblemKind("document_party_off", Actor.CUSTOMER),
        ProblemKind("project_not_in_tripletex", Actor.CUSTOMER),
        ProblemKind("vat_not_mapped", Actor.CUSTOMER),
        ProblemKind("vat_rate_differs", Actor.CUSTOMER),
        ProblemKind("totals_differ", Actor.CUSTOMER, _BY_HAND, refusal=True),
        ProblemKind("invoice_totals_differ", Actor.CUSTOMER, (Choice.LET_GO,)),
        ProblemKind("order_left_open", Actor.CUSTOMER, (Choice.LET_GO,)),
        ProblemKind("document_changed_after", Actor.CUSTOMER, (Choice.LET_GO,)),
        ProblemKind("document_deleted_after", Actor.CUSTOMER, (Choice.LET_GO,)),
        ProblemKind("someone_elses_document", Actor.CUSTOMER, _AMBIGUOUS, refusal=True),
        ProblemKind("invoiced_otherwise", Actor.CUSTOMER, _BY_HAND, refusal=True),
        ProblemKind("order_deleted_in_tripletex", Actor.CUSTOMER, (Choice.RECREATE, *_BY_HAND)),
        ProblemKind("order_changed_in_tripletex", Actor.CUSTOMER, (Choice.RECREATE, *_BY_HAND)),
        ProblemKind("credited_invoice_unknown", Actor.CUSTOMER, _BY_HAND),
        ProblemKind("credited_invoice_not_in_tripletex", Actor.CUSTOMER, _BY_HAND),
        ProblemKind("credited_invoice_is_order", Actor.CUSTOMER, _BY_HAND),
        ProblemKind("partial_credit_note", Actor.CUSTOMER, _BY_HAND),
        ProblemKind("chosen_document_missing", Actor.CUSTOMER, _AMBIGUOUS),
        ProblemKind("value_too_long", Actor.CUSTOMER),
        ProblemKind("number_taken", Actor.CUSTOMER),
        ProblemKind("licence_limit", Actor.CUSTOMER, refusal=True),
        ProblemKind("project_completed_in_app", Actor.CUSTOMER),
        # hours: what keeps them back (sync/hours)
        ProblemKind("hours_not_approved", Actor.NOBODY, note=True),
        ProblemKind("hours_from_before", Actor.NOBODY, note=True),
        ProblemKind("hours_exported_before", Actor.NOBODY, note=True),
        ProblemKind("hours_without_project", Actor.CUSTOMER),
        ProblemKind("hours_employee_not_linked", Actor.CUSTOMER),
        ProblemKind("hours_project_not_linked", Actor.CUSTOMER),
        ProblemKind("hours_project_closed", Actor.CUSTOMER),
        ProblemKind("hours_before_project", Actor.CUSTOMER),
        ProblemKind("hours_not_participant", Actor.CUSTOMER),
        ProblemKind("hours_activity_missing", Actor.CUSTOMER),
        ProblemKind("hours_activity_unusable", Actor.CUSTOMER),
        ProblemKind("hours_no_standard_activity", Actor.CUSTOMER),
        ProblemKind("hours_over_24", Actor.CUSTOMER),
        ProblemKind("hours_period_approved", Actor.CUSTOMER),
        ProblemKind("hours_locked", Actor.CUSTOMER),
        ProblemKind("someone_elses_hours", Actor.CUSTOMER, (Choice.ADD, Choice.REPLACE, Choice.LEAVE_OUT)),
        ProblemKind("hours_changed_in_tripletex", Actor.CUSTOMER, (Choice.APP_WINS, Choice.TRIPLETEX_WINS)),
        ProblemKind("hours_deleted_in_tripletex", Actor.CUSTOMER, _DEAD),
        ProblemKind("hours_came_by_file", Actor.CUSTOMER, (Choice.REPLACE, Choice.LEAVE_OUT)),
        # rows of an uploaded file (tasks/hours_import)
        ProblemKind("hours_file_cell", Actor.CUSTOMER),
        ProblemKind("hours_file_formula", Actor.CUSTOMER),
        ProblemKind("hours_file_person", Actor.CUSTOMER),
        ProblemKind("hours_file_project", Actor.CUSTOMER),
        ProblemKind("hours_file_left_out", Actor.NOBODY, note=True, kept_out=True),
        ProblemKind("hours_file_from_app", Actor.CUSTOMER),
        # finding the partner
        ProblemKind("ambiguous_number", Actor.CUSTOMER, (Choice.LINK, Choice.LEAVE_OUT)),
        ProblemKind("ambiguous_duplicate_number", Actor.CUSTOMER, (Choice.LINK, Choice.LEAVE_OUT)),
        ProblemKind("ambiguous_look_alike", Actor.CUSTOMER, _AMBIGUOUS),
        ProblemKind("perhaps_renumbered", Actor.CUSTOMER, _AMBIGUOUS, refusal=True, relinks=True),
        ProblemKind("left_out", Actor.NOBODY, (Choice.CREATE,), note=True, kept_out=True),
        ProblemKind("awaits_approval", Actor.SUPPORT, note=True),
        # dead links
        ProblemKind("customer_deleted_in_app", Actor.CUSTOMER, (Choice.RESTORE, *_DEAD)),
        ProblemKind("project_deleted_in_app", Actor.NOBODY, _DEAD, note=True),
        ProblemKind("employee_deleted_in_app", Actor.NOBODY, _DEAD, note=True),
        ProblemKind("deleted_in_tripletex", Actor.NOBODY, _DEAD, note=True),
        ProblemKind("gone_in_tripletex", Actor.NOBODY, _DEAD, note=True),
        ProblemKind("gone_in_app", Actor.NOBODY, _DEAD, note=True),
        ProblemKind("deleted_record_is_back", Actor.CUSTOMER, (Choice.RESTORE, *_DEAD)),
        ProblemKind("let_go", Actor.NOBODY, (Choice.RECREATE,), note=True),
        # waiting and conflicts
        ProblemKind("parent_held", Actor.CUSTOMER),
        ProblemKind("both_changed", Actor.CUSTOMER, (Choice.TRIPLETEX_WINS, Choice.APP_WINS)),
        ProblemKind("create_uncertain", Actor.SUPPORT, (Choice.LINK, Choice.CREATE, Choice.LEAVE_OUT), refusal=True),
        ProblemKind("data_refused", Actor.CUSTOMER, refusal=True),
        ProblemKind("delete_refused", Actor.CUSTOMER, _DEAD),
        ProblemKind("too_many_tries", Actor.SUPPORT, refusal=True),
        # start-up: what happens once, at onboarding
        ProblemKind("start_up_not_chosen", Actor.CUSTOMER),
        ProblemKind("start_up_not_there", Actor.CUSTOMER),
        ProblemKind("start_up_wrong_group", Actor.CUSTOMER),
        ProblemKind("stock_not_told", Actor.NOBODY, note=True),
        ProblemKind("stock_uncertain", Actor.CUSTOMER, (Choice.CREATE, Choice.LEAVE_OUT), refusal=True),
        ProblemKind("stock_late", Actor.CUSTOMER, (Choice.CREATE, Choice.LEAVE_OUT)),
        ProblemKind("stock_draft_left", Actor.CUSTOMER, refusal=True),
        ProblemKind("payment_terms_impossible", Actor.NOBODY, note=True),
        ProblemKind("payment_terms_uncertain", Actor.CUSTOMER, (Choice.CREATE, Choice.LEAVE_OUT), refusal=True),
        # keys and configuration (also answers of POST /v1/connections)
        ProblemKind("tripletex_key_wrong", Actor.CUSTOMER),
        ProblemKind("tripletex_key_other_environment", Actor.CUSTOMER),
        ProblemKind("consumer_token_wrong", Actor.SUPPORT),
        ProblemKind("app_key_wrong", Actor.PRODUCT),
        ProblemKind("company_mismatch", Actor.CUSTOMER),
        ProblemKind("app_company_mismatch", Actor.PRODUCT),
        ProblemKind("right_missing", Actor.CUSTOMER),
        ProblemKind("app_right_missing", Actor.PRODUCT),
        # where the company itself makes the app's key
        ProblemKind("own_key_wrong", Actor.CUSTOMER),
        ProblemKind("own_right_missing", Actor.CUSTOMER),
        ProblemKind("module_missing", Actor.CUSTOMER),
        ProblemKind("company_already_connected", Actor.CUSTOMER),
        ProblemKind("account_already_connected", Actor.CUSTOMER),
        ProblemKind("peer_unavailable", Actor.NOBODY),
        ProblemKind("rate_limited", Actor.NOBODY),
        ProblemKind("register_too_large", Actor.SUPPORT),
        ProblemKind("first_sync_failed", Actor.SUPPORT),
        ProblemKind("changes_late", Actor.SUPPORT),
        # too much at once: a kind stands still until somebody releases it
        ProblemKind("breaker_open", Actor.CUSTOMER),
    )
}


class ProblemState(StrEnum):
    """`open` asks for somebody; `ignored` was put aside by a person; `solved` is history."""

    OPEN = "open"
    IGNORED = "ignored"
    SOLVED = "solved"


class Problem(BaseModel):
    """The one problem a record has now, or had. `facts` fill the texts; `technical` is the peer's own answer."""

    model_config = ConfigDict(frozen=True)

    id: str
    connection: str
    key: RecordKey
    code: str
    state: ProblemState = ProblemState.OPEN
    number: str | None = None
    name: str = ""
    facts: dict[str, str] = Field(default_factory=dict)
    technical: str = ""
    suggestions: tuple[str, ...] = Field(default=(), description="Ids on the other side that may be the same.")
    opened_at: datetime
    seen_at: datetime
    times: int = 1
    solved_at: datetime | None = None
