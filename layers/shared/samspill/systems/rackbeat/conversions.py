"""Single values between Rackbeat's wire and our records.

Reading never fails: what cannot be understood is unknown, so that one odd value does not keep a register from being
read. Writing raises DataRefused for what Rackbeat cannot hold.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from samspill.exceptions import DataRefused
from samspill.model.normalise import exact
from samspill.model.records import Value
from samspill.systems.columns import UNKNOWN, Unknown, Write

#: Prices have up to six decimals (reference 4d); a JSON number carries fifteen digits exactly.
DECIMALS, DIGITS = 6, 15
#: Numbers have up to nine digits (reference 4a); one with zeros before it would come back without.
_NUMBER = re.compile("[1-9][0-9]{0,8}")

#: What people may have typed as a country, in the languages of Rackbeat's interface and some more.
_COUNTRIES = {
    name: code
    for code, names in {
        "NO": ("norge", "noreg", "norway"),
        "SE": ("sverige", "sweden"),
        "DK": ("danmark", "denmark"),
        "FI": ("finland", "suomi"),
        "IS": ("island", "iceland"),
        "DE": ("tyskland", "germany", "deutschland"),
        "NL": ("nederland", "nederlandene", "nederländerna", "netherlands"),
        "GB": ("storbritannia", "storbritannien", "united kingdom", "great britain"),
        "US": ("usa", "united states"),
    }.items()
    for name in names
}

#: 0 and 1 are False and True here.
_FLAGS: dict[object, bool] = {
    None: False,
    False: False,
    True: True,
    "0": False,
    "1": True,
    "false": False,
    "true": True,
}


def unheld(name: str, value: Value) -> DataRefused:
    """Rackbeat has no way to hold this value of our field `name`."""
    return DataRefused("not_in_app", name, "", {"field": name, "value": str(value)})


def text(value: Any) -> Value | Unknown:
    """Texts, also those that were answered as numbers; null and empty text are empty."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else UNKNOWN


def text_or_null(value: Value) -> Value:
    """Empty text is null there."""
    return None if value == "" else value


def capitals(value: Any) -> Value | Unknown:
    """A code; null is none."""
    read = text(value)
    return read.strip().upper() if isinstance(read, str) else read


def country(value: Any) -> Value | Unknown:
    """An ISO code, or a name people type; another text says nothing that could be compared."""
    read = text(value)
    if not isinstance(read, str) or not read.strip():
        return read if isinstance(read, Unknown) else None
    plain = read.strip()
    return plain.upper() if len(plain) == 2 and plain.isalpha() else _COUNTRIES.get(plain.casefold(), UNKNOWN)


def flag(value: Any) -> Value | Unknown:
    """true, false, 1, 0; null is false."""
    return _FLAGS.get(value, UNKNOWN) if isinstance(value, bool | int | str | None) else UNKNOWN


def not_flag(value: Any) -> Value | Unknown:
    """`is_barred` and `active`."""
    read = flag(value)
    return read if isinstance(read, Unknown) else not read


def barred(value: Value) -> bool:
    """The other way round."""
    return value is False


def decimal(value: Any) -> Decimal | None:
    """A number of an answer, exactly as it was written; None for what is none."""
    try:
        found = None if value is None or isinstance(value, bool) else Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def amount_text(value: Any) -> Value | Unknown:
    """A price, per cent or quantity as exact text."""
    if value is None or value == "":
        return None
    found = decimal(value)
    return UNKNOWN if found is None else exact(found)


def amount(name: str) -> Write:
    """Writes a price or per cent; nothing is 0. Raises DataRefused for what is no number or would be rounded."""

    def write(value: Value) -> int | float:
        found = decimal(value or 0)
        if found is None:
            raise unheld(name, value)
        return json_number(name, found)

    return write


def json_number(name: str, number: Decimal) -> int | float:
    """A number for a body. Raises DataRefused for one that Rackbeat or JSON would round."""
    digits = exact(abs(number)).replace(".", "").lstrip("0")
    if number != round(number, DECIMALS) or len(digits) > DIGITS:
        raise unheld(name, exact(number))
    return int(number) if number == number.to_integral_value() else float(number)


def whole(code: str, name: str) -> Write:
    """Writes a number that identifies a record; what is none is refused with `code`."""

    def write(value: Value) -> int:
        plain = str(value or "").strip()
        if not is_number(plain):
            raise DataRefused(code, name, "", {"field": name, "value": plain, "number": plain})
        return int(plain)

    return write


def reference(name: str) -> Write:
    """Writes the number of another record; nothing is null."""
    number = whole("not_in_app", name)
    return lambda value: number(value) if value else None


def is_number(plain: str) -> bool:
    """Whether a customer, supplier or employee can have this number."""
    return _NUMBER.fullmatch(plain) is not None


def digits(name: str) -> Write:
    """Writes a number without meaning, such as a GLN."""

    def write(value: Value) -> Value:
        plain = str(value or "").strip()
        if plain and not (plain.isascii() and plain.isdecimal()):
            raise unheld(name, value)
        return plain or None

    return write
