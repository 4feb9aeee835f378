"""Which messages there must be, which facts each may use, and which words are alike in two languages."""

from samspill.api.hours_csv import COLUMNS
from samspill.integrations.rackbeat import INTEGRATION as RACKBEAT
from samspill.model.consequences import Code
from samspill.model.dead_letters import MALFORMED, WORKER_ENDED
from samspill.model.due import DueUnit
from samspill.model.flow import Flow
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.onboarding import ANSWERED
from samspill.model.plan import RowOutcome
from samspill.model.problems import CATALOGUE, Actor, Choice
from samspill.model.records import RECORD_TYPES, Record
from samspill.model.settings_documents import AppDefaults, Differences
from samspill.model.status import Status
from samspill.tasks.hours_weeks import HourStanding

LANGUAGES = ("nb", "en", "sv", "da")
MAILS = (
    "review",
    "review_timed_out",
    "rejected",
    "remainder_rejected",
    "active",
    "needs_attention",
    "breaker_open",
    "new_problems",
    "onboarding",
    "own_review",
    "onboarded",
    "settings_link",
    "support",
)

#: Codes of API answers that are not in the problem catalogue.
API_CODES = (
    "unauthorized",
    "forbidden",
    "not_staff",
    "staff_address_not_verified",
    "not_found",
    "validation_failed",
    "invalid_request",
    "malformed_json",
    "malformed_request",
    "payload_too_large",
    "request_too_large",
    "unsupported_media_type",
    "method_not_allowed",
    "idempotency_key_reused",
    "idempotency_in_progress",
    "request_in_progress",
    "wrong_status",
    "plan_moved",
    "plan_changed",
    "decision_moved",
    "decisions_changed",
    "no_plan",
    "problem_solved",
    "choice_not_possible",
    "partner_missing",
    "partner_required",
    "partner_taken",
    "record_linked",
    "not_linked",
    "record_gone",
    "partner_not_found",
    "link_not_possible",
    "link_needs_confirmation",
    "kind_without_links",
    "question_first",
    "partner_not_wanted",
    "dead_letter_malformed",
    "organization_number_missing",
    "kind_not_offered",
    "setting_not_offered",
    "direction_not_possible",
    "vat_place_unknown",
    "vat_code_not_active",
    "not_found_in_app",
    "payment_terms_unreadable",
    "import_not_xlsx",
    "import_protected",
    "import_unsafe",
    "import_too_large",
    "import_columns",
    "import_columns_twice",
    "import_empty",
    "import_people_missing",
    "import_not_ready",
    "import_refused",
    "import_confirmed",
    "import_person_unknown",
    "hours_off",
    "employee_unknown",
    "period_backwards",
    "period_too_long",
    "activity_not_found",
    "activity_not_fitting",
    "settings_need_confirmation",
    "keys_of_another_company",
    "invalid_cursor",
    "signature_wrong",
    "gone",
    "too_many_requests",
    "conflict",
    "revision_conflict",
    "version_conflict",
    "generation_changed",
    "internal",
    "internal_error",
    "integration_not_offered",
    "keys_first",
    "onboarding_incomplete",
    "address_not_confirmed",
)

FIELDS = frozenset(
    name for record in RECORD_TYPES.values() for name in record.model_fields if name not in Record.model_fields
) | {"number", "quantity", "vat_rate", *AppDefaults.model_fields}


def expected_ids() -> set[str]:
    """Every message id, and no other."""
    return {
        *(f"problem.{code}.{part}" for code in CATALOGUE for part in ("title", "explanation", "remedy")),
        *(f"actor.{actor}" for actor in Actor),
        *(f"choice.{choice}{part}" for choice in Choice for part in ("", ".explanation")),
        *(f"standing.{standing}" for standing in Standing),
        *(f"outcome.{outcome}" for outcome in RowOutcome),
        *(f"status.{status}" for status in Status),
        *(f"kind.{kind}{part}" for kind in Kind for part in ("", ".plural")),
        "document.rounding",
        *(f"differences.{each}" for each in Differences),
        *(f"part.{rule.part.name}" for rule in RACKBEAT.rules if rule.part is not None),
        *(f"side.{side}" for side in Side),
        *(f"flow.{flow}" for flow in Flow),
        *(f"consequence.{code}" for code in Code),
        *(f"field.{field}" for field in FIELDS),
        *(f"due.{due}" for due in (*DueUnit, "now", "end_of_month")),
        *(f"mail.{mail}.{part}" for mail in MAILS for part in ("subject", "text")),
        *(f"mail.new_problems.{part}" for part in ("reason", "record")),
        *(f"mail.support.{part}" for part in ("record", "connection", "message", "silent")),
        *(f"step.{step}" for step in ANSWERED),
        *(f"hours.column.{name}" for name in COLUMNS),
        *(f"hours.standing.{standing}" for standing in (*HourStanding, "sum")),
        *(f"dead_letter.{code}" for code in (WORKER_ENDED, MALFORMED, "failed")),
        *(f"api.{code}.{part}" for code in API_CODES for part in ("title", "detail")),
    }


# ---- facts ---------------------------------------------------------------------------------------------------

#: Facts of a record's own: whoever shows a problem knows them, whatever raised it.
RECORD_FACTS = frozenset({"app", "kind", "name", "number"})

_TOTALS = frozenset({"app_total", "app_net", "tripletex_total", "tripletex_net", "difference", "currency"})

#: Facts that only the one who raises the code can give.
EXTRA_FACTS: dict[str, frozenset[str]] = {
    "hours_file_cell": frozenset({"row", "column", "value"}),
    "hours_file_formula": frozenset({"row", "column"}),
    "hours_file_person": frozenset({"row"}),
    "hours_file_project": frozenset({"row", "project"}),
    "hours_file_left_out": frozenset({"row"}),
    "hours_file_from_app": frozenset({"day"}),
    "value_too_long": frozenset({"field", "max_length"}),
    "not_in_tripletex": frozenset({"field", "value"}),
    "not_in_app": frozenset({"field", "value"}),
    "ambiguous_number": frozenset({"other_name"}),
    "ambiguous_look_alike": frozenset({"other_name"}),
    "perhaps_renumbered": frozenset({"other_name", "other_number"}),
    "parent_held": frozenset({"parent_code"}),
    "both_changed": frozenset({"field"}),
    "data_refused": frozenset({"message"}),
    "delete_refused": frozenset({"message"}),
    "project_not_in_tripletex": frozenset({"project"}),
    "document_line_unreadable": frozenset({"line", "line_text", "field"}),
    "document_product_gone": frozenset({"line", "line_text", "product"}),
    "vat_not_mapped": frozenset({"vat_key", "rate"}),
    "vat_rate_differs": frozenset({"vat_key", "rate", "vat_code", "code_rate"}),
    **dict.fromkeys(("totals_differ", "invoice_totals_differ", "partial_credit_note"), _TOTALS),
    **dict.fromkeys(
        (
            "document_changed_after",
            "document_deleted_after",
            "someone_elses_document",
            "invoiced_otherwise",
            "order_left_open",
            "order_deleted_in_tripletex",
            "order_changed_in_tripletex",
            "chosen_document_missing",
        ),
        frozenset({"other_number"}),
    ),
    **{
        code: frozenset({"hours", "day", *facts})
        for code, facts in (
            ("hours_not_approved", ()),
            ("hours_from_before", ()),
            ("hours_exported_before", ()),
            ("hours_without_project", ()),
            ("hours_employee_not_linked", ()),
            ("hours_project_not_linked", ("project",)),
            ("hours_project_closed", ("project",)),
            ("hours_before_project", ("project", "start")),
            ("hours_not_participant", ("project",)),
            ("hours_activity_missing", ("activity",)),
            ("hours_activity_unusable", ("activity",)),
            ("hours_no_standard_activity", ()),
            ("hours_over_24", ("total",)),
            ("hours_period_approved", ()),
            ("hours_locked", ()),
            ("someone_elses_hours", ("theirs",)),
            ("hours_changed_in_tripletex", ("ours", "theirs")),
            ("hours_deleted_in_tripletex", ()),
            ("hours_came_by_file", ()),
        )
    },
    "stock_draft_left": frozenset({"quantity", "missing"}),
    "stock_late": frozenset({"quantity", "in_app", "in_tripletex"}),
}

#: Codes about a connection as a whole: no record stands behind them.
CONNECTION_FACTS: dict[str, frozenset[str]] = {
    "start_up_not_chosen": frozenset({"app", "kinds", "field"}),
    "start_up_not_there": frozenset({"app", "kinds", "field", "value"}),
    "start_up_wrong_group": frozenset({"app", "kinds", "field", "value"}),
    "tripletex_key_wrong": frozenset({"app"}),
    "tripletex_key_other_environment": frozenset({"app"}),
    "consumer_token_wrong": frozenset({"app"}),
    "app_key_wrong": frozenset({"app"}),
    "company_mismatch": frozenset({"app", "company"}),
    "app_company_mismatch": frozenset({"app", "company"}),
    "right_missing": frozenset({"app", "right"}),
    "app_right_missing": frozenset({"app", "right"}),
    "own_key_wrong": frozenset({"app"}),
    "own_right_missing": frozenset({"app", "right"}),
    "module_missing": frozenset({"app"}),
    "company_already_connected": frozenset({"app"}),
    "account_already_connected": frozenset({"app"}),
    "peer_unavailable": frozenset({"app"}),
    "rate_limited": frozenset({"app"}),
    "register_too_large": frozenset({"app"}),
    "first_sync_failed": frozenset({"app"}),
    "changes_late": frozenset({"app"}),
    "breaker_open": frozenset({"app", "kinds", "deleted", "overwritten", "total", "waiting"}),
}

#: Every mail knows the connection; counts of a review are named as the outcomes of plan rows.
MAIL_FACTS = frozenset({"company", "app", "connection"})
EXTRA_MAIL_FACTS: dict[str, frozenset[str]] = {
    "review": (frozenset(RowOutcome) - {RowOutcome.SKIPPED}) | {"url"},
    "own_review": (frozenset(RowOutcome) - {RowOutcome.SKIPPED}) | {"url"},
    "onboarded": frozenset({"url"}),
    "settings_link": frozenset({"url"}),
    "rejected": frozenset({"reason"}),
    "remainder_rejected": frozenset({"reason"}),
    "needs_attention": frozenset({"title", "explanation", "remedy"}),
    "breaker_open": frozenset({"title", "explanation", "remedy"}),
    "new_problems": frozenset({"count", "list", "url", "title", "kind", "number", "name"}),
    "support": frozenset(
        {
            "reference",
            "by",
            "about",
            "message",
            "url",
            "kind",
            "number",
            "name",
            "title",
            "explanation",
            "code",
            "problem",
            "technical",
            "status",
        }
    ),
}

#: Mails about no connection yet. They know nothing that was typed: the address may be somebody else's.
STRANGERS_MAILS: dict[str, frozenset[str]] = {"onboarding": frozenset({"app", "url"})}

API_FACTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("not_staff", "staff_address_not_verified"), frozenset({"who"})),
    "organization_number_missing": frozenset({"app"}),
    **dict.fromkeys(("record_linked", "partner_taken"), frozenset({"other_name"})),
    "link_not_possible": frozenset({"parent_code"}),
    "import_too_large": frozenset({"rows"}),
    "import_columns": frozenset({"columns"}),
    "import_columns_twice": frozenset({"columns"}),
    "import_person_unknown": frozenset({"value"}),
    "onboarding_incomplete": frozenset({"steps"}),
    "wrong_status": frozenset({"status"}),
    "choice_not_possible": frozenset({"choices"}),
    "vat_place_unknown": frozenset({"zones"}),
    "vat_code_not_active": frozenset({"value"}),
    "not_found_in_app": frozenset({"app", "value"}),
    "hours_off": frozenset({"app"}),
    "employee_unknown": frozenset({"app", "value"}),
    "period_too_long": frozenset({"days"}),
    "activity_not_found": frozenset({"value"}),
    "activity_not_fitting": frozenset({"value"}),
    "payment_terms_unreadable": frozenset({"value"}),
    "request_too_large": frozenset({"limit"}),
    "unsupported_media_type": frozenset({"media_type"}),
}

_OF_KIND = frozenset({"app", "kinds", "count"})
CONSEQUENCE_FACTS: dict[Code, frozenset[str]] = {
    **dict.fromkeys(Code, frozenset({"app", "count"})),
    Code.KIND_BEGINS: _OF_KIND | {"known"},
    Code.DOCUMENTS_BEGIN: _OF_KIND,
    Code.KIND_STOPS: _OF_KIND | {"problems", "waiting"},
    Code.DOCUMENTS_ORPHANED: _OF_KIND,
    Code.DOCUMENTS_LEFT_BEHIND: _OF_KIND | {"since"},
    Code.DIRECTION_TURNED: _OF_KIND | {"direction"},
    Code.DIRECTION_OVERWRITES: _OF_KIND | {"system"},
    Code.PART_BEGINS: frozenset({"app", "count", "part", "known"}),
    Code.PART_STOPS: frozenset({"app", "count", "part"}),
    Code.VAT_CHANGED: frozenset({"app", "count", "places"}),
    Code.PAYMENT_TERMS_OVERWRITE: _OF_KIND | {"system"},
    Code.TARGET_INVOICE: frozenset({"app", "count", "orders"}),
    Code.FROM_EARLIER: frozenset({"app", "since"}),
    **dict.fromkeys(
        (Code.HOURS_BEGIN, Code.HOURS_BY_THEMSELVES, Code.HOURS_FROM_EARLIER), frozenset({"app", "since"})
    ),
    Code.HOURS_STOP: frozenset({"app", "problems", "waiting"}),
}


def known_facts(message_id: str) -> frozenset[str]:
    """The facts that the text with this id may use. Titles of problems stand in lists and use none."""
    family, *rest = message_id.split(".")
    if family == "problem" and rest[1] != "title":
        return CONNECTION_FACTS.get(rest[0]) or RECORD_FACTS | EXTRA_FACTS.get(rest[0], frozenset())
    if family == "mail":
        return STRANGERS_MAILS.get(rest[0]) or MAIL_FACTS | EXTRA_MAIL_FACTS.get(rest[0], frozenset())
    if family == "consequence":
        return CONSEQUENCE_FACTS[Code(rest[0])]
    if family == "due":
        return frozenset({"count"})
    if family == "api" and rest[1] == "detail":
        return API_FACTS.get(rest[0], frozenset())
    return frozenset()


# ---- words that are alike ------------------------------------------------------------------------------------

_ALL = frozenset(LANGUAGES)
_NORDIC = frozenset({"nb", "sv", "da"})
_NB_DA = frozenset({"nb", "da"})
_NB_SV = frozenset({"nb", "sv"})
_SV_DA = frozenset({"sv", "da"})

#: Texts that are rightly the same in several languages. Everything else that is the same was not translated.
ALIKE: dict[str, frozenset[str]] = {
    "mail.new_problems.reason": _ALL,
    "api.link_not_possible.title": _NB_DA,
    "api.not_linked.title": _NB_DA,
    "mail.new_problems.record": _ALL,
    "side.tripletex": _ALL,
    "field.layout": _ALL,
    **dict.fromkeys(
        (
            "actor.nobody",
            "due.now",
            "hours.column.activity",
            "field.active",
            "field.country",
            "field.currency",
            "field.mobile",
            "field.number",
            "field.phone",
            "field.postal_code",
            "kind.credit_note",
            "kind.customer.plural",
            "kind.invoice",
            "kind.product",
            "kind.product.plural",
            "side.app",
            "step.groups",
        ),
        _NORDIC,
    ),
    **dict.fromkeys(
        (
            "api.activity_not_fitting.title",
            "api.direction_not_possible.title",
            "api.period_too_long.title",
            "api.payment_terms_unreadable.detail",
            "api.problem_solved.title",
            "field.address_line1",
            "field.address_line2",
            "field.also_customer",
            "field.also_supplier",
            "field.customer",
            "field.delivery_name",
            "field.description",
            "field.first_name",
            "field.group",
            "field.name",
            "field.payment_due",
            "field.payment_terms",
            "field.stock_item",
            "field.supplier",
            "field.start_date",
            "kind.credit_note.plural",
            "kind.customer",
            "hours.column.day",
            "hours.column.hours",
            "hours.column.in_tripletex",
            "hours.column.others",
            "hours.standing.corrected",
            "hours.standing.sent",
            "kind.hours",
            "kind.hours.plural",
            "kind.invoice.plural",
            "kind.order",
            "kind.order.plural",
            "due.months",
            "kind.payment_terms",
            "kind.payment_terms.plural",
            "kind.stock",
            "kind.stock.plural",
            "kind.supplier",
            "kind.supplier.plural",
            "outcome.link",
            "part.composed",
            "problem.ambiguous_duplicate_number.title",
            "problem.credited_invoice_is_order.title",
            "problem.credited_invoice_not_in_tripletex.title",
            "problem.customer_deleted_in_app.title",
            "problem.deleted_in_tripletex.title",
            "problem.document_without_lines.title",
            "problem.hours_activity_missing.explanation",
            "problem.invoice_number_unusable.title",
            "problem.line_without_text.title",
            "problem.name_missing.title",
            "problem.order_deleted_in_tripletex.title",
            "problem.order_closed.title",
            "problem.value_too_long.title",
            "standing.linked",
            "standing.waiting",
            *(
                f"problem.{code}.title"
                for code in (
                    "gone_in_tripletex",
                    "gone_in_app",
                    "composed_product",
                    "number_missing",
                    "app_group_missing",
                    "app_payment_terms_missing",
                )
            ),
            "api.import_columns.title",
            "api.import_empty.title",
            "api.import_person_unknown.title",
            "api.import_too_large.title",
            "problem.hours_file_formula.title",
        ),
        _NB_DA,
    ),
    **dict.fromkeys(("hours.column.standing", "hours.column.tag"), _ALL),
    "hours.standing.sum": _ALL - {"sv"},
    **dict.fromkeys(("field.quantity", "field.vat_rate", "hours.column.project"), _SV_DA),
    **dict.fromkeys(("field.unit", "status.active", "status.off"), _NB_SV),
    **dict.fromkeys(("field.internal", "field.organization_number", "kind.project"), _SV_DA),
}
