"""A running Rackbeat with one furnished account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.hostility.settings import Settings
from sandbox.rackbeat.account import Account
from sandbox.rackbeat.app import make_app
from sandbox.rackbeat.opening import NewAccount
from sandbox.rackbeat.seed_rows import plant
from sandbox.rackbeat.world import RackbeatWorld
from sandbox.serve import serve
from tests.integration.sandbox_svenn.harness import Clock

Json = dict[str, Any]

#: Two customers' zones, goods and services, terms of 14 days.
FURNITURE: dict[str, list[Json]] = {
    "customer_groups": [{"name": "Kunder"}],
    "supplier_groups": [{"name": "Leverandører"}],
    "product_groups": [
        {"name": "Varer", "has_inventory": True, "vat_domestic": 25},
        {"name": "Tjenester", "has_inventory": False, "vat_domestic": 25},
        {"name": "Matvarer", "has_inventory": True, "vat_domestic": 15},
    ],
    "payment_terms": [{"name": "Netto 14", "type": "net", "maturity_days": 14}],
    "customers": [
        {
            "name": "Fjord Bygg AS",
            "payment_terms_id": 1,
            "customer_group_id": 1,
            "contact_email": "post@fjord.example",
        },
        {"name": "Øresund ApS", "payment_terms_id": 1, "customer_group_id": 1, "vat_zone": "abroad"},
    ],
    "suppliers": [{"name": "Grossisten AS", "payment_terms_id": 1, "supplier_group_id": 1}],
    "products": [
        {"number": "SKR 4/40", "name": "Skrue 4x40", "group_id": 1, "sales_price": 10, "cost_price": 4},
        {"number": "MONT", "name": "Montering", "group_id": 2, "sales_price": 900},
        {"number": "KAFFE", "name": "Kaffe", "group_id": 3, "sales_price": 80},
    ],
}


@dataclass
class RunningRackbeat:
    """The world, its address and a client with a key of all scopes; the client's paths begin below /api."""

    world: RackbeatWorld
    clock: Clock
    account: Account
    client: httpx.Client
    url: str

    def get(self, path: str, **params: str | int) -> Json:
        """The body of a GET that goes well."""
        answer = self.client.get(path, params=params)
        assert answer.status_code in (200, 206), answer.text
        body: Json = answer.json()
        return body

    def create(self, path: str, /, **body: object) -> Json:
        """What a POST makes, out of its envelope."""
        answer = self.client.post(path, json=body)
        assert answer.status_code == 201, answer.text
        (made,) = answer.json().values()
        return dict(made)

    def change(self, path: str, /, **body: object) -> Json:
        """What a PUT makes of a record."""
        answer = self.client.put(path, json=body)
        assert answer.status_code == 200, answer.text
        (row,) = answer.json().values()
        return dict(row)

    def wrong(self, method: str, path: str, /, **body: object) -> Json:
        """The errors of a call that is not valid."""
        answer = self.client.request(method, path, json=body)
        assert answer.status_code == 422, answer.text
        errors: Json = answer.json()["errors"]
        return errors

    def switch(self, **changes: object) -> None:
        """Turn switches of the account."""
        self.world.set_switches(self.account.company.id, changes)

    def invoice(self, *lines: Json, **body: object) -> Json:
        """A draft for customer 1."""
        return self.create("/customer-invoices", **{"customer_id": 1, "lines": list(lines), **body})

    def book(self, invoice: Json, **options: object) -> Json:
        """It, booked."""
        answer = self.client.post(f"/customer-invoices/{invoice['number']}/book", json=options)
        assert answer.status_code == 200, answer.text
        booked: Json = answer.json()["customer_invoice"]
        return booked

    def stock(self, number: str = "SKR%204%2F40") -> float:
        """How many of a product there are."""
        quantity: float = self.get(f"/products/{number}")["product"]["stock_quantity"]
        return quantity

    def be_hostile(self, seed: int = 1, **odds: float) -> None:
        """Begin the mode; nothing that is put off comes by itself, and no spell ends."""
        longest = dict.fromkeys(("late_seconds", "storm_seconds", "revoked_seconds"), 60)
        self.world.hostility.begin(Settings.model_validate({"seed": seed, "odds": odds, **longest}))


def line(item: str = "SKR 4/40", quantity: float = 1, **more: object) -> Json:
    """A line of a document."""
    return {"item_id": item, "quantity": quantity, **more}


@contextmanager
def running_rackbeat() -> Iterator[RunningRackbeat]:
    """A fresh world with one account, in English, on a free port."""
    clock = Clock()
    world = RackbeatWorld(clock=clock, seed=1)
    account = world.open_account(NewAccount(language="en"))
    plant(account, FURNITURE)
    with serve(make_app(world)) as url:
        key = {"Authorization": f"Bearer {next(iter(account.keys))}"}
        with httpx.Client(base_url=f"{url}/api", headers=key, trust_env=False) as client:
            yield RunningRackbeat(world, clock, account, client, url)
