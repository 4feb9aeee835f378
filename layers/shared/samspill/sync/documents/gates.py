"""What stops a document before anything is made of it. A table: the first that stops it says why."""

from samspill.model.documents import Document
from samspill.model.rules import DocumentContext, DocumentGate, Stop


def _still_open(context: DocumentContext) -> Stop | None:
    return Stop("document_open") if context.document.open else None


def _from_before(context: DocumentContext) -> Stop | None:
    document, begun_at = context.document, context.begun_at
    early = document.day < context.since
    if document.day == context.since and begun_at is not None:
        early = document.created_at is None or document.created_at < begun_at
    return Stop("document_from_before", {"since": context.since.isoformat()}) if early else None


def _empty(context: DocumentContext) -> Stop | None:
    return None if context.document.lines else Stop("document_without_lines")


def unreadable(document: Document) -> Stop | None:
    """The first of its lines that lacks something, if one does."""
    if not document.unreadable:
        return None
    line = document.unreadable[0]
    facts = {"line": str(line.place), "line_text": line.text or "–", "field": ", ".join(line.lacks)}
    return Stop("document_line_unreadable", facts)


#: Of all documents, whatever the integration says besides.
GATES: tuple[DocumentGate, ...] = (_still_open, _from_before, lambda context: unreadable(context.document), _empty)
#: What a person may have cross all the same.
OVERRULED = frozenset({"document_from_before"})


def first_stop(context: DocumentContext, more: tuple[DocumentGate, ...], *, insisted: bool) -> Stop | None:
    """The first gate that stops the document. `insisted`: a person wants it to cross."""
    stops = (stop for gate in (*GATES, *more) if (stop := gate(context)) is not None)
    return next((stop for stop in stops if not (insisted and stop.code in OVERRULED)), None)
