"""What changed in a register? The checksum of each page tells whether (reference/tripletex.md 3.5), the rows that
came with it which: a page that changed is sent with ids and versions, and those are compared with the rows it had.

A call asks for some pages at most, and one that the rate limit stops keeps what it has: the next goes on from there.
`changedSince` is no help: it is ignored on the test host (issue 113).
"""

from collections.abc import Iterable

from samspill.exceptions import RateLimited
from samspill.model.kinds import Kind
from samspill.sync.ports import Changed
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import page
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.page_rows import packed
from samspill.systems.tripletex.paging import PAGE
from samspill.systems.tripletex.poll_cursor import Poll, Seen, begun, finished, stopped
from samspill.systems.tripletex.registers import Register, register_of

#: Sent when there is no checksum yet: any text makes the peer compute one.
_FIRST = "none"
#: Digests are 64 hexadecimal digits or so; sentences mean that there is none.
_NOT_A_DIGEST = " "
#: Pages that one call asks for at most: whoever called may have no more time.
PORTION = 20


class Poller:
    """Compares checksums and rows of one connection's registers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """Rows that came, or have another version; as deleted those that are on no changed page any more. `unsure`
        when a page changed whose rows are not known. Nothing for a register without checksums. The cursor holds all
        pages of all queries. With `more` nothing is told yet: rows may have moved to a page that comes.

        Raises RateLimited when not even a page could be asked for."""
        register = register_of(kind)
        if not register.checksum:
            return Changed()
        poll = begun(cursor, len(register.splits))
        for asked in range(PORTION):
            try:
                now, last = self._page(register, poll)
            except RateLimited:
                if not asked:
                    raise
                break
            poll.see(now, last=last)
            if poll.query >= len(register.splits):
                return Changed(cursor=finished(poll)) if poll.first else _difference(poll)
        return Changed(cursor=stopped(poll), more=True)

    def _page(self, register: Register, poll: Poll) -> tuple[Seen, bool]:
        """The page, the one before itself while its checksum holds, and whether it is the last one as far as it
        tells."""
        before = poll.before
        # Sorting is not part of it: a checksum only holds for exactly the same query.
        query = {**register.splits[poll.query], "fields": "id,version", "from": poll.page * PAGE, "count": PAGE}
        headers = {"If-None-Match": before.digest if before else _FIRST}
        request = Request("GET", register.path, query, headers=headers, subject=register.kind.value)
        answer = self._client.send(request)
        if answer.status == 304 and before is not None:
            return before, False
        body = page(answer, wire.Entity, request)
        digest = body.version_digest or _FIRST
        rows = packed({row.id: row.version or 0 for row in body.values})
        # A register that has no checksum (any more) is told apart by its rows alone.
        return Seen(_FIRST if _NOT_A_DIGEST in digest else digest, rows), len(body.values) < PAGE


def _difference(poll: Poll) -> Changed:
    """What differs between the changed pages as they were and as they are; rows may have moved between them."""
    cursor, changed = finished(poll), [poll.pages[query][number] for query, number in poll.new]
    if any(each.packed is None for each in (*poll.gone, *changed)):
        return Changed(cursor=cursor, unsure=True)
    before, now = _together(poll.gone), _together(changed)
    ids = tuple(str(each) for each, version in now.items() if before.get(each) != version)
    return Changed(ids, tuple(str(each) for each in before if each not in now), cursor)


def _together(pages: Iterable[Seen]) -> dict[int, int]:
    return {each: version for seen in pages for each, version in seen.rows.items()}
