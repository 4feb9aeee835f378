"""What must hold when the faults have stopped and one reconcile has run; each answers with what broke it."""

from collections import Counter

from samspill.model.changes import RecordKey
from samspill.model.history import Fate, Standing
from samspill.model.kinds import Side
from samspill.model.links import LinkState
from samspill.model.records import Value
from tests.fakes.hostile_company import HostileCompany
from tests.fakes.memory_journal import MemoryJournal
from tests.property.ledger import ANEW, Ledger, Typed, families, seen_as_ours


def things_that_exist_twice(company: HostileCompany, ledger: Ledger) -> list[str]:
    """Of a thing we make one record a side at most, ever, and none where a person has deleted it: a second one is a
    duplicate, or a delete undone. One more for each time a person asked for it, took a deleted record back, or made
    what we had just created unrecognisable."""
    found = []
    for family in families(company):
        asked = sum(key in family and choice in ANEW for key, choice, _ in ledger.decided)
        asked += sum(key in family for key in ledger.taken_back)
        asked += sum(ledger.beyond_recognition(key) for key in family)
        for side, system in company.hostile.items():
            made = {
                RecordKey(kind=kind, side=side, id=who): index for index, (_, kind, who) in enumerate(system.made)
            }
            ours = {key: made[key] for key in family if key in made}
            deleted = [ledger.deleted[key] for key in family if key.side is side and key in ledger.deleted]
            undone = [key for key, index in ours.items() if any(before <= index for before in deleted)]
            if len(ours) > 1 + asked or len(undone) > asked:
                found.append(f"made {sorted(map(str, ours))}, of them anew {sorted(map(str, undone))}")
    return found


def edits_that_got_lost(company: HostileCompany, ledger: Ledger) -> list[str]:
    """Each value a person typed stands, was typed over by a person who saw it, or is in the journal's `lost`."""
    family_of = {key: family for family in families(company) for key in family}
    crossing = {rule.kind: {each.name for each in rule.fields} for rule in company.desk.integration.rules}
    journal: MemoryJournal = company.stores.journal  # type: ignore[assignment]
    lost = {
        (who, name, _plain(company, entry.key, name, value))
        for who, entry in zip(journal.subjects, journal.entries, strict=True)
        for name, value in entry.lost.items()
        if name in crossing[entry.key.kind]
    }
    found = []
    for index, typed in enumerate(ledger.typed):
        value = _meant(company, typed.key, typed.field, typed.value)
        record = company.record_of(typed.key)
        if not typed.news or (typed.key in ledger.deleted and record is None):
            continue
        stands = record is not None and _plain(company, typed.key, typed.field, record.values().get(typed.field))
        if record is not None and stands == value:
            continue
        if (typed.key, typed.field, value) in lost:
            continue
        family = family_of.get(typed.key, {typed.key})
        if not any(_typed_over(company, typed, later, family) for later in ledger.typed[index + 1 :]):
            found.append(f"{typed.key} {typed.field}: {typed.value!r} became {stands!r}")
    return found


def values_that_did_not_arrive(company: HostileCompany, ledger: Ledger) -> list[str]:
    """Of a pair at peace, a field that travels one way stands on both sides as where it comes from, unless nobody
    filled it there or a person has typed something else over it since; or the settings' fallback leads a project
    whose manager was not there yet when it was created, and nobody has named one since."""
    typed = {
        (company.called(each.key), each.field, _meant(company, each.key, each.field, each.value))
        for each in ledger.typed
    }
    fallback = company.connection.capabilities.fallback_manager_id
    named = {(company.called(each.key), each.field) for each in ledger.typed}
    found = []
    for rule in company.desk.integration.rules:
        for link in company.stores.links.all(rule.kind):
            both = {side: company.systems[side].records[rule.kind].get(link.half(side).id) for side in Side}
            records = {side: record for side, record in both.items() if record is not None}
            held = any(company.stores.journal.problem_of(company.key(r, s)) for s, r in records.items())
            if link.state is not LinkState.LIVE or held or len(records) < len(Side):
                continue
            for each in rule.fields:
                targets = [side for side in Side if each.travels_to(side)]
                if len(targets) != 1:
                    continue
                keys = {side: company.key(record, side) for side, record in records.items()}
                values = {side: records[side].values().get(each.name) for side in Side}
                plain = {side: _plain(company, keys[side], each.name, values[side]) for side in Side}
                here, there = targets[0].other, targets[0]
                if each.ref is not None and company.translate(here, each.ref, str(values[here])) is None:
                    continue  # nobody there to refer to
                overtyped = (keys[there], each.name, plain[there]) in typed
                stands_in = (
                    each.name == "manager" and values[there] == fallback and (keys[here], "manager") not in named
                )
                unseen = not plain[there] and seen_as_ours(company, ledger, company.meant(keys[there]), each.name)
                if plain[here] != plain[there] and plain[here] and not (overtyped or unseen or stands_in):
                    found.append(f"{keys[here]} {each.name}: {plain[here]!r} is {plain[there]!r}")
    return found


def _typed_over(company: HostileCompany, typed: Typed, later: Typed, family: set[RecordKey]) -> bool:
    if later.field != typed.field or later.key not in family:
        return False
    if later.key == typed.key:
        return True
    return _meant(company, later.key, later.field, later.replaced) == _meant(
        company, typed.key, typed.field, typed.value
    )


def _plain(company: HostileCompany, key: RecordKey, field: str, value: Value) -> Value:
    """A value as it stands somewhere; a reference by what it leads to in Tripletex."""
    ref = company.desk.integration.rule(key.kind).field(field).ref
    if ref is None or not value:
        return _meant(company, key, field, value)
    who = company.meant(RecordKey(kind=ref, side=key.side, id=str(value))).id
    return _meant(company, key, field, who)


def _meant(company: HostileCompany, key: RecordKey, field: str, value: Value) -> Value:
    """A value as the ledger has it: a reference by the name that stays, whatever the record is called by now."""
    each = company.desk.integration.rule(key.kind).field(field)
    if each.ref is None or not value or key.side is Side.TRIPLETEX:
        return each.normalise(value)
    now = company.called(RecordKey(kind=each.ref, side=key.side, id=str(value))).id
    link = company.stores.links.by_ids(each.ref, key.side, [now]).get(now)
    return link.tripletex.id if link is not None else value


def records_without_a_reason(company: HostileCompany) -> list[str]:
    """Each record has a partner, or a note or an open problem says why not; and no problem outlives its reason."""
    found = []
    journal = company.stores.journal
    for kind in company.desk.integration.kinds:
        for side in Side:
            for record in company.everything(kind, side):
                key, link = company.key(record, side), company.link(record, side)
                fate = journal.fates([key]).get(key)
                problem = journal.problem_of(key)
                if fate is None:
                    found.append(f"{key}: nobody ever looked at it")
                elif fate.standing is Standing.HELD:
                    halves = [RecordKey(kind=kind, side=s, id=link.half(s).id) for s in Side] if link else [key]
                    if not any((p := journal.problem_of(half)) and p.code == fate.code for half in halves):
                        found.append(f"{key}: held for {fate.code} without a problem")
                elif problem is not None:
                    found.append(f"{key}: {fate.standing} {fate.code}, and yet the problem {problem.code}")
                elif link is not None and link.state is LinkState.LIVE:
                    if fate.standing is not Standing.LINKED and not _awaits_an_answer(company, fate):
                        found.append(f"{key}: linked, and yet {fate.standing} {fate.code}")
                elif fate.standing is not Standing.SKIPPED or not fate.code:
                    found.append(f"{key}: no partner, and only {fate.standing} {fate.code} to say why")
    return found


def _awaits_an_answer(company: HostileCompany, fate: Fate) -> bool:
    """Whether a person is asked where the other half of the link went, and has not answered."""
    if fate.standing is not Standing.WAITING or fate.waiting_for is None:
        return False
    problem = company.stores.journal.problem_of(RecordKey.parse(fate.waiting_for))
    return problem is not None and problem.code == fate.code


def problems_of_nobody(company: HostileCompany) -> list[str]:
    """Problems of records that do not exist (any more)."""
    problems, _ = company.stores.journal.problems(limit=10_000)
    return [
        f"{problem.key}: {problem.code}"
        for problem in problems
        if problem.key.id not in company.systems[problem.key.side].records[problem.key.kind]
    ]


def writes(company: HostileCompany) -> Counter[str]:
    """What we have changed, per side."""
    return Counter({side.value: company.hostile[side].carried_out for side in Side})
