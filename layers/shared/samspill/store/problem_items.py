"""How a problem becomes the items that hold it, and back."""

from datetime import timedelta

from samspill.exceptions import Bug
from samspill.model.problems import Problem, ProblemState
from samspill.store.opaque import problem_position
from samspill.store.search_text import searchable
from samspill.store.tables.journal import IGNORED, PROBLEMS, SOLVED, JournalItem, current_key

#: How long a solved problem can be looked at.
KEPT = timedelta(days=90)
#: What sort keys begin with: each list is read without the others.
PREFIXES = {ProblemState.OPEN: PROBLEMS, ProblemState.IGNORED: IGNORED, ProblemState.SOLVED: SOLVED}


def position(problem: Problem) -> str:
    """Where the problem is among those of its connection."""
    return problem_position(problem.key, problem.opened_at)


def item_of(problem: Problem, revision: int = 0) -> JournalItem:
    """The item of an open, ignored or solved problem; a solved one expires."""
    item = JournalItem(
        problem.connection,
        f"{PREFIXES[problem.state]}{position(problem)}",
        data=problem.model_dump_json(),
        revision=revision,
        kind=problem.key.kind.value,
        code=problem.code,
        state=problem.state.value,
        search=searchable(problem.name, problem.number) or None,
    )
    if problem.solved_at is not None:
        item.expires = int((problem.solved_at + KEPT).timestamp())
    return item


def current_item(problem: Problem) -> JournalItem:
    """The item that says where the record's one problem is."""
    return JournalItem(
        problem.connection,
        current_key(problem.key),
        at=position(problem),
        code=problem.code,
        state=problem.state.value,
    )


def problem_in(item: JournalItem) -> Problem:
    """The problem in an item."""
    if item.data is None:
        raise Bug(f"no problem: {item.sk}")
    return Problem.model_validate_json(item.data)
