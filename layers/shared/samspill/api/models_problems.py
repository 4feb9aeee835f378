"""Problems as the API shows them."""

from datetime import datetime

from pydantic import Field

from samspill import messages
from samspill.api.models import Model, Person
from samspill.model.kinds import Kind, Side
from samspill.model.problems import CATALOGUE, Actor, Choice, Problem, ProblemState
from samspill.tasks.problems import Shown


class Partner(Model):
    """A record of the other side that may be the same."""

    id: str
    number: str | None
    name: str


class ProblemOut(Model):
    """A problem of one record, in the caller's language."""

    id: str
    kind: Kind
    side: Side
    record: str = Field(description="Id of the record on its side.")
    number: str | None
    name: str
    code: str
    actor: Actor
    state: ProblemState
    title: str
    explanation: str
    remedy: str
    technical: str = Field(description="The system's own answer, for engineers.")
    choices: tuple[Choice, ...] = Field(description="What a person may answer; empty when data must be mended.")
    suggestions: list[Partner]
    opened_at: datetime
    seen_at: datetime
    times: int
    solved_at: datetime | None


class ProblemPage(Model):
    """A page of problems."""

    items: list[ProblemOut]
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class RetryOut(Model):
    """How many records will be looked at again."""

    count: int
    more: bool = Field(description="True when there are more: call again.")


class Answer(Person):
    """What a person chooses."""

    choice: Choice
    partner: str | None = Field(
        default=None, min_length=1, max_length=200, description="For `link`: id of the record on the other side."
    )


def problem_out(shown: Shown, language: str, app: str) -> ProblemOut:
    """A problem in `language`; `app` is the app's name."""
    problem = shown.problem
    texts = messages.problem_texts(problem, language, app)
    return ProblemOut(
        id=problem.id,
        kind=problem.key.kind,
        side=problem.key.side,
        record=problem.key.id,
        number=problem.number,
        name=problem.name,
        code=problem.code,
        actor=CATALOGUE[problem.code].actor,
        state=problem.state,
        title=texts.title,
        explanation=texts.explanation,
        remedy=texts.remedy,
        technical=problem.technical,
        choices=_choices(problem),
        suggestions=[
            Partner(id=record_id, number=fate.number if fate else None, name=fate.name if fate else "")
            for record_id, fate in shown.partners
        ],
        opened_at=problem.opened_at,
        seen_at=problem.seen_at,
        times=problem.times,
        solved_at=problem.solved_at,
    )


def _choices(problem: Problem) -> tuple[Choice, ...]:
    return () if problem.state is ProblemState.SOLVED else CATALOGUE[problem.code].choices
