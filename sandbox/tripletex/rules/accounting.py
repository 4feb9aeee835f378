"""Voucher and its postings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sandbox.tripletex.company import Company
from sandbox.tripletex.errors import Complaint, complaint
from sandbox.tripletex.kinds import Draft, Kind, operations
from sandbox.tripletex.rows import Row
from sandbox.tripletex.transaction import Transaction


def is_locked(company: Company, day: str | None) -> bool:
    """Whether the period of a day is closed."""
    last = company.switches.locked_until
    return bool(last and day and day <= last)


def next_voucher_number(company: Company, year: int) -> int:
    """The next number of a year."""
    of_year = (row.get("number", 0) for row in company.table("Voucher") if row.get("year") == year)
    return max(of_year, default=0) + 1


def _check(draft: Draft) -> Iterator[Complaint]:
    if is_locked(draft.company, draft.get("date")):
        yield complaint("date", "period_locked")
    postings = draft.sent.parts.get("postings", [])
    if draft.creating and not postings:
        yield complaint("postings", "no_postings")
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for posting in postings:
        values = posting.values
        if not values.get("row"):
            yield complaint("postings.row", "row_zero")
        if values.get("account") is None:
            yield complaint("postings.account.name", "null")
        gross, currency = values.get("amountGross", 0), values.get("amountGrossCurrency", 0)
        if gross != currency and values.get("currency", 1) == 1:
            yield complaint("postings.amountGross", "gross_differs")
        sums[values.get("date") or draft.get("date")] += Decimal(str(gross or 0))
    for day, total in sums.items():
        if total:
            yield complaint("postings", "unbalanced", day=day)


def _number(draft: Draft) -> None:
    if not draft.creating:
        return
    year = int(draft.get("date")[:4])
    draft.values.update(year=year, number=next_voucher_number(draft.company, year))


def _book(transaction: Transaction, row: Row) -> None:
    """Postings take date and amounts from what was sent; only gross amounts count."""
    for each in row.get("postings", ()):
        posting = transaction.company.row("Posting", each)
        if posting is None:
            continue
        gross = posting.get("amountGross", 0)
        posting.version = 1
        posting.values.setdefault("date", row.get("date"))
        posting.values.update(amount=gross, amountCurrency=posting.get("amountGrossCurrency", gross))


def _count_postings(_company: Company, rows: list[Row]) -> dict[str, Any]:
    return {"totalNumberOfPostings": sum(len(row.get("postings", ())) for row in rows)}


VOUCHER = Kind(
    path="ledger/voucher",
    schema="Voucher",
    operations=operations("post", "put", "delete", "put_list"),
    right="voucher",
    required={"date": ("null", "field"), "description": ("null", "field")},
    check=_check,
    complete=_number,
    after_create=_book,
    first_version=5,
    post_fields="*,postings(*)",
    totals=_count_postings,
)
