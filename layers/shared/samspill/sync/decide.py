"""What to do with a record: the one place that says so, for the plan, the first sync and real time alike. Pure.

doubt      renumbered or deleted -> ask
linked?    a person takes them apart -> two records
           both there -> merge · one gone -> the matrix · tombstone -> only what a person said
unlinked?  rules -> what a person said -> equal number -> look-alikes -> rules for creating -> create
"""

from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.history import KEPT_OUT, Decision
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.model.records import Record, Value
from samspill.model.rules import Gate, GateContext, Gone, KindRule, Stop
from samspill.sync.case import (
    Case,
    Forget,
    Hold,
    Join,
    Meet,
    Number,
    Rest,
    Revive,
    Separate,
    Skip,
    Step,
    Surroundings,
    Unlink,
    Vanish,
)
from samspill.sync.drafting import draft
from samspill.sync.likeness import clearly_other, looks_alike
from samspill.sync.merge import merge
from samspill.sync.verdicts import stopped

_WINNERS = {Choice.TRIPLETEX_WINS: Side.TRIPLETEX, Choice.APP_WINS: Side.APP}
_GONE_UNKNOWN = Gone(code="deleted_in_tripletex")
#: A record whose kind is only created on the other side, by where it is not created.
_ELSEWHERE = {Side.TRIPLETEX: "not_created_in_tripletex", Side.APP: "not_created_in_app"}
#: What is said of a deleted record that exists again.
BACK = "deleted_record_is_back"


def decide(case: Case, rule: KindRule, around: Surroundings) -> Step:
    """The step for `case`. Never raises for data; every outcome is a step with a reason."""
    if case.doubt is not None:
        return case.doubt
    if case.link is not None:
        return _linked(case, rule, around)
    if case.own is None:
        return Forget()
    return _unlinked(case, case.own, rule, around)


# ---- linked --------------------------------------------------------------------------------------------------


def _linked(case: Case, rule: KindRule, around: Surroundings) -> Step:
    link, side = case.link, case.key.side
    assert link is not None
    if case.decision is not None and _is_apart(link, case.decision):
        there = {side: case.own, side.other: case.other}
        halves = tuple(RecordKey(kind=link.kind, side=s, id=link.half(s).id) for s in Side if there[s] is not None)
        return Separate(link, case.decision, halves)
    if link.state is LinkState.TOMBSTONE:
        return _tombstone(case)
    if case.own is None or case.other is None:
        return _one_gone(case, rule, around)
    records = {side: case.own, side.other: case.other}
    winner = _WINNERS.get(case.decision.choice) if case.decision else None
    rule = around.rule_of(rule, records)
    merged = merge(rule, link, records, around.settings.policy(rule.kind), around.translate, winner)
    return Meet(link, records, merged)


def _is_apart(link: Link, decision: Decision) -> bool:
    """Whether a person takes the two apart; of a tombstone also by naming another partner for what is left."""
    named = decision.choice is Choice.LINK and decision.partner is not None
    return decision.takes_apart(link.id) or (named and link.state is LinkState.TOMBSTONE)


def _one_gone(case: Case, rule: KindRule, around: Surroundings) -> Step:
    link = case.link
    assert link is not None
    gone = case.key.side if case.own is None else case.key.side.other
    survivor = case.own or case.other
    choice = case.decision.choice if case.decision else None
    if survivor is not None and choice in (Choice.RECREATE, Choice.LET_GO):
        key = RecordKey(kind=link.kind, side=gone.other, id=link.half(gone.other).id)
        return Unlink(link, again=choice is Choice.RECREATE, survivor=key)
    left = {} if survivor is None else {gone.other: survivor}
    return Vanish(link, gone, survivor, around.rule_of(rule, left).gone.get(gone, _GONE_UNKNOWN))


def _tombstone(case: Case) -> Step:
    link = case.link
    assert link is not None
    gone = link.gone_side or Side.APP
    alive = [s for s in Side if (case.own if s is case.key.side else case.other) is not None]
    choice = case.decision.choice if case.decision else None
    if choice is Choice.RESTORE and len(alive) == len(Side):
        return Revive(link)
    anew = choice is Choice.RECREATE or (choice is Choice.RESTORE and alive == [gone])
    if alive and (anew or choice is Choice.LET_GO):
        stays = gone.other if gone.other in alive else gone
        return Unlink(link, again=anew, survivor=RecordKey(kind=link.kind, side=stays, id=link.half(stays).id))
    return Rest(link, {gone: BACK, gone.other: link.gone_action or _GONE_UNKNOWN.code})


# ---- unlinked ------------------------------------------------------------------------------------------------


def _unlinked(case: Case, own: Record, rule: KindRule, around: Surroundings) -> Step:
    choice = case.decision.choice if case.decision else None
    context = GateContext(
        record=own,
        source=case.key.side,
        target=case.key.side.other,
        settings=around.settings,
        capabilities=around.capabilities,
        translate=lambda kind, record_id: around.translate(case.key.side, kind, record_id),
        number_count=case.number_count,
    )
    stop = first_stop(rule.link_gates, context)
    if stop is not None:
        return stopped(stop)
    if choice in KEPT_OUT:
        return Skip("let_go" if choice is Choice.LET_GO else "left_out")
    if choice is Choice.LINK and case.decision is not None:
        return _chosen_partner(case, own, case.decision)
    return _found_or_new(case, own, rule, context, around)


def _found_or_new(case: Case, own: Record, rule: KindRule, context: GateContext, around: Surroundings) -> Step:
    found = _partner(case, own, rule, forced=case.decision is not None and case.decision.insists)
    wanted = context.target in rule.creates_on or (case.decision is not None and case.decision.wants_new)
    if not wanted and not isinstance(found, Join):
        return Skip(_ELSEWHERE[context.target])  # whoever it is mistaken for has the question
    if found is not None:
        return found
    stop = first_stop(rule.create_gates, context)
    if stop is not None:
        return stopped(stop)
    if rule.generates_number and normalise.number(own.number) is None:
        return Number()
    return draft(own, case.key, rule, context, around)


def _chosen_partner(case: Case, own: Record, decision: Decision) -> Step:
    partner = next((c for c in case.candidates if c.id == decision.partner), None)
    if partner is None:
        chosen = {"number": own.number or "", "name": own.label, "other_name": decision.partner or ""}
        return Hold("ambiguous_number", chosen, suggestions=tuple(case.candidates))
    if partner.id in case.taken:
        return Hold("number_taken", {"other_name": partner.label, "other_number": partner.number or ""})
    return Join(partner)


def _partner(case: Case, own: Record, rule: KindRule, *, forced: bool) -> Step | None:
    """Join, Hold, or None when nothing on the other side is this record. `forced`: a person wants a new one, so
    look-alikes do not stop it; an equal number still does."""
    number = _matched(rule, own)
    equal = [c for c in case.candidates if number is not None and _matched(rule, c) == number]
    free = [c for c in equal if c.id not in case.taken and c.id not in case.left_out]
    if equal and not free and any(c.id in case.left_out for c in equal):
        return Skip("left_out")  # a person keeps the other half out: this one has nobody to be linked with
    if free and (case.number_count > 1 or len(free) > 1):
        code = "project_number_not_unique" if rule.kind is Kind.PROJECT else "ambiguous_duplicate_number"
        return Hold(code, {"number": str(number)}, suggestions=tuple(free))
    if free and clearly_other(rule.kind, own, free[0]):
        facts = {"number": str(number), "name": own.label, "other_name": free[0].label}
        return Hold("ambiguous_number", facts, suggestions=tuple(free))
    if free:
        return Join(free[0])
    if equal:
        facts = {"number": str(number), "other_name": equal[0].label, "other_number": str(number)}
        return Hold(rule.taken_code, facts)
    unavailable = case.taken | case.left_out
    alike = [c for c in case.candidates if c.id not in unavailable and looks_alike(rule, own, c)]
    if alike and not forced:
        facts = {"name": own.label, "other_name": alike[0].label, "other_number": alike[0].number or ""}
        return Hold("ambiguous_look_alike", facts, suggestions=tuple(alike))
    return None


def _matched(rule: KindRule, record: Record) -> Value:
    """What the record is matched by: its number, as a rule."""
    value = record.values().get(rule.matched_by)
    return normalise.number(value) if rule.matched_by == "number" else rule.field(rule.matched_by).normalise(value)


def first_stop(gates: tuple[Gate, ...], context: GateContext) -> Stop | None:
    """The first gate that stops the record."""
    return next((stop for gate in gates if (stop := gate(context)) is not None), None)
