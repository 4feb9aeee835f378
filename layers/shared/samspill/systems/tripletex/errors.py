"""Tripletex's refusals -> our exceptions: one table, first match wins.

Status, code and field decide; texts come in the user's language (Norwegian or English) and decide only where
nothing else tells. Sources: reference/tripletex.md sections 1.3, 5 and 8, and the recorded error bodies.
"""

from pydantic import ValidationError

from samspill.exceptions import SamspillError
from samspill.model.kinds import Kind
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.refusals import Refusal, bug, configuration, conflict, data, missing, retry
from samspill.systems.tripletex.rules import CLOSED_PERIOD, CLOSED_PROJECT, Rule, words
from samspill.systems.tripletex.timesheet_refusals import HOUR_RULES
from samspill.systems.tripletex.wire import ApiError, ApiMessage

_IN_USE = words(r"i bruk|finnes|in use|exists|already")
_NUMBER_IN_USE = words(r"(nummeret|number) (er|is) (allerede |already )?(i bruk|in use)")
_EMPTY = words(
    r"må fylles ut|kan ikke være null|må angis|cannot be null|must be (filled|specified|given|set)|required"
)
_LENGTH = words(r"korrekt lengde|length of field")
_NO_ACCOUNT = words(r"gyldig regnskapskonto|valid (ledger )?account")
_NO_TEXT = words(r"beskrivelse eller et produkt|description or a product")


def _empty(value: object) -> bool:
    return value == ""


def _not_ascii(value: object) -> bool:
    return isinstance(value, str) and not value.isascii()


RULES: tuple[Rule, ...] = (
    Rule(configuration, "tripletex_key_wrong", 401),
    Rule(configuration, "right_missing", 403),
    Rule(bug, "", 404, 21000),
    Rule(missing, "", 404),
    Rule(conflict, "", 409, 8000),
    Rule(data, "number_taken", 409, 7000),
    Rule(data, "number_taken", 409, 14000),
    Rule(data, "data_refused", 409),
    Rule(configuration, "register_too_large", 422, 23000),
    # creating the session: 1.1
    Rule(configuration, "consumer_token_wrong", 422, None, r"arg:consumerToken"),
    Rule(configuration, "tripletex_key_wrong", 422, None, r"arg:employeeToken"),
    # our own requests are malformed: nobody can mend that by changing data
    Rule(bug, "", 400, 11000),
    Rule(bug, "", 422, 12000),
    Rule(bug, "", 422, 17000),
    Rule(bug, "", 422, 21000),
    Rule(bug, "", 422, 22000),
    # lengths, whatever the field: an empty name is told as one of a wrong length
    Rule(data, "employee_without_last_name", 422, None, r"lastName", _LENGTH, _empty),
    Rule(data, "name_missing", 422, None, r"name|firstName", _LENGTH, _empty),
    Rule(data, "value_too_long", 422, None, None, _LENGTH),
    # employees: 8.7
    Rule(data, "employee_email_missing", 422, None, r"email", _EMPTY),
    Rule(data, "email_taken", 422, None, r"email", _IN_USE),
    Rule(data, "email_not_ascii", 422, None, r"email", words(r"ugyldig|invalid"), _not_ascii),
    Rule(data, "department_needed", 422, None, r"department(\.id)?"),
    Rule(data, "employee_without_last_name", 422, None, r"lastName", _EMPTY),
    Rule(data, "number_taken", 422, None, r"employeeNumber", _IN_USE),
    # projects: 8.4; the field is null for a missing manager, so the text decides
    Rule(data, "project_manager_missing", 422, None, r"projectManager(\.id)?", _EMPTY),
    Rule(data, "project_manager_missing", 422, None, r"", words(r"(prosjektleder|project manager).*(må|must)")),
    Rule(data, "project_manager_not_entitled", 422, None, r"projectManager(\.id)?"),
    Rule(data, "project_without_start_date", 422, None, r"startDate", _EMPTY),
    Rule(data, "number_taken", 422, None, r"number", _IN_USE),
    Rule(data, "number_taken", 422, None, r"", _NUMBER_IN_USE),
    # customers: 8.1
    Rule(data, "number_taken", 422, None, r"customerNumber"),
    Rule(data, "organization_number_invalid", 422, None, r"organizationNumber"),
    Rule(data, "organization_number_invalid", 422, None, r"", words(r"organisasjonsnummer|organization number")),
    Rule(data, "customer_cannot_receive_ehf", 422, None, None, words(r"\behf\b")),
    # suppliers: 8.2; products: 8.3
    Rule(data, "number_taken", 422, None, r"supplierNumber", _IN_USE),
    Rule(data, "document_vat_code_unusable", 422, None, r".*orderLines\.vatType\.id", words(r"mva-kode|vat code")),
    Rule(data, "vat_code_unusable", 422, None, r".*vatType(Id|\.id)?\)?", words(r"mva-kode|vat code")),
    # orders, invoices, credit notes: 8.9 and 8.10; most name no field
    Rule(data, "income_account_missing", 422, None, None, _NO_ACCOUNT),
    Rule(data, "line_without_text", 422, None, None, _NO_TEXT),
    Rule(data, "document_without_lines", 422, None, None, words(r"ingen ordrelinjer|no order lines")),
    Rule(data, "bank_account_missing", 422, None, None, words(r"bankkontonummer|bank account number")),
    Rule(data, "order_closed", 422, None, None, words(r"ordren er (lukket|avsluttet)|order is closed")),
    Rule(data, "already_credited", 422, None, None, words(r"er kreditert|been credited")),
    Rule(data, "period_closed", 422, None, None, CLOSED_PERIOD),
    Rule(data, "project_closed", 422, None, None, CLOSED_PROJECT),
    Rule(data, "invoice_number_unusable", 422, None, r"invoiceNumber"),
    # any kind
    Rule(data, "name_taken", 422, None, r"name", _IN_USE),
    Rule(data, "name_missing", 422, None, r"name|firstName", _EMPTY),
    Rule(data, "data_refused", 422),
    Rule(data, "data_refused", 400, 4000),
    Rule(retry, "peer_unavailable", 400, 1000),
)  # fmt: skip


#: What is said of some subjects only.
_FIRST = {Kind.HOURS.value: HOUR_RULES}


def error_of(answer: Answer, request: Request) -> SamspillError:
    """The exception for an answer of 400 or more (429 is the limiter's). HTML pages and 5xx: RetryLater."""
    error = _envelope(answer.body)
    messages = error.validation_messages or [ApiMessage(field="", message=error.message)]
    if answer.status < 500 and answer.is_json:
        for rule in (*_FIRST.get(request.subject, ()), *RULES):
            for message in messages:
                if rule.fits(answer.status, error.code, message, request.body):
                    return rule.make(Refusal(answer, error, message, request, rule.problem))
    unknown = Refusal(answer, error, messages[0], request, "peer_unavailable")
    return retry(unknown) if answer.status >= 500 or not answer.is_json else bug(unknown)


def _envelope(body: object) -> ApiError:
    """The error envelope; an empty one when something between us and Tripletex answered in its own words."""
    try:
        return ApiError.model_validate(body)
    except ValidationError:
        return ApiError()
