"""What a change of settings would do, from what is known: links and their bases, problems, what waits. No register is
read; only where payment terms get another meaning, the app's list of them is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from samspill.composition import App
from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.consequences import Code, Consequence, Example, confirmation
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.part import Part
from samspill.model.records import record_from_values
from samspill.model.rules import Integration, KindRule
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.sync.turning import Meeting, is_of, meetings, opens
from samspill.tasks.connections import UNDER_WAY
from samspill.tasks.consequences_documents import documents, payment_terms, vat
from samspill.tasks.consequences_hours import hours
from samspill.tasks.foreseeing import (
    PAIRS,
    Change,
    counted,
    linked_of,
    one,
    problems_of,
    slices,
    system_of,
    waiting_of,
)

#: So many for each side and kind.
EXAMPLES = 5
#: Beside the kinds that are on: what rows of a plan follow from.
_PLANNED_BY = ("direction", "start_up", "app_defaults", "composed_products", "payment_terms")


@dataclass(frozen=True)
class Foreseen:
    """What a change would do; `confirm` is to be sent along when something would be lost, else None."""

    consequences: tuple[Consequence, ...]
    confirm: str | None


def foresee(app: App, connection: Connection, settings: Settings) -> Foreseen:
    """What `settings` would do instead of the connection's own. Raises RetryLater, ConfigurationWrong."""
    if connection.status is Status.OFF:
        return Foreseen((), None)
    change = Change(app, connection, connection.settings, settings)
    found = tuple(each for look in _LOOKS for each in look(change))
    return Foreseen(found, confirmation(change.was, change.will, found))


def _kinds_switched(change: Change) -> Iterator[Consequence]:
    documents = {rule.kind for rule in change.integration.documents}
    for kind in change.integration.offered:
        match change.is_on(kind):
            case _ if kind is Kind.HOURS:  # they have sentences of their own
                continue
            case (False, True) if kind in documents:
                crossed = change.app.stores(change.connection.id).links.live(kind)
                yield one(Code.DOCUMENTS_BEGIN, kind, crossed)
            case (False, True):
                yield _begins(change, kind)
            case (True, False):
                yield from _stops(change, kind, orphans=kind in documents)


def _begins(change: Change, kind: Kind) -> Consequence:
    stores = change.app.stores(change.connection.id)
    unlinked, at_least = counted(_known(change, kind))
    return one(Code.KIND_BEGINS, kind, stores.links.live(kind), at_least=at_least, known=str(unlinked))


def _known(change: Change, kind: Kind, code: str | None = None) -> Iterator[RecordKey]:
    """Records without partner of which something was said before; with `code` those of which just that was."""
    journal, cursor = change.app.stores(change.connection.id).journal, None
    while True:
        found, cursor = journal.search(kind=kind, limit=200, cursor=cursor)
        told = [fate for fate in found if code is None or fate.code == code]
        yield from (fate.key for fate in told if fate.standing not in (Standing.LINKED, Standing.GONE))
        if cursor is None:
            return


def _stops(change: Change, kind: Kind, *, orphans: bool) -> Iterator[Consequence]:
    stores = change.app.stores(change.connection.id)
    problems, at_least = problems_of(change, kind)
    waiting = waiting_of(change, kind)
    facts = {"problems": str(problems), "waiting": str(waiting)}
    yield one(Code.KIND_STOPS, kind, stores.links.live(kind), at_least=at_least, **facts)
    if orphans and problems + waiting:
        yield one(Code.DOCUMENTS_ORPHANED, kind, problems + waiting, at_least=at_least)


def _directions(change: Change) -> Iterator[Consequence]:
    was, will = change.rules(change.was), change.rules(change.will)
    for kind in change.integration.kinds:
        before = next((rule for rule in was.rules if rule.kind is kind), None)
        after = next((rule for rule in will.rules if rule.kind is kind), None)
        if before is None or after is None or after.flow is None or before.flow is after.flow:
            continue
        yield one(Code.DIRECTION_TURNED, kind, direction=after.flow.value)
        if opens(before, after):
            yield from _overwritten(change, after)


def _parts(change: Change) -> Iterator[Consequence]:
    for rule in change.rules(change.will).rules:
        part = rule.part
        if part is None or part.wanted(change.was) is part.wanted(change.will):
            continue
        linked, at_least = linked_of(change, rule.kind, lambda link, part=part: is_of(part, link))  # type: ignore[misc]
        if not part.wanted(change.will):
            yield one(Code.PART_STOPS, rule.kind, linked, at_least=at_least, part=part.name)
            continue
        known, more = counted(_known(change, rule.kind, part.code))
        yield one(
            Code.PART_BEGINS, rule.kind, linked, at_least=at_least or more, part=part.name, known=str(known)
        )  # fmt: skip
        yield from _overwritten(change, rule, part)


def _overwritten(change: Change, rule: KindRule, part: Part | None = None) -> Iterator[Consequence]:
    """Pairs that differ now, by the side whose values give way when they meet anew; with `part` only those of it."""
    links = change.app.stores(change.connection.id).links
    counts, examples = dict.fromkeys(Side, 0), {side: list[Example]() for side in Side}
    looked_at = 0
    for slice_ in slices(islice(links.all(rule.kind), PAIRS + 1)):
        looked_at += len(slice_)
        for meeting in meetings(links, rule, change.will, slice_, part):
            for side in Side:
                if meeting.overwritten(side):
                    counts[side] += 1
                    examples[side] += _examples(rule, meeting, side)[: EXAMPLES - len(examples[side])]
    for side in Side:
        if counts[side]:
            yield Consequence(
                code=Code.DIRECTION_OVERWRITES, kind=rule.kind, count=counts[side], side=side,
                at_least=looked_at > PAIRS, facts=system_of(change, side), examples=tuple(examples[side]),
            )  # fmt: skip


def _examples(rule: KindRule, meeting: Meeting, side: Side) -> list[Example]:
    """References are ids that nobody knows: their values are left out."""
    half = meeting.link.half(side)
    lost, written = meeting.overwritten(side), meeting.merged.patches[side]
    record = record_from_values(rule.kind, half.id, {**half.base, **lost})
    return [
        Example(
            number=record.number, name=record.label, field=name,
            now=None if rule.field(name).ref else value, after=None if rule.field(name).ref else written[name],
        )
        for name, value in lost.items()
    ]  # fmt: skip


def needs_another_plan(integration: Integration, was: Settings, will: Settings) -> bool:
    """Whether a plan made under `was` says something else than one under `will`."""
    on = [[kind for kind in integration.kinds if settings.is_on(kind)] for settings in (was, will)]
    return on[0] != on[1] or any(getattr(was, name) != getattr(will, name) for name in _PLANNED_BY)


def _first_sync(change: Change) -> Iterator[Consequence]:
    if change.connection.status in UNDER_WAY and needs_another_plan(change.integration, change.was, change.will):
        yield Consequence(code=Code.PLAN_BEGINS_AGAIN)
    elif change.connection.review_pending is not None and change.was != change.will:
        yield Consequence(code=Code.APPROVAL_LAPSES)


_LOOKS = (_kinds_switched, _directions, _parts, vat, payment_terms, documents, hours, _first_sync)
