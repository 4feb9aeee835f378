"""Whatever is sent, it is answered in Rackbeat's own words and never breaks the server."""

from __future__ import annotations

import json

import pytest

from sandbox.rackbeat.kinds.catalogue import KINDS
from tests.integration.sandbox_rackbeat.harness import RunningRackbeat, line

ODD: tuple[object, ...] = (
    None, "", " ", "x" * 5000, "\u0000", -1, 0, 1, 10**30, 1e300, 0.1 + 0.2, True, [], [None], {}, {"id": []},
    "9999-12-31", "0001-01-01 00:00:00", "NaN", "1e5", "٣",
)  # fmt: skip
PARAMETERS = (
    "page", "limit", "fields", "order_by", "order_direction", "search", "updated_at_from", "customer_to",
    "invoice_date_from", "is_booked", "simple_filter[number]", "simple_filter[created_at]", "simple_filter[",
)  # fmt: skip
TOLD = (200, 201, 204, 206, 400, 404, 405, 422)


@pytest.mark.parametrize("key", KINDS)
def test_odd_values_in_any_field_are_told_or_taken(rackbeat: RunningRackbeat, key: str) -> None:
    found = KINDS[key]
    rackbeat.switch(requests_per_minute=100_000)
    names = [field.name for field in found.fields] + ["number", "lines"]
    for odd in ODD:
        for name in names:
            for method, path in (("POST", f"/{found.path}"), ("PUT", f"/{found.path}/1")):
                answer = rackbeat.client.request(method, path, content=json.dumps({name: odd}))
                assert answer.status_code in TOLD, (method, path, name, odd)
        everything = rackbeat.client.post(f"/{found.path}", content=json.dumps(dict.fromkeys(names, odd)))
        assert everything.status_code in TOLD, odd


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_lines_are_told_or_taken(rackbeat: RunningRackbeat, odd: object) -> None:
    for name in ("item_id", "quantity", "line_price", "discount_percentage", "location_id", "id", "name"):
        body = {"customer_id": 1, "lines": [{**line(), name: odd}]}
        answer = rackbeat.client.post("/customer-invoices", content=json.dumps(body))
        assert answer.status_code in TOLD, name
        if answer.status_code == 201:
            number = answer.json()["customer_invoice"]["number"]
            assert rackbeat.client.post(f"/customer-invoices/{number}/book").status_code in TOLD


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_parameters_are_told_or_taken(rackbeat: RunningRackbeat, odd: object) -> None:
    rackbeat.invoice(line())
    for name in PARAMETERS:
        answer = rackbeat.client.get("/customer-invoices", params={name: str(odd)})
        assert answer.status_code in TOLD, name
