"""What payment terms mean: which of them fall due when our `payment_due` says.

The codes of their types are not confirmed (reference 4f), so a type is recognised by its code or, failing that, by
the name that the interface gives it in the account's language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samspill.model.due import Due, DueUnit
from samspill.systems.rackbeat.conversions import decimal

_NOT_LETTERS = re.compile(r"[^a-zæøåäö]")

#: Our word for a type -> what Rackbeat may call it, the likeliest code first (reference 4f, hd/ht-00044).
TYPES: dict[str, tuple[str, ...]] = {
    "net": ("net", "Net", "netto"),
    "end_of_month": (
        "end_of_month", "End of month", "running_month", "current_month", "løbende måned", "løpende måned",
        "löpande månad",
    ),
    "cash": ("cash", "Cash", "cash_payment", "kontant"),
    "prepayment": ("prepayment", "Prepayment", "forudbetaling", "forhåndsbetaling", "förskottsbetalning"),
    "due_date": ("due_date", "Due date", "forfaldsdato", "forfallsdato", "förfallodatum"),
    "factoring": ("factoring", "Factoring"),
    "weekly_monday": (
        "weekly_monday", "Weekly Monday", "ugentlig mandag", "ukentlig mandag", "veckovis måndag",
    ),
    "weekly_sunday": (
        "weekly_sunday", "Weekly Sunday", "ugentlig søndag", "ukentlig søndag", "veckovis söndag",
    ),
}  # fmt: skip


def _plain(word: str) -> str:
    return _NOT_LETTERS.sub("", word.casefold())


_WORDS = {_plain(word): type_ for type_, words in TYPES.items() for word in words}


@dataclass(frozen=True)
class PaymentTerms:
    """Terms of one account. `type` is our word (TYPES), empty for one that we do not know; `code` is Rackbeat's."""

    number: int
    name: str
    type: str
    code: str
    days: int

    @property
    def due(self) -> str | None:
        """As records hold it; None for terms that say it in another way than by days or the end of the month."""
        if self.type == "net":
            return str(Due(self.days, DueUnit.DAYS))
        if self.type == "cash":
            return str(Due(0, DueUnit.DAYS))
        if self.type == "end_of_month" and self.days == 0:
            return str(Due(31, DueUnit.DAY_OF_MONTH))
        return None


def payment_terms_of(row: Mapping[str, Any]) -> PaymentTerms | None:
    """Terms as a row shows them; None when it does not."""
    number, days = decimal(row.get("number")), decimal(row.get("maturity_days") or 0)
    if number is None or days is None or "type" not in row:
        return None
    code, name = str(row["type"] or ""), str(row.get("name") or "")
    known = (_WORDS.get(_plain(word)) for word in (code, str(row.get("type_translated") or "")))
    return PaymentTerms(int(number), name, next(filter(None, known), ""), code, int(days))


def type_and_days(due: str) -> tuple[str, int] | None:
    """The type and the days of terms that mean it, the reverse of `PaymentTerms.due`; None where there are none."""
    try:
        meant = Due.parse(due)
    except ValueError:
        return None
    if meant.unit is DueUnit.DAYS:
        return "net", meant.count
    return ("end_of_month", 0) if meant == Due(31, DueUnit.DAY_OF_MONTH) else None


def same_due(one: str | None, other: str | None) -> bool:
    """Whether two texts mean the same."""
    try:
        return one is not None and other is not None and Due.parse(one) == Due.parse(other)
    except ValueError:
        return False
