"""Stands before a sandbox's app: draws what happens to each call of the product, and lets it happen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.hostility.connection import whole_body
from sandbox.hostility.dialect import TWIST, Dialect, Incoming, Twist, heads
from sandbox.hostility.encounter import CARRIED_OUT, ENDINGS, Encounter
from sandbox.hostility.faults import FAULTS, Meets
from sandbox.hostility.hostility import Hostility

#: Where an ASGI scope says that the exchange took place in hostile mode.
HOSTILE = "hostile"
#: Faults that change how a call is carried out; they can come together with others.
TWISTS = frozenset({"shifting_rows", "batch_partial", "normalised"})


class HostileGate:
    """ASGI middleware. While the mode is off, and for control routes, it only passes on."""

    def __init__(self, app: ASGIApp, hostility: Hostility, dialect: Dialect) -> None:
        self._app, self._hostility, self._dialect = app, hostility, dialect
        self._meets: Mapping[Meets, Callable[[Incoming], bool]] = {
            Meets.CALL: lambda _call: True,
            Meets.KEY: lambda call: bool(dialect.owner(call)),
            Meets.SESSION: dialect.has_session,
            Meets.WRITE: dialect.writes,
            Meets.TEXT: lambda call: dialect.writes(call) and dialect.tidied(call) is not None,
            Meets.BATCH: lambda call: dialect.rows(call) > 1,
            Meets.PAGE: dialect.turns_page,
            Meets.WEBHOOK: lambda _call: False,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        theirs = scope["type"] == "http" and scope["path"].startswith(f"{self._dialect.base}/")
        if not theirs or not self._hostility.on:
            await self._app(scope, receive, send)
            return
        scope[HOSTILE] = True
        call = Incoming(
            scope["method"],
            scope["path"],
            QueryParams(scope["query_string"]),
            Headers(scope=scope),
            await whole_body(receive),
        )
        struck = self._hostility.draw(self._possible(call))
        scope[TWIST] = self._twist(call, struck)
        encounter = Encounter(self._hostility, self._dialect, call, self._app, scope, receive, send)
        await self._meet(encounter, struck)

    def _possible(self, call: Incoming) -> list[str]:
        return [name for name in self._hostility.settings.odds if self._meets[FAULTS[name].meets](call)]

    def _twist(self, call: Incoming, struck: Mapping[str, float]) -> Twist:
        shift, bad = struck.get("shifting_rows"), struck.get("batch_partial")
        return Twist(
            shift=0 if shift is None else -1 if heads(shift) else 1,
            bad_row=None if bad is None else int(bad * self._dialect.rows(call)),
            body=self._dialect.tidied(call) if "normalised" in struck else None,
        )

    async def _meet(self, encounter: Encounter, struck: Mapping[str, float]) -> None:
        if "delay" in struck:
            self._hostility.count("delay")
            await asyncio.sleep(struck["delay"] * self._hostility.settings.delay_seconds)
        if await encounter.under_a_spell():
            return
        ending = next((name for name in ENDINGS if name in struck), None)
        if ending is not None:
            self._hostility.count(ending)
        if ending is None or ending in CARRIED_OUT:
            for name in TWISTS & struck.keys():
                self._hostility.count(name)
        await (ENDINGS[ending](encounter, struck[ending]) if ending else encounter.pass_on())
