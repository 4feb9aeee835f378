"""What other settings would do to documents, and when customers have to pay."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import cast

from samspill.model.changes import Priority
from samspill.model.connection import Connection
from samspill.model.consequences import Code, Consequence
from samspill.model.kinds import Kind, Side
from samspill.model.oslo import day_in_oslo
from samspill.model.problems import CATALOGUE
from samspill.model.settings import Settings
from samspill.model.settings_documents import InvoiceTarget
from samspill.sync.ports.choices import AppChoices
from samspill.tasks.foreseeing import Change, counted, linked_of, one, open_of, problems_of, system_of, waiting_of
from samspill.tasks.settings_check import ANY_GROUP, NO_GROUP

#: Documents of a day cross whenever they were begun.
_WHOLE_DAY = datetime.min.replace(tzinfo=UTC)


def vat(change: Change) -> Iterator[Consequence]:
    """Places of the VAT mapping that change, and the products that may be in them."""
    was, will = change.was.documents.vat, change.will.documents.vat
    places = sorted(place for place in was.keys() | will.keys() if was.get(place) != will.get(place))
    if not places:
        return
    groups = {place.rpartition("/")[0] for place in places} - {NO_GROUP}
    # A base tells the group only where it is a field that crosses.
    anybody = ANY_GROUP in groups
    linked, at_least = linked_of(
        change,
        Kind.PRODUCT,
        lambda link: anybody or (bool(groups) and link.app.base.get("group", "?") in {*groups, "?"}),
    )
    yield Consequence(code=Code.VAT_CHANGED, count=linked, at_least=at_least, facts={"places": ", ".join(places)})


def payment_terms(change: Change) -> Iterator[Consequence]:
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
        count, at_least = linked_of(change, rule.kind, lambda link: link.app.base.get("payment_due") in meant)
        if count:
            yield Consequence(
                code=Code.PAYMENT_TERMS_OVERWRITE, kind=rule.kind, count=count, at_least=at_least,
                side=Side.TRIPLETEX, facts=system_of(change, Side.TRIPLETEX),
            )  # fmt: skip


def _own_meanings(change: Change) -> Mapping[str, str | None]:
    """What the app's payment terms mean by their own type and days."""
    app = cast(AppChoices, change.app.systems(change.connection, Priority.PERSON)[Side.APP])
    return {str(each.number): each.due for each in app.payment_terms()}


def documents(change: Change) -> Iterator[Consequence]:
    """Documents that wait or are held: where they go now, and that they are looked at again."""
    was, will = change.was.documents, change.will.documents
    kinds = [rule.kind for rule in change.integration.documents if change.will.is_on(rule.kind)]
    begun = [kind for kind in kinds if not change.was.is_on(kind)]
    if kinds and _may_double(change, begun):
        since = _with(change, change.will).documents_since
        yield Consequence(code=Code.FROM_EARLIER, facts={"since": since.isoformat()})
    if was == will or not kinds:
        return
    yield from _left_behind(change, [kind for kind in kinds if kind not in begun])
    invoices = [kind for kind in kinds if kind is Kind.INVOICE]
    problems = [problems_of(change, kind) for kind in kinds]
    under_way = sum(problems_of(change, kind)[0] + waiting_of(change, kind) for kind in invoices)
    if invoices and was.invoice_target is not will.invoice_target:
        yield _target(change, will.invoice_target, under_way)
    if invoices and will.send and not was.send:
        yield Consequence(code=Code.SENDING_BEGINS, count=under_way)
    if held := sum(count for count, _ in problems):
        yield Consequence(code=Code.HELD_AGAIN, count=held, at_least=any(more for _, more in problems))


def _may_double(change: Change, begun: Sequence[Kind]) -> bool:
    """Whether documents would cross that may have been entered by hand, for nothing has carried them: those of
    earlier days than before, and all so far of kinds that have been off."""
    was, will = (_first(_with(change, settings)) for settings in (change.was, change.will))
    today = day_in_oslo(change.app.clock())
    return will < was or (bool(begun) and will[0] <= today)


def _left_behind(change: Change, kinds: Sequence[Kind]) -> Iterator[Consequence]:
    """Documents on their way, where the first day moves on: nobody knows of what day each of them is."""
    was, will = (_with(change, settings) for settings in (change.was, change.will))
    if _first(will) <= _first(was):
        return
    for kind in kinds:
        held, at_least = counted(each for each in open_of(change, kind) if not CATALOGUE[each.code].note)
        if count := held + waiting_of(change, kind):
            since = will.documents_since.isoformat()
            yield one(Code.DOCUMENTS_LEFT_BEHIND, kind, count, at_least=at_least, since=since)


def _with(change: Change, settings: Settings) -> Connection:
    return change.connection.model_copy(update={"settings": settings})


def _first(connection: Connection) -> tuple[date, datetime]:
    """From when on documents cross. Nobody knows yet when a connection goes live; nothing crosses before."""
    if not connection.live and connection.settings.documents.since is None:
        return date.max, _WHOLE_DAY
    return connection.documents_since, connection.documents_begun_at or _WHOLE_DAY


def _target(change: Change, target: InvoiceTarget, under_way: int) -> Consequence:
    links = change.app.stores(change.connection.id).links
    if target is InvoiceTarget.ORDER:
        return Consequence(code=Code.TARGET_ORDER, count=under_way)
    orders = max(0, links.live(Kind.ORDER) - links.live(Kind.INVOICE))
    return Consequence(code=Code.TARGET_INVOICE, count=under_way, facts={"orders": str(orders)})
