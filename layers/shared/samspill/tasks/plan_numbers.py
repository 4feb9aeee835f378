"""What an approval comes to in numbers, with what people have decided about single rows. Pure.

A decision moves its row: linked with a partner, whose own row is then answered too; created; left out. What hangs on
a row that is left out (a project's customer) is found out when the plan is carried out, as every other change of the
records is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from samspill.model.changes import RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.plan import KindSummary, RowOutcome
from samspill.model.problems import Choice
from samspill.model.records import Employee
from samspill.tasks.plan_index import PlanIndex, Sort

_CREATED = {Side.APP: RowOutcome.CREATE_IN_APP, Side.TRIPLETEX: RowOutcome.CREATE_IN_TRIPLETEX}


@dataclass(frozen=True)
class KindNumbers:
    """What becomes of one kind's rows. `changed` are existing records with fields that will be overwritten, as the
    plan knows; `links_decided` are pairs that a person made, whose differences nobody has counted."""

    kind: Kind
    outcomes: Mapping[RowOutcome, int] = field(default_factory=dict)
    changed: Mapping[Side, int] = field(default_factory=dict)
    links_decided: int = 0

    def created(self, side: Side) -> int:
        """Records that will be created there."""
        return self.outcomes.get(_CREATED[side], 0)

    @property
    def people(self) -> int:
        """People who get a licence of the app, and a mail with how to sign in."""
        return self.created(Side.APP) if self.kind is Employee.kind else 0


@dataclass(frozen=True)
class Numbers:
    """All kinds, and how many rows people have decided about."""

    kinds: tuple[KindNumbers, ...]
    decided: int = 0

    def total(self, outcome: RowOutcome) -> int:
        """Rows with that outcome."""
        return sum(each.outcomes.get(outcome, 0) for each in self.kinds)

    def created(self, side: Side) -> int:
        """Records that will be created on a side."""
        return sum(each.created(side) for each in self.kinds)

    def changed(self, side: Side) -> int:
        """Existing records on a side that will change."""
        return sum(each.changed.get(side, 0) for each in self.kinds)

    @property
    def people(self) -> int:
        """Licences of the app, and mails with how to sign in."""
        return sum(each.people for each in self.kinds)

    @property
    def links_decided(self) -> int:
        """Pairs that people made."""
        return sum(each.links_decided for each in self.kinds)


def numbers(
    index: PlanIndex, ids: Sequence[str], decisions: Iterable[Decision], kinds: Sequence[KindSummary]
) -> Numbers:
    """The numbers of the plan's rows, whose ids are `ids`, with those decisions; kinds as the plan has them."""
    counted, made = Counter(index.counts()), Counter[Kind]()
    known = {_row_id(each.key): each for each in decisions if not each.planned}
    places = {row_id: place for place, row_id in enumerate(ids)} if known else {}
    answered = {row_id: decision for row_id, decision in known.items() if row_id in places}
    settled = set[str]()
    for row_id, decision in answered.items():
        sort = index.sort_at(places[row_id])
        outcome = _outcome(sort, decision.choice)
        if row_id in settled or outcome is sort.outcome:  # by the other half; or the plan was made with it
            continue
        settled.add(row_id)
        counted[sort] -= 1
        counted[sort.model_copy(update={"outcome": outcome, "changes": ()})] += 1
        if outcome is RowOutcome.LINK:
            made[sort.kind] += 1
            partner = f"{sort.kind.value}.{sort.source.other.value}.{decision.partner}"
            if partner in places and partner not in settled:
                settled.add(partner)
                counted[index.sort_at(places[partner])] -= 1
    seen = [summary.kind for summary in kinds]
    seen += sorted({sort.kind for sort in counted} - set(seen))
    return Numbers(tuple(_of_kind(kind, counted, made[kind]) for kind in seen), len(answered))


def _row_id(key: RecordKey) -> str:
    return f"{key.kind.value}.{key.side.value}.{key.id}"


def _outcome(sort: Sort, choice: Choice) -> RowOutcome:
    """What becomes of a row; a choice that this says nothing about leaves it as it is."""
    created = _CREATED[sort.source.other]
    return {
        Choice.LINK: RowOutcome.LINK, Choice.LEAVE_OUT: RowOutcome.SKIPPED, Choice.CREATE: created,
        Choice.RECREATE: created,
    }.get(choice, sort.outcome)  # fmt: skip


def _of_kind(kind: Kind, counted: Mapping[Sort, int], links_decided: int) -> KindNumbers:
    rows = {sort: count for sort, count in counted.items() if sort.kind is kind and count > 0}
    outcomes, changed = Counter[RowOutcome](), Counter[Side]()
    for sort, count in rows.items():
        outcomes[sort.outcome] += count
        for side in sort.changes:
            changed[side] += count
    return KindNumbers(kind, dict(outcomes), dict(changed), links_decided)
