"""What the pages of a plan say of rows and decisions."""

from collections.abc import Callable, Iterable

from samspill.model.due import Due
from samspill.model.history import Decision
from samspill.model.kinds import Side
from samspill.model.plan import PlanRow, RowOutcome, RowSide
from samspill.model.problems import CATALOGUE
from samspill.pages.words import Words
from samspill.sync.start_up.payment_terms import name_of as name_of_terms


def title_of(words: Words, code: str | None) -> str | None:
    """A reason in a few words."""
    return words.reason(code, {}).title if code in CATALOGUE else None


def decision_said(words: Words, decision: Decision | None) -> str | None:
    """What was decided, in a word."""
    return words.term(f"choice.{decision.choice.value}") if decision is not None else None


def terms_said(words: Words) -> Callable[[Iterable[str]], str]:
    """Payment terms as they will be called."""
    return lambda dues: ", ".join(name_of_terms(Due.parse(due), words.language) for due in dues)


def answered_by(decision: Decision) -> tuple[str, ...]:
    """Ids of the rows that a decision answers: its own, and that of the partner it names."""
    key = decision.key
    own = f"{key.kind.value}.{key.side.value}.{key.id}"
    return (own, f"{key.kind.value}.{key.side.other.value}.{decision.partner}") if decision.partner else (own,)


def own_side(row: PlanRow) -> RowSide | None:
    """The record that the row is about."""
    return row.tripletex if row.source is Side.TRIPLETEX else row.app


def partner_side(row: PlanRow) -> RowSide | None:
    """The one it will be linked with."""
    return row.app if row.source is Side.TRIPLETEX else row.tripletex


def name_of(side: RowSide | None) -> str:
    """Number and name as people know them."""
    return (" ".join(filter(None, (side.number, side.name))) or side.id) if side is not None else ""


def is_question(row: PlanRow) -> bool:
    """Whether somebody has to choose."""
    return row.outcome is RowOutcome.AMBIGUOUS
