"""Taking a pair apart by hand: what hangs on it, what would become of both, and having it done.

Nothing is deleted in any system; see sync/separating for what is done.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from samspill.composition import App
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Connection
from samspill.model.history import KEPT_OUT, SEPARATING, Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.sync.asking import PERHAPS
from samspill.sync.case import Hold, Join, Make, Number, Skip, Step, Wait
from samspill.sync.settle import keys_of
from samspill.sync.supposing import if_apart
from samspill.tasks.desk import desk_for
from samspill.tasks.linking import check_possible
from samspill.tasks.problems import carry_out
from samspill.tasks.refusals import Invalid, Refused

#: Pairs that are looked at for one that refers to this one: what a page has time for, and what a request has.
AT_A_GLANCE, THOROUGHLY = 200, 20_000


@dataclass(frozen=True)
class Children:
    """Pairs of a kind that refer to the pair; `at_least`: not all were looked at."""

    kind: Kind
    count: int
    at_least: bool


@dataclass(frozen=True)
class Becomes:
    """What would become of one half: `linked` with `partner`, `created` on the other side, or neither, for `code`."""

    how: str
    partner: Record | None = None
    code: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ApartForeseen:
    """What taking the pair apart would bring about. `waiting`: so many changes wait for the pair now. `becomes` is
    told for what is matched anew only."""

    link: Link
    children: tuple[Children, ...]
    waiting: int
    becomes: Mapping[Side, Becomes] = field(default_factory=dict)


def link_of(app: App, connection: Connection, key: RecordKey) -> Link:
    """The link of the record. Raises Refused(not_linked)."""
    link = app.stores(connection.id).links.by_ids(key.kind, key.side, [key.id]).get(key.id)
    if link is None:
        raise Refused("not_linked")
    return link


def foresee(
    app: App, connection: Connection, key: RecordKey, choice: Choice | None, look_at: int = THOROUGHLY
) -> ApartForeseen:
    """What hangs on the pair, of `look_at` pairs of each kind; with *match anew* also what both would be matched
    with, as both systems tell it now. Raises Refused, WrongStatus, Invalid, and what the systems raise."""
    link = _to_be_taken_apart(app, connection, key, choice)
    stores = app.stores(connection.id)
    becomes = {}
    if choice is Choice.MATCH_ANEW:
        steps = if_apart(desk_for(app, connection, Priority.PERSON), link)
        becomes = {side: _becomes(step) for side, step in steps.items()}
    waiting = sum(stores.inbox.waiting(str(each)) for each in keys_of([link]))
    return ApartForeseen(link, tuple(_children(app, connection, link, look_at)), waiting, becomes)


def unlink(app: App, connection: Connection, key: RecordKey, choice: Choice, by: str) -> bool:
    """Have the pair taken apart; False when it is already, and kept so. Raises as `foresee`."""
    if choice is Choice.KEEP_APART and _is_kept_out(app, connection, key):
        return False
    link = _to_be_taken_apart(app, connection, key, choice)
    there = RecordKey(kind=key.kind, side=Side.APP, id=link.app.id)
    decision = Decision(
        connection=connection.id, key=there, choice=choice, by=by, at=app.clock(), link=link.id
    )  # fmt: skip
    carry_out(app, connection, decision)
    return True


def _to_be_taken_apart(app: App, connection: Connection, key: RecordKey, choice: Choice | None) -> Link:
    if choice is not None and choice not in SEPARATING:
        offered = ", ".join(sorted(each.value for each in SEPARATING))
        raise Invalid("choice_not_possible", "choice", {"choice": choice.value, "choices": offered})
    check_possible(app, connection, key.kind, "unlink")
    link = link_of(app, connection, key)
    fates = app.stores(connection.id).journal.fates(keys_of([link]))
    if any(fate.code == PERHAPS for fate in fates.values()):
        raise Refused("question_first")
    return link


def _is_kept_out(app: App, connection: Connection, key: RecordKey) -> bool:
    stores = app.stores(connection.id)
    decision = stores.decisions.get([key]).get(key)
    linked = stores.links.by_ids(key.kind, key.side, [key.id])
    return not linked and decision is not None and decision.choice in KEPT_OUT


def _becomes(step: Step) -> Becomes:
    match step:
        case Join(partner):
            return Becomes("linked", partner)
        case Make() | Number():
            return Becomes("created")
        case Hold(code, facts) | Skip(code, facts):
            return Becomes("held" if isinstance(step, Hold) else "left", code=code, facts=facts)
        case Wait():
            return Becomes("waits")
        case _:
            return Becomes("looked_at")


def _children(app: App, connection: Connection, link: Link, look_at: int) -> Iterator[Children]:
    """Pairs whose last word on either side names one of the two."""
    links = app.stores(connection.id).links
    ids = {side: link.half(side).id for side in Side}
    for rule in app.integration_of(connection).rules:
        names = [each.name for each in rule.fields if each.ref is link.kind]
        if not names:
            continue
        found = list(islice(links.all(rule.kind), look_at + 1))
        hanging = [each for each in found[:look_at] if each.state is LinkState.LIVE and _refers(each, names, ids)]
        yield Children(rule.kind, len(hanging), at_least=len(found) > look_at)


def _refers(link: Link, names: list[str], ids: Mapping[Side, str]) -> bool:
    return any(link.half(side).base.get(name) == ids[side] for side in Side for name in names)
