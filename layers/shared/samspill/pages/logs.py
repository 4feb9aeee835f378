"""The error log: why that customer did not come over, and what who has to do about it."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from samspill import messages
from samspill.exceptions import NotFound
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE, Actor, Choice, Problem, ProblemState
from samspill.pages.addresses import packed, unpacked
from samspill.pages.answers import Page
from samspill.pages.remedies import way_to
from samspill.pages.routing import OWN, Route
from samspill.pages.visiting import Visit
from samspill.pages.words import Words
from samspill.tasks import problems
from samspill.tasks.problems import Filter
from samspill.tasks.refusals import Invalid, Refused

#: Problems on a page, and at most in a file.
AT_ONCE, IN_A_FILE = 25, 5000
#: What a cell of a table begins with when a spreadsheet would compute it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Told:
    """A problem as a page tells of it. `partners` are those of the other side that may be the same."""

    problem: Problem
    texts: messages.ProblemTexts
    choices: tuple[Choice, ...] = ()
    partners: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """Its id as part of an address."""
        return packed(self.problem.id)

    @property
    def record(self) -> str:
        """The way to the page of its record."""
        key = self.problem.key
        return f"{key.kind.value}/{key.side.value}/{packed(key.id)}"

    @property
    def way(self) -> str | None:
        """The page on which the remedy is done, where there is one."""
        return way_to(self.problem.code)

    @property
    def actor(self) -> Actor:
        """Who has to act."""
        return CATALOGUE[self.problem.code].actor


@dataclass(frozen=True)
class Reason:
    """A reason with the number of records that stand still for it."""

    code: str
    title: str
    count: int
    actor: str


def show(visit: Visit) -> Page:
    """Reasons with their numbers, and a page of problems."""
    wanted, asked = _wanted(visit), visit.asked
    try:
        found, following = problems.page(visit.app, visit.connection, wanted, AT_ONCE, asked.query.get("cursor"))
    except Invalid:
        return visit.back("/logs")
    kept = {name: asked.query[name] for name in ("code", "kind", "q", "state") if asked.query.get(name)}
    return visit.page(
        "logs", "logs.html",
        reasons=_reasons(visit), found=[told(visit.look.words, each) for each in found], wanted=wanted,
        kinds=visit.app.integration_of(visit.connection).offered, kept=urlencode(kept),
        following=urlencode({**kept, "cursor": following}) if following else None,
        filtered=bool(kept), place=_place(visit),
    )  # fmt: skip


def act(visit: Visit, problem: str, deed: str) -> Page:
    """Retry, ignore, take up again, or answer one."""
    found = problems.one(visit.app, visit.connection, unpacked(problem))
    try:
        said = _DEEDS[deed](visit, found)
    except KeyError:
        raise NotFound(deed) from None
    except (Refused, Invalid) as error:
        said = "solved_already" if error.code == "problem_solved" else _SAID.get(error.code, "choice_not_possible")
    return visit.back(_safe_place(visit), said)


def retry_all(visit: Visit) -> Page:
    """Try every record with that reason again."""
    code = visit.asked.form.get("code", "")
    if code not in CATALOGUE:
        raise NotFound(code)
    problems.retry_all(visit.app, visit.connection, code)
    return visit.back(_safe_place(visit), "retried_all")


def table(visit: Visit) -> Page:
    """The same problems as a file for spreadsheets."""
    words, out = visit.look.words, io.StringIO()
    writer = csv.writer(out, delimiter=";")
    heads = ("kind", "number", "name", "reason", "what_happened", "who_acts", "what_to_do", "since", "seen")
    writer.writerow([words.t(f"column.{head}") for head in heads])
    for count, problem in enumerate(problems.each_problem(visit.app, visit.connection, _wanted(visit))):
        if count >= IN_A_FILE:
            break
        writer.writerow([safe(cell) for cell in _cells(words, problem)])
    body = "\N{BYTE ORDER MARK}" + out.getvalue()
    return Page(body, media_type="text/csv; charset=utf-8", filename="problems.csv")


def told(words: Words, shown: problems.Shown) -> Told:
    """A problem in words."""
    problem = shown.problem
    partners = tuple((each, _name(fate.number, fate.name) if fate else each) for each, fate in shown.partners)
    choices = () if problem.state is ProblemState.SOLVED else CATALOGUE[problem.code].choices
    return Told(problem, messages.problem_texts(problem, words.language, words.app), choices, partners)


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _name(number: str | None, name: str) -> str:
    return " ".join(filter(None, (number, name)))


def _cells(words: Words, problem: Problem) -> list[str]:
    texts = messages.problem_texts(problem, words.language, words.app)
    return [
        words.term(f"kind.{problem.key.kind.value}"), problem.number or "", problem.name, texts.title,
        texts.explanation, words.term(f"actor.{CATALOGUE[problem.code].actor.value}"), texts.remedy,
        words.time(problem.opened_at), words.time(problem.seen_at),
    ]  # fmt: skip


def _reasons(visit: Visit) -> list[Reason]:
    counted, words = visit.app.stores(visit.connection.id).journal.count_open(), visit.look.words
    return [
        Reason(code, words.reason(code, {}).title, count, CATALOGUE[code].actor.value)
        for code, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        if code in CATALOGUE and count
    ]


def _wanted(visit: Visit) -> Filter:
    """What the address asks for; what it cannot mean is left out."""
    query = visit.asked.query
    kind, state, code = query.get("kind", ""), query.get("state", ""), query.get("code", "")
    return Filter(
        kind=Kind(kind) if kind in set(Kind) else None,
        code=code if code in CATALOGUE else None,
        state=ProblemState(state) if state in set(ProblemState) else ProblemState.OPEN,
        q=query.get("q", "")[:100],
    )


def _place(visit: Visit) -> str:
    kept = {name: visit.asked.query[name] for name in ("code", "kind", "q", "state", "cursor")
            if visit.asked.query.get(name)}  # fmt: skip
    return f"/logs?{urlencode(kept)}" if kept else "/logs"


def _safe_place(visit: Visit) -> str:
    """Where the form was: a page of ours, whatever it says."""
    place = visit.asked.form.get("place", "")
    ours = place.isprintable() and place.startswith(("/logs?", "/logs/", "/records/"))
    return place if ours else "/logs"


def _retry(visit: Visit, problem: Problem) -> str:
    problems.retry(visit.app, visit.connection, problem)
    return "retried"


def _ignore(visit: Visit, problem: Problem) -> str:
    problems.put_aside(visit.app, visit.connection, problem, ignored=True)
    return "ignored"


def _unignore(visit: Visit, problem: Problem) -> str:
    problems.put_aside(visit.app, visit.connection, problem, ignored=False)
    return "unignored"


def _decide(visit: Visit, problem: Problem) -> str:
    form = visit.asked.form
    choice, partner = form.get("choice", ""), form.get("other", "").strip() or form.get("partner", "").strip()
    if choice not in set(Choice):
        return "choice_not_possible"
    chosen = Choice(choice)
    named = partner[:200] or None if chosen is Choice.LINK else None
    problems.resolve(visit.app, visit.connection, problem, chosen, named, visit.visitor.by)
    return "decided"


_DEEDS: dict[str, Any] = {"retry": _retry, "ignore": _ignore, "unignore": _unignore, "decide": _decide}
_SAID = {"partner_taken": "partner_taken", "partner_required": "partner_required"}


ROUTES = (
    Route("GET", f"{OWN}/logs", show),
    Route("GET", f"{OWN}/logs.csv", table),
    Route("POST", f"{OWN}/logs/retry", retry_all),
    Route("POST", OWN + "/logs/{problem}/{deed}", act),
)
