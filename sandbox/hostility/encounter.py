"""One call of the product and how it can end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.hostility.connection import Kept, hang_up, replaying
from sandbox.hostility.dialect import Dialect, Incoming, heads
from sandbox.hostility.hostility import Hostility

#: Seconds that a late commit may take once it is due; its call waits for nothing but the world's lock.
COMMIT_WITHIN = 20.0


@dataclass(frozen=True)
class Encounter:
    """A call and the way back to its client. Its methods end the call; `how` is a number in [0, 1)."""

    hostility: Hostility
    dialect: Dialect
    call: Incoming
    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def pass_on(self) -> None:
        """Carry it out and let the answer through."""
        await self.app(self.scope, replaying(self.call.body, self.receive), self.send)

    async def under_a_spell(self) -> bool:
        """Refuse the call while its key is revoked or in a storm; False when it is in neither."""
        owner = self.dialect.owner(self.call)
        if self.hostility.spell("revoked_key", owner):
            await self._answer(self.dialect.refused(self.call))
            return True
        if storm := self.hostility.spell("rate_limit", owner):
            await self._answer(self.dialect.rate_limited(*storm))
            return True
        return False

    async def revoke_key(self, how: float) -> None:
        """The key is refused from here on, for a while."""
        seconds = self.hostility.settings.revoked_seconds * _part(how)
        self.hostility.cast("revoked_key", self.dialect.owner(self.call), seconds, how)
        await self._answer(self.dialect.refused(self.call))

    async def begin_storm(self, how: float) -> None:
        """The key gets 429 from here on, for a while."""
        seconds = self.hostility.settings.storm_seconds * _part(how)
        self.hostility.cast("rate_limit", self.dialect.owner(self.call), seconds, how)
        await self._answer(self.dialect.rate_limited(seconds, how))

    async def end_session(self, _how: float) -> None:
        """The session is gone for good."""
        self.dialect.end_session(self.call)
        await self._answer(self.dialect.refused(self.call))

    async def drop(self, _how: float) -> None:
        """Not a byte comes back and nothing is done."""
        await hang_up(self.scope, self.receive)

    async def show_page(self, how: float) -> None:
        """An HTML page."""
        await self._answer(self.dialect.error_page(how))

    async def show_json(self, how: float) -> None:
        """An error in the system's own words."""
        await self._answer(self.dialect.error_json(how))

    async def commit_late(self, how: float) -> None:
        """The client gets an error now; what it asked for is done when it no longer waits."""
        scope, loop = dict(self.scope), asyncio.get_running_loop()

        def carry_out() -> None:
            asyncio.run_coroutine_threadsafe(self._carry_out(scope), loop).result(COMMIT_WITHIN)

        self.hostility.later.put(carry_out, self.hostility.settings.late_seconds * _part(how))
        await (self.drop(how) if heads(how) else self.show_json(how))

    async def lose_answer(self, how: float) -> None:
        """Carried out; of the answer comes a half, or nothing."""
        answer = await self._carry_out(self.scope)
        for message in answer.beginning() if heads(how) else ():
            await self.send(message)
        await hang_up(self.scope, self.receive)

    async def _carry_out(self, scope: Scope) -> Kept:
        answer = Kept()
        await self.app(scope, replaying(self.call.body), answer.send)
        return answer

    async def _answer(self, response: Response) -> None:
        await response(self.scope, self.receive, self.send)


def _part(how: float) -> float:
    """Between a quarter and the whole."""
    return 0.25 + 0.75 * how


#: Fault → how the call ends. Where several strike, the first of this table is what happens.
ENDINGS: Mapping[str, Callable[[Encounter, float], Awaitable[None]]] = {
    "revoked_key": Encounter.revoke_key,
    "expired_session": Encounter.end_session,
    "rate_limit": Encounter.begin_storm,
    "dropped": Encounter.drop,
    "error_page": Encounter.show_page,
    "error_json": Encounter.show_json,
    "late_commit": Encounter.commit_late,
    "lost_answer": Encounter.lose_answer,
}
#: Endings of calls that are carried out all the same.
CARRIED_OUT = frozenset({"late_commit", "lost_answer"})
