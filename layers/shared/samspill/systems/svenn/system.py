"""Svenn as one side of a connection: the port of the engine, put together from its parts."""

from collections.abc import Iterator, Sequence

import httpx

from samspill.model.changes import Priority
from samspill.model.connection import Company
from samspill.model.hours import Day, Entry
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.ports import Changed, Draft, Outcome, Patch, RegisterPage, Repair, Subscribed
from samspill.sync.ports.hours import Mark, Wanted
from samspill.systems.limiter import Clock, Limiter, Random, Sleep
from samspill.systems.ports import Permits
from samspill.systems.svenn.client import WINDOW, Client, owner_of
from samspill.systems.svenn.entries import Entries
from samspill.systems.svenn.marking import Marker
from samspill.systems.svenn.probe import Probe, Prober
from samspill.systems.svenn.reading import Reader
from samspill.systems.svenn.subscriptions import Subscriptions
from samspill.systems.svenn.writing import Writer
from samspill.systems.transport import new_http


class SvennSystem:
    """One account of Svenn (samspill.sync.ports: System, hours.TimeEntries). `base_url` ends with `/v1`."""

    side = Side.APP

    def __init__(
        self, base_url: str, token: str, *, permits: Permits, clock: Clock, sleep: Sleep, random: Random,
        priority: Priority = Priority.CHANGE, http: httpx.Client | None = None,
    ) -> None:  # fmt: skip
        limiter = Limiter(permits, owner_of(token), WINDOW, priority, clock=clock, sleep=sleep, random=random)
        client = Client(http or new_http(), base_url, token, limiter)
        self._clock = clock
        self._prober, self._subscriptions = Prober(client), Subscriptions(client)
        self._reader, self._writer = Reader(client), Writer(client)
        self._entries, self._marker = Entries(client), Marker(client)

    def company(self) -> Company:
        """Whose token this is."""
        return self._prober.company()

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(app_right_missing) when what `kind` needs is not allowed."""
        self._prober.check_rights(kind)

    def probe(self, settings: Settings) -> Probe:
        """Everything at once, for the kinds that are switched on."""
        return self._prober.probe(settings)

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """See the port."""
        return self._reader.get(kind, ids)

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """See the port."""
        return self._reader.find(kind, field, values)

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        """See the port."""
        return self._reader.read_page(kind, cursor)

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """See the port."""
        return self._writer.create(kind, drafts)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """See the port."""
        return self._writer.update(kind, patches)

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        """See the port."""
        return self._writer.delete(kind, record_id, version)

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """See the port."""
        return self._reader.changed_since(kind, cursor, self._clock())

    def entries_of(self, days: Sequence[Day]) -> dict[Day, list[Entry]]:
        """See TimeEntries."""
        return self._entries.of_days(days)

    def entries(self, wanted: Wanted) -> Iterator[Entry]:
        """See TimeEntries."""
        return self._entries.all(wanted)

    def entries_by_id(self, ids: Sequence[str]) -> dict[str, Entry]:
        """See TimeEntries."""
        return self._entries.by_id(ids)

    def entries_since(self, cursor: str) -> Changed:
        """See TimeEntries."""
        return self.changed_since(Kind.HOURS, cursor)

    def mark(self, marks: Sequence[Mark]) -> dict[str, bool]:
        """See TimeEntries."""
        return self._marker.mark(marks)

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:  # noqa: ARG002
        """See the port; Svenn gives the secret itself."""
        return self._subscriptions.make(url, kinds)

    def unsubscribe(self, ids: Sequence[str]) -> None:
        """See the port."""
        self._subscriptions.remove(ids)

    def repair_subscriptions(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """See the port."""
        return self._subscriptions.repair(url, ids, secrets)
