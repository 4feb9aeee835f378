"""The plan of a first sync, or of what was left over: first as a picture, then row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from samspill.composition import App
from samspill.model.connection import Connection
from samspill.model.kinds import Kind
from samspill.model.plan import Plan, RowOutcome
from samspill.model.problems import CATALOGUE
from samspill.pages.addresses import packed
from samspill.pages.answers import Page
from samspill.pages.plan_words import answered_by, decision_said, terms_said, title_of
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.tasks import plan_rows
from samspill.tasks.plan_book import PlanBook, open_book
from samspill.tasks.plan_index import Filter
from samspill.tasks.plan_numbers import Numbers, numbers
from samspill.tasks.plan_rows import DecidedRow
from samspill.tasks.refusals import Invalid, Refused

#: Rows on a page.
AT_ONCE = 50
#: What rows are filtered by; kept from page to page.
KEPT = ("q", "kind", "outcome", "code")
#: Nothing of a bar is thinner, in hundredths of its length: a single row among thousands must be seen.
_THINNEST = 2


@dataclass(frozen=True)
class Piece:
    """What stands for an outcome in a bar: from where to where, in hundredths, and how many rows it is."""

    outcome: RowOutcome
    start: float
    width: float
    count: int


@dataclass(frozen=True)
class Bar:
    """A kind of the plan."""

    kind: Kind
    rows: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Listed:
    """A row in the list: the way to its page, why it stands so, and what was decided."""

    shown: DecidedRow
    address: str
    reason: str | None
    decision: str | None


def show(visit: Visit) -> Page:
    """The picture, what it costs, and a page of rows."""
    app, connection, words = visit.app, visit.connection, visit.look.words
    query, wanted = visit.asked.query, wanted_of(visit.asked.query)
    try:
        plan = plan_rows.plan_of(app, connection)
        found, following = plan_rows.page(app, connection, wanted, AT_ONCE, query.get("cursor"))
        counted = numbers_of(app, connection, plan, open_book(app, connection, plan))
    except (Refused, Invalid) as error:
        if error.code == "no_plan":
            return visit.page("plan", "plan_none.html")
        return visit.back("/plan", "plan.changed" if error.code == "plan_changed" else None)
    kept = kept_of(query)
    return visit.page(
        "plan", "plan.html",
        plan=plan, bars=bars_of(plan), numbers=counted, asked=plan_rows.is_asked(connection, plan),
        reviews=visit.reviews,
        found=[Listed(each, packed(each.row.id), title_of(words, each.row.code), decision_said(words, each.decision))
               for each in found],
        wanted=wanted, outcomes=tuple(RowOutcome), codes=_codes(visit, plan), kept=urlencode(kept),
        terms=terms_said(words), filtered=bool(kept),
        following=urlencode({**kept, "cursor": following}) if following else None,
    )  # fmt: skip


def after(visit: Visit) -> Page:
    """The next open question behind a row, or behind none; once all are answered, the plan."""
    app, connection = visit.app, visit.connection
    try:
        plan = plan_rows.plan_of(app, connection)
        book = open_book(app, connection, plan)
    except Refused:
        return visit.back("/plan")
    decided = {row_id for each in app.stores(connection.id).decisions.all() for row_id in answered_by(each)}
    ids = book.every_id()
    questions = [ids[place] for place in book.index.places(Filter(outcome=RowOutcome.AMBIGUOUS))]
    behind = visit.asked.query.get("after", "")
    if behind in questions:
        place = questions.index(behind)
        questions = [*questions[place + 1 :], *questions[:place]]
    open_one = next((each for each in questions if each not in decided), None)
    if open_one is None:
        return visit.back("/plan", "plan.all_answered")
    return visit.back(f"/plan/rows/{packed(open_one)}")


def bars_of(plan: Plan) -> list[Bar]:
    """A bar for each kind that has rows."""
    return [bar for summary in plan.kinds if (bar := _bar(summary.kind, summary.outcomes)).rows]


def numbers_of(app: App, connection: Connection, plan: Plan, book: PlanBook) -> Numbers:
    """What the plan comes to with what was decided so far."""
    # Each decision about a row raises the revision; decisions of years need not be read where nobody took one.
    decided = connection.decision_revision > 0
    decisions = app.stores(connection.id).decisions.all() if decided else []
    return numbers(book.index, book.every_id() if decisions else (), decisions, plan.kinds)


def wanted_of(query: Mapping[str, str]) -> Filter:
    """What the address asks for; what it cannot mean is left out."""
    kind, outcome, code = query.get("kind", ""), query.get("outcome", ""), query.get("code", "")
    return Filter(
        kind=Kind(kind) if kind in set(Kind) else None,
        outcome=RowOutcome(outcome) if outcome in set(RowOutcome) else None,
        code=code if code in CATALOGUE else None,
        q=query.get("q", "")[:100],
    )


def kept_of(query: Mapping[str, str]) -> dict[str, str]:
    """What the rows were filtered by, for the way back to them."""
    return {name: query[name] for name in KEPT if query.get(name)}


def _bar(kind: Kind, outcomes: Mapping[RowOutcome, int]) -> Bar:
    counts = [(outcome, outcomes.get(outcome, 0)) for outcome in RowOutcome if outcomes.get(outcome, 0)]
    rows = sum(count for _, count in counts)
    widths = [max(_THINNEST, 100 * count / rows) for _, count in counts]
    scale, start, pieces = 100 / sum(widths) if widths else 1, 0.0, []
    for (outcome, count), width in zip(counts, widths, strict=True):
        pieces.append(Piece(outcome, round(start, 2), round(width * scale, 2), count))
        start += width * scale
    return Bar(kind, rows, tuple(pieces))


def _codes(visit: Visit, plan: Plan) -> list[tuple[str, str]]:
    """Reasons that rows of the plan have, by what they are called."""
    codes = {code for summary in plan.kinds for code in summary.codes if code in CATALOGUE}
    return sorted(((code, title_of(visit.look.words, code) or code) for code in codes), key=lambda each: each[1])


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{OWN}/plan", show),
    Route("GET", f"{OWN}/plan/next", after),
)
