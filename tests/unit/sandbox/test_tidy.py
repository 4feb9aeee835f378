"""Text as a tidy system stores it."""

import pytest

from samspill.model import normalise
from sandbox.hostility.tidy import tidy_text


@pytest.mark.parametrize(
    ("field", "sent", "stored"),
    [
        ("name", "  Bygg   og Betong ", "Bygg og Betong"),
        ("description", "One\n  two", "One\n two"),
        ("phone", "+4791234567", "+47 91 23 45 67"),
        ("phoneNumberMobile", "91234567", "91 23 45 67"),
        ("mobile", "0047 91234567", "+47 91 23 45 67"),
        ("phone", "ask Kari", "ask Kari"),
        ("email", "Kari@Bygg.NO", "kari@bygg.no"),
        ("organizationNumber", "NO 987 654 325 MVA", "987654325"),
        ("organization_number", "556677-8899", "556677-8899"),
    ],
)
def test_a_text_gets_the_form_of_its_field(field: str, sent: str, stored: str) -> None:
    assert tidy_text(field, sent, None) == stored


def test_a_text_is_cut_to_what_fits_and_does_not_end_in_a_blank() -> None:
    assert tidy_text("name", "Bygg og Betong", 8) == "Bygg og"


@pytest.mark.parametrize("number", ["+4791234567", "91234567", "004791234567", "+46 70 123 45 6"])
def test_a_phone_number_stays_the_same_number(number: str) -> None:
    assert normalise.phone(tidy_text("phone", number, None)) == normalise.phone(number)
