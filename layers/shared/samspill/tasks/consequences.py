"""What a change of settings would do, from what is known: links and their bases, problems, what waits. No register is
read; only where payment terms get another meaning, the app's list of them is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar, cast

from samspill.composition import App
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.consequences import Code, Consequence, Example, confirmation
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.records import record_from_values
from samspill.model.rules import Integration, KindRule
from samspill.model.settings import Settings
from samspill.model.settings_documents import InvoiceTarget
from samspill.model.status import Status
from samspill.sync.errands import ERRANDS
from samspill.sync.ports.choices import AppChoices
from samspill.sync.turning import Meeting, meetings, opens
from samspill.tasks.connections import UNDER_WAY
from samspill.tasks.problems import Filter, each_problem
from samspill.tasks.settings_check import ANY_GROUP, NO_GROUP

#: Pairs of a kind that are looked at, and other things that are counted: within the time a request has.
PAIRS, THINGS = 20_000, 2_000
EXAMPLES = 5
_SLICE = 500
#: Beside the kinds that are on: what rows of a plan follow from.
_PLANNED_BY = ("direction", "start_up", "app_defaults", "composed_products", "payment_terms")

_Thing = TypeVar("_Thing")


@dataclass(frozen=True)
class Foreseen:
    """What a change would do; `confirm` is to be sent along when something would be lost, else None."""

    consequences: tuple[Consequence, ...]
    confirm: str | None


@dataclass(frozen=True)
class _Change:
    """One change of one connection's settings: the rules and settings as they are and as they would be."""

    app: App
    connection: Connection
    was: Settings
    will: Settings

    @property
    def integration(self) -> Integration:
        return self.app.integration(self.connection.integration)

    def rules(self, settings: Settings) -> Integration:
        return self.app.integration_of(self.connection.model_copy(update={"settings": settings}))

    def is_on(self, kind: Kind) -> tuple[bool, bool]:
        """Before and after."""
        return self.was.is_on(kind), self.will.is_on(kind)


def foresee(app: App, connection: Connection, settings: Settings) -> Foreseen:
    """What `settings` would do instead of the connection's own. Raises RetryLater, ConfigurationWrong."""
    if connection.status is Status.OFF:
        return Foreseen((), None)
    change = _Change(app, connection, connection.settings, settings)
    found = tuple(each for look in _LOOKS for each in look(change))
    return Foreseen(found, confirmation(change.was, change.will, found))


def _kinds_switched(change: _Change) -> Iterator[Consequence]:
    documents = {rule.kind for rule in change.integration.documents}
    for kind in change.integration.offered:
        match change.is_on(kind):
            case (False, True) if kind in documents:
                crossed = change.app.stores(change.connection.id).links.live(kind)
                yield _of(Code.DOCUMENTS_BEGIN, kind, crossed)
            case (False, True):
                yield _begins(change, kind)
            case (True, False):
                yield from _stops(change, kind, orphans=kind in documents)


def _begins(change: _Change, kind: Kind) -> Consequence:
    stores = change.app.stores(change.connection.id)
    unlinked, at_least = _counted(_known(change, kind))
    return _of(Code.KIND_BEGINS, kind, stores.links.live(kind), at_least=at_least, known=str(unlinked))


def _known(change: _Change, kind: Kind) -> Iterator[RecordKey]:
    """Records without partner of which something was said before."""
    journal, cursor = change.app.stores(change.connection.id).journal, None
    while True:
        found, cursor = journal.search(kind=kind, limit=200, cursor=cursor)
        yield from (fate.key for fate in found if fate.standing not in (Standing.LINKED, Standing.GONE))
        if cursor is None:
            return


def _stops(change: _Change, kind: Kind, *, orphans: bool) -> Iterator[Consequence]:
    stores = change.app.stores(change.connection.id)
    problems, at_least = _problems(change, kind)
    waiting = _waiting(change, kind)
    facts = {"problems": str(problems), "waiting": str(waiting)}
    yield _of(Code.KIND_STOPS, kind, stores.links.live(kind), at_least=at_least, **facts)
    if orphans and problems + waiting:
        yield _of(Code.DOCUMENTS_ORPHANED, kind, problems + waiting, at_least=at_least)


def _directions(change: _Change) -> Iterator[Consequence]:
    was, will = change.rules(change.was), change.rules(change.will)
    for kind in change.integration.kinds:
        before = next((rule for rule in was.rules if rule.kind is kind), None)
        after = next((rule for rule in will.rules if rule.kind is kind), None)
        if before is None or after is None or after.flow is None or before.flow is after.flow:
            continue
        yield _of(Code.DIRECTION_TURNED, kind, direction=after.flow.value)
        if all(change.is_on(kind)) and opens(before, after):
            yield from _overwritten(change, after)


def _overwritten(change: _Change, rule: KindRule) -> Iterator[Consequence]:
    """Pairs that differ now, by the side whose values give way when they meet anew."""
    links = change.app.stores(change.connection.id).links
    counts, examples = dict.fromkeys(Side, 0), {side: list[Example]() for side in Side}
    looked_at = 0
    for slice_ in _slices(islice(links.all(rule.kind), PAIRS + 1)):
        looked_at += len(slice_)
        for meeting in meetings(links, rule, change.will, slice_):
            for side in Side:
                if meeting.overwritten(side):
                    counts[side] += 1
                    examples[side] += _examples(rule, meeting, side)[: EXAMPLES - len(examples[side])]
    for side in Side:
        if counts[side]:
            yield Consequence(
                code=Code.DIRECTION_OVERWRITES, kind=rule.kind, count=counts[side], side=side,
                at_least=looked_at > PAIRS, facts=_system(change, side), examples=tuple(examples[side]),
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


def _vat(change: _Change) -> Iterator[Consequence]:
    was, will = change.was.documents.vat, change.will.documents.vat
    places = sorted(place for place in was.keys() | will.keys() if was.get(place) != will.get(place))
    if not places:
        return
    groups = {place.rpartition("/")[0] for place in places} - {NO_GROUP}
    # A base tells the group only where it is a field that crosses.
    anybody = ANY_GROUP in groups
    linked, at_least = _linked(
        change,
        Kind.PRODUCT,
        lambda link: anybody or (bool(groups) and link.app.base.get("group", "?") in {*groups, "?"}),
    )
    yield Consequence(code=Code.VAT_CHANGED, count=linked, at_least=at_least, facts={"places": ", ".join(places)})


def _payment_terms(change: _Change) -> Iterator[Consequence]:
    """Parties whose terms mean something else from now on: what is read in the app then differs from its base."""
    was, will = change.was.payment_terms, change.will.payment_terms
    changed = {number for number in was.keys() | will.keys() if was.get(number) != will.get(number)}
    if not changed:
        return
    named = _own_meanings(change) if any(not (number in was and number in will) for number in changed) else {}
    before, after = ({n: chosen.get(n, named.get(n)) for n in changed} for chosen in (was, will))
    meant = {before[number] for number in changed if before[number] != after[number]} - {None}
    for rule in change.rules(change.will).rules:
        due = next((each for each in rule.fields if each.name == "payment_due"), None)
        if not meant or due is None or not due.travels_to(Side.TRIPLETEX) or not change.will.is_on(rule.kind):
            continue
        count, at_least = _linked(change, rule.kind, lambda link: link.app.base.get("payment_due") in meant)
        if count:
            yield Consequence(
                code=Code.PAYMENT_TERMS_OVERWRITE, kind=rule.kind, count=count, at_least=at_least,
                side=Side.TRIPLETEX, facts=_system(change, Side.TRIPLETEX),
            )  # fmt: skip


def _own_meanings(change: _Change) -> Mapping[str, str | None]:
    """What the app's payment terms mean by their own type and days."""
    app = cast(AppChoices, change.app.systems(change.connection, Priority.PERSON)[Side.APP])
    return {str(each.number): each.due for each in app.payment_terms()}


def _documents(change: _Change) -> Iterator[Consequence]:
    """Documents that wait or are held: where they go now, and that they are looked at again."""
    was, will = change.was.documents, change.will.documents
    kinds = [rule.kind for rule in change.integration.documents if change.will.is_on(rule.kind)]
    if was == will or not kinds:
        return
    invoices = [kind for kind in kinds if kind is Kind.INVOICE]
    counted = [_problems(change, kind) for kind in kinds]
    under_way = sum(_problems(change, kind)[0] + _waiting(change, kind) for kind in invoices)
    if invoices and was.invoice_target is not will.invoice_target:
        yield _target(change, will.invoice_target, under_way)
    if invoices and will.send and not was.send:
        yield Consequence(code=Code.SENDING_BEGINS, count=under_way)
    if held := sum(count for count, _ in counted):
        yield Consequence(code=Code.HELD_AGAIN, count=held, at_least=any(more for _, more in counted))


def _target(change: _Change, target: InvoiceTarget, under_way: int) -> Consequence:
    links = change.app.stores(change.connection.id).links
    if target is InvoiceTarget.ORDER:
        return Consequence(code=Code.TARGET_ORDER, count=under_way)
    orders = max(0, links.live(Kind.ORDER) - links.live(Kind.INVOICE))
    return Consequence(code=Code.TARGET_INVOICE, count=under_way, facts={"orders": str(orders)})


def needs_another_plan(integration: Integration, was: Settings, will: Settings) -> bool:
    """Whether a plan made under `was` says something else than one under `will`."""
    on = [[kind for kind in integration.kinds if settings.is_on(kind)] for settings in (was, will)]
    return on[0] != on[1] or any(getattr(was, name) != getattr(will, name) for name in _PLANNED_BY)


def _first_sync(change: _Change) -> Iterator[Consequence]:
    if change.connection.status in UNDER_WAY and needs_another_plan(change.integration, change.was, change.will):
        yield Consequence(code=Code.PLAN_BEGINS_AGAIN)
    elif change.connection.review_pending is not None and change.was != change.will:
        yield Consequence(code=Code.APPROVAL_LAPSES)


_LOOKS = (_kinds_switched, _directions, _vat, _payment_terms, _documents, _first_sync)


def _of(code: Code, kind: Kind, count: int = 0, *, at_least: bool = False, **facts: str) -> Consequence:
    return Consequence(code=code, kind=kind, count=count, at_least=at_least, facts=facts)


def _system(change: _Change, side: Side) -> dict[str, str]:
    return {"system": "Tripletex" if side is Side.TRIPLETEX else change.connection.integration.capitalize()}


def _problems(change: _Change, kind: Kind) -> tuple[int, bool]:
    return _counted(each_problem(change.app, change.connection, Filter(kind=kind)))


def _waiting(change: _Change, kind: Kind) -> int:
    """Changes of records that wait, errands apart."""
    inbox = change.app.stores(change.connection.id).inbox
    errands = inbox.find([RecordKey(kind=kind, side=side, id=each) for each in ERRANDS for side in Side])
    return max(0, inbox.count_of(kind) - len(errands))


def _linked(change: _Change, kind: Kind, meant: Callable[[Link], bool]) -> tuple[int, bool]:
    """Live links that are meant, among those that are looked at."""
    links = islice(change.app.stores(change.connection.id).links.all(kind), PAIRS + 1)
    found = [link.state is LinkState.LIVE and meant(link) for link in links]
    return sum(found), len(found) > PAIRS


def _slices(links: Iterator[Link]) -> Iterator[Sequence[Link]]:
    while found := list(islice(links, _SLICE)):
        yield found


def _counted(things: Iterable[_Thing]) -> tuple[int, bool]:
    """How many, and whether there are more than are counted."""
    count = sum(1 for _ in islice(things, THINGS + 1))
    return min(count, THINGS), count > THINGS
