"""Who gets in at the door of staff, and how the way there is kept to one browser."""

from tests.mechanisms.broken import Broken

CODE = "layers/shared/samspill/"
PAGES, API = "tests/integration/pages/test_staff_sign_in.py::", "tests/integration/api/test_staff_sessions.py::"
MEMBERS = "tests/unit/tasks/test_staff_members.py::"
WANTED = f"{PAGES}test_a_member_of_staff_sees_the_page_they_wanted"
STAFF = f"{API}test_a_member_of_staff_gets_an_address_that_signs_them_in"


def _broken(mechanism: str, how: str, file: str, of: str, to: str, test: str, alive: str) -> Broken:
    return Broken(mechanism, how, f"{CODE}{file}", of, to, (test,), alive)


VARIANTS = (
    _broken(
        "staff only through the authorizer",
        "nobody asked whom the authorizer let through",
        "api/gate.py",
        "if not claims:\n        raise unauthorized()",
        'claims = claims or {"sub": "1", "nonce": "n" * 32, "groups": "desk"}',
        f"{API}test_no_key_and_no_header_takes_the_authorizers_place[staff-key]",
        STAFF,
    ),
    _broken(
        "a token is good for one try",
        "the nonce of a token not compared",
        "api/routes_staff.py",
        "if not same or not",
        "if not",
        f"{API}test_a_token_made_for_another_try_opens_nothing",
        STAFF,
    ),
    _broken(
        "only the browser that asked is signed in",
        "the state of an answer not compared",
        "pages/staff_door.py",
        'if kept is None or not kept.attempt.is_answered_by(asked.query.get("state", "")):',
        "if kept is None:",
        f"{PAGES}test_a_state_of_another_browser_does_not_fit",
        WANTED,
    ),
    _broken(
        "a stolen code is worth nothing",
        "one verifier for all",
        "systems/identity/attempt.py",
        'return self._derived("verifier")',
        'return _text(b"the same for everybody, so it seems")',
        f"{PAGES}test_the_code_is_worth_nothing_to_who_took_it_on_the_way",
        WANTED,
    ),
    _broken(
        "only to pages of ours",
        "any address taken as where to go",
        "pages/staff_door.py",
        "return to if _OURS.fullmatch(to) and not",
        "return to if to and not",
        f"{PAGES}test_one_is_led_to_pages_of_ours_only[https://evil.example/]",
        WANTED,
    ),
    _broken(
        "an address counts once it is verified",
        "unverified addresses believed",
        "tasks/staff_members.py",
        'claims.get("email_verified", "").lower() == "true"',
        "True",
        f"{MEMBERS}test_an_address_that_nobody_vouches_for_opens_nothing[verified0]",
        f"{MEMBERS}test_a_verified_address_of_the_domain_is_staff",
    ),
    _broken(
        "nobody is staff unless somebody said who",
        "everybody staff where nobody is named",
        "tasks/staff_members.py",
        "if missing or not (self.addresses or self.group):",
        "if missing:",
        f"{MEMBERS}test_without_group_and_addresses_nobody_is_staff",
        f"{MEMBERS}test_somebody_of_the_group_is_staff",
    ),
)
