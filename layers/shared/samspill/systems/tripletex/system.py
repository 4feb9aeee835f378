"""Tripletex as one side of a connection: the port of the engine, put together from its parts."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx

from samspill.model.changes import Priority
from samspill.model.connection import Company
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.ports import Changed, Draft, Outcome, Patch, RegisterPage, Repair, Subscribed
from samspill.systems.limiter import Clock, Limiter, Random, Sleep
from samspill.systems.ports import Permits, TokenCache
from samspill.systems.transport import new_http
from samspill.systems.tripletex.addresses import Addresses
from samspill.systems.tripletex.bodies import Bodies
from samspill.systems.tripletex.books import TripletexBooks
from samspill.systems.tripletex.catalogues import Catalogues, VatCode
from samspill.systems.tripletex.client import WINDOW, Client
from samspill.systems.tripletex.creating import Creator
from samspill.systems.tripletex.polling import Poller
from samspill.systems.tripletex.probe import Listed, Probe, Prober
from samspill.systems.tripletex.reading import Reader
from samspill.systems.tripletex.registers import REGISTERS
from samspill.systems.tripletex.session import Session, owner_of
from samspill.systems.tripletex.subscriptions import Subscriptions
from samspill.systems.tripletex.timesheet import TripletexTimesheet
from samspill.systems.tripletex.updating import Updater


class TripletexSystem(TripletexBooks, TripletexTimesheet):
    """One company's Tripletex (samspill.sync.ports.System, Books of samspill.sync.ports.documents and Timesheet of
    samspill.sync.ports.hours).

    `base_url` ends with `/v2`; `consumer_tokens` stand newest first; `client_company` is "0", or the id of an
    accountant's client. `manager_ids`, when given, tells which employees may lead projects; `kinds` are those of the
    connection's integration: a probe asks for no others. Calls raise RateLimited, RetryLater, ConfigurationWrong; see
    the port for the rest.
    """

    side = Side.TRIPLETEX

    def __init__(
        self, base_url: str, consumer_tokens: Sequence[str], employee_token: str, client_company: str = "0",
        *, tokens: TokenCache, permits: Permits, clock: Clock, sleep: Sleep, random: Random,
        priority: Priority = Priority.CHANGE, http: httpx.Client | None = None,
        manager_ids: frozenset[str] | None = None, kinds: Sequence[Kind] = tuple(REGISTERS),
    ) -> None:  # fmt: skip
        host = (urlsplit(base_url).hostname or "").lower()
        owner = owner_of(host, employee_token)
        limiter = Limiter(permits, owner, WINDOW, priority, clock=clock, sleep=sleep, random=random)
        session = Session(
            host, consumer_tokens, employee_token, client_company, tokens, clock=clock, sleep=sleep, random=random
        )
        client = Client(http or new_http(), base_url, limiter, session)
        addresses, self._catalogues = Addresses(), Catalogues(client, clock)
        TripletexBooks.__init__(self, client, self._catalogues)
        TripletexTimesheet.__init__(self, client, clock)
        bodies = Bodies(addresses, self._catalogues)
        self._reader = Reader(client, addresses, lambda: clock().date(), manager_ids)
        # The first sync compares everything in the end, so it does not read each batch again.
        expands = priority is not Priority.FIRST_SYNC
        self._creator = Creator(client, self._reader, bodies, expands=expands)
        self._updater = Updater(client, self._reader, bodies, expands=expands)
        self._poller, self._subscriptions = Poller(client), Subscriptions(client)
        self._prober = Prober(client, kinds)

    def company(self) -> Company:
        """Whose key this is."""
        return self._prober.company()

    def check_rights(self, kind: Kind) -> None:
        """Raises ConfigurationWrong(right_missing) when records of `kind` cannot be read and written."""
        self._prober.check_rights(kind)

    def probe(self, settings: Settings) -> Probe:
        """Company, capabilities and missing rights, for a key that was just turned in."""
        return self._prober.probe(settings)

    def project_managers(self) -> list[Listed]:
        """Who may lead projects."""
        return self._prober.project_managers()

    def departments(self) -> list[Listed]:
        """Departments that new employees can be put into."""
        return self._prober.departments()

    def vat_codes(self) -> list[VatCode]:
        """VAT codes that products can have: what a mapping of VAT chooses from."""
        return self._catalogues.vat_codes()

    def units(self) -> list[str]:
        """Units that products can have."""
        return self._catalogues.units()

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        """See the port."""
        return self._reader.get(kind, ids)

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        """See the port."""
        return self._reader.find(kind, field, values)

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        """See the port; each page is one call."""
        return self._reader.read_page(kind, cursor)

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        """See the port. Values besides the record's fields: `access` and `department` (id) of an employee."""
        return self._creator.create(kind, drafts)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        """See the port."""
        return self._updater.update(kind, patches)

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        """See the port."""
        return self._updater.delete(kind, record_id, version)

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        """See the port; `unsure` only for registers of some 100,000 rows."""
        return self._poller.changed_since(kind, cursor)

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        """See the port; one subscription for each event."""
        return self._subscriptions.make(url, secret, kinds)

    def unsubscribe(self, ids: Sequence[str]) -> None:
        """See the port."""
        self._subscriptions.remove(ids)

    def repair_subscriptions(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        """See the port."""
        return self._subscriptions.repair(url, ids, secrets)
