"""How documents travel, from the app into Tripletex: read again -> what it has become -> gates -> parents -> cross.

another kind's register    looked at as that
has it crossed?            the same as then -> nothing; changed, opened again or gone since -> a person is told
is it on its way?          its order is taken back when the document is not what it was made of any more
gates                      still a draft, from before, left out ... -> a note; no lines ... -> held
a person named it          linked with what has that number in Tripletex
parents                    party, products, project linked? -> waited for, or held
cross, by kind             invoice: order, then invoice · credit note: of the whole invoice, or of an order · purchase
settle                     fates, problems, history; wake who waited
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache

from samspill.exceptions import ConfigurationWrong, RateLimited, RetryLater, RevisionConflict, VersionConflict
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.rules import DocumentContext
from samspill.sync.behind import BEHIND_PAUSE
from samspill.sync.case import Behind, Forget, Hold, Skip, Wait
from samspill.sync.desk import PARENT_PATIENCE, Desk, Finished, Later, Parked, Result
from samspill.sync.documents.chosen import link_chosen
from samspill.sync.documents.credits import cross_credit_note
from samspill.sync.documents.crossed import look_at_crossed
from samspill.sync.documents.crossing import (
    Crossed,
    Crossing,
    Handed,
    Rests,
    Stands,
    Verdict,
)
from samspill.sync.documents.gates import first_stop
from samspill.sync.documents.invoices import TOTALS_DIFFER, cross_invoice
from samspill.sync.documents.orders import TakenBack, let_go, take_back
from samspill.sync.documents.papers import FINGERPRINT, Counterpart, Paper, circumstances, gather, since
from samspill.sync.documents.parents import Parents, parents_of
from samspill.sync.documents.peers import books
from samspill.sync.documents.purchases import LACKING, cross_purchase_order
from samspill.sync.documents.recovering import recover
from samspill.sync.engine import Worked
from samspill.sync.settle import Settlement, Subject
from samspill.sync.verdicts import stopped

#: What each kind of document becomes, step by step.
CROSS: Mapping[Kind, Callable[[Crossing], Verdict]] = {
    Kind.INVOICE: cross_invoice,
    Kind.CREDIT_NOTE: cross_credit_note,
    Kind.PURCHASE_ORDER: cross_purchase_order,
}

#: What keeps documents of a kind from crossing, whichever call says so, and stops nothing else of the connection.
_LACKING: Mapping[Kind, frozenset[str]] = {Kind.PURCHASE_ORDER: LACKING}

Rates = Callable[[], Mapping[str, Decimal]]


def work_on_documents(desk: Desk, kind: Kind, ids: Sequence[str], until: datetime) -> Worked:
    """Look at those documents now and do what is to be done, one after the other: each is read when its turn comes,
    so one that cannot be read stops itself alone. The first is always looked at; those whose turn has not come at
    `until` (UTC) stay due. Raises what the systems raise; a rate limit in the middle only stops those that come
    after."""
    keys = [RecordKey(kind=kind, side=Side.APP, id=each) for each in dict.fromkeys(ids)]
    rates: Rates = cache(lambda: books(desk).vat_rates())
    results: dict[RecordKey, Result] = {}
    groups: set[str] = set()
    for key in keys:
        if results and desk.clock() >= until:
            left = Later(desk.clock(), counts=False)
            return Worked({**dict.fromkeys(keys, left), **results}, frozenset(groups))
        try:
            results[key] = _work_on(desk, key, rates, groups)
        except RateLimited as error:
            if not results:
                raise
            late = Later(error.until, counts=False, code=error.code)
            return Worked({**dict.fromkeys(keys, late), **results}, frozenset(groups))
        except RetryLater as error:  # it could not be read
            results[key] = Later(desk.clock(), code=error.code)
    return Worked(results, frozenset(groups))


def _work_on(desk: Desk, key: RecordKey, rates: Rates, groups: set[str]) -> Result:
    """One document. Raises RateLimited, and RetryLater when it cannot be read."""
    paper = gather(desk, key)
    settlement = Settlement(desk, {key: paper.fate} if paper.fate else {}, _circumstances)
    try:
        verdict = _look_at(desk, paper, rates, settlement)
    except RateLimited:
        raise
    except RevisionConflict:
        verdict = Later(desk.clock(), counts=False)
    except (RetryLater, VersionConflict) as error:
        verdict = Later(desk.clock(), code=error.code)
    except ConfigurationWrong as error:
        if error.code not in _LACKING.get(key.kind, ()):
            raise
        verdict = Hold(error.code, error.facts)
    result = _settle(desk, paper, verdict, settlement, groups)
    groups |= settlement.store()
    return result


def _look_at(desk: Desk, paper: Paper, rates: Rates, settlement: Settlement) -> Verdict:
    """What the document has become, or is to become now."""
    if paper.document is not None and paper.document.kind is not paper.key.kind:
        return Handed(paper.document.kind)
    if not desk.connection.settings.is_on(paper.key.kind):
        return Rests()
    if paper.final is not None:
        return look_at_crossed(desk, paper, paper.final)
    if _nothing_new(desk, paper):
        return Rests()
    begun = _begun(desk, paper)
    became = _on_its_way(desk, begun, rates, settlement) if isinstance(begun, Paper) else begun
    return look_at_crossed(desk, paper, became.link) if isinstance(became, Crossed) else became


def _on_its_way(desk: Desk, paper: Paper, rates: Rates, settlement: Settlement) -> Verdict:
    document, settings = paper.document, desk.connection.settings
    if document is None:
        return Forget()
    if paper.choice is Choice.LEAVE_OUT and not document.open:
        return Skip("left_out")
    insisted = paper.choice in (Choice.CREATE, Choice.RECREATE) or paper.order is not None
    stop = first_stop(
        DocumentContext(document, settings, since(desk), desk.connection.documents_begun_at),
        paper.rule.gates,
        insisted=insisted,
    )
    if stop is not None:
        return stopped(stop)
    parents = parents_of(desk, paper, document)
    if not isinstance(parents, Parents):
        return parents
    crossing = Crossing(desk, paper, document, parents, rates, books(desk), settlement)
    return link_chosen(crossing) if paper.choice is Choice.LINK else CROSS[paper.key.kind](crossing)


def _begun(desk: Desk, paper: Paper) -> Paper | Verdict:
    """The document as it is to go on; an order that was made of something else is taken back first."""
    wanted = paper.document is not None and not paper.document.open and paper.choice is not Choice.LEAVE_OUT
    recovered = recover(desk, paper, wanted=wanted and paper.choice is not Choice.LINK)
    if not isinstance(recovered, Paper):
        return recovered
    link = recovered.order
    if recovered.link is not None or link is None:
        return Crossed(recovered.link) if recovered.link is not None else recovered
    if paper.choice is Choice.LET_GO:  # a person sees to the order
        left = let_go(desk, paper, link)
        return Skip("let_go") if isinstance(left, TakenBack) else left
    same = wanted and paper.fingerprint == link.app.base.get(FINGERPRINT)
    goes_on = link.state is LinkState.LIVE or link.gone_action == TOTALS_DIFFER  # who crosses it goes on with that
    if same and goes_on and paper.choice is not Choice.RECREATE:
        return recovered
    taken = take_back(desk, paper, link, link.gone_action or ("document_changed" if not same else "made_anew"))
    if not isinstance(taken, TakenBack):
        return taken
    if paper.choice is Choice.RECREATE:
        desk.stores.decisions.drop(paper.key)
        return replace(paper, order=None, decision=None)
    return replace(paper, order=None)


def _nothing_new(desk: Desk, paper: Paper) -> bool:
    """Whether only a system's own answer stopped it and nothing has changed since: it would say the same again. A
    person who asks is told anew; so are people whom a worker that was cut off has not told yet."""
    fate = paper.fate
    if fate is None or fate.standing is not Standing.HELD or desk.approved(paper.key):
        return False
    refused = fate.code is not None and CATALOGUE[fate.code].refusal
    same = refused and fate.fingerprint == circumstances(desk, paper)
    return same and desk.stores.journal.problem_of(paper.key) is not None


def _circumstances(desk: Desk, _key: RecordKey, subject: Subject) -> str:
    return circumstances(desk, subject) if isinstance(subject, Paper) else ""


def _settle(desk: Desk, paper: Paper, verdict: Verdict, settlement: Settlement, groups: set[str]) -> Result:
    """Write down what came of the document, and what is to happen with its change."""
    key, now = paper.key, desk.clock()
    match verdict:
        case Crossed(link):
            settlement.crossed(key, paper, link, _theirs(paper, link))
            if paper.decision is not None:
                desk.stores.decisions.drop(key)
        case Stands(link, hold):
            both: Mapping[Side, Subject] = {key.side: paper, key.side.other: _theirs(paper, link)}
            settlement.held(key, paper, hold, link if link.kind is key.kind else None, records=both)
        case Handed(kind):
            other = RecordKey(kind=kind, side=Side.APP, id=key.id)
            if any(rule.kind is kind for rule in desk.integration.documents):
                desk.stores.inbox.put(other, due_at=now, priority=Priority.CHANGE)
                groups.add(other.group)
        case Skip(code):
            settlement.skipped(key, paper, code)
        case Hold():
            settlement.held(key, paper, verdict)
            if verdict.parent is not None:
                return Parked(verdict.parent, now + PARENT_PATIENCE)
        case Wait(parent) | Behind(parent):
            settlement.waiting(key, paper, "waits_for_parent", parent)
            desk.stores.inbox.put(parent, due_at=now, priority=Priority.CHANGE)
            groups.add(parent.group)
            return Later(now + BEHIND_PAUSE) if isinstance(verdict, Behind) else Parked(parent, now + PARENT_PATIENCE)
        case Later(_, _, code):
            if code == "create_uncertain":
                settlement.waiting(key, paper, code)
            return verdict
        case Forget():
            settlement.gone(key, paper)
    return Finished()


def _theirs(paper: Paper, link: Link) -> Counterpart:
    return Counterpart(str(link.tripletex.base.get("number") or ""), paper.label)
