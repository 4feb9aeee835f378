"""One row of a plan: both sides field by field, who else it may be, and what a person decides about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from samspill import messages
from samspill.exceptions import NotFound, RevisionConflict, WrongStatus
from samspill.model.plan import PlanRow, RowOutcome, RowSide
from samspill.model.problems import CATALOGUE, Choice
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page
from samspill.pages.plan import kept_of
from samspill.pages.plan_compared import Table
from samspill.pages.plan_words import decision_said, is_question, name_of, own_side, partner_side
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import plan_rows
from samspill.tasks.plan_book import PlanBook, open_book
from samspill.tasks.plan_index import row_id
from samspill.tasks.plan_rows import DecidedRow
from samspill.tasks.refusals import Invalid, Refused

if TYPE_CHECKING:
    from samspill.tasks.plan_partners import Alike

#: Look-alikes that are shown side by side with the record.
_COMPARED = 5


def show(visit: Visit, row: str) -> Page:
    """A row with everything that helps to decide."""
    try:
        plan = plan_rows.plan_of(visit.app, visit.connection)
        book = open_book(visit.app, visit.connection, plan)
        shown = plan_rows.one(visit.app, visit.connection, unpacked(row))
    except Refused as error:
        return visit.back("/plan", "plan.changed" if error.code == "plan_changed" else None)
    return _page(visit, shown, book, asked=plan_rows.is_asked(visit.connection, plan))


def decide(visit: Visit, row: str) -> Page:
    """Keep what somebody decided, or take it back; at once, for whoever goes away now has decided."""
    place = f"/plan/rows/{row}"
    kept = urlencode(kept_of(visit.asked.query))
    place += f"?{kept}" if kept else ""
    choice, partner = visit.asked.form.get("choice", ""), visit.asked.form.get("partner") or None
    if choice and choice not in set(Choice):
        return visit.back(place, "plan.not_offered")
    chosen = Choice(choice) if choice else None
    try:
        if partner is not None and not _known(visit, unpacked(row), partner):
            return visit.back(place, "plan.not_offered")
        plan_rows.decide(visit.app, visit.connection, unpacked(row), chosen, partner, visit.visitor.by)
    except (Refused, Invalid) as error:
        return visit.back(place, _SAID.get(error.code, "plan.not_offered"))
    except WrongStatus:
        return visit.back(place, "plan.nobody_asked")
    except RevisionConflict:
        return visit.back(place, "plan.once_more")
    return visit.back(place, "plan.decided" if chosen else "plan.taken_back")


_SAID = {"partner_taken": "plan.partner_taken", "plan_changed": "plan.changed", "no_plan": "plan.changed"}


def _page(visit: Visit, shown: DecidedRow, book: PlanBook, *, asked: bool) -> Page:
    row, words, query = shown.row, visit.look.words, visit.asked.query
    chosen = _chosen(book, row, query.get("with", ""))
    partners = [side for side in (partner_side(row), *row.suggestions[:_COMPARED], chosen) if side is not None]
    partners = list({side.id: side for side in partners}.values())
    table = Table.of(visit, book, row, partners)
    looked_for = query.get("partner", "")[:100]
    own, kept = own_side(row), kept_of(query)
    known = messages.record_facts(
        words.app, row.kind, own.number if own else None, own.name if own else "", words.language
    )
    return visit.page(
        "plan", "plan_row.html",
        row=row, name=name_of(own), name_of=name_of, asked=asked, question=is_question(row),
        reason=words.reason(row.code, {**known, **row.facts}) if row.code in CATALOGUE else None,
        compared=[table.beside(side) for side in partners], alone=() if partners else table.alone(),
        unavailable={side.value: words.reason(each.unavailable, {}).title
                     for side, each in table.seen.items() if each.unavailable in CATALOGUE},
        choices=shown.choices if asked else (), decision=shown.decision,
        decided=decision_said(words, shown.decision),
        decided_partner=_partner_name(book, row, shown),
        looked_for=looked_for, found=_found(book, row, looked_for) if asked else (),
        here=packed(row.id), kept=urlencode(kept), kept_names=kept,
    )  # fmt: skip


def _chosen(book: PlanBook, row: PlanRow, partner: str) -> RowSide | None:
    """The record that somebody wants to see next to this one: one of the other side that the plan knows, and that it
    links with no other."""
    if not partner or partner in {side.id for side in row.suggestions}:
        return None
    try:
        found = book.row(row_id(row.kind, row.source.other, partner))
    except NotFound:
        return None
    return own_side(found) if found.outcome is not RowOutcome.LINK else None


def _known(visit: Visit, about: str, partner: str) -> bool:
    book = open_book(visit.app, visit.connection, plan_rows.plan_of(visit.app, visit.connection))
    row = book.row(about)
    return partner in {side.id for side in row.suggestions} or _chosen(book, row, partner) is not None


def _found(book: PlanBook, row: PlanRow, looked_for: str) -> "Sequence[Alike]":
    from samspill.tasks.plan_partners import look_for  # compiled, and slow to load

    return look_for(book, row, looked_for) if looked_for else ()


def _partner_name(book: PlanBook, row: PlanRow, shown: DecidedRow) -> str | None:
    if shown.decision is None or shown.decision.partner is None:
        return None
    partner = shown.decision.partner
    suggested = next((side for side in row.suggestions if side.id == partner), None)
    return name_of(suggested or _chosen(book, row, partner)) or partner


ROUTES: tuple[Route, ...] = (
    Route("GET", OWN + "/plan/rows/{row}", show),
    Route("POST", OWN + "/plan/rows/{row}", decide),
)
