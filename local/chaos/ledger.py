"""What people did, so that a judge can ask for it afterwards: which records they made, what they typed, deleted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from local.chaos.trades import MARKED
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value


@dataclass(frozen=True)
class Typed:
    """The value a person typed into a field on a side; `place` counts everything typed. `meant`: the record that a
    reference points at, whatever id it has by now."""

    place: int
    side: Side
    value: Value
    meant: "Subject | None" = None


@dataclass(eq=False)
class Subject:
    """A record that a person made on one side: one thing, whichever side it stands on. `moving`: it was given another
    number where that is its identity, and the other side has not followed yet."""

    firm: int
    kind: Kind
    mark: str
    born: Side
    typed: dict[str, list[Typed]] = field(default_factory=dict)
    deleted: set[Side] = field(default_factory=set)
    moving: bool = False

    def among(self, records: dict[str, Record]) -> list[Record]:
        """Its records among those of one side: one, or none, unless something went wrong."""
        return [record for record in records.values() if self.mark in str(record.values().get(MARKED[self.kind]))]

    def __str__(self) -> str:
        return f"{self.kind.value} {self.mark} of firm {self.firm + 1}"


@dataclass
class Ledger:
    """All that people did in a run."""

    subjects: list[Subject] = field(default_factory=list)
    _places: int = 0

    def made(
        self, firm: int, kind: Kind, mark: str, side: Side, values: dict[str, Value],
        meant: Mapping[str, Subject] = MappingProxyType({}),
    ) -> Subject:  # fmt: skip
        """A person made a record; what stands in it is what they typed. `meant`: what its references point at."""
        subject = Subject(firm, kind, mark, side)
        self.subjects.append(subject)
        self.typed(subject, side, values, meant)
        return subject

    def typed(
        self,
        subject: Subject,
        side: Side,
        values: dict[str, Value],
        meant: Mapping[str, Subject] = MappingProxyType({}),
    ) -> None:
        """A person typed values into a record. `meant`: what references among them point at."""
        for name, value in values.items():
            self._places += 1
            subject.typed.setdefault(name, []).append(Typed(self._places, side, value, meant.get(name)))

    def alive(self, firm: int, kind: Kind) -> Iterator[Subject]:
        """What of a firm's nobody has deleted on any side."""
        return (each for each in self.subjects if (each.firm, each.kind) == (firm, kind) and not each.deleted)
