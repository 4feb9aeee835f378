"""A case is all that is known about one record when it is decided on; a step is what to do with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from samspill.model.changes import RecordKey
from samspill.model.connection import Capabilities
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.links import Link
from samspill.model.records import Record, Values
from samspill.model.rules import Gone, KindRule
from samspill.model.settings import Settings
from samspill.sync.merge import Merged, Translate
from samspill.sync.ports import Claim
from samspill.sync.sharing import Sharers, sharer_of


@dataclass(frozen=True)
class Case:
    """One record and its surroundings.

    `own` is the record as its own side has it now, None when it is gone for certain. `other` is the partner of
    `link` likewise. `candidates` are records of the other side that may be the same; those in `taken` (their
    ids) belong to another link already. `number_count` tells how many records of the own side bear the number.
    Candidates in `left_out` are kept out by a person. `doubt` comes before everything else: the record, or its
    partner, may have been renumbered; or its number is not free yet; or an earlier attempt to create it is under way,
    or has made something.
    """

    key: RecordKey
    own: Record | None
    link: Link | None = None
    other: Record | None = None
    candidates: Sequence[Record] = ()
    taken: frozenset[str] = frozenset()
    number_count: int = 1
    left_out: frozenset[str] = frozenset()
    decision: Decision | None = None
    doubt: "Hold | Await | GiveWay | Behind | Pause | Adopt | None" = None


@dataclass(frozen=True)
class Surroundings:
    """What holds for all cases of a batch: settings, capabilities, how references translate, which parents are
    held (their key and the code of their problem), who else is linked to a row of Tripletex (by kind and id)."""

    settings: Settings
    capabilities: Capabilities
    translate: Translate
    held: Mapping[RecordKey, str] = field(default_factory=dict)
    sharers: Sharers = field(default_factory=dict)

    def rule_of(self, rule: KindRule, records: Mapping[Side, Record]) -> KindRule:
        """The rules as they hold for that pair."""
        return rule.of_pair(self.settings, records, sharer_of(rule, records, self.sharers))


@dataclass(frozen=True)
class Skip:
    """A rule keeps the record out; nobody has to act."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hold:
    """The record cannot cross until somebody acts; with `parent`, until that parent can."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[Record, ...] = ()
    technical: str = ""
    parent: RecordKey | None = None


@dataclass(frozen=True)
class Heir:
    """A record that may be one that is gone, and what is asked about it."""

    key: RecordKey
    record: Record
    question: Hold


@dataclass(frozen=True)
class Await:
    """The record is gone, or only has another number: a person is asked whether one of `heirs` is it."""

    heirs: tuple[Heir, ...]


@dataclass(frozen=True)
class GiveWay:
    """The record's number is still that of another link, whose record `holder` is gone or has another number now: the
    new one must not take its place before that is known."""

    holder: RecordKey


@dataclass(frozen=True)
class Behind:
    """The record refers to one whose number changed hands, and the link of that one has not followed yet: `parent` is
    to be looked at first."""

    parent: RecordKey


@dataclass(frozen=True)
class Pause:
    """An attempt to create a partner is under way until `until` (UTC): what it comes to is seen then."""

    until: datetime


@dataclass(frozen=True)
class Adopt:
    """`made` is what an attempt created whose answer nobody has: link it with the attempt's source."""

    claim: Claim
    made: Record


@dataclass(frozen=True)
class Wait:
    """A required parent has no partner yet: first the parent."""

    parent: RecordKey


@dataclass(frozen=True)
class Join:
    """Link the record with `partner`."""

    partner: Record


@dataclass(frozen=True)
class Make:
    """Create the record on `target`. `waiting` are parents left out for now."""

    target: Side
    values: Values
    waiting: tuple[RecordKey, ...] = ()


@dataclass(frozen=True)
class Number:
    """The record has no number and shall get the next free one on its own side, before it goes anywhere: a create
    whose answer is lost can then be looked up by it."""


@dataclass(frozen=True)
class Meet:
    """The pair of `link`, both present, merged."""

    link: Link
    records: dict[Side, Record]
    merged: Merged


@dataclass(frozen=True)
class Vanish:
    """The record of `side` is gone; `survivor` is its partner, or None when that is gone too."""

    link: Link
    side: Side
    survivor: Record | None
    gone: Gone


@dataclass(frozen=True)
class Rest:
    """A tombstone: nothing happens until a person says so. `codes`: what there is to say of the record of a side."""

    link: Link
    codes: Mapping[Side, str]


@dataclass(frozen=True)
class Revive:
    """The deleted record is back and a person wants the link restored."""

    link: Link


@dataclass(frozen=True)
class Unlink:
    """A person lets go of a tombstone, or has the record created anew (`again`)."""

    link: Link
    again: bool
    survivor: RecordKey


@dataclass(frozen=True)
class Separate:
    """A person takes the pair of `link` apart, or what is left of it. `halves` are the records that are there."""

    link: Link
    decision: Decision
    halves: tuple[RecordKey, ...]


@dataclass(frozen=True)
class Forget:
    """The record does not exist and never had a partner."""


Step = (
    Skip
    | Hold
    | Await
    | GiveWay
    | Behind
    | Pause
    | Adopt
    | Wait
    | Join
    | Make
    | Number
    | Meet
    | Vanish
    | Rest
    | Revive
    | Unlink
    | Separate
    | Forget
)
