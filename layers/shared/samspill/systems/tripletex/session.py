"""The session token: made from the consumer token and the company's key, shared by all processes.

Two creations at the same time answer 409/8000 (reference/tripletex.md 1.3), so one creation is in flight at a
time, and a 409 is tried again after a short, random pause.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from samspill.exceptions import ConfigurationWrong, RetryLater, VersionConflict
from samspill.systems.limiter import Clock, Random, Sleep
from samspill.systems.ports import TokenCache
from samspill.systems.transport import Answer, Request
from samspill.systems.tripletex.answers import one
from samspill.systems.tripletex.wire import SessionToken

LIFE_DAYS = 2
#: The token ends at midnight in Norway, one or two hours before midnight UTC; the rest is safety.
SAFETY = timedelta(hours=3)
CREATION_LEASE = timedelta(seconds=40)
PAUSE = 0.25
WAITS = 8
TRIES = 3

TEST_PREFIX = "test-"
TEST_HOSTS = ("api-test.tripletex.tech", "api.tripletex.io")
PRODUCTION_HOSTS = ("tripletex.no", "www.tripletex.no")

Ask = Callable[[Request], Answer]


def owner_of(host: str, employee_token: str) -> str:
    """Whose calls are counted together, and the name of the stored session. Holds no secret."""
    return "tripletex#" + hashlib.sha256(f"{host} {employee_token}".encode()).hexdigest()[:32]


class Session:
    """Gives out the token of one company's key. `ask` sends a request without any session.

    `consumer_tokens` stand newest first: while one is being replaced, the older one still serves.
    """

    def __init__(
        self, host: str, consumer_tokens: Sequence[str], employee_token: str, client_company: str,
        tokens: TokenCache, *, clock: Clock, sleep: Sleep, random: Random,
    ) -> None:  # fmt: skip
        self._host, self._consumers, self._key, self._company = host, consumer_tokens, employee_token, client_company
        self._tokens = tokens
        self._clock, self._sleep, self._random = clock, sleep, random
        self._token: str | None = None
        self._until = datetime.min.replace(tzinfo=UTC)
        self.owner = owner_of(host, employee_token)

    def authorization(self, ask: Ask) -> str:
        """The header for a call now; makes a session when there is none. Raises ConfigurationWrong, RetryLater."""
        return self._header(self._current() or self._create(ask))

    def renewed(self, refused: str, ask: Ask) -> str:
        """The header to try once more with after `refused` was answered 401."""
        self._token = None
        stored = self._current()
        if stored is None or self._header(stored) == refused:
            self._token = None
            self._tokens.drop(self.owner)
            stored = self._create(ask)
        return self._header(stored)

    def _header(self, token: str) -> str:
        return "Basic " + base64.b64encode(f"{self._company}:{token}".encode()).decode()

    def _current(self) -> str | None:
        if self._token is None or self._clock() >= self._until:
            self._token = self._tokens.get(self.owner)
            # How long a token from the shared store lives is the store's business: ask it again each minute.
            self._until = self._clock() + timedelta(minutes=1)
        return self._token

    def _create(self, ask: Ask) -> str:
        for _ in range(WAITS):
            if self._tokens.lock(self.owner, self._clock(), CREATION_LEASE):
                token, self._until = self._create_with_any(ask)
                self._tokens.put(self.owner, token, self._until)
                self._token = token
                return token
            self._sleep(PAUSE * (0.5 + self._random() / 2))
            self._token = None
            if waited_for := self._current():
                return waited_for
        raise RetryLater(detail="another process is making the session")

    def _create_with_any(self, ask: Ask) -> tuple[str, datetime]:
        wrong = ConfigurationWrong("consumer_token_wrong", "no consumer token is configured")
        try:
            for consumer in self._consumers:
                try:
                    return self._create_with(consumer, ask)
                except ConfigurationWrong as error:
                    wrong = error
                    if error.code != "consumer_token_wrong":
                        break
        except BaseException:
            self._tokens.drop(self.owner)  # ends the lock: the next one may try at once
            raise
        self._tokens.drop(self.owner)
        raise self._in_other_environment() or wrong

    def _create_with(self, consumer: str, ask: Ask) -> tuple[str, datetime]:
        day = self._clock().astimezone(UTC).date() + timedelta(days=LIFE_DAYS)
        body = {"consumerToken": consumer, "employeeToken": self._key, "expirationDate": day.isoformat()}
        request = Request("POST", "/token/session/:create", body=body, subject="session")
        for attempt in range(1, TRIES + 1):
            try:
                answer = ask(request)
            except VersionConflict:
                if attempt == TRIES:
                    raise RetryLater(detail="the session could not be made: 409/8000 each time") from None
                self._sleep(PAUSE * self._random())
                continue
            return one(answer, SessionToken, request).token, datetime.combine(day, time(), UTC) - SAFETY
        raise AssertionError

    def _in_other_environment(self) -> ConfigurationWrong | None:
        """Keys of the test environment fail in production and the other way round; test keys have a prefix. Behind
        another host the consumer tokens tell which environment it is."""
        is_test_key = self._key.startswith(TEST_PREFIX)
        if self._host in (*PRODUCTION_HOSTS, *TEST_HOSTS):
            is_test = self._host in TEST_HOSTS
        else:
            is_test = any(consumer.startswith(TEST_PREFIX) for consumer in self._consumers)
        if is_test_key != is_test and self._consumers:
            return ConfigurationWrong("tripletex_key_other_environment", f"refused by {self._host}")
        return None
