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
from samspill.model.totals import Difference, Totals, computed, difference, making_up, rounding, rounding_code
from samspill.sync.case import Hold
from samspill.sync.documents.crossing import Crossing, differs, in_signs_of
from samspill.sync.documents.papers import our_key, plain
from samspill.sync.ports.documents import OrderDraft, OrderLine

#: As long as a reference may be (reference/tripletex.md 8.9).
_REFERENCE = 255


@dataclass(frozen=True)
class Drafted:
    """An order to be made; `rounding` is the amount of its line that makes up for a difference, `corrected` when that
    follows what Tripletex computed of an order before."""

    order: OrderDraft
    rounding: Decimal = Decimal(0)
    corrected: bool = False


def draft(crossing: Crossing) -> Drafted | Hold:
    """The order for the document. Held when a VAT code is missing or has another rate, or when the totals would be
    others in Tripletex and nothing may make up for it. Raises what the systems raise."""
    order, document = _order(crossing), crossing.document
    if isinstance(order, Hold):
        return order
    rates = _rates(crossing)
    found = _apart(document, order, rates)
    if found is None:
        return Drafted(order)
    amount = None if document.kind is Kind.PURCHASE_ORDER else rounding(document, order.lines, rates)
    return _rounded(crossing, order, amount) or differs("totals_differ", document, found)


def made_up(crossing: Crossing, found: Difference, rounded: Decimal) -> Drafted | Hold:
    """The order once more, with a line for what Tripletex computed otherwise than was expected; `rounded` is that of
    the order it computed. Held where that is not wanted or not possible. Raises what the systems raise."""
    order, document = _order(crossing), crossing.document
    if isinstance(order, Hold):
        return order
    line = in_signs_of(document, Totals(rounded, rounded), order=True)
    without = Totals(found.computed.net - line.net, found.computed.gross - line.gross)
    drafted = _rounded(crossing, order, making_up(document, without))
    return replace(drafted, corrected=True) if drafted is not None else differs("totals_differ", document, found)


def _order(crossing: Crossing) -> OrderDraft | Hold:
    document, rates = crossing.document, _rates(crossing)
    settings, has_codes = crossing.desk.connection.settings.documents, document.kind is not Kind.PURCHASE_ORDER
    lines: list[OrderLine] = []
    for line in document.lines:
        code = _vat_code(settings, line, rates) if has_codes else None
        if isinstance(code, Hold):
            return code
        lines.append(_line(crossing, line, code))
    return OrderDraft(
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


def _rates(crossing: Crossing) -> Mapping[str, Decimal]:
    """A purchase order's lines have no VAT codes."""
    return {} if crossing.document.kind is Kind.PURCHASE_ORDER else crossing.rates()


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


def _rounded(crossing: Crossing, order: OrderDraft, amount: Decimal | None) -> Drafted | None:
    """The order with a line of that amount; None where the settings want none, and where none can be."""
    connection, code = crossing.desk.connection, rounding_code(_rates(crossing))
    wanted = connection.settings.documents.differences is Differences.ROUNDING_LINE
    if not wanted or amount is None or code is None:
        return None
    said = messages.text("document.rounding", connection.language)
    line = OrderLine(None, said, Decimal(1).copy_sign(amount), abs(amount), Decimal(0), code)
    return Drafted(replace(order, lines=(*order.lines, line)), amount)


def _apart(document: Document, order: OrderDraft, rates: Mapping[str, Decimal]) -> Difference | None:
    if document.kind is not Kind.PURCHASE_ORDER:
        return difference(document, order.lines, rates)
    totals = computed(order.lines, {})
    return Difference(Totals(document.net, document.gross), totals) if totals.net != document.net else None
