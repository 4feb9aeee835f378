"""A warehouse's everyday life: a new product, an invoice, its credit note, an invoice that is held and released."""

from decimal import Decimal

from local.demo.connecting import ACTORS
from local.demo.printing import expect
from local.demo.warehouse import Warehouse
from local.peers import Json
from local.world import seconds_until

LAMP = {"number": "LMP-20", "name": "Arbeidslampe 20 W", "group_id": 1, "unit_id": 1, "sales_price": 499}
#: (product, quantity, price, discount in per cent). VAT of the second ones is 353.50 for all lines together, and
#: 353.51 where each line is rounded for itself, as this Tripletex does.
PLAIN = (("LMP-20", 3, "499", 0), ("HYL-1", 2, "100", 0))
TRICKY = (("LMP-20", 3, "499", 10), ("HYL-1", 2, "33.35", 0))


def make_a_product(scene: Warehouse) -> None:
    """A product made in Rackbeat arrives in Tripletex."""
    scene.world.rackbeat.edit(scene.company.rackbeat_id, "product", "create", data=LAMP)
    seconds = seconds_until(
        lambda: any(row["number"] == LAMP["number"] for row in scene.in_tripletex("product")), "the product"
    )
    scene.narrator.done(f"Rackbeat → Tripletex: [bold]{LAMP['name']}[/] [bold]{seconds:.1f} s[/]")


def book_an_invoice(scene: Warehouse) -> None:
    """An invoice booked in Rackbeat is an invoice in Tripletex: equal totals, and nothing is sent to the customer."""
    booked = book(scene, PLAIN)
    seconds = seconds_until(lambda: len(arrived(scene, booked)) == 1, "the invoice")
    _tell(scene, "invoice", booked, arrived(scene, booked)[0], seconds)


def book_its_credit_note(scene: Warehouse) -> None:
    """The invoice is credited in Rackbeat: so it is in Tripletex."""
    invoice = next(row for row in scene.in_rackbeat("customer_invoice") if row["is_booked"])
    billed = arrived(scene, invoice)[0]
    scene.world.rackbeat.edit(scene.company.rackbeat_id, "customer_invoice", "credit", invoice["number"])
    draft = scene.in_rackbeat("customer_invoice")[-1]
    note = scene.world.rackbeat.edit(scene.company.rackbeat_id, "customer_invoice", "book", draft["number"])

    def notes() -> list[Json]:
        return [row for row in _charged(scene) if row["creditedInvoice"] == billed["id"]]

    seconds = seconds_until(lambda: len(notes()) == 1, "the credit note")
    _tell(scene, "credit note", note, notes()[0], seconds)


def hold_and_release(scene: Warehouse) -> None:
    """A total that would be another in Tripletex is held with the difference; settings release it."""
    orders = len(scene.in_tripletex("order"))
    booked = book(scene, TRICKY)
    seconds = seconds_until(lambda: bool(scene.connected.problems(kind="invoice")), "the problem")
    (problem,) = scene.connected.problems(kind="invoice")
    expect(problem["code"] == "totals_differ", f"held as {problem['code']}")
    expect(len(scene.in_tripletex("order")) == orders, "something was left in Tripletex")
    scene.narrator.done(f"held after {seconds:.1f} s: [bold]{problem['code']}[/] → {ACTORS[problem['actor']]}")
    scene.narrator.quote(problem["title"], problem["explanation"], problem["remedy"])
    product, path = scene.connected.product, f"{scene.connected.path}/settings"
    settings = product.ask("GET", path)
    settings["documents"]["differences"] = "rounding_line"
    for each in product.ask("POST", f"{path}/preview", {"settings": settings})["consequences"]:
        scene.narrator.tell(f"the settings would do: {each['text']}")
    product.ask("PUT", path, settings)
    seconds = seconds_until(lambda: len(arrived(scene, booked)) == 1, "the invoice that was held")
    _tell(scene, "released", booked, arrived(scene, booked)[0], seconds)
    expect(not scene.connected.problems(kind="invoice"), "the problem is still open")


def end_well(scene: Warehouse) -> None:
    """Once nothing waits any more, each document stands in Tripletex once, and nobody got a mail from there."""
    scene.connected.until(lambda c: c["counts"]["waiting"] == 0, "working off what waits")
    booked = [row for row in scene.in_rackbeat("customer_invoice") if row["is_booked"]]
    expect(len(_charged(scene)) == len(booked), f"{len(booked)} documents became {len(_charged(scene))}")
    sent = scene.world.tripletex.outbox(scene.company.tripletex_id)
    expect(not sent, f"Tripletex sent {sent}")
    scene.narrator.done(f"{len(booked)} documents, each once in Tripletex; sent to customers: none")


def book(scene: Warehouse, lines: tuple[tuple[str, int, str, int], ...], customer: int | None = None) -> Json:
    """Make an invoice out, to the first customer unless another is named, and book it."""
    account, rackbeat = scene.company.rackbeat_id, scene.world.rackbeat
    buyer = customer or next(row["number"] for row in scene.in_rackbeat("customer") if not row["is_barred"])
    body = [
        {"item_id": number, "quantity": quantity, "line_price": float(price), "discount_percentage": discount}
        for number, quantity, price, discount in lines
    ]
    draft = rackbeat.edit(account, "customer_invoice", "create", data={"customer_id": buyer, "lines": body})
    return rackbeat.edit(account, "customer_invoice", "book", draft["number"])


def arrived(scene: Warehouse, booked: Json) -> list[Json]:
    """The invoices in Tripletex whose order carries our key of this one."""
    key = f":invoice:{booked['number']}"
    found = [row for row in _charged(scene) if not row["isCreditNote"]]
    return [row for row in found if any(each["internalComment"].endswith(key) for each in row["orders"])]


def _charged(scene: Warehouse) -> list[Json]:
    return scene.world.tripletex.invoices(scene.company.tripletex_id)


def _tell(scene: Warehouse, what: str, booked: Json, row: Json, seconds: float) -> None:
    totals = Decimal(str(booked["total_total"])), Decimal(str(row["amountCurrency"]))
    expect(totals[0] == totals[1], f"the {what} comes to {totals[0]} in Rackbeat and {totals[1]} in Tripletex")
    scene.narrator.done(
        f"{what}: {booked['number']} in Rackbeat, {row['invoiceNumber']} in Tripletex, "
        f"both {totals[0]:.2f} NOK [bold]{seconds:.1f} s[/]"
    )
