"""The words in which an integration states its rules: fields, gates, what a delete does. Tables, not code paths."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from samspill.model.connection import Capabilities
from samspill.model.documents import Document
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.records import Record, Value, Values
from samspill.model.settings import Settings

Normaliser = Callable[[Value], Value]


@dataclass(frozen=True)
class Field:
    """One field that crosses.

    `ref` names the kind that a reference points to; `required_on` the sides that cannot do without it.
    `max_length` per side is the peer's limit. `refused` tells that a value cannot be written to a side: it
    returns the problem code.
    """

    name: str
    flow: Flow = Flow.BOTH
    normalise: Normaliser = lambda value: value
    ref: Kind | None = None
    required_on: frozenset[Side] = frozenset()
    max_length: Mapping[Side, int] = field(default_factory=dict)
    refused: Callable[[Side, Value], str | None] = lambda _side, _value: None


@dataclass(frozen=True)
class Stop:
    """A rule stops a record: held with a problem (somebody acts) or skipped with a note (nobody has to)."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GateContext:
    """What a gate may look at. `target` is where the record would be written."""

    record: Record
    source: Side
    target: Side
    settings: Settings
    capabilities: Capabilities
    translate: Callable[[Kind, str], str | None]
    number_count: int = 1


Gate = Callable[[GateContext], Stop | None]


@dataclass(frozen=True)
class Gone:
    """What happens to the other side when a linked record is deleted: delete it, write values, or nothing.
    `code` is the problem or note that says so."""

    code: str
    delete: bool = False
    write: Values = field(default_factory=dict)


@dataclass(frozen=True)
class KindRule:
    """All rules of one kind.

    `link_gates` stop linking and creating; `create_gates` only creating. `near` are fields whose equality under
    another number makes a look-alike. `unique_on` are the sides where the system itself keeps numbers unique,
    `number_is_id` those where the number is the record's identity: a 404 there may be a renumbering.
    `matchable` tells whether a record can be anyone's partner. `gone` says, per side, what a delete there does to
    the other side. `write_gate` may stop a write of values to an existing record of a side. `complete` adds what
    the target needs and the source does not have.
    """

    kind: Kind
    fields: tuple[Field, ...]
    link_gates: tuple[Gate, ...] = ()
    create_gates: tuple[Gate, ...] = ()
    near: tuple[str, ...] = ()
    gone: Mapping[Side, Gone] = field(default_factory=dict)
    generates_number: bool = False
    unique_on: frozenset[Side] = frozenset()
    number_is_id: frozenset[Side] = frozenset()
    matchable: Callable[[Record], bool] = lambda _record: True
    write_gate: Callable[[Side, Record, Values], "Stop | None"] = lambda _target, _record, _values: None
    complete: Callable[[GateContext, Values], "Values | Stop"] = lambda _context, values: values

    def field(self, name: str) -> Field:
        """The field called `name`. Raises KeyError."""
        return next(f for f in self.fields if f.name == name)


@dataclass(frozen=True)
class DocumentContext:
    """What a gate may look at. `since`: what was made out on an earlier day stays."""

    document: Document
    settings: Settings
    since: date


DocumentGate = Callable[[DocumentContext], Stop | None]


@dataclass(frozen=True)
class DocumentRule:
    """The rules of one kind of document: who it is made out to. `register` is the kind in whose register it stands,
    None its own; `after` the kind that must have crossed before, `gates` what stops it besides what stops all."""

    kind: Kind
    party: Kind
    register: Kind | None = None
    after: Kind | None = None
    gates: tuple[DocumentGate, ...] = ()

    @property
    def parents(self) -> frozenset[Kind]:
        """What it refers to, and waits for."""
        return frozenset({self.party, Kind.PRODUCT, Kind.PROJECT} | ({self.after} if self.after else set()))


@dataclass(frozen=True)
class Integration:
    """One app's integration: its kinds of records in dependency order (parents first), then its documents.

    `own_settings` names the settings that it has beside those of all integrations; `vat_zones` are the app's words
    for where a customer is, as far as VAT goes. `self_service`: a company connects itself and approves its own plan;
    otherwise the product turns connections on and staff review them."""

    name: str
    system: str
    rules: tuple[KindRule, ...]
    documents: tuple[DocumentRule, ...] = ()
    own_settings: frozenset[str] = frozenset()
    vat_zones: tuple[str, ...] = ()
    self_service: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of records in dependency order."""
        return tuple(rule.kind for rule in self.rules)

    @property
    def offered(self) -> tuple[Kind, ...]:
        """Everything that can be switched on and off: records, then documents."""
        return (*self.kinds, *(rule.kind for rule in self.documents))

    def rule(self, kind: Kind) -> KindRule:
        """The rules of `kind`. Raises KeyError."""
        return next(rule for rule in self.rules if rule.kind is kind)

    def document(self, kind: Kind) -> DocumentRule:
        """The rules of documents of `kind`. Raises KeyError."""
        found = next((rule for rule in self.documents if rule.kind is kind), None)
        if found is None:
            raise KeyError(kind)
        return found

    def registers(self, settings: Settings) -> tuple[Kind, ...]:
        """Registers of documents of which something crosses, by the kind they are called after."""
        return tuple(dict.fromkeys(r.register or r.kind for r in self.documents if settings.is_on(r.kind)))

    def is_parent(self, kind: Kind) -> bool:
        """Whether records of other kinds, or documents, refer to those of `kind`."""
        referred = any(each.ref is kind for rule in self.rules for each in rule.fields)
        return referred or any(kind in document.parents for document in self.documents)

    def is_awaited(self, kind: Kind, side: Side) -> bool:
        """Whether changes of other records may wait for a record of `kind` on `side`: children for their parent, a
        link whose record may have got another number for the answer."""
        return self.is_parent(kind) or any(rule.kind is kind and side in rule.number_is_id for rule in self.rules)
