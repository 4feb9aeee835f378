"""A system in memory that does what real ones do on bad days; see `HostileSystem`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from samspill.exceptions import DataRefused, RetryLater
from samspill.model.kinds import Kind, Side
from samspill.model.records import RECORD_TYPES, Record, Value, Values
from samspill.sync.ports import Conflict, Done, Draft, Missing, Outcome, Patch, Refused, Uncertain
from tests.fakes.systems import MemorySystem

Normalise = Callable[[str, Value], Value]


class RowFault(StrEnum):
    """What becomes of a row whose answer is lost: carried out, never carried out, or carried out later."""

    DONE = "done"
    NEVER = "never"
    LATE = "late"


@dataclass(frozen=True)
class Late:
    """A write that the peer still works on although the client gave up. It ends at `deadline` at the latest."""

    deadline: datetime
    carry_out: Callable[[], object]


class LateWrites:
    """Writes that a peer still works on, the oldest first."""

    def __init__(self, clock: Callable[[], datetime], busy: timedelta) -> None:
        self._clock, self._busy = clock, busy
        self.late: list[Late] = []

    def later(self, carry_out: Callable[[], object]) -> None:
        """The client gave up; the write is carried out until `busy` has passed."""
        self.late.append(Late(self._clock() + self._busy, carry_out))

    def carry_out_late(self, until: datetime | None = None) -> None:
        """Carry out the oldest late write, or with `until` all whose deadline comes no later than that."""
        ready = self.late[:1] if until is None else [late for late in self.late if late.deadline <= until]
        for late in ready:
            self.late.remove(late)
            late.carry_out()


def as_typed(_field: str, value: Value) -> Value:
    """A peer that stores what it is given."""
    return value


def tidied(field_name: str, value: Value) -> Value:
    """A peer that trims texts, lowers e-mails and formats phone numbers as it likes."""
    if not isinstance(value, str):
        return value
    text = re.sub(r"\s+", " ", value).strip()
    if field_name in ("phone", "mobile"):
        digits = re.sub(r"\D", "", text)
        return " ".join(re.findall("..", digits)) if len(digits) == 8 else text
    return text.casefold() if field_name == "email" else text


@dataclass(frozen=True)
class Referrers:
    """Fields by which records of one kind refer to another: what is in use cannot be deleted."""

    fields: Mapping[Kind, tuple[tuple[Kind, str], ...]] = field(
        default_factory=lambda: {
            Kind.CUSTOMER: ((Kind.PROJECT, "customer"),),
            Kind.EMPLOYEE: ((Kind.PROJECT, "manager"),),
            Kind.SUPPLIER: ((Kind.PRODUCT, "supplier"),),
        }
    )


class HostileSystem(LateWrites, MemorySystem):
    """Loses answers a row at a time (`row_faults`), carries writes out late, rewrites values, withholds fields.

    `carried_out` counts writes through the port that changed something; `busy` is how long a write may still go on
    after its client gave up. `trash` holds what was deleted, by whomever; `made` the records created through the
    port, each with the intent of its draft and the name that stays.
    """

    def __init__(
        self, side: Side, clock: Callable[[], datetime], busy: timedelta, *, unique_numbers: frozenset[Kind],
        normalise: Normalise = as_typed, tells_time: bool = False,
    ) -> None:  # fmt: skip
        MemorySystem.__init__(self, side, unique_numbers)
        LateWrites.__init__(self, clock, busy)
        self._normalise, self._tells_time = normalise, tells_time
        self._referrers = Referrers()
        self.row_faults: list[RowFault] = []
        self.withheld: set[str] = set()
        self.trash: dict[Kind, dict[str, Record]] = {kind: {} for kind in RECORD_TYPES}
        self.made: list[tuple[str, Kind, str]] = []
        self.carried_out = 0

    # ---- what a person does --------------------------------------------------------------------------------------

    def put(self, kind: Kind, **values: object) -> Record:
        record = super().put(kind, **values)
        return self._stamped(kind, record)

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        record = super().edit(kind, record_id, **values)
        return self._stamped(kind, record)

    def remove(self, kind: Kind, record_id: str) -> None:
        self.trash[kind][record_id] = self.records[kind].pop(record_id)

    def undelete(self, kind: Kind, record_id: str) -> Record:
        """A person takes a record out of the bin."""
        record = self.trash[kind].pop(record_id)
        self.records[kind][record_id] = record
        return self.edit(kind, record_id)

    def meant(self, _kind: Kind, record_id: str) -> str:
        """Who has that id, or had it last: a name that stays."""
        return record_id

    def called(self, _kind: Kind, who: str) -> str:
        """The id that `meant` stands for has now, or had last."""
        return who

    def ever_called(self, kind: Kind) -> set[str]:
        """Ids that no other record can get any more."""
        return set(self.records[kind])

    def in_use(self, kind: Kind, record_id: str) -> bool:
        """Whether other records refer to it."""
        return any(
            record.values().get(name) == record_id
            for by, name in self._referrers.fields.get(kind, ())
            for record in self.records[by].values()
        )

    def _stamped(self, kind: Kind, record: Record) -> Record:
        if self._tells_time:
            record = record.model_copy(update={"modified_at": self._clock()})
            self.records[kind][record.id] = record
        return record

    # ---- faults --------------------------------------------------------------------------------------------------

    def calm_down(self) -> None:
        """No fault is planned any more, nothing is withheld."""
        self.row_faults.clear()
        self.withheld = set()

    def _faulty(self, carry_out: Callable[[], Outcome]) -> Outcome:
        match self.row_faults.pop(0) if self.row_faults else None:
            case None:
                return carry_out()
            case RowFault.DONE:
                outcome = carry_out()
                return outcome if isinstance(outcome, Refused) else Uncertain(RetryLater(uncertain=True))
            case RowFault.LATE:
                self.later(carry_out)
        return Uncertain(RetryLater(uncertain=True))

    # ---- the port ------------------------------------------------------------------------------------------------

    def _create(self, kind: Kind, draft: Draft) -> Outcome:
        return self._faulty(partial(self._create_now, kind, draft))

    def _create_now(self, kind: Kind, draft: Draft) -> Outcome:
        values = {name: self._normalise(name, value) for name, value in draft.values.items()}
        before = set(self.records[kind])
        outcome = super()._create(kind, Draft(draft.intent, values))
        self.carried_out += isinstance(outcome, Done)
        new = set(self.records[kind]) - before
        self.made += [(draft.intent, kind, self.meant(kind, record_id)) for record_id in new]
        return self._answer(outcome)

    def _update(self, kind: Kind, patch: Patch) -> Outcome:
        return self._faulty(partial(self._update_now, kind, patch))

    def _update_now(self, kind: Kind, patch: Patch) -> Outcome:
        values: Values = {name: self._normalise(name, value) for name, value in patch.values.items()}
        outcome = super()._update(kind, Patch(patch.id, patch.version, values, patch.key))
        self.carried_out += isinstance(outcome, Done)
        return self._answer(outcome)

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        self.calls.append(("delete", kind, 1))
        outcome = self._faulty(partial(self._delete_now, kind, record_id, version))
        return None if isinstance(outcome, Missing) else outcome

    def _delete_now(self, kind: Kind, record_id: str, version: int | None) -> Outcome:
        record = self.records[kind].get(record_id)
        if record is None:
            return Missing()
        if version is not None and version != record.version:
            return Conflict()
        if self.in_use(kind, record_id):
            return Refused(DataRefused("data_refused", "", "I bruk."))
        self.remove(kind, record_id)
        self.carried_out += 1
        return Missing()

    def _answer(self, outcome: Outcome) -> Outcome:
        return Done(self.shown(outcome.record)) if isinstance(outcome, Done) else outcome

    def shown(self, record: Record) -> Record:
        """The record without what the key may not see."""
        if not self.withheld:
            return record
        shown = {name: value for name, value in record.values().items() if name not in self.withheld}
        identity = {"id": record.id, "version": record.version, "modified_at": record.modified_at}
        return type(record).model_validate({**shown, **identity})
