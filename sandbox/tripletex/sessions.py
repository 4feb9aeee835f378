"""Session tokens: made of a consumer and an employee token, gone at midnight of their last date."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sandbox.tripletex.calls import Caller
from sandbox.tripletex.clock import Clock, midnight
from sandbox.tripletex.company import Company, EmployeeToken, Environment
from sandbox.tripletex.errors import bad_values, broken_rules, complaint, forbidden, stale, unauthorized

LONGEST_LIFE = timedelta(days=183)
ACCOUNTANTS_HOME = (
    "Company owned users(employeeToken) can only access /token/session/>whoAmI & /company/>withLoginAccess "
    "in their own company."
)


@dataclass(frozen=True, slots=True)
class Session:
    """A session token and what it was made of."""

    id: int
    token: str
    expires: date
    employee_token: EmployeeToken
    consumer: str


class Sessions:
    """All living sessions of a world. `environment` None accepts the tokens of both hosts."""

    def __init__(
        self, clock: Clock, random: Random, new_id: Callable[[], int], environment: Environment | None = None
    ) -> None:
        self.consumers: dict[str, Environment] = {}
        self.companies: dict[int, Company] = {}
        self._clock, self._random, self._new_id, self._environment = clock, random, new_id, environment
        self._sessions: dict[str, Session] = {}
        self._being_made: set[str] = set()

    def begin(self, consumer: str, employee: str, expires: str | None) -> EmployeeToken:
        """The first half of a creation: checks everything and marks the employee token as busy.

        Raises 422/18000 for tokens that are unknown or belong to the other host and for bad dates, and
        409/8000 when a creation for the same employee token has begun and not ended.
        """
        environment = self.consumers.get(consumer)
        if environment is None or self._environment not in (None, environment):
            raise broken_rules([complaint("arg:consumerToken", "consumer_token")])
        token = self._employee_token(employee)
        if token is None:
            raise broken_rules([complaint("arg:employeeToken", "employee_token")])
        if self.companies[token.company_id].environment != environment:
            raise broken_rules([complaint("arg:consumerToken", "consumer_token")])
        self._check_date(expires)
        if employee in self._being_made and self.companies[token.company_id].switches.session_conflicts:
            raise stale()
        self._being_made.add(employee)
        return token

    def end(self, token: EmployeeToken, consumer: str, expires: str) -> Session:
        """The second half: the session exists from here on."""
        self._being_made.discard(token.token)
        made = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        session = Session(self._new_id(), made, date.fromisoformat(expires), token, consumer)
        self._sessions[made] = session
        return session

    def abandon(self, token: EmployeeToken) -> None:
        """A creation that came to nothing."""
        self._being_made.discard(token.token)

    def close(self, token: str) -> None:
        """End a session; ending one that is gone is fine."""
        self._sessions.pop(token, None)

    def expire(self, authorization: str) -> None:
        """End the session that a Basic header names. Raises 401/3000 for a header that names none."""
        self.close(_basic(authorization)[1])

    def end_all(self) -> None:
        """End every session, as after a restart of the service."""
        self._sessions.clear()

    def caller(self, authorization: str) -> Caller:
        """Who a Basic header stands for. Raises 401/3000, and 403/9000 for a company not accessible."""
        company_text, session_token = _basic(authorization)
        session = self._sessions.get(session_token)
        if session is None or self._clock.now() >= midnight(session.expires):
            raise unauthorized()
        token = self._employee_token(session.employee_token.token)
        if token is None:
            raise unauthorized()
        home = self.companies[token.company_id]
        if company_text in ("", "0", str(home.id)):
            return Caller(token, home, home, session.consumer)
        client = self.companies.get(int(company_text)) if company_text.isdecimal() else None
        if client is None or not token.accountant or client.id not in token.clients:
            raise forbidden()
        return Caller(token, home, client, session.consumer)

    def _employee_token(self, text: str) -> EmployeeToken | None:
        for company in self.companies.values():
            if text in company.tokens:
                return company.tokens[text]
        return None

    def _check_date(self, text: str | None) -> None:
        if text is None:
            raise bad_values([complaint("expirationDate", "null", "null.expirationDate")])
        today = self._clock.today()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise broken_rules([complaint("expirationDate", "bad_date")]) from None
        if day <= today:
            raise broken_rules([complaint("expirationDate", "expiration_past")])
        if day > today + LONGEST_LIFE:
            raise broken_rules([complaint("expirationDate", "expiration_far")])


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise unauthorized()
    try:
        user, separator, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise unauthorized() from None
    if not separator:
        raise unauthorized()
    return user, password
