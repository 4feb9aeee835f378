"""Answers kept under the caller's Idempotency-Key."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.svenn.answers import Answer
from sandbox.svenn.problems import ProblemError, invalid

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class _Kept:
    request: bytes
    answer: Answer
    at: datetime


class IdempotencyKeys:
    """The keys of one account. Only answers of writes that were carried out are kept."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def replay(self, key: str, request: bytes, now: datetime) -> Answer | None:
        """The answer given before to the same request, else None; `idempotency_conflict` for another one."""
        if not re.fullmatch(r"[!-~]{1,255}", key):
            raise invalid("Idempotency-Key", "must be 1 to 255 visible ASCII characters")
        kept = self._kept.get(key)
        if kept is None or now - kept.at >= KEPT_FOR:
            return None
        if kept.request != request:
            raise ProblemError("idempotency_conflict", "Idempotency-Key was used for another request")
        return replace(kept.answer, headers={**kept.answer.headers, "Idempotent-Replayed": "true"})

    def keep(self, key: str, request: bytes, answer: Answer, now: datetime) -> None:
        """Remembers the answer for a day."""
        self._kept[key] = _Kept(request, answer, now)
