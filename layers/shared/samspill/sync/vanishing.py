"""A linked record is gone: believe it only with rights intact, do what the matrix says, leave a tombstone."""

from collections.abc import Sequence

from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import CATALOGUE, Choice
from samspill.model.records import Record
from samspill.sync.case import Case, Hold, Rest, Revive, Step, Unlink, Vanish
from samspill.sync.desk import PEER_LONGEST, Desk, Finished, Later, Result
from samspill.sync.ports import Done, Missing, Outcome, Patch, Refused
from samspill.sync.settle import Settlement, entry, pair_key


def believe(desk: Desk, kind: Kind, steps: Sequence[Step]) -> None:
    """Raises ConfigurationWrong when absences may only be a missing right. Asked once a batch, since it costs calls,
    and after every one of them was answered 404."""
    vanished = [step for step in steps if isinstance(step, Vanish)]
    for side in sorted({each for step in vanished for each in Side if each is step.side or step.survivor is None}):
        desk.systems[side].check_rights(kind)


def vanish(desk: Desk, step: Vanish, settlement: Settlement) -> Result:
    """Carry out the matrix for an absence that is believed."""
    link, side = step.link, step.side
    gone_key, survivor_key = pair_key(link, side), pair_key(link, side.other)
    if step.survivor is None:
        desk.stores.links.remove(link)
        for key in (gone_key, survivor_key):
            settlement.gone(key)
            settlement.happened(key, "deleted", link=link.id)
        return Finished()
    done = _act(desk, step, survivor_key, settlement)
    if isinstance(done, Later):
        return done
    if isinstance(done, Hold):
        settlement.held(survivor_key, step.survivor, done)
        return Finished()
    link, code = done, step.gone.code
    changes = {"state": LinkState.TOMBSTONE, "gone_side": side, "gone_action": code, "gone_at": desk.clock()}
    desk.stores.links.save(link.model_copy(update=changes))
    settlement.happened(gone_key, "deleted", link=link.id, code=code)
    if step.gone.delete:
        settlement.gone(gone_key)
        settlement.gone(survivor_key, step.survivor)
    else:
        _tell(link, side, step.survivor, code, settlement)
    return Finished()


def _tell(link: Link, gone: Side, survivor: Record, code: str, settlement: Settlement) -> None:
    """What the survivor of a tombstone is to be told: a note, or a problem with choices."""
    settlement.gone(pair_key(link, gone))
    _say(link, pair_key(link, gone.other), survivor, code, settlement)


def _say(link: Link, key: RecordKey, record: Record, code: str, settlement: Settlement) -> None:
    if CATALOGUE[code].note:
        settlement.skipped(key, record, code, link)
    else:
        settlement.held(key, record, Hold(code, {"name": record.label}))


def _act(desk: Desk, step: Vanish, survivor: RecordKey, settlement: Settlement) -> Hold | Later | Link:
    """Delete or write the survivor as the matrix says; the link as it is when that is done. What is overruled stands
    in the history before it is."""
    record = step.survivor
    assert record is not None
    todo = {name: value for name, value in step.gone.write.items() if record.values().get(name) != value}
    if not step.gone.delete and not todo:
        return step.link
    desk.guard()
    if step.gone.delete:
        lost = entry(desk, survivor, "deleted", link=step.link.id, lost=record.values())
        desk.stores.journal.write([lost])
        outcome = desk.systems[survivor.side].delete(survivor.kind, survivor.id, record.version)
        return _came_to(desk, step.link, outcome)
    half = step.link.half(survivor.side)
    link = desk.stores.links.save(step.link.with_half(survivor.side, half.sending(todo)))
    typed = {name: value for name in todo if (value := record.values().get(name)) != half.base.get(name)}
    if typed:
        desk.stores.journal.write([entry(desk, survivor, "conflict", link=link.id, lost=typed)])
    patch = Patch(survivor.id, record.version, todo, key=f"{link.id}.{link.revision}")
    outcome = desk.systems[survivor.side].update(survivor.kind, [patch])[0]
    if isinstance(outcome, Done):
        settlement.happened(survivor, "updated", link=link.id, written=todo)
    return _came_to(desk, link, outcome)


def _came_to(desk: Desk, link: Link, outcome: Outcome | None) -> Hold | Later | Link:
    if isinstance(outcome, Refused):
        facts = {"field": outcome.error.field, "message": outcome.error.message}
        return Hold("delete_refused", facts, technical=outcome.error.message)
    if outcome is None or isinstance(outcome, Missing | Done):
        return link
    return Later(desk.clock() + PEER_LONGEST)


def rest(desk: Desk, case: Case, step: Rest, settlement: Settlement) -> Result:
    """A tombstone stays one, and whoever it concerns is told, should that have been cut off before; when both records
    are gone, the link is forgotten. Raises ConfigurationWrong when that may only be a missing right."""
    link = step.link
    records = {case.key.side: case.own, case.key.side.other: case.other}
    if not any(records.values()):
        for each in Side:
            desk.systems[each].check_rights(link.kind)
        desk.stores.links.remove(link)
    for side, record in records.items():
        key = pair_key(link, side)
        if record is None:
            settlement.gone(key)
        else:
            _say(link, key, record, step.codes[side], settlement)
    return Finished()


def revive(desk: Desk, case: Case, step: Revive, settlement: Settlement) -> Result:
    """The deleted record is back, and a person wants it: the link lives again and is merged next."""
    changes = {"state": LinkState.LIVE, "gone_side": None, "gone_action": None, "gone_at": None}
    link = desk.stores.links.save(step.link.model_copy(update=changes))
    _drop_decision(desk, case)
    settlement.happened(case.key, "restored", link=link.id)
    for side in Side:
        settlement.waiting(pair_key(link, side), None, "restored")
    return Later(desk.clock(), counts=False)


def unlink(desk: Desk, case: Case, step: Unlink, settlement: Settlement) -> Result:
    """Forget the tombstone. `again`: the survivor is created anew; else it is left alone for good."""
    desk.stores.links.remove(step.link)
    settlement.happened(step.survivor, "unlinked", link=step.link.id)
    if case.decision is not None:
        kept = Choice.RECREATE if step.again else Choice.LET_GO
        _keep_decision(desk, case.decision, step.survivor, kept)
    desk.stores.inbox.put(step.survivor, due_at=desk.clock(), priority=Priority.PERSON)
    return Later(desk.clock(), counts=False)


def _keep_decision(desk: Desk, decision: Decision, key: RecordKey, choice: Choice) -> None:
    if decision.key != key:
        desk.stores.decisions.drop(decision.key)
    desk.stores.decisions.put(decision.model_copy(update={"key": key, "choice": choice}))


def _drop_decision(desk: Desk, case: Case) -> None:
    if case.decision is not None:
        desk.stores.decisions.drop(case.decision.key)
