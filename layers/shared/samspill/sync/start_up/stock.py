"""Puts on the app's shelf what Tripletex has there: wanted minus current, once a product.

for each linked product that both sides keep in stock:
    its stock is settled           -> nothing, ever again: goods have moved since, and the app has counted them
    the connection is live by now  -> a person confirms what start-up was to add (`stock_late`)
    a side does not tell           -> a note
    both have the same             -> settled as it is
    else                           -> a draft of the difference whose reason carries our key, made `once` and linked,
                                      then booked by its id, which may be repeated, and marked as booked
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import cast

from samspill.exceptions import DataRefused, RateLimited, RetryLater, RevisionConflict, SamspillError
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.normalise import exact
from samspill.model.problems import Choice
from samspill.model.records import Product, Record, Values
from samspill.sync.case import Hold, Skip
from samspill.sync.desk import PEER_LONGEST, Desk, Finished, Later
from samspill.sync.documents.once import Step, once
from samspill.sync.ports.start_up import Adjustment, StartUpApp
from samspill.sync.settle import pair_key
from samspill.sync.start_up.stock_late import DRAFT, QUANTITY, noted, owed
from samspill.sync.start_up.telling import Outcome, tell


def key_of(pair: Link) -> RecordKey:
    """What the stock of a linked product is known by: Tripletex' id, since numbers can change."""
    return RecordKey(kind=Kind.STOCK, side=Side.TRIPLETEX, id=pair.tripletex.id)


def reason_of(desk: Desk, key: RecordKey) -> str:
    """Our key, as the adjustment's reason carries it: the same for a product for good."""
    return f"samspill:{desk.connection.id[:8]}:stock:{key.id}"


def settle_stock(desk: Desk, pairs: Sequence[Link]) -> dict[RecordKey, Finished | Later]:
    """Book the stock of these linked products, at the most once each; what is to happen with each.

    Raises RateLimited, RetryLater, ConfigurationWrong, GenerationChanged: the same may be called again.
    """
    living = {key_of(pair): pair for pair in pairs if pair.state is LinkState.LIVE}
    known = desk.stores.links.by_ids(Kind.STOCK, Side.TRIPLETEX, [key.id for key in living]) if living else {}
    left = [key for key in living if key.id not in known or not is_settled(known[key.id])]
    kept = desk.systems[Side.TRIPLETEX].get(Kind.PRODUCT, [key.id for key in left]) if left else {}
    choices = {key: decision.choice for key, decision in desk.stores.decisions.get(left).items()} if left else {}
    results: dict[RecordKey, Finished | Later] = {key: Finished() for key in living}
    told: dict[RecordKey, tuple[RecordKey, Outcome]] = {
        pair_key(pair, Side.APP): (key, known[key.id]) for key, pair in living.items() if key not in left
    }
    try:
        for key in left:
            outcome = _try(desk, living[key], known.get(key.id), kept[key.id], choices.get(key))
            if isinstance(outcome, Later):
                results[key] = outcome
            else:
                told[pair_key(living[key], Side.APP)] = (key, outcome)
    finally:  # what was done before something stopped it is told as well
        tell(desk, told)
    return results


def is_settled(link: Link) -> bool:
    """Whether nothing is ever to be booked for the product any more; else its draft is not known to be booked."""
    return DRAFT not in link.app.base


def counts(source: Record | None) -> bool:
    """Whether Tripletex may keep it in stock: a service is never put on a shelf, nor is what is gone."""
    return isinstance(source, Product) and source.stock_item is not False


def may_hold(target: Record | None) -> bool:
    """Whether the app keeps it in stock: no service, and no BOM, which is on the shelf as its parts."""
    return isinstance(target, Product) and target.stock_item is not False and not target.composed


def missing(source: Product, target: Product) -> Decimal | None:
    """Wanted minus current; None when a side does not tell."""
    if source.stock is None or target.stock is None:
        return None
    return Decimal(source.stock) - Decimal(target.stock)


def _try(desk: Desk, pair: Link, link: Link | None, source: Record | None, choice: Choice | None) -> Outcome | Later:
    """One product that breaks us, or that somebody else is at, stops no other."""
    try:
        return _settle(desk, pair, link, source, choice)
    except RevisionConflict:
        return Later(desk.clock())
    except SamspillError:
        raise
    except Exception:  # noqa: BLE001 - an answer that breaks us is no answer
        desk.report(key_of(pair))
        return Later(desk.clock() + PEER_LONGEST, code="bug")


def _settle(
    desk: Desk, pair: Link, link: Link | None, source: Record | None, choice: Choice | None
) -> Outcome | Later:
    """One product; None where there is no stock to speak of. The shelf is looked at right before it is changed."""
    if choice is Choice.LEAVE_OUT:
        return Skip("left_out")
    if not counts(source):
        return None
    wanted = cast(Product, source)
    if wanted.stock is None:
        return Skip("stock_not_told")
    shelved = desk.systems[Side.APP].get(Kind.PRODUCT, [pair.app.id])[pair.app.id]
    if not may_hold(shelved):
        return None
    current = cast(Product, shelved)
    difference = missing(wanted, current)
    if difference is None:
        return Skip("stock_not_told")
    key, shelves = key_of(pair), {"in_tripletex": wanted, "in_app": current}
    quantity, unconfirmed = owed(desk, key, link, shelves, difference, choice)
    became = _booked(desk, key, current, quantity, link, unconfirmed, insist=choice is Choice.CREATE)
    return noted(became, quantity) if isinstance(became, Hold) else became


def _booked(
    desk: Desk, key: RecordKey, current: Product, difference: Decimal, link: Link | None, unconfirmed: Hold | None,
    *, insist: bool,
) -> Link | Hold | Later:  # fmt: skip
    """Nothing counts from now on that is `unconfirmed`; what counts already is found all the same."""
    app, reason = cast(StartUpApp, desk.systems[Side.APP]), reason_of(desk, key)
    if link is not None:
        return _book(desk, app, link, app.find_adjustment(reason), difference, unconfirmed)
    if unconfirmed is not None and app.find_adjustment(reason) is None:
        return unconfirmed
    create = partial(app.create_adjustment, current.id, difference, reason)
    step = Step[Adjustment | None](
        key=key,
        values={QUANTITY: exact(difference)},
        make=lambda: create() if difference else None,
        look=lambda _sent: [found] if (found := app.find_adjustment(reason)) else [],
        is_it=lambda _adjustment, _sent: True,  # nobody else writes our key
        id_of=lambda adjustment: adjustment.id if adjustment else f"none:{key.id}",
        number_of=lambda adjustment: adjustment.id if adjustment else "",
        base_of=_base,
        look_first=unconfirmed is not None,
    )
    made = once(desk, step, insist=insist)
    if isinstance(made, Hold):
        return Hold("stock_uncertain") if made.code == "create_uncertain" else made
    return made if isinstance(made, Later) else _book(desk, app, made.link, made.thing, difference, unconfirmed)


def _base(adjustment: Adjustment | None) -> Values:
    if adjustment is None:
        return {}
    return {"stock" if adjustment.booked else DRAFT: exact(adjustment.quantity)}


def _book(
    desk: Desk, app: StartUpApp, link: Link, draft: Adjustment | None, difference: Decimal, unconfirmed: Hold | None
) -> Link | Hold | Later:
    """Let the draft count and mark its link. One that an earlier try has left is only booked when it still says what
    is missing: a person may have put it right by hand since. Where a person has deleted it, it is made anew."""
    if is_settled(link):
        return link
    if draft is None:
        desk.stores.links.remove(link)
        return Later(desk.clock())
    if not draft.booked:
        if unconfirmed is not None:
            return unconfirmed
        if draft.quantity != difference:
            return Hold("stock_draft_left", {"quantity": exact(draft.quantity), "missing": exact(difference)})
        desk.guard()
        try:
            app.book_adjustment(draft)
        except DataRefused as error:
            return Hold(error.code, error.facts, technical=f"{error.field}: {error.message}")
        except RateLimited:
            raise
        except RetryLater as error:  # booked or not: the next look tells
            return Later(desk.clock() + PEER_LONGEST, code=error.code)
    counting = link.app.model_copy(update={"base": {"stock": exact(draft.quantity)}})
    return desk.stores.links.save(link.with_half(Side.APP, counting))
