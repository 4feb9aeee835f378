"""What one try to sign in is made of."""

import base64
import hashlib
import re

from samspill.systems.identity.attempt import Attempt

KARI, OLA = Attempt("secret-of-karis-browser"), Attempt("secret-of-olas-browser")


def test_the_challenge_is_the_verifiers_digest_and_tells_nothing_of_it() -> None:
    digest = base64.urlsafe_b64decode(KARI.challenge + "=")
    assert digest == hashlib.sha256(KARI.verifier.encode()).digest()


def test_the_verifier_is_as_long_as_the_standard_demands() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", KARI.verifier)


def test_none_of_what_is_shown_to_others_gives_away_the_rest() -> None:
    parts = {KARI.secret, KARI.state, KARI.nonce, KARI.verifier, KARI.challenge}
    assert len(parts) == 5


def test_a_try_is_the_same_whenever_its_browser_comes_back() -> None:
    again = Attempt(KARI.secret)
    assert (again.state, again.nonce, again.verifier) == (KARI.state, KARI.nonce, KARI.verifier)


def test_only_the_answer_to_this_try_fits() -> None:
    assert KARI.is_answered_by(KARI.state)
    assert not KARI.is_answered_by(OLA.state)
    assert not KARI.is_answered_by("")
    assert not KARI.is_answered_by("blåbær")
