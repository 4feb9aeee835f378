"""An in-memory system: a port, not a mock. It keeps versions, and can be told to refuse, lose answers or hide."""

from collections.abc import Sequence
from itertools import count

from samspill.exceptions import ConfigurationWrong, DataRefused, RetryLater
from samspill.model.connection import Company
from samspill.model.kinds import Kind, Side
from samspill.model.records import RECORD_TYPES, Record, Values
from samspill.sync.ports import (
    Changed,
    Conflict,
    Done,
    Draft,
    Missing,
    Outcome,
    Patch,
    Refused,
    RegisterPage,
    Repair,
    Subscribed,
    Uncertain,
)

#: Values a draft may carry that are no fields of the record.
_EXTRAS = frozenset({"access", "department", "group", "payment_terms", "vat_zone", "layout"})


#: Fields that only one side knows, so the memory system does not tell them unless given.
_UNTOLD = frozenset({"id", "version", "modified_at", "also_supplier", "may_manage_projects", "internal", "country"})


def _blank(kind: Kind) -> dict[str, object]:
    """What a real system tells of a new record: every field, empty; active and open."""
    blank: dict[str, object] = {name: None for name in RECORD_TYPES[kind].model_fields if name not in _UNTOLD}
    flags = {"active": True, "closed": False}
    return blank | {name: value for name, value in flags.items() if name in blank}


class MemorySystem:
    """Records of one side. `calls` counts reads and writes; `losing` loses the answers of the next creates.

    Fields in `not_looked_up` find nothing. Registers are read `page` records at a time; those of `capped` kinds never
    completely, `unlisted` ids never.
    """

    def __init__(self, side: Side, unique_numbers: frozenset[Kind] = frozenset()) -> None:
        self.side = side
        self.unique_numbers = unique_numbers
        self.records: dict[Kind, dict[str, Record]] = {kind: {} for kind in RECORD_TYPES}
        self.calls: list[tuple[str, Kind, int]] = []
        self.refusing: dict[str, DataRefused] = {}
        self.losing = 0
        self.lost_before_commit = 0
        self.rightless: set[Kind] = set()
        self.hidden: set[str] = set()
        self.defaults: dict[Kind, Values] = {}
        self.page = 1000
        self.capped: set[Kind] = set()
        self.unlisted: set[str] = set()
        self.not_looked_up: set[tuple[Kind, str]] = set()
        self._ids = count(1)

    # ---- what a person does in the system -----------------------------------------------------------------------

    def put(self, kind: Kind, **values: object) -> Record:
        """A person creates a record."""
        record_id = f"{self.side.value[0]}{next(self._ids)}"
        filled = {**_blank(kind), **self.defaults.get(kind, {}), **values}
        record = RECORD_TYPES[kind].model_validate({**filled, "id": record_id, "version": 1})
        self.records[kind][record_id] = record
        return record

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        """A person changes a record."""
        old = self.records[kind][record_id]
        merged = {**old.values(), **values, "id": record_id, "version": (old.version or 0) + 1}
        self.records[kind][record_id] = RECORD_TYPES[kind].model_validate(merged)
        return self.records[kind][record_id]

    def remove(self, kind: Kind, record_id: str) -> None:
        """A person deletes a record."""
        del self.records[kind][record_id]

    def writes(self) -> int:
        """How many records were written through the port."""
        return sum(n for name, _, n in self.calls if name in ("create", "update", "delete"))

    def shown(self, record: Record) -> Record:
        """The record as the key may see it."""
        return record

    def _known(self, kind: Kind, record_id: str) -> Record | None:
        record = self.records[kind].get(record_id)
        return None if record is None else self.shown(record)

    # ---- the port -----------------------------------------------------------------------------------------------

    def company(self) -> Company:
        return Company(id="1", name=f"Firma {self.side.value}", organization_number="999999999")

    def check_rights(self, kind: Kind) -> None:
        if kind in self.rightless:
            raise ConfigurationWrong("right_missing", facts={"right": kind.value})

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        self.calls.append(("get", kind, len(ids)))
        return {i: None if i in self.hidden else self._known(kind, i) for i in ids}

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        self.calls.append(("find", kind, len(values)))
        if (kind, field) in self.not_looked_up:
            return []
        return [self.shown(r) for r in self.records[kind].values() if str(r.values().get(field) or "") in values]

    def read_page(self, kind: Kind, cursor: str = "") -> RegisterPage:
        self.calls.append(("read_page", kind, len(self.records[kind])))
        start = int(cursor or 0)
        page = list(self.records[kind].values())[start : start + self.page]
        records = [self.shown(record) for record in page if record.id not in self.unlisted]
        onward = start + self.page
        return RegisterPage(
            records, str(onward) if onward < len(self.records[kind]) else None, kind not in self.capped
        )

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        self.calls.append(("create", kind, len(drafts)))
        return [self._create(kind, draft) for draft in drafts]

    def _create(self, kind: Kind, draft: Draft) -> Outcome:
        if draft.number in self.refusing:
            return Refused(self.refusing[draft.number])
        numbers = {r.number for r in self.records[kind].values()}
        if kind in self.unique_numbers and draft.number and draft.number in numbers:
            return Refused(DataRefused("number_taken", "number", "Nummeret er i bruk."))
        if self.lost_before_commit:
            self.lost_before_commit -= 1
            return Uncertain(RetryLater(uncertain=True))
        extras = _EXTRAS - RECORD_TYPES[kind].model_fields.keys()
        record = self.put(kind, **{name: value for name, value in draft.values.items() if name not in extras})
        if self.losing:
            self.losing -= 1
            return Uncertain(RetryLater(uncertain=True))
        return Done(record)

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        self.calls.append(("update", kind, len(patches)))
        return [self._update(kind, patch) for patch in patches]

    def _update(self, kind: Kind, patch: Patch) -> Outcome:
        record = self.records[kind].get(patch.id)
        if record is None:
            return Missing()
        if patch.id in self.refusing:
            return Refused(self.refusing[patch.id])
        if patch.version is not None and patch.version != record.version:
            return Conflict()
        number, others = patch.values.get("number"), (r for r in self.records[kind].values() if r.id != patch.id)
        if kind in self.unique_numbers and number and any(other.number == number for other in others):
            return Refused(DataRefused("number_taken", "number", "Nummeret er i bruk."))
        return Done(self.edit(kind, patch.id, **patch.values))

    def delete(self, kind: Kind, record_id: str, version: int | None) -> Outcome | None:
        self.calls.append(("delete", kind, 1))
        if record_id in self.refusing:
            return Refused(self.refusing[record_id])
        self.records[kind].pop(record_id, None)
        return None

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        return Changed(cursor=cursor)

    def subscribe(self, url: str, secret: str, kinds: Sequence[Kind]) -> list[Subscribed]:
        return []

    def unsubscribe(self, ids: Sequence[str]) -> None:
        return None

    def repair_subscriptions(self, url: str, ids: Sequence[str], secrets: Sequence[str]) -> Repair:
        return Repair.SOUND
