"""Companies that connect themselves: what they send, and the mails they get."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from samspill.model.connection import Company, Connection
from samspill.model.kinds import Side
from samspill.tasks.first_sync import take_step
from samspill.tasks.schedule import run_task
from tests.fakes.choosing_systems import ChoosingSystem
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered, Client

_numbers = count(1)


@dataclass
class Outbox:
    """Mails that would have been sent: (to, subject, text)."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, to: str, subject: str, text: str, html: str | None = None) -> None:
        self.mails.append((to, subject, text))

    def links_to(self, email: str) -> list[str]:
        """What stands behind the `#` of each link mailed there, oldest first."""
        return [re.findall(r"#(\S+)", text)[0] for to, _, text in self.mails if to == email and "#" in text]


@dataclass
class Newcomer:
    """A company on its way, with a token once it has begun."""

    bench: Bench
    outbox: Outbox
    email: str
    tripletex: ChoosingSystem
    app: ChoosingSystem
    keys: dict[str, str]
    source: str
    id: str = ""
    token: str = ""

    @property
    def client(self) -> Client:
        """The company's browser."""
        return Client(self.bench.handle, self.token or None, {"accept-language": "en"}, self.source)

    @property
    def path(self) -> str:
        """Its onboarding below /v1."""
        return f"/v1/onboardings/{self.id}"

    def begins(self, **typed: object) -> Answered:
        """POST /v1/onboardings."""
        new = {
            "integration": "rackbeat",
            "company": "Fjord Lager AS",
            "contact": "Kari Nordmann",
            "email": self.email,
            "language": "en",
            **typed,
        }
        answer = self.client.post("/v1/onboardings", new)
        if answer.status == 201:
            self.id, self.token = answer.json["id"], answer.json["token"]
        return answer

    def opens_its_mail(self) -> None:
        """Follows the newest link back to its onboarding."""
        back = [each for each in self.outbox.links_to(self.email) if each.startswith(f"o.{self.id}.")]
        assert self.follows(back[-1]).status == 200

    def says(self, step: str, body: object) -> Answered:
        """PUT of one step."""
        return self.client.put(f"{self.path}/{step}", body)

    def shown(self) -> Any:
        """GET of the onboarding."""
        return self.client.get(self.path).json

    def answers_everything(self) -> None:
        """From the beginning to where a plan can be made, with nothing at start-up."""
        assert self.begins().status == 201
        self.opens_its_mail()
        for step, body in (("keys", self.keys), ("groups", {}), ("start-up", {}), ("settings", {})):
            answer = self.says(step, body)
            assert answer.status == 200, answer.text

    def asks_for_a_plan(self) -> Connection:
        """POST .../plan; the connection."""
        answer = self.client.post(f"{self.path}/plan")
        assert answer.status == 202, answer.text
        return self.connection

    @property
    def connection(self) -> Connection:
        """What was made of it."""
        return self.bench.app.connections.get(self.shown()["connection"])

    def step(self, name: str, **more: Any) -> dict[str, Any]:
        """A step of the state machine."""
        made = self.connection
        event = {"step": name, "connection": made.id, "execution": made.execution, **more}
        return take_step(self.bench.app, event)

    def until_review(self) -> None:
        """The state machine makes the plan and asks."""
        for name in ("check_keys", "snapshot", "plan"):
            self.step(name)
        self.step("await_review", token="token-1", asked_again=False)

    def approves(self) -> Answered:
        """POST .../approve with what it reads of the plan."""
        path = f"/v1/connections/{self.connection.id}"
        plan = self.client.get(f"{path}/plan").json
        return self.client.post(
            f"{path}/approve", {"plan": plan["hash"], "decision_revision": plan["decision_revision"]}
        )  # fmt: skip

    def until_verified(self) -> None:
        """The state machine carries the plan out, and looks at what came of it."""
        self.step("subscribe")
        self.step("payment_terms")
        for phase in self.step("refresh")["phases"]:
            for kind in phase["kinds"]:
                place = {"phase": phase["phase"], "kind": kind["kind"]}
                for chunk in self.step("prepare_kind", **place)["chunks"]:
                    self.step("apply_chunk", chunk=chunk, **place)
        for name in ("stock", "verify"):
            self.step(name)

    def first_sync(self) -> None:
        """The state machine carries the plan out, and the connection goes live."""
        self.until_verified()
        for name in ("activate", "catch_up"):
            self.step(name)

    def goes_live(self) -> Connection:
        """The whole way."""
        self.answers_everything()
        self.asks_for_a_plan()
        self.until_review()
        assert self.approves().status == 200
        self.first_sync()
        return self.connection

    def is_live(self) -> Connection:
        """As if the first sync was through: `goes_live` is the way there, and takes several times as long."""
        self.answers_everything()
        made, now = self.asks_for_a_plan(), self.bench.now
        return self.bench.changed(made.id, status="active", live=True, live_since=now, approved_at=now)

    def asks_for_a_link(self, email: str | None = None, **more: object) -> Answered:
        """POST /v1/links, without a token."""
        return Client(self.bench.handle, source=self.source).post("/v1/links", {"email": email or self.email, **more})

    def mails_go_out(self) -> None:
        """The clock strikes."""
        run_task(self.bench.app, "links")

    def follows(self, link: str) -> Answered:
        """POST /v1/links/consume; the token is used from now on."""
        answer = self.bench.nobody.post("/v1/links/consume", {"link": link})
        if answer.status == 200:
            self.token = answer.json["token"]
        return answer


def newcomer(bench: Bench) -> Newcomer:
    """A company with an account in both systems, and an outbox in place of the bench's mailer."""
    number = next(_numbers)
    outbox = bench.app.__dict__.setdefault("mailer", Outbox())
    keys = {side.value: f"{side.value}-own-key-{number}" for side in Side}
    systems = {}
    for side in Side:
        owner = Company(
            id=f"{side.value}-own-{number}", name=f"Fjord Lager {number} AS",
            organization_number=f"9{number:08}" if side is Side.TRIPLETEX else None,
        )  # fmt: skip
        systems[side] = ChoosingSystem(side, owner)
        bench.world.systems[side, keys[side.value]] = systems[side]
    return Newcomer(
        bench, outbox, f"kari{number}@fjord.example", systems[Side.TRIPLETEX], systems[Side.APP], keys,
        source=f"10.0.{number // 256}.{number % 256}",
    )  # fmt: skip
