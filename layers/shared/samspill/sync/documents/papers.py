"""A document and all that is known of it: what it has become, what was said of it, what people decided."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspill.model.changes import RecordKey
from samspill.model.documents import Document
from samspill.model.history import Decision, Fate
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.oslo import day_in_oslo
from samspill.model.problems import Choice
from samspill.model.rules import DocumentRule
from samspill.sync.desk import Desk
from samspill.sync.documents.peers import source

#: What the link of a document keeps of it: the fingerprint it had, what its order was made for, the amount of a line
#: for rounding, and what a person said may stand although it has changed.
FINGERPRINT, TARGET, ROUNDING, ACCEPTED = "fingerprint", "target", "rounding", "accepted"
#: And the fingerprint with its party and products by their ids in Tripletex: in the app they may get other numbers.
TIED = "tied"
#: What the link of an order keeps besides: its line for rounding follows what Tripletex computed of an order before.
CORRECTED = "corrected"
#: The fingerprint of a document that is gone.
GONE = "gone"


@dataclass(frozen=True)
class Paper:
    """A document as the app has it now, None when it is gone. `link` is of what it became for good, `order` of the
    order it becomes on the way. `name` is its party's."""

    key: RecordKey
    document: Document | None
    rule: DocumentRule
    name: str = ""
    link: Link | None = None
    order: Link | None = None
    decision: Decision | None = None
    fate: Fate | None = None

    @property
    def number(self) -> str | None:
        """What people see; of one that is gone what they saw."""
        return self.document.number if self.document is not None else self.fate.number if self.fate else None

    @property
    def label(self) -> str:
        """Its party's name."""
        return self.name

    @property
    def choice(self) -> Choice | None:
        """What a person decided."""
        return self.decision.choice if self.decision is not None else None

    @property
    def fingerprint(self) -> str:
        """Changes with what crosses, and when the document is opened again or goes."""
        if self.document is None:
            return GONE
        return f"open {fingerprint(self.document)}" if self.document.open else fingerprint(self.document)

    @property
    def final(self) -> Link | None:
        """The link of what it became for good: of its order when that was all it was to become."""
        finished = self.order is not None and self.order.app.base.get(TARGET) == Kind.ORDER.value
        return self.link or (self.order if finished else None)


@dataclass(frozen=True)
class Counterpart:
    """What it became, as people see it in Tripletex."""

    number: str | None
    label: str


def order_key(key: RecordKey) -> RecordKey:
    """Whose order it is: an app may number credit notes and invoices alike."""
    prefix = "" if key.kind is Kind.INVOICE else f"{key.kind.value}:"
    return RecordKey(kind=Kind.ORDER, side=key.side, id=f"{prefix}{key.id}")


def is_ours(key: str) -> bool:
    """Whether what carries this was made of a document, whichever."""
    return key.startswith("samspill:")


def our_key(desk: Desk, key: RecordKey) -> str:
    """What we write on what we make of a document, and find it by. It never changes, and is the same when the two
    companies are connected anew: so it says which account of the app the document is of, not which connection."""
    account = f"{desk.connection.integration}:{desk.connection.app_company.id}"
    return f"samspill:{hashlib.sha256(account.encode()).hexdigest()[:8]}:{key.kind.value}:{key.id}"


def may_be_crossed(desk: Desk, document: Document) -> bool:
    """Whether an earlier connection of the two companies may have made something of it."""
    connection = desk.connection
    live = connection.live_since or connection.created_at
    if document.created_at is not None:
        return document.created_at < live
    return document.day <= day_in_oslo(live)


def since(desk: Desk) -> date:
    """What was made out on an earlier day stays."""
    return desk.connection.documents_since


def gather(desk: Desk, key: RecordKey) -> Paper:
    """The document, read now, with what is known of it. Raises what the systems raise."""
    document, rule = source(desk).documents(key.kind, [key.id]).get(key.id), desk.integration.document(key.kind)
    party = _party(rule, document) if document is not None else None
    of_order = order_key(key)
    fates = desk.stores.journal.fates([key, party] if party is not None else [key])
    return Paper(
        key=key,
        document=document,
        rule=rule,
        name=_name(fates, key, party),
        link=desk.stores.links.by_ids(key.kind, key.side, [key.id]).get(key.id),
        order=desk.stores.links.by_ids(of_order.kind, of_order.side, [of_order.id]).get(of_order.id),
        decision=desk.stores.decisions.get([key]).get(key),
        fate=fates.get(key),
    )


def fingerprint(document: Document) -> str:
    """Sixteen hexadecimal digits over what crosses and means money; a remark may change."""
    return hashlib.sha256(repr(list(_said(document))).encode()).hexdigest()[:16]


def tied(document: Document, party: str, products: Mapping[str, str]) -> str:
    """The fingerprint with ids of Tripletex instead of the app's; a product that is not in `products` has none."""
    lines = [each.model_copy(update={"product": products.get(each.product or "")}) for each in document.lines]
    return fingerprint(document.model_copy(update={"party": party, "lines": tuple(lines)}))


def circumstances(desk: Desk, paper: Paper) -> str:
    """Changes with the document, the settings and a person's decision: what stopped it may not stop it any more."""
    decided = paper.decision.at.isoformat() if paper.decision is not None else ""
    said = f"{paper.fingerprint} {desk.connection.settings.documents.model_dump_json()} {decided}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def plain(amount: Decimal) -> str:
    """The amount without zeros that mean nothing."""
    text = format(amount, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _said(document: Document) -> Iterator[object]:
    yield document.kind.value, document.number, document.party, document.day.isoformat()
    yield document.due.isoformat() if document.due else None, document.currency, document.credits, document.project
    yield plain(document.net), plain(document.gross)
    for line in document.lines:
        amounts = (line.quantity, line.unit_price, line.discount, line.vat_rate)
        yield line.product, line.description, *map(plain, amounts)


def _party(rule: DocumentRule, document: Document) -> RecordKey:
    return RecordKey(kind=rule.party, side=Side.APP, id=document.party)


def _name(fates: Mapping[RecordKey, Fate], key: RecordKey, party: RecordKey | None) -> str:
    known = fates.get(party) if party is not None else fates.get(key)
    return known.name if known is not None else ""
