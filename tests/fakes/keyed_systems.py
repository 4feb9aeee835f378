"""Systems that know whose key they are opened with: both companies, their rights, their subscriptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from samspill.exceptions import ConfigurationWrong, RetryLater
from samspill.model.changes import Priority
from samspill.model.connection import Capabilities, Company, Connection, Keys
from samspill.model.hours import Activity, Entry
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.settings import Settings
from samspill.sync.ports import Subscribed, System
from samspill.sync.ports.hours import Wanted
from tests.fakes.systems import MemorySystem

_WRONG = {Side.TRIPLETEX: "tripletex_key_wrong", Side.APP: "app_key_wrong"}
#: Of an app whose keys companies make themselves.
_OWN_WRONG = "own_key_wrong"


@dataclass(frozen=True)
class Probe:
    """What a key told."""

    company: Company
    capabilities: Capabilities
    missing_rights: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """What settings name by its number."""

    number: str
    name: str


class KeyedSystem(MemorySystem):
    """One company on one side. `down` makes it unreachable."""

    def __init__(self, side: Side, company: Company) -> None:
        super().__init__(side)
        self.owner = company
        self.down = False
        self.missing_rights: tuple[str, ...] = ()
        self.subscribed: dict[str, tuple[str, str]] = {}
        self.managers: dict[str, str] = {}
        self.offered_activities: list[Activity] = []
        self.offered_departments: list[Listed] = []

    def company(self) -> Company:
        return self.owner

    def probe(self, settings: Settings) -> Probe:
        self._answer()
        fallback = self.managers.get(settings.fallback_project_manager or "")
        return Probe(self.owner, Capabilities(fallback_manager_id=fallback), self.missing_rights)

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        self._answer()
        return super().get(kind, ids)

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        self._answer()
        self.subscribed = {f"{self.side.value}-{kind.value}": (url, secret) for kind in kinds}
        return [Subscribed(name, name, secret) for name in self.subscribed]

    def unsubscribe(self, ids: Sequence[str]) -> None:
        self._answer()
        for each in ids:
            self.subscribed.pop(each, None)

    def project_managers(self) -> list[Listed]:
        self._answer()
        return [Listed(number, name) for number, name in self.managers.items()]

    def departments(self) -> list[Listed]:
        self._answer()
        return list(self.offered_departments)

    def activities(self) -> list[Activity]:
        self._answer()
        return list(self.offered_activities)

    def standard_activity(self) -> str | None:
        self._answer()
        return None

    def entries(self, _wanted: Wanted) -> Iterator[Entry]:
        """Nobody has entered anything."""
        self._answer()
        return iter(())

    def _answer(self) -> None:
        if self.down:
            raise RetryLater


@dataclass
class World:
    """Every company there is, by the key that opens it."""

    systems: dict[tuple[Side, str], KeyedSystem] = field(default_factory=dict)

    def company(self, side: Side, key: str, number: str | None, name: str = "Bygg AS") -> KeyedSystem:
        """A company whose key is `key`; its id follows from its number and name."""
        owner = Company(id=f"{side.value}-{number}-{name}", name=name, organization_number=number)
        self.systems[side, key] = KeyedSystem(side, owner)
        return self.systems[side, key]

    def open(
        self, integration: str, keys: Keys, priority: Priority, connection: Connection | None = None
    ) -> Mapping[Side, System]:  # fmt: skip
        """As `App.open_systems`."""
        given = {Side.TRIPLETEX: keys.tripletex, Side.APP: keys.app}
        return {side: self.systems.get((side, key)) or _Locked(side, integration) for side, key in given.items()}


class _Locked(MemorySystem):
    """What a wrong key opens."""

    def __init__(self, side: Side, integration: str) -> None:
        super().__init__(side)
        self.code = _OWN_WRONG if side is Side.APP and integration == "rackbeat" else _WRONG[side]

    def probe(self, settings: Settings) -> Probe:
        raise ConfigurationWrong(self.code)
