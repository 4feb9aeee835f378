"""The sandboxes as people see them: accounts, edits by hand, what stands there. Only control routes are used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx

Json = dict[str, Any]


def new_http() -> httpx.Client:
    """For control routes: seeding a large company takes its time."""
    return httpx.Client(timeout=120)


class PeerRefused(Exception):
    """A control route refused; the message is its text."""


@dataclass(frozen=True)
class Peer:
    """A sandbox server; `url` has no path."""

    url: str
    http: httpx.Client = field(default_factory=new_http, repr=False)
    #: Where the control routes begin.
    control: ClassVar[str]

    def ask(self, method: str, path: str, body: object = None, params: Mapping[str, Any] | None = None) -> Any:
        """The JSON of a control route's answer, None for an empty one. Raises PeerRefused."""
        answer = self.http.request(method, f"{self.url}{path}", json=body, params=params)
        if not answer.is_success:
            raise PeerRefused(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if answer.content else None

    def be_hostile(self, settings: Json) -> None:
        """Begin the hostile mode, or change it (sandbox.hostility.settings.Settings)."""
        self.ask("PUT", f"{self.control}/hostility", settings)

    def be_calm(self) -> None:
        """End the hostile mode; late commits are carried out before this returns."""
        self.ask("DELETE", f"{self.control}/hostility")

    def hostility(self) -> Json:
        """What is set, what was injected by fault, and what is `pending`."""
        state: Json = self.ask("GET", f"{self.control}/hostility")
        return state

    def faults(self) -> dict[str, str]:
        """The faults that this sandbox knows, with a sentence each."""
        known: dict[str, str] = self.ask("GET", f"{self.control}/hostility/faults")
        return known


class TripletexPeer(Peer):
    """The Tripletex sandbox."""

    control = "/_control/tripletex"

    def open_company(self, account: Json) -> Json:
        """Open an account (sandbox.tripletex.opening.NewCompany)."""
        opened: Json = self.ask("POST", "/_control/tripletex/companies", account)
        return opened

    def seed(self, company: int, rows: Json) -> None:
        """Fill it."""
        self.ask("POST", f"/_control/tripletex/companies/{company}/seed", rows)

    def rows(self, company: int, kind: str) -> list[Json]:
        """Every row of a kind (`customer`, `project`, `employee`)."""
        asked = {"company": company, "kind": kind}
        found: list[Json] = self.ask("GET", "/_control/tripletex/state", params=asked)["rows"]
        return found

    def orders(self, company: int) -> list[Json]:
        """Its orders, with their lines."""
        return self.rows(company, "order")

    def invoices(self, company: int) -> list[Json]:
        """Its invoices and credit notes that are charged, in the order of their making."""
        return [row for row in self.rows(company, "invoice") if row["isCharged"]]

    def outbox(self, company: int) -> list[Json]:
        """What left the account for customers and suppliers: document, id, number, send_type, to."""
        sent: list[Json] = self.ask("GET", f"{self.control}/state", params={"company": company})["outbox"]
        return sent

    def set_switches(self, company: int, **changes: object) -> Json:
        """Change how the account behaves (sandbox.tripletex.switches.Switches)."""
        switches: Json = self.ask("PUT", f"{self.control}/switches", changes, {"company": company})
        return switches

    def subscriptions(self, company: int) -> int:
        """How many webhook subscriptions there are."""
        counts: Json = self.ask("GET", "/_control/tripletex/state", params={"company": company})["counts"]
        return int(counts.get("Subscription", 0))

    def edit(
        self, company: int, kind: str, action: str, row_id: int | None = None, fields: Json | None = None, *,
        force: bool = False,
    ) -> Json | None:  # fmt: skip
        """What a person does: create, update or delete a row, charge an order, credit an invoice
        (sandbox.tripletex.hand.edit); `force` deletes what is in use."""
        wanted = {"company": company, "kind": kind, "action": action, "fields": fields or {}, "force": force}
        row: Json | None = self.ask("POST", "/_control/tripletex/edit", wanted | ({"id": row_id} if row_id else {}))
        return row

    def resolve(self, bases: Mapping[str, str]) -> None:
        """Where on this machine webhooks of an https address go."""
        self.ask("PUT", "/_control/tripletex/resolve", dict(bases))

    def approve(self, company: int, employee: int, action: str = "approve", **period: str) -> Json:
        """A week (`week="2026-W42"`) or month (`month="2026-10"`) of somebody's hours is approved, or that is taken
        back (sandbox.tripletex.hand_timesheet.Approval)."""
        wanted = {"company": company, "employee": employee, "action": action, **period}
        stands: Json = self.ask("POST", f"{self.control}/approvals", wanted)
        return stands

    def calls(self) -> dict[str, int]:
        """How many calls came in so far, by route."""
        counted: dict[str, int] = {}
        for each in self.ask("GET", f"{self.control}/exchanges")["calls"]:
            counted[each["route"]] = counted.get(each["route"], 0) + each["count"]
        return counted

    def writes(self) -> int:
        """How many calls that write records came in so far."""
        return sum(count for route, count in self.calls().items() if _writes(route))


class SvennPeer(Peer):
    """The Svenn sandbox."""

    control = "/_control/svenn"

    def open_account(self, account: Json) -> Json:
        """Open an account (sandbox.svenn.control.AccountBody)."""
        opened: Json = self.ask("POST", "/_control/svenn/accounts", account)
        return opened

    def seed(self, account: str, rows: Json) -> None:
        """Fill it."""
        self.ask("POST", f"/_control/svenn/accounts/{account}/seed", rows)

    def rows(self, account: str) -> dict[str, list[Json]]:
        """Every row that is not deleted, by collection (`customers`, `projects`, `employees`)."""
        state: dict[str, list[Json]] = self.ask("GET", f"/_control/svenn/accounts/{account}/state")
        return {name: [row for row in rows if not row.get("deleted")] for name, rows in state.items()}

    def edit(
        self, account: str, kind: str, op: str, row_id: str | None = None, data: Json | None = None
    ) -> Json:  # fmt: skip
        """Create, update or delete a row as a person does."""
        wanted = {"op": op, "kind": kind, "id": row_id, "data": data or {}}
        row: Json = self.ask("POST", f"/_control/svenn/accounts/{account}/edit", wanted)
        return row

    def set_token(self, account: str, token: str, rights: list[str]) -> None:
        """Give the account another token with those rights."""
        self.ask("POST", f"/_control/svenn/accounts/{account}/tokens", {"token": token, "rights": rights})

    def webhooks(self, token: str) -> list[Json]:
        """The account's webhooks, as its own API shows them."""
        answer = self.http.get(f"{self.url}/v1/webhooks", headers={"authorization": f"Bearer {token}"})
        found: list[Json] = answer.raise_for_status().json()["items"]
        return found

    def resolve(self, bases: Mapping[str, str]) -> None:
        """Where on this machine webhooks of an https address go."""
        self.ask("PUT", "/_control/svenn/resolve", dict(bases))

    def calls(self) -> dict[str, int]:
        """How many calls came in so far, by route."""
        routes: dict[str, int] = self.ask("GET", f"{self.control}/calls")["routes"]
        return routes

    def writes(self) -> int:
        """How many calls that write records came in so far."""
        return sum(count for route, count in self.calls().items() if _writes(route))


class RackbeatPeer(Peer):
    """The Rackbeat sandbox."""

    control = "/_control/rackbeat"

    def open_account(self, account: Json | None = None) -> Json:
        """Open an account (sandbox.rackbeat.opening.NewAccount); the answer has `id` and `keys`."""
        opened: Json = self.ask("POST", f"{self.control}/accounts", account or {})
        return opened

    def seed(self, account: int, rows: Json) -> None:
        """Fill it with rows by the plural of their kind (sandbox.rackbeat.seed_rows.plant)."""
        self.ask("POST", f"{self.control}/accounts/{account}/seed", rows)

    def rows(self, account: int, kind: str) -> list[Json]:
        """Every record of a kind (`customer`, `product`, `customer_invoice` …) that is not deleted."""
        state: dict[str, list[Json]] = self.ask(
            "GET", f"{self.control}/accounts/{account}/state", params={"kind": kind}
        )
        return next(iter(state.values()))

    def edit(
        self, account: int, kind: str, op: str, number: int | str | None = None, data: Json | None = None
    ) -> Json:  # fmt: skip
        """What a person does (sandbox.rackbeat.edits.edit): create, update, delete, book, credit and more. The
        record that came of it."""
        wanted = {"op": op, "kind": kind, "number": number, "data": data or {}}
        row: Json = self.ask("POST", f"{self.control}/accounts/{account}/edit", wanted)
        return row

    def set_key(self, account: int, key: str, scopes: list[str]) -> None:
        """Give the account another key with those scopes, or another set of scopes to one that it has."""
        self.ask("POST", f"{self.control}/accounts/{account}/keys", {"key": key, "scopes": scopes})

    def set_switches(self, account: int, **changes: object) -> Json:
        """Change how the account behaves (sandbox.rackbeat.switches.Switches)."""
        switches: Json = self.ask("POST", f"{self.control}/accounts/{account}/switches", changes)
        return switches

    def outbox(self, account: int) -> list[Json]:
        """The mails it sent: to, template, about, sent_at."""
        mails: list[Json] = self.ask("GET", f"{self.control}/accounts/{account}/outbox")["items"]
        return mails

    def webhooks(self, account: int) -> list[Json]:
        """Its webhooks, without their tokens."""
        found: list[Json] = self.ask("GET", f"{self.control}/accounts/{account}/webhooks")["items"]
        return found

    def resolve(self, bases: Mapping[str, str]) -> None:
        """Where on this machine webhooks of an https address go."""
        self.ask("PUT", f"{self.control}/resolve", dict(bases))

    def writes(self) -> int:
        """How many calls that write records came in so far."""
        routes = self.ask("GET", f"{self.control}/calls")["routes"]
        return sum(count for route, count in routes.items() if _writes(route))


def _writes(route: str) -> bool:
    """Whether a route (`POST /v2/customer/list`) writes records: sessions and subscriptions are none."""
    method, path = route.split(" ", 1)
    return method != "GET" and not any(word in path for word in ("token", "webhooks", "event"))
