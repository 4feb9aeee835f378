"""From a record of one side to what is created on the other: fields, references, limits, what is missing. Pure."""

from dataclasses import replace

from samspill.model.changes import RecordKey
from samspill.model.kinds import Side
from samspill.model.records import Record, Values
from samspill.model.rules import Field, GateContext, KindRule, Stop
from samspill.sync.case import Hold, Make, Skip, Surroundings, Wait
from samspill.sync.verdicts import stopped


def draft(
    own: Record, key: RecordKey, rule: KindRule, context: GateContext, around: Surroundings
) -> Make | Hold | Wait | Skip:
    """Make with the values to create; Hold, Skip or Wait when that is not possible now."""
    target = key.side.other
    values: Values = {}
    waiting: list[RecordKey] = []
    for each in rule.fields:
        value = own.values().get(each.name)
        if each.normalise(value) is None and value is not False:
            continue
        if each.ref is not None:
            parent = RecordKey(kind=each.ref, side=key.side, id=str(value))
            translated = around.translate(key.side, each.ref, str(value))
            if translated is None and not around.settings.is_on(each.ref):
                continue  # that kind is not synced: nobody will ever be there to refer to
            if translated is None:
                outcome = _without_parent(each, target, parent, around)
                if outcome is not None:
                    return outcome
                waiting.append(parent)
                continue
            value = translated
        problem = _too_long(each, target, value) or each.refused(target, value)
        if isinstance(problem, Stop):
            return stopped(problem)
        if problem is not None:
            continue  # cannot be written on creation; the merge that follows explains it
        values[each.name] = value
    completed = rule.complete(context, values)
    if isinstance(completed, Stop):
        hopeful = [parent for parent in waiting if parent not in around.held]
        if hopeful:
            return Wait(hopeful[0])
        stop = stopped(completed)
        return replace(stop, parent=waiting[0]) if waiting and isinstance(stop, Hold) else stop
    return Make(target, completed, tuple(waiting))


def _without_parent(each: Field, target: Side, parent: RecordKey, around: Surroundings) -> Hold | Wait | None:
    """Required: hold while the parent is held, else wait for it. Optional: None, left out for now."""
    if target not in each.required_on:
        return None
    if parent in around.held:
        facts = {"kind": parent.kind.value, "parent_code": around.held[parent]}
        return Hold("parent_held", facts, parent=parent)
    return Wait(parent)


def _too_long(each: Field, target: Side, value: object) -> Stop | None:
    limit = each.max_length.get(target)
    if limit is None or not isinstance(value, str) or len(value) <= limit:
        return None
    return Stop("value_too_long", {"field": each.name, "max_length": str(limit), "value": value})
