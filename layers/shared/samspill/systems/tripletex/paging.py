"""Lists: pages until one is not full, and comma lists that keep the address short."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import page
from samspill.systems.tripletex.client import Client

PAGE = 1000
#: Characters of a comma list: with everything else the address stays well below 2,000.
LONGEST_LIST = 1200

W = TypeVar("W", bound=wire.Wire)


def pages(client: Client, path: str, model: type[W], params: Mapping[str, Any], subject: str) -> Iterator[list[W]]:
    """Every page of a list. `fullResultSize` is not exact (issue 127): a page that is not full is the last.

    Sorted by id, so that rows made meanwhile come last instead of shifting pages.
    Raises ConfigurationWrong(register_too_large) above the peer's cap.
    """
    start: int | None = 0
    while start is not None:
        values, start = page_from(client, path, model, params, subject, start)
        yield values


def page_from(
    client: Client, path: str, model: type[W], params: Mapping[str, Any], subject: str, start: int
) -> tuple[list[W], int | None]:
    """The page that begins at `start`, and where the next one does; None after the last. Raises as `pages`."""
    query = {**params, "from": start, "count": PAGE, "sorting": "id"}
    request = Request("GET", path, query, subject=subject)
    values = page(client.send(request), model, request).values
    return values, start + PAGE if len(values) == PAGE else None


def everything(client: Client, path: str, model: type[W], params: Mapping[str, Any], subject: str) -> list[W]:
    """All pages as one list; for lists that are known to be short."""
    return [row for page in pages(client, path, model, params, subject) for row in page]


def repeated_lists(parameter: str, values: Sequence[str]) -> Iterator[list[str]]:
    """For a parameter that is repeated instead: parts that are no longer in the address."""
    part: list[str] = []
    length = 0
    for value in values:
        more = len(f"&{parameter}={quote(value)}")
        if part and length + more > LONGEST_LIST:
            yield part
            part, length = [], 0
        part.append(value)
        length += more
    if part:
        yield part


def comma_lists(values: Sequence[str]) -> Iterator[str]:
    """Joined by commas, split where a list would get too long."""
    part: list[str] = []
    for value in values:
        if part and sum(map(len, part)) + len(part) + len(value) > LONGEST_LIST:
            yield ",".join(part)
            part = []
        part.append(value)
    if part:
        yield ",".join(part)
