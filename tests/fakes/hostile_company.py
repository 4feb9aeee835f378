"""A company on a bad day: see `bad_day`."""

from dataclasses import replace

from samspill.integrations.svenn import INTEGRATION
from samspill.model.changes import EVERYTHING, Priority, RecordKey
from samspill.model.connection import Capabilities
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.model.rules import Integration
from samspill.model.settings import Policy, Settings
from samspill.sync.desk import PEER_LONGEST
from tests.fakes.bad_day import BadDay
from tests.fakes.company import A, T
from tests.fakes.hostile import HostileSystem, as_typed, tidied
from tests.fakes.memory_stores import memory_stores
from tests.fakes.numbered_hostile import NumberedHostile

UNIQUE = frozenset({Kind.CUSTOMER, Kind.PROJECT})


class HostileCompany(BadDay):
    """Both systems answer badly.

    `unique`: Tripletex keeps numbers unique. `tidy` sides rewrite what they are given, `timed` ones tell when a
    record was modified. `numbered`: the app's numbers are its ids, and both sides keep them unique.
    """

    def __init__(
        self, *, unique: bool = False, tidy: frozenset[Side] = frozenset(), timed: frozenset[Side] = frozenset(),
        policy: Policy = Policy.NEWEST, integration: Integration = INTEGRATION, numbered: bool = False,
        settings: Settings | None = None,
    ) -> None:  # fmt: skip
        chosen = {**(settings or Settings()).model_dump(), "conflict_policy": dict.fromkeys(Kind, policy)}
        super().__init__(
            Settings.model_validate(chosen), Capabilities(fallback_manager_id="boss"), integration=integration
        )
        alike = frozenset(integration.kinds) if numbered else UNIQUE
        made_as = {side: NumberedHostile if numbered and side is A else HostileSystem for side in Side}
        self.hostile = {
            side: made_as[side](
                side, lambda: self.now, PEER_LONGEST, normalise=tidied if side in tidy else as_typed,
                unique_numbers=alike if numbered or (unique and side is T) else frozenset(), tells_time=side in timed,
            )
            for side in Side
        }  # fmt: skip
        self.numbered = numbered
        self.tripletex, self.app = self.hostile[Side.TRIPLETEX], self.hostile[Side.APP]
        self.systems = {**self.hostile}
        self.stores = memory_stores("c1", meant=self.meant)
        self.desk = replace(self.desk, systems=self.systems, stores=self.stores)
        self.begin_badly(self.hostile)

    def meant(self, key: RecordKey) -> RecordKey:
        """Whose key that is: by a name that stays."""
        return key.model_copy(update={"id": self.hostile[key.side].meant(key.kind, key.id)})

    def called(self, who: RecordKey) -> RecordKey:
        """The key that `meant` stands for has now."""
        return who.model_copy(update={"id": self.hostile[who.side].called(who.kind, who.id)})

    def record_of(self, who: RecordKey) -> Record | None:
        """The record that `meant` stands for, if it exists; another one may have its number by now."""
        key = self.called(who)
        return self.systems[key.side].records[key.kind].get(key.id) if self.meant(key) == who else None

    def compare(self, kind: Kind) -> None:
        """A comparison of the registers of `kind` becomes due."""
        key = RecordKey(kind=kind, side=T, id=EVERYTHING)
        self.stores.inbox.put(key, due_at=self.tick(), priority=Priority.RECONCILE)

    def reconcile(self) -> None:
        """Compare both registers of every kind and work off what differs."""
        for kind in self.desk.integration.kinds:
            self.compare(kind)
        self.settle()
