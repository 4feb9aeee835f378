"""What the engine needs from the outside: two systems and the stores of one connection."""

from samspill.sync.ports.stores import Claim, Decisions, Drifts, Inbox, Intents, Journal, Links, Shelf, Stores
from samspill.sync.ports.systems import (
    Changed,
    Conflict,
    Done,
    Draft,
    Missing,
    NotSent,
    Outcome,
    Patch,
    Refused,
    RegisterPage,
    Subscribed,
    System,
    Uncertain,
)

__all__ = [
    "Changed",
    "Claim",
    "Conflict",
    "Decisions",
    "Done",
    "Draft",
    "Drifts",
    "Inbox",
    "Intents",
    "Journal",
    "Links",
    "Missing",
    "NotSent",
    "Outcome",
    "Patch",
    "Refused",
    "RegisterPage",
    "Shelf",
    "Stores",
    "Subscribed",
    "System",
    "Uncertain",
]
