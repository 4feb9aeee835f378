"""The error log: what is wrong, trying it again, and answering what only a person can answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from samspill.composition import App
from samspill.exceptions import NotFound
from samspill.model.changes import Priority, RecordKey, Way
from samspill.model.connection import Connection
from samspill.model.history import Decision, Entry, Fate, Standing
from samspill.model.kinds import Kind
from samspill.model.problems import CATALOGUE, Choice, Problem, ProblemState
from samspill.model.status import Status
from samspill.tasks.refusals import Invalid, Refused

#: How many one call of `retry_all` puts into the inbox: well within the time a request has.
AT_ONCE = 1000


@dataclass(frozen=True)
class Filter:
    """Which problems to list."""

    kind: Kind | None = None
    code: str | None = None
    state: ProblemState = ProblemState.OPEN
    q: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The code, if one is asked for, as stores want it."""
        return () if self.code is None else (self.code,)


@dataclass(frozen=True)
class Shown:
    """A problem with the records that its suggestions stand for, as far as they are known."""

    problem: Problem
    partners: tuple[tuple[str, Fate | None], ...] = ()


@dataclass(frozen=True)
class Retried:
    """How many were put into the inbox, and whether there are more to call again for."""

    count: int
    more: bool


def page(
    app: App, connection: Connection, wanted: Filter, limit: int, cursor: str | None
) -> tuple[list[Shown], str | None]:  # fmt: skip
    """A page of problems, newest first. Raises Invalid(invalid_cursor)."""
    journal = app.stores(connection.id).journal
    try:
        found, following = journal.problems(
            kind=wanted.kind, codes=wanted.codes, state=wanted.state, q=wanted.q, limit=limit, cursor=cursor
        )
    except ValueError:
        raise Invalid("invalid_cursor", "cursor") from None
    return shown(app, connection, found), following


def shown(app: App, connection: Connection, problems: Sequence[Problem]) -> list[Shown]:
    """Problems with the names and numbers of the records they suggest."""
    keys = {key for problem in problems for key in _suggested(problem)}
    fates = app.stores(connection.id).journal.fates(sorted(keys, key=str)) if keys else {}
    return [
        Shown(problem, tuple((key.id, fates.get(key)) for key in _suggested(problem))) for problem in problems
    ]  # fmt: skip


def one(app: App, connection: Connection, problem_id: str) -> Problem:
    """The problem. Raises NotFound."""
    problem = app.stores(connection.id).journal.problem(problem_id)
    if problem is None:
        raise NotFound(f"problem {problem_id}")
    return problem


def retry(app: App, connection: Connection, problem: Problem) -> None:
    """Look at the record again now. Raises Refused(problem_solved)."""
    _still_there(problem)
    app.stores(connection.id).inbox.put(problem.key, due_at=app.clock(), priority=Priority.PERSON, way=Way.PERSON)
    _wake(app, connection, [problem.key])


def retry_all(app: App, connection: Connection, code: str | None, kind: Kind | None = None) -> Retried:
    """Look again at every record with an open problem of that code, or with any."""
    found = each_problem(app, connection, Filter(kind=kind, code=code))
    keys = [problem.key for problem in islice(found, AT_ONCE)]
    put = app.stores(connection.id).inbox.put_many(keys, due_at=app.clock(), priority=Priority.PERSON, way=Way.PERSON)
    _wake(app, connection, keys)
    return Retried(put, next(found, None) is not None)


def resolve(
    app: App, connection: Connection, problem: Problem, choice: Choice, partner: str | None, by: str
) -> Decision:  # fmt: skip
    """Store what a person chose and have it done. Raises Refused(problem_solved, partner_taken), Invalid."""
    _still_there(problem)
    check_choice(CATALOGUE[problem.code].choices, choice, partner)
    decision = Decision(
        connection=connection.id, key=problem.key, choice=choice, partner=partner, by=by, at=app.clock()
    )
    if partner is not None and not CATALOGUE[problem.code].relinks:
        check_partner(app, connection, problem.key, partner)
    carry_out(app, connection, decision)
    return decision


def carry_out(app: App, connection: Connection, decision: Decision) -> None:
    """Store what a person decided about a record, note it in the history, and have it done now."""
    stores, key = app.stores(connection.id), decision.key
    stores.decisions.put(decision)
    line = Entry(
        connection=connection.id, key=key, at=decision.at, what="decided", by=decision.by, choice=decision.choice,
        partner=decision.partner,
    )  # fmt: skip
    stores.journal.write([line])
    stores.inbox.put(key, due_at=app.clock(), priority=Priority.PERSON, way=Way.PERSON)
    _wake(app, connection, [key])


def answer_note(app: App, connection: Connection, key: RecordKey, choice: Choice, by: str) -> None:
    """Answer what is said of a record that a rule or a person keeps out: no problem stands there to be resolved.
    Raises Invalid(choice_not_possible) unless just that is offered."""
    fate = app.stores(connection.id).journal.fates([key]).get(key)
    check_choice(choices_of_note(fate), choice, None)
    carry_out(app, connection, Decision(connection=connection.id, key=key, choice=choice, by=by, at=app.clock()))


def choices_of_note(fate: Fate | None) -> tuple[Choice, ...]:
    """What a person may answer to the last word on a record that is kept out."""
    if fate is None or fate.standing is not Standing.SKIPPED or fate.code not in CATALOGUE:
        return ()
    return tuple(choice for choice in CATALOGUE[fate.code].choices if choice is not Choice.LINK)


def put_aside(app: App, connection: Connection, problem: Problem, *, ignored: bool) -> Problem:
    """Ignore an open problem, or open it again. Raises Refused(problem_solved)."""
    _still_there(problem)
    state = ProblemState.IGNORED if ignored else ProblemState.OPEN
    return app.stores(connection.id).journal.set_state(problem.id, state)


def solve_kind(app: App, connection: Connection, kind: Kind) -> int:
    """Close every problem of a kind that is not synced any more, those put aside too; how many."""
    journal, solved = app.stores(connection.id).journal, 0
    for state in (ProblemState.OPEN, ProblemState.IGNORED):
        # Read to the end first: solving moves what the pages are read from.
        for problem in list(each_problem(app, connection, Filter(kind=kind, state=state))):
            solved += journal.solve(problem.key, app.clock())
    return solved


def check_choice(choices: Sequence[Choice], choice: Choice, partner: str | None) -> None:
    """Raises Invalid when the choice is not among those offered, or does not go with its partner."""
    if choice not in choices:
        offered = ", ".join(each.value for each in choices)
        raise Invalid("choice_not_possible", "choice", {"choice": choice.value, "choices": offered})
    if (choice is Choice.LINK) != (partner is not None):
        raise Invalid("partner_required" if partner is None else "partner_not_wanted", "partner")


def check_partner(app: App, connection: Connection, key: RecordKey, partner: str) -> None:
    """Raises Refused(partner_taken) when the partner belongs to another record already."""
    link = app.stores(connection.id).links.by_ids(key.kind, key.side.other, [partner]).get(partner)
    if link is not None and link.half(key.side).id != key.id:
        holder = key.model_copy(update={"id": link.half(key.side).id})
        raise Refused("partner_taken", facts={"partner": partner, "other_name": called(app, connection, holder)})


def called(app: App, connection: Connection, key: RecordKey) -> str:
    """What people know the record by: number and name, else its id."""
    fate = app.stores(connection.id).journal.fates([key]).get(key)
    return (" ".join(filter(None, (fate.number, fate.name))) if fate is not None else "") or key.id


def _suggested(problem: Problem) -> list[RecordKey]:
    other = problem.key.side.other
    return [RecordKey(kind=problem.key.kind, side=other, id=each) for each in problem.suggestions]


def _still_there(problem: Problem) -> None:
    if problem.state is ProblemState.SOLVED:
        raise Refused("problem_solved")


def each_problem(app: App, connection: Connection, wanted: Filter) -> Iterator[Problem]:
    """All that are wanted, newest first."""
    cursor: str | None = None
    while True:
        found, cursor = app.stores(connection.id).journal.problems(
            kind=wanted.kind, codes=wanted.codes, state=wanted.state, limit=200, cursor=cursor
        )
        yield from found
        if cursor is None:
            return


def _wake(app: App, connection: Connection, keys: Sequence[RecordKey]) -> None:
    if connection.status is Status.ACTIVE:
        for group in dict.fromkeys(key.group for key in keys):
            app.wakeups.wake(connection.id, group)
