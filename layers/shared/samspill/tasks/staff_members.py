"""Which people of the identity provider are staff: those in a group, or with certain addresses, or both. Without
either nobody is.

API Gateway hands claims over as text; a list comes as its items in brackets, `[one two]`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from samspill.composition import App
from samspill.environment import Environment
from samspill.model.holder import Holder, Subject
from samspill.tasks import page_sessions
from samspill.tasks.page_sessions import Entry
from samspill.tasks.refusals import Refused

#: The first of these that is there is who acts, in history; an address only where the provider vouches for it.
_NAMES = ("preferred_username", "name", "cognito:username", "sub")
LONGEST_NAME = 200

Claims = Mapping[str, str]


@dataclass(frozen=True)
class Members:
    """Who is staff: `group` has to be among the values of the claim `group_claim`, the verified address among
    `addresses` (`@example.no`: all of that domain). What is empty is not asked for."""

    group_claim: str
    group: str
    addresses: frozenset[str]

    @classmethod
    def of(cls, env: Environment) -> "Members":
        """As the installation's parameters say."""
        addresses = re.split(r"[\s,]+", env.staff_members.lower().strip())
        return cls(env.staff_group_claim, env.staff_group, frozenset(filter(None, addresses)))

    def admit(self, claims: Claims) -> str:
        """The name under which the person acts. Raises Refused(staff_address_not_verified, not_staff)."""
        address = claims.get("email", "").lower()
        verified = "@" in address and claims.get("email_verified", "").lower() == "true"
        name = address if verified else next((claims[each] for each in _NAMES if claims.get(each)), "")
        if self.addresses and not verified:
            raise Refused("staff_address_not_verified", facts={"who": address or name})
        fits = {address, f"@{address.rpartition('@')[2]}"} & self.addresses
        missing = (self.addresses and not fits) or (self.group and self.group not in self._groups(claims))
        if missing or not (self.addresses or self.group):
            raise Refused("not_staff", facts={"who": name})
        return name[:LONGEST_NAME]

    def _groups(self, claims: Claims) -> set[str]:
        return set(re.split(r"[\s,]+", claims.get(self.group_claim, "").strip("[] ")))


def open_session(app: App, claims: Claims, language: str) -> Entry:
    """An address that signs the person of these claims, which somebody has checked, in as staff. Raises Refused."""
    by = Members.of(app.env).admit(claims)
    return page_sessions.admit_holder(app, Holder(subject=Subject.STAFF, id=claims["sub"], by=by, language=language))
