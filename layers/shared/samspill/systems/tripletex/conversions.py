"""Single values between Tripletex's wire and our records."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import BaseModel

from samspill.exceptions import DataRefused
from samspill.model.normalise import exact
from samspill.model.records import Value
from samspill.systems.columns import UNKNOWN, Read, Write
from samspill.systems.tripletex import wire

INT32_MAX = 2**31 - 1
#: Amounts have at most one digit more than this before the decimal point.
_LARGEST = 14
_MOST_DECIMALS = 10


def unheld(name: str, value: Value) -> DataRefused:
    """Tripletex has no way to hold this value of our field `name`."""
    return DataRefused("not_in_tripletex", name, "", {"field": name, "value": str(value)})


def is_number(text: str) -> bool:
    """Whether Tripletex can hold it as a number of a customer, supplier or invoice."""
    return text.isascii() and text.isdigit() and 0 < int(text) <= INT32_MAX


def number_text(value: Any) -> str:
    """Tripletex says 0 for "no number"."""
    return str(value) if value else ""


def party_number(code: str, key: str) -> Write:
    """Writes a number; what is none is refused with `code`."""

    def write(value: Value) -> int:
        text = str(value or "").strip()
        if not is_number(text):
            raise DataRefused(code, key, "", {"number": text})
        return int(text)

    return write


def digits(name: str) -> Write:
    """Writes a long number without meaning, such as a GLN; nothing is 0."""

    def write(value: Value) -> int:
        text = str(value or "0").strip()
        if not (text.isascii() and text.isdigit()):
            raise unheld(name, value)
        return int(text)

    return write


def amount_text(value: Decimal | None) -> str | None:
    """A number of an answer as exact text: floats are parsed by their shortest form, which is what was sent."""
    return None if value is None else exact(value)


def amount(name: str) -> Write:
    """Writes a price or per cent as a JSON number; nothing is 0. Raises DataRefused for what is no number and for
    more digits than a JSON number carries on this wire."""

    def write(value: Value) -> int | float:
        try:
            number = Decimal(str(value or 0).strip())
        except InvalidOperation:
            raise unheld(name, value) from None
        if not number.is_finite() or number.adjusted() > _LARGEST:
            raise unheld(name, value)
        sent = int(number) if number == number.to_integral_value() else float(number)
        if Decimal(str(sent)) != number:
            raise unheld(name, value)
        return sent

    return write


def amount_number(name: str, value: Decimal) -> Decimal:
    """A quantity, price or per cent of a document with every digit it has. Raises DataRefused for more than lines
    can hold (reference/tripletex.md 8.9)."""
    digits = value.normalize().as_tuple().exponent
    if not isinstance(digits, int) or -digits > _MOST_DECIMALS or value.adjusted() > _LARGEST:
        raise unheld(name, str(value))
    return value


def told(attribute: str) -> Read:
    """Reads what people see of a sub-object; unknown when it was not expanded."""

    def read(value: BaseModel | None) -> Any:
        if value is None:
            return None
        shown = getattr(value, attribute) if attribute in value.model_fields_set else UNKNOWN
        return str(shown) if isinstance(shown, int) else shown

    return read


def ref_id(value: wire.Ref | None) -> str | None:
    """The id of a reference."""
    return None if value is None else str(value.id)


def ref(value: Value) -> dict[str, int] | None:
    """A reference in a body."""
    return {"id": int(value)} if value else None


def day(value: date | None) -> str | None:
    """ISO text."""
    return None if value is None else value.isoformat()


def identity(row: wire.Entity) -> dict[str, Any]:
    """Id, version and, where the answer has a history, the time of the last change."""
    touched = [touch.timestamp for touch in row.changes or () if touch.timestamp]
    modified = max((datetime.fromisoformat(stamp) for stamp in touched), default=None)
    return {"id": str(row.id), "version": row.version, **({"modified_at": modified} if modified else {})}
