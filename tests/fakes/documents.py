"""The app's documents in memory, and an integration that has them."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samspill.model.documents import Document, DocumentLine
from samspill.model.kinds import Kind, Side
from samspill.model.rules import DocumentRule, Field, Integration, KindRule
from samspill.model.totals import Totals
from samspill.sync.ports import Changed
from tests.fakes.systems import MemorySystem

#: An app that makes out all kinds of documents; credit notes stand in the invoices' register.
INTEGRATION = Integration(
    name="warehouse",
    system="warehouse",
    rules=tuple(
        KindRule(kind, (Field("number"), Field("name"))) for kind in (Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT)
    ),
    documents=(
        DocumentRule(Kind.INVOICE, Kind.CUSTOMER),
        DocumentRule(Kind.CREDIT_NOTE, Kind.CUSTOMER, register=Kind.INVOICE, after=Kind.INVOICE),
        DocumentRule(Kind.PURCHASE_ORDER, Kind.SUPPLIER),
    ),
)
#: Which VAT code of Tripletex stands for which group and zone.
MAPPING = {"1/domestic": "3", "2/domestic": "31", "*/abroad": "6"}
RATES = {"3": Decimal(25), "31": Decimal(15), "6": Decimal(0)}
_KEYS = {"25": "1/domestic", "15": "2/domestic", "0": "1/abroad"}
_ORE = Decimal("0.01")


def line(quantity: str, price: str, rate: str = "25", **more: object) -> DocumentLine:
    """A line of a document; its VAT key is one that MAPPING knows, unless it is given."""
    values = {"id": "1", "description": "Arbeid", "vat_key": _KEYS.get(rate, "9/domestic"), **more}
    amounts = {"quantity": Decimal(quantity), "unit_price": Decimal(price), "vat_rate": Decimal(rate)}
    return DocumentLine.model_validate({**amounts, **values})


def totals(lines: Sequence[DocumentLine]) -> Totals:
    """What the app computes: net and VAT of each line to the øre."""
    net = gross = Decimal(0)
    for each in lines:
        full = each.quantity * each.unit_price * (100 - each.discount) / 100
        net += full.quantize(_ORE, ROUND_HALF_UP)
        gross += (full * (1 + each.vat_rate / 100)).quantize(_ORE, ROUND_HALF_UP)
    return Totals(net, gross)


class MemorySource(MemorySystem):
    """The app. `papers` are its documents by id, `written` tells in which order they were last written."""

    def __init__(self, side: Side = Side.APP) -> None:
        super().__init__(side)
        self.papers: dict[str, Document] = {}
        self.written: list[str] = []

    def make_out(self, document: Document) -> Document:
        """A person writes a document, or writes it anew."""
        self.papers[document.id] = document
        self.written.append(document.id)
        return document

    def tear_up(self, record_id: str) -> None:
        """A person deletes a document."""
        del self.papers[record_id]
        self.written.append(record_id)

    # ---- the port ------------------------------------------------------------------------------------------------

    def documents(self, kind: Kind, ids: Sequence[str]) -> dict[str, Document | None]:
        self.calls.append(("documents", kind, len(ids)))
        return {each: self._in_register(kind, self.papers.get(each)) for each in ids}

    def documents_since(self, kind: Kind, cursor: str) -> Changed:
        self.calls.append(("documents_since", kind, 1))
        ids = dict.fromkeys(self.written[int(cursor) if cursor else len(self.written) :])
        there = [i for i in ids if i not in self.papers or self._in_register(kind, self.papers[i])]
        return Changed(ids=tuple(there), cursor=str(len(self.written)))

    def documents_cursor(self, day: date) -> str:
        return "0"

    @staticmethod
    def _in_register(kind: Kind, document: Document | None) -> Document | None:
        purchase = Kind.PURCHASE_ORDER
        fits = document is not None and (document.kind is purchase) == (kind is purchase)
        return document if fits else None
