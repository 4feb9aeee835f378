"""What became of a create whose answer nobody has: recognised, waited for, linked. Never made twice.

its outcome is there                  -> link the two as they were when it was sent; the merge does the rest, and when
                                         the source is gone by now, the matrix of deletes
not there, and its lease lives        -> wait: its owner or the peer may still be at it
not there, and its lease is over      -> the record is decided on like any other
"""

from collections.abc import Iterable, Iterator, Sequence

from samspill.exceptions import RevisionConflict
from samspill.model import normalise
from samspill.model.changes import RecordKey
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link, LinkState
from samspill.model.records import RECORD_TYPES, Record, Value, Values, record_from_values
from samspill.model.rules import Field, KindRule
from samspill.sync.case import Adopt, Case, Pause
from samspill.sync.desk import Desk, Later, Result
from samspill.sync.likeness import clearly_other, looked_up
from samspill.sync.ports import Claim, RegisterPage
from samspill.sync.settle import Settlement

#: So much of a register is looked through for what earlier attempts made: 20,000 records in pages of a thousand, well
#: within the time of one worker. What begins anew with each try must end within one.
REGISTER_PAGES = 20


def doubts(desk: Desk, rule: KindRule, side: Side, cases: Sequence[Case]) -> dict[str, Adopt | Pause]:
    """What attempts say about those of `cases` (all of `side`) that have no link, by id: their own, those on the
    other side that may have made them, and those of others that may have made a partner they could get. Raises what
    the systems raise."""
    unlinked = [case for case in cases if case.link is None]
    loose = {case.key.id: case.own for case in unlinked if case.own is not None}
    own = desk.stores.intents.open([case.key for case in unlinked]) if unlinked else {}
    others = desk.stores.intents.pending(rule.kind, side.other) if loose else []
    made = _by_number(desk, rule, side.other, list(own.values()))
    found: dict[str, Adopt | Pause] = {}
    for key, claim in own.items():
        if key in made:
            found[key.id] = Adopt(claim, made[key])
        elif claim.until > desk.clock():
            found[key.id] = Pause(claim.until)
    found |= {i: doubt for i, each in loose.items() if i not in found and (doubt := _maker(desk, rule, others, each))}
    partners = {case.key: _partners(case) for case in unlinked if case.key.id not in found}
    rivals = desk.stores.intents.pending(rule.kind, side) if any(partners.values()) else []
    for key, records in partners.items() if rivals else ():
        theirs = [claim for claim in rivals if claim.key != key]
        makers = [doubt for each in records if (doubt := _maker(desk, rule, theirs, each)) is not None]
        if makers:
            found[key.id] = makers[0]
    return found


def _partners(case: Case) -> list[Record]:
    """Whom the record could be linked with."""
    return [each for each in case.candidates if each.id not in case.taken]


def _maker(desk: Desk, rule: KindRule, claims: Sequence[Claim], record: Record) -> Adopt | Pause | None:
    """Whether one of the attempts made the record: the one with its number, else the only one that sent just this,
    once it is over and nothing with its number is there."""
    by_number = [claim for claim in claims if _has_its_number(rule, claim, record)]
    if by_number or normalise.number(record.number) in _numbers(claims):
        return Adopt(by_number[0], record) if by_number else None
    alike = [
        claim
        for claim in claims
        if has_its_content(_all_but_the_number(rule), claim, record) and _new_ones(desk, claim, [record])
    ]
    if len(alike) != 1 or _by_number(desk, rule, alike[0].key.side.other, alike):
        return None
    return Adopt(alike[0], record) if alike[0].until <= desk.clock() else Pause(alike[0].until)


def look_again(
    desk: Desk, kind: Kind, target: Side, claims: Sequence[Claim]
) -> tuple[dict[RecordKey, Record], frozenset[RecordKey]]:
    """What earlier attempts made, now that nobody is at it any more: by number; where that finds nothing by the
    rule's `near` fields, and then in the register, should a person have changed the number meanwhile. And for whom
    that remains unclear: several are alike, or the register cannot be read completely. One of more than
    REGISTER_PAGES is not: a worker that reads on until it is killed never gets further, and what was not seen may be
    there, so it is never taken for not created."""
    rule = desk.integration.rule(kind)
    found = _by_number(desk, rule, target, claims)
    left = [claim for claim in claims if claim.key not in found]
    numbers = _numbers(desk.stores.intents.pending(kind, target.other)) if left else frozenset()
    new: dict[RecordKey, list[Record]] = {}
    complete = True
    for pages in (_nearby(desk, rule, target, left), _register(desk, kind, target)):
        left = [claim for claim in left if not new.get(claim.key)]
        alike: dict[RecordKey, list[Record]] = {claim.key: [] for claim in left}
        for page in pages if left else ():
            others = [each for each in page.records if normalise.number(each.number) not in numbers]
            for claim in left:
                alike[claim.key] += [
                    record for record in others if has_its_content(_all_but_the_number(rule), claim, record)
                ]
            complete = complete and page.complete
        new |= {claim.key: _new_ones(desk, claim, _free(desk, rule, target, alike[claim.key])) for claim in left}
    found |= {key: records[0] for key, records in new.items() if len(records) == 1}
    return found, frozenset(key for key, records in new.items() if len(records) > 1 or not (records or complete))


def _nearby(desk: Desk, rule: KindRule, target: Side, claims: Sequence[Claim]) -> Iterator[RegisterPage]:
    """Who shares a near field with what was sent; the records of one field a page."""
    for name in rule.near:
        values = sorted({value for claim in claims if (value := looked_up(name, _sent(rule, claim)))})
        if values:
            yield RegisterPage(desk.systems[target].find(rule.kind, name, values))


def _register(desk: Desk, kind: Kind, target: Side) -> Iterator[RegisterPage]:
    """The register, page by page; after REGISTER_PAGES one that says that there is more."""
    cursor: str | None = ""
    for _ in range(REGISTER_PAGES):
        page = desk.systems[target].read_page(kind, cursor or "")
        yield page
        cursor = page.cursor
        if cursor is None:
            return
    yield RegisterPage(complete=False)


def _by_number(desk: Desk, rule: KindRule, target: Side, claims: Sequence[Claim]) -> dict[RecordKey, Record]:
    numbers = sorted(claim.number for claim in claims if claim.number)
    records = desk.systems[target].find(rule.kind, "number", numbers) if numbers else []
    free = _free(desk, rule, target, records)
    made = {claim.key: [each for each in free if _has_its_number(rule, claim, each)] for claim in claims}
    return {key: found[0] for key, found in made.items() if found}


def _free(desk: Desk, rule: KindRule, side: Side, records: Sequence[Record]) -> list[Record]:
    taken = desk.stores.links.by_ids(rule.kind, side, [record.id for record in records]) if records else {}
    return [record for record in records if record.id not in taken]


def _new_ones(desk: Desk, claim: Claim, records: Sequence[Record]) -> list[Record]:
    """Without those that had been looked at before the attempt."""
    keys = {RecordKey(kind=each.kind, side=claim.key.side.other, id=each.id): each for each in records}
    fates = desk.stores.journal.fates(list(keys)) if keys else {}
    return [each for key, each in keys.items() if key not in fates or fates[key].updated_at >= claim.first_at]


def _numbers(claims: Iterable[Claim]) -> frozenset[Value]:
    return frozenset(normalise.number(claim.number) for claim in claims) - {None}


def _has_its_number(rule: KindRule, claim: Claim, record: Record) -> bool:
    """Its number, and not clearly somebody else."""
    number = normalise.number(claim.number)
    if number is None or normalise.number(record.number) != number:
        return False
    return not clearly_other(rule.kind, _sent(rule, claim), record)


def _sent(rule: KindRule, claim: Claim) -> Record:
    """What was sent, as a record."""
    fields = RECORD_TYPES[rule.kind].model_fields
    return record_from_values(rule.kind, "", {name: value for name, value in claim.values.items() if name in fields})


def _stands(each: Field, record: Record, value: Value) -> bool:
    return each.normalise(record.values().get(each.name)) == each.normalise(value)


def _all_but_the_number(rule: KindRule) -> list[Field]:
    """What tells a record whose number a person has changed meanwhile."""
    return [each for each in rule.fields if each.name != "number"]


def has_its_content(fields: Iterable[Field], claim: Claim, record: Record) -> bool:
    """Whether the record has all that was sent of those fields, and that is more than nothing."""
    values, texts = record.values(), 0
    for each in fields:
        if each.name not in claim.values or each.name not in values:
            continue
        if each.normalise(values[each.name]) != each.normalise(claim.values[each.name]):
            return False
        texts += isinstance(claim.values[each.name], str)
    return texts > 0


def adopt(desk: Desk, claim: Claim, made: Record, settlement: Settlement) -> Result:
    """Link an attempt's source and outcome, both as they were when it was sent: what a person has changed since is an
    edit like any other. What has its number but not its content may be a person's own: where it differs from what was
    sent nothing has been agreed on; its source is known by what it sent all the same. Then they are looked at."""
    rule = desk.integration.rule(claim.key.kind)
    sent: Values = {each.name: claim.values[each.name] for each in rule.fields if each.name in claim.values}
    stands = sent
    if not has_its_content(_all_but_the_number(rule), claim, made):
        stands = {name: value for name, value in sent.items() if _stands(rule.field(name), made, value)}
    own: Values = {name: value for name, value in sent.items() if rule.field(name).ref is None}
    own |= _referred(desk, rule, claim.key.side, sent)
    halves = {
        claim.key.side.value: Half(id=claim.key.id, base=own),
        claim.key.side.other.value: Half(id=made.id, base=stands, version=made.version),
    }
    link = Link.model_validate(
        {"id": desk.new_id(), "connection": desk.connection.id, "kind": claim.key.kind, **halves}
    )
    now = desk.clock()
    try:
        desk.stores.links.add(link, claim)
    except RevisionConflict:
        if claim.key.id in desk.stores.links.by_ids(claim.key.kind, claim.key.side, [claim.key.id]):
            desk.stores.intents.release(claim)  # the source has a partner: the attempt is over
        return Later(now, counts=False)
    settlement.happened(claim.key, "linked", link=link.id, partner=made.id)
    return Later(now, counts=False)


def _referred(desk: Desk, rule: KindRule, source: Side, sent: Values) -> Values:
    """What the references that were sent are on the source's own side."""
    found: Values = {}
    for each in rule.fields:
        value = str(sent.get(each.name) or "")
        if each.ref is not None and value:
            link = desk.stores.links.by_ids(each.ref, source.other, [value]).get(value)
            if link is not None and link.state is LinkState.LIVE:
                found[each.name] = link.half(source).id
    return found


def pause(case: Case, step: Pause, settlement: Settlement) -> Result:
    """Wait until the attempt is over."""
    if case.own is not None:
        settlement.waiting(case.key, case.own, "create_uncertain")
    return Later(step.until, counts=False)
