"""By which fields Svenn finds rows: one query parameter a field, repeated for several values."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from samspill.model.kinds import Kind

#: The most values a query may have; and, since addresses may be long, the most characters they may take in a URL.
MANY, LONG = 100, 6000


@dataclass(frozen=True)
class Filter:
    """`parameter` is Svenn's name, `sent` what is sent of a value, `longest` how long Svenn lets that be."""

    parameter: str
    sent: Callable[[str], str]
    longest: int

    def queries(self, values: Sequence[str]) -> Iterator[list[str]]:
        """The values in portions for one query each. What no row can have is left out: it would only make Svenn
        refuse the query."""
        portion: list[str] = []
        length = 0
        for value in dict.fromkeys(map(self.sent, values)):
            if not 1 <= len(value) <= self.longest:
                continue
            takes = len(quote(value, safe="")) + len(self.parameter) + 2
            if portion and (len(portion) == MANY or length + takes > LONG):
                yield portion
                portion, length = [], 0
            portion.append(value)
            length += takes
        if portion:
            yield portion


def _digits(value: str) -> str:
    return re.sub("[^0-9]", "", value)


_NUMBER = Filter("number", str.strip, 50)
_EMAIL = Filter("email", str.strip, 254)
_ORGANIZATION_NUMBER = Filter("organization_number", _digits, 20)

#: Our field -> the filter, per kind.
FILTERS: dict[Kind, dict[str, Filter]] = {
    Kind.CUSTOMER: {"number": _NUMBER, "email": _EMAIL, "organization_number": _ORGANIZATION_NUMBER},
    Kind.PROJECT: {"number": _NUMBER},
    Kind.EMPLOYEE: {"number": _NUMBER, "email": _EMAIL},
}

#: Ids, asked for like the other filters but never left out.
IDS = Filter("ids", str, 64)
#: Days of people: an id and two dates (see `spans`).
DAYS = Filter("days", str, 58)


def is_id(text: str) -> bool:
    """Whether Svenn can have given it: one of another form would make it refuse a whole query."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
