"""The same small write many times: a few at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

_THREADS = 8
_CHUNK = 200
_Thing = TypeVar("_Thing")


def in_threads(things: Iterable[_Thing], work: Callable[[_Thing], None]) -> int:
    """Do `work` for each, a few at a time and in bounded memory; how many. Raises what `work` raises."""
    count = 0
    waiting = iter(things)
    with ThreadPoolExecutor(_THREADS) as pool:
        while chunk := list(islice(waiting, _CHUNK)):
            count += sum(1 for _ in pool.map(work, chunk))
    return count
