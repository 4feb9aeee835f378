"""Renumbering: on a side where the number is the identity, a record that got another number looks deleted.

scene  = lost, strange and loose of this batch; then whoever else may be meant, by name and `near` fields
certain: named by the trigger or a person, or neither has another choice
       -> the link follows its record, many in a circle in one transaction; the new number then is an edit like any
else   -> the record is asked about; nothing is deleted or created before a person has answered

Which sides these are stands in the integration's table (`KindRule.number_is_id`); elsewhere a 404 is a delete.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from samspill.exceptions import RetryLater, RevisionConflict
from samspill.model.changes import Priority, RecordKey
from samspill.model.history import Entry
from samspill.model.kinds import Side
from samspill.model.links import Link, LinkState
from samspill.model.problems import Choice
from samspill.model.records import Record
from samspill.model.rules import KindRule
from samspill.sync.asking import PATIENCE, PERHAPS, doubts
from samspill.sync.case import Await, Case, GiveWay, Hold
from samspill.sync.desk import Desk, Parked, Result
from samspill.sync.likeness import looked_up
from samspill.sync.namesakes import namesakes
from samspill.sync.settle import Settlement, keys_of, pair_key
from samspill.sync.succession import Scene, moves, ordered

#: Answers by which a person said that the record is another one.
_ANOTHER = (Choice.CREATE, Choice.RECREATE, Choice.LEAVE_OUT, Choice.LET_GO)


@dataclass(frozen=True)
class Followed:
    """`moved`: some links have other ids now, so everything is to be read again. `doubts` by the id of a case."""

    moved: bool = False
    doubts: Mapping[str, Hold | Await] = field(default_factory=dict)


def follow(desk: Desk, rule: KindRule, side: Side, cases: Sequence[Case], hints: Mapping[str, str]) -> Followed:
    """Let links follow records of `cases` (all of `side`) that were renumbered. `hints`: new id -> old number.

    Raises what the systems raise; ConfigurationWrong when an absence may only be a missing right; RetryLater when
    somebody else saved one of the links first.
    """
    moved, doubtful = False, dict[str, Hold | Await]()
    for at in sorted(rule.number_is_id):
        scene = _scene(rule, at, side, cases)
        named = _look_around(desk, scene, [case for case in cases if case.key.id in scene.loose], hints)
        if scene.lost:
            desk.systems[at].check_rights(rule.kind)
        if _carry_out(desk, scene, moves(scene, named)):
            moved = True
        elif scene.lost:
            doubtful |= doubts(desk, scene, cases)
    return Followed(moved, doubtful)


def unsettled(desk: Desk, rule: KindRule, side: Side, cases: Sequence[Case]) -> dict[str, GiveWay]:
    """Records of `side` that would be written under a number which another link has, although its record no longer
    answers to it, by the id of their case: written there, they would be taken for the other one. Raises what the
    systems raise."""
    found: dict[str, GiveWay] = {}
    for at in sorted(rule.number_is_id - {side}):
        if at not in rule.creates_on and not rule.field("number").travels_to(at):
            continue
        wanted = {case.key.id: number for case in cases if (number := _new_number(case)) is not None}
        links = desk.stores.links.by_ids(rule.kind, at, sorted(set(wanted.values()))) if wanted else {}
        held = sorted(number for number, link in links.items() if link.state is LinkState.LIVE)
        there = desk.systems[at].get(rule.kind, held) if held else {}
        given_up = {number for number in held if there[number] is None}
        for case_id, number in wanted.items():
            if number in given_up:
                found[case_id] = GiveWay(RecordKey(kind=rule.kind, side=at, id=number))
    return found


def _new_number(case: Case) -> str | None:
    """The number that the record has and its partner, if there is one, has not."""
    if case.own is None or (case.link is not None and case.other is None):
        return None
    number = looked_up("number", case.own)
    return None if case.other is not None and looked_up("number", case.other) == number else number


def give_way(desk: Desk, case: Case, step: GiveWay, settlement: Settlement) -> Result:
    """See to it that the holder of the number is looked at, and wait until the number is free; with a problem when a
    person is asked where the holder went."""
    now, fate = desk.clock(), desk.stores.journal.fates([step.holder]).get(step.holder)
    if fate is not None and fate.code == PERHAPS:
        settlement.held(case.key, case.own, Hold("number_taken", {"other_number": step.holder.id}), case.link)
    else:
        desk.stores.inbox.put(step.holder, due_at=now, priority=Priority.CHANGE)
        settlement.waiting(case.key, case.own, "waits_for_parent", step.holder)
    return Parked(step.holder, now + PATIENCE, till_free=True)


def after_our_write(desk: Desk, link: Link, side: Side, record: Record) -> Link:
    """The link of a record that we have written: stored under the record's new id, should it have got one by that.
    Raises RevisionConflict."""
    if link.half(side).id == record.id:
        return link
    return desk.stores.links.rekey(side, [(link, record.id)])[0]


def _scene(rule: KindRule, at: Side, side: Side, cases: Sequence[Case]) -> Scene:
    scene = Scene(rule, at)
    for case in cases:
        record = case.own if at is side else case.other
        if case.link is not None:
            scene.add_link(case.link, record)
        elif record is not None and at is side:
            scene.loose[record.id] = record
    return scene


def _look_around(desk: Desk, scene: Scene, loose: Sequence[Case], hints: Mapping[str, str]) -> dict[str, str]:
    """Add whoever may be meant too: links that the records here may have had, records that the links here may have.
    Link id -> the record that a person or the trigger names for it."""
    named = _named(desk, scene, loose, hints)
    _add_links(desk, scene, _asked_for(desk, scene).values())
    _add_records(desk, scene, _asked_about(desk, scene))
    asked: set[str] = set()
    while True:
        links = [link for link in (scene.lost | scene.strange).values() if link.id not in asked]
        records = [record for key, record in (scene.loose | scene.occupants).items() if f"#{key}" not in asked]
        if not links and not records:
            break
        asked |= {link.id for link in links} | {f"#{record.id}" for record in records}
        partners = _alike(desk, scene.rule, scene.at.other, records)
        _add_links(desk, scene, _by_ids(desk, scene, scene.at.other, partners).values())
        known = namesakes(desk, scene.rule.kind, scene.at, [record for record in records if record.id in scene.loose])
        _add_links(desk, scene, _by_ids(desk, scene, scene.at, known).values())
        _add_records(desk, scene, _alike(desk, scene.rule, scene.at, [scene.known(link) for link in links]))
        _add_records(desk, scene, _called(desk, scene, [n for link in links for n in scene.numbers_sent(link)]))
    if scene.lost:
        _drop_answered(desk, scene)
    return {link.id: new for new, link in named.items() if link.id in scene.lost and new in scene.loose}


def _named(desk: Desk, scene: Scene, loose: Sequence[Case], hints: Mapping[str, str]) -> dict[str, Link]:
    """The link that each of these records has by what the trigger or, stronger, a person says."""
    told = {case.key.id: hints[case.key.id] for case in loose if case.key.id in hints}
    chosen = {c.key.id: c.decision.partner or "" for c in loose if c.decision and c.decision.choice is Choice.LINK}
    by_number = _by_ids(desk, scene, scene.at, told.values())
    by_partner = _by_ids(desk, scene, scene.at.other, chosen.values())
    named = {new: by_number[old] for new, old in told.items() if old in by_number}
    named |= {new: by_partner[partner] for new, partner in chosen.items() if partner in by_partner}
    _add_links(desk, scene, named.values())
    return named


def _asked_for(desk: Desk, scene: Scene) -> dict[str, Link]:
    """Links for which the records here are asked about already; that of one whose partner is gone by its number."""
    keys = [RecordKey(kind=scene.rule.kind, side=scene.at, id=record_id) for record_id in scene.loose]
    fates = desk.stores.journal.fates(keys) if keys else {}
    found = [desk.stores.journal.problem_of(key) for key, fate in fates.items() if fate.code == PERHAPS]
    asked = [problem for problem in found if problem is not None]
    by_number = _by_ids(desk, scene, scene.at, [problem.facts.get("other_number", "") for problem in asked])
    partners = [partner for problem in asked for partner in problem.suggestions]
    return {link.id: link for link in (*by_number.values(), *_by_ids(desk, scene, scene.at.other, partners).values())}


def _asked_about(desk: Desk, scene: Scene) -> dict[str, Record]:
    """Records that are asked about already: the question stays open however they are found now."""
    fates = desk.stores.journal.fates(keys_of(scene.lost.values())) if scene.lost else {}
    waited = {RecordKey.parse(f.waiting_for).id for f in fates.values() if f.code == PERHAPS and f.waiting_for}
    return _called(desk, scene, waited)


def _called(desk: Desk, scene: Scene, ids: Collection[str]) -> dict[str, Record]:
    found = desk.systems[scene.at].get(scene.rule.kind, sorted(set(ids))) if ids else {}
    return {record_id: record for record_id, record in found.items() if record is not None}


def _by_ids(desk: Desk, scene: Scene, side: Side, ids: Collection[str]) -> dict[str, Link]:
    return desk.stores.links.by_ids(scene.rule.kind, side, sorted(set(ids))) if ids else {}


def _add_links(desk: Desk, scene: Scene, found: Collection[Link]) -> None:
    new = {link.half(scene.at).id: link for link in found if not scene.has(link)}
    there = desk.systems[scene.at].get(scene.rule.kind, sorted(new)) if new else {}
    for record_id, link in new.items():
        scene.add_link(link, there[record_id])


def _add_records(desk: Desk, scene: Scene, found: Mapping[str, Record]) -> None:
    links = _by_ids(desk, scene, scene.at, found)
    for record_id, record in found.items():
        if record_id in links:
            scene.add_link(links[record_id], record)
        elif scene.rule.matchable(record):
            scene.loose[record_id] = record


def _drop_answered(desk: Desk, scene: Scene) -> None:
    """A record of which a person said that it is another one is nobody's heir."""
    keys = {RecordKey(kind=scene.rule.kind, side=scene.at, id=record_id): record_id for record_id in scene.loose}
    answers = desk.stores.decisions.get(list(keys)) if keys else {}
    for key, answer in answers.items():
        if answer.choice in _ANOTHER:
            del scene.loose[keys[key]]


def _alike(desk: Desk, rule: KindRule, side: Side, records: Collection[Record]) -> dict[str, Record]:
    """Records of `side` with the name, organization number or e-mail of one of `records`, as it is written there or
    tidied: a peer finds what is equal to the letter."""
    found: dict[str, Record] = {}
    for name in ("name", *rule.near):
        values = sorted({value for record in records for value in _spellings(name, record)})
        for record in desk.systems[side].find(rule.kind, name, values) if values else ():
            found[record.id] = record
    return found


def _spellings(name: str, record: Record) -> set[str]:
    tidied = looked_up(name, record)
    return {tidied, str(record.values()[name])} if tidied else set()


def _carry_out(desk: Desk, scene: Scene, certain: Mapping[str, str]) -> bool:
    """Whether there was anything to carry out. The records are put into the inbox before, for their new numbers have
    to cross; so are those that may have been asked about beside them."""
    links, at = scene.lost | scene.strange, scene.at
    parts = ordered(at, [(links[link_id], record_id) for link_id, record_id in certain.items()])
    try:
        for part in parts:
            ids = {record_id for link, new in part for record_id in (new, *scene.heirs(link))}
            keys = [RecordKey(kind=scene.rule.kind, side=at, id=record_id) for record_id in sorted(ids)]
            desk.stores.inbox.put_many(keys, due_at=desk.clock(), priority=Priority.CHANGE)
            desk.stores.journal.write([_entry(desk, at, link) for link in desk.stores.links.rekey(at, part)])
            for link, _ in part:  # who waits for the number that was given up
                left = RecordKey(kind=scene.rule.kind, side=at, id=link.half(at).id)
                desk.stores.inbox.wake(str(left), desk.clock())
    except RevisionConflict as error:
        raise RetryLater(detail="a link that was to follow its record was saved meanwhile") from error
    return bool(parts)


def _entry(desk: Desk, at: Side, link: Link) -> Entry:
    key = pair_key(link, at)
    return Entry(connection=link.connection, key=key, at=desk.clock(), what="renumbered", link=link.id)
