"""An order made of a document, exactly once: how it is made, found again, recognised, and what may end it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from samspill.exceptions import DataRefused
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.links import Link, LinkState
from samspill.model.records import Values
from samspill.sync.case import Hold
from samspill.sync.desk import PEER_LONGEST, Desk, Later
from samspill.sync.documents.closing import LEFT_OPEN
from samspill.sync.documents.crossing import Crossed, Crossing, base_of
from samspill.sync.documents.drafting import Drafted
from samspill.sync.documents.once import SENT, Made, Step, held_back, linked_to, linking, once
from samspill.sync.documents.papers import (
    CORRECTED,
    FINGERPRINT,
    ROUNDING,
    TARGET,
    TIED,
    Paper,
    may_be_crossed,
    order_key,
    plain,
)
from samspill.sync.documents.peers import books
from samspill.sync.ports import Claim
from samspill.sync.ports.documents import Invoice, Order, OrderDraft, OrderLine


def make_order(crossing: Crossing, drafted: Drafted) -> Made[Order] | Hold | Later:
    """The order of the document, linked. Raises as `once` does."""
    key, to_books = order_key(crossing.paper.key), crossing.books
    made = once(
        crossing.desk,
        order_step(crossing, key, drafted, to_books.create_order, to_books.find_orders),
        insist=crossing.insists,
    )
    if not isinstance(made, Made):
        return made
    crossing.happened("linked" if made.found else "created", made.link, made.thing.number)
    of_this = made.link.app.base.get(FINGERPRINT) == crossing.paper.fingerprint
    return made if of_this else Later(crossing.desk.clock(), counts=False)  # of what the document was before


def order_step(
    crossing: Crossing,
    key: RecordKey,
    drafted: Drafted,
    create: Callable[[OrderDraft], Order],
    find: Callable[[str, str], Sequence[Order]],
) -> Step[Order]:
    """How an order, or a purchase order, is made once."""
    values: Values = {
        FINGERPRINT: crossing.paper.fingerprint,
        TIED: crossing.tied,
        ROUNDING: plain(drafted.rounding),
        CORRECTED: drafted.corrected,
        SENT: _said(drafted.order),
    }
    return Step(
        key=key,
        values=values,
        make=lambda: create(drafted.order),
        look=lambda sent: find(drafted.order.key, party_of(sent)),
        is_it=is_order,
        id_of=lambda order: order.id,
        number_of=lambda order: order.number,
        base_of=base_of,
        look_first=may_be_crossed(crossing.desk, crossing.document),
    )


def is_order(order: Order, sent: Values) -> bool:
    """Whether it is just what was sent. What the books fill in where nothing was said tells nothing."""
    said = json.loads(str(sent[SENT]))
    if (order.party, order.day.isoformat()) != (said["party"], said["day"]):
        return False
    if said["currency"] is not None and order.currency is not None and order.currency != said["currency"]:
        return False
    wanted = [(p, Decimal(q), Decimal(u), Decimal(d), c) for p, q, u, d, c in said["lines"]]
    codes = all(code is not None for *_, code in wanted)
    return Counter(_line(line, codes=codes) for line in order.lines) == Counter(
        (*rest, code if codes else None) for *rest, code in wanted
    )


def _finished(desk: Desk, link: Link) -> Link:
    if link.app.base.get(TARGET) == Kind.ORDER.value:
        return link
    half = link.app.model_copy(update={"base": {**link.app.base, TARGET: Kind.ORDER.value}})
    return desk.stores.links.save(link.model_copy(update={"app": half}))


# ---- taken back, let go of, finished ------------------------------------------------------------------------------


@dataclass(frozen=True)
class TakenBack:
    """The order is gone, or somebody else's business, and its link with it."""


@dataclass(frozen=True)
class _Unmade:
    """Nothing that the document could have become was made of its order, which is None when it is gone."""

    order: Order | None


_Ended = TypeVar("_Ended", bound=TakenBack | Crossed | Hold | Later)


def take_back(desk: Desk, paper: Paper, link: Link, reason: str) -> TakenBack | Crossed | Hold | Later:
    """Delete an order that nothing was made of. What is made of it meanwhile is waited for; when something was, the
    document has become that. `reason` outlives a crash. Raises what the systems raise, and RevisionConflict."""
    return _alone(desk, paper, lambda claim: _take_back(desk, paper, link, reason, claim))


def let_go(desk: Desk, paper: Paper, link: Link) -> TakenBack | Crossed | Hold | Later:
    """Leave the order to people. When the document has become an invoice meanwhile, that stays its own. Raises as
    `take_back`."""
    return _alone(desk, paper, lambda claim: _let_go(desk, paper, link, claim))


def finish(desk: Desk, paper: Paper, link: Link) -> Crossed | Hold | Later:
    """The order is what the document was to become: nothing more is made of it, whatever the settings say later. When
    they said something else before, an invoice that was made then is it. Raises as `take_back`."""
    if paper.key not in desk.stores.intents.open([paper.key]):
        return Crossed(_finished(desk, link))
    return _alone(desk, paper, lambda claim: _finish(desk, paper, link, claim))


def _alone(desk: Desk, paper: Paper, end: Callable[[Claim], _Ended]) -> _Ended | Hold | Later:
    """End the order while nobody makes anything of it; what was tried before can have no other outcome any more."""
    claim = held_back(desk, paper.key)
    if claim is None:
        return Later(desk.clock() + PEER_LONGEST, counts=False)
    try:
        ended = end(claim)
    except DataRefused as error:
        desk.stores.intents.give_back(claim, desk.clock())
        return Hold("delete_refused", error.facts, technical=error.message)
    except Exception:  # not when the function is killed: then the lease runs out
        desk.stores.intents.give_back(claim, desk.clock())
        raise
    if isinstance(ended, TakenBack | Crossed):
        desk.stores.intents.release(claim)
    else:
        desk.stores.intents.give_back(claim, desk.clock())
    return ended


def _take_back(
    desk: Desk, paper: Paper, link: Link, reason: str, claim: Claim
) -> TakenBack | Crossed | Hold | Later:  # fmt: skip
    became = _became(desk, paper, link, claim)
    if not isinstance(became, _Unmade):
        return became
    if link.state is LinkState.LIVE:
        gone = {"state": LinkState.TOMBSTONE, "gone_action": reason, "gone_at": desk.clock()}
        link = desk.stores.links.save(link.model_copy(update=gone))
    desk.guard()
    if became.order is not None:
        books(desk).delete_order(became.order)
    desk.stores.links.remove(link)
    return TakenBack()


def _let_go(desk: Desk, paper: Paper, link: Link, claim: Claim) -> TakenBack | Crossed | Later:
    became = _became(desk, paper, link, claim)
    if isinstance(became, Crossed | Later):
        return became
    desk.stores.links.remove(link)
    return TakenBack()


def _finish(desk: Desk, paper: Paper, link: Link, claim: Claim) -> Crossed | Later:
    """What people made of the order is their business, once that was all."""
    became = _became(desk, paper, link, claim)
    return became if isinstance(became, Crossed | Later) else Crossed(_finished(desk, link))


def _became(desk: Desk, paper: Paper, link: Link, claim: Claim) -> _Unmade | Crossed | Hold | Later:
    """What was made of the order: looked for where it says so, and where an earlier try may have made it."""
    now = linked_to(desk, order_key(paper.key))
    if now is None or now.revision != link.revision or now.id != link.id:
        return Later(desk.clock(), counts=False)
    order = books(desk).order(link.tripletex.id)
    made = books(desk).invoices_of(order) if order is not None and (order.invoiced or claim.values) else []
    return _kept(desk, paper, link, made, claim) if made else _Unmade(order)


def _kept(desk: Desk, paper: Paper, link: Link, made: list[Invoice], claim: Claim) -> Crossed | Hold:
    """Something was made of the order: the document has become that."""
    if link.state is LinkState.TOMBSTONE:
        desk.stores.links.save(
            link.model_copy(update={"state": LinkState.LIVE, "gone_action": None, "gone_at": None})
        )
    taken = desk.stores.links.by_ids(paper.key.kind, paper.key.side.other, [each.id for each in made])
    same = next((each for each in made if is_invoice(each, invoice_values(link)) and each.id not in taken), None)
    if same is None:
        return Hold("invoiced_otherwise", {"other_number": ", ".join(each.number for each in made)})
    invoice = linking(desk, paper.key, {**invoice_values(link), **LEFT_OPEN}, same.id, base_of(same))
    return Crossed(desk.stores.links.add(invoice, claim))


# ---- what is made of an order --------------------------------------------------------------------------------


def invoice_values(order: Link) -> Values:
    """What an invoice of that order is: what the order was made of, and comes to."""
    base = {name: order.app.base.get(name) for name in (FINGERPRINT, TIED, ROUNDING)}
    return {
        **base,
        "order": order.tripletex.id,
        "net": order.tripletex.base["net"],
    }


def is_invoice(invoice: Invoice, sent: Values) -> bool:
    """Whether the invoice, or credit note, comes to what its order does without VAT. What VAT comes to is known only
    when the invoice is there: who links it compares that."""
    return (-invoice.net if invoice.is_credit_note else invoice.net) == Decimal(str(sent["net"]))


def _said(draft: OrderDraft) -> str:
    said = {
        "party": draft.party,
        "day": draft.day.isoformat(),
        "currency": draft.currency,
        "lines": [
            [each.product, plain(each.quantity), plain(each.unit_price), plain(each.discount), each.vat_code]
            for each in draft.lines
        ],
    }
    return json.dumps(said)


def party_of(sent: Values) -> str:
    """Whose order was sent: an id in Tripletex."""
    return str(json.loads(str(sent[SENT]))["party"])


def _line(line: OrderLine, *, codes: bool) -> tuple[object, ...]:
    code = line.vat_code if codes else None
    return line.product, line.quantity, line.unit_price, line.discount, code
