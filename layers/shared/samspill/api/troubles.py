"""From exceptions to troubles: one table of codes, one of classes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from samspill import messages
from samspill.api.models_settings import preview_out
from samspill.api.problem_details import FieldError, Trouble
from samspill.exceptions import (
    ConfigurationWrong,
    DataRefused,
    GenerationChanged,
    NotFound,
    PersonDecides,
    RateLimited,
    RetryLater,
    RevisionConflict,
    SamspillError,
    VersionConflict,
    WrongStatus,
)
from samspill.model.problems import CATALOGUE
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.limits import TooMany
from samspill.tasks.refusals import Invalid, Refused, SettingsRefused
from samspill.tasks.settings import NeedsConfirmation

#: The first class that fits decides.
STATUS_BY_CLASS: tuple[tuple[type[SamspillError], int], ...] = (
    (NotFound, 404),
    (WrongStatus, 409),
    (Refused, 409),
    (Invalid, 422),
    (RevisionConflict, 409),
    (GenerationChanged, 409),
    (VersionConflict, 409),
    (PersonDecides, 409),
    (RetryLater, 503),
    (DataRefused, 422),
    (ConfigurationWrong, 422),
)

#: Codes that say more than their class.
STATUS_BY_CODE: dict[str, int] = {
    "company_already_connected": 409,
    "account_already_connected": 409,
    "peer_unavailable": 503,
    "rate_limited": 503,
    "gone": 410,
    "too_many_requests": 429,
    "not_staff": 403,
    "staff_address_not_verified": 403,
    "breaker_open": 409,
}

#: Codes of the API itself, beside those of the problem catalogue.
API_CODES: dict[str, int] = {
    "malformed_request": 400,
    "unauthorized": 401,
    "signature_wrong": 401,
    "forbidden": 403,
    "not_staff": 403,
    "staff_address_not_verified": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "wrong_status": 409,
    "plan_changed": 409,
    "decisions_changed": 409,
    "no_plan": 409,
    "settings_need_confirmation": 409,
    "hours_off": 409,
    "import_people_missing": 409,
    "import_not_ready": 409,
    "import_refused": 409,
    "import_confirmed": 409,
    "problem_solved": 409,
    "dead_letter_malformed": 409,
    "partner_taken": 409,
    "record_linked": 409,
    "not_linked": 409,
    "record_gone": 409,
    "kind_without_links": 409,
    "link_not_possible": 409,
    "link_needs_confirmation": 409,
    "question_first": 409,
    "revision_conflict": 409,
    "request_in_progress": 409,
    "gone": 410,
    "request_too_large": 413,
    "unsupported_media_type": 415,
    "too_many_requests": 429,
    "invalid_request": 422,
    "invalid_cursor": 422,
    "choice_not_possible": 422,
    "partner_required": 422,
    "partner_not_wanted": 422,
    "partner_not_found": 422,
    "organization_number_missing": 422,
    "kind_not_offered": 422,
    "setting_not_offered": 422,
    "direction_not_possible": 422,
    "vat_place_unknown": 422,
    "vat_code_not_active": 422,
    "not_found_in_app": 422,
    "payment_terms_unreadable": 422,
    "import_not_xlsx": 422,
    "import_protected": 422,
    "import_unsafe": 422,
    "import_too_large": 422,
    "import_columns": 422,
    "import_columns_twice": 422,
    "import_empty": 422,
    "import_person_unknown": 422,
    "employee_unknown": 422,
    "period_backwards": 422,
    "period_too_long": 422,
    "activity_not_found": 422,
    "activity_not_fitting": 422,
    "idempotency_key_reused": 422,
    "internal_error": 500,
}


def status_of(code: str) -> int:
    """The status that a documented code is answered with."""
    return API_CODES.get(code) or STATUS_BY_CODE.get(code, 422)


def of_exception(error: SamspillError, language: str, app: str | None, now: datetime) -> Trouble:
    """The trouble an exception makes, `app` being the app's name where it is known. What has no place in the
    tables is our own fault: 500 and no detail."""
    status = STATUS_BY_CODE.get(error.code) or next(
        (status for kind, status in STATUS_BY_CLASS if isinstance(error, kind)), None
    )
    if status is None:
        return Trouble(500, "internal_error")
    headers = {"retry-after": str(_seconds_until(error, now))} if status in (429, 503) else {}
    known = {"app": app or messages.text("side.app", language)}
    errors = tuple(_field_errors(error, language, known))
    facts = {**known, **error.facts}
    preview = preview_out(error.foreseen, language, facts["app"]) if isinstance(error, NeedsConfirmation) else None
    return Trouble(status, error.code, facts, errors, headers, preview)


def of_validation(errors: Iterable[Mapping[str, Any]]) -> Trouble:
    """The trouble of a request that does not have the right form. What was sent is never repeated."""
    return Trouble(
        422,
        "invalid_request",
        errors=tuple(
            FieldError(field=".".join(str(part) for part in error["loc"]), message=str(error.get("msg", "")))
            for error in errors
        ),
    )


def _field_errors(error: SamspillError, language: str, known: Mapping[str, str]) -> Iterable[FieldError]:
    if isinstance(error, Invalid):
        findings = error.findings if isinstance(error, SettingsRefused) else (error,)
        for each in findings:
            yield _field_error(each.field, each.code, {**known, **each.facts}, language)
    if isinstance(error, KeysRefused):
        for finding in error.findings:
            yield _field_error(finding.field, finding.error.code, {**known, **finding.error.facts}, language)


def _field_error(field: str, code: str, facts: Mapping[str, str], language: str) -> FieldError:
    """What is wrong with one field: a catalogued reason, or what only the API says."""
    named = f"problem.{code}.explanation" if code in CATALOGUE else f"api.{code}.detail"
    return FieldError(field=f"body.{field}", message=messages.filled(named, language, facts), code=code)


def _seconds_until(error: SamspillError, now: datetime) -> int:
    if isinstance(error, RateLimited | TooMany):
        return max(1, round((error.until - now).total_seconds()))
    return 30
