"""Webhook subscriptions and the catalogue of events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from sandbox.tripletex.calls import Answer, Call, value
from sandbox.tripletex.endpoints.registers import Register
from sandbox.tripletex.errors import Complaint, complaint, not_found
from sandbox.tripletex.events import CATALOGUE
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.routes import RouteTable
from sandbox.tripletex.rows import Row
from sandbox.tripletex.schema import SCHEMAS
from sandbox.tripletex.selection import parse_selection
from sandbox.tripletex.transaction import Transaction
from sandbox.tripletex.webhooks import FAILURES, TOKEN
from sandbox.tripletex.world import TripletexWorld

Handler = Callable[[TripletexWorld, Call], Answer]


def _check(draft: Draft) -> Iterable[Complaint]:
    event = draft.get("event")
    if event not in CATALOGUE:
        yield complaint("event", "unknown_event", event=event)
    elif draft.get("fields") and CATALOGUE[event][1] in SCHEMAS:
        parse_selection(draft.get("fields"), SCHEMAS[CATALOGUE[event][1]])
    address = urlsplit(draft.get("targetUrl"))
    if address.scheme != "https" or not address.hostname:
        yield complaint("targetUrl", "absolute_https")


def _enable(draft: Draft) -> None:
    if draft.sent.values.get("status") == "ACTIVE":
        draft.values.pop(FAILURES, None)


SUBSCRIPTION = Kind(
    path="event/subscription",
    schema="Subscription",
    operations=operations("post", "put", "delete", "post_list", "put_list", "delete_list"),
    right="webhook",
    required={"event": ("null", "field"), "targetUrl": ("null", "field")},
    check=_check,
    complete=_enable,
    checksum=False,
)


def _mine(call: Call) -> Register:
    """Subscriptions belong to the employee token that made them; it sees no others."""
    token = call.me.token.token

    def keep(_transaction: Transaction, row: Row) -> None:
        row.values[TOKEN] = token

    mine = replace(SUBSCRIPTION, member=lambda row: row.get(TOKEN) == token, after_create=keep)
    return Register(mine)


def _delegated(name: str) -> Handler:
    def handler(world: TripletexWorld, call: Call) -> Answer:
        answer: Answer = getattr(_mine(call), name)(world, call)
        return answer

    return handler


def events(_world: TripletexWorld, _call: Call) -> Answer:
    """GET of all event keys."""
    return value({key: {"description": description} for key, (description, _model) in CATALOGUE.items()})


def event(_world: TripletexWorld, call: Call) -> Answer:
    """GET of one event key."""
    key = call.params["eventType"]
    if key not in CATALOGUE:
        raise not_found()
    description, model = CATALOGUE[key]
    return value({"name": key, "description": description, "payloadModel": model, "examples": []})


def add_to(table: RouteTable[Handler]) -> None:
    """Register the routes."""
    table.add("GET", "/v2/event", events, login=False)
    table.add("GET", "/v2/event/{eventType}", event, login=False)
    base = "/v2/event/subscription"
    for method, template, name in (
        ("GET", base, "search"),
        ("POST", base, "post"),
        ("GET", f"{base}/{{id}}", "get"),
        ("PUT", f"{base}/{{id}}", "put"),
        ("DELETE", f"{base}/{{id}}", "delete"),
        ("POST", f"{base}/list", "post_list"),
        ("PUT", f"{base}/list", "put_list"),
        ("DELETE", f"{base}/list", "delete_list"),
    ):
        table.add(method, template, _delegated(name))
