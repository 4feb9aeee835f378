"""Why nobody was signed in."""

from enum import StrEnum

from samspill.exceptions import SamspillError


class Reason(StrEnum):
    """What went wrong on the way."""

    #: The identity provider, or our own API, does not answer, or with something else than it should.
    UNREACHABLE = "unreachable"
    #: The code was used before, or is too old.
    USED = "used"
    #: The provider's word about the person was not accepted.
    NOT_TRUSTED = "not_trusted"
    #: We know who it is, and that they may not.
    REFUSED = "refused"


class SignInFailed(SamspillError):
    """Nobody is signed in. `title` and `text` are for the person, where our API said why it refuses them."""

    def __init__(self, reason: Reason, detail: str = "", title: str = "", text: str = "") -> None:
        super().__init__(reason.value, detail)
        self.reason, self.title, self.text = reason, title, text
