"""The rows of a page of a register as short text: which ids it had, in which version."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from itertools import accumulate, pairwise

#: Version by id.
Rows = Mapping[int, int]


def packed(rows: Rows) -> str:
    """Differences of sorted ids with their versions, compressed: some three characters a row."""
    ids = sorted(rows)
    steps = [after - before for before, after in pairwise([0, *ids])]
    text = " ".join(f"{step}:{rows[each]}" for step, each in zip(steps, ids, strict=True))
    return b64encode(zlib.compress(text.encode(), 9)).decode()


def unpacked(text: str) -> Rows:
    """The reverse of `packed`."""
    parts = [part.split(":") for part in zlib.decompress(b64decode(text)).decode().split()]
    ids = accumulate(int(step) for step, _version in parts)
    return dict(zip(ids, (int(version) for _step, version in parts), strict=True))
