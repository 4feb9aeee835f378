"""A way in: which request, whom it is for, and the view that answers it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from samspill.pages.answers import Page

#: A visit (of strangers: the app and what they ask) and the parts of the path.
View = Callable[..., Page]


class Audience(StrEnum):
    """Whom a page is for; `pages.door` finds out whether somebody belongs to it."""

    STRANGERS = "strangers"
    CONNECTION = "connection"
    ONBOARDING = "onboarding"
    TURN_ON = "turn_on"
    STAFF = "staff"


#: What a part of an address can be: ids of ours, words, and what `pages.addresses` packs. Nothing else reaches a
#: view, an address that it answers with, or a key of a table.
_PART = "[!-.0-~]{1,1800}"


@dataclass(frozen=True)
class Route:
    """One way in. `{name}` in the path is a part without a slash. Of two that fit, the first goes."""

    method: str
    path: str
    view: View
    audience: Audience = Audience.CONNECTION

    @property
    def pattern(self) -> re.Pattern[str]:
        """The path as it is compared."""
        return re.compile(re.sub(r"\{(\w+)\}", rf"(?P<\1>{_PART})", self.path))


#: Where the pages of a connection, of an onboarding and of staff begin.
OWN, ONBOARDING, STAFF = "/pages/{connection}", "/pages/onboarding/{onboarding}", "/pages/staff"
