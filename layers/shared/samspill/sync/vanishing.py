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
from samspill.sync.ports import Done, Missing, Patch, Refused
from samspill.sync.settle import Settlement, pair_key


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
    refused = _act(desk, step, survivor_key, settlement)
    if isinstance(refused, Later):
        return refused
    if refused is not None:
        settlement.held(survivor_key, step.survivor, refused)
        return Finished()
    code = step.gone.code
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
    key = pair_key(link, gone.other)
    settlement.gone(pair_key(link, gone))
    if CATALOGUE[code].note:
        settlement.skipped(key, survivor, code, link)
    else:
        settlement.held(key, survivor, Hold(code, {"name": survivor.label}))


def _act(desk: Desk, step: Vanish, survivor: RecordKey, settlement: Settlement) -> Hold | Later | None:
    """Delete or write the survivor as the matrix says; None when that is done."""
    system, record, gone = desk.systems[survivor.side], step.survivor, step.gone
    assert record is not None
    if not gone.delete and not gone.write:
        return None
    desk.guard()
    if gone.delete:
        outcome = system.delete(survivor.kind, survivor.id, record.version)
        if outcome is None:
            settlement.happened(survivor, "deleted", link=step.link.id, lost=record.values())
    else:
        todo = {name: value for name, value in gone.write.items() if record.values().get(name) != value}
        if not todo:
            return None
        outcome = system.update(survivor.kind, [Patch(survivor.id, record.version, todo, key=step.link.id)])[0]
        if isinstance(outcome, Done):
            settlement.happened(survivor, "updated", link=step.link.id, written=todo)
    if isinstance(outcome, Refused):
        facts = {"field": outcome.error.field, "message": outcome.error.message}
        return Hold("delete_refused", facts, technical=outcome.error.message)
    if outcome is None or isinstance(outcome, Missing) or hasattr(outcome, "record"):
        return None
    return Later(desk.clock() + PEER_LONGEST)


def rest(desk: Desk, case: Case, step: Rest, settlement: Settlement) -> Result:
    """A tombstone stays one, and whoever it concerns is told, should that have been cut off before; when the
    survivor went too, the link is forgotten. Raises ConfigurationWrong when that may only be a missing right."""
    link, side = step.link, case.key.side
    if case.own is None and case.other is None:
        for each in Side:
            desk.systems[each].check_rights(link.kind)
        desk.stores.links.remove(link)
        for each in Side:
            settlement.gone(pair_key(link, each))
    elif step.survivor is not None and link.gone_side is not None:
        survivor = case.own if step.survivor.side is side else case.other
        before = settlement.before.get(step.survivor)
        if survivor is not None and (before is None or before.code != step.code):
            _tell(link, link.gone_side, survivor, step.code, settlement)
    return Finished()


def revive(desk: Desk, case: Case, step: Revive, settlement: Settlement) -> Result:
    """The deleted record is back: the link lives again and is merged next."""
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
