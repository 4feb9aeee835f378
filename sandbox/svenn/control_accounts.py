"""Control routes of one account: opening, seeding, looking at and editing it as its people would."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request

from sandbox.control_answers import Act
from sandbox.svenn.account import RIGHTS, Switches
from sandbox.svenn.fields import Kind
from sandbox.svenn.rows import moment, shown
from sandbox.svenn.seed_rows import SeedRows
from sandbox.svenn.world import Op, SvennWorld


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TokenBody(_Body):
    """A token and its rights; all of them unless named."""

    token: str
    rights: list[str] = sorted(RIGHTS)


class AccountBody(_Body):
    """A new account; without tokens one with all rights is made."""

    name: str
    organization_number: str | None = None
    tokens: list[TokenBody] = []
    licence_limit: int | None = None
    switches: Switches = Switches()


class LicenceBody(_Body):
    """How many employees may be active."""

    limit: int | None


class EditBody(_Body):
    """What a person does in the app, see SvennWorld.edit."""

    op: Op
    kind: Kind
    id: str | None = None
    number: str | None = None
    data: dict[str, Any] = {}


def account_acts(world: SvennWorld) -> list[tuple[str, str, Act]]:
    """Method, path and what is done."""

    async def create_account(request: Request) -> object:
        body = AccountBody.model_validate_json(await request.body())
        made = world.create_account(
            body.name,
            body.organization_number,
            {token.token: token.rights for token in body.tokens},
            body.licence_limit,
            body.switches,
        )
        return {"id": made.id, "tokens": list(made.tokens)}

    async def list_accounts(_request: Request) -> object:
        with world.lock:
            accounts = list(world.accounts.values())
            return {"items": [{**a.shown(), "tokens": list(a.tokens)} for a in accounts]}

    async def set_token(request: Request) -> object:
        body = TokenBody.model_validate_json(await request.body())
        world.set_token(request.path_params["id"], body.token, body.rights)
        return {"token": body.token, "rights": sorted(body.rights)}

    async def revoke_token(request: Request) -> object:
        world.revoke_token(request.path_params["id"], request.path_params["token"])
        return None

    async def set_licences(request: Request) -> object:
        body = LicenceBody.model_validate_json(await request.body())
        world.set_licence_limit(request.path_params["id"], body.limit)
        return {"limit": body.limit}

    async def switches(request: Request) -> object:
        return world.set_switches(request.path_params["id"], **await request.json()).model_dump()

    async def seed(request: Request) -> object:
        rows = SeedRows.model_validate_json(await request.body())
        return {"planted": world.seed(request.path_params["id"], rows)}

    async def state(request: Request) -> object:
        return world.state(request.path_params["id"])

    async def edit(request: Request) -> object:
        body = EditBody.model_validate_json(await request.body())
        return shown(world.edit(request.path_params["id"], body.op, body.kind, body.number, body.id, body.data))

    async def outbox(request: Request) -> object:
        mails = world.outbox(request.path_params["id"])
        return {"count": len(mails), "items": [{**asdict(m), "sent_at": moment(m.sent_at)} for m in mails]}

    one = "/accounts/{id}"
    return [
        ("GET", "/accounts", list_accounts),
        ("POST", "/accounts", create_account),
        ("POST", f"{one}/tokens", set_token),
        ("DELETE", f"{one}/tokens/{{token}}", revoke_token),
        ("POST", f"{one}/licences", set_licences),
        ("POST", f"{one}/switches", switches),
        ("POST", f"{one}/seed", seed),
        ("GET", f"{one}/state", state),
        ("POST", f"{one}/edit", edit),
        ("GET", f"{one}/outbox", outbox),
    ]
