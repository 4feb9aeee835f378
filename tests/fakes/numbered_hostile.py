"""A hostile system whose numbers are its ids: who gets another number has another id from then on."""

from typing import Any

from samspill.model.kinds import Kind
from samspill.model.records import RECORD_TYPES, Record
from tests.fakes.hostile import HostileSystem


class NumberedHostile(HostileSystem):
    """Remembers who its records are, whatever they are called: by the number that each had first."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._meant: dict[tuple[Kind, str], str] = {}
        self._called: dict[tuple[Kind, str], str] = {}

    def put(self, kind: Kind, **values: object) -> Record:
        made = self._under_its_number(kind, super().put(kind, **values))
        twins = sum(who == made.id or who.startswith(f"{made.id}'") for each, who in self._called if each is kind)
        self._is_called(kind, made.id + "'" * twins, made.id)
        return made

    def edit(self, kind: Kind, record_id: str, **values: object) -> Record:
        who = self.meant(kind, record_id)
        edited = self._under_its_number(kind, super().edit(kind, record_id, **values))
        if edited.id != record_id:
            self._is_called(kind, who, edited.id)
            self._refer_anew(kind, record_id, edited.id)
        return edited

    def meant(self, kind: Kind, record_id: str) -> str:
        return self._meant.get((kind, record_id), record_id)

    def called(self, kind: Kind, who: str) -> str:
        return self._called.get((kind, who), who)

    def ever_called(self, kind: Kind) -> set[str]:
        return {record_id for each, record_id in self._meant if each is kind}

    def _is_called(self, kind: Kind, who: str, record_id: str) -> None:
        self._meant[kind, record_id] = who
        self._called[kind, who] = record_id

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
