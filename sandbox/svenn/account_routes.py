"""The operations of the account itself and of its webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sandbox.svenn.answers import Answer, Call
from sandbox.svenn.operations import Operation


def account_operations(clock: Callable[[], datetime]) -> list[Operation]:
    """The account, and its webhooks: list, create, read, update, delete, rotate."""

    def account(call: Call) -> Answer:
        return Answer(200, {**call.account.shown(), "rights": sorted(call.rights)})

    def list_webhooks(call: Call) -> Answer:
        return Answer(200, {"items": [webhook.shown() for webhook in call.account.webhooks.all()]})

    def create(call: Call) -> Answer:
        webhook = call.account.webhooks.create(call.body)
        return Answer(201, webhook.shown(), {"Location": f"/v1/webhooks/{webhook.id}"})

    def read(call: Call) -> Answer:
        return Answer(200, call.account.webhooks.get(call.path["id"]).shown())

    def update(call: Call) -> Answer:
        return Answer(200, call.account.webhooks.update(call.path["id"], call.body).shown())

    def delete(call: Call) -> Answer:
        call.account.webhooks.delete(call.path["id"])
        return Answer(204)

    def rotate(call: Call) -> Answer:
        return Answer(200, call.account.webhooks.rotate(call.path["id"], clock()).shown())

    return [
        Operation("GET", "/account", None, account),
        Operation("GET", "/webhooks", "webhooks", list_webhooks),
        Operation("POST", "/webhooks", "webhooks", create, has_body=True),
        Operation("GET", "/webhooks/{id}", "webhooks", read),
        Operation("PATCH", "/webhooks/{id}", "webhooks", update, has_body=True),
        Operation("DELETE", "/webhooks/{id}", "webhooks", delete),
        Operation("POST", "/webhooks/{id}/rotate-secret", "webhooks", rotate),
    ]
