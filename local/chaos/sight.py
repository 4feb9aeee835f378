"""Both sides of a firm at one moment, and what the product says about its records."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.chaos.bills import Bills
from local.chaos.hands import Hands
from local.chaos.ledger import Subject
from local.product import Connected
from samspill.model import normalise
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value
from samspill.model.rules import Integration

Place = tuple[Kind, Side, str]


@dataclass(frozen=True)
class Sight:
    """All records of a firm, as they lie in the sandboxes."""

    records: Mapping[tuple[Kind, Side], Mapping[str, Record]]
    integration: Integration
    bills: Bills = field(default_factory=Bills)

    @classmethod
    def of(cls, hands: Hands) -> "Sight":
        """Look now."""
        read = {kind: hands.registers.read(kind) for kind in hands.trade.kinds}
        records = {(kind, side): sides[side] for kind, sides in read.items() for side in Side}
        return cls(records, hands.trade.integration, Bills.of(hands))

    def found(self, subject: Subject, side: Side) -> list[Record]:
        """The subject's records on a side."""
        return subject.among(dict(self.records[subject.kind, side]))

    def means(self, kind: Kind, side: Side, name: str, value: Value) -> Value:
        """A value as both sides can be compared by it; a reference by the number of what it points at."""
        rule = next(each for each in self.integration.rule(kind).fields if each.name == name)
        if rule.ref is None or not value:
            return rule.normalise(value)
        target = self.records[rule.ref, side].get(str(value))
        return normalise.number(target.number) if target else None

    def agrees(self, subject: Subject, name: str) -> bool:
        """Whether both sides mean the same by a field; it stands on both."""
        values = {side: self.found(subject, side)[0].values().get(name) for side in Side}
        meant = [self.means(subject.kind, side, name, value) for side, value in values.items()]
        return meant[0] == meant[1]


@dataclass(frozen=True)
class Explanations:
    """What the product tells people: open problems, and records that a rule keeps out."""

    problems: Mapping[Place, str] = field(default_factory=dict)
    held: Mapping[Place, str] = field(default_factory=dict)
    skipped: Mapping[Place, str] = field(default_factory=dict)

    @classmethod
    def of(cls, connected: Connected) -> "Explanations":
        """Ask now. Raises ApiRefused, httpx.HTTPError."""
        fates = [
            {
                (Kind(r["kind"]), Side(r["side"]), str(r["id"])): str(r["code"])
                for r in connected.records(standing=each)
            }
            for each in ("held", "skipped")
        ]
        problems = {
            (Kind(p["kind"]), Side(p["side"]), str(p["record"])): str(p["code"]) for p in connected.problems()
        }
        return cls(problems, *fates)

    def all_codes(self) -> tuple[Mapping[Place, str], ...]:
        """Whatever is told of records, the most important first."""
        return self.problems, self.held, self.skipped

    def of_subject(self, subject: Subject, sight: Sight) -> str | None:
        """The code that explains why the subject is not equal on both sides, None when there is none."""
        for side in Side:
            for record in sight.found(subject, side):
                place = (subject.kind, side, record.id)
                for told in self.all_codes():
                    if place in told:
                        return told[place]
        return None
