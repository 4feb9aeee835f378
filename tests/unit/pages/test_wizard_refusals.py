"""Each way a step can be refused is said in words, in each language."""

from datetime import UTC, datetime

import pytest

from samspill import messages
from samspill.exceptions import (
    Bug,
    ConfigurationWrong,
    DataRefused,
    RateLimited,
    RetryLater,
    RevisionConflict,
    SamspillError,
    WrongStatus,
)
from samspill.pages.wizard_refusals import Wrong, refusal
from samspill.pages.words import Words
from samspill.tasks.key_check import Finding as KeyFinding
from samspill.tasks.key_check import KeysRefused
from samspill.tasks.limits import TooMany
from samspill.tasks.refusals import Finding, Invalid, Refused, SettingsRefused

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ALREADY = ConfigurationWrong("company_already_connected", facts={"company": "Fjord Lager AS"})
RIGHTS = [KeyFinding("keys.app", ConfigurationWrong("own_right_missing", facts={"right": kind}))
          for kind in ("customer", "invoice")]  # fmt: skip
ERRORS: list[tuple[SamspillError, int]] = [
    (KeysRefused((KeyFinding("keys.tripletex", ConfigurationWrong("tripletex_key_wrong")), *RIGHTS)), 422),
    (SettingsRefused([Finding("vat_code_not_active", "documents.vat.*/eu", {"value": "52"})]), 422),
    (Invalid("not_found_in_app", "group", {"value": "7"}), 422),
    (TooMany(NOON), 429),
    (RetryLater(), 503),
    (RateLimited(NOON), 503),
    (WrongStatus("syncing", "turn_off"), 409),
    (RevisionConflict("onboarding 1"), 409),
    (Refused("onboarding_incomplete", facts={"steps": "groups, settings"}), 409),
    (Refused("address_not_confirmed"), 409),
    (ALREADY, 422),
    (DataRefused("data_refused", "name", "too long"), 422),
]


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize(("error", "status"), ERRORS, ids=lambda each: getattr(each, "code", None))
def test_a_refusal_is_said_in_words(error: SamspillError, status: int, language: str) -> None:
    told = refusal(Words(language, "Rackbeat"), error)
    texts = [text for wrong in told.beside([]) for text in (*wrong.what, wrong.remedy)]
    assert told.status == status
    assert [each for each in texts if each] != []
    assert [each for each in texts if "‹" in each or each.startswith(("api.", "page.", "problem."))] == []


def test_everything_that_a_key_lacks_is_said_and_its_remedy_once() -> None:
    told = refusal(Words("en", "Rackbeat"), KeysRefused(tuple(RIGHTS)))
    wrong = told.fields["keys.app"]
    assert [text.rpartition(": ")[2] for text in wrong.what] == ["Customers", "Invoices"]
    assert wrong.remedy.count("1. ") == 1


def test_what_is_said_of_a_field_of_the_form_stands_there_only() -> None:
    told = refusal(Words("en", "Rackbeat"), Invalid("not_found_in_app", "group", {"value": "7"}))
    assert told.beside(["group"]) == ()
    assert told.beside(["other"]) == (told.fields["group"],)


def test_two_wrongs_are_one_with_nothing_said_twice() -> None:
    assert Wrong(("a",), "do") | Wrong(("a", "b"), "do") == Wrong(("a", "b"), "do")


def test_a_fault_of_ours_is_no_refusal() -> None:
    with pytest.raises(Bug):
        refusal(Words("en"), Bug("no such thing"))
