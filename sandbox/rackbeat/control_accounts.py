"""Control routes of one account: opening, seeding, looking at and editing it as its people would."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from sandbox.control_answers import Act
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.answers import parsed
from sandbox.rackbeat.edits import edit
from sandbox.rackbeat.kinds.catalogue import KINDS
from sandbox.rackbeat.kinds.kind import SCOPES, Scope
from sandbox.rackbeat.opening import NewAccount
from sandbox.rackbeat.routes.company import webhook_parts
from sandbox.rackbeat.seed_rows import plant
from sandbox.rackbeat.showing import as_json, moment, shown
from sandbox.rackbeat.world import RackbeatWorld


class KeyBody(BaseModel):
    """A key and its scopes; all of them unless named."""

    model_config = ConfigDict(extra="forbid")

    key: str
    scopes: list[Scope] = sorted(SCOPES)


class EditBody(BaseModel):
    """What a person does, see sandbox.rackbeat.edits.edit."""

    model_config = ConfigDict(extra="forbid")

    op: str
    kind: str
    number: int | str | None = None
    data: dict[str, Any] = {}


def account_acts(world: RackbeatWorld) -> list[tuple[str, str, Act]]:
    """Method, path and what is done."""

    def account(request: Request) -> Account:
        return world.account(int(request.path_params["id"]))

    async def open_account(request: Request) -> object:
        return _told(world.open_account(NewAccount.model_validate_json(await request.body() or b"{}")))

    async def list_accounts(_request: Request) -> object:
        with world.lock:
            return {"items": [_told(each) for each in world.accounts.values()]}

    async def set_key(request: Request) -> object:
        body = KeyBody.model_validate_json(await request.body())
        world.set_key(int(request.path_params["id"]), body.key, body.scopes)
        return body.model_dump()

    async def delete_key(request: Request) -> object:
        world.delete_key(int(request.path_params["id"]), request.path_params["key"])
        return None

    async def switches(request: Request) -> object:
        if request.method == "GET":
            return account(request).switches.model_dump()
        return world.set_switches(int(request.path_params["id"]), await request.json()).model_dump()

    async def seed(request: Request) -> object:
        rows = parsed(await request.body())
        if not isinstance(rows, dict):
            raise ValueError("a seed is an object")
        with world.lock:
            return {"planted": plant(account(request), rows)}

    async def state(request: Request) -> object:
        with world.lock:
            return _state(account(request), request.query_params.get("kind"))

    async def by_hand(request: Request) -> object:
        sent = parsed(await request.body())
        body = EditBody.model_validate(sent)
        with world.lock:
            found = account(request)
            row = edit(found, body.op, body.kind, body.number, body.data)
            return _plain(shown(found, row))

    async def outbox(request: Request) -> object:
        with world.lock:
            mails = list(account(request).outbox)
        return {"count": len(mails), "items": [{**asdict(m), "sent_at": moment(m.sent_at)} for m in mails]}

    async def webhooks(request: Request) -> object:
        with world.lock:
            found = account(request)
            return {"items": [webhook_parts(found, each) for each in found.webhooks.all()]}

    one = "/accounts/{id:int}"
    return [
        ("GET", "/accounts", list_accounts),
        ("POST", "/accounts", open_account),
        ("POST", f"{one}/keys", set_key),
        ("DELETE", f"{one}/keys/{{key}}", delete_key),
        ("GET", f"{one}/switches", switches),
        ("POST", f"{one}/switches", switches),
        ("POST", f"{one}/seed", seed),
        ("GET", f"{one}/state", state),
        ("POST", f"{one}/edit", by_hand),
        ("GET", f"{one}/outbox", outbox),
        ("GET", f"{one}/webhooks", webhooks),
    ]


def _told(account: Account) -> dict[str, object]:
    return {**asdict(account.company), "keys": list(account.keys)}


def _state(account: Account, kind_key: str | None) -> object:
    """Every record by the plural of its kind, or those of one kind. ValueError for one that there is not."""
    if kind_key is not None and kind_key not in KINDS:
        raise ValueError(f"there is no kind {kind_key}")
    kinds = [KINDS[kind_key]] if kind_key else list(KINDS.values())
    return _plain({kind.plural: [shown(account, row) for row in account.registers.living(kind)] for kind in kinds})


def _plain(body: object) -> object:
    return json.loads(as_json(body))
