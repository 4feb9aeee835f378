"""The product as its users see it: its HTTP API, with the key of the app or of staff. Nothing else is touched."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self

import httpx

Json = dict[str, Any]

#: Where a connection goes no further by itself.
RESTING = frozenset({"in_review", "active", "paused", "needs_attention", "rejected", "off"})
POLL_SECONDS = 0.25


class ApiRefused(Exception):
    """The API answered with problem details; they are in `problem`."""

    def __init__(self, status: int, problem: Json) -> None:
        wrong = "; ".join(f"{e['field']}: {e['message']}" for e in problem.get("errors", ()))
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')} {wrong}".strip())
        self.status = status
        self.problem = problem

    @property
    def code(self) -> str:
        """The stable code of the problem."""
        return str(self.problem.get("code", ""))

    @property
    def codes(self) -> set[str]:
        """The codes of everything that is wrong, one for each field."""
        return {error["code"] for error in self.problem.get("errors", ()) if error.get("code")} or {self.code}


class NotInTime(Exception):
    """What was waited for did not come; the message says what was there instead."""


@dataclass(frozen=True)
class Product:
    """The API at `url` (without /v1) for the owner of `key`; without a key for anybody. Texts come in `language`."""

    url: str
    key: str = field(repr=False)
    language: str = "en"
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60), repr=False)

    def ask(
        self, method: str, path: str, body: object = None, params: Mapping[str, Any] | None = None
    ) -> Any:  # fmt: skip
        """The answer's JSON. Raises ApiRefused for every answer that is not 2xx."""
        answer = self.http.request(
            method,
            f"{self.url}/v1{path}",
            json=body,
            params=params,
            headers={
                "accept-language": self.language,
                **({"authorization": f"Bearer {self.key}"} if self.key else {}),
            },
        )
        if not answer.is_success:
            is_json = "json" in answer.headers.get("content-type", "")
            raise ApiRefused(answer.status_code, answer.json() if is_json else {"detail": answer.text[:500]})
        return answer.json()

    def turn_on(self, order: Json) -> "Connected":
        """POST /v1/connections. Raises ApiRefused."""
        return Connected(self, self.ask("POST", "/connections", order)["id"])

    def pages(self, path: str, params: Mapping[str, Any] | None = None) -> Iterator[Json]:
        """Every item of a list, page by page."""
        asked = {**(params or {}), "limit": 200}
        while True:
            page = self.ask("GET", path, params=asked)
            yield from page["items"]
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]


@dataclass(frozen=True)
class Connected:
    """One connection."""

    product: Product
    id: str

    def as_seen_by(self, product: Product) -> Self:
        """The same connection with another key."""
        return type(self)(product, self.id)

    @property
    def path(self) -> str:
        """Its address below /v1."""
        return f"/connections/{self.id}"

    def now(self) -> Json:
        """The connection as it is this moment."""
        found: Json = self.product.ask("GET", self.path)
        return found

    def do(self, action: str, body: object = None, params: Mapping[str, Any] | None = None) -> Any:
        """POST to one of its actions, such as `pause`."""
        return self.product.ask("POST", f"{self.path}/{action}", body, params)

    def until(
        self,
        fits: Callable[[Json], bool],
        what: str,
        seconds: float = 120,
        seen: Callable[[Json], object] = lambda _: None,
    ) -> Json:
        """Ask again and again until the connection fits; `seen` gets every answer. Raises NotInTime after `seconds`,
        or as soon as the connection needs attention without that being waited for."""
        deadline = time.monotonic() + seconds
        while True:
            now = self.now()
            seen(now)
            if fits(now):
                return now
            stuck = now["status"] in ("needs_attention", "rejected", "off")
            if stuck or time.monotonic() > deadline:
                raise NotInTime(f"{what}: the connection is {now['status']} ({now['attention']}, {now['progress']})")
            time.sleep(POLL_SECONDS)

    def plan(self) -> Json:
        """The plan."""
        found: Json = self.product.ask("GET", f"{self.path}/plan")
        return found

    def rows(self, **wanted: str) -> list[Json]:
        """The rows of the plan."""
        return list(self.product.pages(f"{self.path}/plan/rows", wanted))

    def problems(self, **wanted: str) -> list[Json]:
        """The open problems, or those in another state."""
        return list(self.product.pages(f"{self.path}/problems", wanted))

    def records(self, **wanted: str) -> list[Json]:
        """The records and where they stand."""
        return list(self.product.pages(f"{self.path}/records", wanted))

    def explain(self, kind: str, side: str, record_id: str) -> Json:
        """Why a record is, or is not, synced; with all of its history."""
        path = f"{self.path}/records/{kind}/{side}/{record_id}"
        found: Json = self.product.ask("GET", path)
        earlier = found["earlier"]
        while earlier is not None:
            page: Json = self.product.ask("GET", path, params={"before": earlier})
            found["history"] += page["history"]
            earlier = page["earlier"]
        return found

    def pairs(self, kind: str, count: int) -> list[tuple[str, str]]:
        """Some linked pairs that nothing is wrong with: id in Tripletex, id in the app."""
        asked = {"kind": kind, "standing": "linked"}
        of_app = (each["id"] for each in self.product.pages(f"{self.path}/records", asked) if each["side"] == "app")
        links = (self.explain(kind, "app", each)["link"] for each in islice(of_app, count))
        return [(link["tripletex"]["id"], link["app"]["id"]) for link in links]

    def approve(self, plan: Json) -> Json:
        """Approve a plan with the decisions taken so far; takes a staff key."""
        answer: Json = self.do("approve", {"plan": plan["hash"], "decision_revision": plan["decision_revision"]})
        return answer
