"""What a document refers to: who it is made out to, its products, its project, the document that comes before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspill.model.changes import RecordKey
from samspill.model.documents import Document
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import CATALOGUE, Choice
from samspill.sync.behind import behind
from samspill.sync.case import Behind, Hold, Wait
from samspill.sync.desk import Desk
from samspill.sync.documents.papers import Paper

#: Answers that have a line cross without the product it had.
_WITHOUT = (Choice.CREATE, Choice.LINK)
_STUCK = (Standing.HELD, Standing.SKIPPED, Standing.GONE)


@dataclass(frozen=True)
class Parents:
    """Ids in Tripletex of what a document refers to; a product that does not cross, or is kept out, has none."""

    party: str
    products: Mapping[str, str]
    project: str | None = None


def parents_of(desk: Desk, paper: Paper, document: Document) -> Parents | Wait | Behind | Hold:
    """All of them, or the first that is missing: it is waited for, or something stops it, or its number changed hands
    and its link has not followed. A product that the app has no more is left out once a person answered. Raises what
    the systems raise."""
    party = RecordKey(kind=paper.rule.party, side=Side.APP, id=document.party)
    if not _crosses(desk, paper.rule.party):
        return Hold("document_party_off")
    wanted = {line.product for line in document.lines if line.product} if _crosses(desk, Kind.PRODUCT) else set()
    products = [RecordKey(kind=Kind.PRODUCT, side=Side.APP, id=each) for each in sorted(wanted)]
    project = _project_key(desk, document)
    parents = (party, *products, *([project] if project else []))
    links = _links(desk, parents)
    for kind in _kinds(parents):
        for late in behind(desk, kind, [link for link in links.values() if link.kind is kind]).values():
            if isinstance(late, Behind):  # while a person is asked, the document goes to whom it was made out to
                return late
    found: dict[RecordKey, str] = {}
    for parent in parents:
        met = _met(desk, parent, links.get(parent))
        if isinstance(met, str):
            found[parent] = met
        elif parent.kind is not Kind.PRODUCT or not (_kept_out(met) or _is_gone(met)):
            return met
        elif _is_gone(met) and paper.choice not in _WITHOUT:
            return _product_gone(document, parent)
    number = document.project if project is None and desk.connection.settings.documents.projects else None
    chosen = _by_number(desk, number) if number else found.get(project) if project else None
    if isinstance(chosen, Hold):
        return chosen
    return Parents(found[party], {key.id: found[key] for key in products if key in found}, chosen)


def awaited(desk: Desk, parent: RecordKey, *, unless: Sequence[str] = ()) -> Wait | Hold:
    """Wait for a parent that has no link, or hold until what stops it is solved; codes in `unless` are no reason."""
    fate = desk.stores.journal.fates([parent]).get(parent)
    if fate is None or fate.standing not in _STUCK or fate.code in unless:
        return Wait(parent)
    return Hold("parent_held", {"parent_code": fate.code or fate.standing.value}, parent=parent)


def _kinds(parents: Sequence[RecordKey]) -> list[Kind]:
    return list(dict.fromkeys(parent.kind for parent in parents))


def _links(desk: Desk, parents: Sequence[RecordKey]) -> dict[RecordKey, Link]:
    found: dict[RecordKey, Link] = {}
    for kind in _kinds(parents):
        keys = {parent.id: parent for parent in parents if parent.kind is kind}
        links = desk.stores.links.by_ids(kind, Side.APP, list(keys))
        found |= {keys[record_id]: link for record_id, link in links.items()}
    return found


def _met(desk: Desk, parent: RecordKey, link: Link | None) -> str | Wait | Hold:
    if link is None:
        return awaited(desk, parent)
    if link.state is LinkState.TOMBSTONE:
        return Hold("parent_held", {"parent_code": link.gone_action or "deleted_in_tripletex"}, parent=parent)
    return link.half(parent.side.other).id


def _kept_out(met: Wait | Hold) -> bool:
    """Whether it will never be there, as people want it."""
    problem = CATALOGUE.get(met.facts.get("parent_code", "")) if isinstance(met, Hold) else None
    return problem is not None and problem.kept_out


def _is_gone(met: Wait | Hold) -> bool:
    """Whether the app does not have it any more, and it never was in Tripletex."""
    return isinstance(met, Hold) and met.facts["parent_code"] == Standing.GONE.value


def _product_gone(document: Document, product: RecordKey) -> Hold:
    place, line = next(each for each in enumerate(document.lines, start=1) if each[1].product == product.id)
    facts = {"line": str(place), "line_text": line.description or "–", "product": product.id}
    return Hold("document_product_gone", facts, parent=product)


def _crosses(desk: Desk, kind: Kind) -> bool:
    return kind in desk.integration.kinds and desk.connection.settings.is_on(kind)


def _project_key(desk: Desk, document: Document) -> RecordKey | None:
    """The project as a record that crosses; None where there is none, or projects do not cross."""
    wanted = document.project and desk.connection.settings.documents.projects and _crosses(desk, Kind.PROJECT)
    return RecordKey(kind=Kind.PROJECT, side=Side.APP, id=document.project) if wanted and document.project else None


def _by_number(desk: Desk, number: str) -> str | Hold:
    """A project that does not cross by itself is the one in Tripletex with its number."""
    found = desk.systems[Side.TRIPLETEX].find(Kind.PROJECT, "number", [number])
    same = [record for record in found if record.number == number]
    return same[0].id if len(same) == 1 else Hold("project_not_in_tripletex", {"project": number})
