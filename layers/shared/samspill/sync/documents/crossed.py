"""A document that has become what it was to become: at peace, or a person is told what is not right with it. Nothing
is ever done to it by itself: an invoice cannot be taken back."""

from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.problems import Choice
from samspill.sync.case import Hold
from samspill.sync.desk import Desk
from samspill.sync.documents.closing import closed
from samspill.sync.documents.crossing import Crossed, Stands, differing, differs
from samspill.sync.documents.gates import unreadable
from samspill.sync.documents.papers import ACCEPTED, FINGERPRINT, TIED, Paper, tied


def look_at_crossed(desk: Desk, paper: Paper, link: Link) -> Crossed | Stands:
    """Whether it still is what crossed, and came to the same. A person may say that what stands in Tripletex
    holds, until the document changes again. Raises RevisionConflict, and what the systems raise."""
    said = _said(desk, paper, link)
    if link.app.base.get(ACCEPTED) == said:
        return Crossed(link)
    link, left_open = closed(desk, link)
    hold = _wrong(paper, link, said) or left_open
    if hold is None:
        return Crossed(link)
    if paper.choice is not Choice.LET_GO:
        return Stands(link, hold)
    half = link.app.model_copy(update={"base": {**link.app.base, ACCEPTED: said}})
    return Crossed(desk.stores.links.save(link.model_copy(update={"app": half})))


def _wrong(paper: Paper, link: Link, said: str) -> Hold | None:
    theirs = {"other_number": str(link.tripletex.base.get("number") or "")}
    if paper.document is None:
        return Hold("document_deleted_after", theirs)
    stop = unreadable(paper.document)
    if stop is not None:
        return Hold(stop.code, stop.facts)
    if link.app.base.get(FINGERPRINT) != said:
        return Hold("document_changed_after", theirs)
    difference = differing(paper.document, link)
    return differs("invoice_totals_differ", paper.document, difference) if difference is not None else None


def _said(desk: Desk, paper: Paper, link: Link) -> str:
    """The document's fingerprint: the one it had when it crossed, if its party or products only have other numbers
    now."""
    document, before = paper.document, str(link.app.base.get(FINGERPRINT))
    if document is None or document.open or paper.fingerprint == before:
        return paper.fingerprint
    party = desk.stores.links.by_ids(paper.rule.party, Side.APP, [document.party]).get(document.party)
    numbers = sorted({each.product for each in document.lines if each.product})
    products = desk.stores.links.by_ids(Kind.PRODUCT, Side.APP, numbers) if numbers else {}
    ids = {number: each.tripletex.id for number, each in products.items()}
    same = party is not None and tied(document, party.tripletex.id, ids) == link.app.base.get(TIED)
    return before if same else paper.fingerprint
