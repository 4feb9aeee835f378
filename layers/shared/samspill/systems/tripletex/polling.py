"""What changed in a register? The checksum of each page tells whether (reference/tripletex.md 3.5), the rows that
came with it which: a page that changed is sent with ids and versions, and those are compared with the rows it had.

`changedSince` is no help: it is ignored on the test host (issue 113).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from samspill.model.kinds import Kind
from samspill.sync.ports import Changed
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import page
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.page_rows import Rows, packed, unpacked
from samspill.systems.tripletex.paging import PAGE
from samspill.systems.tripletex.registers import Register, register_of

#: Sent when there is no checksum yet: any text makes the peer compute one.
_FIRST = "none"
#: Digests are 64 hexadecimal digits or so; sentences mean that there is none.
_NOT_A_DIGEST = " "
#: Characters. A cursor that would be longer (some 100,000 rows) goes without rows: DynamoDB takes 400 KB an item.
LONGEST = 300_000


@dataclass(frozen=True)
class Seen:
    """A page as it was last seen; `rows` is None where only its checksum was kept."""

    digest: str
    rows: Rows | None


@dataclass(frozen=True)
class Read:
    """The pages of a query as they are now, and those of before that are not there as they were any more."""

    pages: list[Seen]
    new: list[Seen]
    gone: list[Seen]


class Poller:
    """Compares checksums and rows of one connection's registers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """Rows that came, or have another version; as deleted those that are on no changed page any more. `unsure`
        when a page changed whose rows are not known. Nothing for a register without checksums. The cursor holds all
        pages of all queries."""
        register = register_of(kind)
        if not register.checksum:
            return Changed()
        known = _seen(cursor)
        reads = [
            self._read(register, split, known[number] if number < len(known) else [])
            for number, split in enumerate(register.splits)
        ]
        now = _cursor([read.pages for read in reads])
        if not cursor:
            return Changed(cursor=now)
        return _difference(
            [each for read in reads for each in read.gone], [e for read in reads for e in read.new], now
        )

    def _read(self, register: Register, split: Mapping[str, str], known: list[Seen]) -> Read:
        pages: list[Seen] = []
        new: list[Seen] = []
        gone: list[Seen] = []
        while True:
            number = len(pages)
            before = known[number] if number < len(known) else None
            now, last = self._page(register, split, number, before)
            pages.append(now)
            if now is not before:
                new.append(now)
                gone += [before] if before else []
            if last if now is not before else number + 1 >= len(known):
                return Read(pages, new, gone + known[number + 1 :])

    def _page(
        self, register: Register, split: Mapping[str, str], number: int, before: Seen | None
    ) -> tuple[Seen, bool]:  # fmt: skip
        """The page, `before` itself while its checksum holds, and whether it is the last one as far as it tells."""
        # Sorting is not part of it: a checksum only holds for exactly the same query.
        query = {**split, "fields": "id,version", "from": number * PAGE, "count": PAGE}
        headers = {"If-None-Match": before.digest if before else _FIRST}
        request = Request("GET", register.path, query, headers=headers, subject=register.kind.value)
        answer = self._client.send(request)
        if answer.status == 304 and before is not None:
            return before, False
        body = page(answer, wire.Entity, request)
        digest = body.version_digest or _FIRST
        rows = {row.id: row.version or 0 for row in body.values}
        # A register that has no checksum (any more) is told apart by its rows alone.
        return Seen(_FIRST if _NOT_A_DIGEST in digest else digest, rows), len(body.values) < PAGE


def _difference(gone: list[Seen], new: list[Seen], cursor: str) -> Changed:
    """What differs between the changed pages as they were and as they are; rows may have moved between them."""
    if any(each.rows is None for each in gone):
        return Changed(cursor=cursor, unsure=True)
    before, now = _together(gone), _together(new)
    changed = tuple(str(each) for each, version in now.items() if before.get(each) != version)
    return Changed(changed, tuple(str(each) for each in before if each not in now), cursor)


def _together(pages: Iterable[Seen]) -> dict[int, int]:
    return {each: version for seen in pages for each, version in (seen.rows or {}).items()}


def _seen(cursor: str) -> list[list[Seen]]:
    """The pages of each query in a cursor."""
    queries = json.loads(cursor) if cursor else []
    return [[Seen(digest, unpacked(*rows) if rows else None) for digest, *rows in pages] for pages in queries]


def _cursor(queries: list[list[Seen]]) -> str:
    """The reverse of `_seen`; without rows where they would make it too long."""
    whole = _written(
        [[(s.digest, *([] if s.rows is None else [packed(s.rows)])) for s in pages] for pages in queries]
    )
    return whole if len(whole) <= LONGEST else _written([[(s.digest,) for s in pages] for pages in queries])


def _written(queries: list[list[tuple[str, ...]]]) -> str:
    return json.dumps(queries, separators=(",", ":"))
