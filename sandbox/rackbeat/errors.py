"""What the API refuses, and the bodies in which it says so (reference 2e)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sandbox.rackbeat.texts import told


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the field by its dotted key, the message and what stands in it."""

    key: str
    message: str
    parts: Mapping[str, object] = field(default_factory=dict)

    def below(self, place: str) -> Complaint:
        """The same, as part of something larger."""
        return Complaint(f"{place}.{self.key}", self.message, self.parts)


class RackbeatError(Exception):
    """A refused request. 422 has complaints, the others a message."""

    def __init__(
        self,
        status: int,
        message: str = "",
        parts: Mapping[str, object] | None = None,
        complaints: Iterable[Complaint] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, message)
        self.status, self.message, self.parts = status, message, dict(parts or {})
        self.complaints = tuple(complaints)
        self.headers = dict(headers or {})

    def body(self, language: str) -> dict[str, object]:
        """As it is answered to an account of that language."""
        if not self.complaints:
            return {"message": told(self.message, language, self.parts)}
        errors: dict[str, list[str]] = {}
        for each in self.complaints:
            parts = {"label": label(each.key), **each.parts}
            errors.setdefault(each.key, []).append(told(each.message, language, parts))
        return {"errors": errors}

    def __str__(self) -> str:
        return f"{self.status} {self.body('en')}"


def label(key: str) -> str:
    """What a field is called in a message: "lines.0.item_id" → Item."""
    return key.rpartition(".")[2].removesuffix("_id").replace("_", " ").capitalize()


def refused(complaints: Iterable[Complaint]) -> RackbeatError:
    """A 422."""
    return RackbeatError(422, complaints=complaints)


def broken(key: str, message: str, **parts: object) -> RackbeatError:
    """A 422 about one thing."""
    return refused([Complaint(key, message, parts)])


def not_found(what: str) -> RackbeatError:
    """A 404."""
    return RackbeatError(404, "not_found", {"label": label(what)})
