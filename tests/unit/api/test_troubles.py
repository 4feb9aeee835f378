"""From exceptions to statuses: every class that a use case raises has its place."""

from datetime import UTC, datetime, timedelta

import pytest

from samspill.api.troubles import API_CODES, of_exception, status_of
from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    NotFound,
    PersonDecides,
    RateLimited,
    RetryLater,
    RevisionConflict,
    SamspillError,
    VersionConflict,
    WrongStatus,
)
from samspill.tasks.refusals import Invalid, Refused

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (WrongStatus("draft", "pause"), 409),
        (Refused("plan_changed"), 409),
        (Invalid("partner_required", "partner"), 422),
        (RevisionConflict(), 409),
        (VersionConflict(), 409),
        (PersonDecides("ambiguous_number"), 409),
        (ConfigurationWrong("tripletex_key_wrong"), 422),
        (ConfigurationWrong("company_already_connected"), 409),
        (DataRefused("data_refused"), 422),
        (RetryLater(), 503),
        (RateLimited(NOW), 503),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_an_exception_has_its_status(error: SamspillError, status: int) -> None:
    trouble = of_exception(error, "en", "Svenn", NOW)
    assert (trouble.status, trouble.code) == (status, error.code)


def test_a_broken_invariant_is_an_internal_error_without_its_words() -> None:
    trouble = of_exception(Bug("the secret inside"), "en", None, NOW)
    assert (trouble.status, trouble.code) == (500, "internal_error")
    assert "secret" not in str(trouble)


def test_a_rate_limit_says_when_to_come_back() -> None:
    trouble = of_exception(RateLimited(NOW + timedelta(seconds=42)), "en", None, NOW)
    assert trouble.headers["retry-after"] == "42"


def test_a_field_that_is_wrong_is_named_as_the_caller_wrote_it() -> None:
    trouble = of_exception(Invalid("partner_required", "partner"), "en", None, NOW)
    assert [(error.field, error.code) for error in trouble.errors] == [("body.partner", "partner_required")]


@pytest.mark.parametrize("code", API_CODES)
def test_the_contracts_status_of_a_code_is_its_own(code: str) -> None:
    assert status_of(code) == API_CODES[code]
