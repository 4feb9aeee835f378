"""What an order in Tripletex says of a document: its lines, VAT codes, references; what keeps it from being said.

Prices are always without VAT, so they never clash with how Tripletex shows them. A company's mapping names the VAT
code of each product group and VAT zone; it only holds while the code has the rate that the app charged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from samspill import messages
from samspill.model.documents import Document, DocumentLine
from samspill.model.kinds import Kind
from samspill.model.settings_documents import Differences, DocumentSettings
from samspill.model.totals import Difference, Totals, computed, difference, rounding, rounding_code
from samspill.sync.case import Hold
from samspill.sync.desk import Desk
from samspill.sync.documents.crossing import Crossing, differs
from samspill.sync.documents.papers import our_key, plain
from samspill.sync.ports.documents import OrderDraft, OrderLine

#: As long as a reference may be (reference/tripletex.md 8.9).
_REFERENCE = 255


@dataclass(frozen=True)
class Drafted:
    """An order to be made; `rounding` is the amount of its line that makes up for a difference."""

    order: OrderDraft
    rounding: Decimal = Decimal(0)


def draft(crossing: Crossing) -> Drafted | Hold:
    """The order for the document. Held when a VAT code is missing or has another rate, or when the totals would be
    others in Tripletex and nothing may make up for it. Raises what the systems raise."""
    document, purchase = crossing.document, crossing.document.kind is Kind.PURCHASE_ORDER
    rates = {} if purchase else crossing.rates()
    lines: list[OrderLine] = []
    for line in document.lines:
        code = None if purchase else _vat_code(crossing.desk.connection.settings.documents, line, rates)
        if isinstance(code, Hold):
            return code
        lines.append(_line(crossing, line, code))
    order = OrderDraft(
        key=our_key(crossing.desk, crossing.paper.key),
        party=crossing.parents.party,
        day=document.day,
        delivery=document.delivery or document.day,
        lines=tuple(lines),
        currency=document.currency,
        due=document.due,
        reference=" / ".join(filter(None, (document.reference, document.their_reference)))[:_REFERENCE],
        comment="\n".join(filter(None, (document.heading, document.comment))),
        project=crossing.parents.project,
    )
    return _evened(crossing.desk, document, order, rates)


def _line(crossing: Crossing, line: DocumentLine, code: str | None) -> OrderLine:
    sign = -1 if crossing.document.kind is Kind.CREDIT_NOTE else 1
    return OrderLine(
        product=crossing.parents.products.get(line.product) if line.product else None,
        description=line.description,
        quantity=sign * line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        vat_code=code,
    )


def _vat_code(settings: DocumentSettings, line: DocumentLine, rates: Mapping[str, Decimal]) -> str | Hold:
    group, _, zone = line.vat_key.partition("/")
    code = settings.vat.get(line.vat_key) or settings.vat.get(f"*/{zone}")
    facts = {"vat_key": f"{group or '*'}/{zone}", "rate": plain(line.vat_rate)}
    if code is None:
        return Hold("vat_not_mapped", facts)
    if code not in rates:
        return Hold("document_vat_code_unusable", {**facts, "vat_code": code})
    if rates[code] != line.vat_rate:
        return Hold("vat_rate_differs", {**facts, "vat_code": code, "code_rate": plain(rates[code])})
    return code


def _evened(desk: Desk, document: Document, order: OrderDraft, rates: Mapping[str, Decimal]) -> Drafted | Hold:
    """The order if it comes to the document's totals, with a line for rounding where that is wanted and possible."""
    found = _apart(document, order, rates)
    if found is None:
        return Drafted(order)
    settings = desk.connection.settings.documents
    if settings.differences is Differences.ROUNDING_LINE and document.kind is not Kind.PURCHASE_ORDER:
        amount, code = rounding(document, order.lines, rates), rounding_code(rates)
        if amount is not None and code is not None:
            said = messages.text("document.rounding", desk.connection.language)
            line = OrderLine(None, said, Decimal(1), amount, Decimal(0), code)
            return Drafted(replace(order, lines=(*order.lines, line)), amount)
    return differs("totals_differ", document, found)


def _apart(document: Document, order: OrderDraft, rates: Mapping[str, Decimal]) -> Difference | None:
    if document.kind is not Kind.PURCHASE_ORDER:
        return difference(document, order.lines, rates)
    totals = computed(order.lines, {})
    return Difference(Totals(document.net, document.gross), totals) if totals.net != document.net else None
