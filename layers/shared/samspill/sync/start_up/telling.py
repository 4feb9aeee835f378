"""Writes down what became of things of start-up: fates, problems, lines of history.

A thing is held from before its problem is opened until after it is solved, as records are: whoever is cut off in
between leaves a problem that the next look closes.
"""

from collections.abc import Mapping

from samspill.model.changes import RecordKey
from samspill.model.history import Entry, Fate, Standing
from samspill.model.links import Link
from samspill.model.problems import Problem
from samspill.sync.case import Hold, Skip
from samspill.sync.desk import Desk
from samspill.sync.settle import entry

#: What stands for the thing, why it is held or left out; None where there is nothing to speak of.
Outcome = Link | Hold | Skip | None


def tell(
    desk: Desk, outcomes: Mapping[RecordKey, tuple[RecordKey, Outcome]], names: Mapping[RecordKey, str] | None = None
) -> None:
    """Keep what became of each thing where people look: by the record whose name, number and history are the
    thing's, the thing's own key and its outcome. `names` are of things that no record stands behind."""
    journal = desk.stores.journal
    before = journal.fates([*outcomes, *(key for key, _ in outcomes.values())]) if outcomes else {}
    after = {
        key: _fate(desk, key, outcome, before.get(record), (names or {}).get(key, ""))
        for record, (key, outcome) in outcomes.items()
        if key in before or outcome is not None
    }
    changed = {key: fate for key, fate in after.items() if not _same(before.get(key), fate)}
    held = [fate for fate in changed.values() if fate.standing is Standing.HELD]
    if held:
        journal.set_fates(held)
    for key, outcome in outcomes.values():
        if isinstance(outcome, Hold):
            journal.open_problem(_problem(desk, after[key], outcome))
    others = [fate for fate in changed.values() if fate.standing is not Standing.HELD]
    for fate in others:
        if fate.key in before and before[fate.key].standing is Standing.HELD:
            journal.solve(fate.key, desk.clock())
    if others:
        journal.set_fates(others)
    happened = [_happened(desk, record, outcome) for record, (key, outcome) in outcomes.items() if key in changed]
    entries = [each for each in happened if each is not None]
    if entries:
        journal.write(entries)


def _happened(desk: Desk, record: RecordKey, outcome: Outcome) -> Entry | None:
    """The line of history: what the app has been given, or why not. None for what needed nothing."""
    match outcome:
        case Link() if outcome.app.base:
            return entry(desk, record, "created", link=outcome.id, written=outcome.app.base)
        case Hold():
            return entry(desk, record, "held", code=outcome.code)
        case _:
            return None


def _fate(desk: Desk, key: RecordKey, outcome: Outcome, known: Fate | None, name: str) -> Fate:
    standing, code, link = Standing.GONE, None, None
    match outcome:
        case Link():
            standing, link = Standing.LINKED, outcome.id
        case Hold():
            standing, code = Standing.HELD, outcome.code
        case Skip():
            standing, code = Standing.SKIPPED, outcome.code
    return Fate(
        connection=desk.connection.id, key=key, standing=standing, code=code, link=link, updated_at=desk.clock(),
        number=known.number if known else None, name=name or (known.name if known else ""),
    )  # fmt: skip


def _same(before: Fate | None, after: Fate) -> bool:
    return before is not None and (before.standing, before.code, before.link) == (
        after.standing, after.code, after.link,
    )  # fmt: skip


def _problem(desk: Desk, fate: Fate, hold: Hold) -> Problem:
    facts = {"name": fate.name, "number": fate.number or "", **hold.facts}
    return Problem(
        id="", connection=desk.connection.id, key=fate.key, code=hold.code, number=fate.number, name=fate.name,
        facts=facts, technical=hold.technical, opened_at=desk.clock(), seen_at=desk.clock(),
    )  # fmt: skip
