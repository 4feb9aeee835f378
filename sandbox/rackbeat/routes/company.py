"""Who am I, webhooks, stock, projects: what is no plain register."""

from __future__ import annotations

from typing import Any

from sandbox.deliveries import arrived
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.answers import Answer, Call, Operation
from sandbox.rackbeat.errors import not_found
from sandbox.rackbeat.inventory import book_adjustment, move
from sandbox.rackbeat.kinds.items import ADJUSTMENT, MOVEMENT, PRODUCT
from sandbox.rackbeat.kinds.settings import PRODUCT_GROUP, PROJECT
from sandbox.rackbeat.listing import whole_page
from sandbox.rackbeat.records import create, update
from sandbox.rackbeat.routes.registers import find, one
from sandbox.rackbeat.showing import stamp
from sandbox.rackbeat.webhooks import Log, Webhook


def company_operations() -> list[Operation]:
    """All of them."""
    return [
        Operation("GET", "/self", None, _self),
        Operation("GET", "/user-account-plugins", None, _plugins),
        *_webhooks(),
        Operation("POST", "/inventory-adjustments/{number}/book", ADJUSTMENT.scope, _book_adjustment),
        Operation("POST", "/inventory-movements", MOVEMENT.scope, _move),
        Operation("GET", "/products/{number}/locations", PRODUCT.scope, _locations),
        Operation("POST", "/projects/upsert", PROJECT.scope, _upsert),
        Operation("POST", "/product-groups/drafts", PRODUCT_GROUP.scope, _draft_group),
        Operation("POST", "/product-groups/{number}/publish", PRODUCT_GROUP.scope, _publish_group),
    ]


def _self(call: Call) -> Answer:
    company = call.account.company
    address = dict.fromkeys(("street", "street2", "city", "zipcode", "country"))
    return Answer(
        200,
        {
            "user_account": {"id": company.id, "company_name": company.name, "address": address},
            "user": {"id": company.id * 10 + 1, "name": company.user, "email": company.user_email},
        },
    )


def _plugins(_call: Call) -> Answer:
    return Answer(206, {"user_account_plugins": []})


def _webhooks() -> list[Operation]:
    def unconfirmed(call: Call) -> bool:
        return call.account.switches.unconfirmed_events

    def index(call: Call) -> Answer:
        rows = [webhook_parts(call.account, each) for each in call.account.webhooks.all()]
        return Answer(206, whole_page("webhooks", rows))

    def store(call: Call) -> Answer:
        webhook, made = call.account.webhooks.put(call.body, unconfirmed=unconfirmed(call))
        parts = webhook_parts(call.account, webhook)
        # Told when it is made; whether it is told again is not known.
        if made or call.account.switches.token_on_repeat:
            parts["token"] = webhook.token
        return Answer(201 if made else 200, {"webhook": parts})

    def read(call: Call) -> Answer:
        return Answer(200, {"webhook": webhook_parts(call.account, call.account.webhooks.get(call.path["id"]))})

    def change(call: Call) -> Answer:
        webhook = call.account.webhooks.get(call.path["id"])
        call.account.webhooks.change(webhook, call.body, unconfirmed=unconfirmed(call))
        return Answer(200, {"webhook": webhook_parts(call.account, webhook)})

    def remove(call: Call) -> Answer:
        call.account.webhooks.delete(call.account.webhooks.get(call.path["id"]))
        return Answer(204)

    def logs(call: Call) -> Answer:
        webhook = call.account.webhooks.get(call.path["id"])
        found = [log for log in call.account.webhooks.logs.values() if log.webhook_id == webhook.id]
        rows = [_log_parts(call.account, log) for log in found]
        return Answer(206, whole_page("logs", rows))

    def log(call: Call) -> Answer:
        found = call.account.webhooks.logs.get(int(call.path["id"]) if call.path["id"].isdecimal() else 0)
        if found is None:
            raise not_found("log")
        return Answer(200, {"log": _log_parts(call.account, found)})

    return [
        Operation("GET", "/webhooks", None, index),
        Operation("POST", "/webhooks", None, store),
        Operation("GET", "/webhooks/{id}", None, read),
        Operation("PUT", "/webhooks/{id}", None, change),
        Operation("DELETE", "/webhooks/{id}", None, remove),
        Operation("GET", "/webhooks/{id}/logs", None, logs),
        Operation("GET", "/webhooks/logs/{id}", None, log),
    ]


def webhook_parts(account: Account, webhook: Webhook) -> dict[str, Any]:
    """A webhook as it is shown, without its token."""
    return {
        "id": webhook.id,
        "event": webhook.event,
        "url": webhook.url,
        "is_active": webhook.is_active,
        "plugin": None,
        "failures_since_last_success": webhook.failures,
        "created_at": stamp(account, webhook.created_at),
        "updated_at": stamp(account, webhook.updated_at),
    }


def _log_parts(account: Account, log: Log) -> dict[str, Any]:
    return {
        "id": log.id,
        "webhook_id": log.webhook_id,
        "event": log.event,
        "key": log.key,
        "status": log.statuses[-1] if log.statuses else None,
        "failures": sum(1 for status in log.statuses if not arrived(status)),
        "retries": max(0, len(log.statuses) - 1),
        "created_at": stamp(account, log.created_at),
    }


def _book_adjustment(call: Call) -> Answer:
    row = find(call.account, ADJUSTMENT, call.path["number"])
    book_adjustment(call.account, row)
    return one(call.account, row)


def _move(call: Call) -> Answer:
    return one(call.account, move(call.account, call.body), 201)


def _locations(call: Call) -> Answer:
    item = find(call.account, PRODUCT, call.path["number"])
    rows = []
    for uid, quantity in call.account.stock.by_location(item).items():
        place = None if uid is None else call.account.registers.by_uid(uid)
        rows.append(
            {"number": place.number if place else None, "name": place["name"] if place else None}
            | {"stock_quantity": quantity}
        )
    return Answer(206, whole_page("product_locations", rows))


def _upsert(call: Call) -> Answer:
    """By number: changed if it is there, made if not."""
    number = call.body.get("number") if isinstance(call.body, dict) else None
    row = None if number is None else call.account.find("project", number)
    if row is None:
        return one(call.account, create(call.account, PROJECT, call.body), 201)
    update(call.account, row, call.body)
    return one(call.account, row)


def _draft_group(call: Call) -> Answer:
    row = create(call.account, PRODUCT_GROUP, call.body)
    row.values["is_draft"] = True
    return one(call.account, row, 201)


def _publish_group(call: Call) -> Answer:
    row = find(call.account, PRODUCT_GROUP, call.path["number"])
    call.account.alter(row, {"is_draft": False})
    return one(call.account, row)
