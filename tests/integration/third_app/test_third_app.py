"""A third app is a side of a connection and a table of rules: nothing else of the product knows that it is there. A
company connects it by the public API, and it ends with changes that travel."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from local.peers import Json, TripletexPeer
from samspill.api import app as api
from samspill.composition import App
from samspill.integrations import INTEGRATIONS
from samspill.model.kinds import Kind, Side
from samspill.model.plan import PlanRow, RowOutcome
from samspill.model.status import Status
from samspill.store.permits import DynamoPermits
from samspill.tasks.subscriptions import signing_secrets
from samspill.tasks.webhooks import Delivery, Verdict, receive
from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.world import TripletexWorld
from tests.integration.api.bench import simulated_aws
from tests.integration.api.client import Answered, Client
from tests.integration.api.newcomers import Outbox
from tests.integration.stepping import Stepped, stepping_app
from tests.integration.third_app.shed import INTEGRATION, Shed, app_of

C, P = Kind.CUSTOMER, Kind.PRODUCT
STRANGER = {"integration": "shed", "company": "Bygg AS", "contact": "Kari"}
_numbers = count(920000001)


def ok(answer: Answered) -> Json:
    """What the API answered, when it did."""
    assert answer.status < 300, answer.text
    found: Json = answer.json
    return found


@dataclass
class Scene:
    """A company that connects Shed with Tripletex: its token, and its onboarding below /v1."""

    app: App
    keys: Json
    client: Client
    path: str
    shed: Shed
    tripletex: TripletexPeer
    company: int
    connection_id: str = ""
    planned: list[PlanRow] = field(default_factory=list)

    @property
    def stepped(self) -> Stepped:
        """What it has made, as the state machine and the workers see it."""
        return Stepped(self.app, self.connection_id)

    def says(self, step: str, body: object) -> Json:
        """An answer to one step, and the onboarding after it."""
        return ok(self.client.put(f"{self.path}/{step}", body))

    def until_review(self) -> Json:
        """Every answer that it is asked for, and the plan made of them."""
        self.says("keys", self.keys)
        self.says("settings", {})
        self.connection_id = str(ok(self.client.post(f"{self.path}/plan"))["connection"])
        stepped = self.stepped
        stepped.until_review()
        self.planned = stepped.planned
        return ok(self.client.get(f"/v1/connections/{self.connection_id}/plan"))

    def go_live(self) -> None:
        """From the first answer to real time."""
        plan = self.until_review()
        word = {"plan": plan["hash"], "decision_revision": plan["decision_revision"]}
        ok(self.client.post(f"/v1/connections/{self.connection_id}/approve", word))
        self.stepped.first_sync()

    def of_tripletex(self, kind: Kind) -> dict[str, Json]:
        """Its rows by number."""
        name = "customerNumber" if kind is C else "number"
        return {str(row[name]): row for row in self.tripletex.rows(self.company, kind.value)}

    def of_shed(self, kind: Kind) -> dict[str, Json]:
        """Its records by number."""
        return {str(record.number): record.values() for (k, _), record in self.shed.records.items() if k is kind}

    def told_by_shed(self, kind: Kind, number: str) -> Verdict:
        """A webhook of Shed's."""
        record_id = next(i for (k, i), record in self.shed.records.items() if k is kind and record.number == number)
        secret = signing_secrets(self.stepped.app, self.stepped.connection, Side.APP)[0]
        body = json.dumps({"kind": kind.value, "id": record_id}).encode()
        verdict = receive(self.stepped.app, Delivery("shed", self.stepped.id, {"shed-secret": secret}, body))
        self.stepped.settle()
        return verdict


@pytest.fixture
def scene() -> Iterator[Scene]:
    number = str(next(_numbers))
    with simulated_aws() as env, serve(make_app(TripletexWorld(seed=int(number)))) as url:
        tripletex, shed, email = TripletexPeer(url), Shed(number, f"shed-{number}"), f"kari@bygg{number}.example"
        opened = tripletex.open_company(
            {"name": "Bygg AS", "organization_number": number, "tokens": [{"token": f"test-{number}"}]}
        )
        here = env.model_copy(update={"tripletex_url": f"{url}/v2"})
        integrations = {**INTEGRATIONS, "shed": INTEGRATION}
        apps = {"shed": app_of({"key": shed, "another-key": Shed(number, f"another-{number}")})}
        with stepping_app(here, integrations=integrations, apps=apps, permits=DynamoPermits()) as app:
            shed.write(C, None, {"number": "10", "name": "Ås Bygg AS", "phone": "22334455"})
            shed.write(C, None, {"number": "11", "name": "Bare i Shed AS"})
            shed.write(P, None, {"number": "S1", "name": "Skrue", "price": "12.5"})
            tripletex.edit(opened["id"], "customer", "create", fields={"name": "Ås Bygg AS", "customerNumber": 10})
            tripletex.edit(opened["id"], "customer", "create", fields={"name": "Bare der AS", "customerNumber": 12})
            outbox = app.__dict__["mailer"] = Outbox()
            stranger = Client(api.handle, source=f"10.92.{int(number) % 250}.1")
            begun = ok(stranger.post("/v1/onboardings", {**STRANGER, "email": email}))
            (link,) = outbox.links_to(email)
            come = ok(stranger.post("/v1/links/consume", {"link": link}))
            client, path = Client(api.handle, come["token"]), f"/v1/onboardings/{begun['id']}"
            keys = {"tripletex": f"test-{number}", "app": "key"}
            yield Scene(app, keys, client, path, shed, tripletex, opened["id"])


def test_a_third_app_goes_from_its_keys_through_its_first_sync_to_real_time(scene: Scene) -> None:
    scene.go_live()
    outcomes = {(row.kind, row.outcome) for row in scene.planned}
    assert outcomes == {
        (C, RowOutcome.LINK), (C, RowOutcome.CREATE_IN_APP), (C, RowOutcome.CREATE_IN_TRIPLETEX),
        (P, RowOutcome.CREATE_IN_TRIPLETEX),
    }  # fmt: skip
    assert scene.stepped.connection.status is Status.ACTIVE
    assert scene.of_shed(C).keys() == {"10", "11", "12"}
    assert scene.of_tripletex(C).keys() == {"10", "11", "12"}
    assert scene.of_tripletex(P)["S1"]["name"] == "Skrue"


def test_its_webhooks_reach_tripletex(scene: Scene) -> None:
    scene.go_live()
    record = next(record for record in scene.shed.records.values() if record.number == "S1")
    scene.shed.write(P, record.id, {"name": "Stor skrue"})
    assert scene.told_by_shed(P, "S1") is Verdict.STORED
    assert scene.of_tripletex(P)["S1"]["name"] == "Stor skrue"


def test_a_delivery_with_a_wrong_secret_is_refused(scene: Scene) -> None:
    scene.until_review()
    delivery = Delivery("shed", scene.stepped.id, {"shed-secret": "guessed"}, b"{}")
    assert receive(scene.stepped.app, delivery) is Verdict.UNSIGNED


def test_what_changes_in_tripletex_reaches_it(scene: Scene) -> None:
    scene.go_live()
    scene.stepped.poll()
    there = scene.of_tripletex(C)["10"]
    scene.tripletex.edit(
        scene.company, "customer", "update", there["id"], {"version": there["version"], "phoneNumber": "40506070"}
    )
    scene.stepped.poll()
    assert scene.of_shed(C)["10"]["phone"] == "40506070"


def test_it_is_asked_only_for_what_it_has(scene: Scene) -> None:
    shown = scene.says("keys", scene.keys)
    assert (shown["done"], shown["missing"], shown["step"]) == (["keys"], ["settings"], "settings")
    shown = scene.says("settings", {})
    assert (shown["missing"], shown["step"]) == ([], "plan")


def test_groups_and_start_up_that_it_does_not_have_are_refused_by_their_name(scene: Scene) -> None:
    scene.says("keys", scene.keys)
    group = {"sort": "customer", "name": "Kunder"}
    answers = [
        scene.client.get(f"{scene.path}/groups"), scene.client.post(f"{scene.path}/groups", group),
        scene.client.put(f"{scene.path}/groups", {}), scene.client.put(f"{scene.path}/start-up", {}),
    ]  # fmt: skip
    assert [(answer.status, answer.json["code"]) for answer in answers] == [(422, "setting_not_offered")] * 4
    settings = ["app_defaults", "app_defaults", "app_defaults", "start_up"]
    assert [answer.json["errors"][0]["field"] for answer in answers] == [f"body.{each}" for each in settings]


def test_keys_of_another_account_ask_for_nothing_that_it_does_not_have(scene: Scene) -> None:
    scene.says("keys", scene.keys)
    scene.says("settings", {})
    shown = scene.says("keys", {**scene.keys, "app": "another-key"})
    assert (shown["done"], shown["missing"]) == (["keys"], ["settings"])
