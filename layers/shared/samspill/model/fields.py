"""Fields that cross: which way, how they are compared, and who owns them on a row that is of two kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from samspill.model.flow import Flow, narrowed
from samspill.model.kinds import Kind, Side
from samspill.model.records import Value, Values

Normaliser = Callable[[Value], Value]


@dataclass(frozen=True)
class Field:
    """One field that crosses.

    `flow` is which way later changes travel; None: it is only given to a new record. `ref` names the kind that a
    reference points to; `required_on` the sides that cannot do without it. `max_length` per side is the peer's limit.
    `refused` tells that a value cannot be written to a side: it returns the problem code.
    """

    name: str
    flow: Flow | None = Flow.BOTH
    normalise: Normaliser = lambda value: value
    ref: Kind | None = None
    required_on: frozenset[Side] = frozenset()
    max_length: Mapping[Side, int] = field(default_factory=dict)
    refused: Callable[[Side, Value], str | None] = lambda _side, _value: None

    def travels_to(self, target: Side) -> bool:
        """Whether later changes are written to `target`."""
        return self.flow is not None and self.flow.allows(target)

    def narrowed(self, flow: Flow | None) -> "Field":
        """The same field where only `flow` is open besides."""
        return replace(self, flow=narrowed(self.flow, flow))


@dataclass(frozen=True)
class Sharer:
    """The app's record that is linked to the same row of Tripletex as one of another kind: what it said last.
    `linked` is False when it was deleted since."""

    values: Values
    linked: bool = True


@dataclass(frozen=True)
class Shares:
    """A row of Tripletex may be a record of this kind and of `kind` at once, each with a partner in the app.

    `flag` is the field by which Tripletex says so. Both write what is their `own`. Everything else is one and the
    same for both: the record of the kind that is `leading` writes it, the other one only reads it, so that it never
    flips between the two. Of `unanimous` fields False is written only when both say so, and none of them is taken
    over from the row. `heard`: what the app says of records of `kind` reaches Tripletex; else nobody there speaks for
    the row, whoever is linked to it, and what it said before may long be otherwise.
    """

    kind: Kind
    flag: str
    leading: bool
    own: frozenset[str]
    unanimous: frozenset[str]
    heard: bool = True

    def flow(self, name: str, value: Value, linked: Sharer | None) -> Flow | None:
        """Which way the field `name` of a row that is both may travel, where `value` is the app's own, `linked` who
        else is linked to it."""
        sharer = linked if self.heard else None
        if name in self.own:
            return Flow.BOTH
        if name in self.unanimous:
            agreed = sharer is not None and (not sharer.linked or sharer.values.get(name) is False)
            return Flow.TO_TRIPLETEX if value is not False or agreed else None
        return Flow.BOTH if self.leading or sharer is None or not sharer.linked else Flow.TO_APP
