"""Who of the provider's people is staff, and under which name they act."""

import pytest

from samspill.tasks.refusals import Refused
from samspill.tasks.staff_members import Members

KARI = {"sub": "1", "email": "Kari@Firma.example", "email_verified": "true", "groups": "[night desk]"}
DESK = Members("groups", "desk", frozenset())
FIRM = Members("groups", "", frozenset({"@firma.example"}))


def refusal(members: Members, claims: dict[str, str]) -> str:
    with pytest.raises(Refused) as refused:
        members.admit(claims)
    return refused.value.code


def test_somebody_of_the_group_is_staff() -> None:
    assert DESK.admit(KARI) == "kari@firma.example"


@pytest.mark.parametrize("groups", ["", "[]", "[night]", "[desks]", "[sub-desk night]"])
def test_somebody_of_other_groups_is_not(groups: str) -> None:
    assert refusal(DESK, {**KARI, "groups": groups}) == "not_staff"


def test_somebody_without_groups_is_not() -> None:
    assert refusal(DESK, {"sub": "1"}) == "not_staff"


@pytest.mark.parametrize("groups", ["desk", "[desk]", "[desk, night]", "[night desk]"])
def test_a_group_is_found_however_the_claim_is_written(groups: str) -> None:
    assert DESK.admit({**KARI, "groups": groups})


def test_the_claim_with_the_groups_may_have_another_name() -> None:
    assert Members("cognito:groups", "desk", frozenset()).admit({"sub": "1", "cognito:groups": "[desk]"}) == "1"


def test_a_verified_address_of_the_domain_is_staff() -> None:
    assert FIRM.admit(KARI) == "kari@firma.example"


@pytest.mark.parametrize("email", ["kari@other.example", "kari@sub.firma.example", "kari@firma.example.evil.example"])
def test_an_address_of_another_domain_is_not(email: str) -> None:
    assert refusal(FIRM, {**KARI, "email": email}) == "not_staff"


def test_single_addresses_may_be_named() -> None:
    only_kari = Members("groups", "", frozenset({"kari@firma.example"}))
    assert only_kari.admit(KARI)
    assert refusal(only_kari, {**KARI, "email": "ola@firma.example"}) == "not_staff"


@pytest.mark.parametrize("verified", [{"email_verified": "false"}, {"email_verified": ""}, {"email": ""}])
def test_an_address_that_nobody_vouches_for_opens_nothing(verified: dict[str, str]) -> None:
    """Seen to fail with unverified addresses believed."""
    assert refusal(FIRM, {**KARI, **verified}) == "staff_address_not_verified"


def test_with_group_and_addresses_both_must_fit() -> None:
    both = Members("groups", "desk", frozenset({"@firma.example"}))
    assert both.admit(KARI)
    assert refusal(both, {**KARI, "groups": "[]"}) == "not_staff"
    assert refusal(both, {**KARI, "email": "kari@other.example"}) == "not_staff"


def test_without_group_and_addresses_nobody_is_staff() -> None:
    """Seen to fail with everybody staff where nobody is named."""
    assert refusal(Members("groups", "", frozenset()), KARI) == "not_staff"


def test_an_address_that_nobody_vouches_for_is_nobodys_name() -> None:
    claims = {**KARI, "email_verified": "false", "preferred_username": "kari.lund"}
    assert DESK.admit(claims) == "kari.lund"


def test_a_name_without_end_is_cut() -> None:
    assert DESK.admit({"sub": "1", "groups": "desk", "name": "K" * 999}) == "K" * 200
