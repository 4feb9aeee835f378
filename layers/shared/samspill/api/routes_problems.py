"""The error log of a connection."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from samspill.api.asking import asking
from samspill.api.endpoints import OWNERS, endpoint, new_router
from samspill.api.models import ConnectionId, Cursor, KindFilter, Limit, Search, app_name
from samspill.api.models_problems import Answer, ProblemOut, ProblemPage, RetryOut, problem_out
from samspill.model.connection import Connection
from samspill.model.problems import Problem, ProblemState
from samspill.tasks import problems

router = new_router()

ProblemId = Annotated[str, Path(description="Id of the problem.", min_length=1, max_length=600)]
Code = Annotated[str, Query(description="Code of the problems.", pattern=r"^[a-z_]{1,60}$")]

_PROBLEM = "/v1/connections/<connection_id>/problems/<problem_id>"


@endpoint(
    router,
    "GET",
    "/v1/connections/<connection_id>/problems",
    tag="problems",
    roles=OWNERS,
    problems=("not_found", "invalid_cursor"),
)
def list_problems(
    connection_id: ConnectionId,
    kind: KindFilter = None,
    code: Annotated[str | None, Query(description="Only this code.", pattern=r"^[a-z_]{1,60}$")] = None,
    state: Annotated[ProblemState, Query(description="Only those in this state.")] = ProblemState.OPEN,
    q: Search = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ProblemPage:
    """List problems, newest first."""
    ask = asking(router)
    wanted = problems.Filter(kind=kind, code=code, state=state, q=q)
    connection = ask.connection(connection_id)
    found, following = problems.page(ask.app, connection, wanted, limit, cursor)
    return ProblemPage(
        items=[problem_out(each, ask.language, app_name(connection)) for each in found], next=following
    )


@endpoint(router, "GET", _PROBLEM, tag="problems", roles=OWNERS, problems=("not_found",))
def get_problem(connection_id: ConnectionId, problem_id: ProblemId) -> ProblemOut:
    """Show one problem."""
    connection, problem = _problem(connection_id, problem_id)
    return _shown(connection, problem)


@endpoint(
    router, "POST", "/v1/connections/<connection_id>/problems/retry", tag="problems", roles=OWNERS, status=202,
    problems=("not_found",),
)  # fmt: skip
def retry_problems(connection_id: ConnectionId, code: Code, kind: KindFilter = None) -> RetryOut:
    """Try all records with an open problem of one code again."""
    ask = asking(router)
    done = problems.retry_all(ask.app, ask.connection(connection_id), code, kind)
    return RetryOut(count=done.count, more=done.more)


@endpoint(
    router,
    "POST",
    f"{_PROBLEM}/retry",
    tag="problems",
    roles=OWNERS,
    status=202,
    problems=("not_found", "problem_solved"),
)
def retry_problem(connection_id: ConnectionId, problem_id: ProblemId) -> ProblemOut:
    """Try the record again now."""
    connection, problem = _problem(connection_id, problem_id)
    problems.retry(asking(router).app, connection, problem)
    return _shown(connection, problem)


@endpoint(
    router, "POST", f"{_PROBLEM}/resolve", tag="problems", roles=OWNERS, status=202,
    problems=(
        "not_found", "problem_solved", "partner_taken", "choice_not_possible", "partner_required",
        "partner_not_wanted",
    ),
)  # fmt: skip
def resolve_problem(connection_id: ConnectionId, problem_id: ProblemId, answer: Answer) -> ProblemOut:
    """Answer what only a person can answer; it is carried out at once."""
    ask = asking(router)
    connection, problem = _problem(connection_id, problem_id)
    problems.resolve(ask.app, connection, problem, answer.choice, answer.partner, ask.by(answer.by))
    return _shown(connection, problem)


@endpoint(
    router, "POST", f"{_PROBLEM}/ignore", tag="problems", roles=OWNERS, problems=("not_found", "problem_solved")
)
def ignore_problem(connection_id: ConnectionId, problem_id: ProblemId) -> ProblemOut:
    """Put the problem aside: it is counted and told no more while it stays the same."""
    return _put_aside(connection_id, problem_id, ignored=True)


@endpoint(
    router, "POST", f"{_PROBLEM}/unignore", tag="problems", roles=OWNERS, problems=("not_found", "problem_solved")
)
def unignore_problem(connection_id: ConnectionId, problem_id: ProblemId) -> ProblemOut:
    """Open a problem again that was put aside."""
    return _put_aside(connection_id, problem_id, ignored=False)


def _put_aside(connection_id: str, problem_id: str, *, ignored: bool) -> ProblemOut:
    connection, problem = _problem(connection_id, problem_id)
    return _shown(connection, problems.put_aside(asking(router).app, connection, problem, ignored=ignored))


def _problem(connection_id: str, problem_id: str) -> tuple[Connection, Problem]:
    ask = asking(router)
    connection = ask.connection(connection_id)
    return connection, problems.one(ask.app, connection, problem_id)


def _shown(connection: Connection, problem: Problem) -> ProblemOut:
    ask = asking(router)
    return problem_out(problems.shown(ask.app, connection, [problem])[0], ask.language, app_name(connection))
