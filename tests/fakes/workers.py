"""Workers that can be stopped at each call to a system or a store: left there, cut off, or told that the line broke.

Each worker runs in a thread of its own, but exactly one runs at a time and only while `Worker.go_on` is called, so
everything is deterministic.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from threading import Semaphore, Thread
from typing import Any, cast

from samspill.model.kinds import Side
from samspill.sync.desk import Desk
from samspill.sync.ports import Stores, System

#: What changes something, by where it stands.
_SYSTEM_WRITES = frozenset({
    "create", "update", "delete", "create_adjustment", "book_adjustment", "create_payment_terms", "create_order",
    "delete_order", "close_order", "create_invoice", "credit", "create_purchase_order", "create_rows", "update_rows",
    "delete_row", "create_activity", "link_activity", "mark",
})  # fmt: skip
_STORE_READS = frozenset({
    "all", "by_ids", "count", "count_of", "count_open", "days", "days_of", "due", "fates", "find", "get", "has_due",
    "history", "live", "oldest_due", "open", "owners", "pending", "problem", "problem_of", "problems", "search",
    "touched", "troubled", "waiting", "week",
})  # fmt: skip


class CutOff(BaseException):
    """The function was killed: nothing of it runs any more."""


@dataclass(frozen=True)
class Point:
    """Where a worker stands: right before or right after the call `name` on `place`. `carry_out` is that call."""

    place: str
    name: str
    before: bool
    carry_out: Callable[[], object]

    @property
    def on_system(self) -> bool:
        """Whether the call goes to a system."""
        return self.place in list(Side)

    @property
    def writes(self) -> bool:
        """Whether the call changes something."""
        return self.name in _SYSTEM_WRITES if self.on_system else self.name not in _STORE_READS


#: Tells at which point a worker stops.
Stop = Callable[[Point], bool]


def after_points(count: int) -> Stop:
    """Stop at the `count`th point from here."""
    left = iter(range(count))
    return lambda _point: next(left, None) is None


STOPS: dict[str, Stop] = {
    "before a system is written": lambda point: point.on_system and point.writes and point.before,
    "after a system was written": lambda point: point.on_system and point.writes and not point.before,
    "before a store is written": lambda point: not point.on_system and point.writes and point.before,
    "after a store was written": lambda point: not point.on_system and point.writes and not point.before,
    "after a system was read": lambda point: point.on_system and not point.writes and not point.before,
    "never": lambda _point: False,
}


class Worker:
    """One run of a function. `at` is where it stands, `over` whether it has ended, `begun` when it began (UTC)."""

    def __init__(self, begun: datetime, work: Callable[["Worker"], None]) -> None:
        self.begun = begun
        self.at: Point | None = None
        self.over = False
        self._work = work
        self._stop: Stop = STOPS["never"]
        self._order: BaseException | None = None
        self._error: BaseException | None = None
        self._go, self._stands = Semaphore(0), Semaphore(0)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def go_on(self, stop: Stop, order: BaseException | None = None) -> None:
        """Let it run until `stop`; with `order` the call it stands at raises that. Raises what it did not expect."""
        self._stop, self._order = stop, order
        self._go.release()
        self._stands.acquire()
        if self._error is not None:
            raise self._error

    def cut_off(self) -> None:
        """Kill it where it stands."""
        self.go_on(STOPS["never"], CutOff())

    def reach(self, point: Point) -> None:
        """Called by the worker itself at each point."""
        if not self._stop(point):
            return
        self.at = point
        self._stands.release()
        self._go.acquire()
        order, self._order = self._order, None
        if order is not None:
            raise order

    def _run(self) -> None:
        self._go.acquire()
        try:
            if self._order is None:
                self._work(self)
        except CutOff:
            pass
        except BaseException as error:  # noqa: BLE001 - raised where somebody sees it
            self._error = error
        self.over = True
        self._stands.release()


class Interruptible:
    """Passes everything on to `inner`, and lets `worker` stop before and after each call."""

    def __init__(self, inner: object, place: str, worker: Worker) -> None:
        self._inner, self._place, self._worker = inner, place, worker

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        return partial(self._call, name, value) if callable(value) else value

    def _call(self, name: str, method: Callable[..., Any], *args: Any, **more: Any) -> Any:
        carry_out = partial(method, *args, **more)
        self._worker.reach(Point(self._place, name, True, carry_out))
        result = carry_out()
        if isinstance(result, Iterator):
            result = iter(list(result))
        self._worker.reach(Point(self._place, name, False, carry_out))
        return result


def interruptible(desk: Desk, worker: Worker) -> Desk:
    """The desk at which `worker` can be stopped at each call."""
    systems = {side: cast(System, Interruptible(system, side.value, worker)) for side, system in desk.systems.items()}
    stores = Stores(
        **{name: cast(Any, Interruptible(store, name, worker)) for name, store in vars(desk.stores).items()}
    )
    return replace(desk, systems=systems, stores=stores)
