"""A third app is a side of a connection and a table of rules: nothing else of the product knows that it is there."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from local.peers import Json, TripletexPeer
from samspill.integrations import INTEGRATIONS
from samspill.model.connection import Keys
from samspill.model.kinds import Kind, Side
from samspill.model.plan import RowOutcome
from samspill.model.status import Status
from samspill.store.permits import DynamoPermits
from samspill.tasks.connections import Order
from samspill.tasks.subscriptions import signing_secrets
from samspill.tasks.webhooks import Delivery, Verdict, receive
from sandbox.serve import serve
from sandbox.tripletex.app import make_app
from sandbox.tripletex.world import TripletexWorld
from tests.integration.api.bench import simulated_aws
from tests.integration.stepping import Stepped, stepping_app
from tests.integration.third_app.shed import INTEGRATION, Shed, app_of

C, P = Kind.CUSTOMER, Kind.PRODUCT
_numbers = count(920000001)


@dataclass
class Scene:
    """A connection of Shed's with Tripletex, before its first sync."""

    stepped: Stepped
    shed: Shed
    tripletex: TripletexPeer
    company: int

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
        tripletex, shed = TripletexPeer(url), Shed(number)
        opened = tripletex.open_company(
            {"name": "Bygg AS", "organization_number": number, "tokens": [{"token": f"test-{number}"}]}
        )
        here = env.model_copy(update={"tripletex_url": f"{url}/v2"})
        integrations = {**INTEGRATIONS, "shed": INTEGRATION}
        with stepping_app(
            here, integrations=integrations, apps={"shed": app_of({"key": shed})}, permits=DynamoPermits()
        ) as app:
            shed.write(C, None, {"number": "10", "name": "Ås Bygg AS", "phone": "22334455"})
            shed.write(C, None, {"number": "11", "name": "Bare i Shed AS"})
            shed.write(P, None, {"number": "S1", "name": "Skrue", "price": "12.5"})
            tripletex.edit(opened["id"], "customer", "create", fields={"name": "Ås Bygg AS", "customerNumber": 10})
            tripletex.edit(opened["id"], "customer", "create", fields={"name": "Bare der AS", "customerNumber": 12})
            order = Order(
                integration="shed", organization_number=number, keys=Keys(tripletex=f"test-{number}", app="key")
            )
            yield Scene(Stepped.turned_on(app, order), shed, tripletex, opened["id"])


def test_a_third_app_goes_from_its_keys_through_its_first_sync_to_real_time(scene: Scene) -> None:
    scene.stepped.go_live()
    outcomes = {(row.kind, row.outcome) for row in scene.stepped.planned}
    assert outcomes == {
        (C, RowOutcome.LINK), (C, RowOutcome.CREATE_IN_APP), (C, RowOutcome.CREATE_IN_TRIPLETEX),
        (P, RowOutcome.CREATE_IN_TRIPLETEX),
    }  # fmt: skip
    assert scene.stepped.connection.status is Status.ACTIVE
    assert scene.of_shed(C).keys() == {"10", "11", "12"}
    assert scene.of_tripletex(C).keys() == {"10", "11", "12"}
    assert scene.of_tripletex(P)["S1"]["name"] == "Skrue"


def test_its_webhooks_reach_tripletex(scene: Scene) -> None:
    scene.stepped.go_live()
    record = next(record for record in scene.shed.records.values() if record.number == "S1")
    scene.shed.write(P, record.id, {"name": "Stor skrue"})
    assert scene.told_by_shed(P, "S1") is Verdict.STORED
    assert scene.of_tripletex(P)["S1"]["name"] == "Stor skrue"


def test_a_delivery_with_a_wrong_secret_is_refused(scene: Scene) -> None:
    delivery = Delivery("shed", scene.stepped.id, {"shed-secret": "guessed"}, b"{}")
    assert receive(scene.stepped.app, delivery) is Verdict.UNSIGNED


def test_what_changes_in_tripletex_reaches_it(scene: Scene) -> None:
    scene.stepped.go_live()
    scene.stepped.poll()
    there = scene.of_tripletex(C)["10"]
    scene.tripletex.edit(
        scene.company, "customer", "update", there["id"], {"version": there["version"], "phoneNumber": "40506070"}
    )
    scene.stepped.poll()
    assert scene.of_shed(C)["10"]["phone"] == "40506070"
