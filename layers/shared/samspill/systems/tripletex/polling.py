"""Has a register changed? The checksum of its pages tells, without saying which rows (reference/tripletex.md 3.5).

`changedSince` is no help: it is ignored on the test host (issue 113).
"""

import json
from collections.abc import Mapping

from samspill.model.kinds import Kind
from samspill.sync.ports import Changed
from samspill.systems.transport import Request
from samspill.systems.tripletex import wire
from samspill.systems.tripletex.answers import page
from samspill.systems.tripletex.client import Client
from samspill.systems.tripletex.paging import PAGE
from samspill.systems.tripletex.registers import Register, register_of

#: Sent when there is no checksum yet: any text makes the peer compute one.
_FIRST = "none"
#: Digests are 64 hexadecimal digits or so; sentences mean that there is none.
_NOT_A_DIGEST = " "


class Poller:
    """Compares checksums of one connection's registers."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """`unsure` when any page changed; nothing for a register without checksums. The cursor holds the
        checksums of all pages of all queries."""
        register = register_of(kind)
        if not register.checksum:
            return Changed()
        old: list[list[str]] = json.loads(cursor) if cursor else []
        changed = False
        new: list[list[str]] = []
        for number, split in enumerate(register.splits):
            known = old[number] if number < len(old) else []
            digests, moved = self._digests(register, split, known)
            new.append(digests)
            changed = changed or moved
        return Changed(cursor=json.dumps(new, separators=(",", ":")), unsure=changed and bool(cursor))

    def _digests(self, register: Register, split: Mapping[str, str], known: list[str]) -> tuple[list[str], bool]:
        digests: list[str] = []
        moved = False
        while True:
            number = len(digests)
            before = known[number] if number < len(known) else _FIRST
            # Sorting is not part of it: a checksum only holds for exactly the same query.
            query = {**split, "fields": "id,version", "from": number * PAGE, "count": PAGE}
            headers = {"If-None-Match": before}
            request = Request("GET", register.path, query, headers=headers, subject=register.kind.value)
            answer = self._client.send(request)
            if answer.status == 304:
                digests.append(before)
                last = number + 1 >= len(known)
            else:
                body = page(answer, wire.Entity, request)
                digest = body.version_digest or _FIRST
                # A register that has no checksum (any more) would otherwise seem to change each time.
                digest = _FIRST if _NOT_A_DIGEST in digest else digest
                digests.append(digest)
                moved = moved or digest != before
                last = len(body.values) < PAGE
            if last:
                return digests, moved
