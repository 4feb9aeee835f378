"""Control routes about companies: opening, seeding, looking, editing as a person does."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.tripletex.company import Company, Dispatch
from sandbox.tripletex.hand import Action, edit, rows_of
from sandbox.tripletex.hand_timesheet import Approval, approve
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TripletexWorld


class Edit(BaseModel):
    """An edit by hand: see `hand.edit`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: int
    kind: str
    action: Action = "update"
    id: int | None = None
    fields: dict[str, Any] = {}
    force: bool = False


class Accounts:
    """Companies and what is in them."""

    def __init__(self, world: TripletexWorld) -> None:
        self._world = world

    async def reset(self, _request: Request) -> Response:
        """POST: an empty world."""
        self._world.reset()
        return JSONResponse({})

    async def companies(self, request: Request) -> Response:
        """GET: all companies. POST: open one."""
        if request.method == "GET":
            with self._world.lock:
                return JSONResponse([described(each) for each in self._world.companies.values()])
        company = self._world.create_company(NewCompany.model_validate(await request.json()))
        return JSONResponse(described(company), 201)

    async def seed(self, request: Request) -> Response:
        """POST: many rows at once."""
        company = self._world.companies[int(request.path_params["id"])]
        seed = await request.json()
        with self._world.lock:
            return JSONResponse(seed_company(company, seed))

    async def state(self, request: Request) -> Response:
        """GET: counts of one company or all, and the rows of `?kind=`."""
        asked, kind = request.query_params.get("company"), request.query_params.get("kind")
        with self._world.lock:
            if not asked:
                return JSONResponse({str(each.id): each.counts() for each in self._world.companies.values()})
            company = self._world.companies[int(asked)]
            shown: dict[str, Any] = {
                "counts": company.counts(),
                "events": dict(company.events),
                "mails": [{"to": mail.to, "reason": mail.reason} for mail in company.mails],
                "outbox": [_sent(each) for each in company.outbox],
            }
            if kind:
                shown["rows"] = rows_of(self._world, company.id, kind)
            return JSONResponse(shown)

    async def edit(self, request: Request) -> Response:
        """POST: what a person does in the program itself."""
        wanted = Edit.model_validate(await request.json())
        row = edit(
            self._world,
            wanted.company,
            wanted.kind,
            wanted.action,
            wanted.id,
            wanted.fields,
            force=wanted.force,
        )
        return JSONResponse(row)

    async def approvals(self, request: Request) -> Response:
        """POST: a week or a month of somebody's hours is completed, approved, or that is taken back."""
        return JSONResponse(approve(self._world, Approval.model_validate(await request.json())))


def _sent(dispatch: Dispatch) -> dict[str, object]:
    return {name: getattr(dispatch, name) for name in ("document", "id", "number", "send_type", "to")}


def described(company: Company) -> dict[str, object]:
    """A company as control routes show it."""
    return {
        "id": company.id,
        "name": company.name,
        "organization_number": company.organization_number,
        "environment": company.environment,
        "language": company.language,
        "tokens": list(company.tokens),
        "owner": next(iter(company.tokens.values())).owner_id,
    }
