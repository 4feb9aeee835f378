"""A company as it stands in Tripletex and in Rackbeat on the day the two are to be connected."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from sandbox.seeding import rackbeat_rows, tripletex_rows
from sandbox.seeding.customers import make_customers
from sandbox.seeding.differences import differ_companies
from sandbox.seeding.dirt import Amount, Dirt, Planted, Planter, only
from sandbox.seeding.employees import make_employees
from sandbox.seeding.goods import Article, GoodsMaker
from sandbox.seeding.makers import RecordMaker
from sandbox.seeding.pair import SeedRows
from sandbox.seeding.records import Company
from sandbox.seeding.slots import Side, Slot, make_slots, rows

FIRST_SUPPLIER = 50001
FIRST_PRODUCT = 1001
SIDES: tuple[Side, Side] = ("tripletex", "app")


@dataclass(frozen=True)
class RackbeatDirt:
    """How much of each trouble is planted, as far as there is room. `RackbeatDirt()`: a little of all."""

    duplicate_organisations: Amount = 0.01  # customers: on both sides, under two numbers
    customer_number_clashes: Amount = 0.01  # one number, two companies
    inactive_customers: Amount = 0.03  # barred in Rackbeat
    customers_also_suppliers: Amount = 0.03  # one row in Tripletex, two in Rackbeat
    inactive_suppliers: Amount = 0.03
    duplicate_people: Amount = 0.01  # employees: one e-mail address twice
    missing_emails: Amount = 0.02  # employees
    product_number_clashes: Amount = 0.01  # one number, two products
    duplicate_product_names: Amount = 0.02  # Rackbeat: two products of one name, which Tripletex refuses
    spaced_product_numbers: Amount = 0.05  # space and slash in the number
    inactive_products: Amount = 0.03  # barred in Rackbeat

    @classmethod
    def none(cls) -> RackbeatDirt:
        """Nothing is wrong."""
        return cls(**{field.name: 0 for field in fields(cls)})

    def shared_with_svenn(self) -> Dirt:
        """What customers and employees have in common with a Svenn pair."""
        known = {field.name for field in fields(Dirt)}
        return replace(Dirt.none(), **{name: amount for name, amount in vars(self).items() if name in known})


@dataclass(frozen=True)
class RackbeatPair:
    """Seed rows for both sandboxes, by collection, and what is wrong with them."""

    tripletex: SeedRows
    rackbeat: SeedRows
    planted: tuple[Planted, ...]


def make_rackbeat_pair(
    *,
    customers: int,
    suppliers: int,
    products: int,
    employees: int,
    overlap: float,
    seed: int,
    dirt: RackbeatDirt | None = None,
) -> RackbeatPair:
    """Two believable registers; the same arguments always give the same pair.

    Each figure is the number of rows on EACH side, but for a supplier more in Rackbeat for each customer that is one
    too; the share `overlap` (0 to 1) of each kind stands on both sides under one number. The Rackbeat side brings its
    groups, payment terms and units with it.
    """
    if not 0 <= overlap <= 1 or min(customers, suppliers, products, employees) < 0:
        raise ValueError("overlap is a share from 0 to 1, and no figure is below 0")
    dirt = RackbeatDirt() if dirt is None else dirt
    randomness = random.Random(seed)
    planter, maker = Planter(randomness), RecordMaker(randomness)
    people = make_employees(employees, overlap, dirt.shared_with_svenn(), planter, maker, randomness)
    buyers = make_customers(customers, overlap, dirt.shared_with_svenn(), planter, maker, randomness)
    sellers = _make_suppliers(suppliers, overlap, dirt, planter, maker, randomness)
    articles = _make_products(products, overlap, dirt, planter, GoodsMaker(randomness), randomness)
    return RackbeatPair(
        tripletex={
            "employees": [tripletex_rows.employee_row(row) for row in rows(people, "tripletex")],
            "customers": [tripletex_rows.customer_row(row) for row in rows(buyers, "tripletex")],
            "suppliers": [tripletex_rows.supplier_row(row) for row in rows(sellers, "tripletex")],
            "products": [tripletex_rows.product_row(row) for row in rows(articles, "tripletex")],
        },
        rackbeat={
            **rackbeat_rows.furniture(),
            "employees": [rackbeat_rows.employee_row(row) for row in rows(people, "app")],
            "customers": [rackbeat_rows.customer_row(row) for row in rows(buyers, "app")],
            "suppliers": [
                rackbeat_rows.supplier_row(row) for row in (*rows(sellers, "app"), *_twins(buyers, suppliers))
            ],
            "products": [rackbeat_rows.product_row(row) for row in rows(articles, "app")],
        },
        planted=tuple(planter.planted),
    )


def _make_suppliers(
    count: int, overlap: float, dirt: RackbeatDirt, planter: Planter, maker: RecordMaker, randomness: random.Random
) -> list[Slot[Company]]:
    numbers = [str(FIRST_SUPPLIER + place) for place in range(2 * count)]
    slots = make_slots(count, overlap, numbers, maker.company, randomness)
    for slot in planter.take(slots, dirt.inactive_suppliers, count, lambda _: True):
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, inactive=True))
                planter.note("inactive_suppliers", "supplier", side, row.number)
    differ_companies(slots, randomness)
    return slots


def _twins(buyers: Sequence[Slot[Company]], suppliers: int) -> list[Company]:
    """The suppliers that stand for customers which Tripletex knows as both."""
    both = [slot.app for slot in buyers if slot.app and slot.tripletex and slot.tripletex.supplier]
    return [replace(row, number=str(FIRST_SUPPLIER + 2 * suppliers + place)) for place, row in enumerate(both)]


def _make_products(
    count: int, overlap: float, dirt: RackbeatDirt, planter: Planter, maker: GoodsMaker, randomness: random.Random
) -> list[Slot[Article]]:
    numbers = [str(FIRST_PRODUCT + place) for place in range(2 * count)]
    slots = make_slots(count, overlap, numbers, maker.article, randomness)
    for left, right in planter.take_pairs(slots, dirt.product_number_clashes, count):
        assert left.tripletex is not None
        right.app = maker.stranger(left.tripletex)
        for side in SIDES:
            planter.note("product_number_clashes", "product", side, left.tripletex.number)
    named = [slot.app for slot in slots if slot.app]
    for slot in planter.take(slots, dirt.duplicate_product_names, count, lambda s: only(s, "app") and len(named) > 1):
        assert slot.app is not None
        other = randomness.choice([row for row in named if row.number != slot.app.number])
        slot.app = replace(slot.app, name=other.name)
        planter.note("duplicate_product_names", "product", "app", slot.app.number)
    for slot in planter.take(slots, dirt.spaced_product_numbers, count, lambda _: True):
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, number=row.number.replace("-", " ") + "/A"))
                planter.note("spaced_product_numbers", "product", side, row.number.replace("-", " ") + "/A")
    for slot in planter.take(slots, dirt.inactive_products, count, lambda _: True):
        for side in SIDES:
            if (row := slot.row(side)) is not None:
                slot.put(side, replace(row, inactive=True))
                planter.note("inactive_products", "product", side, row.number)
    return slots
