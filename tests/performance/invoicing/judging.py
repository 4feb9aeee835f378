"""What became of each booked invoice, told from the rows of both sandboxes and from what people are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem
from sandbox.rackbeat.documents.money import totals
from sandbox.rackbeat.rows import Row
from sandbox.tripletex.hand import rows_of
from sandbox.tripletex.world import TripletexWorld
from tests.performance.invoicing.companies import Invoicing


class Became(StrEnum):
    """`silent`: it differs, is not there or is there twice, and nobody is told."""

    EQUAL = "equal"
    EQUAL_ROUNDED = "equal, with a line for rounding"
    HELD = "held"
    TOLD = "differs, and somebody is told"
    SILENT = "silent"


def judge(world: TripletexWorld, company: Invoicing) -> Iterator[tuple[Became, str]]:
    """Each of the company's invoices: what it became, and the code that people are shown, if any."""
    orders = {str(row["id"]): row for row in rows_of(world, company.company.id, "order")}
    arrived: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(world, company.company.id, "invoice"):
        if row["isCharged"]:
            comment = orders[str(row["orders"][0]["id"])]["internalComment"]
            arrived.setdefault(comment.rpartition(":")[2], []).append(row)
    for booked in company.booked:
        number = str(booked.number)
        problem = _problem(company, number)
        code = problem.code if problem else ""
        yield _became(company, booked, arrived.get(number, []), code), code


def counted(world: TripletexWorld, company: Invoicing) -> Counter[str]:
    """How many became what; those held by the code that says why."""
    return Counter(f"{became}: {code}" if code else became.value for became, code in judge(world, company))


def _became(company: Invoicing, booked: Row, arrived: list[dict[str, Any]], code: str) -> Became:
    if not arrived:
        return Became.HELD if code else Became.SILENT
    if len(arrived) == 1:
        said = totals(booked.lines, Decimal(1), company.account.switches)
        net, gross = (_exact(arrived[0][name]) for name in ("amountExcludingVatCurrency", "amountCurrency"))
        if (net, gross) == (said.subtotal, said.total):
            return Became.EQUAL
        if (
            gross == said.total
            and abs(net - said.subtotal) <= 1
            and len(arrived[0]["orderLines"]) > len(booked.lines)
        ):
            return Became.EQUAL_ROUNDED
    return Became.TOLD if code else Became.SILENT


def _problem(company: Invoicing, number: str) -> Problem | None:
    key = RecordKey(kind=Kind.INVOICE, side=Side.APP, id=number)
    return company.desk.stores.journal.problem_of(key)


def _exact(value: Any) -> Decimal:
    return Decimal(str(value))
