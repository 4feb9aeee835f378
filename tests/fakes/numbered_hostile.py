"""A hostile system whose numbers are its ids: who gets another number has another id from then on."""

from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.records import RECORD_TYPES, Record
from tests.fakes.hostile import HostileSystem


class NumberedHostile(HostileSystem):
    """Remembers what its records were called."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._renamed: dict[tuple[Kind, str], str] = {}

    def put(self, kind: Kind, **values: object) -> Record:
        made = super().put(kind, **values)
        return self._under_its_number(kind, made)

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        edited = self._under_its_number(kind, super().edit(kind, record_id, **values))
        if edited.id != record_id:
            self._renamed[kind, record_id] = edited.id
            self._refer_anew(kind, record_id, edited.id)
        return edited

    def now_called(self, kind: Kind, record_id: str) -> str:
        while (kind, record_id) in self._renamed:
            record_id = self._renamed[kind, record_id]
        return record_id

    def once_called(self, kind: Kind) -> set[str]:
        """Ids that records had before they got other numbers."""
        return {record_id for each, record_id in self._renamed if each is kind}

    def _under_its_number(self, kind: Kind, record: Record) -> Record:
        del self.records[kind][record.id]
        renamed = record.model_copy(update={"id": str(record.number)})
        self.records[kind][renamed.id] = renamed
        return renamed

    def _refer_anew(self, kind: Kind, old: str, new: str) -> None:
        """A reference is to the record, whatever its number."""
        for by, name in self._referrers.fields.get(kind, ()):
            for record in list(self.records[by].values()):
                if record.values().get(name) == old:
                    referring = {**record.model_dump(exclude_unset=True), name: new}
                    self.records[by][record.id] = RECORD_TYPES[by].model_validate(referring)


def resolved(system: HostileSystem, key: RecordKey) -> RecordKey:
    """The key that the record of `key` has now."""
    return key.model_copy(update={"id": system.now_called(key.kind, key.id)})
