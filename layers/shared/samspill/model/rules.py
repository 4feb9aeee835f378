"""The words in which an integration states its rules: fields, gates, what a delete does. Tables, not code paths."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from samspill.model.connection import Capabilities
from samspill.model.documents import Document
from samspill.model.fields import Field, Normaliser, Sharer, Shares
from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.part import Part
from samspill.model.records import Record, Values
from samspill.model.settings import Settings

#: A rule is made of these too.
__all__ = [
    "DocumentRule",
    "Field",
    "Gate",
    "GateContext",
    "Gone",
    "Integration",
    "KindRule",
    "Normaliser",
    "Sharer",
    "Shares",
    "Stop",
]


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

    def without(self, names: frozenset[str]) -> "Gone":
        """The same, writing none of those fields."""
        return replace(self, write={name: value for name, value in self.write.items() if name not in names})


@dataclass(frozen=True)
class KindRule:
    """All rules of one kind.

    `link_gates` stop linking and creating; `create_gates` only creating. `near` are fields whose equality under
    another number makes a look-alike. `unique_on` are the sides where the system itself keeps numbers unique,
    `number_is_id` those where the number is the record's identity: a 404 there may be a renumbering.
    `matched_by` is the field whose equality makes a partner, and `taken_code` says that the equal one is another's.
    `matchable` tells whether a record can be anyone's partner. `gone` says, per side, what a delete there does to
    the other side. `write_gate` may stop a write of values to an existing record of a side. `complete` adds what
    the target needs and the source does not have. `shares` says that a row of Tripletex may be of two kinds.
    `part` are those of the app's records that settings may keep out, linked or not.

    `flow` is which way the kind travels unless settings say otherwise, None not at all but at start-up; `creates_on`
    are the sides where records are created, `once_on` those of them where only start-up does. `dormant`: start-up is
    over, nobody looks for changes any more. `under` sets these.
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
    matched_by: str = "number"
    taken_code: str = "number_taken"
    shares: Shares | None = None
    part: Part | None = None
    flow: Flow | None = Flow.BOTH
    creates_on: frozenset[Side] = frozenset(Side)
    once_on: frozenset[Side] = frozenset()
    dormant: bool = False

    def field(self, name: str) -> Field:
        """The field called `name`. Raises KeyError."""
        found = next((each for each in self.fields if each.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def under(self, settings: Settings, *, starting_up: bool) -> "KindRule":
        """These rules as the settings narrow them: which way later changes travel, where records are created, what a
        delete does. Start-up creates in the app, whatever the direction."""
        flow = settings.direction.get(self.kind, self.flow) if self.flow is not None else None
        open_to = frozenset(side for side in Side if flow is not None and flow.allows(side))
        once = (frozenset({Side.APP}) if settings.start_up.creates(self.kind) else frozenset()) - open_to
        gone = {side: each if side.other in open_to else Gone(each.code) for side, each in self.gone.items()}
        return replace(
            self,
            fields=tuple(each.narrowed(flow) for each in self.fields),
            gone=gone,
            flow=flow,
            creates_on=self.creates_on & (open_to | once if starting_up else open_to),
            once_on=once,
            dormant=flow is None and not starting_up,
        )

    def sharing_with(self, heard: frozenset[Kind]) -> "KindRule":
        """These rules where only what the app says of kinds in `heard` reaches Tripletex."""
        shares = self.shares
        return replace(self, shares=replace(shares, heard=shares.kind in heard)) if shares is not None else self

    def of_pair(self, settings: Settings, records: Mapping[Side, Record], sharer: Sharer | None) -> "KindRule":
        """These rules as they hold for one pair, or for what is left of it: nothing of it crosses when the settings
        keep it apart; what its row in Tripletex shares with a record of another kind has one owner."""
        app, row = records.get(Side.APP), records.get(Side.TRIPLETEX)
        if app is not None and self.part is not None and self.part.kept_apart(settings, app):
            gone = {side: Gone(each.code) for side, each in self.gone.items()}
            return replace(self, fields=tuple(each.narrowed(None) for each in self.fields), gone=gone)
        if self.shares is None or row is None or not (sharer or row.values().get(self.shares.flag)):
            return self
        shares, values = self.shares, app.values() if app is not None else {}
        fields = tuple(each.narrowed(shares.flow(each.name, values.get(each.name), sharer)) for each in self.fields)
        kept = frozenset(name for name in shares.unanimous if shares.flow(name, False, sharer) is None)
        gone = {side: each if side is Side.TRIPLETEX else each.without(kept) for side, each in self.gone.items()}
        return replace(self, fields=fields, gone=gone)


@dataclass(frozen=True)
class DocumentContext:
    """What a gate may look at. `since`: what was made out on an earlier day stays; `begun_at`: of that very day also
    what was begun before that time."""

    document: Document
    settings: Settings
    since: date
    begun_at: datetime | None = None


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


#: What hours refer to, and wait for.
HOURS_PARENTS = frozenset({Kind.EMPLOYEE, Kind.PROJECT})


@dataclass(frozen=True)
class Integration:
    """One app's integration: its kinds of records in dependency order (parents first), then its documents.

    `own_settings` names the settings that it has beside those of all integrations; `vat_zones` are the app's words
    for where a customer is, as far as VAT goes, `usual_without_vat` the code that books have for sales without VAT
    there, where Tripletex may have several. `hours`: people enter hours in the app. `self_service`: a company
    connects itself and approves its own plan;
    otherwise the product turns connections on and staff review them."""

    name: str
    system: str
    rules: tuple[KindRule, ...]
    documents: tuple[DocumentRule, ...] = ()
    own_settings: frozenset[str] = frozenset()
    vat_zones: tuple[str, ...] = ()
    usual_without_vat: Mapping[str, str] = field(default_factory=dict)
    hours: bool = False
    self_service: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Kinds of records that are looked for, in dependency order."""
        return tuple(rule.kind for rule in self.rules if not rule.dormant)

    @property
    def worked(self) -> tuple[Kind, ...]:
        """Kinds of what may wait to be worked off: those, what start-up has left over, documents, hours."""
        return (*(rule.kind for rule in self.rules), *(rule.kind for rule in self.documents), *self._hours)

    def under(self, settings: Settings, *, starting_up: bool) -> "Integration":
        """As a connection's settings narrow it. A kind that only start-up creates is not there unless it was chosen;
        `starting_up` ends with the first sync. Pure."""
        chosen = (rule for rule in self.rules if rule.flow is not None or settings.start_up.creates(rule.kind))
        rules = [rule.under(settings, starting_up=starting_up) for rule in chosen]
        open_ = (rule for rule in rules if rule.flow is not None and rule.flow.allows(Side.TRIPLETEX))
        heard = frozenset(rule.kind for rule in open_ if settings.is_on(rule.kind))
        return replace(self, rules=tuple(rule.sharing_with(heard) for rule in rules))

    @property
    def offered(self) -> tuple[Kind, ...]:
        """Everything that can be switched on and off: records, then documents and hours."""
        return (*self.kinds, *(rule.kind for rule in self.documents), *self._hours)

    @property
    def _hours(self) -> tuple[Kind, ...]:
        return (Kind.HOURS,) if self.hours else ()

    def rule(self, kind: Kind) -> KindRule:
        """The rules of `kind`. Raises KeyError."""
        found = next((rule for rule in self.rules if rule.kind is kind), None)
        if found is None:
            raise KeyError(kind)
        return found

    def document(self, kind: Kind) -> DocumentRule:
        """The rules of documents of `kind`. Raises KeyError."""
        found = next((rule for rule in self.documents if rule.kind is kind), None)
        if found is None:
            raise KeyError(kind)
        return found

    def registers(self, settings: Settings) -> tuple[Kind, ...]:
        """Registers of documents of which something crosses, by the kind they are called after."""
        return tuple(dict.fromkeys(r.register or r.kind for r in self.documents if settings.is_on(r.kind)))

    def watched(self, side: Side, settings: Settings) -> tuple[Kind, ...]:
        """Registers of `side` whose changes are wanted: those of records, and where documents and hours stand."""
        records = tuple(kind for kind in self.kinds if settings.is_on(kind))
        hours = tuple(kind for kind in self._hours if settings.is_on(kind))
        return (*records, *self.registers(settings), *hours) if side is Side.APP else records

    def is_parent(self, kind: Kind) -> bool:
        """Whether records of other kinds, or documents, refer to those of `kind`."""
        referred = any(each.ref is kind for rule in self.rules for each in rule.fields)
        of_hours = self.hours and kind in HOURS_PARENTS
        return referred or of_hours or any(kind in document.parents for document in self.documents)

    def is_awaited(self, kind: Kind, side: Side) -> bool:
        """Whether changes of other records may wait for a record of `kind` on `side`: children for their parent, a
        link whose record may have got another number for the answer."""
        return self.is_parent(kind) or any(rule.kind is kind and side in rule.number_is_id for rule in self.rules)
