"""Asks a person whether a record is one that is gone, where that is not certain: numbers are ids there, and what got
another number only looks deleted.

the record that may be it   the question stands at it
the link of the other one   waits for the answer; nothing is deleted or created before
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from samspill.model.changes import RecordKey
from samspill.sync.case import Await, Case, Heir, Hold
from samspill.sync.desk import Desk, Parked, Result
from samspill.sync.settle import Settlement
from samspill.sync.succession import Scene

PERHAPS = "perhaps_renumbered"
#: A lost link is looked at again after this, should the answer's wake-up ever be missed.
PATIENCE = timedelta(days=1)


def doubts(desk: Desk, scene: Scene, cases: Sequence[Case]) -> dict[str, Hold | Await]:
    """What is not certain, by the id of its case: the record is asked about, its link waits for the answer."""
    heirs = {link.id: ids for link in scene.lost.values() if (ids := scene.heirs(link))}
    questions = _questions(desk, scene, heirs)
    found: dict[str, Hold | Await] = {}
    for case in cases:
        if case.link is not None and case.link.id in heirs:
            found[case.key.id] = Await(tuple(_heir(scene, i, questions[i]) for i in heirs[case.link.id]))
        elif case.link is None and case.key.side is scene.at and case.key.id in questions:
            found[case.key.id] = questions[case.key.id]
    return found


def _heir(scene: Scene, record_id: str, question: Hold) -> Heir:
    key = RecordKey(kind=scene.rule.kind, side=scene.at, id=record_id)
    return Heir(key, scene.loose[record_id], question)


def _questions(desk: Desk, scene: Scene, heirs: Mapping[str, list[str]]) -> dict[str, Hold]:
    """What is asked about each record that may be one of the lost: the partners of those are suggested."""
    other = scene.at.other
    partners = sorted({scene.lost[link_id].half(other).id for link_id in heirs})
    there = desk.systems[other].get(scene.rule.kind, partners) if partners else {}
    found: dict[str, Hold] = {}
    for record_id in sorted({record_id for ids in heirs.values() for record_id in ids}):
        former = [scene.lost[link_id] for link_id, ids in heirs.items() if record_id in ids]
        known, records = scene.known(former[0]), [there[link.half(other).id] for link in former]
        facts = {"other_name": known.label, "other_number": former[0].half(scene.at).id}
        found[record_id] = Hold(PERHAPS, facts, suggestions=tuple(each for each in records if each is not None))
    return found


def await_answer(desk: Desk, case: Case, step: Await, settlement: Settlement) -> Result:
    """Ask about the records in question, and wait for the answer. Not left to a look at them: it may not lead back to
    this one, e.g. when the partner has another name by now."""
    fates = desk.stores.journal.fates([heir.key for heir in step.heirs])
    for heir in step.heirs:
        if heir.key not in fates or fates[heir.key].code != PERHAPS:
            settlement.held(heir.key, heir.record, heir.question)
    first = step.heirs[0].key
    settlement.waiting(case.key, case.own, PERHAPS, first)
    settlement.wake(case.key)  # who wants its number is to say so
    return Parked(first, desk.clock() + PATIENCE)
