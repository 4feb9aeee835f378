"""What became of tries whose outcome nobody knows, when the document is no longer what was sent: found and linked, so
that it can be taken back or told of. As long as it is the same, making it again looks first by itself (`once`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind
from samspill.model.links import Link
from samspill.model.records import Values
from samspill.sync.desk import PEER_LONGEST, Desk, Later
from samspill.sync.documents.credits import is_note, notes_of
from samspill.sync.documents.crossing import base_of
from samspill.sync.documents.once import SENT, held_back, linking
from samspill.sync.documents.orders import is_order, party_of
from samspill.sync.documents.papers import FINGERPRINT, Paper, order_key, our_key
from samspill.sync.documents.peers import books
from samspill.sync.ports import Claim
from samspill.sync.ports.documents import Invoice, Order


def recover(desk: Desk, paper: Paper, *, wanted: bool) -> Paper | Later:
    """The document with what earlier tries have made of it. Raises what the systems raise, and RevisionConflict."""
    missing = [key for key, link in _steps(paper).items() if link is None]
    for key, claim in desk.stores.intents.open(missing).items():
        changed = not wanted or claim.values.get(FINGERPRINT) != paper.fingerprint
        if not changed or "order" in claim.values:  # what was made of its order is seen when that is taken back
            continue
        found = _recover(desk, paper, key)
        if isinstance(found, Later):
            return found
        paper = replace(paper, order=found) if key.kind is Kind.ORDER else replace(paper, link=found)
    return paper


def _steps(paper: Paper) -> Mapping[RecordKey, Link | None]:
    return {order_key(paper.key): paper.order, paper.key: paper.link}


def _recover(desk: Desk, paper: Paper, key: RecordKey) -> Link | Later | None:
    claim = held_back(desk, key)
    if claim is None:
        return Later(desk.clock() + PEER_LONGEST, counts=False)
    try:
        found = _found(desk, paper, key, claim)
        taken = desk.stores.links.by_ids(key.kind, key.side.other, [each.id for each in found]) if found else {}
        free = [each for each in found if each.id not in taken]
        same = next((each for each in free if _is_it(each, claim.values)), None)
        if same is not None:
            base = {name: value for name, value in claim.values.items() if name != SENT}
            return desk.stores.links.add(linking(desk, key, base, same.id, base_of(same)), claim)
        if free:  # somebody else's, or somebody has changed it: who makes it anew looks once more
            desk.stores.intents.give_back(claim, desk.clock())
        else:
            desk.stores.intents.release(claim)
    except Exception:  # not when the function is killed: then the lease runs out
        desk.stores.intents.give_back(claim, desk.clock())
        raise
    return None


def _found(desk: Desk, paper: Paper, key: RecordKey, claim: Claim) -> Sequence[Order | Invoice]:
    """What may have come of it."""
    if SENT in claim.values:
        find = books(desk).find_orders if key.kind is Kind.ORDER else books(desk).find_purchase_orders
        return find(our_key(desk, paper.key), party_of(claim.values))
    return notes_of(books(desk), claim.values) if "invoice" in claim.values else []


def _is_it(thing: Order | Invoice, sent: Values) -> bool:
    return is_order(thing, sent) if isinstance(thing, Order) else is_note(thing, sent)
