"""A company whose first sync has linked its products and is about to do what start-up does beside records."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from samspill.exceptions import RateLimited
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Choice
from samspill.model.settings import Settings
from samspill.model.settings_documents import StartUp
from samspill.model.status import Status
from samspill.sync.desk import LEASE, PEER_LONGEST, Desk
from samspill.sync.start_up.stock_round import book_stock
from samspill.sync.worker import work_off
from tests.fakes.company import SmallCompany
from tests.fakes.warehouse import Warehouse
from tests.fakes.workers import Stop, Worker, interruptible

FOLDER = "c1/run-1"


class StartingCompany(SmallCompany):
    """`warehouse` is the app. What the settings learn of payment terms is kept with the connection."""

    def __init__(self, start_up: StartUp | None = None) -> None:
        super().__init__(Settings(start_up=start_up or StartUp(stock=True, payment_terms=True)))
        self.warehouse = Warehouse()
        self.systems[Side.APP] = self.app = self.warehouse
        self.connection = self.connection.model_copy(update={"live": False, "status": Status.SYNCING})
        self.desk = replace(self.desk, connection=self.connection, terms_made=self._terms_made)

    def pair(self, number: str, wanted: str | None, current: str | None = "0", **app: bool) -> str:
        """A linked product: what Tripletex has in stock, what the app has; its id in the app."""
        source = self.tripletex.put(
            Kind.PRODUCT, number=number, name=f"Vare {number}", stock=wanted, stock_item=wanted is not None or None
        )
        target = self.warehouse.product(number, current, **app)
        halves = {"tripletex": Half(id=source.id), "app": Half(id=target)}
        self.stores.links.add(
            Link.model_validate({"id": f"link{number}", "connection": "c1", "kind": Kind.PRODUCT, **halves})
        )
        return target

    def book(self, folder: str = FOLDER) -> int | None:
        """The machine's step, as often as it asks for it; then what is left over is worked off."""
        while (looked := self.in_time(lambda: book_stock(self.desk, self.shelf, folder, self.later()))) is None:
            pass
        self.work()
        return looked

    def go_live(self) -> None:
        """The first sync is through; from now on goods move and the app counts them."""
        self.connection = self.connection.model_copy(
            update={"live": True, "live_since": self.now, "status": Status.ACTIVE}
        )
        self.desk = replace(self.desk, connection=self.connection)

    def work(self) -> None:
        """What waits in the inbox, until nothing does."""
        while waiting := [item.due_at for item in self.stores.inbox.items]:  # type: ignore[attr-defined]
            self.now = max(self.now, min(waiting))
            for group in ("product", "party"):
                work_off(self.desk, group, self.later())

    def choose(self, key: RecordKey, choice: Choice) -> None:
        """A person answers a problem, and it is worked off."""
        self.stores.decisions.put(Decision(connection="c1", key=key, choice=choice, by="Kari", at=self.now))
        self.try_again(key)

    def try_again(self, key: RecordKey) -> None:
        """A person asks for it."""
        self.stores.inbox.put(key, due_at=self.now, priority=Priority.PERSON)
        self.work()

    def in_time(self, step: Callable[[], int | None]) -> int | None:
        """A step of the machine, which waits out limits."""
        while True:
            try:
                return step()
            except RateLimited as error:
                self.now = max(self.now, error.until)

    @staticmethod
    def tick_of(seconds: int) -> timedelta:
        """So much time."""
        return timedelta(seconds=seconds)

    def later(self) -> datetime:
        """The end of a slice."""
        return self.now + timedelta(minutes=5)

    def cut_off(self, stop: Stop, run: Callable[[Desk], object], *, late: bool) -> bool:
        """Begin `run` and kill it at `stop`; `late`: the write it was about to send arrives all the same. Whether it
        was still running. Afterwards so much time passes that nobody can be at it any more."""

        def work(worker: Worker) -> None:
            run(interruptible(self.desk, worker))

        worker = Worker(self.now, work)
        worker.go_on(stop)
        running = not worker.over
        if running:
            at = worker.at
            worker.cut_off()
            if late and at is not None and at.before and at.on_system and at.writes:
                at.carry_out()
        self.now += LEASE + PEER_LONGEST
        return running

    @property
    def booked(self) -> list[Decimal]:
        """What was added to shelves by adjustments, in order; no draft may be left, since somebody could book it."""
        drafts = [each.id for each in self.warehouse.adjustments.values() if not each.booked]
        assert drafts == []
        return [each.quantity for each in self.warehouse.adjustments.values()]

    def _terms_made(self, numbers: Mapping[str, str]) -> None:
        terms = {**self.connection.settings.payment_terms, **numbers}
        self.with_settings(self.connection.settings.model_copy(update={"payment_terms": terms}))
