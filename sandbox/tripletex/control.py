"""Routes under /_control/ that steer the sandbox: companies, seeds, edits by hand, switches, failures, counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.tripletex.company import Company
from sandbox.tripletex.endpoints.catalogue import KINDS
from sandbox.tripletex.errors import TripletexError
from sandbox.tripletex.faults import Fault
from sandbox.tripletex.hand import edit, rows_of
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.seeding import SeedError, seed_company
from sandbox.tripletex.world import TripletexWorld

BASE = "/_control/tripletex"
Handler = Callable[[Request], Awaitable[Response]]


class Edit(BaseModel):
    """An edit by hand: see `hand.edit`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: int
    kind: str
    action: Literal["create", "update", "delete"] = "update"
    id: int | None = None
    fields: dict[str, Any] = {}
    force: bool = False


class Control:
    """The handlers."""

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

    async def switches(self, request: Request) -> Response:
        """GET and PUT, of one company (`?company=`) or of all and those to come."""
        asked = request.query_params.get("company")
        company_id = int(asked) if asked else None
        if request.method == "PUT":
            self._world.set_switches(await request.json(), company_id)
        with self._world.lock:
            shown = self._world.companies[company_id].switches if company_id else self._world.switches
            return JSONResponse(shown.model_dump(mode="json"))

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

    async def exchanges(self, request: Request) -> Response:
        """GET: calls per route, token and status. DELETE: count anew."""
        with self._world.lock:
            if request.method == "DELETE":
                self._world.calls.clear()
            calls = [
                {"route": route, "token": token, "status": status, "count": count}
                for (route, token, status), count in sorted(self._world.calls.items())
            ]
            return JSONResponse({"total": sum(self._world.calls.values()), "calls": calls})

    async def deliveries(self, request: Request) -> Response:
        """GET: pending webhooks and attempts so far; `?wait=seconds` waits until none is pending."""
        courier = self._world.courier
        deadline = time.monotonic() + float(request.query_params.get("wait", 0))
        while courier.pending and time.monotonic() < deadline:
            await asyncio.sleep(0.005)
        attempts = list(courier.attempts)
        delivered = sum(each.delivered for each in attempts)
        return JSONResponse({"pending": courier.pending, "delivered": delivered, "failed": len(attempts) - delivered})

    async def resolve(self, request: Request) -> Response:
        """GET and PUT: {https address prefix: http base on this machine}."""
        if request.method == "PUT":
            self._world.webhooks.resolver.replace(TypeAdapter(dict[str, str]).validate_python(await request.json()))
        return JSONResponse(self._world.webhooks.resolver.bases)

    async def faults(self, request: Request) -> Response:
        """GET: how many are left. POST: plan one or a list. DELETE: forget all."""
        plan = self._world.faults
        if request.method == "POST":
            wanted = await request.json()
            faults = [Fault.model_validate(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
            with self._world.lock:
                for fault in faults:
                    plan.plan(fault)
        elif request.method == "DELETE":
            plan.clear()
        return JSONResponse({"left": plan.left})

    async def clock(self, request: Request) -> Response:
        """GET: the time here. POST {"seconds": n}: move it forward."""
        if request.method == "POST":
            self._world.clock.advance(float((await request.json())["seconds"]))
        return JSONResponse({"now": self._world.clock.now().isoformat()})

    async def sessions(self, _request: Request) -> Response:
        """DELETE: end every session, as if Tripletex had been restarted."""
        with self._world.lock:
            self._world.sessions.end_all()
        return JSONResponse({})


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


def control_routes(world: TripletexWorld) -> list[Route]:
    """The routes; what they cannot understand they answer with 400 and a text."""
    control = Control(world)
    routes: tuple[tuple[str, Handler, list[str]], ...] = (
        (f"{BASE}/reset", control.reset, ["POST"]),
        (f"{BASE}/companies", control.companies, ["GET", "POST"]),
        (f"{BASE}/companies/{{id:int}}/seed", control.seed, ["POST"]),
        (f"{BASE}/switches", control.switches, ["GET", "PUT"]),
        (f"{BASE}/state", control.state, ["GET"]),
        (f"{BASE}/edit", control.edit, ["POST"]),
        (f"{BASE}/exchanges", control.exchanges, ["GET", "DELETE"]),
        (f"{BASE}/deliveries", control.deliveries, ["GET"]),
        (f"{BASE}/resolve", control.resolve, ["GET", "PUT"]),
        (f"{BASE}/faults", control.faults, ["GET", "POST", "DELETE"]),
        (f"{BASE}/clock", control.clock, ["GET", "POST"]),
        (f"{BASE}/sessions", control.sessions, ["DELETE"]),
        ("/_control/deliveries", control.deliveries, ["GET"]),
    )
    return [Route(path, _told(handler), methods=methods) for path, handler, methods in routes]


def _told(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except TripletexError as error:
            return JSONResponse(error.body("en", ""), error.status)
        except KeyError as error:
            known = f"kinds are {', '.join(KINDS)}"
            return JSONResponse({"error": f"there is no {error.args[0]!r}; {known}"}, 400)
        except (ValidationError, SeedError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return guarded
