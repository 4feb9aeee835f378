"""The three-way merge of one pair: each side has changed if it differs from its own base. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from samspill.model.flow import Flow
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.records import Record, Value, Values
from samspill.model.rules import Field, KindRule
from samspill.model.settings import Policy

#: (side, kind, id on that side) -> id on the other side, or None while it has no partner there.
Translate = Callable[[Side, Kind, str], str | None]


@dataclass
class Merged:
    """What a merge comes to.

    `patches`: values to write per side. `lost`: values there that the write overrules although that side had
    changed them too, or had them before the first link. `bases`: fields on which both sides agree already, and what
    is remembered of the app's record.
    `asked`: fields where a person must choose. `refused`: field -> problem code, cannot be written.
    `waiting`: references whose target has no partner yet.
    """

    patches: dict[Side, Values] = field(default_factory=lambda: {side: {} for side in Side})
    lost: dict[Side, Values] = field(default_factory=lambda: {side: {} for side in Side})
    bases: dict[Side, Values] = field(default_factory=lambda: {side: {} for side in Side})
    asked: list[str] = field(default_factory=list)
    refused: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    waiting: list[tuple[Kind, Side, str]] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written."""
        return any(self.patches.values())


def merge(
    rule: KindRule,
    link: Link,
    records: dict[Side, Record],
    policy: Policy,
    translate: Translate,
    winner: Side | None = None,
) -> Merged:
    """Merge both sides of `link`. `winner` is a person's answer to fields that both changed."""
    merged = Merged()
    values = {side: records[side].values() for side in Side}
    for each in rule.fields:
        if any(each.name not in values[side] for side in Side):
            continue  # withheld or never returned: unknown is not cleared
        now = {side: values[side][each.name] for side in Side}
        _merge_field(merged, each, link, records, now, policy, translate, winner)
    told_by = rule.part.told_by if rule.part is not None else ()
    merged.bases[Side.APP] |= {name: values[Side.APP][name] for name in told_by if name in values[Side.APP]}
    return merged


def _merge_field(
    merged: Merged,
    each: Field,
    link: Link,
    records: dict[Side, Record],
    now: dict[Side, Value],
    policy: Policy,
    translate: Translate,
    answer: Side | None,
) -> None:
    if same_value(each, now, translate):
        for side in Side:
            merged.bases[side][each.name] = now[side]
        return
    if each.flow is None:
        for side in Side:
            merged.bases[side][each.name] = now[side]  # each side's private business
        return
    bases = {side: link.half(side).base for side in Side}
    first = any(each.name not in bases[side] for side in Side)
    ours = {side: _is_ours(each, link.half(side), now[side]) for side in Side}
    changed = {side: _has_changed(each, bases[side], now[side]) and not ours[side] for side in Side}
    if not any(changed.values()) and not any(ours.values()):
        if not mean_others(each, now, translate):
            return  # each side keeps its own form of the value; nobody touched it
        # a person has linked what they refer to otherwise since: nothing of it is agreed on any more
        first, changed = True, dict.fromkeys(Side, True)
    if not any(changed.values()):
        side = next(side for side in Side if ours[side])
        changed[side.other] = True  # we were cut off: what we wrote there is older than what stands here
    source = _source(each, now, changed, first, records, policy, answer)
    if source is None:
        merged.asked.append(each.name)
        return
    if answer is not None and answer is not source and each.refused(source.other, now[source]) is not None:
        source = answer  # the change cannot be carried out, and a person takes it back
    target = source.other
    if not each.travels_to(target):
        if first and each.travels_to(source) and each.normalise(now[target]) is not None:
            source, target = target, source
        else:
            merged.bases[source][each.name] = now[source]  # that side's private business
            return
    private = _is_private(each, bases, translate)
    yields = {s: first or changed[s] or private or _may_be_taken_back(each, link.half(s), records[s]) for s in Side}
    _write(merged, each, source, now, yields, first, translate)


def _is_private(each: Field, bases: Mapping[Side, Values], translate: Translate) -> bool:
    """Whether a field that travels one way was something else at its end when it last was looked at: what people
    typed there, which has gone nowhere."""
    known = all(each.name in bases[side] for side in Side)
    return known and each.flow is not Flow.BOTH and not same_value(each, _of(each, bases), translate)


def _of(each: Field, values: Mapping[Side, Values]) -> dict[Side, Value]:
    return {side: values[side][each.name] for side in Side}


def _may_be_taken_back(each: Field, half: Half, record: Record) -> bool:
    """Whether our write of unknown outcome may have been carried out and undone by a person since: the value is the
    base again, but the record was saved meanwhile."""
    return each.name in half.sent and half.version is not None and record.version != half.version


def _has_changed(each: Field, base: Values, now: Value) -> bool:
    return each.name not in base or each.normalise(base[each.name]) != each.normalise(now)


def _is_ours(each: Field, half: Half, now: Value) -> bool:
    """Whether the value stands there because of a write of ours whose outcome was never known."""
    known = each.name in half.base and _has_changed(each, half.base, now)
    return known and each.normalise(now) in [each.normalise(value) for value in half.sent.get(each.name, ())]


def _source(
    each: Field,
    now: dict[Side, Value],
    changed: dict[Side, bool],
    first: bool,
    records: dict[Side, Record],
    policy: Policy,
    answer: Side | None,
) -> Side | None:
    """Whose value holds; None when a person must say."""
    if first:  # first link: Tripletex wins where both are filled, empty never overwrites
        return Side.APP if each.normalise(now[Side.TRIPLETEX]) is None else Side.TRIPLETEX
    if not all(changed.values()):
        return next(side for side in Side if changed[side])
    if each.flow is not Flow.BOTH:  # nobody is asked: the other side's change goes nowhere
        return next(side for side in Side if each.travels_to(side.other))
    if answer is not None:
        return answer
    if policy is Policy.ASK:
        return None
    if policy is Policy.NEWEST:
        times = {side: records[side].modified_at for side in Side}
        tripletex, app = times[Side.TRIPLETEX], times[Side.APP]
        return Side.APP if tripletex and app and app > tripletex else Side.TRIPLETEX
    return Side(policy.value)


def _write(
    merged: Merged,
    each: Field,
    source: Side,
    now: dict[Side, Value],
    yields: dict[Side, bool],
    first: bool,
    translate: Translate,
) -> None:
    """`yields`: whether somebody may have typed what stands on a side."""
    target, value = source.other, now[source]
    if each.ref is not None and value:
        translated = translate(source, each.ref, str(value))
        if translated is None:
            merged.waiting.append((each.ref, source, str(value)))
            return
        value = translated
    code = each.refused(target, value)
    if code is not None:
        merged.refused[each.name] = (code, {"field": each.name, "value": str(value)})
        return
    limit = each.max_length.get(target)
    if limit is not None and isinstance(value, str) and len(value) > limit:
        facts = {"field": each.name, "max_length": str(limit), "value": value}
        merged.refused[each.name] = ("value_too_long", facts)
        return
    merged.patches[target][each.name] = value
    if yields[target] and not (first and each.normalise(now[target]) is None):
        merged.lost[target][each.name] = now[target]


def same_value(each: Field, now: dict[Side, Value], translate: Translate) -> bool:
    """Whether both sides mean the same: equal under the normaliser, references by their links."""
    tripletex, app = now[Side.TRIPLETEX], now[Side.APP]
    if each.ref is None or not tripletex or not app:
        return each.normalise(tripletex) == each.normalise(app)
    return translate(Side.TRIPLETEX, each.ref, str(tripletex)) == app


def mean_others(each: Field, now: Mapping[Side, Value], translate: Translate) -> bool:
    """Whether both refer to something that has a partner, and not to the same thing."""
    if each.ref is None:
        return False
    found = {side: value and translate(side, each.ref, str(value)) for side, value in now.items()}
    return all(found.values()) and found[Side.TRIPLETEX] != now[Side.APP]


def differences(rule: KindRule, records: dict[Side, Record], translate: Translate) -> list[str]:
    """Names of two-way fields that are not equal (DESIGN section 4, *equal*).

    A field one side does not tell, a one-way field, and a reference to something that has no partner do not count.
    """
    found = []
    values = {side: records[side].values() for side in Side}
    for each in rule.fields:
        if each.flow is not Flow.BOTH or any(each.name not in values[side] for side in Side):
            continue
        now = {side: values[side][each.name] for side in Side}
        if same_value(each, now, translate) or (each.ref is not None and _dangling(each.ref, now, translate)):
            continue
        found.append(each.name)
    return found


def unagreed(rule: KindRule, link: Link, records: dict[Side, Record], translate: Translate) -> list[str]:
    """Names of one-way fields that are filled where they come from and were never agreed on: `differences` and a
    comparison with the bases would both miss them. What has no partner to refer to does not count."""
    found = []
    values = {side: records[side].values() for side in Side}
    for each in rule.fields:
        source = next((side for side in Side if each.travels_to(side.other)), None)
        if source is None or each.flow is Flow.BOTH or any(each.name not in values[side] for side in Side):
            continue
        now = {side: values[side][each.name] for side in Side}
        known = each.name in link.half(source).base or each.normalise(now[source]) is None
        if known or same_value(each, now, translate) or (each.ref and _dangling(each.ref, now, translate)):
            continue
        found.append(each.name)
    return found


def _dangling(ref: Kind, now: dict[Side, Value], translate: Translate) -> bool:
    return any(value and translate(side, ref, str(value)) is None for side, value in now.items())
